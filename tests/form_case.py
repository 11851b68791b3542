"""A questionnaire workbook as a company has it, and what is in it afterwards."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

STORAGE = (
    "Are conveyances and Instruments of International Traffic (IIT) stored in a secure area to prevent unauthorized"
    " access, which could result in an alteration to their structure or allow the seal/doors to be compromised?"
)
RECORDS = "Must evidence of training such as training logs, sign-in sheets or electronic training records be retained?"
CONTINUITY = "Are there written procedures for crisis management, business continuity and the recovery of security?"
FORKLIFT = "Do you hold a licence register of the drivers of forklift trucks at all of your sites?"
HEADINGS = ("Owner", "Explanation", "Question", "SCSS comments", "#", "Yes / No / N/A", "Evidence", "Progress")
ROWS = ((STORAGE, 56), (RECORDS, 168), (CONTINUITY, 11), (FORKLIFT, 3))
FIRST = 6  # row of the first question
ANSWERS = ("Yes", "No", "In process", "N/A")


def write_form(
    path: Path,
    rows: Sequence[tuple[str, object]] = ROWS,
    headings: Sequence[str] = HEADINGS,
    answers: Sequence[str] = ANSWERS,
    cells: Mapping[str, object] | None = None,
) -> Path:
    """A form with title rows, merged cells, a drop-down from a hidden sheet, colours, and a sheet of formulas."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Security profile"
    sheet["A1"] = "Self assessment 2026"
    sheet["A1"].font = Font(size=18)
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "Please fill in the yellow cells."
    for column, heading in enumerate(headings, 1):
        sheet.cell(4, column, heading).fill = PatternFill("solid", fgColor="DDDDDD")
    sheet["C5"] = "Conveyance and Instruments of International Traffic"
    for row, (question, number) in enumerate(rows, FIRST):
        sheet.cell(row, 3, question)
        sheet.cell(row, 5, number)
        sheet.cell(row, 6).fill = PatternFill("solid", fgColor="FFFF00")
    lists = book.create_sheet("Lists")
    for row, value in enumerate(answers, 1):
        lists.cell(row, 1, value)
    lists.sheet_state = "hidden"
    choice = DataValidation(type="list", formula1=f"Lists!$A$1:$A${len(answers)}")
    states = DataValidation(type="list", formula1='"Open,In progress,Complete"')
    for rule, column in ((choice, "F"), (states, "H")):
        sheet.add_data_validation(rule)
        rule.add(f"{column}{FIRST}:{column}30")
    book.create_sheet("Summary")["A1"] = "=COUNTIF('Security profile'!F6:F30,\"Yes\")"
    for name, value in (cells or {}).items():
        sheet[name] = value
    book.save(path)
    return path


def shown(path: Path, sheet: str = "Security profile") -> Any:
    """A sheet as a program reads it."""
    return load_workbook(path)[sheet]


def parts(path: Path) -> dict[str, bytes]:
    """The parts of an office file."""
    with zipfile.ZipFile(path) as packed:
        return {each.filename: packed.read(each) for each in packed.infolist()}


def rewritten(path: Path, part: str, old: str, new: str) -> Path:
    """The same file with a text of one part replaced."""
    content = parts(path)
    assert old in content[part].decode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in content.items():
            packed.writestr(name, data.decode().replace(old, new).encode() if name == part else data)
    return path
