"""Draw a content source as PDF: document, letter, certificate or the four-column MSC layout."""

import io
import re
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from source import Block, Source, SourceError

FICTION = "Fictional sample company"
CONTROL = (
    ("Document no.", "number"),
    ("Title", "title"),
    ("Revision", "revision"),
    ("Effective", "effective"),
    ("Owner", "owner"),
    ("Approved by", "approved"),
    ("Next review", "next_review"),
    ("Applies to", "site"),
)
LAYOUTS = ("document", "plain", "letter", "certificate", "msc")


def page_canvas(source: Source) -> type[Canvas]:
    """Return a canvas class that draws header and footer with 'Page n of m' once all pages are known."""

    class PageCanvas(Canvas):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            self._pages: list[dict] = []

        def showPage(self) -> None:  # noqa: N802 (reportlab's name)
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            total = len(self._pages)
            for number, state in enumerate(self._pages, start=1):
                self.__dict__.update(state)
                draw_margins(self, source, number, total)
                super().showPage()
            super().save()

    return PageCanvas


def draw_margins(canvas: Canvas, source: Source, number: int, total: int) -> None:
    """Draw what repeats on every page."""
    width, height = canvas._pagesize
    layout = source.text("layout", "document")
    party = source.text("party", "Brindlewick Home Goods, Inc.")
    canvas.setFillColor(colors.HexColor("#444444"))
    if layout == "certificate":
        canvas.setLineWidth(3)
        canvas.rect(0.45 * inch, 0.45 * inch, width - 0.9 * inch, height - 0.9 * inch)
        canvas.setLineWidth(0.7)
        canvas.rect(0.53 * inch, 0.53 * inch, width - 1.06 * inch, height - 1.06 * inch)
    else:
        canvas.setFont("Helvetica", 8)
        left = source.text("header") or " ".join(filter(None, (source.text("number"), source.text("title"))))
        right = source.text("header_right") or (f"Rev. {source.text('revision')}" if source.text("revision") else "")
        if layout != "letter" or number > 1:
            canvas.drawString(0.9 * inch, height - 0.55 * inch, left)
            canvas.drawRightString(width - 0.9 * inch, height - 0.55 * inch, right)
            canvas.line(0.9 * inch, height - 0.6 * inch, width - 0.9 * inch, height - 0.6 * inch)
        footer = source.text("footer") or f"{party} - Confidential"
        canvas.drawString(0.9 * inch, 0.55 * inch, footer)
        canvas.drawRightString(width - 0.9 * inch, 0.55 * inch, f"Page {number} of {total}")
    canvas.setFont("Helvetica", 6)
    canvas.drawCentredString(width / 2, 0.34 * inch, FICTION)


def styles(source: Source) -> dict[str, ParagraphStyle]:
    """Return the paragraph styles of a source; 'font: serif' changes the face, 'size' the body size."""
    serif = source.text("font", "sans") == "serif"
    face, bold = ("Times-Roman", "Times-Bold") if serif else ("Helvetica", "Helvetica-Bold")
    size = float(source.text("size", "10"))
    body = ParagraphStyle("body", fontName=face, fontSize=size, leading=size * 1.38, spaceAfter=size * 0.6)
    if source.meta.get("justify"):
        body.alignment = TA_JUSTIFY
    made = {"body": body, "center": ParagraphStyle("center", body, alignment=TA_CENTER)}
    made["bullet"] = ParagraphStyle("bullet", body, leftIndent=20, bulletIndent=8, spaceAfter=size * 0.3)
    made["cell"] = ParagraphStyle("cell", body, fontSize=size * 0.85, leading=size * 1.1, spaceAfter=0)
    made["cellhead"] = ParagraphStyle("cellhead", made["cell"], fontName=bold)
    for level, bigger in ((1, 4.5), (2, 2.0), (3, 0.8), (4, 0)):
        made[f"h{level}"] = ParagraphStyle(
            f"h{level}", body, fontName=bold, fontSize=size + bigger, leading=(size + bigger) * 1.25,
            spaceBefore=size * (1.3 - 0.2 * level), spaceAfter=size * 0.5, keepWithNext=1, alignment=0,
        )  # fmt: skip
    return made


def inline(text: str) -> str:
    """Turn **bold**, *italic*, <br> and line breaks into reportlab's markup."""
    if strange := sorted({sign for sign in text if not sign.encode("cp1252", "ignore")}):
        raise SourceError(f"the PDF fonts have no {' '.join(strange)} (in '{text[:50]}'); write it in Latin letters")
    marked = escape(text).replace("&lt;br&gt;", "<br/>").replace("\n", "<br/>")
    marked = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", marked)
    return re.sub(r"(?<!\*)\*(?!\s)(.+?)(?<!\s)\*(?!\*)", r"<i>\1</i>", marked)


def table(
    block: Block, width: float, style: dict[str, ParagraphStyle], repeat: bool = True, split: bool = False
) -> Table:
    """Return a ruled table whose header row repeats on every page; 'split' lets a row cross pages."""
    count = len(block.rows[0])
    shares = block.widths or tuple(1.0 for _ in range(count))
    if len(shares) != count:
        raise SourceError(f"the widths line gives {len(shares)} numbers for a table of {count} columns")
    cells = [
        [Paragraph(inline(cell), style["cellhead" if index == 0 and repeat else "cell"]) for cell in row]
        for index, row in enumerate(block.rows)
    ]
    columns = [width * share / sum(shares) for share in shares]
    drawn = Table(cells, columns, repeatRows=int(repeat), splitByRow=int(not split), splitInRow=int(split))
    rules = [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.HexColor("#777777")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]
    if repeat:
        rules.append(("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e4e4e4")))
    drawn.setStyle(TableStyle(rules))
    return drawn


def control_block(source: Source, width: float, style: dict[str, ParagraphStyle]) -> list[Flowable]:
    """Return the document-control table of page 1, with only the fields that the source gives."""
    rows = tuple((f"**{label}**", source.text(name)) for label, name in CONTROL if source.text(name))
    if not rows:
        return []
    return [table(Block("table", rows=rows, widths=(1, 3)), width, style, repeat=False), Spacer(1, 14)]


def letterhead(source: Source, style: dict[str, ParagraphStyle]) -> list[Flowable]:
    """Return the sender's name, address lines and a rule."""
    lines = [Paragraph(inline(source.text("party")), style["h1"])]
    if source.text("address"):
        lines.append(Paragraph(inline(source.text("address")), style["cell"]))
    return [*lines, HRFlowable(width="100%", color=colors.HexColor("#777777")), Spacer(1, 14)]


def signature(text: str, style: dict[str, ParagraphStyle]) -> list[Flowable]:
    """Return a signature: the first part in italics over a rule, the rest below it."""
    name, _, rest = text.partition("|")
    return [
        Spacer(1, 18),
        Paragraph(f"<i>{inline(name.strip())}</i>", style["h3"]),
        HRFlowable(width=200, hAlign="LEFT", thickness=0.6, color=colors.black),
        Paragraph(inline(rest.strip() or name.strip()), style["cell"]),
        Spacer(1, 10),
    ]


def story(source: Source, width: float) -> list[Flowable]:
    """Return everything that flows through the pages."""
    style = styles(source)
    layout = source.text("layout", "document")
    centred = layout == "certificate"
    flow: list[Flowable] = []
    if layout == "letter":
        flow += letterhead(source, style)
    elif layout == "document":
        flow += [Paragraph(inline(source.text("title")), style["h1"]), *control_block(source, width, style)]
    for block in source.blocks:
        if block.kind == "heading":
            heading = ParagraphStyle("heading", style[f"h{block.level}"], alignment=int(centred))
            flow.append(Paragraph(inline(block.text), heading))
        elif block.kind == "clause":
            indent = 34 + 10 * max(block.level - 1, 0)
            hanging = ParagraphStyle("clause", style["body"], leftIndent=indent, firstLineIndent=-indent)
            flow.append(Paragraph(f"{inline(block.number)}&nbsp;&nbsp;{inline(block.text)}", hanging))
        elif block.kind == "bullet":
            flow.append(Paragraph(inline(block.text), style["bullet"], bulletText="\u2022"))
        elif block.kind == "paragraph":
            flow.append(Paragraph(inline(block.text), style["center" if centred else "body"]))
        elif block.kind == "table":
            flow += [table(block, width, style, split=layout == "msc"), Spacer(1, 10)]
        elif block.kind == "signature":
            flow += signature(block.text, style)
        elif block.kind == "space":
            flow.append(Spacer(1, float(block.text or 12)))
        elif block.kind == "pagebreak":
            flow.append(PageBreak())
        else:
            raise SourceError(f"{source.origin}: a PDF cannot draw '{block.kind}'; type the clause's number instead")
    return flow


def write_pdf(source: Source) -> bytes:
    """Return the PDF of a source; 'columns: 2', 'paper: a4', 'font: serif' are optional front matter."""
    layout = source.text("layout", "document")
    if layout not in LAYOUTS:
        raise SourceError(f"{source.origin}: layout '{layout}' is unknown; use one of {', '.join(LAYOUTS)}")
    page = A4 if source.text("paper", "letter").lower() == "a4" else LETTER
    if source.meta.get("landscape"):
        page = (page[1], page[0])
    margin, gap = 0.9 * inch, 0.25 * inch
    count = int(source.meta.get("columns", 1))
    width = (page[0] - 2 * margin - gap * (count - 1)) / count
    height = page[1] - 1.75 * inch
    frames = [Frame(margin + index * (width + gap), 0.85 * inch, width, height, 0, 0, 0, 0) for index in range(count)]
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=page, title=source.text("title"), author=source.text("owner") or source.text("party"),
        subject=source.text("number"), creator="Brindlewick document control", invariant=1,
    )  # fmt: skip
    document.addPageTemplates(PageTemplate(id="page", frames=frames))
    document.build(story(source, width), canvasmaker=page_canvas(source))
    return out.getvalue()
