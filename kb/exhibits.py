"""Copies of cited files with the cited places marked, each file once, under safe names."""

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kb.errors import ExportError, SourceError
from kb.marked_pdf import Mark, marked_pdf
from kb.model import Citation, Document
from kb.originals import Originals, file_sum
from kb.places import place
from kb.proofs import Proof
from kb.uploads import safe_name

ORIGINALS, MARKED, STORED = "documents", "marked", "text"  # folders of a package
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A cited file in a package; addresses are relative to the package's folder."""

    document: Document
    original: str
    stored: str  # page of the text as it was read, with the places marked
    marked: str = ""  # copy of a PDF with the words highlighted; empty where there is none
    spans: tuple[Span, ...] = ()  # of the quotes, in the document's text, in order
    on_page: tuple[Span, ...] = ()  # those of them that are highlighted in the copy

    def address(self, citation: Citation) -> str:
        """Where the quoted words are marked."""
        span = (citation.start, citation.end)
        if span in self.on_page and citation.locator.page is not None:
            return f"{self.marked}#page={citation.locator.page}"
        return f"{self.stored}#q{self.spans.index(span) + 1}"


def exhibits(proofs: Mapping[int, Sequence[Proof]]) -> dict[str, Exhibit]:
    """Path -> the exhibit of each cited file, by the names that people see; nothing is copied yet."""
    cited: dict[str, Document] = {each.document.path: each.document for found in proofs.values() for each in found}
    names: dict[str, None] = {}
    made = {}
    for document in sorted(cited.values(), key=lambda each: (each.name, each.path)):
        name = _unused(re.sub("[#%]", "_", safe_name(document.name)), names)  # for links
        spans = {
            (e.citation.start, e.citation.end)
            for found in proofs.values()
            for e in found
            if e.document.path == document.path
        }
        made[document.path] = Exhibit(
            document, f"{ORIGINALS}/{name}", f"{STORED}/{name}.html", spans=tuple(sorted(spans))
        )
    return made


def copied(exhibit: Exhibit, folder: Path, originals: Originals, proofs: Mapping[int, Sequence[Proof]]) -> Exhibit:
    """Copy the file into the package's folder, a PDF also with its quotes highlighted; raises ExportError."""
    original, target = originals.of(exhibit.document), folder / exhibit.original
    target.parent.mkdir(parents=True, exist_ok=True)
    original.copy_to(target)
    caption = target.with_name(f"{target.name}{original.caption.suffix}") if original.caption else None
    if original.caption and caption:
        shutil.copyfile(original.caption, caption)
    if file_sum(target, caption) != exhibit.document.sha256:
        raise ExportError(f"{exhibit.document.name} was changed while it was copied; make the package again.")
    if target.suffix.lower() != ".pdf":
        return exhibit
    marks = list(_marks(exhibit, proofs))
    name = f"{MARKED}/{PurePosixPath(exhibit.original).name}"
    (folder / MARKED).mkdir(exist_ok=True)
    try:
        found = marked_pdf(target, folder / name, [mark for _, mark in marks])
    except SourceError:  # encrypted, damaged: the marked text stands for it
        return exhibit
    spans = tuple(span for (span, _), there in zip(marks, found, strict=True) if there)
    return replace(exhibit, marked=name, on_page=spans) if spans else exhibit


def _marks(exhibit: Exhibit, proofs: Mapping[int, Sequence[Proof]]) -> Iterable[tuple[Span, Mark]]:
    """The marks of a PDF, each place once, labelled with the criteria that cite it."""
    numbers: dict[Span, list[int]] = {}
    where: dict[Span, Citation] = {}
    for number, found in proofs.items():
        for each in found:
            if each.document.path == exhibit.document.path and each.citation.locator.page is not None:
                span = (each.citation.start, each.citation.end)
                numbers.setdefault(span, []).append(number)
                where[span] = each.citation
    for span in sorted(where):
        cited = where[span]
        label = f"Criterion {', '.join(map(str, numbers[span]))}: {place(cited.locator)}"
        yield span, Mark(cited.locator.page or 1, cited.quote, label)


def _unused(name: str, names: dict[str, None]) -> str:
    """A name that no other file of the package has, whatever the case of its letters."""
    stem, suffix, number = PurePosixPath(name).stem, PurePosixPath(name).suffix, 1
    while name.casefold() in names:
        number += 1
        name = f"{stem} ({number}){suffix}"
    names[name.casefold()] = None
    return name
