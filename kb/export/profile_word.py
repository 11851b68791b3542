"""The security profile as a Word document: contents, an overview, and each criterion under its section."""

from pathlib import Path
from typing import Any

from kb.export import profile_layout as layout
from kb.export.text import ITEM, MORE, paragraphs, printable
from kb.export.word_parts import blank, contents, heading, table
from kb.profile import Entry, SecurityProfile

Marks = list[tuple[str, str, int]]
SHARES = (0.6, 0.7, 3.4, 0.8, 1, 1.1, 1.3, 1.1)  # of layout.OVERVIEW_HEAD


def save(profile: SecurityProfile, path: Path) -> None:
    """Write the profile to a .docx file."""
    title = layout.heading(profile)
    header = f"{profile.company or 'CTPAT'}  ·  security profile  ·  {profile.as_of.isoformat()}"
    word = blank(header, title, profile.prepared_by or profile.company)
    word.add_heading(printable(title), level=0)
    word.add_paragraph(layout.summary(profile))
    word.add_paragraph(layout.NOTICE)
    place = word.add_paragraph()
    marks: Marks = []
    heading(word, "Overview", 1, marks).paragraph_format.page_break_before = True
    table(word, layout.OVERVIEW_HEAD, layout.overview_rows(profile), SHARES, small=True)
    for name, entries in layout.sections(profile).items():
        heading(word, name, 1, marks).paragraph_format.page_break_before = True
        for each in entries:
            heading(word, layout.title(each), 2, marks)
            _entry(word, each)
    word.add_paragraph()
    word.add_paragraph(printable(layout.made_line(profile)))
    contents(place, marks)
    word.save(str(path))


def _entry(word: Any, entry: Entry) -> None:
    word.add_paragraph(printable(entry.coverage.criterion.question)).runs[0].italic = True
    line = word.add_paragraph()
    line.add_run(f"{entry.coverage.flag.value}  ·  {entry.coverage.status.value}  ·  ")
    line.add_run(printable(entry.told_standing)).bold = True
    word.add_heading("Partner Response", level=3)
    response(word, entry.text or layout.no_text(entry))
    told = layout.sources(entry)
    if told:
        word.add_heading("Sources", level=3)
        for each in told:
            word.add_paragraph(printable(each), style="List Bullet")
    for label, value in layout.facts(entry):
        fact = word.add_paragraph()
        fact.add_run(f"{label}: ").bold = True
        fact.add_run(printable(value))


def response(word: Any, text: str) -> None:
    """A Partner Response as paragraphs, its bullets as a list."""
    styles = {ITEM: "List Bullet", MORE: "List Continue"}
    for kind, words in paragraphs(text):
        word.add_paragraph(printable(words), style=styles.get(kind))
