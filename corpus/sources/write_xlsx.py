"""Write a YAML content source as XLSX: title rows, a header row further down, sections, notes."""

import io
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from source import Source, SourceError
from stamp import as_date, stamp_zip
from write_pdf import FICTION

RULE = Side(style="thin", color="999999")
BOX = Border(left=RULE, right=RULE, top=RULE, bottom=RULE)
HEAD = PatternFill("solid", fgColor="D9E1EC")
BAND = PatternFill("solid", fgColor="EFEFEF")


def write_xlsx(source: Source) -> bytes:
    """Return the XLSX of a source with its 'sheets'."""
    book = Workbook()
    book.remove(book.active)
    if not source.meta.get("sheets"):
        raise SourceError(f"{source.origin}: an XLSX needs 'sheets:', each with name, columns and rows")
    for sheet in source.meta["sheets"]:
        if absent := {"name", "columns", "rows"} - set(sheet):
            raise SourceError(f"{source.origin}: a sheet lacks {', '.join(sorted(absent))}")
        fill_sheet(book.create_sheet(str(sheet["name"])[:31]), sheet, source)
    book.properties.title = source.text("title")
    book.properties.creator = book.properties.lastModifiedBy = source.text("owner") or "Document control"
    out = io.BytesIO()
    book.save(out)
    return stamp_zip(out.getvalue(), as_date(source.meta.get("date") or source.meta.get("effective")))


def fill_sheet(drawn: Worksheet, sheet: dict[str, Any], source: Source) -> None:
    """Fill one sheet: merged titles, label/value pairs, header row, rows, notes, merges."""
    columns = [str(name) for name in sheet["columns"]]
    last = get_column_letter(len(columns))
    row = 1
    for index, title in enumerate(sheet.get("title_rows", [])):
        drawn.cell(row, 1, str(title)).font = Font(bold=index == 0, size=14 if index == 0 else 10)
        drawn.merge_cells(f"A{row}:{last}{row}")
        row += 1
    for label, value in (sheet.get("fields") or {}).items():
        drawn.cell(row, 1, str(label)).font = Font(bold=True)
        drawn.cell(row, 2, value)
        row += 1
    row += 1 if row > 1 else 0
    header = row
    for column, name in enumerate(columns, start=1):
        cell = drawn.cell(row, column, name)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD, BOX
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for values in sheet["rows"]:
        row += 1
        fill_row(drawn, row, values, columns, source)
    row += 1
    for note in sheet.get("notes", []):
        row += 1
        drawn.cell(row, 1, str(note)).alignment = Alignment(wrap_text=True, vertical="top")
        drawn.merge_cells(f"A{row}:{last}{row}")
        drawn.row_dimensions[row].height = 15 * (1 + len(str(note)) // (14 * len(columns)))
    for area in sheet.get("merge", []):
        drawn.merge_cells(area)
    for index, width in enumerate(sheet.get("widths", []), start=1):
        drawn.column_dimensions[get_column_letter(index)].width = width
    drawn.freeze_panes = f"A{header + 1}"
    drawn.oddFooter.left.text = f"{source.text('party', 'Brindlewick Home Goods, Inc.')} - Confidential"
    drawn.oddFooter.center.text = FICTION
    drawn.oddFooter.right.text = "Page &P of &N"
    drawn.print_title_rows = f"{header}:{header}"
    drawn.page_setup.orientation = "landscape"


def fill_row(drawn: Worksheet, row: int, values: Any, columns: list[str], source: Source) -> None:
    """Fill one row; a mapping {section: text} is a merged band, null an empty cell."""
    if isinstance(values, dict):
        if set(values) != {"section"}:
            raise SourceError(f"{source.origin}: a row is a list, or one mapping with 'section'; found {values}")
        drawn.cell(row, 1, str(values["section"])).font = Font(bold=True)
        drawn.cell(row, 1).fill = BAND
        drawn.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(columns))
        return
    if len(values) > len(columns):
        raise SourceError(f"{source.origin}: a row has {len(values)} cells for {len(columns)} columns: {values}")
    for column, value in enumerate(values, start=1):
        cell = drawn.cell(row, column, value)
        cell.border = BOX
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
