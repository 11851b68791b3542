"""What stands before a sentence, and a form that nobody filled in, take from it what it seems to say."""

import pytest
from nouns import SEAL_WORDS, document, grade, judged, passage

from kb.model import Grade, Kind, Locator


@pytest.mark.parametrize(
    "before",
    [
        "The following do not exist at our sites:",
        "The following is only quoted from a booklet:",
        "Example from the exercise of October.",
        "Example of what the auditor would like to read.",
        "Wish list of the security manager.",
        "We dropped the rule below; the next is rejected and was dropped in March.",
        "The following were found missing at both sites:",
        "The consultant recommended this text:",
        "The statement of our competitor reads:",
    ],
)
def test_words_under_such_a_sentence_show_nothing(before: str) -> None:
    found = judged(f"{before}\n{SEAL_WORDS}", document())
    assert found and found.grade is not Grade.SUPPORTS and not found.counts


@pytest.mark.parametrize("heading", ["2 What we do not do", "Wish list", "Examples", "Not in force"])
def test_words_under_such_a_heading_show_nothing(heading: str) -> None:
    paper = document()
    found = judged(passage(SEAL_WORDS, paper, locator=Locator(trail=("Manual", heading))), paper)
    assert found and not found.counts


@pytest.mark.parametrize(
    "before", ["Each dock has a cabinet.", "The following holds at both sites:", "Keys, an example."]
)
def test_a_plain_sentence_before_it_takes_nothing_back(before: str) -> None:
    assert grade(f"{before}\n{SEAL_WORDS}", document()) is Grade.SUPPORTS


def test_a_blank_is_a_form_and_a_tick_is_not() -> None:
    paper = document(Kind.RECORD)
    said = "Seals in the locked cabinet counted by the custodian"
    assert grade(f"{said}: ☐ yes ☐ no", paper) is Grade.FORM_ONLY
    assert grade(f"{said}. Signature: ______", paper) is Grade.FORM_ONLY
    assert grade(f"{said}: ☒ yes ☐ no", paper) is Grade.SUPPORTS


def test_what_was_answered_in_the_portal_is_circular() -> None:
    said = "In our Partner Response to criterion 71 we wrote: seals are kept in a locked cabinet and counted."
    assert grade(said, document(Kind.LETTER)) is Grade.CIRCULAR
