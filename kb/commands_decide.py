"""What the commands about decisions and the audit trail do."""

import argparse
from typing import Any

from kb import as_json, shown
from kb.assistant import Assistant
from kb.audit import Entry, detail_of, entries, verify
from kb.commands import Result
from kb.decide import Wish, undo
from kb.decide import decide as settle
from kb.decisions import told
from kb.model import Decision
from kb.places import source


def decide(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Keep a decision, or take one back, and say where the criterion stands then."""
    if asked.number is not None:
        made = [undo(assistant, asked.number, asked.by)]
        lines = [f"Taken back: decision {made[0].number} on {made[0].subject}, {told(made[0])}."]
    else:
        made = settle(assistant, Wish(asked.ruling, asked.part, asked.file, asked.quote, asked.by, asked.reason))
        lines = [_line(decision) for decision in made]
    return _with_standing(assistant, made, lines, "taken_back" if asked.number is not None else "decisions")


def decisions(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """List the decisions, all or those on a criterion."""
    wanted, made = " ".join(asked.criterion), assistant.decisions()
    if wanted:
        named = {decision.subject for decision, _ in made} & {wanted}  # "5.1" may be a part and an MSC id
        number = wanted.partition(".")[0] if named else str(assistant.catalogue.look_up(wanted).number)
        subjects = named | {number}
        made = [
            pair
            for pair in made
            if pair[0].subject in subjects or (not named and pair[0].subject.split(".")[0] == number)
        ]
    rows = [as_json.decision(each) | {"replaced": replaced} for each, replaced in made]
    return Result(shown.decisions(made), {"decisions": rows})


def audit(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """List the audit trail, or verify it."""
    store = assistant.base.store
    if asked.verify:
        found = verify(store)
        head = f" The hash of the last one is {found.head}: noted elsewhere, it proves them all." if found.head else ""
        text = f"{found.entries} entries, each as it was written and none missing.{head}"
        broken = f"The audit trail is broken at entry {found.bad}: {found.reason}." if found.bad else ""
        row = {"entries": found.entries, "whole": not broken, "head": found.head, "bad": found.bad or None}
        return Result(broken or text, row | {"reason": found.reason}, broken)
    listed = entries(store, asked.last)
    return Result(shown.audit(listed), {"entries": [_entry(entry) for entry in listed]})


def _entry(entry: Entry) -> dict[str, Any]:
    names = ("number", "at", "who", "what", "previous", "hash")
    return {name: getattr(entry, name) for name in names} | {"detail": detail_of(entry)}


def _with_standing(assistant: Assistant, made: list[Decision], lines: list[str], name: str) -> Result:
    number = int(made[0].subject.partition(".")[0])
    row: dict[str, Any] = {name: [as_json.decision(decision) for decision in made]}
    known = any(criterion.number == number for criterion in assistant.catalogue.criteria)
    if not known:  # the wording that had it was taken away
        return Result("\n".join(lines), row)
    found = assistant.coverage(number)
    for judged in found.judgements:
        if made[0].subject in (str(number), judged.requirement.id):
            missing = f" {judged.missing}" if judged.missing and not judged.decided else ""
            lines.append(f"{judged.requirement.id} is now: {judged.status.value}.{missing}")
    lines.append(f"Criterion {number}: {found.status.value}.")
    parts = [{"id": each.requirement.id, "status": each.status.value} for each in found.judgements]
    return Result("\n".join(lines), row | {"criterion": number, "status": found.status.value, "requirements": parts})


def _line(decision: Decision) -> str:
    cited = decision.citation
    words = f" “{' '.join(cited.quote.split())}” ({source(cited)})" if cited and cited.quote else ""
    file = f" {cited.document}" if cited and not cited.quote else ""
    return f"Decision {decision.number}: {decision.subject} {told(decision)}.{words or file}"
