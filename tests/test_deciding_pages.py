"""Deciding on the page of a criterion: accept, reject, not applicable, a file that covers it, and undo."""

from pathlib import Path

import pytest
from driven import click, drawn, opened
from streamlit.testing.v1 import AppTest
from yard_case import PROCEDURE, SECURE, YARD, YARD_RULES, Case

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE, handbook=YARD_RULES)


@pytest.fixture
def app(case: Case, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(case.workspace, monkeypatch, "criteria", criterion="56")


def test_evidence_is_rejected_and_the_decision_taken_back_with_a_click(app: AppTest, case: Case) -> None:
    assert SECURE in drawn(app)
    click(app, "reject evidence 56.1")
    shown = drawn(app)
    assert f"“{SECURE}" not in shown and "rejected by A. Marsh on " in shown and "yard.md" in shown
    assert case.part()["status"] == "gap"
    click(app, "undo evidence 56.1")
    assert SECURE in drawn(app) and case.decisions() == [] and case.part()["status"] == "covered"


def test_accepted_evidence_says_by_whom_and_cannot_be_accepted_twice(app: AppTest, case: Case) -> None:
    click(app, "accept evidence 56.1")
    assert "accepted by A. Marsh on " in drawn(app)
    assert not [button for button in app.button if str(button.key).startswith("accept evidence 56.1 0")]
    assert [row["ruling"] for row in case.decisions()] == ["accepted"]


def test_not_applicable_needs_a_reason(app: AppTest, case: Case) -> None:
    click(app, "apart evidence 56.1")
    assert "does not apply must be said" in app.error[0].value and case.decisions() == []
    app.text_input(key="why evidence 56.1").set_value(
        "We own <b>no</b> units"
    )  # one click leaves the field and decides
    click(app, "apart evidence 56.1")
    shown = drawn(app)
    assert "not applicable" in shown and "We own &lt;b&gt;no&lt;/b&gt; units" in shown and "<b>no</b>" not in shown
    assert case.part()["status"] == "not applicable"


def test_a_file_is_linked_by_its_words_and_wrong_words_are_told(app: AppTest, case: Case) -> None:
    handbook = str(case.documents / "handbook.md")
    app.selectbox(key="file evidence 56.1").set_value(handbook).run()
    app.text_input(key="words evidence 56.1").set_value("the day porter opens it").run()
    click(app, "link evidence 56.1")
    assert "does not stand in" in app.error[0].value and case.decisions() == []
    app.text_input(key="words evidence 56.1").set_value("only the night porter opens").run()
    click(app, "link evidence 56.1")
    assert not app.error and YARD in drawn(app) and "linked by A. Marsh on " in drawn(app)
