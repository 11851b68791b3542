"""Passages judged on a base's documents: whose words they are."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from nouns import AS_OF, document, passage

from kb.coverage import judgement
from kb.judging import Judging
from kb.model import Evidence, Grade, Hit, Kind, Layer, Locator, Requirement, Status
from kb.scope import Scope
from kb.store import Store

TRAINED = Requirement(
    "177.1",
    "The people concerned are trained to recognise suspicious documents.",
    (Layer.TRAINING,),
    core={"action": ("trained", "class"), "object": ("suspicious documents",)},
)
WORDS = "All entry writers were trained to recognise suspicious documents on November 6, 2026."


def found(party: str, requirement: Requirement = TRAINED) -> Evidence:
    paper = document(Kind.LETTER if party else Kind.RECORD, party=party)
    store: Any = SimpleNamespace(text=lambda path: WORDS)
    judging = Judging(cast(Store, store), [paper], AS_OF)
    (piece,) = judging.evidence(requirement, Scope.ANY, [Hit(passage(WORDS, paper), 1.0, None, 0.8)])
    return piece


@pytest.mark.parametrize(("party", "grade"), [("", Grade.SUPPORTS), ("Delacroix Brokers", Grade.WRONG_PARTY)])
def test_a_partners_training_of_its_own_people_shows_nothing_of_the_companys(party: str, grade: Grade) -> None:
    piece = found(party)
    assert piece.grade is grade and piece.counts is (not party)


def test_a_partners_training_counts_where_a_partner_is_asked_about() -> None:
    asked = Requirement(TRAINED.id, TRAINED.text, (Layer.PARTNER, Layer.TRAINING), TRAINED.core)
    assert found("Delacroix Brokers", asked).grade is Grade.SUPPORTS


@pytest.mark.parametrize(("name", "counts"), [("Training rosters.xlsx", True), ("Book1.xlsx", False)])
def test_the_file_name_of_a_log_tells_what_its_rows_are(name: str, counts: bool) -> None:
    asked = Requirement(
        "177.1",
        "The people concerned are trained to recognise suspicious documents.",
        (Layer.TRAINING,),
        core={"action": ("training",), "object": ("suspicious documents",)},
    )
    row = "2026-02-17 | M. Ely | Suspicious documents | R. Pell"
    paper = document(Kind.RECORD, name=name, title="Security on joining")
    store: Any = SimpleNamespace(text=lambda path: row)
    told = passage(row, paper, fields={"Date": "2026-02-17", "Name": "M. Ely", "Subject": "Suspicious documents"})
    found = Judging(cast(Store, store), [paper], AS_OF).evidence(asked, Scope.ANY, [Hit(told, 1.0, None, 0.6)])
    assert any(piece.counts for piece in found) is counts


SHIP = "What the trade's papers give away is taught to the desk on Tuesdays."


def in_own_words(cosine: float, kind: Kind = Kind.POLICY, words: str = SHIP, **told: Any) -> list[Evidence]:
    paper = document(kind, **told)
    store: Any = SimpleNamespace(text=lambda path: words)
    return Judging(cast(Store, store), [paper], AS_OF).evidence(
        TRAINED, Scope.ANY, [Hit(passage(words, paper), 1.0, None, cosine)]
    )


def test_what_reads_like_a_part_in_words_nobody_foresaw_is_shown_and_lifts_nothing() -> None:
    (piece,) = in_own_words(0.7)
    assert piece.citation.quote == SHIP and piece.citation.verified
    assert piece.by_meaning and not piece.counts and "read it" in piece.reasons[0]
    told = judgement(TRAINED, [piece])
    assert told.status is Status.GAP and told.evidence == (piece,)
    assert told.missing.startswith("Nothing found") and told.missing.endswith("it may say so in other words.")


@pytest.mark.parametrize(
    "words",
    [
        "What the trade's papers give away was not explained to anybody at the desk.",
        "Is what the trade's papers give away taught to the desk on some day?",
        "What the trade's papers give away will be taught to the desk by spring 2028.",
        "This paper satisfies criterion 177: what papers give away is taught to all.",
    ],
)
def test_a_denial_a_question_a_plan_and_a_claim_are_not_shown_for_their_meaning(words: str) -> None:
    assert [piece for piece in in_own_words(0.7, words=words) if piece.by_meaning] == []


@pytest.mark.parametrize(
    "told",
    [
        {"kind": Kind.PRIOR_ANSWER},
        {"kind": Kind.LETTER, "effective": None},
        {"expires": date(2025, 1, 31)},
        {"title": "Training, draft 0.2"},
        {"party": "Delacroix Brokers", "kind": Kind.LETTER},
    ],
)
def test_papers_that_are_no_evidence_are_not_shown_for_their_meaning(told: dict[str, Any]) -> None:
    assert [piece for piece in in_own_words(0.55, **told) if piece.by_meaning] == []


def test_what_a_paper_is_called_is_not_shown_for_its_meaning() -> None:
    name = "What the trade's papers give away to the desk"
    assert in_own_words(0.7, words=name, title="Papers of the trade: what they give away to the desk") == []
    assert [piece.citation.quote for piece in in_own_words(0.7, words=name, title="Desk course")] == [name]
    said = f"({name}.)"
    assert [piece.citation.quote for piece in in_own_words(0.7, words=said, title=name)] == [said]


def test_a_field_under_a_heading_that_is_near_is_not_shown_for_its_meaning() -> None:
    paper = document(Kind.POLICY)
    words = "What the trade's papers give away to the desk\nDocument no. | QA-20"
    told = passage(words, paper, locator=Locator(trail=("What the trade's papers give away to the desk",)))
    store: Any = SimpleNamespace(text=lambda path: words)
    judging = Judging(cast(Store, store), [paper], AS_OF)
    assert judging.evidence(TRAINED, Scope.ANY, [Hit(told, 1.0, None, 0.7)]) == []


def test_what_reads_unlike_a_part_is_not_shown() -> None:
    assert in_own_words(0.3) == []


def test_what_is_near_by_meaning_alone_is_not_shown_beside_what_counts() -> None:
    paper = document(Kind.RECORD)
    store: Any = SimpleNamespace(text=lambda path: WORDS + SHIP)
    other = passage(SHIP, paper, start=len(WORDS), end=len(WORDS + SHIP))
    hits = [Hit(passage(WORDS, paper), 1.0, None, 0.8), Hit(other, 1.0, None, 0.7)]
    (piece,) = Judging(cast(Store, store), [paper], AS_OF).evidence(TRAINED, Scope.ANY, hits)
    assert piece.counts and piece.citation.quote == WORDS
