"""The response on the page of a criterion: begun, edited, approved; kept in the store at once, never overwritten."""

from pathlib import Path
from typing import Any

import pytest
from driven import APP, click, drawn, opened, page
from streamlit.testing.v1 import AppTest
from yard_case import PROCEDURE, SECURE, Case

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE)


@pytest.fixture
def app(case: Case, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(case.workspace, monkeypatch, "criteria", criterion="56")


def kept(case: Case) -> Any:
    return case.run("review", "56").json


def test_a_response_goes_all_the_way_with_clicks_and_a_reload_loses_nothing(app: AppTest, case: Case) -> None:
    click(app, "begin")
    assert SECURE in app.text_area(key="text 56 1").value
    app.text_area(key="text 56 1").set_value(f"Alder: {SECURE}").run()
    assert app.text_area(key="text 56 2").value == f"Alder: {SECURE}" == kept(case)["text"]
    app.text_input(key="owner 56 0").set_value("D. <b>Prewitt</b>").run()
    app.text_area(key="SCSS comment 56 0").set_value("Name the <i>gate</i>.\n\nAnd its lock.").run()
    assert app.text_area(key="SCSS comment 56 1").value in (None, "")
    app.text_input(key="SCSS status 56 0").set_value("Returned").run()
    again = page(AppTest.from_file(APP, default_timeout=60), "criteria", criterion="56")
    assert again.text_area(key="text 56 2").value == f"Alder: {SECURE}"
    assert again.text_input(key="owner 56 1").value == "D. <b>Prewitt</b>"
    assert again.text_input(key="SCSS status 56 1").value == "Returned"
    assert "Name the &lt;i&gt;gate&lt;/i&gt;.\n\nAnd its lock." in drawn(again)
    click(again, "sent to review 56")
    click(again, "approved 56")
    click(again, "submitted 56")
    assert "submitted" in drawn(again) and kept(case)["state"] == "submitted" and not again.error
    click(again, "returned 56")
    assert "is returned must be said" in again.error[0].value and kept(case)["state"] == "submitted"
    again.text_input(key="reason 56 3").set_value("the gate is not named")  # one click leaves the field and returns
    click(again, "returned 56")
    assert kept(case)["state"] == "drafted" and kept(case)["history"][-1]["words"] == "the gate is not named"


def test_a_text_that_somebody_else_changed_meanwhile_is_not_overwritten_and_yours_is_kept(
    app: AppTest, case: Case
) -> None:
    click(app, "begin")
    file = case.workspace / "theirs.txt"
    file.write_text(f"Alder: {SECURE}", encoding="utf-8")
    assert case.run("review", "56", "--text", str(file), "--on", "1", "--by", "B. Osei").code == 0
    app.text_area(key="text 56 1").set_value("Mine <u>is</u> here.").run()
    assert "Osei changed the response to 56 on" in app.error[0].value.replace("\\", "")
    assert app.text_area(key="text 56 2").value == f"Alder: {SECURE}"
    assert kept(case)["set_aside"][0]["words"] == "Mine <u>is</u> here."


def test_what_no_evidence_carries_is_marked_and_approved_only_with_a_reason(app: AppTest, case: Case) -> None:
    click(app, "begin")
    app.text_area(key="text 56 1").set_value(f"{SECURE} Twelve <i>cameras</i> watch it.").run()
    assert "No evidence carries" in drawn(app) and "Twelve &lt;i&gt;cameras&lt;/i&gt; watch it." in drawn(app)
    click(app, "sent to review 56")
    click(app, "approved 56")
    assert "No evidence carries" in app.error[0].value and kept(case)["state"] == "in review"
    app.text_input(key="reason 56 1").set_value("seen on site").run()
    click(app, "approved 56")
    assert kept(case)["state"] == "approved" and not app.error


def test_evidence_that_changed_after_the_approval_shows_with_the_old_and_the_new_words(
    app: AppTest, case: Case
) -> None:
    click(app, "begin")
    click(app, "sent to review 56")
    click(app, "approved 56")
    case.write("yard", PROCEDURE.replace("locked", "lacked"))
    case.ingest()
    shown = drawn(app.run())
    assert "yard.md has changed" in shown and "lacked" in shown and "whose gate is locked" in shown
