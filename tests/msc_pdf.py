"""CBP's table of criteria drawn the hard way: narrow gutters, floating flags, rows over page breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

Cells = tuple[str, str, str, str]  # id, criterion, guidance, flag
PAGE = (792.0, 612.0)
SIZE, LEADING = 10.0, 12.0
LEFTS = (40.0, 66.0, 380.0, 705.0, 760.0)  # of the four columns, and the end of the last
HEADS = ("ID", "Criteria", "Implementation Guidance")
EDITION = "March 2020"


@dataclass(frozen=True)
class Look:
    """How a document is drawn."""

    ruled: bool = True
    repeat: bool = True  # the table's header on each page
    gutter: float = 4.0  # points between a column's text and the next column; below 1, words touch
    flag: str = "middle"  # where it stands in its row: top, middle, bottom; floating: elsewhere in each row
    header_inside: bool = False  # the table's header is drawn within rows as well
    title: Sequence[str] = ("CTPAT Minimum Security Criteria – U.S. Importers", EDITION)
    footer: str = "CTPAT Minimum Security Criteria – U.S. Importers | March 2020"
    odd_footer: tuple[int, str] = (0, "")  # a page, and the footer that it has instead
    section_every: int = 9  # rows between two headings with prose
    bottom: float = 70.0


class Pen:
    """Draws rows from the top of a page to its bottom, and goes on on the next."""

    def __init__(self, path: Path, look: Look) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.canvas: Any = Canvas(str(path), PAGE, invariant=1)
        self.look, self.page, self.y, self.rows = look, 0, 0.0, 0
        self.turn(header=False)

    def turn(self, header: bool) -> None:
        """Begin a page."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        odd, words = self.look.odd_footer
        self.canvas.setFont("Helvetica", 8)
        self.canvas.drawString(60, 40, words if self.page == odd else self.look.footer)
        self.canvas.drawRightString(750, 28, f"Page {self.page}")
        self.canvas.drawString(300, 585, "U.S. Customs and Border Protection")
        self.y = 560.0
        if header:
            self.header()

    def header(self) -> None:
        """The table's header: its last title over two lines."""
        top = self.y
        self.text(HEADS, bold=True)
        self.canvas.drawString(LEFTS[3], self.y + LEADING, "Must /")
        self.canvas.drawString(LEFTS[3], self.y, "Should")
        self.y -= LEADING + 3
        self.rules(top)

    def text(self, cells: Sequence[str], bold: bool = False) -> None:
        """One line of each column."""
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", SIZE)
        self.y -= LEADING
        for place, words in enumerate(cells):
            spread = self.spread(words, self.width(place)) if place in (1, 2) and not bold else 0.0
            self.canvas.drawString(LEFTS[place], self.y, words, wordSpace=spread)

    def spread(self, words: str, width: float) -> float:
        """Points to add to each space, so that a nearly full line ends at the next column."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        left = width - stringWidth(words, "Helvetica", SIZE)
        return left / max(1, words.count(" ")) if self.look.gutter < 1 and left < 0.25 * width else 0.0

    def rules(self, top: float) -> None:
        """A box around each cell between a height and here."""
        if self.look.ruled:
            aside = min(2.0, self.look.gutter / 2)
            for left, right in pairwise(LEFTS):
                self.canvas.rect(left - aside, self.y - 3, right - left, top - self.y + 1, stroke=1, fill=0)
        self.y -= 4

    def prose(self, words: str, size: float = SIZE) -> None:
        """A line over all columns."""
        self.y -= 2 * LEADING
        self.canvas.setFont("Helvetica-Bold" if size > SIZE else "Helvetica", size)
        self.canvas.drawString(LEFTS[0], self.y, words)

    def row(self, cells: Cells) -> None:
        """One criterion, over as many pages as it takes."""
        columns = [wrapped(cells[1], self.width(1)), wrapped(cells[2], self.width(2))]
        count = max(map(len, columns))
        places = {"top": 0, "middle": count // 2, "bottom": count - 1}
        self.rows += 1
        at = places.get(self.look.flag, list(places.values())[self.rows % 3])
        top = self.y
        for place in range(count):
            if self.y < self.look.bottom:
                self.rules(top)
                self.turn(header=self.look.repeat)
                top = self.y
            line = [column[place] if place < len(column) else "" for column in columns]
            self.text([cells[0] if place == 0 else "", *line, cells[3] if place == at else ""])
            if self.look.header_inside and place == 1 and count > 3:
                self.header()
                top = self.y
        self.rules(top)

    def width(self, column: int) -> float:
        """Points that the text of a column may take."""
        return LEFTS[column + 1] - LEFTS[column] - self.look.gutter


def wrapped(text: str, width: float) -> list[str]:
    """Lines of a text, none wider than asked for."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines: list[str] = []
    for word in text.split():
        if lines and stringWidth(f"{lines[-1]} {word}", "Helvetica", SIZE) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def write_msc(path: Path, rows: Sequence[Cells], look: Look | None = None) -> Path:
    """Draw a document of criteria; returns its path."""
    look = look or Look()
    pen = Pen(path, look)
    for line in look.title:
        pen.prose(line, 16)
    pen.prose("Note: Criteria ID numbers may not be sequential. ID numbers not listed are not applicable.")
    for place, cells in enumerate(rows):
        if place % look.section_every == 0:
            if pen.y < look.bottom + 8 * LEADING:
                pen.turn(header=False)
            pen.prose(f"{place // look.section_every + 1}. Physical Security", 13)
            pen.prose("Barriers, light, cameras and alarms keep strangers out or show that they came in, and vary with")
            pen.y += LEADING
            pen.prose("the site, its neighbours and what is kept there.")
            pen.y -= 6
            pen.header()
        pen.row(cells)
    pen.canvas.save()
    return path


def write_platypus(path: Path, rows: Sequence[Cells], align: str, size: int, id_width: int = 46) -> Path:
    """Draw a table for each category whose rows are split wherever a page ends, each cell aligned by itself."""
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    cell = ParagraphStyle("cell", fontName="Times-Roman", fontSize=size, leading=size * 1.2)
    head = ParagraphStyle("head", cell, fontName="Times-Bold", alignment=1)
    flow = [Paragraph("Minimum Security Criteria – Highway Carriers", head), Paragraph(EDITION, head)]
    look = TableStyle([("VALIGN", (0, 0), (-1, -1), align), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    for category in dict.fromkeys(cells[0].partition(".")[0] for cells in rows):
        flow.append(
            Paragraph(f"<b>{category}. Security</b> – For a program to remain effective it has to be kept.", cell)
        )
        table = [[Paragraph(words, head) for words in (*HEADS, "Must /<br/>Should")]]
        for cells in rows:
            if cells[0].startswith(f"{category}."):
                styles = (head, cell, cell, head)
                table.append([Paragraph(words, style) for words, style in zip(cells, styles, strict=True)])
        flow.append(Table(table, (id_width, 290, 270, 60), style=look, repeatRows=1, splitInRow=1))

    def footer(canvas: Any, document: Any) -> None:
        canvas.drawCentredString(306, 30, f"CTPAT Minimum Security Criteria – Highway Carriers| {EDITION}")
        canvas.drawRightString(580, 18, f"Page {document.page}")

    SimpleDocTemplate(str(path), pagesize=PAGE, invariant=1).build(flow, onFirstPage=footer, onLaterPages=footer)
    return path
