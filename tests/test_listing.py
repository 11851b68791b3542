"""Questions about the base itself are answered by a list."""

from dataclasses import replace
from datetime import date

from nouns import AS_OF, document, row

from kb.listing import list_answered_no, list_expiring
from kb.model import Citation, Kind


def honest(cited: Citation) -> Citation:
    return replace(cited, verified=True)


def test_papers_that_run_out_before_a_month_are_listed_soonest_first_and_others_are_not() -> None:
    ended = document(Kind.CERTIFICATE, name="ended.pdf", expires=date(2025, 9, 17))
    near = document(Kind.LETTER, name="near.pdf", effective=date(2026, 1, 28))
    far = document(Kind.CERTIFICATE, name="far.pdf", expires=date(2029, 5, 12))
    found = list_expiring("which letters expire before March?", [far, near, ended], AS_OF)
    assert found and found.answered
    assert found.text.index("ended.pdf") < found.text.index("near.pdf") and "far.pdf" not in found.text
    assert "2027-03-01" in found.text and ": 2." in found.text


def test_items_that_vendors_answered_no_are_quoted_and_a_yes_is_not() -> None:
    paper = document(Kind.QUESTIONNAIRE, name="vendor.xlsx", party="Harborline")
    no = row("2", "In CTPAT?", "No", "Shelved until 2027 for want of money.", paper)
    yes = row("3", "Fence?", "Yes", "Eight feet of chain link all round.", paper)
    found = list_answered_no("which vendors answered No?", [(no, paper), (yes, paper)], honest)
    assert found and len(found.citations) == 1 and "Harborline" in found.text and "In CTPAT?" in found.text


def test_another_question_is_not_answered_by_a_list() -> None:
    assert list_expiring("how often are seals counted?", [], AS_OF) is None
    assert list_expiring("when does the certificate of Hanseon expire?", [], AS_OF) is None
    assert list_answered_no("how often are seals counted?", [], honest) is None
