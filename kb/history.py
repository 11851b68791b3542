"""What people asked and what they were answered, in the store: a reload or a restart loses none of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from kb.access import at_work
from kb.assistant import Assistant
from kb.errors import WorkspaceError
from kb.model import Answer
from kb.records import citation_from_values, citation_to_values
from kb.store import Store

BEFORE = 5  # exchanges that a question may hang on
KEPT = 200  # exchanges a person; older ones make room


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, as they were at the time."""

    answer: Answer
    at: str  # ISO 8601 with the distance from UTC
    as_of: str  # day of the judgement, ISO 8601
    changes: int  # the store's counter of changes when it was answered
    documents: int  # how many were searched
    passages: int
    number: int = 0  # 0 until it is kept

    def current(self, assistant: Assistant) -> bool:
        """Whether nothing has changed since that the answer could rest on."""
        now = assistant.base.store.changes, assistant.as_of.isoformat()
        return (self.changes, self.as_of) == now


def ask(assistant: Assistant, question: str, before: Sequence[Exchange] = ()) -> Exchange:
    """Put a question, after those asked before; what comes of it is not kept yet. Raises CtpatError."""
    counts = assistant.passage_counts()
    return Exchange(
        answer=assistant.ask(question, [each.answer for each in before[-BEFORE:]]),
        at=datetime.now().astimezone().isoformat(timespec="seconds"),
        as_of=assistant.as_of.isoformat(),
        changes=assistant.base.store.changes,
        documents=len(counts),
        passages=sum(counts.values()),
    )


def keep(assistant: Assistant, new: Exchange) -> Exchange:
    """Keep what whoever is at work asked, with its number; the oldest makes room. Raises WorkspaceError."""
    store, who = assistant.base.store, _asking(assistant)
    with store.transaction():
        number = store.add_asked(who, _to_json(new))
        held = store.asked(who)
        if len(held) > KEPT:
            store.remove_asked(who, held[-KEPT - 1][0])
    return replace(new, number=number)


def exchanges(assistant: Assistant) -> list[Exchange]:
    """What whoever is at work asked, oldest first; raises WorkspaceError where a record is garbled."""
    store = assistant.base.store
    return [_from_json(store, number, record) for number, record in store.asked(_asking(assistant))]


def clear(assistant: Assistant) -> None:
    """Forget what whoever is at work asked so far; raises WorkspaceError."""
    store, who = assistant.base.store, _asking(assistant)
    held = store.asked(who)
    if held:
        store.remove_asked(who, held[-1][0])


def checked(assistant: Assistant, exchange: Exchange) -> Exchange:
    """The same, each quote compared once more with what its document says now."""
    answer = exchange.answer
    cited = tuple(assistant.verify(each) for each in answer.citations)
    nearest = assistant.verify(answer.nearest) if answer.nearest else None
    return replace(exchange, answer=replace(answer, citations=cited, nearest=nearest))


def _asking(assistant: Assistant) -> str:
    """By what a person's questions are found again; raises AccessError where nobody is at work."""
    return at_work(assistant.settings).login.casefold()


def _to_json(exchange: Exchange) -> str:
    values = asdict(exchange)
    del values["number"]
    told = values["answer"]
    told["citations"] = [citation_to_values(cited) for cited in exchange.answer.citations]
    if exchange.answer.nearest:
        told["nearest"] = citation_to_values(exchange.answer.nearest)
    return json.dumps(values, ensure_ascii=False)


def _from_json(store: Store, number: int, record: str) -> Exchange:
    try:
        values: dict[str, Any] = json.loads(record)
        told = values["answer"]
        told["citations"] = tuple(citation_from_values(kept) for kept in told["citations"])
        told["nearest"] = citation_from_values(told["nearest"]) if told.get("nearest") else None
        return Exchange(**values | {"answer": Answer(**told), "number": number})
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"An earlier question in {store.path} cannot be read ({error}). Clear the earlier questions, or restore the"
            " workspace from a backup."
        ) from error
