"""Reads .csv and .tsv files."""

import csv
from pathlib import Path

from ingest.readers.cleaning import decode_text
from ingest.readers.table import Row, table_blocks
from ingest.reading import Reading
from kb.errors import RefusedFileError

LARGEST = 50 * 1024**2  # bytes
MOST_ROWS = 200_000
MOST_COLUMNS = 500
LONGEST_CELL = 32_767  # characters that Excel holds in a cell
SAMPLE = 50  # lines that decide on the delimiter


def read(path: Path) -> Reading:
    """The rows of a table in a text file."""
    if path.stat().st_size > LARGEST:
        raise RefusedFileError(f"{path.name} is larger than 50 MB: split it.")
    text = decode_text(path.read_bytes()).replace("\x00", "")
    csv.field_size_limit(LARGEST)
    lines = text.splitlines(keepends=True)
    rows: list[Row] = []
    try:
        reader = csv.reader(lines, delimiter=delimiter_of(lines))
        begun = 1
        for cells in reader:
            rows.append(Row(tuple(cells), len(rows) + 1))
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise RefusedFileError(
                    f"{path.name} has a cell of more than 32,767 characters, from line {begun}: "
                    "close the quotation mark there, or save it from Excel again."
                )
            if len(rows) > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise RefusedFileError(
                    f"{path.name} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns: split it."
                )
            begun = reader.line_num + 1
    except csv.Error as error:
        raise RefusedFileError(f"{path.name} is not a well-formed CSV file ({error}): save it again.") from error
    blocks = table_blocks(rows)
    if not blocks:
        raise RefusedFileError(f"{path.name} has no text in it: replace it with the whole file.")
    return Reading(tuple(blocks))


def delimiter_of(lines: list[str]) -> str:
    """The character that parts the cells: the one that parts most lines into the same number of cells."""

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = [len(cells) for cells in csv.reader(lines[:SAMPLE], delimiter=delimiter) if cells]
        wide = [width for width in widths if width > 1]
        common = max(set(wide), key=wide.count, default=1)
        return (widths.count(common) if common > 1 else 0), common

    return max(",;\t|", key=agreement)
