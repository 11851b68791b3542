"""What people asked is kept in the store, each person's apart, and can be forgotten."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from yard_case import PROCEDURE, SECURE, Case

from kb import history
from kb.access import acting_as
from kb.assistant import Assistant
from kb.people import Member, Role
from kb.suggesting import suggested

ANA, OMAR = (Member(name, f"{name.lower()}@alder.example", Role.VIEWER) for name in ("Ana", "Omar"))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(tmp_path_factory.mktemp("history"), yard=PROCEDURE)


@pytest.fixture
def assistant(case: Case) -> Iterator[Assistant]:
    with closing(case.assistant()) as one:
        yield one
        for member in (ANA, OMAR):
            with acting_as(member):
                history.clear(one)


def kept(assistant: Assistant, question: str) -> history.Exchange:
    return history.keep(assistant, history.ask(assistant, question, history.exchanges(assistant)))


def test_an_exchange_comes_back_as_it_was_kept(assistant: Assistant) -> None:
    with acting_as(ANA):
        made = kept(assistant, "where are containers stored?")
        assert made.answer.citations
        assert history.exchanges(assistant) == [made]
        assert history.checked(assistant, made) == made
        assert made.documents == 1 and made.passages > 0 and made.current(assistant)


def test_the_nearest_miss_comes_back_too(assistant: Assistant) -> None:
    with acting_as(ANA):
        made = kept(assistant, "who won the chess tournament in the fenced yard?")
        assert not made.answer.answered and made.answer.nearest and made.answer.nearest.verified
        assert history.exchanges(assistant) == [made]


def test_people_see_and_forget_their_own_questions_only(assistant: Assistant) -> None:
    with acting_as(ANA):
        kept(assistant, "what covers criterion 56?")
    with acting_as(OMAR):
        assert history.exchanges(assistant) == []
        kept(assistant, "what covers criterion 58?")
        history.clear(assistant)
        assert history.exchanges(assistant) == []
    with acting_as(ANA):
        assert [each.answer.question for each in history.exchanges(assistant)] == ["what covers criterion 56?"]


def test_the_oldest_question_makes_room(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT", 2)
    with acting_as(ANA):
        for number in (56, 57, 58):
            kept(assistant, f"what covers criterion {number}?")
        assert [each.answer.criterion for each in history.exchanges(assistant)] == [57, 58]


def test_a_question_hangs_on_the_one_before(assistant: Assistant) -> None:
    with acting_as(ANA):
        kept(assistant, "what covers criterion 56?")
        assert kept(assistant, "and 58?").answer.criterion == 58


def test_asking_changes_no_judgement(assistant: Assistant) -> None:
    before = assistant.base.store.changes
    with acting_as(ANA):
        kept(assistant, "what covers criterion 56?")
    assert assistant.base.store.changes == before


def test_suggestions_come_of_what_is_there_and_judged(assistant: Assistant) -> None:
    assert not any("criterion" in question for question in suggested(assistant, ()))
    questions = suggested(assistant, assistant.map())
    assert "What covers criterion 56?" in questions
    assert all(assistant.ask(question).citations or "missing" in question for question in questions)
    assert SECURE in assistant.ask("What covers criterion 56?").text
