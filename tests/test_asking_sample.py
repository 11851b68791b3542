"""Questions about the base itself, over the sample company's papers."""

from collections.abc import Iterator

import pytest
from conftest import Base, assistant_of

from kb.assistant import Assistant
from kb.model import Answer

OLD, NEW = "policies/superseded/POL-SEC-03_Seal_Control_r2.pdf", "policies/POL-SEC-03_Seal_Control_r4.pdf"


@pytest.fixture(scope="module")
def assistant(sample: Base) -> Iterator[Assistant]:
    with assistant_of(sample.workspace) as one:
        yield one


def quotes(answer: Answer) -> str:
    assert all(cited.verified for cited in answer.citations)
    return "\n".join(" ".join(cited.quote.split()) for cited in answer.citations)


def test_what_changed_between_versions_is_quoted_from_both(assistant: Assistant) -> None:
    found = assistant.ask("what changed in the seal policy between versions?")
    assert found.answered and {cited.document for cited in found.citations} == {OLD, NEW}
    assert "The lead takes as many seals as he has loads for the shift" in quotes(found)
    assert 'Nobody takes seals "for the shift".' in quotes(found)
    assert "cable seals out, guards hold no seals" in quotes(found)  # its own history


def test_the_version_in_force_is_told_with_the_one_it_replaced(assistant: Assistant) -> None:
    found = assistant.ask("which version of the seal control policy is in force?")
    assert "Revision | r4" in quotes(found) and OLD in found.reason


def test_a_review_that_is_due_this_month_is_not_overdue_and_one_of_last_month_is(assistant: Assistant) -> None:
    found = assistant.ask("which policies are overdue for their review?")
    assert "Next review | 2025-09-30" in quotes(found) and "Next review | 2026-10" in quotes(found)
    assert "PO-7" not in found.text


def test_letters_that_run_out_are_listed_with_their_dates(assistant: Assistant) -> None:
    found = assistant.ask("which letters expire before March?")
    assert "January 28, 2026" in quotes(found) and "6 de mayo de 2025" in quotes(found)
    assert "certificates/" not in found.text


def test_a_superseded_rule_answers_nothing(assistant: Assistant) -> None:
    found = assistant.ask("How many seals come in a box?")
    assert "boxes of 250" in quotes(found) and OLD not in {cited.document for cited in found.citations}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many characters must a password have?", "At least 14 characters"),
        ("Who is the primary cargo security officer?", "T. Halloran"),
        ("How often is the fence walked at DCE?", "once a month"),
        ("Does Norrsund photograph the seals of our containers?", "We do not photograph seals as a routine."),
        ("Are our backups encrypted?", "not encrypted yet"),
    ],
)
def test_facts_are_quoted_where_they_stand(assistant: Assistant, question: str, said: str) -> None:
    assert said in quotes(assistant.ask(question))


@pytest.mark.parametrize(
    "question", ["Who won the football World Cup in 2022?", "What does POL-SEC-07 say about key control?"]
)
def test_what_the_base_does_not_know_is_refused(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered
