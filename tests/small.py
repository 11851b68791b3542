"""Eight papers of a small company, in the formats that companies have."""

from collections.abc import Sequence
from pathlib import Path

SEALS = """# Seal Control Policy

Document number: POL-01
Revision: 3
Effective date: 2026-02-16
Owner: A. Marsh
Approved by: B. Osei

## 1 Custody

1.1 High-security seals that meet ISO 17712 lie in a locked cabinet of the dock. Only the seal custodian has the key.

1.2 The custodian shall count the seals at the end of each month and record the count in the seal log.

## 2 Seals that are broken

2.1 A seal that is missing, broken or altered must be reported to the security manager at once; the container is held.
"""
LETTER = """Pelican Warehousing LLC
22 June 2026

To: Alder Goods, Inc.
Subject: Security of our yard

Dear Sirs,

All containers and trailers in our care are stored in our fenced and locked yard, which guards watch day and night.
We inspect each empty container before loading and write the result on a check sheet.

Yours faithfully,
C. Burgoyne, General Manager
"""
PRIOR = """# Portal responses, annual review 2025

Submitted 2025-12-02

## Secure Storage IIT (56) - Must

Partner Response: All containers are stored in a secure area with a fence and an alarm.

## Crisis and Continuity Procedures (11) - Should

Partner Response: A business continuity plan is in place and is tested each year.
"""
TEMPLATE = """# Business Continuity Plan TEMPLATE

[COMPANY NAME] business continuity plan. Effective date: [DATE]. Owner: [NAME].

1 In a crisis [COMPANY NAME] will move its operations to [SITE] within [HOURS] hours.

2 The team is led by [NAME], deputy [NAME], telephone [NUMBER].
"""
YARD = (
    ("heading", "Yard Procedure"),
    ("", "Document number: PRO-07"),
    ("", "Effective date: 2026-03-02"),
    ("", "Owner: D. Prewitt. Approved by: B. Osei."),
    ("heading", "1 Storage of units"),
    ("", "1.1 Containers and trailers, empty or loaded, are stored inside the fenced yard, whose gate is locked."),
    ("", "1.2 The guard walks the fence each night and records what he finds on the fence sheet."),
    ("heading", "2 Inspection"),
    (
        "",
        "2.1 Each empty container is inspected at seven points before it is loaded, and the sheet is kept for a year.",
    ),
)
LOG = (
    ("Date", "Seal number", "Container", "Issued to", "Custodian"),
    ("2026-10-01", "ALD0001201", "ALDU 4417702", "Dock 4", "A. Marsh"),
    ("2026-10-02", "ALD0001202", "ALDU 4417703", "Dock 7", "A. Marsh"),
    ("2026-10-05", "ALD0001203", "ALDU 4417704", "Dock 2", "A. Marsh"),
)
ROSTER = (
    ("Date", "Session", "Trainer", "Attendees"),
    (
        "2026-03-24",
        "Security awareness: reporting of suspicious activity",
        "D. Prewitt",
        "Ana Beltre, Omar Siddle, Luz Ocampo",
    ),
    ("2026-08-05", "Seal inspection refresher (VVTT)", "A. Marsh", "Ana Beltre, Perry Lund"),
)
QUESTIONS = (
    ("No.", "Question", "Yes / No / N/A", "Explanation"),
    ("1", "Are containers stored in a secure, fenced area?", "Yes", "In the process of extending the fenced area."),
    (
        "2",
        "Are containers inspected before they are loaded?",
        "Yes",
        "Seven points, on a check sheet that is kept for a year.",
    ),
    ("3", "Are high-security seals kept under lock?", "No", "Seals lie on the desk of the shift supervisor."),
    ("4", "Is the yard lit at night?", "N/A", ""),
    ("5", "Are visitors registered?", "", ""),
)
COVER = (
    ("Supplier security questionnaire", ""),
    ("Company", "Harborline Deconsolidation LLC"),
    ("Filled in by", "G. Lowe, operations manager"),
    ("Date signed", "2026-04-17"),
)


def write_documents(folder: Path) -> None:
    """Write the papers below a folder."""
    for name in ("policies", "records", "portal", "templates", "vendors/harborline", "vendors/pelican"):
        (folder / name).mkdir(parents=True)
    (folder / "policies" / "seal_control.md").write_text(SEALS, encoding="utf-8")
    (folder / "vendors" / "pelican" / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "portal" / "portal_responses_2025.md").write_text(PRIOR, encoding="utf-8")
    (folder / "templates" / "continuity_TEMPLATE.md").write_text(TEMPLATE, encoding="utf-8")
    (folder / "records" / "seal_log.csv").write_text("\n".join(map(",".join, LOG)) + "\n", encoding="utf-8")
    _docx(folder / "policies" / "yard_procedure.docx")
    write_xlsx(folder / "records" / "training_roster.xlsx", {"Sessions": ROSTER})
    write_xlsx(folder / "vendors" / "harborline" / "questionnaire.xlsx", {"Cover": COVER, "Questions": QUESTIONS})


def _docx(path: Path) -> None:
    from docx import Document as Word

    word = Word()
    for style, text in YARD:
        if style:
            word.add_heading(text, level=1)
        else:
            word.add_paragraph(text)
    word.save(str(path))


def write_xlsx(path: Path, sheets: dict[str, Sequence[Sequence[str]]]) -> None:
    """Write sheets of rows to a spreadsheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
