"""The index of a validation package as a Word document: each criterion with its response and its evidence."""

from pathlib import Path
from typing import Any

from kb.export import package_layout as layout
from kb.export.page import relative
from kb.export.profile_word import response
from kb.export.text import printable
from kb.export.word_parts import blank, contents, heading, link
from kb.package import Contents
from kb.profile import Entry
from kb.proofs import Proof

Marks = list[tuple[str, str, int]]


def save(found: Contents, path: Path) -> None:
    """Write the index to a .docx file; its links lead to the files beside it."""
    title = layout.heading(found)
    company = found.profile.company
    header = f"{company or 'CTPAT'}  ·  validation package  ·  {found.profile.as_of.isoformat()}"
    word = blank(header, title, found.profile.prepared_by or company)
    word.add_heading(printable(title), level=0)
    for line in layout.about(found):
        word.add_paragraph(line)
    place = word.add_paragraph()
    marks: Marks = []
    section = ""
    for entry in found.entries:
        if entry.coverage.criterion.section != section:
            section = entry.coverage.criterion.section
            heading(word, section, 1, marks).paragraph_format.page_break_before = True
        heading(word, layout.title(entry), 2, marks)
        _criterion(word, entry, found)
    _documents(word, found, marks)
    contents(place, marks)
    word.save(str(path))


def _criterion(word: Any, entry: Entry, found: Contents) -> None:
    word.add_paragraph(printable(entry.coverage.criterion.question)).runs[0].italic = True
    word.add_heading("Partner Response", level=3)
    told = layout.standing(entry)
    if told:
        word.add_paragraph().add_run(told).bold = True
    response(word, entry.text)
    if found.proofs[entry.number]:
        word.add_heading("Evidence", level=3)
        for each in found.proofs[entry.number]:
            _evidence(word, each, found)
    if found.internal:
        word.add_heading(layout.INTERNAL, level=3)
        for label, words in layout.internal_lines(entry):
            line = word.add_paragraph(style="List Bullet")
            line.add_run(printable(f"{label}: ")).bold = True
            line.add_run(printable(words))


def _evidence(word: Any, proof: Proof, found: Contents) -> None:
    exhibit = found.exhibits[proof.document.path]
    line = word.add_paragraph(style="List Bullet")
    line.add_run(printable(f"{layout.quoted(proof)} "))
    link(line, layout.named(exhibit.document), relative(exhibit.original))
    line.add_run(", ")
    link(line, layout.where(proof) or "marked place", relative(exhibit.address(proof.citation)))
    beside = (layout.party(proof, found), proof.validity, ", ".join(proof.parts), proof.grade.value)
    line.add_run(printable(f" ({'; '.join(filter(None, beside))})"))


def _documents(word: Any, found: Contents, marks: Marks) -> None:
    heading(word, "Documents", 1, marks).paragraph_format.page_break_before = True
    for exhibit in found.exhibits.values():
        line = word.add_paragraph(style="List Bullet")
        link(line, layout.named(exhibit.document), relative(exhibit.original))
        line.add_run(": ")
        link(line, "with the cited places marked", relative(exhibit.marked or exhibit.stored))
    for name, why in found.files_left_out:
        word.add_paragraph(printable(f"Not enclosed: {name}, which {why}."))
    made_by = ", ".join(f"{name} {value}" for name, value in found.profile.made_by.items())
    word.add_paragraph(printable(f"Made by {made_by}."))
