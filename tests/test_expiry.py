"""What runs out, by when, and what rests on it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from nouns import AS_OF, SEALS, covered_by, criterion, document, evidence, standing

from kb.expiry import Lapse, ends, horizon, lapses, told, when
from kb.listing import list_expiring
from kb.model import Coverage, Document, Grade, Kind, Layer, Status

ANNIVERSARY = date(2014, 2, 14)


def dated(kind: Kind, day: date | None, **values: Any) -> Document:
    return document(kind, effective=day, **values)


def found(
    *papers: Document, coverages: tuple[Coverage, ...] = (), anniversary: date | None = None
) -> tuple[Lapse, ...]:
    return lapses(papers, coverages, horizon(anniversary, AS_OF))


@pytest.mark.parametrize(
    ("as_of", "opens", "closes"),
    [
        (date(2026, 11, 22), date(2026, 11, 16), date(2027, 2, 14)),  # open
        (date(2026, 11, 15), date(2026, 11, 16), date(2027, 2, 14)),  # opens tomorrow
        (date(2027, 2, 14), date(2026, 11, 16), date(2027, 2, 14)),  # the last day
        (date(2027, 2, 15), date(2027, 11, 16), date(2028, 2, 14)),  # the next one
    ],
)
def test_the_window_opens_ninety_days_before_the_anniversary_and_closes_on_it(
    as_of: date, opens: date, closes: date
) -> None:
    ahead = horizon(ANNIVERSARY, as_of)
    assert (ahead.opens, ahead.until) == (opens, closes)


def test_an_anniversary_on_the_leap_day_comes_every_year() -> None:
    assert horizon(date(2016, 2, 29), AS_OF).until == date(2027, 2, 28)
    assert horizon(date(2016, 2, 29), date(2028, 1, 1)).until == date(2028, 2, 29)


def test_without_an_anniversary_a_hundred_and_twenty_days_are_looked_ahead_and_it_is_said() -> None:
    ahead = horizon(None, AS_OF)
    assert ahead.until == AS_OF + timedelta(days=120) and ahead.opens is None
    assert "120 days" in told(ahead, AS_OF) and "no anniversary" in told(ahead, AS_OF)
    assert told(horizon(ANNIVERSARY, AS_OF), AS_OF).endswith("is open since 2026-11-16 and closes on 2027-02-14.")


def test_letters_count_for_a_year_and_records_for_thirteen_months() -> None:
    day = date(2026, 1, 28)
    assert ends(dated(Kind.LETTER, day)) == (day + timedelta(days=366), "a letter counts for a year from its date")
    for kind in (Kind.RECORD, Kind.QUESTIONNAIRE):
        over = ends(dated(kind, day))
        assert over and over[0] == day + timedelta(days=396)
    assert ends(dated(Kind.POLICY, day)) is None and ends(dated(Kind.LETTER, None)) is None
    early = ends(dated(Kind.LETTER, day, expires=date(2026, 6, 1)))
    assert early == (date(2026, 6, 1), "its own date of expiry")


def test_what_has_expired_or_will_before_the_window_closes_is_listed_soonest_first() -> None:
    def paper(name: str, day: date, **values: Any) -> Document:
        return document(Kind.CERTIFICATE, name=name, expires=day, **values)

    papers = [
        paper("after", date(2027, 2, 15)),
        paper("last day", date(2027, 2, 14)),
        paper("before it opens", date(2026, 11, 15)),
        paper("gone", date(2025, 1, 1)),
        paper("replaced", date(2026, 12, 1), superseded_by="/papers/new"),
        document(name="undated"),
    ]
    listed = found(*papers, anniversary=ANNIVERSARY)
    assert [lapse.document.name for lapse in listed] == ["gone", "before it opens", "last day"]
    ahead = horizon(ANNIVERSARY, AS_OF)
    assert [when(lapse, ahead, AS_OF) for lapse in listed] == ["out of date", "out of date", "inside the window"]
    assert when(replace(listed[1], ends=date(2026, 11, 15)), ahead, date(2026, 11, 1)) == "before the window opens"


def test_a_record_is_listed_where_a_criterion_rests_on_it_and_a_letter_always() -> None:
    log = dated(Kind.RECORD, date(2025, 12, 1), name="log.csv")
    old = dated(Kind.RECORD, date(2019, 12, 1), name="attic.csv")
    letter = dated(Kind.LETTER, date(2025, 12, 1), name="letter.pdf")
    resting = covered_by(criterion(71), standing(evidence(Grade.SUPPORTS, Kind.RECORD, paper={"name": "log.csv"})))
    listed = found(log, old, letter, coverages=(resting,))
    assert [(lapse.document.name, lapse.criteria) for lapse in listed] == [("letter.pdf", ()), ("log.csv", (71,))]


def test_parts_that_nothing_else_shows_then_are_named() -> None:
    asked = replace(SEALS, layers=(Layer.RECORD,))
    log = dated(Kind.RECORD, date(2025, 12, 1), name="log.csv")
    piece = evidence(Grade.SUPPORTS, Kind.RECORD, paper={"name": "log.csv"})
    newer = evidence(Grade.SUPPORTS, Kind.RECORD, paper={"name": "log_2026.csv"})
    rule = evidence(Grade.SUPPORTS, paper={"name": "rule.md"})  # says so, and is no record
    alone = covered_by(criterion(71), standing(piece, rule, requirement=asked))
    assert alone.status is Status.COVERED
    assert found(log, coverages=(alone,))[0].alone == ("71.1",)
    both = covered_by(criterion(71), standing(piece, newer, requirement=asked))
    assert found(log, dated(Kind.RECORD, AS_OF, name="log_2026.csv"), coverages=(both,))[0].alone == ()


def test_a_yearly_review_falls_due_a_year_after_the_date_of_the_paper() -> None:
    policy = dated(Kind.POLICY, date(2026, 1, 20), name="policy.md")
    asked = replace(SEALS, layers=(Layer.RECORD,))
    review = evidence(Grade.SUPPORTS, layer=Layer.RECORD)
    other = covered_by(criterion(72), standing(evidence(Grade.SUPPORTS)))
    listed = found(policy, coverages=(covered_by(criterion(71), standing(review, requirement=asked)), other))
    assert [(lapse.ends, lapse.why, lapse.criteria) for lapse in listed] == [
        (date(2027, 1, 21), "its yearly review falls due", (71,))
    ]


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("before March", "2027-03-01"),
        ("before March 2028", "2028-03-01"),
        ("by the end of January", "2027-01-31"),
        ("by January", "2027-01-31"),
        ("before February 10, 2027", "2027-02-10"),
        ("before 5 December", "2026-12-05"),
        ("until 2027-01-07", "2027-01-07"),
        ("before 2027-02-31", "2027-02-14"),  # no such day
        ("", "2027-02-14"),
    ],
)
def test_a_question_is_answered_up_to_the_day_it_names_else_to_the_close_of_the_window(words: str, until: str) -> None:
    answer = list_expiring(f"which letters expire {words}?", [], AS_OF, ANNIVERSARY)
    assert answer and f"by {until}: 0." in answer.text
    assert ("closes on 2027-02-14" in answer.reason) is (words in ("", "before 2027-02-31"))
