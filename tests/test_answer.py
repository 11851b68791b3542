"""Answers quote what the documents say, or say that they do not."""

from dataclasses import replace

import pytest
from nouns import SEAL_WORDS, covered_by, criterion, document, evidence, passage, standing

from kb.answer import answer_criterion, answer_freely
from kb.citations import cite
from kb.model import Answer, Citation, Grade, Hit, Kind, Status


def honest(cited: Citation) -> Citation:
    return replace(cited, verified=True)


def unread(cited: Citation) -> Citation:
    return replace(cited, verified=False)


def asked(question: str, *said: tuple[str, Kind], verify: object = honest) -> Answer:
    hits = []
    for place, (text, kind) in enumerate(said):
        paper = document(kind, name=f"{place}.md")
        found = passage(text, paper)
        hits.append((Hit(found, 1.0 / (place + 1), 5.0, 0.7), kind, cite(found, paper)))
    return answer_freely(question, hits, verify)  # type: ignore[arg-type]


QUESTION = "How often are the seals counted?"
LUNCH = ("Lunch is served at noon in the canteen.", Kind.POLICY)


def test_a_question_is_answered_in_the_documents_own_words() -> None:
    found = asked(QUESTION, (SEAL_WORDS, Kind.POLICY), LUNCH)
    assert found.answered and found.criterion is None
    assert [cited.quote for cited in found.citations] == [SEAL_WORDS]
    assert f"[1] “{SEAL_WORDS}” (0.md)" in found.text


def test_a_question_that_nothing_speaks_of_is_not_answered_and_the_nearest_is_told() -> None:
    found = asked("Who insures the company against earthquakes?", (SEAL_WORDS, Kind.POLICY))
    assert not found.answered and found.citations == ()
    assert found.text == "Not in the documents." and "Nearest, and not an answer" in found.reason


def test_without_documents_the_answer_is_an_honest_no() -> None:
    found = asked(QUESTION)
    assert not found.answered and "No passage" in found.reason


@pytest.mark.parametrize("kind", [Kind.CRITERIA, Kind.PRIOR_ANSWER, Kind.TEMPLATE, Kind.REGISTER])
def test_what_is_no_evidence_answers_no_question_either(kind: Kind) -> None:
    found = asked(QUESTION, (SEAL_WORDS, kind))
    assert not found.answered and SEAL_WORDS not in found.text + found.reason
    assert "forms, registers or earlier answers" in found.reason


def test_words_that_are_not_verified_are_not_shown_as_an_answer() -> None:
    found = asked(QUESTION, (SEAL_WORDS, Kind.POLICY), verify=unread)
    assert not found.answered and found.citations == ()
    assert SEAL_WORDS not in found.text


@pytest.mark.parametrize("question", ["", "   ", "?", "what is it?", "the of and"])
def test_a_question_that_asks_nothing_is_not_answered(question: str) -> None:
    assert not asked(question, (SEAL_WORDS, Kind.POLICY)).answered


def test_of_a_long_passage_the_sentences_that_say_it_are_quoted() -> None:
    text = f"The canteen is open. It is large. Coffee is free. {SEAL_WORDS} The doors are green. It is warm."
    (cited,) = asked(QUESTION, (text, Kind.POLICY)).citations
    assert SEAL_WORDS in cited.quote and "canteen" not in cited.quote and "warm" not in cited.quote
    assert text[cited.start : cited.end] == cited.quote


@pytest.mark.parametrize("back", ["This was not done in May and June.", "However, Lot C has other rules."])
def test_what_takes_a_quote_back_is_quoted_with_it(back: str) -> None:
    text = f"The canteen is open. It is large. {SEAL_WORDS} {back} The doors are green. It is warm."
    (cited,) = asked(QUESTION, (text, Kind.POLICY)).citations
    assert back in cited.quote and "warm" not in cited.quote


def test_a_reader_gets_few_quotes() -> None:
    found = asked(QUESTION, *((f"Seals are counted by person {n}.", Kind.POLICY) for n in range(9)))
    assert [cited.marker for cited in found.citations] == ["[1]", "[2]", "[3]", "[4]"]


def test_a_criterion_is_answered_with_status_quotes_and_what_is_missing() -> None:
    told = covered_by(criterion(71, title="Seals"), standing(evidence(Grade.PARTIAL, reasons=("it is planned",))))
    found = answer_criterion("what covers 71?", told, honest)
    assert found.answered and found.criterion == 71
    assert "Criterion 71, Seals (MSC 6.1, Must): partial." in found.text
    assert f"[1] partial: “{SEAL_WORDS}”" in found.text and "it is planned" in found.text
    assert "Missing: " in found.text and "Next:" in found.text
    assert len(found.citations) == 1


def test_what_supports_is_told_before_what_does_not() -> None:
    told = covered_by(
        criterion(), standing(evidence(Grade.CONTRADICTS, Kind.RECORD, quote="Not counted."), evidence(Grade.SUPPORTS))
    )
    text = answer_criterion("71?", told, honest).text
    assert told.status is Status.CONFLICT
    assert text.index("supports: ") < text.index("contradicts: “Not counted.”")


def test_a_gap_is_not_answered_and_an_unread_quote_is_never_shown() -> None:
    empty = answer_criterion("71?", covered_by(criterion(), standing()), honest)
    assert not empty.answered and "No current evidence supports criterion 71." in empty.reason
    unsure = answer_criterion("71?", covered_by(criterion(), standing(evidence(Grade.SUPPORTS))), unread)
    assert SEAL_WORDS not in unsure.text and unsure.citations == ()
