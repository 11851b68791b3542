"""What people decided: kept in the store with every change in the audit trail, and never by the program itself."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from kb.audit import record
from kb.errors import DecisionError, WorkspaceError
from kb.model import Decision, Ruling
from kb.quoting import much_alike
from kb.records import citation_from_values, citation_to_values
from kb.store import Store

WHAT = "decision"  # in the audit trail
TAKEN_BACK = "decision taken back"


def keep(store: Store, decisions: Sequence[Decision]) -> list[Decision]:
    """Keep decisions, all or none, and give them their numbers; raises WorkspaceError."""
    kept: list[Decision] = []
    with store.transaction():
        for decision in decisions:
            number = store.add_decision(_to_json(decision))
            kept.append(replace(decision, number=number))
            record(store, decision.by, WHAT, _audited(kept[-1]))
    return kept


def kept(store: Store) -> list[Decision]:
    """Every decision, oldest first; raises WorkspaceError where one is garbled."""
    try:
        return [_from_json(number, text) for number, text in store.decisions()]
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"A decision in {store.path} cannot be read ({error}). Restore the workspace from a backup."
        ) from error


def take_back(store: Store, number: int, by: str) -> Decision:
    """Take a decision back, so that what was before it holds again; raises DecisionError where there is none."""
    with store.transaction():
        found = next((decision for decision in kept(store) if decision.number == number), None)
        if found is None:
            known = ", ".join(str(decision.number) for decision in kept(store)[-10:])
            hint = f"the last ones are {known}" if known else "there are none"
            raise DecisionError(f"There is no decision {number}: {hint}. See ctpat decisions.")
        store.remove_decision(number)
        record(store, by, TAKEN_BACK, _audited(found))
    return found


def in_force(decisions: Sequence[Decision], part: str) -> list[Decision]:
    """Those that hold for a part, oldest first: of two about the same words, or the same file, the later one."""
    criterion = part.partition(".")[0]
    about = [decision for decision in decisions if decision.subject in (part, criterion)]
    return [
        decision
        for place, decision in enumerate(about)
        if not any(_replaces(later, decision) for later in about[place + 1 :])
    ]


def told(decision: Decision) -> str:
    """Such as "accepted by A. Marsh on 2026-11-22: seen on site"."""
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{decision.ruling.value} by {decision.by} on {decision.at[:10]}{reason}"


def _replaces(later: Decision, earlier: Decision) -> bool:
    new, old = later.citation, earlier.citation
    if later.subject != earlier.subject or (new is None) is not (old is None):
        return False
    if new is None or old is None:
        return True
    if new.path != old.path:
        return False
    if not new.quote or not old.quote:
        return not new.quote
    if new.sha256 != old.sha256:  # decided anew on the changed file
        return much_alike(new.quote, old.quote)
    return new.start <= old.start and old.end <= new.end


def _to_json(decision: Decision) -> str:
    values = asdict(decision)
    del values["number"], values["look_again"]
    if decision.citation:
        values["citation"] = citation_to_values(decision.citation)
    return json.dumps(values)


def _from_json(number: int, text: str) -> Decision:
    values: dict[str, Any] = json.loads(text)
    cited = values.pop("citation")
    citation = citation_from_values(cited) if cited else None
    return Decision(**values | {"ruling": Ruling(values["ruling"]), "citation": citation, "number": number})


def _audited(decision: Decision) -> dict[str, Any]:
    """What the audit trail keeps of a decision: enough to see what was settled on which words of which file."""
    cited = decision.citation
    file = {"file": cited.document, "sha256": cited.sha256, "quote": cited.quote} if cited else {}
    return {
        "number": decision.number,
        "ruling": decision.ruling.value,
        "subject": decision.subject,
        "by": decision.by,
        "reason": decision.reason,
    } | file
