"""What the command about parties does: the matrix, or what one party shows and what to ask of it."""

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from kb import as_json, shown
from kb.assistant import Assistant
from kb.commands import Result
from kb.matrix import OPEN, SYMBOL, Matrix, State
from kb.party import Paper, Profile, line
from kb.places import source

ABREAST = 26  # parties side by side, a letter each


def parties(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Show what each party shows for each criterion, or one party with what to ask of it."""
    with assistant.base.reading():  # so that the answers of questionnaires are of the same state
        found = assistant.parties()
        if not asked.name:
            return Result(matrix_text(found), as_json.matrix(found) | {"made_by": assistant.made_by()})
        one = assistant.party(found.named(" ".join(asked.name)), found)
    return Result(profile_text(one), profile_json(one) | {"as_of": assistant.as_of.isoformat()})


def matrix_text(found: Matrix) -> str:
    """The parties with their counts, and a grid of criteria by party for each ABREAST of them."""
    if not found.parties:
        return "No paper in the base is of a party or names one: ctpat documents set FILE --party NAME puts it right."
    blocks = []
    for start in range(0, len(found.parties), ABREAST):
        some = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", found.parties[start : start + ABREAST], strict=False))
        rows = [("", "Party", "Papers", *(state.value for state in State if state is not State.NOTHING))]
        rows += [
            (letter, party, str(len(found.papers[party])), *_counted(found, party)) for letter, party in some.items()
        ]
        blocks += [shown.table(rows), shown.table(list(_grid(found, some)), most=44)]
    legend = "   ".join(f"{SYMBOL[state]} {state.value}" for state in State)
    return "\n\n".join([*blocks, legend, "ctpat parties NAME shows one with its quotes and what to ask of it."])


def _counted(found: Matrix, party: str) -> list[str]:
    counts = found.counts(party)
    return [str(counts[state] or "") for state in State if state is not State.NOTHING]


def _grid(found: Matrix, some: dict[str, str]) -> Iterator[tuple[str, ...]]:
    yield ("No.", "MSC", "Title", *some)
    for criterion in found.criteria:
        marks = (SYMBOL[found.cells[party, criterion.number].state] for party in some.values())
        yield (str(criterion.number), criterion.msc_id, criterion.title, *marks)


def profile_text(one: Profile) -> str:
    """A party's papers, what it shows, what is open, and what to ask of it."""
    blocks = [one.party, _papers(one.papers)]
    for title, states in (("Shown", (State.SHOWN,)), ("Open", OPEN), ("Said of it in our papers only", (State.OURS,))):
        lines = list(_parts(one, states))
        if lines:
            blocks.append("\n".join([f"{title}:", *lines]))
    if one.answers:
        rows = [
            f"  {SYMBOL[each.state]} “{line(each.citation.quote)}” ({source(each.citation)}) — {each.reason}"
            for each in one.answers
        ]
        blocks.append("\n".join(["Open in its questionnaire, and found to bear on no criterion:", *rows]))
    if one.silent:
        numbers = ", ".join(str(cell.criterion.number) for cell in one.silent)
        blocks.append(f"Nothing from it on: {numbers}.")
    asks = [f"{number}. {shown.one_line(ask)}" for number, ask in enumerate(one.asks, start=1)]
    blocks.append("\n".join([f"To ask of {one.party}:", *asks]) if asks else "Nothing to ask of it.")
    return "\n\n".join(blocks)


def _papers(papers: Sequence[Paper]) -> str:
    if not papers:
        return "No current paper of its own."
    rows = [("Paper", "Kind", "Date", "Counts until", "")]
    for paper in papers:
        document, state = paper.document, "out of date" if paper.over else ""
        day = str(document.effective or "undated")
        rows.append((document.name, document.kind.value, day, str(paper.ends or ""), state))
    return shown.table(rows, most=80)


def _parts(one: Profile, states: Sequence[State]) -> Iterator[str]:
    for cell, part in one.by_state(*states):
        state = "" if states == (part.state,) else f" — {part.state.value}"
        asked = f"{part.requirement.id} (MSC {cell.criterion.msc_id}) {part.requirement.text}"
        yield f"  {SYMBOL[part.state]} {asked}{state}"
        if part.evidence:
            reason = f" — {'; '.join(part.evidence.reasons)}" if part.evidence.reasons else ""
            yield f"      “{line(part.evidence.citation.quote)}” ({source(part.evidence.citation)}){reason}"


def profile_json(one: Profile) -> dict[str, Any]:
    """A party with its papers, cells and what to ask of it."""
    return {
        "party": one.party,
        "papers": [
            {
                "document": paper.document.name,
                "kind": paper.document.kind.value,
                "title": paper.document.title,
                "date": paper.document.effective.isoformat() if paper.document.effective else None,
                "expires": paper.document.expires.isoformat() if paper.document.expires else None,
                "counts_until": paper.ends.isoformat() if paper.ends else None,
                "why": paper.why,
                "out_of_date": paper.over,
            }
            for paper in one.papers
        ],
        "cells": [as_json.cell(cell) for cell in one.cells],
        "answers": [
            {"state": each.state.value, "reason": each.reason, **as_json.citation(each.citation)}
            for each in one.answers
        ],
        "silent": [cell.criterion.number for cell in one.silent],
        "ask": list(one.asks),
    }
