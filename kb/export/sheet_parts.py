"""What workbooks are made of beyond cells: tables of texts that can be filtered."""

from collections.abc import Sequence
from typing import Any

from kb.export.text import cell

LONGEST = 45  # characters of a column's width


def fill(sheet: Any, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int] = ()) -> None:
    """A table of texts with its head, wide enough to read, to be filtered."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    begin = sheet.max_row + (1 if sheet.max_row > 1 or sheet["A1"].value else 0)
    for down, row in enumerate([head, *rows]):
        for across, value in enumerate(row, start=1):
            box = sheet.cell(begin + down, across, cell(value))
            box.alignment = Alignment(wrap_text=True, vertical="top")
            box.number_format = "@"  # text: 5.10 must not become 5.1
            box.font = Font(bold=down == 0)
    for across in range(1, len(head) + 1):
        longest = max(len(line) for row in [head, *rows] for line in row[across - 1].split("\n"))
        width = widths[across - 1] if widths else min(LONGEST, max(10, longest + 2))
        sheet.column_dimensions[get_column_letter(across)].width = width
    sheet.auto_filter.ref = f"A{begin}:{get_column_letter(len(head))}{sheet.max_row}"
    sheet.freeze_panes = f"A{begin + 1}"
