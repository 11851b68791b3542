"""Tables: workbooks, CSV files, and what is a header, a title or a questionnaire in them."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from files import SEAL, block_with, odf, odf_row, text_of, xlsx

from ingest.isolate import Isolation
from ingest.readers.clauses import Clauses
from ingest.readers.registry import read_file
from ingest.readers.table import Row, fields_of, roles, table_blocks
from ingest.reading import BlockKind

QUESTIONS = (
    ("Item", "Description", "Yes / No / N/A", "Explanation", "Corrective action", "Due"),
    ("5.1", "Is the yard fenced?", "Yes", "2 m fence, being extended", "", ""),
    ("12.10", "Are seals counted?", "No", "", "Monthly count", "2026-09-30"),
)


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (2, 4, 1, 0, 5, 3)])
def test_a_questionnaire_is_known_in_any_order_of_its_columns(
    order: tuple[int, ...], tmp_path: Path, isolation: Isolation
) -> None:
    rows = [tuple(row[place] for place in order) for row in QUESTIONS]
    path = xlsx(tmp_path / "form.xlsx", (("Security questionnaire 2026",), ("Company", "Harbor Ltd."), *rows))
    answers = [block for block in isolation.read(path).blocks if block.kind is BlockKind.ROW and block.header]
    names = ("item", "question", "answer", "explanation", "action", "due")
    assert roles(answers[0].header) == {order.index(place): role for place, role in enumerate(names)}
    fields = fields_of(answers[1].header, answers[1].cells)
    assert (fields["item"], fields["answer"], fields["due"]) == ("12.10", "No", "2026-09-30")
    assert (answers[1].sheet, answers[1].row) == ("Yard", 5)


def test_a_mark_under_yes_no_or_not_applicable_is_the_answer() -> None:
    rows = [("No.", "Question", "Response", "", "", "Comments"), ("", "", "Yes", "No", "N/A", "")]
    blocks = table_blocks([Row(cells) for cells in (*rows, ("1", "Is the yard fenced?", "", "X", "", "planned"))])
    fields = fields_of(blocks[-1].header, blocks[-1].cells)
    assert fields == {"item": "1", "question": "Is the yard fenced?", "answer": "No", "explanation": "planned"}


def test_what_a_company_asks_is_a_question_whatever_it_calls_it() -> None:
    rows = [("Code", "Explain", "Answer", "We ask"), ("F2", "wall of 3 m", "Yes", "Is there a wall?")]
    block = table_blocks([Row(cells) for cells in rows])[-1]
    assert fields_of(block.header, block.cells)["question"] == "Is there a wall?"
    assert roles(("Date", "Asked", "Answer", "By")) == {}  # a log of calls


def test_a_header_is_found_under_title_rows_and_a_list_without_one_has_none() -> None:
    titled = table_blocks(
        [Row(("Seal log",)), Row(("Site", "East")), Row(("Seal", "Date", "Unit")), Row(("B1", "2026-01-05", "T1"))]
    )
    assert titled[-1].header == ("Seal", "Date", "Unit")
    assert titled[0].kind is BlockKind.HEADING
    form = table_blocks([Row(("Document no.", "POL-7")), Row(("Owner", "V. Duquesne"))])
    assert all(block.header == () and block.kind is BlockKind.ROW for block in form)


def test_a_register_that_is_no_questionnaire_has_no_roles() -> None:
    assert roles(("Seal", "Description", "Date")) == {}


def test_numbers_dates_and_hidden_sheets_of_a_workbook_are_read_as_shown(tmp_path: Path, isolation: Isolation) -> None:
    path = xlsx(
        tmp_path / "log.xlsx", (("MSC", "Checked", "Share", "Count"), ("12.10", date(2026, 5, 4), 0.5, 3.0)), True
    )
    reading = isolation.read(path)
    assert "12.10 | 2026-05-04 | 0.5 | 3" in text_of(reading)
    assert any("hidden" in warning for warning in reading.warnings) and "from last year" in text_of(reading)


def test_a_header_of_two_rows_names_each_column_under_the_wide_heading_over_it() -> None:
    rows = [("Container", "Seal", "", "Date"), ("", "Number", "Type", ""), ("C1", "B1", "bolt", "2026-01-01")]
    last = table_blocks([Row(cells, number) for number, cells in enumerate(rows, 1)])[-1]
    assert last.header == ("Container", "Seal / Number", "Seal / Type", "Date")


def test_a_question_without_answer_is_a_row_and_a_section_a_heading() -> None:
    rows = [("Area", "Question", "Answer"), ("Yard", "", ""), ("", "Is it lit?", "")]
    kinds = [block.kind for block in table_blocks([Row(cells) for cells in rows])]
    assert kinds == [BlockKind.FURNITURE, BlockKind.HEADING, BlockKind.ROW]


def test_merged_cells_of_a_workbook_are_named_in_each_row_and_wide_titles_once(tmp_path: Path) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    rows = (
        ("Supplier questionnaire", "", "", "", ""),
        ("Area", "Question", "Response", "", ""),
        ("", "", "Yes", "No", "N/A"),
        ("Yard", "Is it fenced?", "X", "", ""),
        ("", "Is it lit?", "", "X", ""),
    )
    for row in rows:
        sheet.append(row)
    for cells in ("A1:E1", "A2:A3", "B2:B3", "C2:E2", "A4:A5"):
        sheet.merge_cells(cells)
    workbook.save(tmp_path / "form.xlsx")
    reading = read_file(tmp_path / "form.xlsx")
    assert reading.blocks[0].text == "Supplier questionnaire" and reading.blocks[0].kind is BlockKind.HEADING
    lit = block_with(reading, "lit?")
    assert fields_of(lit.header, lit.cells) == {"Area": "Yard", "question": "Is it lit?", "answer": "No"}
    assert text_of(reading).count("Supplier") == 1


def test_each_of_several_tables_in_a_sheet_has_its_own_header(tmp_path: Path) -> None:
    rows = (
        ("Seal log",),
        ("Seal", "Date", "Unit"),
        ("B1", "2026-01-05", "T1"),
        (),
        ("B2", "pending", "T2"),
        (),
        ("Visitors",),
        ("Name", "Company", "Arrived"),
        ("Ana", "Harbor", "2026-02-01"),
    )
    reading = read_file(xlsx(tmp_path / "log.xlsx", rows))
    assert block_with(reading, "B2").header == ("Seal", "Date", "Unit")
    assert block_with(reading, "Ana").header == ("Name", "Company", "Arrived")
    assert block_with(reading, "Visitors").kind is BlockKind.HEADING
    assert block_with(reading, "Ana").row == 9


def test_notes_text_boxes_and_formulas_without_value_in_a_workbook_are_told(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Yard"
    for row in (("Seal", "Unit", "Sum"), ("B1", "T1", "=1+1")):
        sheet.append(row)
    sheet["A2"].comment = Comment("Check on site", "Vera")
    workbook.save(tmp_path / "log.xlsx")
    reading = read_file(tmp_path / "log.xlsx")
    note = block_with(reading, "Check on site")
    assert (note.text, note.kind, note.sheet, note.row) == ("Vera: Check on site", BlockKind.COMMENT, "Yard", 2)
    assert any("formulas without a saved value" in warning for warning in reading.warnings)
    boxed = tmp_path / "boxed.xlsx"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    source = xlsx(tmp_path / "plain.xlsx", (("Seal", "Unit"), ("B1", "T1")))
    with zipfile.ZipFile(source) as plain, zipfile.ZipFile(boxed, "w") as archive:
        for name in plain.namelist():
            archive.writestr(name, plain.read(name))
        target = f'<Relationships><Relationship Id="r1" Type="{relation}" Target="../drawings/d.xml"/></Relationships>'
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", target)
        archive.writestr("xl/drawings/d.xml", f'<x xmlns:a="{drawing}"><a:p><a:t>{SEAL}</a:t></a:p></x>')
    assert block_with(read_file(boxed), SEAL).kind is BlockKind.PARAGRAPH


def test_an_open_document_sheet_gives_dates_as_iso_and_passes_over_its_empty_rest(tmp_path: Path) -> None:
    dated = '<table:table-cell office:date-value="2026-05-04"><text:p>05/04/26</text:p></table:table-cell>'
    rest = '<table:table-cell table:number-columns-repeated="16380"/>'
    many = f'<table:table-row table:number-rows-repeated="1048000">{rest}</table:table-row>'
    rows = odf_row("Seal", "Date", "Unit") + odf_row("B1", "@", "T1").replace(
        "<table:table-cell><text:p>@</text:p></table:table-cell>", dated
    )
    path = odf(tmp_path / "log.ods", f'<table:table table:name="Log">{rows}{many}</table:table>')
    row = read_file(path).blocks[-1]
    assert (row.text, row.sheet, row.row) == ("B1 | 2026-05-04 | T1", "Log", 2)


@pytest.mark.parametrize("written", ["A;B\n1;é\n", "A\tB\n1\té\n", "A,B\n1,é\n"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_table_of_text_is_read_in_any_usual_encoding_and_with_any_delimiter(
    written: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(written.encode(encoding))
    assert read_file(path).blocks[-1].text == "1 | é"


def test_clause_numbers_join_their_letters_and_pass_over_amounts_and_dates() -> None:
    clauses = Clauses()
    lines = {
        "2 Yards": "2",
        "2.1.1 Storage": "2.1.1",
        "a) fenced": "2.1.1a",
        "2.1.1b Lit": "2.1.1b",
        "4.3 Seals": "4.3",
        "(b) is out of order": "4.3 (b)",
        "12.5 percent of it": "",
        "04.05.26 visit": "",
        "2026 was quiet": "",
    }
    assert {line: clauses.of(line) for line in lines} == lines
