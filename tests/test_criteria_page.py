"""The table of the criteria with its filters in the address, and one criterion with its evidence in the viewer."""

from pathlib import Path

import pytest
from conftest import Base
from driven import APP, click, drawn, page
from streamlit.testing.v1 import AppTest
from yard_case import PROCEDURE, SECURE, Case

from kb import review as way
from kb.decide import Wish, decide
from kb.model import Ruling
from kb.people import Role
from kb.response import Act
from ui import session

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")

ODD = '<script>alert("read")</script>'


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("CTPAT_WORKSPACE", str(tmp_path / "workspace"))
    return Case(tmp_path, yard=PROCEDURE.replace("1.2", f"1.2 {ODD}\n\n1.3"))


@pytest.fixture
def in_small(small: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTPAT_WORKSPACE", str(small.workspace))


def criteria(**address: str | list[str]) -> AppTest:
    app = page(AppTest.from_file(APP, default_timeout=60), "criteria", **address)
    assert not app.exception
    return app


def numbers(app: AppTest) -> list[int]:
    return list(app.dataframe[0].value["No."])


def test_the_table_says_whose_each_criterion_is_where_its_response_stands_and_the_last_change(case: Case) -> None:
    with session.assistant() as assistant:
        way.start(assistant, 56)
        way.note(assistant, 56, Act.OWNER, "B. <i>Osei</i>")
    app = criteria(text="secure storage iit")
    (row,) = app.dataframe[0].value.to_dict("records")
    assert row["No."] == 56 and row["MSC"] == "5.1" and row["Owner"] == "B. <i>Osei</i>"
    assert list(row["Response"]) == ["✎ drafted"] and list(row["Status"]) == ["✓ covered"]
    assert row["Last change"].endswith("owner, A. Marsh")


def test_an_address_asks_for_owners_states_and_lists(case: Case) -> None:
    with session.assistant() as assistant:
        way.start(assistant, 56)
        way.note(assistant, 56, Act.OWNER, "B. Osei")
        way.edit(assistant, 56, f"{SECURE} Twelve cameras watch it.", 1)
    assert numbers(criteria(owner="B. Osei")) == [56]
    assert numbers(criteria(response="drafted")) == [56]
    assert len(numbers(criteria(response="not begun"))) == 139
    assert numbers(criteria(list="sentences that no evidence carries")) == [56]
    assert len(numbers(criteria(flag=["Must", "Should"], owner="nobody of that name"))) == 140


def test_the_filters_show_what_the_address_asks_for_and_all_is_shown_again_with_a_click(in_small: None) -> None:
    app = criteria(section="Cybersecurity", flag="Must")
    assert app.multiselect(key="section").value == ["Cybersecurity"]
    left = len(numbers(app))
    assert len(numbers(click(app, "show all"))) == 140 > left
    assert app.multiselect(key="section").value == [] and "section" not in app.query_params


def test_filters_that_fit_nothing_say_so(in_small: None) -> None:
    app = criteria(text="zeppelin")
    assert not app.dataframe and any("No criterion fits" in caption.value for caption in app.caption)
    assert len(numbers(click(app, "show all"))) == 140


def test_the_neighbours_of_a_criterion_are_reached_by_two_keys(in_small: None) -> None:
    app = criteria(criterion="56")
    assert [app.button(key=name).proto.shortcut.upper() for name in ("previous", "next")] == ["K", "J"]
    click(app, "next")
    assert app.query_params["criterion"] in ("57", ["57"]) and "57 " in drawn(app)


def test_a_clause_is_shown_among_its_neighbours_with_the_words_marked_and_markup_as_text(case: Case) -> None:
    shown = drawn(click(criteria(criterion="56"), "evidence 56.1 0"))
    assert "<mark>" in shown and "The guard walks the fence each night" in shown
    assert "&lt;script&gt;" in shown and "<script>" not in shown


def test_evidence_is_accepted_in_the_viewer_and_the_decision_taken_back(case: Case) -> None:
    app = criteria(criterion="56")
    click(app, "evidence 56.1 0")
    click(app, "accept viewer 0")
    assert "accepted by A. Marsh on " in drawn(app)
    assert [row["ruling"] for row in case.decisions()] == ["accepted"]
    assert "accept viewer 0" not in [button.key for button in app.button]
    click(app, "undo viewer 0")
    assert case.decisions() == []


def test_a_text_that_was_kept_aside_is_shown_with_what_differs_and_can_be_taken(case: Case) -> None:
    with session.assistant() as assistant:
        way.start(assistant, 56)
        way.edit(assistant, 56, f"Alder: {SECURE}", 1, "B. Osei")
    app = criteria(criterion="56")
    app.text_area(key="text 56 2").set_value(f"Alder: {SECURE} Mine <u>is</u> here.").run()
    file = case.workspace / "theirs.txt"
    file.write_text(f"Alder: {SECURE} Theirs.", encoding="utf-8")
    assert case.run("review", "56", "--text", str(file), "--on", "3", "--by", "B. Osei").code == 0
    app.text_area(key="text 56 3").set_value(f"Alder: {SECURE} Mine, again.").run()
    shown = drawn(app)
    assert "Kept aside" in shown and "A. Marsh wrote this on version 3 while B. Osei made version 4" in shown
    assert "<del>" in shown and "<ins>" in shown and "<u>is" not in shown
    taken = next(button for button in app.button if str(button.key).startswith("take "))
    taken.click().run()
    assert app.text_area(key="text 56 5").value == f"Alder: {SECURE} Mine, again." and "Kept aside" not in drawn(app)


def test_who_only_looks_is_not_offered_to_decide_or_to_write(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with session.assistant() as assistant:
        way.start(assistant, 56)
        decide(assistant, Wish(Ruling.NOT_APPLICABLE, "58", reason="no such units"))
    monkeypatch.setattr("ui.deciding.allowed", lambda settings, role: role is Role.VIEWER)
    for number in ("56", "58"):
        app = criteria(criterion=number)
        offered = [str(button.key) for button in app.button if not button.disabled]
        assert not [key for key in offered if key.startswith(("accept", "reject", "undo", "apart", "begin", "sent"))]
        assert all(area.disabled for area in app.text_area)


def test_the_text_for_the_portal_is_there_to_be_copied(case: Case) -> None:
    with session.assistant() as assistant:
        way.start(assistant, 56)
        words = way.edit(assistant, 56, f"Alder: {SECURE}", 1).newest.words
    app = criteria(criterion="56")
    app.session_state["portal copy"] = True
    app.run()
    assert words in [code.value for code in app.code]
    assert any(box.label == "Copy for the portal (version 2, not approved yet)" for box in app.expander)


def test_a_criterion_that_there_is_not_is_told_with_the_way_back(in_small: None) -> None:
    for asked in ("99999999", "fifty-six"):
        app = criteria(criterion=asked)
        assert any(asked in error.value.replace("\\", "") for error in app.error)
        click(app, "back")
        assert not app.error and "criterion" not in app.query_params and len(numbers(app)) == 140


def test_accept_and_reject_beside_the_evidence_say_what_they_do(case: Case) -> None:
    app = criteria(criterion="56")
    named = [
        next(button.label for button in app.button if str(button.key).startswith(f"{name} evidence 56.1 0 "))
        for name in ("accept", "reject")
    ]
    assert named == ["Accept", "Reject"]
