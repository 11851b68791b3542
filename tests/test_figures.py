"""Spans of time that papers name, and papers that name different ones."""

from dataclasses import replace

import pytest

from kb.coverage import judgement
from kb.figures import disagreement, figures
from kb.model import Citation, Evidence, Grade, Kind, Layer, Requirement, Status

KEPT = Requirement("133.1", "Recordings are kept long enough.", (Layer.RECORD, Layer.PROCEDURE))
RULE = "Recordings are kept for at least 90 days."
FOUND = "The recorders reach back 31 days."


def piece(quote: str, kind: Kind, path: str, party: str = "", grade: Grade = Grade.SUPPORTS) -> Evidence:
    layer = Layer.RECORD if kind is Kind.RECORD else Layer.PROCEDURE
    cited = Citation(path, path.rpartition("/")[2], "a" * 64, 0, len(quote), quote, verified=True)
    return Evidence("133.1", cited, kind, grade, layer, party, None, None, 0.9)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        (RULE, 90 * 24),
        (FOUND, 31 * 24),
        ("Footage is retained for three (3) months.", 3 * 730),
        ("The setting reads: overwrite after 31 days, recordings are lost then.", 31 * 24),
        ("Sheets are stored for one year in the yard office.", 8760),
        ("Logs are kept thirty days.", 30 * 24),
    ],
)
def test_how_long_a_thing_is_kept_is_read_in_figures_and_in_words(text: str, hours: float) -> None:
    assert [figure.hours for figure in figures(text)] == [hours]


@pytest.mark.parametrize(
    "text",
    [
        "The fence is walked every 30 days and the sheet is kept.",
        "A letter more than 12 months old is not on file.",
        "Within 14 days the record is filed.",
        "The inspection takes two hours.",
        "Notice is given 90 days before the review of what is stored.",
    ],
)
def test_other_spans_of_time_are_not_how_long_a_thing_is_kept(text: str) -> None:
    assert list(figures(text)) == []


def test_a_record_that_falls_short_of_the_rule_is_a_conflict_that_names_both() -> None:
    rule, found = piece(RULE, Kind.POLICY, "/p/policy.pdf"), piece(FOUND, Kind.RECORD, "/p/note.docx")
    judged = judgement(KEPT, [rule, found])
    assert judged.status is Status.CONFLICT
    assert "policy.pdf says 90 days" in judged.missing and "note.docx says 31 days" in judged.missing
    assert {item.citation.path for item in judged.evidence} == {"/p/policy.pdf", "/p/note.docx"}


def test_a_record_that_does_better_than_the_rule_or_says_the_same_agrees_with_it() -> None:
    rule = piece(RULE, Kind.POLICY, "/p/policy.pdf")
    for words in ("The recorders reach back 120 days.", "Recordings are kept for three months."):
        assert disagreement([rule, piece(words, Kind.RECORD, "/p/note.docx")]) is None


def test_two_rules_with_different_figures_disagree_and_one_paper_with_itself_does_not() -> None:
    rule, other = piece(RULE, Kind.POLICY, "/p/a.pdf"), piece("They are kept for 60 days.", Kind.PROCEDURE, "/p/b.docx")
    assert disagreement([rule, other]) is not None
    assert disagreement([rule, replace(other, citation=replace(other.citation, path="/p/a.pdf"))]) is None


def test_what_a_partner_keeps_is_not_held_against_the_companys_own_rule() -> None:
    rule = piece(RULE, Kind.POLICY, "/p/policy.pdf")
    assert disagreement([rule, piece(FOUND, Kind.LETTER, "/p/letter.pdf", party="Pelican Gate CFS")]) is None


def test_a_paper_that_names_several_spans_is_not_held_to_one_of_them() -> None:
    several = piece("Logs are kept for 30 days. Recordings are kept for one year.", Kind.POLICY, "/p/a.pdf")
    assert disagreement([several, piece(RULE, Kind.POLICY, "/p/b.pdf")]) is None


def test_where_it_is_asked_how_long_two_rules_disagree_though_they_say_little_else() -> None:
    weak = [replace(piece(RULE, Kind.POLICY, "/p/a.pdf"), strength=0.47, counts=False, grade=Grade.PARTIAL)]
    weak.append(replace(piece("Recorders hold 21 days.", Kind.POLICY, "/p/b.pdf"), strength=0.47, counts=False))
    assert judgement(KEPT, weak).status is Status.CONFLICT
    other = Requirement("207.1", "Technology guards the premises.", (Layer.RECORD, Layer.PROCEDURE))
    assert judgement(other, weak).status is Status.GAP


def test_spans_for_things_that_share_no_word_do_not_disagree() -> None:
    sheets = piece("Check sheets are kept for two years in the Facilities office.", Kind.POLICY, "/p/a.pdf")
    logs = piece("Failed sign-ins are logged and kept for a year by the desk.", Kind.POLICY, "/p/b.pdf")
    other = piece("The check sheets are kept for a year.", Kind.POLICY, "/p/c.pdf")
    assert disagreement([sheets, logs]) is None
    assert disagreement([sheets, other]) is not None
