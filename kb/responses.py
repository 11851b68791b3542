"""Partner Responses in the store: steps are appended, each with its entry in the audit trail, and none is changed."""

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, replace
from typing import Any

from kb.audit import record
from kb.errors import WorkspaceError
from kb.records import citation_from_values, citation_to_values
from kb.response import VERSIONS, Act, Response, Step, Support, response_of
from kb.store import Store


def responses(store: Store) -> dict[int, Response]:
    """Criterion -> its response, for those that have one, by number; raises WorkspaceError where one is garbled."""
    steps: dict[int, list[Step]] = defaultdict(list)
    for number, criterion, text in store.response_steps():
        steps[criterion].append(_step(store, number, text))
    return {criterion: response_of(steps[criterion]) for criterion in sorted(steps)}


def response(store: Store, criterion: int) -> Response | None:
    """The response of a criterion; None where nobody has started one. Raises WorkspaceError."""
    steps = [_step(store, number, text) for number, _, text in store.response_steps(criterion)]
    return response_of(steps) if steps else None


def keep(store: Store, step: Step) -> Step:
    """Append a step and its entry in the audit trail, both or none; with its number. Raises WorkspaceError."""
    with store.transaction():
        text = _to_json(step)
        number = store.add_response_step(step.criterion, text)
        proof = {"step": number, "sha256": hashlib.sha256(text.encode()).hexdigest()}
        record(store, step.by, f"response {step.act.value}", _audited(step) | proof)
    return replace(step, number=number)


def _audited(step: Step) -> dict[str, Any]:
    """What the audit trail keeps of a step; a text by the hash of its record, which holds it whole."""
    told: dict[str, Any] = {"criterion": step.criterion, "version": step.version}
    if step.act in (*VERSIONS, Act.SET_ASIDE):
        return told | {"characters": len(step.words), "quotes": len(step.supports), "uncarried": len(step.uncarried)}
    return told | {"words": step.words} | ({"uncarried": list(step.uncarried)} if step.uncarried else {})


def _to_json(step: Step) -> str:
    values = asdict(step)
    del values["number"]
    for kept, support in zip(values["supports"], step.supports, strict=True):
        kept["citation"] = citation_to_values(support.citation)
    return json.dumps(values)


def _step(store: Store, number: int, text: str) -> Step:
    try:
        values: dict[str, Any] = json.loads(text)
        supports = tuple(_support(kept) for kept in values.pop("supports"))
        lists = {name: tuple(values.pop(name)) for name in ("uncarried", "settled")}
        return Step(**values | lists | {"act": Act(values["act"]), "supports": supports, "number": number})
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"Step {number} of a response in {store.path} cannot be read ({error}). Restore the workspace from a"
            " backup."
        ) from error


def _support(kept: dict[str, Any]) -> Support:
    return Support(**kept | {"citation": citation_from_values(kept["citation"])})
