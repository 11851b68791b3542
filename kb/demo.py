"""The sample company's knowledge base, built in a folder of its own."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from kb import as_json, shown
from kb.assistant import Assistant
from kb.errors import WorkspaceError
from kb.settings import load_settings
from kb.shipped import shipped
from kb.writing import save_report

QUESTION = "what covers criterion 56?"
SETTINGS = """\
# The sample company is fictional. Its papers are judged as of the day for which they were written.
company = "Brindlewick Home Goods, Inc."
anniversary = 2027-02-14
as_of = 2026-11-22
"""


def build(folder: Path, progress: Callable[[str], None]) -> tuple[str, Any]:
    """Build the sample in a folder, ask about criterion 56, write the gap report: (text, JSON).

    Raises WorkspaceError where the folder holds somebody's own knowledge base.
    """
    from ingest.pipeline import ingest

    folder = folder.absolute()
    if _is_taken(folder):
        raise WorkspaceError(f"{folder} is not empty and is not a sample: give the demo a folder of its own.")
    documents = lay(folder)
    settings = load_settings(folder)
    with closing(Assistant(settings, settings.as_of)) as assistant:
        with assistant.base.writing():
            told = json.loads(ingest([documents], assistant.base, progress).to_json())
            assistant.base.keep_report(told)
        progress(shown.intake(told))
        answer = assistant.ask(QUESTION)
        report = assistant.gap_report()
        written = [folder / f"gap-report.{form}" for form in ("md", "docx")]
        for path in written:
            save_report(report, path)
        assistant.keep_report(report)
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in report.summary.items())
    text = f"{QUESTION}\n\n{shown.answer(answer)}\n\nReadiness: {counts}.\nWritten: {', '.join(map(str, written))}"
    text += f"\nNext: ctpat --workspace {folder} app"
    return text, {
        "workspace": str(folder),
        "answer": as_json.answer(answer),
        "summary": report.summary,
        "written": [str(path) for path in written],
        "intake": told,
    }


def lay(folder: Path) -> Path:
    """Write the sample's settings and papers into a workspace folder, and return the folder of the papers.

    Raises WorkspaceError where they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ctpat.toml").write_text(SETTINGS, encoding="utf-8")
        shutil.copytree(shipped("corpus/documents"), folder / "documents", dirs_exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"The sample cannot be written to {folder}: {error.strerror or error}.") from error
    return folder / "documents"


def _is_taken(folder: Path) -> bool:
    """Whether a folder holds something else than the sample; raises WorkspaceError where that cannot be seen."""
    try:
        if not folder.exists() or not any(folder.iterdir()):
            return False
        configuration = folder / "ctpat.toml"
        if not configuration.is_file():
            return True
        return "sample company" not in configuration.read_text(encoding="utf-8", errors="replace")
    except NotADirectoryError as error:
        raise WorkspaceError(f"{folder} is a file: give the demo a folder of its own.") from error
    except OSError as error:
        raise WorkspaceError(f"{folder} cannot be opened ({error.strerror}): check its permissions.") from error
