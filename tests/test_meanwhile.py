"""Nobody decides on what is no longer so: a window that shows an older state is told what changed, by whom and when."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import assistant_of
from driven import click, drawn, opened, page
from streamlit.testing.v1 import AppTest
from yard_case import PROCEDURE, SECURE, YARD_RULES, Case

from kb import review as way
from kb.assistant import Assistant
from kb.audit import entries
from kb.decide import Wish, decide, undo
from kb.errors import ChangedError
from kb.meanwhile import Seen, newest, papers_of
from kb.model import Ruling
from kb.response import Act

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE, handbook=YARD_RULES)


@pytest.fixture
def assistant(case: Case) -> Iterator[Assistant]:
    with assistant_of(case.workspace) as one:
        yield one


@pytest.fixture
def window(case: Case, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(case.workspace, monkeypatch, "criteria", criterion="56")


def seen(assistant: Assistant, number: int = 56) -> Seen:
    return Seen(newest(assistant.base.store), papers_of(assistant.coverage(number)))


def apart(part: str, looked: Seen | None = None, by: str = "") -> Wish:
    return Wish(Ruling.NOT_APPLICABLE, part, by=by, reason="no such units", seen=looked)


def error(app: AppTest) -> str:
    return " ".join(each.value for each in app.error).replace("\\", "")


def test_a_decision_on_a_part_that_somebody_else_decided_on_meanwhile_is_refused_with_what_they_did(
    assistant: Assistant,
) -> None:
    looked = seen(assistant)
    decide(assistant, Wish(Ruling.REJECTED, "56.1", "yard.md", by="B. Osei", reason="not ours"))
    before = entries(assistant.base.store)
    with pytest.raises(ChangedError, match=r"B\. Osei decided “rejected” on 56\.1 \(“yard\.md”\) on \d{4}-.* at "):
        decide(assistant, apart("56.1", looked))
    assert entries(assistant.base.store) == before
    assert decide(assistant, apart("56.1", seen(assistant)))


def test_what_was_done_about_another_part_keeps_nobody_from_deciding(assistant: Assistant) -> None:
    looked = seen(assistant, 1)
    decide(assistant, apart("1.2", by="B. Osei"))
    decide(assistant, apart("58.1", by="B. Osei"))
    assert decide(assistant, apart("1.1", looked))
    looked = seen(assistant, 1)
    decide(assistant, apart("1", by="B. Osei"))
    with pytest.raises(ChangedError, match="on 1 "):
        decide(assistant, apart("1.1", looked, by="C. Lund"))


def test_a_paper_of_the_view_that_was_read_anew_or_taken_out_is_told(assistant: Assistant, case: Case) -> None:
    looked = seen(assistant)
    case.write("yard", PROCEDURE.replace("locked", "shut"))
    case.ingest()
    with pytest.raises(ChangedError, match=r"had read yard\.md on"):
        decide(assistant, apart("56.1", looked))
    looked = seen(assistant)
    (case.documents / "yard.md").unlink()
    case.ingest()
    with pytest.raises(ChangedError, match=r"took out .*yard"):
        decide(assistant, apart("56.1", looked))


def test_the_same_decision_again_is_kept_once_and_told_to_nobody(assistant: Assistant) -> None:
    looked = seen(assistant)
    first, second = decide(assistant, apart("56.1", looked)), decide(assistant, apart("56.1", looked))
    assert first == second
    assert sum(entry.what == "decision" for entry in entries(assistant.base.store)) == 1


def test_taking_back_what_another_decision_followed_is_refused(assistant: Assistant) -> None:
    (made,) = decide(assistant, apart("56.1"))
    looked = seen(assistant)
    decide(assistant, Wish(Ruling.REJECTED, "56.1", "yard.md", by="B. Osei"))
    with pytest.raises(ChangedError, match="rejected"):
        undo(assistant, made.number, seen=looked)


def test_an_approval_is_refused_where_the_evidence_was_decided_on_or_the_response_returned_since(
    assistant: Assistant,
) -> None:
    way.start(assistant, 56)
    way.move(assistant, 56, way.Move(Act.SENT))
    looked = seen(assistant)
    decide(assistant, Wish(Ruling.REJECTED, "56.1", "yard.md", by="B. Osei"))
    with pytest.raises(ChangedError, match="rejected"):
        way.move(assistant, 56, way.Move(Act.APPROVED, on=1, seen=looked))
    looked = seen(assistant)
    way.move(assistant, 56, way.Move(Act.RETURNED, "name the gate"), by="B. Osei")
    way.move(assistant, 56, way.Move(Act.SENT), by="B. Osei")
    with pytest.raises(ChangedError, match=r"B\. Osei set the response to “returned” .*name the gate"):
        way.move(assistant, 56, way.Move(Act.APPROVED, on=1, seen=looked))
    looked = seen(assistant)
    way.note(assistant, 56, Act.COMMENT, "Which gate?", by="B. Osei")
    with pytest.raises(ChangedError, match=r"B\. Osei commented on the response .*Which gate"):
        way.move(assistant, 56, way.Move(Act.APPROVED, on=1, seen=looked))


def test_a_second_click_takes_no_second_step(assistant: Assistant) -> None:
    way.start(assistant, 56)
    wish = way.Move(Act.SENT, on=1, seen=seen(assistant))
    assert way.move(assistant, 56, wish).steps == way.move(assistant, 56, wish).steps
    assert way.note(assistant, 56, Act.COMMENT, "Look.").steps == way.note(assistant, 56, Act.COMMENT, "Look.").steps


def test_a_window_is_told_what_another_one_decided_and_its_second_click_counts(window: AppTest, case: Case) -> None:
    assert SECURE in drawn(window)
    case.decide("56.1", "reject", "yard.md", "--by", "B. Osei")
    click(window, "accept evidence 56.1")
    assert "B. Osei decided “rejected” on 56.1" in error(window) and "Nothing was written" in error(window)
    assert [row["ruling"] for row in case.decisions()] == ["rejected"]
    window.text_input(key="why evidence 56.1").set_value("We own no units").run()
    assert not window.error
    click(window, "apart evidence 56.1")
    assert not window.error and [row["ruling"] for row in case.decisions()] == ["rejected", "not applicable"]


def test_a_window_that_is_drawn_anew_tells_what_others_did_while_it_was_open(window: AppTest, case: Case) -> None:
    case.decide("56.1", "reject", "yard.md", "--by", "B. Osei")
    window.text_input(key="why evidence 56.1").set_value("We own no units").run()
    told = " ".join(each.value for each in window.warning).replace("\\", "")
    assert "While you had this open: B. Osei decided “rejected” on 56.1" in told
    click(window, "apart evidence 56.1")
    assert not window.error and [row["ruling"] for row in case.decisions()] == ["rejected", "not applicable"]
    assert len(window.warning) == 1 and "not applicable" not in window.warning[0].value  # one's own is no news


def test_what_is_done_on_another_page_is_no_news_to_whoever_comes_back(window: AppTest, case: Case) -> None:
    page(window, "documents")
    case.write("yard", f"{PROCEDURE}\n1.3 The gate is painted.\n")
    case.ingest()
    page(window, "criteria", criterion="56")
    assert not window.warning
    page(window, "criteria")
    case.decide("56.1", "accept", "yard.md")
    page(window, "criteria", criterion="56")
    assert not window.warning


def test_what_is_done_in_one_window_one_after_the_other_is_never_held_against_it(window: AppTest, case: Case) -> None:
    click(window, "accept evidence 56.1")
    click(window, "undo evidence 56.1")
    click(window, "reject evidence 56.1")
    assert not window.error and [row["ruling"] for row in case.decisions()] == ["rejected"]
    assert not window.warning
