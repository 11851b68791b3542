"""What words themselves say of time."""

from datetime import date

import pytest
from nouns import AS_OF, RECENT, SEALS, document, judged

from kb.dates import dates_in
from kb.lapses import lapsed, named_day, to_come
from kb.model import Grade, Kind, Layer, Requirement

CHECKED = Requirement(
    "52.1",
    "The contact details are checked periodically.",
    (Layer.RECORD, Layer.PROCEDURE),
    core={"object": ("numbers",), "action": ("checked",)},
)


@pytest.mark.parametrize(
    "words",
    [
        "Numbers last checked: January 14, 2025 (M. P.).",
        "The last exercise was held in March 2024.",
        "The assessment is to be gone through again in March 2025 at the latest.",
        "Next review: 2026-02-01",
    ],
)
def test_what_was_done_last_over_a_year_ago_or_is_overdue_has_lapsed(words: str) -> None:
    assert lapsed(words, AS_OF)


@pytest.mark.parametrize(
    "words",
    [
        "Numbers last checked: October 14, 2026.",
        "A test is made every second year, the last in October 2025.",
        "Next review: March 2027",
        "The last pallet of 2024 stood there.",
        "The list of January 2024 is kept.",
    ],
)
def test_what_was_done_lately_or_is_done_seldom_has_not_lapsed(words: str) -> None:
    assert not lapsed(words, AS_OF)


def test_a_check_that_lapsed_is_stale_in_a_paper_of_today_where_a_record_of_it_is_asked() -> None:
    paper = document(Kind.PROCEDURE, effective=RECENT)
    found = judged("Numbers last checked: January 14, 2025 (M. P.).", paper, CHECKED)
    assert found and found.grade is Grade.STALE and "January 14, 2025" in found.reasons[0]
    found = judged("Numbers last checked: October 14, 2026 (M. P.).", paper, CHECKED)
    assert found and found.grade is Grade.SUPPORTS


def test_a_year_that_has_not_begun_is_still_to_come() -> None:
    assert to_come("From fiscal year 2027 the seals will be counted weekly.", AS_OF)
    assert not to_come("From January 2026 the seals shall be counted weekly.", AS_OF)
    found = judged("From fiscal year 2027 the seals will be locked in a cabinet and counted.", document(), SEALS)
    assert found and found.grade is Grade.PARTIAL and not found.counts


@pytest.mark.parametrize("month", ["Aprıl", "APRİL", "AUGUST", "auguſt", "Août"])
def test_a_month_in_letters_that_look_like_others_stops_nothing(month: str) -> None:
    assert lapsed(f"The fence is inspected. Last reviewed: {month} 2024.", AS_OF)
    assert dates_in(f"{month} 2024")[0].value.month in (4, 8)


def test_days_are_read_as_people_write_them() -> None:
    assert named_day("January 14, 2025") == named_day("14 Jan 2025") == named_day("2025-01-14") == date(2025, 1, 14)
    assert named_day("March 2025") == date(2025, 3, 1)
    assert named_day("February 30, 2025") is None and named_day("soon") is None
    assert named_day("declined 2025") is None  # not December
