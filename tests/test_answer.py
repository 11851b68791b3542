"""Answers quote what the documents say, or say that they do not."""

from dataclasses import replace
from typing import Any

import pytest
from nouns import SEAL_WORDS, covered_by, criterion, document, evidence, passage, row, standing

from kb.answer import NOT_IN, answer_criterion, answer_freely, searched
from kb.asking_words import taken_apart
from kb.model import Answer, Citation, Grade, Hit, Kind, Status


def honest(cited: Citation) -> Citation:
    return replace(cited, verified=True)


def unread(cited: Citation) -> Citation:
    return replace(cited, verified=False)


def asked(question: str, *said: tuple[str, Kind], verify: object = honest, near: float = 0.7, **paper: Any) -> Answer:
    papers = [document(kind, name=f"{place}.md", **paper) for place, (_, kind) in enumerate(said)]
    hits = [
        (Hit(passage(text, each), 1.0 / (place + 1), 5.0, near), each)
        for place, ((text, _), each) in enumerate(zip(said, papers, strict=True))
    ]
    held = " ".join(text for text, _ in said).lower()

    def count(expression: str) -> int:
        return int(any(phrase.strip('"').lower() in held for phrase in expression.split(" OR ")))

    return answer_freely(taken_apart(question, 100, count), hits, verify, searched(papers, len(said)))  # type: ignore[arg-type]


QUESTION = "How often are the seals counted?"
LUNCH = ("Lunch is served at noon in the canteen.", Kind.POLICY)


def test_a_question_is_answered_in_the_documents_own_words() -> None:
    found = asked(QUESTION, (SEAL_WORDS, Kind.POLICY), LUNCH)
    assert found.answered and found.criterion is None
    assert [cited.quote for cited in found.citations] == [SEAL_WORDS]
    assert f"[1] “{SEAL_WORDS}” (0.md)" in found.text


def test_a_question_that_nothing_speaks_of_is_not_answered_and_the_nearest_is_told_with_its_place() -> None:
    found = asked("Is there an insurance against earthquakes?", (SEAL_WORDS, Kind.POLICY), near=0.1)
    assert not found.answered and found.citations == ()
    assert found.text == NOT_IN and "The closest words found, which do not answer it: “Seals are kept" in found.reason
    assert "(0.md)" in found.reason


def test_a_refusal_says_how_much_was_searched_and_what_was_left_out() -> None:
    found = asked("Is there an insurance?", (SEAL_WORDS, Kind.POLICY), ("Insurance: [NAME]", Kind.TEMPLATE), near=0.1)
    assert "All 2 documents were searched (2 passages)." in found.reason and "1 blank form" in found.reason


def test_without_documents_the_answer_is_an_honest_no() -> None:
    found = asked(QUESTION)
    assert not found.answered and "Nothing in them comes close" in found.reason


@pytest.mark.parametrize("kind", [Kind.CRITERIA, Kind.PRIOR_ANSWER, Kind.TEMPLATE, Kind.REGISTER])
def test_what_is_no_evidence_answers_no_question_either(kind: Kind) -> None:
    found = asked(QUESTION, (SEAL_WORDS, kind))
    assert not found.answered and SEAL_WORDS not in found.text + found.reason
    assert "Only papers that prove nothing here mention it: blank forms, registers, earlier answers" in found.reason


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


def test_a_reader_gets_few_quotes_and_few_of_one_document() -> None:
    days = ("monday", "tuesday", "friday", "sunday", "day", "week", "month", "year", "quarter")
    found = asked(
        QUESTION, *((f"Seals are counted each {day} by the {day} shift of dock {day}.", Kind.POLICY) for day in days)
    )
    assert [cited.marker for cited in found.citations] == ["[1]", "[2]", "[3]", "[4]"]


def test_the_same_words_in_a_second_document_are_told_as_its_place_and_not_quoted_again() -> None:
    found = asked(QUESTION, (SEAL_WORDS, Kind.POLICY), (SEAL_WORDS, Kind.PROCEDURE))
    assert len(found.citations) == 1 and "the same in 1.md" in found.text


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        (
            "How many days are seal recordings kept?",
            "Seal recordings are kept for 90 days.",
            "Seal recordings are kept.",
        ),
        ("How often are seals counted?", "Seals are counted each quarter.", "Seals are counted by the custodian."),
        ("Who counts the seals?", "The custodian counts the seals.", "The seals have to be counted, and well."),
        ("How many seals come in a box?", "Seals come in boxes of 250.", "Seals come in a box of steel."),
        (
            "What is the telephone number of the seal desk?",
            "Seal desk: 912-555-0110.",
            "The seal desk has a telephone.",
        ),
        ("What do we pay for a seal?", "We pay $1.20 for a seal.", "We pay for a seal when it comes."),
    ],
)
def test_the_kind_of_words_that_is_asked_for_must_stand_in_the_quote(question: str, right: str, wrong: str) -> None:
    assert [cited.quote for cited in asked(question, (wrong, Kind.POLICY), (right, Kind.POLICY)).citations] == [right]
    assert not asked(question, (wrong, Kind.POLICY)).answered


@pytest.mark.parametrize(
    "question", ["Are the seals in Rotterdam counted?", "Does POL-SEC-99 say how seals are counted?"]
)
def test_a_name_or_a_code_that_stands_nowhere_is_told_and_nothing_is_answered(question: str) -> None:
    found = asked(question, (SEAL_WORDS, Kind.POLICY))
    assert not found.answered and found.reason.startswith("No document mentions “")


def test_a_year_that_is_asked_for_must_be_that_of_the_words_or_of_their_document() -> None:
    words = "The seals were counted on 3 March and nothing was missing."
    assert not asked("Were the seals counted in 2031?", (f"{words} 2031 comes later.", Kind.RECORD), near=0.1).answered
    assert asked("Were the seals counted in 2026?", (words, Kind.RECORD)).answered  # the paper is of 2026-04-17
    assert not asked("Were the seals counted in 2024?", (words, Kind.RECORD)).answered


@pytest.mark.parametrize("said", ["How often are the seals counted?", "Counting of seals"])
def test_a_question_and_a_heading_answer_nothing(said: str) -> None:
    assert not asked("Are the seals counted?", (said, Kind.POLICY)).answered


def test_a_claim_that_a_criterion_is_met_answers_nothing() -> None:
    assert not asked("Are the seals counted?", ("Criterion 81 is met: the seals are counted.", Kind.POLICY)).answered


def of_harborline(question: str, *rows: tuple[str, str, str], letter: str = "") -> Answer:
    form = document(Kind.QUESTIONNAIRE, name="form.xlsx", party="Harborline LLC")
    paper = document(Kind.LETTER, name="letter.txt", party="Harborline LLC")
    said = [(row(str(place), *told, form), form, 0.6 - place / 100) for place, told in enumerate(rows, start=1)] + (
        [(passage(letter, paper), paper, 0.6)] if letter else []
    )
    hits = [(Hit(each, 1.0, 5.0, near), held) for each, held, near in said]
    return answer_freely(taken_apart(question, 100, lambda _: 2, "Harborline"), hits, honest, "Searched.")


def test_a_partys_name_alone_carries_no_answer() -> None:
    letter = "Harborline locks the gate at night and the guard of Harborline walks the yard."
    assert not of_harborline("What does Harborline say about cameras?", letter=letter).answered
    assert of_harborline("What does Harborline say about guards?", letter=letter).answered


FENCED = ("Is the fence mended?", "Yes", "Facilities mend the fence of the yard")


@pytest.mark.parametrize(
    "open_row",
    [
        ("Is the annex in a fence?", "No", "Quotes for the fence are in"),
        ("Is the annex in a fence?", "Yes, in process of extending the fence", "Contractor quotes are in"),
        ("Is the annex in a fence?", "Yes", "It has a curb | not met. CAR-26-05"),
    ],
)
def test_what_a_named_party_does_not_meet_is_shown_first_and_beside_its_other_rows(
    open_row: tuple[str, str, str],
) -> None:
    walked = ("Is the fence walked?", "Yes", "The yard man walks it each month")
    found = of_harborline("Does Harborline have a fence?", FENCED, walked, open_row)
    assert [cited.quote.split(" | ")[0] for cited in found.citations] == ["3", "1", "2"]


def test_what_a_party_does_not_meet_elsewhere_is_not_put_first() -> None:
    found = of_harborline("Does Harborline have a fence?", FENCED, ("Are visitors met?", "No", "Nobody is there"))
    assert [cited.quote.split(" | ")[0] for cited in found.citations] == ["1"]


def test_a_certificate_does_not_tell_of_the_ctpat_validation() -> None:
    said = "The CTPAT validation audit was held on 2026-02-02."
    refused = asked("When was the CTPAT validation?", (said, Kind.CERTIFICATE))
    assert not refused.answered and "certificates" in refused.reason
    assert asked("When was the CTPAT validation?", (said, Kind.RECORD)).answered
    assert asked("When was the audit held?", (said, Kind.CERTIFICATE)).answered


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
