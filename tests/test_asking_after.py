"""A follow-up question is read with the subject of the one before it, and any other is left alone."""

import pytest

from kb.asking_after import standalone


@pytest.mark.parametrize(
    ("before", "question", "read"),
    [
        ("what covers 56?", "and 57?", "what covers 57?"),
        ("what covers MSC 5.1?", "and MSC 5.2?", "what covers MSC 5.2?"),
        ("what covers 56?", "what about Shenzhen?", "what covers 56 from Shenzhen?"),
        ("How many cameras does DCW have?", "and at DCE?", "How many cameras does DCE have?"),
        ("Is Harborline a CTPAT member?", "and Pelican Gate?", "Is Pelican Gate a CTPAT member?"),
        ("How many years do we keep seal logs?", "and driver logs?", "How many years do we keep driver logs?"),
        ("How often are the containers inspected?", "and for the trailers?", "How often are the trailers inspected?"),
        (
            "How many findings did the test of 2026 have?",
            "and in 2025?",
            "How many findings did the test of 2025 have?",
        ),
        (
            "what did Harborline answer about fencing?",
            "and what did Zhenyuan answer?",
            "what did Zhenyuan answer about fencing?",
        ),
        (
            "What does Pelican Gate write about its fence?",
            "what about its insurance?",
            "What does Pelican Gate write about its insurance?",
        ),
    ],
)
def test_another_number_name_place_or_thing_takes_the_place_of_the_earlier_one(
    before: str, question: str, read: str
) -> None:
    assert standalone(question, [before]) == read


@pytest.mark.parametrize("question", ["who does it?", "and who does that?"])
def test_a_pronoun_is_read_as_what_was_asked_about(question: str) -> None:
    read = standalone(question, ["How often is the fence walked at DCE?"])
    assert read.startswith("who does") and "fence walked at DCE" in read and "How often" not in read


def test_a_question_word_alone_asks_about_the_same_thing() -> None:
    assert standalone("since when?", ["Is Harborline a CTPAT member?"]) == "since when Harborline a CTPAT member?"


def test_a_chain_of_questions_keeps_its_subject() -> None:
    before = ["How many years do we keep seal logs?", "and driver logs?"]
    assert standalone("and for inspection sheets?", before) == "How many years do we keep inspection sheets?"


@pytest.mark.parametrize(
    "question",
    [
        "How often are seals counted?",
        "57",
        "what covers 57?",
        "Who is the PCSO?",
        "What is the height of the fence there?",
    ],
)
def test_a_question_that_stands_alone_is_not_touched(question: str) -> None:
    assert standalone(question, ["what covers 56?"]) == question


@pytest.mark.parametrize("question", ["and 57?", "who does it?", "what about Shenzhen?"])
def test_without_an_earlier_question_nothing_is_added(question: str) -> None:
    assert standalone(question, []) == question


@pytest.mark.parametrize(
    ("before", "question", "read"),
    [
        ("Who approved the seal policy?", "Is it signed?", "Is the seal policy signed?"),
        ("Who approved POL-SEC-03?", "Was it reviewed?", "Was POL-SEC-03 reviewed?"),
        ("How often are our seals counted?", "And are they numbered?", "are our seals numbered?"),
        ("Is Harborline a CTPAT member?", "Does it have a fence?", "Does Harborline have a fence?"),
        ("What does Pelican Gate write about its fence?", "Is its yard lit?", "Is Pelican Gate's yard lit?"),
        ("Is the yard fenced?", "Are there cameras there?", "Are there cameras at the yard?"),
    ],
)
def test_a_question_that_begins_with_its_verb_keeps_it_and_its_pronoun_is_read(
    before: str, question: str, read: str
) -> None:
    assert standalone(question, [before]) == read


@pytest.mark.parametrize(
    "question", ["Is there a fence?", "And is the yard fenced?", "And do drivers lock their trucks?"]
)
def test_a_question_that_begins_with_its_verb_and_has_things_of_its_own_stands_alone(question: str) -> None:
    assert standalone(question, ["Who approved the seal policy?"]) == question


@pytest.mark.parametrize("reply", ["Yes", "No", "N/A"])
def test_an_answer_to_tick_is_no_name_to_be_replaced(reply: str) -> None:
    read = standalone("And Binh An?", [f"Did Zhenyuan answer {reply} to anything?"])
    assert read == f"Did Binh An answer {reply} to anything?"
