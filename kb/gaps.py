"""The gap report's content: criteria that are not met, Musts first, with what would close them."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kb.expiry import Horizon, Lapse
from kb.matrix import OPEN as OPEN_STATES
from kb.matrix import Matrix, State
from kb.model import Coverage, Decision, Evidence, Flag, Grade, Judgement, Status
from kb.snapshot import Changes, flags_ahead

OPEN = (Status.GAP, Status.CONFLICT, Status.STALE, Status.PARTIAL)  # worst first
# What a person wrote in the note of a decision; nothing else names an owner or a day.
OWNER = re.compile(r"\bowner\s*[:=]\s*([^;,\n]*[^;,\s])", re.IGNORECASE)
DUE = re.compile(r"\bdue(?:\s+(?:date|by|on))?\s*[:=]?\s*(\d{4}-\d\d-\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True)
class GapReport:
    """Everything the report shows; exporters only lay it out."""

    company: str
    as_of: date
    coverages: tuple[Coverage, ...]  # all of them, in portal order
    documents: int
    made_by: dict[str, str]
    ahead: Horizon
    matrix: Matrix
    expiring: tuple[Lapse, ...] = ()  # what has run out or will by the horizon, soonest first
    changes: Changes | None = None  # since the last report; None where there was none
    prepared_by: str = ""  # as ctpat.toml names its user

    @cached_property
    def gaps(self) -> tuple[Coverage, ...]:
        """Criteria that are not met: Musts first, then by section in the order of the portal."""
        unmet = [coverage for coverage in self.coverages if coverage.status in OPEN]
        place = {name: place for place, name in enumerate(self.sections)}
        return tuple(sorted(unmet, key=lambda each: (each.flag is not Flag.MUST, place[each.criterion.section])))

    @cached_property
    def set_aside(self) -> tuple[Coverage, ...]:
        """Criteria with a part that a person decided does not apply."""
        return tuple(each for each in self.coverages if any(_set_aside(judged) for judged in each.judgements))

    @cached_property
    def summary(self) -> dict[str, int]:
        """Criteria by status, and Musts that are open."""
        counts = {status.value.replace(" ", "_"): 0 for status in Status}
        for coverage in self.coverages:
            counts[coverage.status.value.replace(" ", "_")] += 1
        counts["must_open"] = sum(coverage.flag is Flag.MUST for coverage in self.gaps)
        counts["total"] = len(self.coverages)
        return counts

    @cached_property
    def sections(self) -> dict[str, dict[Status, int]]:
        """Section -> status -> number of criteria."""
        table: dict[str, dict[Status, int]] = {}
        for coverage in self.coverages:
            row = table.setdefault(coverage.criterion.section, dict.fromkeys(Status, 0))
            row[coverage.status] += 1
        return table

    @cached_property
    def parties(self) -> dict[str, tuple[int, ...]]:
        """Party -> numbers of the criteria that its own papers leave open; parties without any are left out."""
        cells = ((party, self.matrix.of(party)) for party in self.matrix.parties)
        table = {party: tuple(cell.criterion.number for cell in row if _is_open(cell.state)) for party, row in cells}
        return {party: numbers for party, numbers in table.items() if numbers}

    @cached_property
    def flags_ahead(self) -> tuple[str, ...]:
        """Criteria whose flag changes before the horizon."""
        return flags_ahead(self.coverages, self.as_of, self.ahead.until)


def weak(judged: Judgement) -> tuple[Evidence, ...]:
    """The pieces that count and do not carry the part, what speaks against it first."""
    pieces = [item for item in judged.evidence if item.counts and item.grade is not Grade.SUPPORTS]
    return tuple(sorted(pieces, key=lambda item: (item.grade is not Grade.CONTRADICTS, not item.limits)))


def assigned(coverage: Coverage) -> tuple[str, str]:
    """Owner and day due, as people wrote them in the notes of decisions ("owner: A. Marsh; due 2027-01-15")."""
    made = {decision.number: decision for judged in coverage.judgements for decision in judged.decisions}
    owner = due = ""
    for decision in sorted(made.values(), key=lambda decision: decision.number):
        owner, due = _found(OWNER, decision) or owner, _found(DUE, decision) or due
    return owner, due


def _found(pattern: re.Pattern[str], decision: Decision) -> str:
    named = pattern.search(decision.reason)
    return named[1].strip() if named else ""


def _is_open(state: State) -> bool:
    return state in OPEN_STATES


def _set_aside(judged: Judgement) -> bool:
    return judged.status is Status.NOT_APPLICABLE
