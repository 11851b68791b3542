"""The annual review window: from when, until when, what was reviewed inside it and what is due."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from door import ctpat, told_in_one_line
from yard_case import PROCEDURE, Case

from kb.window import Window

DAY = timedelta(days=1)
TODAY = date.today()


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE)


def set_anniversary(case: Case, day: date) -> None:
    settings = f'company = "Alder"\nuser = "A. Marsh"\nas_of = {TODAY}\nanniversary = {day}\n'
    (case.workspace / "ctpat.toml").write_text(settings, encoding="utf-8")


def window(case: Case) -> Any:
    ran = case.run("window")
    assert ran.code == 0, ran.err
    return ran.json


def step(case: Case, *arguments: str) -> None:
    ran = case.run("review", "56", *arguments)
    assert ran.code == 0, ran.err


def approve(case: Case) -> None:
    for each in ("--start", "--submit-for-review", "--approve"):
        step(case, each)


def test_without_an_anniversary_one_sentence_says_how_to_set_it(case: Case) -> None:
    line = told_in_one_line(case.run("window"))
    assert "anniversary = 2027-03-01" in line and "ctpat.toml" in line


def test_it_opens_ninety_days_before_the_anniversary_and_closes_on_it(case: Case) -> None:
    for ahead, is_open in ((0, True), (1, True), (90, True), (91, False), (200, False)):
        closes = TODAY + ahead * DAY
        set_anniversary(case, closes.replace(year=closes.year - 3) if (closes.month, closes.day) != (2, 29) else closes)
        found = window(case)
        assert (found["closes"], found["days_left"], found["open"]) == (closes.isoformat(), ahead, is_open)
        assert found["opens"] == (closes - 90 * DAY).isoformat()


def test_what_is_approved_inside_it_is_reviewed_and_all_else_is_due(case: Case) -> None:
    set_anniversary(case, TODAY + 30 * DAY)
    approve(case)
    found = window(case)
    assert [row["criterion"] for row in found["reviewed"]] == [56]
    assert found["reviewed"][0]["reviewed"]["by"] == "A. Marsh"
    assert len(found["due"]) == found["must_be_reviewed"] - 1 == 139
    text = ctpat("window", workspace=case.workspace).out
    assert "30 days left" in text and "1 of 140 criteria reviewed inside it, 139 due." in text
    step(case, "--return", "a word is missing")
    assert 56 in [row["criterion"] for row in window(case)["due"]], "it is being worked on again"


def test_what_is_approved_before_it_opens_does_not_count_until_it_is_confirmed_inside_it(case: Case) -> None:
    set_anniversary(case, TODAY + 120 * DAY)
    approve(case)
    found = window(case)
    assert not found["open"] and found["reviewed"] == [] and len(found["due"]) == 140
    assert "does not count" in ctpat("window", workspace=case.workspace).out


def test_a_review_of_last_year_does_not_count_this_year_and_a_confirmation_does(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_anniversary(case, TODAY + 30 * DAY)
    last_year = f"{TODAY - 365 * DAY}T10:00:00+00:00"
    with monkeypatch.context() as then:
        then.setattr("kb.review._now", lambda: last_year)
        approve(case)
    assert window(case)["reviewed"] == []
    step(case, "--reviewed")
    (row,) = window(case)["reviewed"]
    assert row["criterion"] == 56 and row["reviewed"]["what"] == "reviewed, unchanged"


def test_days_left_are_counted_to_the_last_day() -> None:
    last = Window(TODAY - 90 * DAY, TODAY, TODAY, ())
    assert last.is_open and last.days_left == 0 and last.due == ()
