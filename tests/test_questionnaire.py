"""What a vendor's answer is worth."""

import pytest

from kb.model import Grade
from kb.questionnaire import answered, worth


def grade(answer: str, explanation: str = "", action: str = "") -> Grade:
    return worth({"answer": answer, "explanation": explanation, "action": action})[0]


HOW = "Guards walk the fence at 06:00 and 18:00 and sign the sheet."


@pytest.mark.parametrize("answer", ["Yes", "YES", "y", "Y ", "X", "✓", "✔", "Yes.", "Compliant", "In place", "TRUE"])
def test_a_yes_in_any_hand_with_an_explanation_supports(answer: str) -> None:
    assert grade(answer, HOW) is Grade.SUPPORTS


@pytest.mark.parametrize(
    "answer", ["No", "NO", "n", "N", "no.", "Not compliant", "Non-compliant", "Not implemented", "False"]
)
def test_a_no_in_any_hand_contradicts_with_or_without_a_word_more(answer: str) -> None:
    assert grade(answer) is Grade.CONTRADICTS
    assert grade(answer, HOW) is Grade.CONTRADICTS


@pytest.mark.parametrize("answer", ["N/A", "n/a", "NA", "N.A.", "n / a", "Not applicable"])
def test_not_applicable_is_missing_without_a_reason_and_a_persons_matter_with_one(answer: str) -> None:
    assert grade(answer) is Grade.FORM_ONLY
    assert grade(answer, "n/a") is Grade.FORM_ONLY
    assert grade(answer, "We handle no containers at this site.") is Grade.CLAIM_ONLY


@pytest.mark.parametrize("answer", ["", " ", "-", "?", "see above", "pending", "____"])
def test_what_is_neither_yes_nor_no_is_not_an_answer(answer: str) -> None:
    assert grade(answer) is Grade.FORM_ONLY
    assert grade(answer, HOW) is Grade.FORM_ONLY


@pytest.mark.parametrize(
    "explanation",
    [
        "In process",
        "in the processing of extending the fenced area",
        "The fence is being extended to the east annex.",
        "It is planned for 2027, the budget is with the board.",
        "We intend to train the guards next month.",
        "Not yet at the second gate, the first one is done.",
        "Planned for 2027, the budget is with the board.",
        "Planned.",
        "Written procedures will follow.",
    ],
)
def test_a_yes_that_is_not_finished_is_partial(explanation: str) -> None:
    assert grade("Yes", explanation) is Grade.PARTIAL


@pytest.mark.parametrize("answer", ["Yes, in process", "Yes, partly"])
def test_the_reservation_may_stand_in_the_answer_itself(answer: str) -> None:
    assert grade(answer, HOW) is Grade.PARTIAL


@pytest.mark.parametrize(
    "explanation",
    [
        "All areas except the east annex.",
        "Some of the cameras are recorded for thirty days.",
        "Only for full containers of this customer.",
        "The gate is locked, but the side door stays open at noon.",
        "Guards walk the fence where possible.",
        "Guards normally walk the fence twice a day.",
        "The yard is fenced in part.",
        "There is no fence at the annex, the yard is fenced.",
    ],
)
def test_a_yes_with_a_condition_or_a_denial_is_partial(explanation: str) -> None:
    assert grade("Yes", explanation) is Grade.PARTIAL


@pytest.mark.parametrize("explanation", ["", "ok", "see above", "Yes"])
def test_a_yes_that_does_not_say_how_is_a_claim(explanation: str) -> None:
    assert grade("Yes", explanation) is Grade.CLAIM_ONLY


def test_a_planned_corrective_action_makes_a_yes_partial() -> None:
    assert grade("Yes", HOW, "Second guard house to be completed by March 2027") is Grade.PARTIAL


def test_every_grade_comes_with_words_for_people() -> None:
    for answer in ("Yes", "No", "N/A", ""):
        assert len(worth({"answer": answer})[1].split()) >= 2


def test_a_row_is_a_questionnaires_when_it_has_a_column_for_answers() -> None:
    assert answered({"item": "Is the yard fenced?", "answer": ""})
    assert not answered({"Date": "2026-01-02", "Seal": "BHG1"})


@pytest.mark.parametrize(
    "question",
    [
        "Have there been any thefts or losses of cargo in the past 12 months?",
        "Has your company ever been suspended from a customs programme?",
        "Do you subcontract any part of the transport?",
        "Are generic accounts used on the warehouse terminals?",
    ],
)
@pytest.mark.parametrize("answer", ["No", "Yes"])
def test_the_good_answer_to_a_question_about_mishaps_is_no_and_neither_answer_is_evidence(
    question: str, answer: str
) -> None:
    said = {"question": question, "answer": answer, "explanation": HOW}
    assert worth(said)[0] is Grade.CLAIM_ONLY


@pytest.mark.parametrize(
    "question",
    [
        "Are there procedures for reporting any theft or loss?",
        "Is the fence inspected for damage?",
        "Are subcontractors screened before they are hired?",
        "Do you have a policy that any breach of seals is reported?",
    ],
)
def test_a_no_to_a_question_about_a_control_is_a_gap_even_where_it_speaks_of_mishaps(question: str) -> None:
    assert worth({"question": question, "answer": "No"})[0] is Grade.CONTRADICTS
