"""Ask: answers in the documents' own words, an honest no, and questions that outlive a reload and a restart."""

from pathlib import Path

import pytest
import streamlit
from driven import click, drawn, opened
from streamlit.testing.v1 import AppTest
from yard_case import PROCEDURE, Case

from kb.history import exchanges
from ui import session

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_test")

SCRIPT = '<script>alert("read")</script> <b>bold</b> **starred** [link](https://example.org)'
VISITORS = (
    "# Visitor rules\n\nVisitors show a photo identification at the reception and sign the visitor log. Visitors wear a"
    f" temporary badge and are escorted.\n\nThe receptionist keeps the log for two years. {SCRIPT}\n"
)
ODD = "&amp; [odd](x) __name__"
SEALS = "# Seal control procedure\n\nEffective date: 2026-03-02\n\nThe seal custodian keeps the seals in a safe.\n"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    lamp = "The forklift is charged at night in the charging bay beside the north wall.\n"
    papers = {"Yard procedure": PROCEDURE, "Visitor rules": VISITORS, "Seals": SEALS, ODD: lamp}
    return Case(tmp_path_factory.mktemp("ask"), **papers)


@pytest.fixture
def app(case: Case, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(case.workspace, monkeypatch, "ask")


def ask(app: AppTest, question: str) -> AppTest:
    return app.chat_input[0].set_value(question).run()


def test_a_question_about_a_criterion_is_answered_with_its_quotes(app: AppTest) -> None:
    shown = drawn(ask(app, "what covers criterion 56?"))
    assert "56 Secure Storage IIT" in shown
    assert "Yard procedure.md" in shown
    assert "stored inside the fenced yard" in shown


def test_a_quote_opens_where_it_stands_in_the_document(app: AppTest) -> None:
    ask(app, "what covers criterion 56?")
    view = next(button for button in app.button if button.label == "View")
    shown = drawn(view.click().run())
    assert "<mark>" in shown
    assert "The guard walks the fence each night" in shown


def test_what_the_documents_do_not_say_is_said_plainly_with_what_was_searched(app: AppTest) -> None:
    shown = drawn(ask(app, "who won the chess tournament in Reykjavik?"))
    assert "Not in the documents" in shown
    assert "of 4 documents" in shown


def test_an_unknown_criterion_is_answered_with_a_sentence(app: AppTest) -> None:
    assert "There is no criterion 999" in drawn(ask(app, "what covers criterion 999?"))


def test_a_question_about_the_base_itself_is_answered_in_words(app: AppTest) -> None:
    assert "Papers that have run out or will by 2027-06-01" in drawn(ask(app, "which papers expire before June 2027?"))


def test_a_question_is_read_with_what_was_asked_before(app: AppTest) -> None:
    ask(app, "what covers criterion 56?")
    assert "58 " in drawn(ask(app, "and 58?"))


def test_questions_outlive_a_reload_and_a_restart(app: AppTest, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(app, "what covers criterion 56?")
    ask(app, "who keeps the visitor log?")
    streamlit.cache_resource.clear()
    again = opened(case.workspace, monkeypatch, "ask")
    assert "who keeps the visitor log?" in drawn(again)
    first = next(box for box in again.expander if "what covers criterion 56" in box.label)
    assert first.label.endswith("]]")


def test_an_earlier_question_opens_with_its_answer(app: AppTest) -> None:
    ask(app, "where is the forklift charged at night?")
    ask(app, "what covers criterion 999?")
    with session.assistant() as assistant:
        before = exchanges(assistant)[-2]
    app.session_state[f"earlier {before.number} {before.at}"] = True
    assert "charging bay beside the north wall" in drawn(app.run())


def test_the_questions_are_cleared_with_two_clicks(app: AppTest, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(app, "what covers criterion 56?")
    ask(app, "who keeps the seals?")
    click(app, "clear all")
    assert "who keeps the seals?" not in drawn(app)
    assert "who keeps the seals?" not in drawn(opened(case.workspace, monkeypatch, "ask"))


def test_suggestions_are_of_this_base_and_a_click_puts_one(app: AppTest) -> None:
    pills = app.button_group[0]
    assert "What do our papers say about seal control?" in pills.options
    shown = drawn(pills.set_value("What do our papers say about seal control?").run())
    assert "Question</div>" in shown and "keeps the seals in a safe" in shown


def test_an_answer_from_papers_that_changed_since_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(tmp_path, visitors=VISITORS, yard=PROCEDURE)
    app = ask(opened(case.workspace, monkeypatch, "ask"), "who keeps the visitor log for two years?")
    assert "The receptionist keeps the log" in drawn(app)
    case.write("visitors", "# Visitor rules\n\nVisitors are not received any more.\n")
    case.ingest()
    shown = drawn(app.run())
    assert "have changed since" in shown and "no longer stand" in shown
    assert "The receptionist keeps the log" not in shown
    assert "who keeps the visitor log" in drawn(click(app, "again "))


def test_markup_in_a_document_is_shown_as_text(app: AppTest) -> None:
    drawn(ask(app, "who keeps the visitor log for two years?"))
    shown = "".join(str(element.proto.body) for element in app.get("html"))
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert "<b>bold" not in shown


def test_markup_in_a_file_name_is_shown_as_text(app: AppTest) -> None:
    shown = drawn(ask(app, "where is the forklift charged at night?"))
    assert "&amp;amp; [odd](x) __name__.md" in shown
