"""The pages of a validation package: an index, a page for each criterion, the texts of the cited files with marks."""

import re
from collections.abc import Iterator, Mapping

from kb.exhibits import Exhibit
from kb.export import package_layout as layout
from kb.export.page import link, page, response, stored, table, text
from kb.package import INDEX, Contents
from kb.profile import Entry
from kb.proofs import Proof

CRITERIA = "criteria"  # folder
LONGEST_NAME = 50  # characters


def pages(contents: Contents, texts: Mapping[str, str]) -> dict[str, str]:
    """Name in the package -> HTML; `texts` are the stored texts by path of their documents."""
    made = {INDEX: page(layout.heading(contents), _index(contents))}
    for entry in contents.entries:
        made[address(entry)] = page(layout.title(entry), _criterion(entry, contents))
    for path, exhibit in contents.exhibits.items():
        made[exhibit.stored] = page(exhibit.document.name, _text(exhibit, texts[path]))
    return made


def address(entry: Entry) -> str:
    """The page of a criterion, such as "criteria/056-secure-storage-iit.html"."""
    subject = entry.coverage.criterion
    name = re.sub(r"[^a-z0-9]+", "-", subject.title.lower()).strip("-")[:LONGEST_NAME].strip("-")
    return f"{CRITERIA}/{subject.number:03}{f'-{name}' if name else ''}.html"


def _index(contents: Contents) -> Iterator[str]:
    yield f"<h1>{text(layout.heading(contents))}</h1>"
    for line in layout.about(contents):
        yield f"<p>{text(line)}</p>"
    section = ""
    rows: list[tuple[str, ...]] = []
    for entry in contents.entries:
        if entry.coverage.criterion.section != section:
            yield from _rows(section, rows)
            section, rows = entry.coverage.criterion.section, []
        rows.append(_row(entry, contents))
    yield from _rows(section, rows)
    yield "<h2>Documents</h2>"
    yield table(("Document", "With the cited places marked"), map(_document, contents.exhibits.values()), (64, 36))
    for name, why in contents.files_left_out:
        yield f"<p>{text(f'Not enclosed: {name}, which {why}.')}</p>"
    made_by = ", ".join(f"{name} {value}" for name, value in contents.profile.made_by.items())
    told = f"Made by {made_by}. manifest.json and SHA256SUMS list every file with its sum."
    yield f'<p class="note">{text(told)}</p>'


def _rows(section: str, rows: list[tuple[str, ...]]) -> Iterator[str]:
    if rows:
        yield f"<h2>{text(section)}</h2>"
        yield table(("No.", "MSC", "Criterion", "Response", "Evidence"), rows, (7, 7, 44, 14, 28))


def _row(entry: Entry, contents: Contents) -> tuple[str, ...]:
    subject = entry.coverage.criterion
    found = contents.proofs[entry.number]
    files = len({each.document.path for each in found})
    told = f"{len(found)} quote{'s' * (len(found) != 1)} from {files} document{'s' * (files != 1)}" if found else ""
    state = "draft" if layout.standing(entry) == layout.DRAFT else entry.standing.value
    return (str(subject.number), text(subject.msc_id), link(address(entry), subject.title), text(state), told)


def _document(exhibit: Exhibit) -> tuple[str, str]:
    marked = f"{link(exhibit.marked, 'PDF with marks')}, " if exhibit.marked else ""
    return _named(exhibit, exhibit.original), marked + link(exhibit.stored, "text with marks")


def _named(exhibit: Exhibit, address: str) -> str:
    """A link to the file itself, by its title, with its name."""
    name, file = layout.named(exhibit.document), layout.file_of(exhibit.document)
    return link(address, name) + (f'<br><span class="file">{text(file)}</span>' if name != file else "")


def _criterion(entry: Entry, contents: Contents) -> Iterator[str]:
    subject = entry.coverage.criterion
    yield f'<p class="crumb">{link(f"../{INDEX}", layout.heading(contents))} · {text(subject.section)}</p>'
    yield f"<h1>{text(layout.title(entry))}</h1><p>{text(subject.question)}</p>"
    yield "<h2>Partner Response</h2>"
    told = layout.standing(entry)
    yield f'<p class="flagged">{text(told)}</p>' if told else ""
    yield response(entry.text) if entry.text else ""
    found = contents.proofs[entry.number]
    if found:
        yield "<h2>Evidence</h2>"
        yield table(layout.EVIDENCE_HEAD, (_evidence(each, contents) for each in found), (25, 36, 12, 11, 7, 9))
    if contents.internal:
        yield f'<div class="internal"><h2>{text(layout.INTERNAL)}</h2>'
        for label, words in layout.internal_lines(entry):
            yield f"<p><b>{text(label)}:</b> {text(words)}</p>"
        yield "</div>"


def _evidence(proof: Proof, contents: Contents) -> tuple[str, ...]:
    exhibit = contents.exhibits[proof.document.path]
    where = link(f"../{exhibit.address(proof.citation)}", layout.where(proof) or "marked place")
    return (
        f"{_named(exhibit, f'../{exhibit.original}')}<br>{where}",
        text(layout.quoted(proof)),
        text(layout.party(proof, contents)),
        text(proof.validity),
        text(", ".join(proof.parts)),
        text(proof.grade.value),
    )


def _text(exhibit: Exhibit, words: str) -> Iterator[str]:
    yield f'<p class="crumb">{link(f"../{INDEX}", "Index")} · {link(f"../{exhibit.original}", "the file itself")}</p>'
    yield f"<h1>{text(layout.named(exhibit.document))}</h1>"
    told = "The text as it was read, with the cited places marked. Layout and pictures are in the file."
    yield f'<p class="note">{told}</p>'
    yield stored(words, exhibit.spans)
