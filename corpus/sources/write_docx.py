"""Write a content source as DOCX with real heading styles, header, footer and tables."""

import io
import re
from datetime import datetime

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt
from docx.text.paragraph import Paragraph
from source import Block, Source, SourceError
from stamp import as_date, stamp_zip
from write_pdf import CONTROL, FICTION

LEVELS = ("%1", "%1.%2", "%1.%2.%3")
AUTO_ID = 90  # above every list that the default template defines
RUN = re.compile(r"(\*\*.+?\*\*|(?<!\*)\*(?!\s).+?(?<!\s)\*(?!\*))")


def add_runs(paragraph: Paragraph, text: str) -> None:
    """Add text with **bold**, *italic* and line breaks to a paragraph."""
    for part in RUN.split(text.replace("<br>", "\n")):
        if part.startswith("**") and part.endswith("**") and len(part) > 4:
            paragraph.add_run(part[2:-2]).bold = True
        elif part.startswith("*") and part.endswith("*") and len(part) > 2:
            paragraph.add_run(part[1:-1]).italic = True
        elif part:
            paragraph.add_run(part)


def add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Add a Word field such as PAGE or NUMPAGES, with a value to show until Word counts."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)


def define_numbering(word: Word) -> None:
    """Define the multi-level list 1, 1.1, 1.1.1 that Word counts by itself ('numbering: word')."""
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="720"/></w:pPr></w:lvl>'
        for index, text in enumerate(LEVELS)
    )
    root = word.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{AUTO_ID}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )
    number = parse_xml(f'<w:num {nsdecls("w")} w:numId="{AUTO_ID}"><w:abstractNumId w:val="{AUTO_ID}"/></w:num>')
    root.insert(0, abstract)  # the schema wants every abstractNum before the first num
    root.append(number)


def number_paragraph(paragraph: Paragraph, level: int) -> None:
    """Attach a paragraph to the counted list at a level (0 is the chapter)."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{AUTO_ID}"/></w:numPr>')
    )


def add_table(word: Word, rows: tuple[tuple[str, ...], ...], widths: tuple[float, ...], head: bool = True) -> None:
    """Add a ruled table; its first row is bold and repeats on every page."""
    drawn = word.add_table(rows=len(rows), cols=len(rows[0]))
    drawn.style = "Table Grid"
    shares = widths or tuple(1.0 for _ in rows[0])
    for row_index, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = drawn.cell(row_index, column)
            cell.width = Inches(6.4 * shares[column] / sum(shares))
            add_runs(cell.paragraphs[0], f"**{text}**" if head and row_index == 0 and "*" not in text else text)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9)
    if head:
        drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    word.add_paragraph()


def add_margins(word: Word, source: Source) -> None:
    """Write header and footer, with page n of m."""
    section = word.sections[0]
    section.left_margin = section.right_margin = Inches(1)
    if source.meta.get("landscape"):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    revision = f"Rev. {source.text('revision')}" if source.text("revision") else ""
    left = source.text("header") or " ".join(filter(None, (source.text("number"), source.text("title"))))
    section.header.paragraphs[0].text = "\t".join(filter(None, (left, "", source.text("header_right") or revision)))
    footer = section.footer.paragraphs[0]
    owner = source.text("party", "Brindlewick Home Goods, Inc.")
    footer.text = f"{source.text('footer') or f'{owner} - Confidential'}\t\tPage "
    add_field(footer, "PAGE", "1")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES", "1")
    small = section.footer.add_paragraph()
    small.alignment = 1
    small.add_run(FICTION).font.size = Pt(6)


def add_block(word: Word, source: Source, block: Block, counted: bool) -> None:
    """Add one block."""
    if block.kind == "heading":
        heading = word.add_heading("", level=block.level)
        add_runs(heading, block.text)
        if counted and block.level <= 3:
            number_paragraph(heading, block.level - 1)
    elif block.kind == "auto":
        paragraph = word.add_paragraph()
        add_runs(paragraph, block.text)
        number_paragraph(paragraph, min(block.level, 2))
    elif block.kind == "clause":
        paragraph = word.add_paragraph()
        add_runs(paragraph, f"{block.number}\t{block.text}")
        paragraph.paragraph_format.left_indent = Inches(0.55 + 0.15 * max(block.level - 1, 0))
        paragraph.paragraph_format.first_line_indent = -paragraph.paragraph_format.left_indent
    elif block.kind == "bullet":
        add_runs(word.add_paragraph(style="List Bullet"), block.text)
    elif block.kind == "paragraph":
        add_runs(word.add_paragraph(), block.text)
    elif block.kind == "table":
        add_table(word, block.rows, block.widths)
    elif block.kind == "pagebreak":
        word.add_page_break()
    elif block.kind == "space":
        word.add_paragraph()
    elif block.kind == "signature":
        name, _, rest = block.text.partition("|")
        word.add_paragraph().add_run(name.strip()).italic = True
        word.add_paragraph("_" * 36)
        if rest.strip():
            word.add_paragraph(rest.strip())
    else:
        raise SourceError(f"{source.origin}: a DOCX cannot draw '{block.kind}'")


def write_docx(source: Source) -> bytes:
    """Return the DOCX of a source; 'numbering: word' lets Word count headings and '+' clauses."""
    word = Document()
    normal = word.styles["Normal"].font
    normal.name, normal.size = ("Times New Roman" if source.text("font") == "serif" else "Calibri"), Pt(10.5)
    counted = source.text("numbering") == "word"
    if counted:
        define_numbering(word)
    add_margins(word, source)
    if source.text("layout", "document") == "document":
        word.add_paragraph(source.text("title"), style="Title")
        rows = tuple((f"**{label}**", source.text(name)) for label, name in CONTROL if source.text(name))
        if rows:
            add_table(word, rows, (1, 3), head=False)
    for block in source.blocks:
        add_block(word, source, block, counted)
    day = as_date(source.meta.get("date") or source.meta.get("effective"))
    properties = word.core_properties
    properties.title, properties.subject = source.text("title"), source.text("number")
    properties.author = properties.last_modified_by = source.text("owner") or "Document control"
    properties.created = properties.modified = datetime(day.year, day.month, day.day, 9)
    properties.comments, properties.revision = "", 1
    out = io.BytesIO()
    word.save(out)
    return stamp_zip(out.getvalue(), day)
