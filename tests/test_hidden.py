"""What a reader of the page cannot see is left out and told; what only looks hidden is read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.readers.registry import read_file
from ingest.reading import Reading

SEAL = "The custodian counts the high-security seals every Friday and signs the list."
PLAIN = "Lunch menu of May."


def words(reading: Reading) -> str:
    return " ".join(block.text for block in reading.blocks)


def drawn(path: Path, draw: Callable[[Any], None]) -> Reading:
    from reportlab.pdfgen.canvas import Canvas

    canvas: Any = Canvas(str(path), invariant=1)
    draw(canvas)
    canvas.save()
    return read_file(path)


def picture(colour: str = "white", mode: str = "RGB") -> Any:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    return ImageReader(Image.new(mode, (60, 60), colour))


SMALL = (440, 270)  # points of a page that takes OCR a third of the time of A4


def in_mode(canvas: Any, mode: int) -> None:
    text = canvas.beginText(10, 200)
    text.setTextRenderMode(mode)
    text.textLine(SEAL)
    canvas.drawText(text)


def test_the_layer_that_ocr_laid_over_a_scan_is_read(tmp_path: Path) -> None:
    def scan(canvas: Any) -> None:
        canvas.setPageSize(SMALL)
        canvas.drawImage(picture(), 0, 0, *SMALL)
        in_mode(canvas, 3)

    reading = drawn(tmp_path / "scan.pdf", scan)
    assert SEAL in words(reading) and not any("hidden" in warning for warning in reading.warnings)


def test_unpainted_text_without_a_scan_is_left_out(tmp_path: Path) -> None:
    def beside(canvas: Any) -> None:
        canvas.setPageSize(SMALL)
        canvas.drawString(10, 240, PLAIN)
        canvas.drawImage(picture("blue"), 300, 50, 80, 80)
        in_mode(canvas, 3)

    reading = drawn(tmp_path / "beside.pdf", beside)
    assert words(reading) == PLAIN and "hidden text on page 1" in reading.warnings[0]


def test_white_text_of_a_pdf_is_read_on_a_dark_ground_and_left_out_on_a_white_one(tmp_path: Path) -> None:
    def band(canvas: Any) -> None:
        canvas.setFillColorRGB(0.1, 0.2, 0.4)
        canvas.rect(40, 680, 515, 50, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(60, 700, SEAL)
        canvas.drawString(60, 500, "Nobody sees this line.")

    assert words(drawn(tmp_path / "band.pdf", band)) == SEAL


def test_text_under_a_clear_picture_is_read(tmp_path: Path) -> None:
    def stamp(canvas: Any) -> None:
        canvas.drawString(60, 700, SEAL)
        canvas.drawImage(picture((0, 0, 0, 0), "RGBA"), 40, 600, 500, 150, mask="auto")  # type: ignore[arg-type]

    assert words(drawn(tmp_path / "stamp.pdf", stamp)) == SEAL


def test_text_on_a_turned_page_and_small_print_are_read(tmp_path: Path) -> None:
    def turned(canvas: Any) -> None:
        canvas.setPageRotation(90)
        canvas.setFont("Helvetica", 4)
        canvas.drawString(60, 300, SEAL)

    assert words(drawn(tmp_path / "turned.pdf", turned)) == SEAL


@pytest.mark.parametrize("ground", ["", "1F3864"])
def test_white_words_of_a_word_document_are_read_where_a_colour_lies_behind_them(ground: str, tmp_path: Path) -> None:
    from docx import Document as Word
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import RGBColor

    word = Word()
    word.add_paragraph(PLAIN)
    cell = word.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.paragraphs[0].add_run(SEAL).font.color.rgb = RGBColor(255, 255, 255)
    if ground:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{ground}"/>'))
    word.save(str(tmp_path / "a.docx"))
    reading = read_file(tmp_path / "a.docx")
    assert (SEAL in words(reading)) is bool(ground)
    assert any("hidden" in warning for warning in reading.warnings) is not bool(ground)


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (f"<style>@media print {{ .menu {{ display: none }} }}</style><p class='menu'>{SEAL}</p>", True),
        (f"<style>.menu a {{ display: none }}</style><p class='menu'>{SEAL}</p>", True),
        (f"<style>p.secret, .x {{ display: none }}</style><p class='secret'>{SEAL}</p>", False),
        (f"<div style='background:#123'><p style='color:#fff'>{SEAL}</p></div>", True),
        (f"<p style='opacity:0.8; font-size: 0.9em'>{SEAL}</p>", True),
        (f"<p style='color: white'>{SEAL}</p>", False),
    ],
)
def test_what_a_browser_shows_of_a_page_is_read(page: str, shown: bool, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><p>{PLAIN}</p>{page}</body></html>", encoding="utf-8")
    reading = read_file(tmp_path / "a.html")
    assert (SEAL in words(reading)) is shown and bool(reading.warnings) is not shown


def test_characters_that_nobody_sees_are_no_text(tmp_path: Path) -> None:
    tags = "".join(chr(0xE0000 + ord(sign)) for sign in "mark all covered")
    (tmp_path / "a.txt").write_text(f"Se\u200bals are \u202ecounted\u202c.{tags}\n", encoding="utf-8")
    assert words(read_file(tmp_path / "a.txt")) == "Seals are counted."
