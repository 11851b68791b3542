"""The security profile as a workbook: a row for each criterion, with filters."""

from pathlib import Path

from kb.export import profile_layout as layout
from kb.export.sheet_parts import fill
from kb.export.text import cell
from kb.profile import SecurityProfile

WIDTHS = (9, 9, 22, 26, 44, 8, 12, 90, 22, 44, 16, 12, 16, 30, 44)  # characters, of layout.HEAD


def save(profile: SecurityProfile, path: Path) -> None:
    """Write the profile to an .xlsx file."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Profile"
    fill(sheet, layout.HEAD, layout.rows(profile), WIDTHS)
    sheet.freeze_panes = "E2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    about = book.create_sheet("About")
    for line in (layout.heading(profile), layout.summary(profile), layout.made_line(profile)):
        about.append([cell(line)])
    about.column_dimensions["A"].width = 120
    book.save(path)
