"""The gap report: its numbers, and the same content in each format."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gap_case import decided, report, told
from nouns import SEALS, covered_by, criterion, evidence, standing

from kb.errors import SourceError
from kb.export.layout import best_evidence
from kb.export.text import cell, printable
from kb.export.values import gap_values
from kb.gaps import GapReport, assigned, weak
from kb.model import Flag, Grade, Judgement, Kind, Status
from kb.writing import save_report, saved_as

NASTY = '=HYPERLINK("http://evil.example","Click") \x00\x08\ud800 | **bold** <script>alert(1)</script> [link](x) \u202e'


@pytest.fixture
def mixed() -> GapReport:
    return report(
        told(1, evidence(Grade.SUPPORTS)),
        told(2, flag=Flag.SHOULD, section="Cybersecurity"),
        told(3, evidence(Grade.STALE, Kind.LETTER, party="Rio", reasons=("the letter is old",))),
        told(4, evidence(Grade.SUPPORTS), evidence(Grade.CONTRADICTS, Kind.RECORD, quote="Not counted.")),
        told(5, evidence(Grade.PARTIAL, Kind.QUESTIONNAIRE, party="Harborline"), section="Cybersecurity"),
        told(6),
    )


def test_criteria_are_counted_by_status_and_the_open_musts_apart(mixed: GapReport) -> None:
    expected = {"covered": 1, "gap": 2, "stale": 1, "conflict": 1, "partial": 1, "not_applicable": 0}
    assert mixed.summary == expected | {"must_open": 4, "total": 6}
    assert sum(expected.values()) == len(mixed.coverages)


def test_open_criteria_stand_musts_first_by_section_in_portal_order(mixed: GapReport) -> None:
    assert [coverage.criterion.number for coverage in mixed.gaps] == [3, 4, 6, 5, 2]


def test_the_report_shows_both_sides_of_a_conflict() -> None:
    many = [evidence(Grade.SUPPORTS, quote=f"{number}", strength=0.9) for number in range(20)]
    against = [evidence(Grade.CONTRADICTS, Kind.RECORD, quote=f"Not done in {number}.") for number in range(20)]
    for pieces in ((*many, against[0]), (many[0], *against), (*many, *against)):
        shown = standing(*pieces)
        assert shown.status is Status.CONFLICT
        assert {Grade.CONTRADICTS, Grade.SUPPORTS} <= {piece.grade for piece in best_evidence(shown)}
        assert len(best_evidence(shown)) <= 3


def test_what_keeps_a_part_from_being_covered_stands_before_what_supports_it() -> None:
    many = [evidence(Grade.SUPPORTS, quote=f"{number}", strength=0.9) for number in range(9)]
    limit = evidence(Grade.PARTIAL, quote="The fence of lot C is still to come.", strength=0.1, limits=True)
    shown = standing(*many, *[evidence(Grade.PARTIAL, strength=0.9)] * 4, limit)
    assert shown.status is Status.PARTIAL
    assert best_evidence(shown)[0] == limit and best_evidence(shown)[1].grade is Grade.SUPPORTS
    assert [piece.grade for piece in best_evidence(standing(*many))] == [Grade.SUPPORTS] * 3


def test_sections_add_up_and_parties_have_the_criteria_that_they_leave_open(mixed: GapReport) -> None:
    assert sum(sum(row.values()) for row in mixed.sections.values()) == 6
    assert mixed.sections["Cybersecurity"][Status.PARTIAL] == 1
    assert mixed.parties == {"Harborline": (5,), "Rio": (3,)}


def test_markdown_says_what_is_open_with_quotes_and_what_would_close_it(mixed: GapReport) -> None:
    text = save_report(mixed, None)
    assert text.startswith("# CTPAT gap report: Brindlewick\n")
    for wanted in (
        "| gap | 2 |",
        "| Musts open | 4 |",
        "#### 4 Title 4 (MSC 5.10): conflict",
        "“Not counted.”",
        "oea.pdf",
    ):
        assert wanted in text
    assert "#### 1 " not in text
    assert "2026-11-22" in text and "ctpat-kb 0" in text


def words_of(path: Path) -> str:
    from docx import Document as Word

    word = Word(str(path))
    cells = [box.text for table in word.tables for line in table.rows for box in line.cells]
    header = [paragraph.text for paragraph in word.sections[0].header.paragraphs]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells + header)


def test_the_word_document_holds_the_same(mixed: GapReport, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    assert save_report(mixed, path) == f"Gap report written to {path}."
    text = words_of(path)
    for wanted in (
        "CTPAT gap report: Brindlewick",
        "4 Title 4 (MSC 5.10): conflict",
        "“Not counted.”",
        "Musts open",
        "oea.pdf",
    ):
        assert wanted in text
    assert "1 Title 1" not in text


def rows_of(path: Path) -> list[dict[str, object]]:
    from openpyxl import load_workbook

    head, *rows = load_workbook(path)["Criteria"].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_spreadsheet_has_a_row_for_each_part_of_each_criterion(mixed: GapReport, tmp_path: Path) -> None:
    save_report(mixed, tmp_path / "report.xlsx")
    rows = rows_of(tmp_path / "report.xlsx")
    assert [row["Number"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert [row["Status"] for row in rows] == ["covered", "gap", "stale", "conflict", "partial", "gap"]
    assert {row["MSC id"] for row in rows} == {"5.10"}  # text: a number would lose the nought
    assert "Not counted." in str(rows[3]["Evidence"])


def nasty() -> GapReport:
    piece = evidence(
        Grade.PARTIAL, Kind.QUESTIONNAIRE, quote=NASTY, party=NASTY, reasons=(NASTY,), paper={"name": NASTY}
    )
    judged = Judgement(SEALS, Status.PARTIAL, (piece,), NASTY)
    hostile = criterion(9, title=NASTY, question=NASTY, section=NASTY)
    return report(covered_by(hostile, judged), company=NASTY)


def test_no_cell_of_the_spreadsheet_can_run_as_a_formula(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    save_report(nasty(), tmp_path / "report.xlsx")
    for sheet in load_workbook(tmp_path / "report.xlsx"):
        for line in sheet.iter_rows():
            for box in line:
                assert box.data_type != "f", box.coordinate
                assert not re.match(r"\s*[=+@-]", str(box.value or "")), box.coordinate


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "\u00a0=1", " \t@x"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert cell(start).startswith("'")


@pytest.mark.parametrize("text", ["", "Seals", "5.10", "2026-11-22", "a=b", "'=1", "5 - 3"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_characters_that_office_files_cannot_hold_are_left_out_and_long_cells_are_cut() -> None:
    assert printable("a\x00b\x0bc\ud800d\uffffe\tf\ng") == "a b c d e\tf\ng"
    assert len(cell("x" * 40_000)) <= 32_767


def test_control_characters_do_not_spoil_the_word_document(tmp_path: Path) -> None:
    save_report(nasty(), tmp_path / "report.docx")
    assert "<script>alert(1)</script>" in words_of(tmp_path / "report.docx")


def test_nothing_quoted_acts_as_markup_in_the_markdown() -> None:
    lines = [line for line in save_report(nasty(), None).splitlines() if "script" in line and not line.startswith("#")]
    assert lines
    for line in lines:
        if line.startswith(("- ", "  - ", "|")):
            assert not re.search(r"(?<!\\)<script", line), line


def test_a_report_is_written_whole_or_not_at_all(mixed: GapReport, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="md, docx or xlsx"):
        save_report(mixed, tmp_path / "report.pdf")
    with pytest.raises(SourceError, match="cannot be written"):
        save_report(mixed, tmp_path / "missing" / "report.md")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(SourceError, match="cannot be written"):
        save_report(mixed, tmp_path / "folder.md")
    assert not list(tmp_path.glob("*.pdf"))


def test_the_format_goes_by_the_name_unless_it_is_given(mixed: GapReport, tmp_path: Path) -> None:
    save_report(mixed, tmp_path / "a.md")
    save_report(mixed, tmp_path / "b.txt", "md")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == (tmp_path / "b.txt").read_text(encoding="utf-8")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == save_report(mixed, None)
    save_report(replace(mixed, company="Other"), tmp_path / "a.md")
    assert "Other" in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_an_empty_base_gives_a_report_too(tmp_path: Path) -> None:
    empty = report(expiring=(), company="")
    for form in ("md", "docx", "xlsx"):
        save_report(empty, tmp_path / f"r.{form}")
    assert empty.summary["total"] == 0 and "# CTPAT gap report\n" in save_report(empty, None)


def test_what_is_weak_is_told_with_its_reason_and_what_is_shown_apart(mixed: GapReport) -> None:
    text = save_report(mixed, None)
    assert "Weak, stale: “Seals are kept" in text and "(the letter is old)" in text
    assert "Weak, contradicts: “Not counted.”" in text and "Shown: “Seals are kept" in text
    pieces = [evidence(Grade.SUPPORTS), evidence(Grade.PARTIAL), evidence(Grade.CONTRADICTS), evidence(Grade.STALE)]
    pieces.append(evidence(Grade.CLAIM_ONLY, counts=False))
    assert [item.grade for item in weak(standing(*pieces))] == [Grade.CONTRADICTS, Grade.PARTIAL, Grade.STALE]


def test_owner_and_day_due_come_from_the_notes_of_decisions_and_from_nowhere_else() -> None:
    blank = told(1, evidence(Grade.PARTIAL))
    assert assigned(blank) == ("", "")
    noted = (decided(2, "seen; owner: D. Prewitt, due by 2027-01-15"), decided(1, "owner: somebody else"))
    named = covered_by(criterion(1), replace(standing(evidence(Grade.PARTIAL)), decisions=noted))
    assert assigned(named) == ("D. Prewitt", "2027-01-15")
    assert "Owner: D. Prewitt  Due: 2027-01-15" in save_report(report(named), None)
    assert "Owner: ____  Due: ____" in save_report(report(blank), None)
    vague = covered_by(criterion(1), replace(standing(), decisions=(decided(1, "the owner is away, fees are due"),)))
    assert assigned(vague) == ("", "")


def style_of(paragraph: Any) -> str:
    return str(paragraph.style.name)


def test_the_word_document_can_be_signed_and_has_its_contents(mixed: GapReport, tmp_path: Path) -> None:
    from docx import Document as Word

    save_report(replace(mixed, prepared_by="A. Marsh"), tmp_path / "r.docx")
    word = Word(str(tmp_path / "r.docx"))
    inside = word.element.xml
    headings = [each.text for each in word.paragraphs if style_of(each) in ("Heading 1", "Heading 2")]
    entries = [each.text.strip() for each in word.paragraphs if style_of(each).startswith("toc ")]
    assert entries == headings and "Signatures" in headings and "Must: Physical Security" in headings
    for mark in re.findall(r'w:anchor="(_Toc\d+)"', inside):
        assert inside.count(f'w:name="{mark}"') == 1
    assert inside.count('fldCharType="begin"') == inside.count('fldCharType="end"') == len(headings) + 1
    footer = word.sections[0].footer.paragraphs[0]._p.xml
    assert "PAGE" in footer and "NUMPAGES" in footer
    signed = [[cell.text for cell in row.cells] for row in word.tables[-1].rows]
    assert signed[0] == ["", "Name", "Signature", "Date"]
    assert signed[1:] == [["Prepared by", "A. Marsh", "", ""], ["Approved by", "", "", ""]]


def test_readiness_is_drawn_in_each_format(mixed: GapReport, tmp_path: Path) -> None:
    from docx import Document as Word
    from openpyxl import load_workbook

    text = save_report(mixed, None)
    assert re.search(r"^Physical Security +█+▒+≠+░+ +1 of 4 covered$", text, re.MULTILINE)
    save_report(mixed, tmp_path / "r.docx")
    pictures = Word(str(tmp_path / "r.docx")).inline_shapes
    told_as = [shape._inline.docPr.get("descr") for shape in pictures]
    assert told_as[0] == "Physical Security: 1 covered, 1 stale, 1 conflict, 1 gap" and len(told_as) == 2
    assert pictures[0].width == 2 * pictures[1].width
    save_report(mixed, tmp_path / "r.xlsx")
    sheet = load_workbook(tmp_path / "r.xlsx")["Readiness"]
    assert len(sheet._charts) == 1 and len(sheet._charts[0].series) == 6
    rows = {row[0]: row[1:7] for row in sheet.iter_rows(values_only=True)}
    assert rows["Physical Security"] == (1, 0, 1, 1, 1, 0) and rows["Cybersecurity"] == (0, 1, 0, 0, 1, 0)


def test_every_table_of_the_workbook_can_be_filtered_and_holds_the_matrix(mixed: GapReport, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    save_report(mixed, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    for name in ("Criteria", "Changes", "Parties", "Expiring", "Not applicable"):
        assert book[name].auto_filter.ref, name
    head, *rows = book["Parties"].iter_rows(values_only=True)
    cells = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert cells["3"]["Rio"] == "out of date" and cells["5"]["Harborline"] == "partly"
    assert [row[0] for row in book["Expiring"].iter_rows(values_only=True)] == ["Document", "oea.pdf"]


def test_the_values_for_other_programs_hold_what_the_other_formats_show(mixed: GapReport) -> None:
    values = gap_values(mixed)
    assert values["summary"] == mixed.summary and values["made_by"] == mixed.made_by
    assert [row["criterion"]["number"] for row in values["gaps"]] == [3, 4, 6, 5, 2]
    assert {row["number"] for row in values["criteria"]} == {1, 2, 3, 4, 5, 6}
    stale = values["gaps"][0]
    assert stale["weak"][0]["why"] == ["the letter is old"] and stale["owner"] is None and stale["due"] is None
    assert values["expiring"][0]["document"] == "oea.pdf" and values["expiring"][0]["when"] == "out of date"
    assert values["parties"] == [{"party": "Harborline", "criteria": [5]}, {"party": "Rio", "criteria": [3]}]
    assert values["changes"] is None and values["window"]["opens"] is None


def test_what_a_person_set_aside_is_listed_with_the_reason() -> None:
    apart = replace(standing(), status=Status.NOT_APPLICABLE, decided="decided by A. Marsh on 2026-11-20: no border")
    text = save_report(report(covered_by(criterion(113), apart)), None)
    assert (
        "## Not applicable, by a person's decision" in text and "decided by A. Marsh on 2026-11-20: no border" in text
    )


def test_a_report_that_is_only_printed_is_not_saved() -> None:
    assert saved_as(None, None) is None and saved_as(None, "md") is None
    assert saved_as(None, "docx") == Path("gap-report.docx") and saved_as(Path("x.md"), None) == Path("x.md")
