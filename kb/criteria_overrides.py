"""The user's own wording of criteria: one JSON file in the workspace, laid over the shipped catalogue."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from kb.criteria_entries import FLAGS
from kb.errors import CatalogueError, WorkspaceError
from kb.model import Criterion, DatedFlag, Flag, Requirement

FIRST_EDITION = date(2020, 3, 1)  # from which a flag without a date is taken to hold
ABOUT = "Your own wording of the criteria. It replaces title, question and flag; a new number becomes a new criterion."
PARTS = ("criteria", "msc")  # of the file: by portal number, and CBP's own text by MSC id
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Override:
    """What the user's own file says of one criterion; empty where it says nothing."""

    number: int
    title: str = ""
    question: str = ""
    section: str = ""
    msc_id: str = ""
    flag: str = ""  # Must or Should


def overrides_of(path: Path) -> dict[int, Override]:
    """Number -> override of the file, none where there is no file; raises CatalogueError where it is malformed."""
    found = read_part(path, "criteria", lambda entries: [_override(entry) for entry in entries])
    return {override.number: override for override in found or ()}


def write_overrides(path: Path, overrides: Mapping[int, Override]) -> None:
    """Write them into the file in one step; raises WorkspaceError where that fails."""
    entries = [
        {name: getattr(override, name) for name in Override.__slots__ if getattr(override, name)}
        for _, override in sorted(overrides.items())
    ]
    write_part(path, "criteria", entries)


def read_part(path: Path, name: str, made: Callable[[Any], Made]) -> Made | None:
    """What is made of one part of the file, None where there is no such part; raises CatalogueError as made fails."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(values, dict):
            raise ValueError("it is no JSON object")
        return made(values[name]) if name in values else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CatalogueError(
            f"Your wording of the criteria in {path} cannot be read ({error}). Correct it, or remove it."
        ) from error


def write_part(path: Path, name: str, value: Any) -> None:
    """Put one part into the file in one step and keep the others; raises WorkspaceError where that fails."""
    before: dict[str, Any] = {}
    for part in PARTS:
        before |= {part: kept} if (kept := read_part(path, part, lambda kept: kept)) is not None else {}
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"about": ABOUT, "criteria": []} | before | {name: value}, indent=1, ensure_ascii=False)
        partial.write_text(text + "\n", encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be written ({error}). Nothing was imported.") from error


def overridden(criteria: Sequence[Criterion], overrides: Mapping[int, Override]) -> list[Criterion]:
    """The criteria in the user's wording, and those that only the user's file has; ids, parts and facets stay."""
    shipped = {criterion.number for criterion in criteria}
    worded = [
        _worded(criterion, overrides[criterion.number]) if criterion.number in overrides else criterion
        for criterion in criteria
    ]
    return worded + [_new(override) for number, override in sorted(overrides.items()) if number not in shipped]


def _worded(criterion: Criterion, own: Override) -> Criterion:
    flags = criterion.flags
    if own.flag:  # corrects the flag that holds now, not the ones before it
        flags = (*flags[:-1], DatedFlag(Flag(own.flag), flags[-1].since))
    return replace(
        criterion,
        title=own.title or criterion.title,
        question=own.question or criterion.question,
        section=own.section or criterion.section,
        title_confirmed=bool(own.title) or criterion.title_confirmed,
        flags=flags,
    )


def _new(own: Override) -> Criterion:
    return Criterion(
        number=own.number,
        msc_id=own.msc_id,
        section=own.section,
        title=own.title or f"Portal question {own.number}",
        question=own.question,
        flags=(DatedFlag(Flag(own.flag or Flag.SHOULD), FIRST_EDITION),),
        requirements=(Requirement(id=f"{own.number}.1", text=own.question),),
        title_confirmed=bool(own.title),
        note="" if own.flag else "Your file does not say Must or Should: taken as Should.",
    )


def _override(entry: dict[str, Any]) -> Override:
    override = Override(**entry)
    texts = (override.title, override.question, override.section, override.msc_id, override.flag)
    if type(override.number) is not int or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"criterion {override.number}: the number must be a number, everything else text")
    if override.flag and override.flag not in FLAGS:
        raise ValueError(f"criterion {override.number}: flag {override.flag!r} must be Must or Should")
    return override
