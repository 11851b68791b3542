"""The gap report as a spreadsheet: one row for each part of each criterion, with filters."""

from pathlib import Path

from kb.decided import lines as told_of
from kb.export.layout import best_evidence, readiness_rows
from kb.export.text import cell
from kb.gaps import GapReport
from kb.places import source

COLUMNS = {  # heading -> width in characters
    "Number": 9, "MSC id": 9, "Section": 24, "Title": 28, "Flag": 8, "Status": 12, "Part": 8, "Part status": 12,
    "Requirement": 50, "Missing": 50, "Evidence": 70, "Next action": 40, "Decided": 40, "Owner": 16, "Due": 12,
}  # fmt: skip


def save(report: GapReport, path: Path) -> None:
    """Write the report to an .xlsx file."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = "Criteria"
    sheet.append(list(COLUMNS))
    for row in _rows(report):
        sheet.append([cell(value) for value in row])
    for letter, width in zip("ABCDEFGHIJKLMNO", COLUMNS.values(), strict=True):
        sheet.column_dimensions[letter].width = width
    for mark in sheet[1]:
        mark.font = Font(bold=True)
    for line in sheet.iter_rows(min_row=2):
        for box in line:
            box.alignment = Alignment(wrap_text=True, vertical="top")
            box.number_format = "@"  # text: 5.10 must not become 5.1
    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = sheet.dimensions
    summary = book.create_sheet("Readiness")
    summary.append([cell(report.company or "CTPAT"), report.as_of.isoformat()])
    for name, count in readiness_rows(report):
        summary.append([name, int(count)])
    book.save(path)


def _rows(report: GapReport) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for coverage in report.coverages:
        subject = coverage.criterion
        for judgement in coverage.judgements:
            quotes = [f"{e.grade.value}: “{e.citation.quote}” ({source(e.citation)})" for e in best_evidence(judgement)]
            rows.append(
                (str(subject.number), subject.msc_id, subject.section, subject.title, coverage.flag.value)
                + (coverage.status.value, judgement.requirement.id, judgement.status.value, judgement.requirement.text)
                + (judgement.missing, "\n".join(quotes), "\n".join(coverage.next_actions))
                + ("\n".join(told_of(judgement)), "", "")
            )
    return rows
