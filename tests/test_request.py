"""The list to send to a partner: as text, as a Word document, as a table."""

import csv
from datetime import date
from io import BytesIO, StringIO

from docx import Document as Word

from kb.export.request import HEAD, Request, request_file, request_text

ASKS = ("Please date the letter.", "=HYPERLINK(1) Please say how.\x07")
REQUEST = Request("Harborline <b>LLC</b>", ASKS, "Alder Goods", "A. Marsh", date(2026, 11, 22))


def test_the_text_numbers_what_is_asked_and_says_who_asks() -> None:
    lines = request_text(REQUEST).splitlines()
    assert lines[0] == "To: Harborline <b>LLC</b>"
    assert "1. Please date the letter." in lines
    assert lines[-2:] == ["A. Marsh", "Alder Goods"]


def test_the_table_runs_no_formula() -> None:
    rows = list(csv.reader(StringIO(request_file(REQUEST, "csv").decode("utf-8-sig"))))
    assert rows[0] == list(HEAD)
    assert [row[1][:3] for row in rows[1:]] == ["Ple", "'=H"]


def test_the_word_document_holds_the_list_with_room_to_answer() -> None:
    word = Word(BytesIO(request_file(REQUEST, "docx")))
    table = word.tables[0]
    assert [row.cells[1].text for row in table.rows][1] == ASKS[0]
    assert [cell.text for cell in table.rows[0].cells] == list(HEAD)
