"""What the commands about responses, change impact and the annual window do."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from kb import review as way
from kb import review_told
from kb.assistant import Assistant
from kb.commands import Result
from kb.errors import ReviewError, SourceError
from kb.impact import impact as touched
from kb.response import Act, Response
from kb.responses import responses
from kb.window import window as annual


def review(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """List the responses, show one, or take a step with it."""
    wanted = " ".join(asked.criterion)
    if not wanted:
        if _asks(asked):
            raise ReviewError("Say of which criterion, such as: ctpat review 56 --start.")
        found, criteria = responses(assistant.base.store), assistant.catalogue.criteria
        rows = review_told.listed_json(criteria, found, assistant.as_of)
        return Result(review_told.listed(criteria, found, assistant.as_of), {"responses": rows})
    made = _taken(assistant, assistant.catalogue.look_up(wanted).number, asked)
    return Result(review_told.shown(made), review_told.shown_json(made))


def impact(assistant: Assistant, asked: argparse.Namespace) -> Result:  # noqa: ARG001 - every command takes both
    """List the approved answers whose evidence is not what it was."""
    with assistant.base.store.snapshot():
        kept = responses(assistant.base.store).values()
        found = touched(kept, assistant.papers())
    approved = [response for response in kept if response.in_force is not None]
    bare = [
        each.criterion for each in approved if each.in_force and (each.in_force.uncarried or not each.in_force.supports)
    ]
    rows = {"approved": len(approved), "answers": review_told.impacts_json(found), "without_evidence": bare}
    return Result(review_told.impacts(found, len(approved), bare), rows)


def window(assistant: Assistant, asked: argparse.Namespace) -> Result:  # noqa: ARG001
    """Show the annual review window."""
    found = annual(
        assistant.settings.anniversary,
        assistant.as_of,
        assistant.catalogue.criteria,
        responses(assistant.base.store),
    )
    return Result(review_told.windowed(found), review_told.windowed_json(found))


def _taken(assistant: Assistant, number: int, asked: argparse.Namespace) -> Response:
    if asked.start:
        return way.start(assistant, number, asked.by)
    if asked.text is not None:
        return way.edit(assistant, number, _read(asked.text), asked.on, asked.by)
    if asked.note is not None:
        act, words = asked.note
        return way.note(assistant, number, act, words, asked.by)
    if asked.returned is not None:
        return way.move(assistant, number, way.Move(Act.RETURNED, asked.returned, asked.on), asked.by)
    if asked.move is not None:
        return way.move(assistant, number, way.Move(asked.move, asked.despite, asked.on), asked.by)
    return way.of(assistant, number)


def _asks(asked: argparse.Namespace) -> bool:
    options: Sequence[object] = (asked.text, asked.note, asked.returned, asked.move)
    return bool(asked.start) or any(each is not None for each in options)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{file} cannot be read as text ({error}): save it as UTF-8.") from error
