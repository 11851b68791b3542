"""The criteria as work: whose each is, where its response stands, what people did last, and the lists it is on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kb.gaps import GapReport, assigned
from kb.impact import Impact
from kb.model import Coverage, Decision
from kb.response import Response
from kb.review_told import NOT_BEGUN
from kb.window import Window


class List(StrEnum):
    """Criteria that wait for the same kind of work."""

    DUE = "due for the annual review"
    CHANGED = "changed since the last report"
    EVIDENCE = "approved, but its evidence changed"
    DECISION = "a decision to look at again"
    UNCARRIED = "sentences that no evidence carries"


@dataclass(frozen=True, slots=True)
class Touch:
    """The last thing that a person did about a criterion."""

    at: str  # ISO 8601 with the distance from UTC
    by: str
    what: str

    def __str__(self) -> str:
        return f"{self.at[:10]} {self.what}, {self.by}"


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion as somebody's work."""

    coverage: Coverage
    response: Response | None
    owner: str  # empty where nobody is named
    last: Touch | None  # None where nobody did anything yet
    lists: frozenset[List]

    @property
    def state(self) -> str:
        """Where its response stands."""
        return self.response.state.value if self.response else NOT_BEGUN


def rows(
    report: GapReport, responses: Mapping[int, Response], impacts: Sequence[Impact], review: Window | None
) -> tuple[Row, ...]:
    """A row for every criterion, in portal order; `review` is None where no anniversary is known."""
    listed: dict[List, Collection[int]] = {
        List.DUE: {item.criterion.number for item in review.due} if review and review.is_open else (),
        List.CHANGED: {change.number for change in report.changes.statuses} if report.changes else (),
        List.EVIDENCE: {each.response.criterion for each in impacts},
        List.DECISION: {each.criterion.number for each in report.coverages if _to_look_at(each)},
        List.UNCARRIED: {number for number, found in responses.items() if found.newest.uncarried},
    }
    return tuple(_row(each, responses.get(each.criterion.number), listed) for each in report.coverages)


def _row(coverage: Coverage, response: Response | None, listed: Mapping[List, Collection[int]]) -> Row:
    owner = (response.owner if response else "") or assigned(coverage)[0]
    lists = frozenset(name for name, numbers in listed.items() if coverage.criterion.number in numbers)
    return Row(coverage, response, owner, _last(response, _decisions(coverage)), lists)


def _last(response: Response | None, decisions: Iterable[Decision]) -> Touch | None:
    touches = [Touch(each.at, each.by, each.ruling.value) for each in decisions]
    touches += [Touch(step.at, step.by, step.act.value) for step in (response.steps[-1:] if response else ())]
    return max(touches, key=lambda touch: datetime.fromisoformat(touch.at), default=None)


def _decisions(coverage: Coverage) -> list[Decision]:
    return [decision for judged in coverage.judgements for decision in judged.decisions]


def _to_look_at(coverage: Coverage) -> bool:
    return any(decision.look_again for decision in _decisions(coverage))
