"""The gap report as a Word document: contents, header with company and date, page numbers, a block to sign."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from kb.export import layout
from kb.export.picture import bar
from kb.export.text import printable
from kb.export.word_parts import blank, contents, describe, heading, shade, table, text_width
from kb.gaps import GapReport, assigned
from kb.model import Coverage, Status

COLOURS = {  # of the status word; the word itself says the same
    Status.GAP: "9B1C1C",
    Status.CONFLICT: "7A3E9D",
    Status.STALE: "8A5A00",
    Status.PARTIAL: "1F5A99",
    Status.COVERED: "1E6B3A",
}
FILLS = {  # of the bars, as on the pages; told apart by the colour-blind too, and each with its number
    Status.COVERED: "009E73",
    Status.PARTIAL: "E69F00",
    Status.STALE: "56B4E9",
    Status.CONFLICT: "CC79A7",
    Status.GAP: "D55E00",
    Status.NOT_APPLICABLE: "B5BCC4",
}
BAR = 0.55  # of the page's width, for the longest bar
Marks = list[tuple[str, str, int]]  # name, text and level of each heading in the contents


def save(report: GapReport, path: Path) -> None:
    """Write the report to a .docx file."""
    title = layout.heading(report)
    header = f"{report.company or 'CTPAT'}  ·  gap report  ·  {report.as_of.isoformat()}"
    word = blank(header, title, report.prepared_by or report.company)
    word.add_heading(printable(title), level=0)
    word.add_paragraph(f"As of {report.as_of.isoformat()}. {report.documents} documents read.")
    word.add_paragraph(layout.readiness_line(report))
    word.add_paragraph(layout.window_line(report))
    place = word.add_paragraph()
    marks: Marks = []
    _readiness(word, report, marks)
    _since(word, report, marks)
    _criteria(word, report, marks)
    _lists(word, report, marks)
    _signatures(word, report, marks)
    contents(place, marks)
    word.save(str(path))


def _readiness(word: Any, report: GapReport, marks: Marks) -> None:
    heading(word, "Readiness", 1, marks).paragraph_format.page_break_before = True
    _chart(word, report)
    word.add_paragraph()
    table(word, ("Status", "Criteria"), layout.readiness_rows(report), (3, 1))
    heading(word, "By section", 1, marks)
    table(word, layout.SECTION_HEAD, layout.section_rows(report), (3.4, 1.1, 1, 1, 1.1, 1, 1.3), small=True)


def _chart(word: Any, report: GapReport) -> None:
    """A legend, and a row a section with its bar."""
    from docx.shared import Emu, Pt

    legend = word.add_table(rows=1, cols=len(FILLS))
    for box, (status, colour) in zip(legend.rows[0].cells, FILLS.items(), strict=True):
        shade(box, colour)
        box.paragraphs[0].add_run(status.value).font.size = Pt(8.5)
    longest = max((sum(row.values()) for row in report.sections.values()), default=0)
    word.add_paragraph()
    room = text_width(word)
    chart = word.add_table(rows=0, cols=3)
    chart.autofit = False
    for name, row in report.sections.items():
        cells = chart.add_row().cells
        for box, share in zip(cells, (0.27, BAR + 0.03, 0.15), strict=True):
            box.width = Emu(int(room * share))
        total = sum(row.values())
        cells[0].paragraphs[0].add_run(printable(name)).font.size = Pt(9)
        picture = BytesIO(bar([(row[status], FILLS[status]) for status in FILLS], longest))
        shown = cells[1].paragraphs[0].add_run().add_picture(picture, width=Emu(int(room * BAR * total / longest)))
        counted = ", ".join(f"{row[status]} {status.value}" for status in FILLS if row[status])
        describe(shown, f"{name}: {counted}")
        cells[2].paragraphs[0].add_run(f"{row[Status.COVERED]} of {total} covered").font.size = Pt(9)


def _since(word: Any, report: GapReport, marks: Marks) -> None:
    heading(word, "Since the last report", 1, marks)
    for line in layout.change_lines(report):
        word.add_paragraph(printable(line))
    rows = layout.change_rows(report)
    if rows:
        table(word, layout.CHANGE_HEAD, rows, (2.6, 1, 1, 0.8, 4), small=True)


def _criteria(word: Any, report: GapReport, marks: Marks) -> None:
    heading(word, "Open criteria, Musts first", 1, marks).paragraph_format.page_break_before = True
    section = ""
    for coverage in report.gaps:
        if layout.title(coverage) != section:
            section = layout.title(coverage)
            heading(word, section, 2, marks)
        _criterion(word, coverage)


def _criterion(word: Any, coverage: Coverage) -> None:
    from docx.shared import RGBColor

    subject = coverage.criterion
    title = word.add_heading(f"{subject.number} {printable(subject.title)} (MSC {subject.msc_id}): ", level=3)
    status = title.add_run(coverage.status.value)
    status.font.color.rgb = RGBColor.from_string(COLOURS.get(coverage.status, "333333"))
    word.add_paragraph(printable(subject.question))
    if coverage.note:
        word.add_paragraph().add_run(printable(coverage.note)).italic = True
    for judged in coverage.judgements:
        line = word.add_paragraph(style="List Bullet")
        line.add_run(f"{judged.requirement.id} {judged.status.value}: ").bold = True
        line.add_run(printable(judged.requirement.text))
        for label, text in layout.part_lines(judged):
            told = word.add_paragraph(style="List Bullet 2")
            told.add_run(f"{label}: ").bold = label == "Missing"
            told.add_run(printable(text))
    for action in coverage.next_actions:
        word.add_paragraph(f"Next: {printable(action)}", style="List Bullet")
    owner, due = assigned(coverage)
    word.add_paragraph(f"Owner: {printable(owner) or '_' * 20}   Due: {due or '_' * 14}")


def _lists(word: Any, report: GapReport, marks: Marks) -> None:
    rows = layout.party_rows(report)
    _listed(word, "Parties with open items", layout.PARTY_HEAD, rows, (3, 0.9, 0.9, 0.9, 0.95, 0.95, 0.9, 3), marks)
    rows = layout.expiry_rows(report)
    _listed(word, "Documents expired or expiring", layout.EXPIRY_HEAD, rows, (3, 2, 1.3, 1.2, 2, 1.6, 1.3), marks)
    rows = layout.aside_rows(report)
    _listed(word, "Not applicable, by a person's decision", layout.ASIDE_HEAD, rows, (0.8, 4, 4), marks)


def _listed(
    word: Any, name: str, head: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], marks: Marks
) -> None:
    if rows:
        heading(word, name, 1, marks)
        table(word, head, rows, shares, small=True)


def _signatures(word: Any, report: GapReport, marks: Marks) -> None:
    heading(word, "Signatures", 1, marks)
    rows = [("Prepared by", report.prepared_by, "", ""), ("Approved by", "", "", "")]
    made = table(word, ("", "Name", "Signature", "Date"), rows, (1.2, 2.4, 3, 1.4))
    for row in made.rows[1:]:
        row.height = 600_000  # EMU: room to sign
    word.add_paragraph()
    word.add_paragraph(printable(layout.made_line(report)))
