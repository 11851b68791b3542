"""The gap report as a workbook: a row for each part with filters, a chart, what changed, parties, papers."""

from pathlib import Path
from typing import Any

from kb.decided import lines as told_of
from kb.export import layout
from kb.export.sheet_parts import fill
from kb.export.text import cell
from kb.gaps import GapReport, assigned, weak
from kb.matrix import State
from kb.model import Status
from kb.places import source

COLUMNS = {  # heading -> width in characters
    "Number": 9, "MSC id": 9, "Section": 24, "Title": 28, "Flag": 8, "Status": 12, "Part": 8, "Part status": 12,
    "Requirement": 50, "Missing": 50, "Weak and why": 50, "Evidence": 70, "Next action": 40, "Decided": 40,
    "Owner": 16, "Due": 12,
}  # fmt: skip
FILLS = ("009E73", "E69F00", "56B4E9", "CC79A7", "D55E00", "B5BCC4")  # of the chart, as layout.READINESS has them


def save(report: GapReport, path: Path) -> None:
    """Write the report to an .xlsx file."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Criteria"
    fill(sheet, list(COLUMNS), _rows(report), list(COLUMNS.values()))
    sheet.freeze_panes = "E2"
    for row in sheet.iter_rows(min_row=2, min_col=len(COLUMNS), max_col=len(COLUMNS)):
        row[0].number_format = "yyyy-mm-dd"
    _readiness(book.create_sheet("Readiness"), report)
    _changes(book.create_sheet("Changes"), report)
    _parties(book.create_sheet("Parties"), report)
    fill(book.create_sheet("Expiring"), layout.EXPIRY_HEAD, layout.expiry_rows(report))
    fill(book.create_sheet("Not applicable"), layout.ASIDE_HEAD, layout.aside_rows(report))
    book.save(path)


def _rows(report: GapReport) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for coverage in report.coverages:
        subject = coverage.criterion
        for judged in coverage.judgements:
            best = layout.best_evidence(judged)
            quotes = [f"{e.grade.value}: “{e.citation.quote}” ({source(e.citation)})" for e in best]
            open_items = weak(judged) if judged.status is not Status.COVERED else ()
            whys = [f"{e.grade.value}: {e.citation.document}: {'; '.join(e.reasons)}" for e in open_items]
            rows.append(
                (str(subject.number), subject.msc_id, subject.section, subject.title, coverage.flag.value)
                + (coverage.status.value, judged.requirement.id, judged.status.value, judged.requirement.text)
                + (judged.missing, "\n".join(dict.fromkeys(whys)), "\n".join(quotes))
                + ("\n".join(coverage.next_actions), "\n".join(told_of(judged)), *assigned(coverage))
            )
    return rows


def _readiness(sheet: Any, report: GapReport) -> None:
    """Counts as numbers, and a chart that is drawn from them."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.styles import Font

    sheet.append([cell(report.company or "CTPAT"), report.as_of.isoformat()])
    sheet.append([cell(layout.readiness_line(report))])
    sheet.append([cell(layout.window_line(report))])
    sheet.append([])
    for name, count in layout.readiness_rows(report):
        sheet.append([name, int(count)])
    sheet.append([])
    head = sheet.max_row + 1
    sheet.append(list(layout.SECTION_HEAD))
    for name, *counts in layout.section_rows(report):
        sheet.append([cell(name), *map(int, counts)])
    for box in (sheet["A1"], *sheet[head]):
        box.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 34
    if report.sections:
        chart = BarChart()
        chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 50
        chart.title = "Criteria by section and status"
        chart.add_data(
            Reference(sheet, min_col=2, max_col=7, min_row=head, max_row=sheet.max_row), titles_from_data=True
        )
        chart.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=sheet.max_row))
        for series, colour in zip(chart.series, FILLS, strict=True):
            series.graphicalProperties.solidFill = colour
        chart.x_axis.scaling.orientation = "maxMin"  # the first section on top
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.legend.position = "b"
        chart.width, chart.height = 26, 14  # cm
        sheet.add_chart(chart, "I2")


def _changes(sheet: Any, report: GapReport) -> None:
    for line in layout.change_lines(report):
        sheet.append([cell(line)])
    sheet.append([""])
    fill(sheet, layout.CHANGE_HEAD, layout.change_rows(report))


def _parties(sheet: Any, report: GapReport) -> None:
    """The matrix: a row a criterion, a column a party of whom anything is said."""
    found = report.matrix
    spoken = [party for party in found.parties if any(cell.state is not State.NOTHING for cell in found.of(party))]
    rows = [
        (str(criterion.number), criterion.msc_id, criterion.title)
        + tuple(_shown(found.cells[party, criterion.number].shown) for party in spoken)
        for criterion in found.criteria
    ]
    fill(sheet, ("Number", "MSC id", "Title", *spoken), rows)
    sheet.freeze_panes = "D2"


def _shown(state: str) -> str:
    return "" if state == State.NOTHING else state
