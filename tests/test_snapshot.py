"""What has changed since the last report that was saved."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from gap_case import decided, report, told
from nouns import AS_OF, covered_by, criterion, document, evidence, standing

from kb.model import Coverage, DatedFlag, Document, Flag, Grade, Judgement, Kind
from kb.snapshot import changes, keep, last_before, snapshot
from kb.store import Store
from kb.writing import save_report


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store.sqlite3")


def papers(*coverages: Coverage) -> dict[str, Document]:
    pieces = [item for each in coverages for judged in each.judgements for item in judged.evidence]
    return {item.citation.document: document(item.kind, name=item.citation.document) for item in pieces}


OCTOBER = date(2026, 10, 2)


def test_a_report_is_compared_with_the_last_one_that_was_saved(store: Store) -> None:
    then = [told(1), told(2, evidence(Grade.SUPPORTS)), told(3)]
    now = [told(1, evidence(Grade.SUPPORTS)), told(2, evidence(Grade.PARTIAL)), told(3)]
    assert last_before(store, snapshot(now, AS_OF, {})) is None
    keep(store, snapshot(then, OCTOBER, {}))
    before = last_before(store, snapshot(now, AS_OF, {}))
    assert before
    found = changes(before, snapshot(now, AS_OF, {}), now, papers(*now))
    assert found.summary == "Since the report of 2026-10-02: 1 better, 1 worse."
    assert [(each.number, each.before, each.after) for each in found.statuses] == [
        (2, "covered", "partial"),
        (1, "gap", "covered"),
    ]


def test_one_report_in_three_forms_is_one_report(store: Store) -> None:
    keep(store, snapshot([told(1)], OCTOBER, {}))
    now = snapshot([told(1, evidence(Grade.SUPPORTS))], AS_OF, {})
    for _ in range(3):
        keep(store, now)
        before = last_before(store, now)
        assert before and before.as_of == "2026-10-02"
    keep(store, snapshot([told(1, evidence(Grade.PARTIAL))], AS_OF, {}))  # the same day, after some work
    again = last_before(store, now)
    assert again and again.criteria["1"][0] == "partial"


def test_nothing_has_changed_where_the_last_report_said_the_same(store: Store) -> None:
    same = [told(1)]
    keep(store, snapshot([told(1, evidence(Grade.SUPPORTS))], date(2026, 9, 1), {}))
    keep(store, snapshot(same, OCTOBER, {}))
    before = last_before(store, snapshot(same, AS_OF, {}))
    assert before
    found = changes(before, snapshot(same, AS_OF, {}), same, {})
    assert found.summary == "Since the report of 2026-10-02: no criterion has changed." and not found.statuses


def test_a_report_made_as_of_a_later_day_is_not_the_last_one(store: Store) -> None:
    keep(store, snapshot([told(1)], date(2027, 2, 14), {}))
    assert last_before(store, snapshot([told(1)], AS_OF, {})) is None


def test_the_reason_of_a_change_is_told_where_it_is_known() -> None:
    before = snapshot([told(1), told(2, evidence(Grade.SUPPORTS)), told(3), told(4)], OCTOBER, {})

    def one(number: int, judged: Judgement, held: dict[str, Document]) -> tuple[str, ...]:
        now = [covered_by(criterion(number), judged)]
        return changes(before, snapshot(now, AS_OF, {}), now, held).statuses[0].why

    new = standing(evidence(Grade.SUPPORTS, paper={"name": "new.md"}))
    old = replace(before, parts={"71.1": ("covered", ("policy.md",))})
    assert one(1, new, {"new.md": document(name="new.md")}) == ("now shown by new.md",)
    before = old
    assert one(2, standing(), {}) == ("policy.md is not there any more",)
    paper = {"name": "policy.md", "effective": date(2025, 11, 1)}
    lapsed = standing(evidence(Grade.STALE, Kind.LETTER, paper=paper))
    held = {"policy.md": document(Kind.LETTER, **paper)}
    assert "policy.md ran out on 2026-11-02" in one(2, lapsed, held)
    against = standing(evidence(Grade.SUPPORTS), evidence(Grade.CONTRADICTS, Kind.RECORD, paper={"name": "log.csv"}))
    assert one(2, against, {"policy.md": document()}) == ("now spoken against by log.csv",)
    settled = replace(standing(), decisions=(replace(decided(1, ""), at="2099-01-01T00:00:00+00:00"),))
    assert one(2, settled, {"policy.md": document()}) == ("decided by A. Marsh on 2099-01-01: accepted",)
    assert one(2, standing(), {"policy.md": document()}) == ()


def test_a_flag_that_turned_must_is_told_and_one_that_will_is_foreseen() -> None:
    flags = (DatedFlag(Flag.SHOULD, date(2020, 3, 1)), DatedFlag(Flag.MUST, date(2026, 11, 1)))
    dated = replace(criterion(22), flags=flags)
    then = [replace(covered_by(dated, standing()), flag=Flag.SHOULD)]
    now = [covered_by(dated, standing())]
    found = changes(snapshot(then, OCTOBER, {}), snapshot(now, AS_OF, {}), now, {})
    assert found.flags == ("22 Title 22: Should → Must since 2026-11-01",)
    assert "Flag changed: 22 Title 22: Should → Must since 2026-11-01." in save_report(
        report(*now, changes=found), None
    )
    soon = replace(dated, flags=(flags[0], DatedFlag(Flag.MUST, date(2027, 1, 1))))
    assert report(covered_by(soon, standing())).flags_ahead == ("22 Title 22: Should → Must from 2027-01-01",)
