"""The Partner Response is made of verified quotes and of nothing else."""

from dataclasses import replace

import pytest
from nouns import SEAL_WORDS, SEALS, covered_by, criterion, evidence, standing

from kb.draft import draft
from kb.model import Citation, Coverage, Draft, Evidence, Flag, Grade, Kind, Locator, Requirement

HARBORLINE = "Units are stored in the fenced yard of Pier 9."


def made(told: Coverage, company: str = "Brindlewick", honest: bool = True) -> Draft:
    return draft(told, company, lambda cited: replace(cited, verified=honest), lambda path: "Seal Policy")


def told(*pieces: Evidence, flag: Flag = Flag.MUST) -> Coverage:
    return covered_by(criterion(flag=flag), standing(*pieces))


def clause(number: str) -> Citation:
    base = evidence(Grade.SUPPORTS).citation
    return replace(base, locator=Locator(page=3, clause=number))


def test_the_portal_text_quotes_names_the_document_and_carries_no_markers() -> None:
    one = made(told(evidence(Grade.SUPPORTS, citation=clause("3.2"))))
    assert one.portal_text == f"- Brindlewick: “{SEAL_WORDS}” (Seal Policy, 3.2)."
    assert "[1]" not in one.portal_text and "[1]" in one.review_text
    assert [cited.marker for cited in one.citations] == ["[1]"]
    assert all(cited.verified for cited in one.citations)


def test_each_party_has_its_own_bullet_and_the_company_comes_first() -> None:
    own = evidence(Grade.SUPPORTS)
    lines = made(
        told(
            evidence(Grade.SUPPORTS, Kind.LETTER, party="Pelican Gate", quote="We store units."),
            evidence(Grade.SUPPORTS, Kind.LETTER, party="Harborline", quote=HARBORLINE),
            own,
        )
    ).portal_text.splitlines()
    assert [line.split(":")[0] for line in lines] == ["- Brindlewick", "- Harborline", "- Pelican Gate"]
    assert HARBORLINE in lines[1]


def test_a_company_without_a_name_is_called_the_company() -> None:
    assert made(told(evidence(Grade.SUPPORTS)), company="").portal_text.startswith("- The company: ")


def test_a_record_is_called_one_and_stands_after_the_procedure() -> None:
    text = made(
        told(evidence(Grade.SUPPORTS, Kind.RECORD, quote="Counted: 412."), evidence(Grade.SUPPORTS))
    ).portal_text
    assert text.index(SEAL_WORDS) < text.index("Record: “Counted: 412.”")


@pytest.mark.parametrize("grade", [grade for grade in Grade if grade is not Grade.SUPPORTS])
def test_nothing_but_support_is_written_for_the_portal(grade: Grade) -> None:
    other = evidence(grade, Kind.RECORD, quote="Something less than support.")
    assert "less than support" not in made(told(evidence(Grade.SUPPORTS), other)).portal_text
    alone = made(told(other))
    assert alone.portal_text == "" and alone.citations == ()


def test_a_quote_that_is_not_verified_is_not_written() -> None:
    unread = made(told(evidence(Grade.SUPPORTS)), honest=False)
    assert unread.portal_text == "" and unread.citations == ()
    assert SEAL_WORDS not in unread.review_text


def test_a_gap_has_no_portal_text_and_says_what_is_missing() -> None:
    empty = made(told())
    assert empty.portal_text == "" and "This is a Must." in empty.review_text
    assert empty.open_items and empty.open_items[0].startswith("71.1: ") and empty.open_items[0] in empty.review_text
    assert "This is a Should." in made(told(flag=Flag.SHOULD)).review_text


def test_what_is_open_stands_in_the_review_text_and_not_in_the_portal_text() -> None:
    second = Requirement("71.2", "Lost seals are reported.", core=SEALS.core)
    both = covered_by(criterion(71, SEALS, second), standing(evidence(Grade.SUPPORTS)), standing(requirement=second))
    text = made(both)
    assert text.portal_text and "Lost seals" not in text.portal_text
    assert "71.2" in text.review_text and len(text.open_items) == 1


def test_one_passage_is_quoted_once_though_it_supports_two_parts() -> None:
    second = Requirement("71.2", "Seals are counted.", core=SEALS.core)
    piece = evidence(Grade.SUPPORTS)
    both = covered_by(
        criterion(71, SEALS, second), standing(piece), standing(replace(piece, requirement="71.2"), requirement=second)
    )
    assert made(both).portal_text.count(SEAL_WORDS) == 1


def test_a_party_is_quoted_a_few_times_for_a_part_and_markers_count_up() -> None:
    pieces = [
        evidence(Grade.SUPPORTS, quote=f"Quote number {n}.", strength=0.9 - n / 100, paper={"name": f"{n}.md"})
        for n in range(9)
    ]
    text = made(told(*pieces))
    assert [cited.marker for cited in text.citations] == ["[1]", "[2]", "[3]"]
    assert "Quote number 0." in text.portal_text and "Quote number 5." not in text.portal_text


def test_quotes_stay_on_one_line() -> None:
    text = made(told(evidence(Grade.SUPPORTS, quote="Seals are\n  kept\there."))).portal_text
    assert "“Seals are kept here.”" in text and "\n" not in text
