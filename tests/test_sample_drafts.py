"""Every draft of the sample company: verified quotes, every party, no earlier answer unmarked, and in time."""

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from conftest import Base, assistant_of

from kb.citations import normalised
from kb.draft import SILENT
from kb.model import Draft, Grade, Kind, Status
from kb.prior import answers

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def drafted(sample: Base) -> Iterator[SimpleNamespace]:
    """The drafts of all criteria, and how long they took."""
    with assistant_of(sample.workspace) as one:
        coverages = {each.criterion.number: each for each in one.map()}
        begun = time.process_time()
        drafts = {number: one.draft(number) for number in coverages}
        yield SimpleNamespace(assistant=one, coverages=coverages, drafts=drafts, seconds=time.process_time() - begun)


def test_all_drafts_are_made_in_under_twenty_seconds(drafted: SimpleNamespace) -> None:
    assert len(drafted.drafts) == 140 and drafted.seconds < 20


def test_the_gap_report_counts_what_the_map_shows(drafted: SimpleNamespace) -> None:
    summary = drafted.assistant.gap_report().summary
    statuses = [coverage.status for coverage in drafted.coverages.values()]
    assert summary["total"] == len(statuses) == 140
    for status in (Status.COVERED, Status.GAP):
        assert summary[status.value] == statuses.count(status) > 0


def test_every_quote_is_verified_and_stands_word_for_word_in_what_is_told(drafted: SimpleNamespace) -> None:
    for draft in drafted.drafts.values():
        assert len(draft.told) == len(draft.citations)
        for citation, told in zip(draft.citations, draft.told, strict=True):
            assert citation.verified and drafted.assistant.verify(citation).verified
            assert told in draft.portal_text
            words, text = normalised(citation.quote), normalised(told)
            cells = [cell.rstrip(".") for cell in words.split(" | ") if len(cell) > 3]
            told_as_row = any(cell in text for cell in cells) and (" | " in words or citation.locator.row is not None)
            assert f'"{words}"' in text or normalised(f"“{citation.quote} …”") in text or told_as_row


def test_every_party_with_evidence_is_named_once_unless_all_it_says_is_a_question(drafted: SimpleNamespace) -> None:
    company = drafted.assistant.settings.company
    told = 0
    for number, coverage in drafted.coverages.items():
        items = [
            item
            for judged in coverage.judgements
            for item in judged.evidence
            if item.grade is Grade.SUPPORTS and judged.status is not Status.NOT_APPLICABLE
            if item.citation.verified and "?" not in item.citation.quote.split(" | ")[0]
        ]
        draft: Draft = drafted.drafts[number]
        if items and not draft.portal_text and "- Also says: " in draft.review_text:  # all it has are failures
            continue
        if not items or coverage.status in SILENT:
            continue
        told += 1
        for party in {item.party or company for item in items}:
            assert draft.portal_text.count(f"- {party}: ") == 1, (number, party)
    assert told >= 80


def test_a_must_that_is_not_met_has_no_portal_text_and_says_so(drafted: SimpleNamespace) -> None:
    for number, coverage in drafted.coverages.items():
        if coverage.status in SILENT:
            draft: Draft = drafted.drafts[number]
            assert draft.portal_text == "" and f"stands at “{coverage.status.value}”" in draft.review_text


def test_no_sentence_of_an_earlier_answer_stands_in_a_text_and_each_is_offered_as_wording(
    drafted: SimpleNamespace,
) -> None:
    papers = drafted.assistant.papers()
    earlier = [each for each in papers.documents.values() if each.kind is Kind.PRIOR_ANSWER]
    offered = 0
    for number, draft in drafted.drafts.items():
        sentences = [sentence for document in earlier for sentence in answers(number, document, papers)]
        assert [each.text for each in draft.prior] == sentences
        assert not any(cited.path == document.path for cited in draft.citations for document in earlier)
        for sentence in sentences:
            offered += 1
            if len(sentence.split()) > 3:
                assert sentence not in draft.portal_text and sentence not in draft.review_text
    assert offered > 100


def test_each_sentence_of_an_earlier_answer_says_what_carries_it_today_or_why_nothing_does(
    drafted: SimpleNamespace,
) -> None:
    prior = [each for draft in drafted.drafts.values() for each in draft.prior]
    for each in prior:
        assert bool(each.carried_by) is not bool(each.why)
        assert all(cited.verified for cited in each.carried_by)
    told = {each.text: each for each in drafted.drafts[56].prior}
    near = told["The guard walks the loaded rows on every round."].nearest
    assert near and near.locator.clause == "2.1.1b"
    assert not told["Pelican Gate CFS is certified in the program."].carried_by


def test_the_worked_example_reads_like_a_response(drafted: SimpleNamespace) -> None:
    lines = drafted.drafts[56].portal_text.splitlines()
    assert lines[0].startswith("- Brindlewick Home Goods, Inc.: Per the Supply Chain Security Manual 2.1.1 (effective ")
    assert " 2.1.1a: “Empties stand " in lines[0] and " 2.1.1b: “Loaded units" in lines[0]
    assert lines[1].startswith("- Pelican Gate CFS: Letter of 2026-06-22, “Your yearly partner review")
    assert len(lines) == 2
    opened = drafted.assistant.draft(56, open_items=True).portal_text.splitlines()[2:]
    assert len(opened) == 1 and opened[0].startswith("- Open: Harborline Deconsolidation LLC: ")
    assert "answered “Yes, in process of extending the fenced area”" in opened[0] and "CAR-26-05" in opened[0]


def test_no_draft_tells_a_table_as_signs_or_a_clause_twice(drafted: SimpleNamespace) -> None:
    for number, draft in drafted.drafts.items():
        assert " | " not in draft.portal_text, number
        for citation, told in zip(draft.citations, draft.told, strict=True):
            clause = citation.locator.clause
            assert not clause or f"“{clause} " not in told
            assert len(told) < 1000


def test_no_record_of_a_failure_stands_in_a_portal_text_and_the_review_text_tells_it(drafted: SimpleNamespace) -> None:
    failures = {192: "not wiped", 122: "One camera dead", 150: "Escort: self", 196: "6 of 431 user passwords fell"}
    for number, words in failures.items():
        draft: Draft = drafted.drafts[number]
        assert words not in draft.portal_text
        assert draft.portal_text == "" or words in draft.review_text.partition("Also says")[2]
