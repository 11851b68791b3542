"""The validation package: responses with supporting evidence, cited files with the cited places marked, no more."""

import hashlib
import json
import re
import sqlite3
import zipfile
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest
from conftest import Base
from docx import Document as Word
from door import ctpat, told_in_one_line
from PIL import ImageChops
from pypdf import PdfReader
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas
from yard_case import PROCEDURE, SECURE, Case

from kb.marked_pdf import Mark, marked_pdf

MENU = "# Menu\n\nSoup on Mondays.\n"
LOT = """# Trailer lot instruction

Effective date: 2026-05-04

Approved by the director.

1.1 Trailers and containers, empty or loaded, are kept in the fenced lot of Dock Street, whose gate is locked.
"""
HREF = re.compile(r'href="([^"]*)"')


def write_pdf(path: Path, turned: int = 0) -> Path:
    """A yard procedure of one page, which may be turned, with lines before and after the rule."""
    canvas = Canvas(str(path), pagesize=letter)
    canvas.setFont("Helvetica", 11)
    canvas.setPageRotation(turned)
    canvas.setCropBox((20, 30, 600, 780))
    lines = (
        *("Yard procedure", "Effective date: 2026-03-02", "Approved by the director.", "1.1 Containers and trailers,"),
        *("empty or loaded, are stored inside the fenced yard, whose gate is locked.", "1.2 The canteen opens at 7."),
    )
    if turned:  # as landscape pages are made: the page is turned, and what stands on it upright
        canvas.translate(612, 0)
        canvas.rotate(turned)
    for place, line in enumerate(lines):
        canvas.drawString(72, 560 - 40 * place, line)
    canvas.save()
    return path


def made(base: Base | Case, target: Path, *options: str) -> Any:
    ran = ctpat("--json", "export", "package", "-o", target, *options, workspace=base.workspace)
    assert ran.code == 0, ran.err
    return ran.json


def pages(folder: Path) -> dict[str, str]:
    return {each.relative_to(folder).as_posix(): each.read_text("utf-8") for each in folder.rglob("*.html")
            if each.parent.name != "documents"}  # fmt: skip


def told(folder: Path) -> str:
    """All that the package itself says, the copies and the stored texts apart."""
    word = Word(str(folder / "index.docx"))
    own = [text for name, text in pages(folder).items() if not name.startswith("text/")]
    return unescape(
        "\n".join([*own, *(each.text for each in word.paragraphs), (folder / "manifest.json").read_text("utf-8")])
    )


def test_it_holds_question_response_evidence_and_each_cited_file_once(small: Base, tmp_path: Path) -> None:
    result = made(small, tmp_path / "package", "56", "58")
    folder = tmp_path / "package"
    page = unescape((folder / "criteria" / "056-secure-storage-iit.html").read_text("utf-8"))
    assert SECURE in page and "Draft: nobody in the company has approved this text." in page
    assert "Are conveyances" in page and "Pelican Warehousing" in page and "2026-03-02" in page and "supports" in page
    copies = sorted(each.name for each in (folder / "documents").iterdir())
    assert copies == ["letter.txt", "questionnaire.xlsx", "yard_procedure.docx"]
    for each in result["documents"]:
        source = small.documents / each["document"]
        assert (folder / each["file"]).read_bytes() == source.read_bytes()
    index = [(each.style.name, each.text) for each in Word(str(folder / "index.docx")).paragraphs]
    assert ("Heading 2", "56 Secure Storage IIT (MSC 5.1)") in index
    assert any(SECURE in text and "clause 1.1" in text for style, text in index if style == "List Bullet")


def test_every_quote_is_marked_where_it_stands_and_every_link_leads_there(small: Base, tmp_path: Path) -> None:
    made(small, tmp_path / "package", "56", "58", "71")
    folder = tmp_path / "package"
    texts = pages(folder)
    links = [(name, href) for name, text in texts.items() for href in HREF.findall(text)]
    assert len(links) > 20
    for name, href in links:
        parts = urlsplit(unescape(href))
        assert not parts.scheme and not parts.netloc and not parts.path.startswith("/")
        target = (folder / name).parent.joinpath(unquote(parts.path)).resolve()
        assert target.is_file() and target.is_relative_to(folder.resolve())
        if parts.fragment and target.suffix == ".html":
            assert f'id="{parts.fragment}"' in target.read_text("utf-8")
    marked = re.findall(r"<mark>(.*?)</mark>", texts["text/yard_procedure.docx.html"], re.DOTALL)
    assert any(SECURE in unescape(each) for each in marked) and not any("walks" in each for each in marked)
    word = Word(str(folder / "index.docx"))
    targets = {each.target_ref for each in word.part.rels.values() if each.is_external}
    assert targets and all((folder / unquote(each.partition("#")[0])).is_file() for each in targets)


def test_sums_and_what_made_it_are_listed_and_no_path_of_the_machine(small: Base, tmp_path: Path) -> None:
    made(small, tmp_path / "package.zip", "56")
    with zipfile.ZipFile(tmp_path / "package.zip") as packed:
        names = packed.namelist()
        assert names == sorted(names) and len(names) == len(set(names))
        content = {name: packed.read(name) for name in names}
    manifest = json.loads(content["manifest.json"])
    listed = {each["file"]: each["sha256"] for each in manifest["files"]}
    assert listed.keys() == content.keys() - {"manifest.json", "SHA256SUMS"}
    assert all(hashlib.sha256(content[name]).hexdigest() == sum_ for name, sum_ in listed.items())
    assert {"program", "catalogue", "embedder", "as_of"} <= manifest["made_by"].keys()
    sums = dict(reversed(line.split("  ", 1)) for line in content["SHA256SUMS"].decode().splitlines())
    assert sums.keys() == content.keys() - {"SHA256SUMS"}
    here = str(small.documents.parent).encode()
    assert not any(here in data for data in content.values())


@pytest.mark.parametrize("turned", [0, 90])
def test_the_mark_in_a_pdf_sits_on_the_quoted_words(tmp_path: Path, turned: int) -> None:
    source, target = write_pdf(tmp_path / "yard.pdf", turned), tmp_path / "marked.pdf"
    marks = [Mark(1, SECURE, "Criterion 56"), Mark(1, "Dogs of the harbour bark at strangers.", "nowhere")]
    assert marked_pdf(source, target, marks) == [True, False]
    page = pypdfium2.PdfDocument(target)[0]
    (found,) = [each.get_object() for each in PdfReader(target).pages[0]["/Annots"]]
    assert found["/Subtype"] == "/Highlight" and found["/Contents"] == "Criterion 56"
    quads = [float(value) for value in found["/QuadPoints"]]
    words = page.get_textpage()
    read = [words.get_text_bounded(quad[0], quad[5], quad[2], quad[1]) for quad in zip(*[iter(quads)] * 8, strict=True)]
    assert " ".join(" ".join(read).split()).removesuffix(".") == SECURE.removesuffix(".")
    plain, shown = (pypdfium2.PdfDocument(path)[0].render(scale=1).to_pil().convert("RGB") for path in (source, target))
    box = ImageChops.difference(plain, shown).getbbox()
    assert box is not None and (box[2] - box[0]) * (box[3] - box[1]) < 0.2 * plain.width * plain.height


def test_a_pdf_goes_in_as_it_is_and_as_a_copy_with_the_words_highlighted(tmp_path: Path) -> None:
    case = Case(tmp_path, menu=MENU)
    write_pdf(case.documents / "yard rules.pdf")
    case.ingest()
    (document,) = made(case, tmp_path / "package", "56")["documents"]
    assert document["marked"] == "marked/yard rules.pdf"
    page = (tmp_path / "package" / "criteria" / "056-secure-storage-iit.html").read_text("utf-8")
    assert 'href="../marked/yard%20rules.pdf#page=1"' in page


def test_what_speaks_against_is_told_to_the_company_and_handed_over_with_internal_only(
    small: Base, tmp_path: Path
) -> None:
    result = made(small, tmp_path / "outward", "56", "71")
    inside = (
        "not finished",
        "corrective action",
        "Not fully shown",
        "Nothing found",
        "partial",
        "extending the fenced",
    )
    outward = told(tmp_path / "outward")
    assert not any(words in outward for words in inside)
    assert not (tmp_path / "outward" / "documents" / "questionnaire.xlsx").exists()
    made(small, tmp_path / "internal", "56", "71", "--internal")
    internal = told(tmp_path / "internal")
    assert all(words in internal for words in inside[:4]) and "Not for the validator" in internal
    assert result["criteria"][0]["state"] == "draft"


def test_criteria_without_a_response_are_left_out_and_named_to_the_company(small: Base, tmp_path: Path) -> None:
    result = made(small, tmp_path / "package", "56", "11")
    assert [each["number"] for each in result["criteria"]] == [56]
    assert result["left_out"] == [{"number": 11, "why": "11 stands at “gap”: it has no text."}]
    assert "Crisis and Continuity" not in told(tmp_path / "package")
    ran = ctpat("export", "package", "-o", tmp_path / "none", "11", workspace=small.workspace)
    assert "nothing to hand over" in told_in_one_line(ran) and not (tmp_path / "none").exists()


def test_sections_and_musts_choose_the_criteria(small: Base, tmp_path: Path) -> None:
    result = made(small, tmp_path / "package", "--section", "training", "--musts")
    chosen = {each["number"] for each in [*result["criteria"], *result["left_out"]]}
    assert 168 in chosen and 169 not in chosen, "169 is a Should"
    assert min(chosen) >= 164, "the section begins there"
    ran = ctpat("export", "package", "-o", tmp_path / "x", "--section", "Dogs", workspace=small.workspace)
    assert "Education and Training" in told_in_one_line(ran)


def test_files_that_are_gone_or_changed_are_named_and_left_out_with_what_rests_on_them(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE, lot=LOT)
    whole = made(case, tmp_path / "whole", "56")
    assert len(whole["documents"]) == 2
    (case.documents / "lot.md").write_text("Other words.", encoding="utf-8")
    (case.documents / "yard.md").unlink()
    ran = case.run("export", "package", "-o", str(tmp_path / "package"), "56")
    assert "nothing to hand over" in told_in_one_line(ran)
    internal = made(case, tmp_path / "internal", "56", "--internal")
    left = {each["document"]: each["why"] for each in internal["files_left_out"]}
    assert left == {"fence.md": "has changed since it was read", "yard.md": "is not where it was read from"} or set(
        left
    )
    assert not (tmp_path / "internal" / "documents").exists()


def test_one_character_changed_in_the_stored_text_takes_the_quote_out(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    with sqlite3.connect(case.workspace / "store.sqlite3") as store:
        store.execute("UPDATE document SET text = replace(text, 'gate is locked', 'gate is 1ocked')")
    ran = case.run("export", "package", "-o", str(tmp_path / "package"), "56", "117", "--internal")
    assert ran.code == 0, ran.err
    assert "gate is locked" not in told(tmp_path / "package")


def test_markup_in_documents_and_their_names_stays_text(tmp_path: Path) -> None:
    case = Case(tmp_path, menu=MENU)
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)> &lt;b&gt;"
    (case.documents / "a'<img src=x>#%.md").write_text(f"{PROCEDURE}\n\n1.3 {evil} stands here.\n", encoding="utf-8")
    case.ingest()
    case.run("review", "56", "--start")
    words = tmp_path / "words.txt"
    words.write_text(f"- Alder: {SECURE}\n- {evil}", encoding="utf-8")
    for step in (["--text", str(words)], ["--submit-for-review"], ["--approve", "--despite", "a test"]):
        assert case.run("review", "56", *step).code == 0
    made(case, tmp_path / "package", "56")
    for name, text in pages(tmp_path / "package").items():
        assert not re.search(r"<(script|img|b)[ >]", text), name
        assert "default-src 'none'" in unescape(text)
        for href in HREF.findall(text):
            parts = urlsplit(unescape(href))
            assert (tmp_path / "package" / name).parent.joinpath(unquote(parts.path)).is_file()
    assert "<script>alert(1)</script>" in told(tmp_path / "package")


def test_files_of_one_name_and_a_mails_attachment_are_kept_apart(tmp_path: Path) -> None:
    from email.message import EmailMessage

    case = Case(tmp_path, menu=MENU)
    for folder, text in (("a", PROCEDURE), ("b", LOT)):
        (case.documents / folder).mkdir()
        (case.documents / folder / "Yard.md").write_text(text, encoding="utf-8")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ana <ana@alder.example>", "Yard rules"
    mail.set_content("The rules are attached.")
    inside = LOT.replace("Trailer lot", "Rail siding").replace("lot of Dock Street", "yard at the siding")
    mail.add_attachment(inside.encode(), maintype="text", subtype="markdown", filename="yard.md")
    (case.documents / "mail.eml").write_bytes(mail.as_bytes())
    case.ingest()
    result = made(case, tmp_path / "package", "56")
    files = [each["file"] for each in result["documents"]]
    assert len(files) == len({each.casefold() for each in files}) == 3, files
    contents = {(tmp_path / "package" / each).read_bytes() for each in files}
    assert inside.encode() in contents and len(contents) == 3


def test_a_folder_that_holds_something_is_refused_and_left_alone(small: Base, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    assert "not empty" in told_in_one_line(ctpat("export", "package", "-o", tmp_path, "56", workspace=small.workspace))
    assert [each.name for each in tmp_path.iterdir()] == ["kept.txt"]
    (tmp_path / "empty").mkdir()
    made(small, tmp_path / "empty", "56")
    assert (tmp_path / "empty" / "index.html").is_file()
