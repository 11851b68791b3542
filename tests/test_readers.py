"""Every reader, from small files made here."""

import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest import isolate
from ingest.isolate import Isolation
from ingest.readers.clauses import Clauses
from ingest.readers.registry import reader_for
from ingest.readers.table import Row, fields_of, roles, table_blocks
from ingest.reading import Block, BlockKind, Reading
from ingest.wire import encode, reading_to_record
from kb.errors import RefusedFileError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SEAL = "Seals are kept in a locked cabinet at the Dockside site."
MAIL = (
    "From: Ana Ruiz <ana@carrier.example>\nTo: pcso@home.example\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nSubject: Seal\n"
)
QUESTIONS = (
    ("Item", "Description", "Yes / No / N/A", "Explanation", "Corrective action", "Due"),
    ("5.1", "Is the yard fenced?", "Yes", "2 m fence, being extended", "", ""),
    ("12.10", "Are seals counted?", "No", "", "Monthly count", "2026-09-30"),
)


@pytest.fixture(scope="module")
def isolation() -> Iterator[Isolation]:
    with Isolation() as one:
        yield one


def docx(path: Path, body: str, **parts: str) -> Path:
    """A Word file of a body and other parts, by name without folder and suffix."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return path


def paragraph(text: str, level: int | None = None, number: str = "1") -> str:
    """A Word paragraph, as an item of a list at a level from 0 where one is given."""
    listed = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{listed}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...], inner: str = "") -> str:
    """A Word table, its last cell holding another one where one is given."""
    lines = [[f"<w:tc>{paragraph(cell)}" for cell in row] for row in rows]
    lines[-1][-1] += inner
    return (
        "<w:tbl>" + "".join(f"<w:tr>{''.join(cell + '</w:tc>' for cell in line)}</w:tr>" for line in lines) + "</w:tbl>"
    )


def pdf(path: Path, draw: Callable[[Any, int], None], pages: int = 1, password: str | None = None) -> Path:
    """A PDF whose pages are drawn by draw(canvas, page number)."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), encrypt=password)
    for number in range(1, pages + 1):
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return path


def xlsx(path: Path, rows: tuple[tuple[object, ...], ...], hidden: bool = False) -> Path:
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Yard"
    for row in rows:
        sheet.append(row)
    if hidden:
        other = workbook.create_sheet("Old")
        other.append(("Kept", "from last year"))
        other.sheet_state = "hidden"
    workbook.save(path)
    return path


def picture(path: Path, text: str, size: tuple[int, int] = (900, 200)) -> Path:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((20, 60), text, fill="black", font=ImageFont.load_default(48))
    image.save(path)
    return path


def make(folder: Path, suffix: str) -> Path:
    """A file of a format that says SEAL."""
    path = folder / f"seals{suffix}"
    if suffix == ".pdf":
        return pdf(path, lambda canvas, _: canvas.drawString(70, 700, SEAL))
    if suffix == ".docx":
        return docx(path, paragraph(SEAL))
    if suffix == ".xlsx":
        return xlsx(path, (("Item", "Note", "Date"), ("1", SEAL, "2026-05-04")))
    if suffix == ".mp4":
        path.with_suffix(".md").write_text(f"---\ndate: 2026-05-04\ntaken_by: A. Ruiz\n---\n{SEAL}\n", encoding="utf-8")
        path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(40))
        return path
    content = {
        ".csv": f"Item;Note;Date\n1;{SEAL};2026-05-04\n",
        ".txt": f"SEAL POLICY\n\n{SEAL}\n",
        ".md": "# Seal policy\n\nSeals are **kept** in a [locked cabinet](cabinet.md) at the Dockside site.\n",
        ".html": f"<html><head><script>var x='no'</script></head><body><h1>Seal policy</h1><p>{SEAL}</p></body></html>",
        ".eml": f"{MAIL}Content-Type: text/plain\n\n{SEAL}\n",
    }[suffix]
    path.write_text(content, encoding="utf-8")
    return path


def text_of(reading: Reading) -> str:
    return "\n".join(block.text for block in reading.blocks)


def block_with(reading: Reading, words: str) -> Block:
    return next(block for block in reading.blocks if words in block.text)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".csv", ".txt", ".md", ".html", ".eml", ".mp4"])
def test_every_format_gives_its_words_in_clean_blocks_with_their_place(
    suffix: str, tmp_path: Path, isolation: Isolation
) -> None:
    reading = isolation.read(make(tmp_path, suffix))
    block = block_with(reading, SEAL)
    assert all(each.text and each.text == each.text.strip() and "\x00" not in each.text for each in reading.blocks)
    assert block.page == (1 if suffix == ".pdf" else None)
    assert (block.sheet, block.row) == (("Yard", 2) if suffix == ".xlsx" else ("", 2 if suffix == ".csv" else None))
    if suffix == ".mp4":
        assert block.kind is BlockKind.CAPTION and reading.properties["taken_by"] == "A. Ruiz"
    if suffix == ".eml":
        assert reading.properties["sent"].startswith("2026-03-03") and "Ana Ruiz" in reading.properties["sender"]


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_a_heading_is_told_from_text(suffix: str, tmp_path: Path) -> None:
    path = make(tmp_path, suffix)
    assert reader_for(path)(path).blocks[0].kind is BlockKind.HEADING


def test_a_word_document_reads_as_with_its_changes_accepted_and_says_so(tmp_path: Path, isolation: Isolation) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('Visitors must ')}<w:ins>{run.format('present photo ID ')}</w:ins>"
        f"<w:del><w:r><w:delText>sign in </w:delText></w:r></w:del>{run.format('at the gate.')}</w:p>"
    )
    reading = isolation.read(docx(tmp_path / "gate.docx", body))
    assert text_of(reading) == "Visitors must present photo ID at the gate."
    assert any("tracked changes" in warning for warning in reading.warnings)


def test_the_numbers_that_word_computes_are_shown_and_are_clauses(tmp_path: Path, isolation: Isolation) -> None:
    shapes = ("%1.", "%1.%2", "%1.%2.%3", "%4)")
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:numFmt w:val="{"lowerLetter" if place == 3 else "decimal"}"/>'
        f'<w:lvlText w:val="{shape}"/></w:lvl>'
        for place, shape in enumerate(shapes)
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    body = "".join(
        paragraph(text, level)
        for text, level in (
            ("Scope", 0),
            ("Yards", 0),
            ("Containers", 1),
            ("Storage of empty containers", 2),
            ("in a fenced yard", 3),
            ("doors shut", 3),
            ("Damage", 2),
        )
    )
    reading = isolation.read(docx(tmp_path / "manual.docx", body, numbering=numbering))
    assert [block.clause for block in reading.blocks] == ["1", "2", "2.1", "2.1.1", "2.1.1a", "2.1.1b", "2.1.2"]
    assert reading.blocks[3].text == "2.1.1 Storage of empty containers"
    assert reading.blocks[4].text == "a) in a fenced yard"


def test_nested_tables_footnotes_text_boxes_and_comments_of_a_word_document_are_read(
    tmp_path: Path, isolation: Isolation
) -> None:
    inner = table(("Lamp", "Lux"), ("North mast", "54"))
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('Boxed words')}</w:txbxContent></w:pict></w:r></w:p>"
    note = '<w:p><w:r><w:t>With a note</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    reading = isolation.read(
        docx(
            tmp_path / "yard.docx",
            table(("Site", "Area", "Rule"), ("East", "Yard", "Lit"), inner=inner) + box + note,
            footnotes=f'<w:footnotes {W}><w:footnote w:id="2">{paragraph("Noted words")}</w:footnote></w:footnotes>',
            header1=f"<w:hdr {W}>{paragraph('POL-7 rev. 2')}</w:hdr>",
            comments=f'<w:comments {W}><w:comment w:author="Vera">{paragraph("Is this so?")}</w:comment></w:comments>',
        )
    )
    kinds = {block.text: block.kind for block in reading.blocks}
    assert kinds["North mast | 54"] is BlockKind.ROW and kinds["East | Yard | Lit"] is BlockKind.ROW
    assert kinds["Boxed words"] is kinds["Noted words"] is BlockKind.PARAGRAPH
    assert kinds["POL-7 rev. 2"] is BlockKind.FURNITURE and kinds["Vera: Is this so?"] is BlockKind.COMMENT
    assert text_of(reading).count("54") == 1


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
    from datetime import date

    path = xlsx(
        tmp_path / "log.xlsx", (("MSC", "Checked", "Share", "Count"), ("12.10", date(2026, 5, 4), 0.5, 3.0)), True
    )
    reading = isolation.read(path)
    assert "12.10 | 2026-05-04 | 0.5 | 3" in text_of(reading)
    assert any("hidden" in warning for warning in reading.warnings) and "from last year" in text_of(reading)


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
    assert block_with(reading, "unit 3").page == 3 and reading.pages == 4


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


def test_a_pdf_with_a_password_is_refused_with_a_sentence(tmp_path: Path, isolation: Isolation) -> None:
    path = pdf(tmp_path / "locked.pdf", lambda canvas, _: canvas.drawString(70, 700, SEAL), password="secret")
    with pytest.raises(RefusedFileError, match="protected by a password: save an unprotected copy"):
        isolation.read(path)


def test_attachments_of_mail_are_handed_on(tmp_path: Path, isolation: Isolation) -> None:
    path = tmp_path / "mail.eml"
    path.write_text(
        f"{MAIL}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n"
        f"--B\nContent-Type: text/html\n\n<p>{SEAL}</p>\n"
        '--B\nContent-Type: text/csv\nContent-Disposition: attachment; filename="../log.csv"\n\na,b\n--B--\n'
    )
    reading = isolation.read(path)
    assert [each.name for each in reading.attachments] == ["log.csv"] and SEAL in text_of(reading)


def test_a_zip_bomb_and_xml_entities_are_refused(tmp_path: Path, isolation: Isolation) -> None:
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (60 * 1024**2))
    with pytest.raises(RefusedFileError, match="zip bomb"):
        isolation.read(bomb)
    laughs = tmp_path / "laughs.docx"
    with zipfile.ZipFile(laughs, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>')
    with pytest.raises(RefusedFileError, match="entities"):
        isolation.read(laughs)


def test_a_file_that_is_not_what_its_name_says_is_read_as_what_it_is_or_refused(
    tmp_path: Path, isolation: Isolation
) -> None:
    lying = make(tmp_path, ".pdf").rename(tmp_path / "seals.txt")
    reading = isolation.read(lying)
    assert SEAL in text_of(reading) and "not what its name says" in reading.warnings[0]
    for name, content in (("a.pdf", b"\x00\x01\x02" * 99), ("b.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(RefusedFileError, match="save it as"):
            isolation.read(path)


def test_folders_pipes_empty_files_and_links_out_of_the_folder_are_refused(
    tmp_path: Path, isolation: Isolation
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "empty.txt").touch()
    refused = [inside, inside / "empty.txt", inside / "absent.txt"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(inside / "pipe.txt")
        (inside / "link.txt").symlink_to(make(tmp_path, ".txt"))
        refused += [inside / "pipe.txt", inside / "link.txt"]
    for path in refused:
        with pytest.raises(RefusedFileError, match=path.name):
            isolation.read(path)


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text exist on Linux only")
def test_a_name_in_another_encoding_is_no_obstacle(tmp_path: Path, isolation: Isolation) -> None:
    path = make(tmp_path, ".docx").rename(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.docx")))
    assert SEAL in text_of(isolation.read(path))
    path.write_bytes(b"")
    with pytest.raises(RefusedFileError) as refused:
        isolation.read(path)
    assert str(refused.value).encode("utf-8")


def test_a_film_without_caption_is_refused_with_the_name_of_the_file_to_write(tmp_path: Path) -> None:
    path = tmp_path / "gate.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(40))
    with pytest.raises(RefusedFileError, match=r"gate\.md"):
        reader_for(path)(path)


def test_reading_that_takes_too_long_is_ended_and_the_next_file_is_read(tmp_path: Path, isolation: Isolation) -> None:
    rows = "".join(f"<w:tr>{'<w:tc><w:p/></w:tc>' * 60}</w:tr>" for _ in range(3000))
    slow = docx(tmp_path / "slow.docx", f"<w:tbl>{rows}</w:tbl>")
    with Isolation(time_limit=0.3) as hasty:
        begun = time.monotonic()
        with pytest.raises(RefusedFileError, match="took more than"):
            hasty.read(slow)
        assert time.monotonic() - begun < 30
    assert SEAL in text_of(isolation.read(make(tmp_path, ".docx")))


def test_a_page_at_which_the_reading_process_dies_costs_that_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = encode({"reading": reading_to_record(Reading((Block("Page one"),), 2))}).decode().strip()
    script = (
        "import sys, json\n"
        "for line in sys.stdin:\n"
        "    print('{\"page\": 2}', flush=True)\n"
        "    if 2 not in json.loads(line)['left_out']: sys.exit(1)\n"
        f"    print({answer!r}, flush=True)\n"
    )
    start = [sys.executable, "-c", script]
    monkeypatch.setattr(
        isolate, "_start", lambda _: subprocess.Popen(start, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    )
    with Isolation() as one:
        reading = one.read(make(tmp_path, ".docx"))
    assert text_of(reading) == "Page one" and "Page 2 is damaged" in reading.warnings[0]


def test_a_picture_gives_its_caption_and_then_the_words_found_in_it(tmp_path: Path, isolation: Isolation) -> None:
    path = picture(tmp_path / "seal.png", "SEAL BHG0048213")
    (tmp_path / "seal.yaml").write_text("caption: Bolt seal on the right door\nplace: Dock 4\n")
    reading = isolation.read(path)
    assert reading.blocks[0] == Block("Bolt seal on the right door", BlockKind.CAPTION)
    assert "BHG0048213" in text_of(reading).replace(" ", "")
    assert reading.properties["place"] == "Dock 4"


REAL = Path(__file__).parents[2] / "shared" / "real_files"


@pytest.mark.skipif(not REAL.is_dir(), reason="the collection of real files is not here")
@pytest.mark.parametrize("folder", ["docx", "xlsx", "other"])
def test_real_files_are_read_or_refused_with_a_sentence(folder: str, isolation: Isolation) -> None:
    for path in sorted((REAL / folder).iterdir()):
        try:
            reading = isolation.read(path)
        except RefusedFileError as error:
            assert path.name in str(error) and str(error).endswith(".")
        else:
            assert all(block.text == block.text.strip() != "" for block in reading.blocks)
