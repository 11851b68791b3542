"""Rows of criteria from a file of the user's: CSV, XLSX, or text pasted from the portal."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.criteria_portal import pasted_questions, split_heading
from kb.errors import ZIP_FAULTS, CatalogueError

MOST_BYTES = 20_000_000  # of a file; unpacked, ten times as much
MOST_ROWS = 5_000  # the portal has about 200 questions
HEADER_WITHIN = 30  # rows from the top of a table
FORMATS = "CSV, XLSX, and text pasted from the portal (.txt)"
COLUMNS = {  # heading, lower case, letters and # only -> what the column holds
    "number": "number|#|no|nr|num|portal|portal number|portal no|portal #|criteria number|criterion number|criteria no"
    "|criterion no|criteria #|criterion #|question number|question no|question #|q #|q",
    "msc_id": "msc|msc id|msc ids|msc number|msc no|msc #|msc criterion|msc criteria|criteria id|criterion id",
    "section": "section|portal section|category|msc category",
    "title": "title|name|criteria title|criterion title|portal title|question title|short title",
    "question": "question|questions|text|wording|question text|criteria text|criterion text|portal question",
    "flag": "flag|must should|must or should|must|level|requirement level|obligation|criteria type",
}
ROLES = {heading: role for role, headings in COLUMNS.items() for heading in headings.split("|")}
EITHER = {"criteria": "question", "criterion": "question", "id": "msc_id"}  # or the number, where no other column is it


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the file has it, not yet checked."""

    place: str  # "row 14", "line 120"
    values: Mapping[str, str]  # number, msc_id, section, title, question, flag: those that are not empty


def read_rows(path: Path) -> list[Row]:
    """The rows of a file; raises CatalogueError where its format, its columns or its bytes cannot be read."""
    readers = {".csv": _csv, ".tsv": _csv, ".xlsx": _workbook, ".xlsm": _workbook, ".txt": _pasted, ".md": _pasted}
    reader = readers.get(path.suffix.lower())
    if not reader:
        raise CatalogueError(f"{path.name} cannot be imported: the formats read are {FORMATS}.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CatalogueError(f"{path.name} is over {MOST_BYTES // 1_000_000} MB: that is no table of criteria.")
        rows = list(reader(path))
    except FileNotFoundError as error:
        raise CatalogueError(f"There is no file {path}. Check the path.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogueError(f"{path.name} cannot be read ({error}). Save it again as CSV or XLSX.") from error
    if not rows:
        raise CatalogueError(
            f"{path.name} has no criteria in it. A table needs rows below its column headings; pasted text needs"
            ' headings such as "Conveyance and IIT : Secure Storage IIT (56)".'
        )
    return rows


def _pasted(path: Path) -> Iterator[Row]:
    text = _decoded(path)
    questions = pasted_questions(text)
    if not questions and "\t" in text:
        yield from _csv(path)
    for found in questions:
        heading = found.heading
        values = {"number": heading.number, "section": heading.section, "title": heading.title}
        yield Row(f"line {found.line}", {**values, "question": found.question})


def _csv(path: Path) -> Iterator[Row]:
    text = _decoded(path)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max("\t;|,", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    yield from _table(((place, cells) for place, cells in enumerate(lines, 1)), path.name)


def _workbook(path: Path) -> Iterator[Row]:
    import openpyxl

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(item.file_size for item in packed.infolist()) > 10 * MOST_BYTES:
                raise CatalogueError(f"{path.name} unpacks to more than a table of criteria can be.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        tables = {sheet.title: _cells(sheet) for sheet in book.worksheets}
        book.close()
    except (*ZIP_FAULTS, KeyError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        raise CatalogueError(f"{path.name} is damaged or protected ({error}). Save it again as XLSX or CSV.") from error
    with_header = {name: table for name, table in tables.items() if _header(table)}
    name, table = next(iter((with_header or tables).items()))
    yield from _table(table, f"{path.name}, sheet {name}")


def _cells(sheet: Any) -> list[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # some programs write wrong ones
    rows = sheet.iter_rows(max_row=MOST_ROWS + HEADER_WITHIN + 1, max_col=60, values_only=True)
    return [(place, ["" if value is None else str(value) for value in row]) for place, row in enumerate(rows, 1)]


def _table(lines: Iterable[tuple[int, list[str]]], name: str) -> Iterator[Row]:
    table = list(lines)
    if len(table) > MOST_ROWS + HEADER_WITHIN:
        raise CatalogueError(f"{name} has more than {MOST_ROWS} rows: that is no table of criteria.")
    header = _header(table)
    if not header:
        raise CatalogueError(
            f"{name}: no row of column headings was found. It needs a column for the number (Number, #, Criteria"
            " number) and one for the wording (Question, Title) or the flag (Must/Should)."
        )
    first, roles = header
    for place, cells in table:
        filled = sum(bool(cell.strip()) for cell in cells)
        if place > first and filled > 1:  # a single filled cell is the name of a section
            yield Row(f"row {place}", _values(cells, roles))


def _header(table: Iterable[tuple[int, list[str]]]) -> tuple[int, dict[str, int]] | None:
    """(its row, role -> column) of the first row that reads as column headings."""
    for place, cells in table:
        if place > HEADER_WITHIN:
            break
        headings = [" ".join(re.sub(r"[^a-z#]+", " ", cell.lower()).split()) for cell in cells]
        roles: dict[str, int] = {}
        for column, heading in enumerate(headings):
            if heading in ROLES:
                roles.setdefault(ROLES[heading], column)
        for column, heading in enumerate(headings):
            if heading in EITHER:
                roles.setdefault("number" if "number" not in roles else EITHER[heading], column)
        if "number" in roles and (len(roles) > 1 or headings[roles["number"]] in ("criteria", "criterion")):
            return place, roles
    return None


def _values(cells: list[str], roles: Mapping[str, int]) -> dict[str, str]:
    values = {role: " ".join(cells[column].split()) for role, column in roles.items() if column < len(cells)}
    for role in ("number", "question"):
        if heading := split_heading(values.get(role, "")):  # the portal's own table has all in one cell
            given = values["number"] if role == "question" else ""
            values |= {"section": heading.section, "title": heading.title, "question": heading.rest}
            values["number"] = given or heading.number
    return {role: value for role, value in values.items() if value}


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")
