"""Questions about the base itself are answered by a list."""

from dataclasses import replace
from datetime import date
from typing import cast

from nouns import AS_OF, document, passage, row

from kb.citations import cite
from kb.listing import list_answered_no, list_expiring
from kb.model import Citation, Kind, Passage
from kb.store import Store


class Rows:
    """Stands in for a store of the passages given."""

    def __init__(self, *passages: Passage) -> None:
        self._passages = passages

    def passages(self, path: str) -> list[Passage]:
        return [each for each in self._passages if each.path == path]


def rows(*passages: Passage) -> Store:
    return cast(Store, Rows(*passages))


def honest(cited: Citation) -> Citation:
    return replace(cited, verified=True)


def test_papers_that_run_out_before_a_month_are_listed_soonest_first_and_others_are_not() -> None:
    ended = document(Kind.CERTIFICATE, name="ended.pdf", expires=date(2025, 9, 17))
    near = document(Kind.LETTER, name="near.pdf", effective=date(2026, 1, 28))
    far = document(Kind.CERTIFICATE, name="far.pdf", expires=date(2029, 5, 12))
    found = list_expiring("which papers expire before March?", [far, near, ended], AS_OF)
    assert found and found.answered
    assert found.text.index("ended.pdf") < found.text.index("near.pdf") and "far.pdf" not in found.text
    assert "2027-03-01" in found.text and ": 2." in found.text


def test_items_that_vendors_answered_no_are_quoted_and_a_yes_is_not() -> None:
    paper = document(Kind.QUESTIONNAIRE, name="vendor.xlsx", party="Harborline")
    no = row("2", "In CTPAT?", "No", "Shelved until 2027 for want of money.", paper)
    yes = row("3", "Fence?", "Yes", "Eight feet of chain link all round.", paper)
    found = list_answered_no("which vendors answered No?", [paper], rows(no, yes), honest)
    assert found and len(found.citations) == 1 and "Harborline" in found.text and "In CTPAT?" in found.text
    assert "[1] “" in found.text


def test_only_papers_of_the_kind_that_is_asked_for_are_listed() -> None:
    letter = document(Kind.LETTER, name="letter.pdf", effective=date(2025, 1, 28))
    certificate = document(Kind.CERTIFICATE, name="certificate.pdf", expires=date(2025, 9, 17))
    found = list_expiring("which letters have run out?", [letter, certificate], AS_OF)
    assert found and "letter.pdf" in found.text and "certificate.pdf" not in found.text


def test_what_has_run_out_is_not_what_will() -> None:
    near = document(Kind.CERTIFICATE, name="near.pdf", expires=date(2026, 12, 1))
    over = document(Kind.CERTIFICATE, name="over.pdf", expires=date(2026, 11, 20))
    found = list_expiring("which certificates have expired?", [near, over], AS_OF)
    assert found and "over.pdf" in found.text and "near.pdf" not in found.text


def test_the_date_that_a_paper_runs_out_on_is_quoted() -> None:
    paper = document(Kind.CERTIFICATE, name="over.pdf", expires=date(2026, 11, 20))
    cited = replace(cite(passage("Valid until 2026-11-20", paper), paper), verified=True)
    found = list_expiring("which certificates have expired?", [paper], AS_OF, None, lambda _: cited)
    assert found and [each.quote for each in found.citations] == ["Valid until 2026-11-20"]


def test_another_question_is_not_answered_by_a_list() -> None:
    assert list_expiring("how often are seals counted?", [], AS_OF) is None
    assert list_expiring("when does the certificate of Hanseon expire?", [], AS_OF) is None
    assert list_answered_no("how often are seals counted?", [], rows(), honest) is None
