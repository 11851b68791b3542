"""The Partner Response is made of verified quotes in fixed frames, and of nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from nouns import RECENT, SEAL_WORDS, SEALS, covered_by, criterion, document, evidence, passage, standing

from kb.draft import draft
from kb.model import Citation, Coverage, Document, Draft, Evidence, Flag, Grade, Kind, Locator, Passage, Requirement

HARBORLINE = "Units are stored in the fenced yard of Pier 9."


class Papers:
    """The papers of pieces of evidence, each with one passage: its quote, unless another text is given."""

    def __init__(self, told: Coverage, title: str = "Seal Policy", honest: bool = True, **passages: Passage) -> None:
        self.honest = honest
        items = [item for judged in told.judgements for item in judged.evidence]
        self.documents: Mapping[str, Document] = {
            item.citation.path: document(
                item.kind, name=item.citation.document, title=title, party=item.party, effective=item.effective
            )
            for item in items
        }
        self.texts = {(item.citation.path, item.citation.start): item.citation for item in items}
        self.given = passages

    def passages(self, path: str, start: int, end: int) -> list[Passage]:
        cited = self.texts.get((path, start))
        given = self.given.get(path.rpartition("/")[2].partition(".")[0])
        if given or cited is None:
            return [given] if given else []
        return [passage(cited.quote, self.documents[path], start=start, end=end, locator=cited.locator)]

    def verify(self, citation: Citation) -> Citation:
        return replace(citation, verified=self.honest)


def made(told: Coverage, company: str = "Brindlewick", open_items: bool = False, **papers: object) -> Draft:
    return draft(told, company, Papers(told, **papers), open_items=open_items)  # type: ignore[arg-type]


def told(*pieces: Evidence, flag: Flag = Flag.MUST) -> Coverage:
    return covered_by(criterion(flag=flag), standing(*pieces))


def cited(quote: str, locator: Locator | None = None, name: str = "policy.md") -> Citation:
    base = evidence(Grade.SUPPORTS, paper={"name": name}).citation
    return replace(base, quote=quote, end=base.start + len(quote), locator=locator or Locator())


def test_a_policy_is_named_by_title_clause_and_date_before_its_words_and_the_portal_text_has_no_markers() -> None:
    one = made(told(evidence(Grade.SUPPORTS, citation=cited(SEAL_WORDS, Locator(page=3, clause="3.2")))))
    assert one.portal_text == f"- Brindlewick: Per the Seal Policy 3.2 (effective {RECENT}): “{SEAL_WORDS}”"
    assert one.told == (one.portal_text.removeprefix("- Brindlewick: "),)
    assert "[1]" not in one.portal_text and "”  [1]".replace("  ", " ") in one.review_text
    assert "[1] policy.md, page 3, clause 3.2" in one.review_text
    assert [each.marker for each in one.citations] == ["[1]"] and all(each.verified for each in one.citations)


def test_a_title_that_does_not_say_what_the_paper_is_gets_its_kind() -> None:
    assert "Per the Seal Control policy (" in made(told(evidence(Grade.SUPPORTS)), title="Seal Control").portal_text


def test_the_clauses_number_and_the_heading_are_not_told_twice() -> None:
    where = Locator(clause="3.2", trail=("Seals", "Custody of seals"))
    one = evidence(Grade.SUPPORTS, citation=cited(f"3.2 Custody of seals\n{SEAL_WORDS}", where))
    drafted = made(told(one))
    assert drafted.portal_text.endswith(f": “{SEAL_WORDS}”") and drafted.portal_text.count("3.2") == 1
    assert drafted.citations[0].quote == SEAL_WORDS and drafted.citations[0].start == len("3.2 Custody of seals\n")


def test_a_sentence_that_a_line_break_cut_is_told_whole() -> None:
    text = (
        "Seals are kept in the\ncabinet of the dock. They are counted by the\ncustodian every Friday. Keys hang there."
    )
    part = "cabinet of the dock. They are counted by the"
    start = text.index(part)
    whole = passage(text, document(), locator=Locator())
    quote = replace(cited(part), start=start, end=start + len(part))
    drafted = made(told(evidence(Grade.SUPPORTS, citation=quote)), policy=whole)
    assert (
        "“Seals are kept in the cabinet of the dock. They are counted by the custodian every Friday.”"
        in drafted.portal_text
    )
    assert drafted.citations[0].quote == text[: text.index(" Keys")]


def test_clauses_of_one_paper_follow_each_other_and_name_it_once() -> None:
    pieces = [
        evidence(
            Grade.SUPPORTS,
            strength=0.9 - n / 10,
            citation=replace(cited(words, Locator(clause=clause)), start=start, end=start + len(words)),
        )
        for n, (clause, words, start) in enumerate(
            (("2.1b", "Loaded units stand in row D.", 900), ("2.1", "Units stand inside the fence.", 10))
        )
    ]
    text = made(told(*pieces), title="Manual").portal_text
    assert text == (
        f"- Brindlewick: Per the Manual 2.1 (effective {RECENT}): “Units stand inside the fence.”"
        " 2.1b: “Loaded units stand in row D.”"
    )


def test_a_row_of_a_table_is_told_by_its_columns_and_a_questionnaire_by_question_and_answer() -> None:
    row = "3 | 2026-06-04 | DCW | Strangers | 22"
    paper = document(Kind.RECORD, name="roster.xlsx")
    fields = {"No.": "3", "Date": "2026-06-04", "Site": "DCW", "Topic": "Strangers", "Attended": "22"}
    where = Locator(sheet="Sessions", row=7)
    roster = passage(row, paper, fields=fields, locator=where)
    one = evidence(Grade.SUPPORTS, Kind.RECORD, citation=cited(row, where, "roster.xlsx"))
    text = made(told(one), title="Roster", roster=roster).portal_text
    assert text.endswith(
        "Recorded in the Roster, sheet Sessions, row 7: Date: 2026-06-04; Site: DCW; Topic: Strangers; Attended: 22."
    )
    row = "8 | Are seals locked up? | Yes | In a steel cabinet"
    fields = {"number": "8", "question": "Are seals locked up?", "answer": "Yes", "explanation": "In a steel cabinet"}
    answer = passage(row, document(Kind.QUESTIONNAIRE, name="q.xlsx"), fields=fields)
    one = evidence(Grade.SUPPORTS, Kind.QUESTIONNAIRE, party="Harborline", citation=cited(row, None, "q.xlsx"))
    text = made(told(one), title="Questionnaire", q=answer).portal_text
    asked = "asked “Are seals locked up?”, answered “Yes”: “In a steel cabinet”."
    assert text == f"- Harborline: Questionnaire ({RECENT}), item 8: {asked}"


def test_the_day_of_a_meeting_is_its_headings_and_not_the_newest_of_the_minutes() -> None:
    where = Locator(trail=("Minutes", "Meeting of January 22, 2026"))
    text = made(
        told(evidence(Grade.SUPPORTS, Kind.RECORD, citation=cited("Seals were counted.", where))), title="Minutes"
    )
    assert "Recorded in the Minutes, “Meeting of January 22, 2026”: “Seals were counted.”" in text.portal_text


def test_each_party_has_its_own_bullet_and_the_company_comes_first() -> None:
    pieces = [
        evidence(Grade.SUPPORTS, Kind.LETTER, party=party, quote=quote, paper={"name": f"{party}.md"})
        for party, quote in (("Pelican Gate", "We store units."), ("Harborline", HARBORLINE))
    ]
    lines = made(told(*pieces, evidence(Grade.SUPPORTS))).portal_text.splitlines()
    assert [line.split(":")[0] for line in lines] == ["- Brindlewick", "- Harborline", "- Pelican Gate"]
    assert HARBORLINE in lines[1] and f"Letter of {RECENT}, “Seal Policy”" in lines[1]


def test_what_the_companys_paper_says_of_a_partner_is_told_as_the_companys_paper() -> None:
    told_of = told(evidence(Grade.SUPPORTS, party="Harborline"))
    papers = Papers(told_of)
    papers.documents = {path: replace(each, party="") for path, each in papers.documents.items()}
    assert "- Harborline: Per the Seal Policy of Brindlewick (" in draft(told_of, "Brindlewick", papers).portal_text


def test_a_company_without_a_name_is_called_the_company() -> None:
    assert made(told(evidence(Grade.SUPPORTS)), company="").portal_text.startswith("- The company: ")


def test_a_record_is_called_one_and_stands_in_a_line_of_its_own_after_the_procedure() -> None:
    record = evidence(Grade.SUPPORTS, Kind.RECORD, quote="Counted: 412.")
    first, second = made(told(record, evidence(Grade.SUPPORTS))).portal_text.splitlines()
    assert SEAL_WORDS in first and second == f"  Recorded in the Seal Policy ({RECENT}): “Counted: 412.”"


@pytest.mark.parametrize("grade", [grade for grade in Grade if grade is not Grade.SUPPORTS])
def test_nothing_but_support_is_written_for_the_portal(grade: Grade) -> None:
    other = evidence(grade, Kind.RECORD, quote="Something less than support.")
    assert "less than support" not in made(told(evidence(Grade.SUPPORTS), other)).portal_text
    alone = made(told(other))
    assert alone.portal_text == "" and alone.citations == ()


def test_papers_that_contradict_each_other_give_no_portal_text_and_both_sides_for_review() -> None:
    both = made(
        told(evidence(Grade.SUPPORTS), evidence(Grade.CONTRADICTS, Kind.RECORD, quote="No seals were counted."))
    )
    assert both.portal_text == "" and SEAL_WORDS in both.review_text and "No seals were counted." in both.review_text


def test_a_quote_that_is_not_verified_is_not_written() -> None:
    unread = made(told(evidence(Grade.SUPPORTS)), honest=False)
    assert unread.portal_text == "" and unread.citations == ()
    assert SEAL_WORDS not in unread.review_text


def test_a_question_is_no_statement() -> None:
    asks = evidence(Grade.SUPPORTS, Kind.LETTER, party="Norrsund", quote="Could we get the seal numbers by mail?")
    assert "Norrsund" not in made(told(asks, evidence(Grade.SUPPORTS))).portal_text


def test_a_gap_has_no_portal_text_and_says_what_is_missing() -> None:
    empty = made(told())
    assert empty.portal_text == "" and "This is a Must." in empty.review_text
    assert empty.open_items and empty.open_items[0].startswith("71.1: ") and empty.open_items[0] in empty.review_text
    assert "This is a Should." in made(told(flag=Flag.SHOULD)).review_text
    assert made(told(), open_items=True).portal_text == ""


def two_parts() -> Coverage:
    second = Requirement("71.2", "Lost seals are reported.", core=SEALS.core)
    plan = evidence(
        Grade.PARTIAL, Kind.LETTER, requirement="71.2", party="Harborline", limits=True, paper={"name": "letter.md"},
        quote="A report of lost seals is in preparation, due 2027-03-01.",
    )  # fmt: skip
    third = Requirement("71.3", "Keys are counted.", core=SEALS.core)
    parts = [standing(evidence(Grade.SUPPORTS)), standing(plan, requirement=second), standing(requirement=third)]
    return covered_by(criterion(71, SEALS, second, third), *parts)


def test_what_is_open_stands_in_the_review_text_alone_unless_it_is_asked_for() -> None:
    text = made(two_parts())
    assert text.portal_text and "lost seals" not in text.portal_text and "Open" not in text.portal_text
    assert "71.2" in text.review_text and len(text.open_items) == 2


def test_what_is_open_is_told_in_the_papers_own_words_where_it_is_asked_for() -> None:
    text = made(two_parts(), open_items=True)
    lines = text.portal_text.splitlines()
    assert lines[1].startswith("- Open: Harborline: Letter of ") and "“A report of lost seals is in" in lines[1]
    assert lines[2] == "- Open: not shown by a document yet: Keys are counted."
    assert len(text.citations) == len(text.told) == 2 and text.citations[1].marker == "[2]"
    assert "due 2027-03-01.” [2]" in text.review_text and "Open, not in" not in text.review_text


def test_one_passage_is_quoted_once_though_it_supports_two_parts() -> None:
    second = Requirement("71.2", "Seals are counted.", core=SEALS.core)
    piece = evidence(Grade.SUPPORTS)
    both = covered_by(
        criterion(71, SEALS, second), standing(piece), standing(replace(piece, requirement="71.2"), requirement=second)
    )
    assert made(both).portal_text.count(SEAL_WORDS) == 1


def quoted(count: int, words: str = "Quote number {n}.") -> Sequence[Evidence]:
    return [
        evidence(Grade.SUPPORTS, quote=words.format(n=n), strength=0.9 - n / 100, paper={"name": f"{n}.md"})
        for n in range(count)
    ]


def test_a_party_is_quoted_a_few_times_for_a_part_and_markers_count_up() -> None:
    text = made(told(*quoted(9)))
    assert [each.marker for each in text.citations] == ["[1]", "[2]", "[3]"]
    assert "Quote number 0." in text.portal_text and "Quote number 5." not in text.portal_text


def test_what_two_papers_say_alike_is_told_once() -> None:
    again = quoted(4, "Seals are kept in a locked cabinet and counted every Friday by custodian {n}.")
    assert len(made(told(*again)).citations) == 1


def test_quotes_stay_on_one_line() -> None:
    text = made(told(evidence(Grade.SUPPORTS, quote="Seals are\n  kept\there."))).portal_text
    assert "“Seals are kept here.”" in text and "\n" not in text


def test_a_day_that_is_not_known_is_not_told() -> None:
    nameless = made(told(evidence(Grade.SUPPORTS, effective=None))).portal_text
    assert nameless.startswith("- Brindlewick: Per the Seal Policy: “") and str(date.today().year) not in nameless


def recorded(cells: Mapping[str, str], **values: object) -> tuple[Evidence, Passage]:
    """A row of a log, and its passage."""
    words, where = " | ".join(cells.values()), Locator(sheet="Log", row=7)
    paper = document(Kind.RECORD, name="log.xlsx")
    one = evidence(Grade.SUPPORTS, Kind.RECORD, citation=cited(words, where, "log.xlsx"), **values)
    return one, passage(words, paper, fields=cells, locator=where)


@pytest.mark.parametrize(
    "cells",
    [
        {"Asset": "drive 21", "Cleared how": "not wiped"},
        {"Asset": "drive 22", "Certificate": "none"},
        {"Visitor": "Bruce Wynn", "Escort": "self"},
        {"Visitor": "Tim Vogel", "ID seen": "N"},
    ],
)
def test_a_row_that_tells_of_a_failure_goes_to_review_and_never_to_the_portal(cells: Mapping[str, str]) -> None:
    one, log = recorded(cells)
    beside = made(told(evidence(Grade.SUPPORTS), one), log=log)
    assert SEAL_WORDS in beside.portal_text and "Recorded in" not in beside.portal_text and len(beside.citations) == 1
    last = list(cells.items())[-1]
    assert f"{last[0]}: {last[1]}." in beside.review_text.split("Also says, not in the portal text:")[1]
    alone = made(told(one), log=log)
    assert alone.portal_text == "" and alone.citations == () and f"{last[0]}: {last[1]}." in alone.review_text


@pytest.mark.parametrize(
    "words",
    [
        "Two breeches of procedure: a driver inside the warehouse, a propped door.",
        "One camera dead for four days without anybody noticing.",
        "6 of 431 user passwords fell.",
        "The seals were not counted in May.",
    ],
)
def test_a_records_sentence_that_tells_of_a_failure_goes_to_review_alone(words: str) -> None:
    text = made(told(evidence(Grade.SUPPORTS), evidence(Grade.SUPPORTS, Kind.RECORD, quote=words)))
    assert words not in text.portal_text and f"“{words}”" in text.review_text.partition("Also says")[2]


@pytest.mark.parametrize(
    "words", ["No breach of procedure was seen.", "0 of 431 user passwords fell.", "No hole, no mark.", "No finding."]
)
def test_a_record_that_finds_nothing_wrong_is_told(words: str) -> None:
    text = made(told(evidence(Grade.SUPPORTS, Kind.RECORD, quote=words)))
    assert words in text.portal_text and "Also says" not in text.review_text


@pytest.mark.parametrize(
    "cells",
    [
        {"Unit": "4411", "Seal broken": "no"},
        {"Partner": "Harborline", "Questionnaire": "not asked, certified"},
        {"Finding": "Gate was not locked", "action": "new lock, closed 2026-05-22"},
    ],
)
def test_a_row_that_is_in_order_or_says_what_was_put_right_is_told(cells: Mapping[str, str]) -> None:
    one, log = recorded(cells)
    assert "Recorded in" in made(told(one), log=log).portal_text


def test_a_rule_that_forbids_is_no_record_of_a_failure() -> None:
    rule = "Seals that were not counted are reported."
    assert rule in made(told(evidence(Grade.SUPPORTS, quote=rule))).portal_text


def test_the_companys_paper_on_a_partner_is_the_companys_where_the_settings_name_no_company() -> None:
    told_of = told(evidence(Grade.SUPPORTS, party="Harborline", quote="We count its seals."))
    papers = Papers(told_of)
    papers.documents = {path: replace(each, party="") for path, each in papers.documents.items()}
    assert "- Harborline: Per the Seal Policy of the company (" in draft(told_of, "", papers).portal_text


def test_a_sentence_that_a_pages_end_cuts_is_told_as_cut_and_a_line_of_a_list_as_whole() -> None:
    for words in ("Phones are enrolled. Enrollment requires updates, screen", "Seals are kept as follows:"):
        drafted = made(told(evidence(Grade.SUPPORTS, quote=words)))
        assert drafted.portal_text.endswith(f"“{words} …”") and drafted.citations[0].quote == words
    assert made(told(evidence(Grade.SUPPORTS, quote="Seals in a safe"))).portal_text.endswith("“Seals in a safe”.")


class Paged(Papers):
    """Papers whose second page goes on in lower case."""

    def passages(self, path: str, start: int, end: int) -> list[Passage]:
        paper = self.documents[path]
        after = passage("safe.", paper, start=len(CUT) + 1, end=len(CUT) + 6, locator=Locator(page=2))
        return [*super().passages(path, start, end), *([after] if end > len(CUT) else [])]


CUT = "Seals are kept in a locked"


def test_a_single_sentence_that_goes_on_over_the_page_is_told_as_cut() -> None:
    both = told(evidence(Grade.SUPPORTS, citation=cited(CUT, Locator(page=1))))
    assert draft(both, "Brindlewick", Paged(both)).portal_text.endswith(f"“{CUT} …”")
