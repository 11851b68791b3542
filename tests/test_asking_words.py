"""What a question asks: its things, its names, and the kind of words that answers it."""

import pytest

from kb.asking_expected import expected
from kb.asking_words import plain, taken_apart
from kb.terms import stems


def everywhere(_: str) -> int:
    return 10


def nowhere(_: str) -> int:
    return 0


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How long do we keep CCTV recordings?", "a length of time"),
        ("For how many years are logs kept?", "a length of time"),
        ("How many cameras does DCW have?", "a number"),
        ("How high is the fence?", "a number"),
        ("How often is the fence walked?", "a date or how often"),
        ("When was the padlock found cut?", "a date or how often"),
        ("In which months do we check the status?", "a date or how often"),
        ("Who signs the sheet?", "a person, a role or a firm"),
        ("Whose badge stayed active?", "a person, a role or a firm"),
        ("Which company supplies the guards?", "a person, a role or a firm"),
        ("What is the name of the CISO?", "a person's name"),
        ("What is the telephone number of the desk?", "a telephone number"),
        ("What does the analyst earn?", "an amount of money"),
    ],
)
def test_the_kind_of_words_that_is_asked_for_is_read_from_the_question(question: str, name: str) -> None:
    kind = expected(question)
    assert kind and kind.name == name


@pytest.mark.parametrize(
    "question", ["Is Lot C fenced?", "What should be done when a seal is missing?", "May I park here?"]
)
def test_other_questions_ask_for_no_kind_of_words(question: str) -> None:
    assert expected(question) is None


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("How long are logs kept?", "Logs are kept five years.", "Logs are kept in 3 boxes."),
        ("How often is it walked?", "It is walked once a month.", "It is walked by the guard."),
        ("What is the name of the director?", "The director is T. Halloran.", "The Director of Security Operations."),
        ("Who holds the key?", "The key is with the custodian.", "The key is in the box."),
    ],
)
def test_an_answer_of_the_kind_is_told_from_another_sentence(question: str, answer: str, other: str) -> None:
    kind = expected(question)
    assert kind and kind.words.search(answer) and not kind.words.search(other)


def test_names_and_codes_that_the_base_does_not_have_are_unknown_and_others_are_not() -> None:
    question = "Does Golden Lotus follow POL-SEC-07?"
    assert set(taken_apart(question, 100, nowhere).unknown) == {"Golden", "Lotus", "POL-SEC-07"}
    assert taken_apart(question, 100, everywhere).unknown == ()


def test_the_first_word_of_a_question_is_no_name() -> None:
    assert taken_apart("Seals are counted by whom?", 100, nowhere).unknown == ()


def test_rare_things_weigh_more_and_words_of_the_frame_nothing() -> None:
    asked = taken_apart("How often is the fence walked?", 100, lambda told: 50 if "walked" in told else 2)
    weights = {
        told: weight for terms, weight in asked.terms for told in ("fence", "walked") if terms.spoken(stems(told))
    }
    assert set(weights) == {"fence", "walked"} and weights["fence"] > weights["walked"]
    assert len(asked.terms) == 2


def test_accents_make_no_difference() -> None:
    assert plain("Río Lindero") == "Rio Lindero" and plain("plain") == "plain"
