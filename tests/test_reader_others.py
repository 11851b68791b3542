"""Mail, web pages, Markdown, slides and OpenDocument texts."""

from pathlib import Path

from files import MAIL, SEAL, block_with, mail, odf, odf_row, pptx, shape, text_of

from ingest.isolate import Isolation
from ingest.readers.registry import read_file
from ingest.reading import BlockKind

PLAIN = f"Content-Type: text/plain\n\n{SEAL}"
LETTER = 'Content-Type: application/pdf\nContent-Disposition: inline; filename="letter.pdf"\n\n%PDF-'


def test_attachments_of_mail_are_handed_on(tmp_path: Path, isolation: Isolation) -> None:
    path = tmp_path / "mail.eml"
    path.write_text(
        f"{MAIL}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n"
        f"--B\nContent-Type: text/html\n\n<p>{SEAL}</p>\n"
        '--B\nContent-Type: text/csv\nContent-Disposition: attachment; filename="../log.csv"\n\na,b\n--B--\n'
    )
    reading = isolation.read(path)
    assert [each.name for each in reading.attachments] == ["log.csv"] and SEAL in text_of(reading)


def test_a_file_within_one_of_the_alternatives_of_a_mail_is_not_lost(tmp_path: Path) -> None:
    page = f"Content-Type: text/html\n\n<p>{SEAL}</p>"
    inner = f'Content-Type: multipart/mixed; boundary="C"\n\n--C\n{page}\n--C\n{LETTER}\n--C--'
    reading = read_file(mail(tmp_path / "a.eml", MAIL, PLAIN, inner, kind="alternative"))
    assert [each.name for each in reading.attachments] == ["letter.pdf"]
    assert text_of(reading).count(SEAL) == 1


def test_a_mail_that_is_nothing_but_a_file_hands_it_on(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(f"{MAIL}{LETTER}\n")
    assert [each.name for each in read_file(path).attachments] == ["letter.pdf"]


def test_a_mail_within_a_mail_is_a_file_and_text_after_it_is_body(tmp_path: Path) -> None:
    inner = f'Content-Type: message/rfc822\nContent-Disposition: attachment; filename="RE: seal"\n\n{MAIL}\nInner.'
    reading = read_file(mail(tmp_path / "a.eml", MAIL, PLAIN, inner, "Content-Type: text/plain\n\nRegards"))
    assert [each.name for each in reading.attachments] == ["RE: seal.eml"]
    assert reading.blocks[-1].text == "Regards" and "Inner" not in text_of(reading)


def test_a_mail_that_says_more_in_html_is_read_by_its_html(tmp_path: Path) -> None:
    page = f"Content-Type: text/html\n\n<style>p{{}}</style><h1>Seals</h1><p>{SEAL}</p>"
    stub = "Content-Type: text/plain\n\nNo HTML."
    reading = read_file(mail(tmp_path / "a.eml", MAIL, stub, page, kind="alternative"))
    assert block_with(reading, SEAL).kind is BlockKind.PARAGRAPH and "No HTML" not in text_of(reading)


def test_heads_and_names_of_files_are_decoded(tmp_path: Path) -> None:
    head = MAIL.replace("Ana Ruiz", "=?utf-8?q?Ana_Ru=C3=ADz?=").replace(": Seal", ": =?utf-8?b?TGXDs24=?=")
    named = "Content-Type: text/csv\nContent-Disposition: attachment; filename*=utf-8''Jos%C3%A9.csv\n\na,b"
    reading = read_file(mail(tmp_path / "a.eml", head, PLAIN, named))
    assert reading.properties["sender"].startswith("Ana Ruíz") and reading.properties["subject"] == "León"
    assert reading.attachments[0].name == "José.csv"
    for encoding in ("utf-8", "latin-1"):
        (tmp_path / "b.eml").write_bytes(f"{MAIL}X: é\n\nBody".replace("Ruiz", "Ruíz").encode(encoding))
        assert "Ana Ruíz" in read_file(tmp_path / "b.eml").properties["sender"], encoding


def test_a_web_page_is_read_with_cells_over_several_rows_and_what_is_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><body><h2>Answers</h2><table><tr><th>Area</th><th>Question</th><th>Answer</th></tr>"
        "<tr><td rowspan=2>Yard</td><td>Fenced?</td><td><select><option>No<option selected>Yes</select></td></tr>"
        "<tr><td>Lit?</td><td><input value=No></td></tr></table>"
        "<p><input type=hidden value=token><input type=checkbox checked> Signed</p></body></html>"
    )
    reading = read_file(path)
    assert [block.cells for block in reading.blocks if block.kind is BlockKind.ROW] == [
        ("Yard", "Fenced?", "Yes"),
        ("Yard", "Lit?", "No"),
    ]
    assert reading.blocks[-1].text == "☒ Signed"


def test_cells_beyond_the_header_of_a_markdown_table_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("## 2.1 Log\n\n| Seal | Date |\n|---|---|\n| B1 | today | by Ana |\n")
    reading = read_file(path)
    assert reading.blocks[-1].text == "B1 | today | by Ana"
    assert (reading.blocks[0].level, reading.blocks[0].clause) == (2, "2.1")


def test_slides_are_pages_with_tables_by_row_and_footers_apart(tmp_path: Path) -> None:
    cells = [
        "".join(f"<a:tc><a:p><a:t>{cell}</a:t></a:p></a:tc>" for cell in row)
        for row in (("Seal", "Unit", "By"), ("B1", "T1", "Ana"))
    ]
    table = "<a:tbl>" + "".join(f"<a:tr>{row}</a:tr>" for row in cells) + "</a:tbl>"
    reading = read_file(pptx(tmp_path / "a.pptx", shape("Seals", "title"), shape(SEAL) + table + shape("2026", "ftr")))
    kinds = {block.text: block.kind for block in reading.blocks}
    assert kinds[SEAL] is BlockKind.LIST_ITEM and kinds["2026"] is BlockKind.FURNITURE
    row = block_with(reading, "B1")
    assert row.header == ("Seal", "Unit", "By") and row.page == 2 and reading.pages == 2


def test_an_open_document_text_is_read_as_with_its_changes_accepted(tmp_path: Path) -> None:
    words = "<text:note-body><text:p>Noted</text:p></text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{words}</text:note>"
    body = (
        "<text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes>"
        f'<text:h text:outline-level="2">2.1 Seals</text:h><text:p>Kept<text:s/>shut{note}'
        "<office:annotation><text:p>So?</text:p></office:annotation></text:p>"
        f"<table:table>{odf_row('Seal', 'Unit', 'By')}{odf_row('B1', 'T1', 'Ana')}</table:table>"
    )
    reading = read_file(odf(tmp_path / "a.odt", body))
    assert text_of(reading) == "2.1 Seals\nKept shut\nNoted\nSeal | Unit | By\nB1 | T1 | Ana\nSo?"
    assert reading.blocks[0].clause == "2.1" and reading.blocks[-1].kind is BlockKind.COMMENT
    assert any("tracked changes" in warning for warning in reading.warnings)
