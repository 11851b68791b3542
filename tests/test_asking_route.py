"""Each question is answered by whoever it is for, over a base that ingest built."""

from collections.abc import Iterator

import pytest
from conftest import Base, assistant_of
from door import ctpat

from kb.assistant import Assistant
from kb.model import Answer


@pytest.fixture(scope="module")
def assistant(small: Base) -> Iterator[Assistant]:
    with assistant_of(small.workspace) as one:
        yield one


def quotes(answer: Answer) -> str:
    assert all(cited.verified for cited in answer.citations)
    return "\n".join(cited.quote for cited in answer.citations)


def test_a_number_is_answered_by_its_criterion(assistant: Assistant) -> None:
    assert assistant.ask("what covers 56?").criterion == 56


def test_of_a_criterion_one_party_shows_its_own_papers_alone(assistant: Assistant) -> None:
    found = assistant.ask("show me 5.1 evidence from Pelican")
    assert found.answered and found.criterion == 56
    assert "fenced and locked yard" in quotes(found) and {cited.document for cited in found.citations} == {
        "vendors/pelican/letter.txt"
    }


def test_a_party_that_shows_nothing_is_told_with_its_papers(assistant: Assistant) -> None:
    found = assistant.ask("what evidence from Pelican do we have for 180?")
    assert not found.answered and found.criterion == 180 and found.citations == ()
    assert "vendors/pelican/letter.txt" in found.reason


def test_an_item_of_a_questionnaire_is_no_criterion(assistant: Assistant) -> None:
    found = assistant.ask("what did Harborline answer to item 3?")
    assert found.criterion is None and "Seals lie on the desk" in quotes(found)


def test_what_a_vendor_answered_on_a_subject_is_its_row(assistant: Assistant) -> None:
    found = assistant.ask("what did Harborline answer on the fenced area?")
    assert found.answered and "extending the fenced area" in quotes(found) and "Seals lie" not in quotes(found)


def test_what_a_vendor_did_not_answer_is_listed(assistant: Assistant) -> None:
    found = assistant.ask("which items did Harborline leave unanswered?")
    assert "Are visitors registered?" in quotes(found) and "Is the yard lit at night?" in quotes(found)
    assert "Seals lie" not in quotes(found) and "2 of 5" in found.text


def test_who_answered_no_is_listed_with_the_item(assistant: Assistant) -> None:
    assert "Seals lie on the desk" in quotes(assistant.ask("which vendors answered No?"))


def test_the_papers_of_a_party_are_listed_and_of_a_stranger_there_are_none(assistant: Assistant) -> None:
    assert "vendors/pelican/letter.txt" in assistant.ask("which documents do we have from Pelican?").text
    stranger = assistant.ask("which documents do we have from Maersk?")
    assert not stranger.answered and "Maersk" in stranger.text and "Pelican Warehousing LLC" in stranger.reason


def test_when_a_policy_was_reviewed_is_read_from_its_own_head(assistant: Assistant) -> None:
    found = assistant.ask("when was the seal control policy last reviewed?")
    assert found.answered and "2026-02-16" in quotes(found) and "policies/seal_control.md" in found.text


def test_who_owns_a_policy_is_read_from_its_own_head(assistant: Assistant) -> None:
    assert "A. Marsh" in quotes(assistant.ask("who owns the seal control policy?"))


def test_of_a_document_with_one_version_nothing_has_changed(assistant: Assistant) -> None:
    found = assistant.ask("what changed in the seal control policy between versions?")
    assert not found.answered and "one version only" in found.text


def test_any_other_question_is_answered_by_the_documents(assistant: Assistant) -> None:
    found = assistant.ask("How often are the seals counted?")
    assert found.answered and "at the end of each month" in quotes(found)


def test_what_nobody_says_is_refused_with_what_was_searched(assistant: Assistant) -> None:
    found = assistant.ask("Is the warehouse in Rotterdam fenced?")
    assert not found.answered and "No document mentions “Rotterdam”." in found.reason and " searched (" in found.reason


def test_a_follow_up_keeps_its_subject_and_says_how_it_was_read(assistant: Assistant) -> None:
    first = assistant.ask("what covers 56?")
    found = assistant.ask("and 57?", first)
    assert found.criterion == 57 and found.question == "and 57?"
    assert found.reason.startswith("Understood as “what covers 57?”.")


def test_a_follow_up_of_a_follow_up_keeps_the_first_subject(assistant: Assistant) -> None:
    found = assistant.ask("and what about Harborline?", ["what covers 56?", "what about Pelican?"])
    assert found.criterion == 56 and "Harborline" in found.text and "Pelican" not in found.text


def test_the_command_takes_what_was_asked_before(small: "Base") -> None:
    ran = ctpat("--json", "ask", "and 57?", "--after", "what covers 56?", workspace=small.workspace)
    assert ran.code == 0 and ran.json["criterion"] == 57


def test_papers_of_a_kind_are_listed_and_of_all_kinds_counted(assistant: Assistant) -> None:
    assert "vendors/pelican/letter.txt" in assistant.ask("which letters do we have?").text
    told = assistant.ask("how many documents do we have?").text
    assert "8 current documents." in told and "questionnaire: 1" in told


def test_question_8_of_a_vendor_is_no_criterion_8(assistant: Assistant) -> None:
    found = assistant.ask("what did Harborline answer to question 3?")
    assert found.criterion is None and "Seals lie on the desk" in quotes(found)
