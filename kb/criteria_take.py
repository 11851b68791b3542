"""Takes the user's own wording of the criteria, or CBP's text from its PDF, over into the workspace."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb import as_json, criteria_told, shown
from kb.access import require
from kb.assistant import Assistant
from kb.audit import person, record
from kb.criteria_import import import_criteria
from kb.criteria_official import import_official
from kb.model import MscDocument
from kb.people import Role


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did, in words and as values for JSON."""

    text: str
    as_json: dict[str, Any]


def take_criteria(assistant: Assistant, file: Path, read_msc: Callable[[Path], MscDocument]) -> Taken:
    """Import a file; `read_msc` reads CBP's PDF. Raises CatalogueError, and then nothing has changed."""
    require(assistant.settings, Role.APPROVER, "import criteria")
    kept_in, store = assistant.settings.overrides, assistant.base.store
    document = read_msc(file) if file.suffix.lower() == ".pdf" else None
    with store.transaction():
        if document:
            official = import_official(document, assistant.catalogue, kept_in, assistant.as_of)
            taken = Taken(criteria_told.imported(official), criteria_told.imported_json(official))
        else:
            report = import_criteria(file, assistant.catalogue, kept_in)
            taken = Taken(shown.imported(report), as_json.imported(report))
        record(store, person(assistant.settings), "criteria import", {"file": file.name} | taken.as_json)
    return taken
