"""Where everything stands at a glance, made once for each state of the base."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from kb.assistant import Assistant
from kb.gaps import GapReport
from kb.impact import Impact, impact
from kb.model import Coverage, Document, Flag, Status
from kb.responses import responses
from kb.snapshot import NAME as REPORTS
from kb.window import Window, window
from kb.worklist import List, Row, rows

REFUSED = "refused"  # what is said of a file of which nothing was read
Stamp = tuple[int, int, str, str]
_MADE: WeakKeyDictionary[Assistant, tuple[Stamp, "Overview"]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Problem:
    """A file of the last ingest that a person should look at."""

    file: str  # its name
    refused: bool  # nothing of it was read
    what: str  # in doubt, such as "kind, date"
    why: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The gap report with the work that follows from it."""

    report: GapReport
    rows: tuple[Row, ...]  # every criterion, in portal order
    impacts: tuple[Impact, ...]  # approved answers whose evidence is not what it was
    review: Window | None  # None without an anniversary

    def counts(self, flag: Flag | None = None) -> dict[Status, int]:
        """Criteria by status, of one flag or of all."""
        found = Counter(each.status for each in self._of(flag))
        return {status: found[status] for status in Status}

    def sections(self, flag: Flag | None = None) -> dict[str, dict[Status, int]]:
        """Section -> status -> number of criteria, of one flag or of all; sections without any are left out."""
        table: dict[str, dict[Status, int]] = {}
        for each in self._of(flag):
            row = table.setdefault(each.criterion.section, dict.fromkeys(Status, 0))
            row[each.status] += 1
        return table

    def listed(self, name: List) -> tuple[Row, ...]:
        """The criteria of a list of work."""
        return tuple(row for row in self.rows if name in row.lists)

    def _of(self, flag: Flag | None) -> list[Coverage]:
        return [each for each in self.report.coverages if flag in (None, each.flag)]


def overview(assistant: Assistant) -> Overview:
    """Where everything stands; judges what is not judged yet, and is kept until something changes."""
    with assistant.base.reading():
        now = stamp(assistant)
        kept = _MADE.get(assistant)
        if kept is None or kept[0] != now:
            kept = (now, _made(assistant))
            _MADE[assistant] = kept
        return kept[1]


def annual_review(assistant: Assistant) -> Window | None:
    """The review window that is open or opens next; None without an anniversary. Judges nothing."""
    day = assistant.settings.anniversary
    if day is None:
        return None
    return window(day, assistant.as_of, assistant.catalogue.criteria, responses(assistant.base.store))


def intake_problems(report: Mapping[str, Any], documents: Iterable[Document]) -> list[Problem]:
    """What a person should look at of the last ingest and has not put right since: each file once, refused first."""
    held = {document.path: document for document in documents}
    found: dict[str, list[tuple[str, str, str]]] = {}
    for each in report.get("look_at", ()):
        document = held.get(each["path"])
        is_open = document is not None and (each["why"] in document.warnings or document.superseded_by)
        if is_open or each["what"] == REFUSED:
            told = str(each["document"]), str(each["what"]), str(each["why"])
            found.setdefault(str(each["path"]), []).append(told)
    problems = [
        Problem(
            file=told[0][0],
            refused=any(what == REFUSED for _, what, _ in told),
            what=", ".join(dict.fromkeys(what for _, what, _ in told)),
            why="; ".join(dict.fromkeys(why for *_, why in told)),
        )
        for told in found.values()
    ]
    return sorted(problems, key=lambda problem: not problem.refused)


def stamp(assistant: Assistant) -> Stamp:
    """What it rests on: documents and decisions, what people did (the audit trail has each), reports and criteria."""
    store = assistant.base.store
    done = sum(entry[0] for entry in store.audit(last=1))
    return store.changes, done, store.meta(REPORTS), assistant.catalogue.sha256


def _made(assistant: Assistant) -> Overview:
    report, found, review = assistant.gap_report(), responses(assistant.base.store), annual_review(assistant)
    impacts = tuple(impact(found.values(), assistant.papers()))
    return Overview(report, rows(report, found, impacts, review), impacts, review)
