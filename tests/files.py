"""Small files of every format that is read, made where a test needs them."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.reading import Block, Reading

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"'
    for name, part in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
)
SLIDES = " ".join(
    f'xmlns:{name}="http://schemas.openxmlformats.org/{part}"'
    for name, part in (
        ("a", "drawingml/2006/main"),
        ("p", "presentationml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
    )
)
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SEAL = "Seals are kept in a locked cabinet at the Dockside site."
MAIL = (
    "From: Ana Ruiz <ana@carrier.example>\nTo: pcso@home.example\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nSubject: Seal\n"
)


def text_of(reading: Reading) -> str:
    """All blocks, one a line."""
    return "\n".join(block.text for block in reading.blocks)


def bruised(path: Path, part: str) -> Path:
    """The zip file with the packed bytes of one part overwritten; its directory stays whole."""
    with zipfile.ZipFile(path) as packed:
        entry = packed.getinfo(part)
    data = bytearray(path.read_bytes())
    begins = entry.header_offset + 30 + int.from_bytes(data[entry.header_offset + 26 :][:2], "little")
    begins += int.from_bytes(data[entry.header_offset + 28 :][:2], "little")
    data[begins : begins + entry.compress_size] = b"\xff" * entry.compress_size
    path.write_bytes(data)
    return path


def block_with(reading: Reading, words: str) -> Block:
    """The first block with these words."""
    return next(block for block in reading.blocks if words in block.text)


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


def run(text: str) -> str:
    """A run of a Word paragraph."""
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def level(place: int, form: str, shape: str, more: str = "") -> str:
    """A level of a Word list."""
    return f'<w:lvl w:ilvl="{place}"><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{shape}"/></w:lvl>'


def lists(levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>') -> str:
    """The part of a Word file that defines its lists."""
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{nums}</w:numbering>'


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
    """A workbook of one sheet, and a hidden one where asked for."""
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
    """A picture of a line of text."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((20, 60), text, fill="black", font=ImageFont.load_default(48))
    image.save(path)
    return path


def odf(path: Path, body: str) -> Path:
    """An OpenDocument text or spreadsheet, by its suffix."""
    kind = "text" if path.suffix == ".odt" else "spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        inner = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        archive.writestr("content.xml", f"<office:document-content {ODF}>{inner}</office:document-content>")
    return path


def odf_row(*cells: str) -> str:
    """A row of an OpenDocument table."""
    inner = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f"<table:table-row>{inner}</table:table-row>"


def shape(text: str, role: str = "body") -> str:
    """A text box of a slide."""
    words = f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody>"
    return f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{role}"/></p:nvPr></p:nvSpPr>{words}</p:sp>'


def pptx(path: Path, *slides: str) -> Path:
    """A presentation of slides, each with its shapes."""
    listed = "".join(f'<p:sldId r:id="r{number}"/>' for number in range(len(slides)))
    related = "".join(
        f'<Relationship Id="r{number}" Type="{KIND}/slide" Target="slides/slide{number}.xml"/>'
        for number in range(len(slides))
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ppt/presentation.xml", f"<p:presentation {SLIDES}>{listed}</p:presentation>")
        archive.writestr("ppt/_rels/presentation.xml.rels", f"<Relationships {RELATIONS}>{related}</Relationships>")
        for number, shapes in enumerate(slides):
            archive.writestr(f"ppt/slides/slide{number}.xml", f"<p:sld {SLIDES}>{shapes}</p:sld>")
    return path


def mail(path: Path, head: str, *parts: str, kind: str = "mixed") -> Path:
    """A mail of several parts, each with its own head."""
    inner = "".join(f"--B\n{part}\n" for part in parts)
    path.write_text(f'{head}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="B"\n\n{inner}--B--\n')
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
    if suffix == ".odt":
        return odf(path, f'<text:h text:outline-level="1">Seal policy</text:h><text:p>{SEAL}</text:p>')
    if suffix == ".ods":
        rows = odf_row("Item", "Note", "Date") + odf_row("1", SEAL, "2026-05-04")
        return odf(path, f'<table:table table:name="Yard">{rows}</table:table>')
    if suffix == ".pptx":
        return pptx(path, shape("Seal policy", "title"), shape(SEAL))
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
