"""The gap report as a Word document: headings, header with company and date, page numbers, table of contents."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb.decided import lines as told_of
from kb.export.layout import best_evidence, heading, readiness_rows, section_rows
from kb.export.text import printable
from kb.gaps import GapReport
from kb.model import Coverage, Status
from kb.places import source

COLOURS = {  # of the status word; the word itself says the same
    Status.GAP: "9B1C1C",
    Status.CONFLICT: "7A3E9D",
    Status.STALE: "8A5A00",
    Status.PARTIAL: "1F5A99",
    Status.COVERED: "1E6B3A",
}


def save(report: GapReport, path: Path) -> None:
    """Write the report to a .docx file."""
    from docx import Document as Word
    from docx.shared import Pt

    word = Word()
    word.styles["Normal"].font.name = "Calibri"
    word.styles["Normal"].font.size = Pt(10.5)
    _furniture(word, report)
    word.add_heading(printable(heading(report)), level=0)
    word.add_paragraph(f"As of {report.as_of.isoformat()}. {report.documents} documents read.")
    _field(word.add_paragraph(), 'TOC \\o "1-2" \\h \\z \\u', "\n".join(_contents(report)))
    word.add_heading("Readiness", level=1)
    _table(word, ("Status", "Criteria"), readiness_rows(report))
    word.add_heading("By section", level=1)
    _table(word, ("Section", "Covered", "Partial", "Stale", "Conflict", "Gap"), section_rows(report))
    word.add_heading("Open criteria, Musts first", level=1)
    section = ""
    for coverage in report.gaps:
        title = f"{coverage.flag.value}: {coverage.criterion.section}"
        if title != section:
            section = title
            word.add_heading(printable(section), level=2)
        _criterion(word, coverage)
    _lists(word, report)
    word.save(str(path))


def _contents(report: GapReport) -> list[str]:
    """The headings as they stand until Word, asked to update the field, adds their pages."""
    sections = dict.fromkeys(f"   {c.flag.value}: {printable(c.criterion.section)}" for c in report.gaps)
    lists = [("Parties with open items", report.parties), ("Documents expired or expiring", report.expiring)]
    return [
        *("Readiness", "By section", "Open criteria, Musts first", *sections),
        *(name for name, rows in lists if rows),
    ]


def _criterion(word: Any, coverage: Coverage) -> None:
    from docx.shared import RGBColor

    subject = coverage.criterion
    title = word.add_heading(f"{subject.number} {printable(subject.title)} (MSC {subject.msc_id}): ", level=3)
    status = title.add_run(coverage.status.value)
    status.font.color.rgb = RGBColor.from_string(COLOURS.get(coverage.status, "333333"))
    word.add_paragraph(printable(subject.question))
    if coverage.note:
        word.add_paragraph().add_run(printable(coverage.note)).italic = True
    for judgement in coverage.judgements:
        line = word.add_paragraph(style="List Bullet")
        line.add_run(f"{judgement.requirement.id} {judgement.status.value}: ").bold = True
        line.add_run(printable(judgement.requirement.text))
        if judgement.missing:
            word.add_paragraph(f"Missing: {printable(judgement.missing)}", style="List Bullet 2")
        for told in told_of(judgement):
            word.add_paragraph(printable(told), style="List Bullet 2")
        for evidence in best_evidence(judgement):
            reason = f" ({'; '.join(evidence.reasons)})" if evidence.reasons else ""
            text = f"{evidence.grade.value}: “{evidence.citation.quote}”, {source(evidence.citation)}{reason}"
            word.add_paragraph(printable(text), style="List Bullet 2")
    for action in coverage.next_actions:
        word.add_paragraph(f"Next: {printable(action)}", style="List Bullet")
    word.add_paragraph("Owner: ____________________   Due: ______________")


def _lists(word: Any, report: GapReport) -> None:
    if report.parties:
        word.add_heading("Parties with open items", level=1)
        rows = [(party, ", ".join(map(str, numbers))) for party, numbers in report.parties.items()]
        _table(word, ("Party", "Criteria"), rows)
    if report.expiring:
        word.add_heading("Documents expired or expiring", level=1)
        dated = [(d.name, d.party or "own", d.expires.isoformat() if d.expires else "") for d in report.expiring]
        _table(word, ("Document", "Party", "Expires"), dated)
    made = ", ".join(f"{name} {value}" for name, value in report.made_by.items())
    word.add_paragraph(
        f"Made by {made}. Quotes are verbatim; statuses are the program's proposals for a person to decide."
    )


def _table(word: Any, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    table = word.add_table(rows=1, cols=len(head), style="Light Grid Accent 1")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = printable(text)


def _furniture(word: Any, report: GapReport) -> None:
    section = word.sections[0]
    section.header.paragraphs[0].text = printable(
        f"{report.company or 'CTPAT'}  ·  gap report  ·  {report.as_of.isoformat()}"
    )
    footer = section.footer.paragraphs[0]
    footer.add_run("Confidential  ·  page ")
    _field(footer, "PAGE", "1")


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A Word field, which Word fills in when it opens the file."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = instruction
            run._r.append(text)
        elif kind == "separate":
            for place, line in enumerate(shown.split("\n")):
                if place:
                    run._r.append(OxmlElement("w:br"))
                words = OxmlElement("w:t")
                words.set(qn("xml:space"), "preserve")
                words.text = line
                run._r.append(words)
