"""Reads Excel workbooks (.xlsx, .xlsm) by their saved values."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ingest.readers.archive import core_properties, open_archive, part_of
from ingest.readers.table import Row, table_blocks
from ingest.readers.xlsx_hidden import Unseen, has_folded
from ingest.readers.xlsx_parts import Merged, sheet_parts
from ingest.reading import Block, Reading
from kb.errors import RefusedFileError

MOST_ROWS = 200_000
MOST_COLUMNS = 500
LONGEST_CELL = 32_767  # characters that Excel holds in a cell
LAST_ROW = 1_048_576
EMPTY_RUN = 2_000  # empty rows after which a sheet is over: formatting reaches to row 1,048,576
FIXED = re.compile(r"[#,]*0(?:\.(0+))?(%?)")


def read(path: Path) -> Reading:
    """The rows of all sheets, numbers as the workbook shows them and dates as ISO 8601."""
    from openpyxl import load_workbook

    with open_archive(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/") and name.endswith(".xml") and name.count("/") == 1:
                part_of(archive, name, path.name)
        properties = core_properties(archive, path.name)
        folded = has_folded(archive)
    try:
        workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError) as error:
        raise RefusedFileError(f"{path.name} is damaged: open it in Excel and save it again.") from error
    blocks: list[Block] = []
    warnings = ["It has hidden or filtered rows or columns; they were read."] if folded else []
    unseen = Unseen()
    with open_archive(path) as archive:
        rows_left = MOST_ROWS
        for sheet in workbook.worksheets:
            parts = sheet_parts(archive, str(getattr(sheet, "_worksheet_path", "")), sheet.title, path.name)
            rows = list(_rows(sheet, path.name, rows_left, unseen, parts.merged))
            rows_left -= len(rows)
            found = table_blocks(rows, sheet.title) + parts.beside
            blocks += found
            warnings += _sheet_warnings(sheet, bool(found), parts.not_computed)
    workbook.close()
    if unseen.met:
        warnings.append("It has hidden text, which was not read.")
    if not blocks:
        raise RefusedFileError(f"{path.name} has no values in it: open it in Excel and save it again.")
    return Reading(tuple(blocks), None, properties, tuple(warnings))


def _sheet_warnings(sheet: Any, filled: bool, not_computed: bool) -> Iterator[str]:
    named = f'Sheet "{sheet.title}"'
    if not_computed:
        yield f"{named} has formulas without a saved value, which were not read: open it in Excel and save it."
    if not filled:
        yield f"{named} is empty."
    elif sheet.sheet_state != "visible":
        yield f"{named} is hidden; it was read."


def _rows(sheet: Any, file: str, most: int, unseen: Unseen, merged: Merged) -> Iterator[Row]:
    from openpyxl.cell.read_only import EMPTY_CELL

    if not hasattr(sheet, "reset_dimensions"):
        return
    sheet.reset_dimensions()  # what the file says of its size is often wrong
    empty = count = 0
    held: dict[tuple[int, int], str] = {}  # the words of merged cells, by row and column
    begins = {(first, column) for columns in merged.values() for column, first in columns.items()}
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > LAST_ROW:
            raise RefusedFileError(f"{file} has rows below Excel's last one: open it in Excel and save it again.")
        if all(cell is EMPTY_CELL for cell in cells):  # the file does not speak of the row at all
            continue
        shown = ["" if unseen.of(cell) else _shown(cell) for cell in cells]
        while shown and not shown[-1]:
            shown.pop()
        empty = 0 if shown else empty + 1
        if empty > EMPTY_RUN:
            return
        count += bool(shown)
        if any(len(text) > LONGEST_CELL for text in shown):
            raise RefusedFileError(f"{file} has a cell of more than 32,767 characters: open it in Excel and save it.")
        if count > most or len(shown) > MOST_COLUMNS:
            raise RefusedFileError(f"{file} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns: split it.")
        if shown:
            if begins:
                held |= {(number, place): text for place, text in enumerate(shown, 1) if (number, place) in begins}
            below = {column: held.get((first, column), "") for column, first in merged.get(number, {}).items()}
            width = max((len(shown), *below)) if below else 0
            yield Row(tuple(shown), number, repeated=tuple(below.get(place, "") for place in range(1, width + 1)))


def _shown(cell: Any) -> str:
    """A cell's value as the sheet shows it, as far as a citation needs."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return (value.date() if value.time() == time() else value).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case int() | float():
            return _number(value, str(cell.number_format or "General"))
    return str(value)


def _number(value: int | float, form: str) -> str:
    """A number by the decimals of its format: 12.1 shown as 0.00 is 12.10."""
    fixed = FIXED.fullmatch(form.split(";")[0].strip('"_ '))
    if fixed:
        decimals = len(fixed[1] or "")
        return f"{value * 100:.{decimals}f}%" if fixed[2] else f"{value:.{decimals}f}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.12g}" if isinstance(value, float) else str(value)
