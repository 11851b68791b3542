"""Papers about information systems beside criteria about cargo, yards and buildings."""

import pytest
from nouns import SEALS, document, grade, judged

from kb.model import Grade, Requirement
from kb.scope import SECTIONS, Scope, systems_only
from kb.terms import stems

STORED = Requirement(
    "56.1", "Units are stored in a secure area.", core={"kept": ("stored", "kept"), "secure": ("secure*", "locked")}
)


@pytest.mark.parametrize(
    "words",
    ["Removable media are stored in a locked drawer.", "The server room is locked.", "Passwords are kept in a vault."],
)
def test_words_about_systems_alone_are_of_systems_only(words: str) -> None:
    assert systems_only(stems(words))


@pytest.mark.parametrize(
    "words",
    [
        "The seals are kept in a locked cabinet.",
        "The recorder of the yard cameras stands in the server room.",
        "The gate is locked at night.",
        "Drivers show a photo ID.",
    ],
)
def test_words_about_anything_moved_stored_or_walked_into_are_not(words: str) -> None:
    assert not systems_only(stems(words))


def test_an_it_paper_is_no_evidence_for_conveyances_less_for_buildings_and_full_elsewhere() -> None:
    paper = document(title="Information Security Policy")
    words = "Backup tapes and removable media are stored securely in the locked server room."
    assert judged(words, paper, STORED, scope=Scope.OUTSIDE) is None
    assert grade(words, paper, STORED, scope=Scope.BESIDE) is Grade.PARTIAL
    assert grade(words, paper, STORED, scope=Scope.ANY) is Grade.SUPPORTS


def test_a_sentence_about_trailers_in_an_it_paper_still_counts() -> None:
    words = "Trailers are stored in the locked yard, which the network cameras watch."
    assert grade(words, document(title="Information Security Policy"), STORED, scope=Scope.OUTSIDE) is Grade.SUPPORTS


def test_the_scope_goes_by_the_portals_sections() -> None:
    assert SECTIONS["Conveyance and IIT"] is Scope.OUTSIDE
    assert SECTIONS["Physical Security"] is Scope.BESIDE
    assert "Cybersecurity" not in SECTIONS
    assert grade("Seals are kept locked and counted.", document(), SEALS, scope=Scope.OUTSIDE) is Grade.SUPPORTS
