"""The criteria are judged once for each state of the base, step by step, and a page shows at once what it knows."""

from contextlib import closing

import pytest
from conftest import Base
from driven import drawn, opened, page
from streamlit.testing.v1 import AppTest
from yard_case import PROCEDURE, SECURE, Case

from kb.assistant import Assistant
from kb.decide import Wish, decide
from kb.errors import WorkspaceError
from kb.model import Ruling
from kb.settings import load_settings
from ui import judged, session
from ui.pages import PAGES

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_test")

BROKE = "the disk is gone"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many criteria were judged, and how often the whole was told."""
    counts = {"judged": 0, "reports": 0, "matrices": 0}
    judge, report, parties = Assistant._judge, Assistant.gap_report, Assistant.party

    def judging(self, criteria):  # type: ignore[no-untyped-def]
        counts["judged"] += len(criteria)
        return judge(self, criteria)

    def reporting(self):  # type: ignore[no-untyped-def]
        counts["reports"] += 1
        return report(self)

    def telling(self, name, matrix):  # type: ignore[no-untyped-def]
        counts["matrices"] += 1
        return parties(self, name, matrix)

    monkeypatch.setattr(Assistant, "_judge", judging)
    monkeypatch.setattr(Assistant, "gap_report", reporting)
    monkeypatch.setattr(Assistant, "party", telling)
    return counts


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The judging goes no further than its first step."""

    def judge(self: Assistant, most: int) -> None:
        if self.judged:
            raise WorkspaceError(BROKE)
        whole(self, most)

    whole = Assistant.judge
    monkeypatch.setattr(Assistant, "judge", judge)


def test_no_page_judges_or_counts_anew_what_has_not_changed(
    small: Base, counted: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(small.workspace, monkeypatch, "home")
    every = [(name, {}) for name in PAGES] + [("criteria", {"criterion": "56", "tab": "Draft for the portal"})]
    for name, address in every:
        drawn(page(app, name, **address))
    with session.assistant() as assistant:
        assert counted["judged"] == len(assistant.catalogue.criteria)
    once = dict(counted)
    for name, address in every:
        drawn(page(app, name, **address))
        drawn(app.run())
    assert counted == once


def test_a_second_window_judges_nothing_that_the_first_one_did(
    small: Base, counted: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(opened(small.workspace, monkeypatch, "home"))
    once = dict(counted)
    drawn(opened(small.workspace, monkeypatch, "criteria"))
    assert counted == once


def test_after_a_decision_one_criterion_is_judged_anew(
    counted: dict[str, int], case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(case.workspace, monkeypatch, "home")
    every = counted["judged"]
    with session.assistant() as assistant:
        decide(assistant, Wish(Ruling.REJECTED, "56.1", "yard.md", SECURE))
    drawn(app.run())
    assert counted["judged"] == every + 1


def test_step_by_step_comes_to_the_same_as_in_one_go(small: Base) -> None:
    settings = load_settings(small.workspace)
    with closing(Assistant(settings, settings.as_of)) as one, closing(Assistant(settings, settings.as_of)) as other:
        while one.unjudged:
            one.judge(judged.AT_ONCE)
        assert one.map() == other.map()


@pytest.mark.parametrize("name", ["home", "criteria", "documents", "parties", "reports"])
def test_until_all_is_judged_a_page_shows_what_it_knows_and_nothing_as_judged(
    small: Base, broken: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    app = opened(small.workspace, monkeypatch, name)
    assert BROKE in drawn(app) and [title.value for title in app.title] == [name.capitalize()]
    assert "✓ covered" not in drawn(app) and "✗ gap" not in drawn(app)
    if name == "criteria":
        (table,) = app.dataframe
        assert len(table.value) > 130 and "Status" not in table.value
    if name == "documents":
        (table,) = (each.value for each in app.dataframe if "Covers" in each.value)
        assert len(table) > 3 and table["Covers"].isna().all()


def test_one_criterion_waits_for_no_other(small: Base, broken: None, monkeypatch: pytest.MonkeyPatch) -> None:
    app: AppTest = opened(small.workspace, monkeypatch, "criteria", criterion="56")
    assert "covered" in drawn(app) or "gap" in drawn(app)
    assert BROKE not in drawn(app)
    with session.assistant() as assistant:
        assert [coverage.criterion.number for coverage in assistant.judged] == [56]


@pytest.fixture
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(tmp_path_factory.mktemp("case"), yard=PROCEDURE)
