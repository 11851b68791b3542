"""What became of each file of an ingest, and the report of all of them."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from kb.model import Document

OCR, PARTLY, COPY, REFUSED, OTHER = "read by OCR", "partly read", "copy", "refused", "note"
SIGNS = (  # of a warning: what it is about
    (re.compile(r"read by OCR"), OCR),
    (re.compile(r"could not be read|(?:was|were) not read|left out|is a picture|stopped|no text", re.I), PARTLY),
    (re.compile(r"tracked changes", re.I), "tracked changes"),
    (re.compile(r"file has changed since", re.I), "correction"),
)


class FileStatus(StrEnum):
    """What became of one file."""

    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"  # it was known, and its file is gone
    SKIPPED = "skipped"  # nothing to read: a lock file, a caption that is read with its picture
    FAILED = "failed"  # what was indexed of it before, if anything, stays


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file's outcome; counts are those of this ingest, so they are 0 for a file that was not read."""

    path: str  # absolute; of an attachment "…/mail.eml!/letter.pdf"
    status: FileStatus
    reason: str = ""
    kind: str = ""
    pages: int | None = None
    passages: int = 0
    characters: int = 0  # without white space, page headers and footers, comments
    characters_in_passages: int = 0
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0  # that reading it took, before it was embedded and stored


@dataclass(frozen=True, slots=True)
class LookAt:
    """Something that a person should look at."""

    path: str
    document: str  # the name that people see
    what: str  # the fact that is in doubt, or one of the words above
    why: str  # a sentence


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """The outcomes of one ingest, by path."""

    outcomes: tuple[FileOutcome, ...]
    seconds: float
    documents: tuple[Document, ...] = ()  # of these files, as they are after it

    def counts(self) -> dict[str, int]:
        """How many files came to each status."""
        return dict(Counter(outcome.status.value for outcome in self.outcomes))

    def to_json(self) -> str:
        """The report as a JSON object with `files` and `seconds`."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_dict(self) -> dict[str, object]:
        """What to_json writes."""
        files: Sequence[dict[str, object]] = [asdict(outcome) for outcome in self.outcomes]
        return {
            "files": files,
            "seconds": round(self.seconds, 3),
            "summary": self.summary(),
            "superseded": [
                {"path": document.path, "document": document.name, "by": document.superseded_by}
                for document in self.documents
                if document.superseded_by
            ],
            "look_at": [asdict(each) for each in self.look_at()],
        }

    def summary(self) -> dict[str, int]:
        """How many files were read now, known from before, read by OCR, and so on; a file can count in several."""
        counts = self.counts()
        told = [{each.what for each in _of_warnings(document)} for document in self.documents]
        return {
            "read": counts.get(FileStatus.INDEXED, 0),
            "unchanged": counts.get(FileStatus.UNCHANGED, 0),
            "read_by_ocr": sum(OCR in what for what in told),
            "partly_read": sum(PARTLY in what for what in told),
            "refused": counts.get(FileStatus.FAILED, 0),
            "skipped": counts.get(FileStatus.SKIPPED, 0),
            "removed": counts.get(FileStatus.REMOVED, 0),
            "superseded": sum(bool(document.superseded_by) for document in self.documents),
        }

    def look_at(self) -> list[LookAt]:
        """What a person should look at, by file; of a superseded document only that it is a mere copy."""
        names = {document.path: document.name for document in self.documents}
        found = [
            LookAt(outcome.path, names.get(outcome.path, outcome.path), REFUSED, outcome.reason)
            for outcome in self.outcomes
            if outcome.status is FileStatus.FAILED
        ]
        bytes_of = {document.path: document.sha256 for document in self.documents}
        for document in self.documents:
            if not document.superseded_by:
                found.extend(_of_warnings(document))
            elif bytes_of.get(document.superseded_by) == document.sha256:
                why = f"It is a copy of {names[document.superseded_by]}: one of them is enough."
                found.append(LookAt(document.path, document.name, COPY, why))
        return found


def _of_warnings(document: Document) -> Iterator[LookAt]:
    doubts = {fact.doubt: fact.name for fact in document.facts if fact.doubt}
    for warning in document.warnings:
        signs = (what for sign, what in SIGNS if sign.search(warning))
        yield LookAt(document.path, document.name, doubts.get(warning) or next(signs, OTHER), warning)
