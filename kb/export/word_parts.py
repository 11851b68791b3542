"""What Word documents are made of beyond paragraphs: fields, bookmarks, a table of contents, tables that fit."""

from collections.abc import Sequence
from typing import Any

from kb.export.text import printable

CONTENTS = 'TOC \\o "1-2" \\h \\z \\u'


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field of one paragraph, which Word and others fill in when they lay the document out."""
    _mark(paragraph, "begin")
    _instruct(paragraph, instruction)
    _mark(paragraph, "separate")
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def heading(word: Any, text: str, level: int, marks: list[tuple[str, str, int]]) -> Any:
    """A heading with a bookmark, which is added to `marks` (name, text, level)."""
    made = word.add_heading(printable(text), level=level)
    name = f"_Toc{len(marks) + 1:08}"
    number = str(len(marks) + 1)
    made._p.insert(1 if made._p.pPr is not None else 0, _element("w:bookmarkStart", id=number, name=name))
    made._p.append(_element("w:bookmarkEnd", id=number))
    marks.append((name, printable(text), level))
    return made


def contents(place: Any, marks: Sequence[tuple[str, str, int]]) -> None:
    """The table of contents before a paragraph: a field that Word renews, holding an entry with its page for each mark.

    The paragraph itself is left out of the document.
    """
    for number, (name, text, level) in enumerate(marks):
        line = place.insert_paragraph_before(style=f"toc {level}")
        if number == 0:
            _mark(line, "begin", dirty=True)
            _instruct(line, CONTENTS)
            _mark(line, "separate")
        link = _element("w:hyperlink", anchor=name, history="1")
        line._p.append(link)
        before = len(line._p)
        line.add_run(f"{text}\t")
        field(line, f"PAGEREF {name} \\h", "")
        for run in list(line._p)[before:]:
            link.append(run)
        if number == len(marks) - 1:
            _mark(line, "end")
    place._p.getparent().remove(place._p)


def contents_styles(word: Any, width: Any) -> None:
    """The styles of the entries of a table of contents: a page number after dots at `width`."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Pt

    for level in (1, 2):
        style = word.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        style.paragraph_format.left_indent = Pt(14 * (level - 1))
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def table(
    word: Any, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], small: bool = False
) -> Any:
    """A table of texts, its columns in the given shares of the page; the head is repeated on every page."""
    from docx.shared import Emu, Pt

    made = word.add_table(rows=0, cols=len(head), style="Light Grid Accent 1")
    made.autofit = False
    room = text_width(word)
    for number, row in enumerate([head, *rows]):
        line = made.add_row()
        line._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        if number == 0:
            line._tr.get_or_add_trPr().append(_element("w:tblHeader"))
        for box, text, share in zip(line.cells, row, widths, strict=True):
            box.width = Emu(int(room * share / sum(widths)))
            run = box.paragraphs[0].add_run(printable(text))
            run.font.size = Pt(8.5) if small else None
    for column, share in zip(made.columns, widths, strict=True):
        column.width = Emu(int(room * share / sum(widths)))
    return made


def text_width(word: Any) -> int:
    """The width between the margins of a document's last section, in EMU."""
    section = word.sections[-1]
    return int(section.page_width - section.left_margin - section.right_margin)


def blank(header: str, title: str, author: str) -> Any:
    """A document without text: our margins and type, a header, a footer with page numbers, its properties."""
    from docx import Document as Word
    from docx.shared import Emu, Mm, Pt

    word = Word()
    word.styles["Normal"].font.name = "Calibri"
    word.styles["Normal"].font.size = Pt(10.5)
    section = word.sections[0]
    section.left_margin = section.right_margin = Mm(22)
    contents_styles(word, Emu(text_width(word)))
    section.header.paragraphs[0].text = printable(header)
    footer = section.footer.paragraphs[0]
    footer.add_run("Confidential  ·  page ")
    field(footer, "PAGE", "1")
    footer.add_run(" of ")
    field(footer, "NUMPAGES", "1")
    word.core_properties.title = printable(title)
    word.core_properties.author = printable(author)
    return word


def link(paragraph: Any, text: str, target: str) -> None:
    """A link to a file beside the document, by its relative address."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    run = paragraph.add_run(printable(text))
    run.font.underline = True
    run.font.color.rgb = RGBColor(0x1F, 0x5A, 0x99)
    made = _element("w:hyperlink", history="1")
    made.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(made)
    made.append(run._r)


def shade(cell: Any, colour: str) -> None:
    """Give a table's cell a ground."""
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=colour))


def describe(picture: Any, text: str) -> None:
    """What a picture shows, for those who do not see it."""
    picture._inline.docPr.set("descr", printable(text))


def _mark(paragraph: Any, kind: str, dirty: bool = False) -> None:
    values = {"fldCharType": kind} | ({"dirty": "true"} if dirty else {})
    paragraph.add_run()._r.append(_element("w:fldChar", **values))


def _instruct(paragraph: Any, instruction: str) -> None:
    from docx.oxml.ns import qn

    text = _element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = instruction
    paragraph.add_run()._r.append(text)


def _element(tag: str, /, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made
