"""PDF files: order, tables, what is typed over the page, what is carried along."""

from pathlib import Path
from typing import Any

import pytest
from files import SEAL, block_with, pdf, picture, text_of

from ingest.isolate import Isolation
from ingest.readers.registry import read_file
from ingest.reading import BlockKind, Reading
from kb.errors import RefusedFileError

LINES = ("The gate is locked each night.", "The guard keeps the key.", "The lamps are lit.")


def kinds(reading: Reading) -> dict[str, BlockKind]:
    return {block.text: block.kind for block in reading.blocks}


def marked(path: Path, draw: Any, *marks: Any) -> Path:
    """A PDF with annotations laid over its first page, and a file attached."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=str(pdf(path, draw)))
    for mark in marks:
        writer.add_annotation(0, mark)
    writer.add_attachment("log.csv", b"Seal,Date\n")
    writer.write(str(path))
    return path


def test_headers_and_footers_of_pdf_pages_are_furniture_and_records_on_them_are_not(
    tmp_path: Path, isolation: Isolation
) -> None:
    def draw(canvas: Any, page: int) -> None:
        canvas.drawString(70, 810, "POL-7 Seal Control Rev. 2")
        canvas.drawString(70, 780, f"Container no. {7000 + page * page}")
        canvas.drawString(70, 500, f"The seal of unit {page} was checked by hand.")
        canvas.drawString(70, 30, f"Page {page} of 4")

    reading = isolation.read(pdf(tmp_path / "log.pdf", draw, pages=4))
    kinds = {block.text: block.kind for block in reading.blocks}
    assert kinds["POL-7 Seal Control Rev. 2"] is kinds["Page 3 of 4"] is BlockKind.FURNITURE
    assert kinds["Container no. 7004"] is not BlockKind.FURNITURE
    assert kinds["The seal of unit 3 was checked by hand."] is BlockKind.PARAGRAPH
    assert block_with(reading, "unit 3").page == 3 and reading.pages == 4


def test_a_page_number_between_lines_that_float_under_the_text_is_no_text(tmp_path: Path) -> None:
    def draw(canvas: Any, page: int) -> None:
        for place in range(6):
            canvas.drawString(70, 700 - 30 * place, f"Clause {page * 7 + place * place} of the seals is kept.")
        foot = 400 - 40 * page
        for place, line in enumerate((f"Page {page} of 4", "Confidential")):
            canvas.drawString(70, foot - 14 * place, line)

    found = kinds(read_file(pdf(tmp_path / "a.pdf", draw, pages=4)))
    assert [text for text, kind in found.items() if kind is BlockKind.FURNITURE] == [
        "Page 1 of 4",
        "Confidential",
        "Page 2 of 4",
        "Page 3 of 4",
        "Page 4 of 4",
    ]


def test_a_title_that_carries_the_page_number_of_a_book_is_no_text(tmp_path: Path) -> None:
    def draw(canvas: Any, page: int) -> None:
        canvas.drawString(70, 500, f"The seal of unit {page} was checked by hand.")
        canvas.drawString(70, 30, f"{3 * page + page % 2} Security manual of Alder Goods")

    reading = read_file(pdf(tmp_path / "a.pdf", draw, pages=5))
    assert [block.kind for block in reading.blocks] == [BlockKind.PARAGRAPH, BlockKind.FURNITURE] * 5


def test_a_line_that_is_all_that_the_pages_say_is_no_header(tmp_path: Path) -> None:
    reading = read_file(pdf(tmp_path / "a.pdf", lambda canvas, _: canvas.drawString(70, 800, SEAL), pages=3))
    assert [block.kind for block in reading.blocks] == [BlockKind.PARAGRAPH] * 3


def test_pdf_columns_are_read_one_after_the_other_and_words_parted_at_line_ends_joined(
    tmp_path: Path, isolation: Isolation
) -> None:
    left = [
        "Containers are stored in the fenced",
        "yard of the distribution center and in-",
        "spected by the guard on each round,",
        "day and night, and the round is logged.",
    ]
    right = [
        "Seals are kept by the custodian in a",
        "cabinet, and every high-",
        "security seal is entered in the seal log",
        "before the unit departs from the dock.",
    ]

    def draw(canvas: Any, page: int) -> None:
        for place, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(60, 700 - 14 * place, one)
            canvas.drawString(320, 700 - 14 * place, other)

    text = text_of(isolation.read(pdf(tmp_path / "columns.pdf", draw)))
    assert "in the fenced yard of the distribution center and inspected by the guard on each round" in text
    assert "every high-security seal is entered" in text


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("drawn", [0, 90, 180, 270])
def test_a_page_reads_from_its_top_however_it_is_turned_and_drawn(turned: int, drawn: int, tmp_path: Path) -> None:
    def draw(canvas: Any, page: int) -> None:
        canvas.setPageRotation(turned)
        canvas.translate(300, 420)
        canvas.rotate(drawn)
        for place, line in enumerate(LINES):
            canvas.drawString(-100, 100 - 14 * place, line)

    assert " ".join(text_of(read_file(pdf(tmp_path / "a.pdf", draw))).split()) == " ".join(LINES)


def test_words_that_stand_on_end_beside_the_text_do_not_get_into_it(tmp_path: Path) -> None:
    def draw(canvas: Any, page: int) -> None:
        for place, line in enumerate(LINES):
            canvas.drawString(70, 700 - 14 * place, line)
        canvas.translate(30, 640)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Printed copies are uncontrolled")

    blocks = read_file(pdf(tmp_path / "a.pdf", draw)).blocks
    assert " ".join(block.text for block in blocks[:-1]) == " ".join(LINES)
    assert blocks[-1].text == "Printed copies are uncontrolled"


def test_a_ruled_table_of_a_pdf_is_read_by_cell(tmp_path: Path, isolation: Isolation) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    style = getSampleStyleSheet()["Normal"]
    rows = [
        ("ID", "Criteria", "Guidance", "Must"),
        (
            "5.1",
            "Containers must be stored in a secure area so that nobody gets at them.",
            "A fence is advice.",
            "Must",
        ),
    ]
    cells = [[Paragraph(cell, style) for cell in row] for row in rows]
    path = tmp_path / "msc.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(
        [Table(cells, [40, 160, 120, 60], style=[("GRID", (0, 0), (-1, -1), 1, "black")])]
    )
    row = block_with(isolation.read(path), "5.1")
    assert row.header == ("ID", "Criteria", "Guidance", "Must")
    assert row.cells[1:3] == (rows[1][1], rows[1][2])


def test_column_headings_that_stand_on_end_are_read_as_headings(tmp_path: Path) -> None:
    def draw(canvas: Any, page: int) -> None:
        canvas.grid([60, 160, 220, 280], [500, 520, 540, 640])
        for place, name in enumerate(("Fire drill", "Seal check")):
            canvas.saveState()
            canvas.translate(195 + 60 * place, 550)
            canvas.rotate(90)
            canvas.drawString(0, 0, name)
            canvas.restoreState()
        canvas.drawString(65, 550, "Name")
        for place, row in enumerate((("Ana Ruiz", "2026-01-05", "2026-02-07"), ("Omar Lund", "2026-01-06", "-"))):
            for left, cell in zip((65, 162, 222), row, strict=True):
                canvas.drawString(left, 525 - 20 * place, cell)

    reading = read_file(pdf(tmp_path / "a.pdf", draw))
    assert block_with(reading, "Ana Ruiz").header == ("Name", "Fire drill", "Seal check")


def test_what_is_filled_into_a_form_stands_beside_its_label_with_its_page(tmp_path: Path) -> None:
    def draw(canvas: Any, page: int) -> None:
        canvas.drawString(60, 760, "Supplier security form")
        canvas.drawString(60, 700, "Company:")
        canvas.acroForm.textfield(name="t1", value="Harbor Ltd.", x=200, y=694, width=200, height=18)
        canvas.drawString(60, 650, "Is the yard fenced?")
        for left, label, checked in ((250, "Yes", True), (310, "No", False)):
            canvas.acroForm.checkbox(name=label, checked=checked, x=left, y=648, size=12)
            canvas.drawString(left + 20, 650, label)
        canvas.drawString(60, 600, "How often is it walked?")
        canvas.acroForm.choice(name="c", value="Weekly", options=["Weekly", "Daily"], x=250, y=596, width=80, height=16)

    reading = read_file(pdf(tmp_path / "a.pdf", draw))
    assert block_with(reading, "Company:").text == "Company: Harbor Ltd."
    assert "Is the yard fenced? ☒ Yes ☐ No" in text_of(reading)
    assert "How often is it walked? Weekly" in text_of(reading)
    assert {block.page for block in reading.blocks} == {1}


def test_notes_typed_on_a_page_are_text_comments_are_kept_apart_and_attachments_handed_on(tmp_path: Path) -> None:
    from pypdf.annotations import FreeText, Text

    path = marked(
        tmp_path / "a.pdf",
        lambda canvas, _: canvas.drawString(60, 700, SEAL),
        FreeText(text="Approved by Ana Ruiz", rect=(60, 600, 300, 620)),
        Text(text="Is this so?", rect=(60, 500, 80, 520), title_bar="Vera"),
    )
    reading = read_file(path)
    assert kinds(reading) == {
        SEAL: BlockKind.PARAGRAPH,
        "Approved by Ana Ruiz": BlockKind.PARAGRAPH,
        "Vera: Is this so?": BlockKind.COMMENT,
    }
    assert [(each.name, each.content) for each in reading.attachments] == [("log.csv", b"Seal,Date\n")]


def test_the_outline_gives_headings_their_level_and_properties_are_read(tmp_path: Path) -> None:
    def draw(canvas: Any, page: int) -> None:
        canvas.setTitle("Seal policy")
        canvas.setAuthor("A. Marsh")
        canvas.drawString(70, 700, "Custody of seals")
        canvas.bookmarkPage("custody")
        canvas.addOutlineEntry("Chapter", "custody", 0)
        canvas.addOutlineEntry("Custody of seals", "custody", 1)
        canvas.drawString(70, 650, SEAL)

    reading = read_file(pdf(tmp_path / "a.pdf", draw))
    heading = block_with(reading, "Custody")
    assert (heading.kind, heading.level) == (BlockKind.HEADING, 2)
    assert (reading.properties["title"], reading.properties["author"]) == ("Seal policy", "A. Marsh")


def test_a_scan_with_a_stamp_of_text_over_it_is_read_by_ocr_and_says_so(tmp_path: Path, isolation: Isolation) -> None:
    scan = picture(tmp_path / "scan.png", "Seals BHG0048213 counted and locked away", (1200, 800))

    def draw(canvas: Any, page: int) -> None:
        canvas.drawImage(str(scan), 0, 200, 595, 500)
        canvas.drawString(60, 20, "Envelope ID: 8A7B-99C0-11D2")

    reading = isolation.read(pdf(tmp_path / "a.pdf", draw))
    assert "BHG0048213" in text_of(reading).replace(" ", "")
    assert reading.warnings == ("Page 1 was read by OCR: check its figures.",)


def test_a_page_that_fails_costs_that_page_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.readers import pdf as reader

    usual = reader.words_of

    def failing(page: Any, **more: Any) -> Any:
        if "unit 2" in page.get_textpage().get_text_range():
            raise ValueError("malformed")
        return usual(page, **more)

    monkeypatch.setattr(reader, "words_of", failing)
    path = pdf(tmp_path / "a.pdf", lambda canvas, page: canvas.drawString(70, 700, f"Seal of unit {page} is whole"), 3)
    reading = reader.read(path)
    assert [block.page for block in reading.blocks] == [1, 3]
    assert reading.warnings == ("Page 2 could not be read (ValueError).",)


def test_a_pdf_with_a_password_is_refused_with_a_sentence(tmp_path: Path, isolation: Isolation) -> None:
    path = pdf(tmp_path / "locked.pdf", lambda canvas, _: canvas.drawString(70, 700, SEAL), password="secret")
    with pytest.raises(RefusedFileError, match="protected by a password: save an unprotected copy"):
        isolation.read(path)
