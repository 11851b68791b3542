"""Passages judged on a base's documents: whose words they are."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from nouns import AS_OF, document, passage

from kb.coverage import judgement
from kb.judging import Judging
from kb.model import Evidence, Grade, Hit, Kind, Layer, Requirement, Status
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


def in_own_words(cosine: float, kind: Kind = Kind.POLICY, **told: Any) -> list[Evidence]:
    paper = document(kind, **told)
    store: Any = SimpleNamespace(text=lambda path: SHIP)
    return Judging(cast(Store, store), [paper], AS_OF).evidence(
        TRAINED, Scope.ANY, [Hit(passage(SHIP, paper), 1.0, None, cosine)]
    )


def test_what_reads_like_a_part_in_words_nobody_foresaw_is_shown_and_lifts_nothing() -> None:
    (piece,) = in_own_words(0.7)
    assert piece.citation.quote == SHIP and piece.citation.verified
    assert not piece.counts and "read it" in piece.reasons[0]
    assert judgement(TRAINED, [piece]).status is Status.GAP


def test_what_reads_unlike_a_part_or_is_no_evidence_is_not_shown_in_its_stead() -> None:
    assert in_own_words(0.3) == []
    assert in_own_words(0.7, Kind.PRIOR_ANSWER) == []


def test_what_reads_like_a_part_and_is_out_of_date_is_shown_as_that() -> None:
    (piece,) = in_own_words(0.55, expires=date(2025, 1, 31))
    assert piece.grade is Grade.STALE and not piece.counts and "2025-01-31" in piece.reasons[0]


def test_what_is_near_by_meaning_alone_is_not_shown_beside_what_counts() -> None:
    paper = document(Kind.RECORD)
    store: Any = SimpleNamespace(text=lambda path: WORDS + SHIP)
    other = passage(SHIP, paper, start=len(WORDS), end=len(WORDS + SHIP))
    hits = [Hit(passage(WORDS, paper), 1.0, None, 0.8), Hit(other, 1.0, None, 0.7)]
    (piece,) = Judging(cast(Store, store), [paper], AS_OF).evidence(TRAINED, Scope.ANY, hits)
    assert piece.counts and piece.citation.quote == WORDS
