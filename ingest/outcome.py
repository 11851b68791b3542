"""What became of each file of an ingest, and the report of all of them."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """The outcomes of one ingest, by path."""

    outcomes: tuple[FileOutcome, ...]
    seconds: float

    def counts(self) -> dict[str, int]:
        """How many files came to each status."""
        return dict(Counter(outcome.status.value for outcome in self.outcomes))

    def to_json(self) -> str:
        """The report as a JSON object with `files` and `seconds`."""
        files: Sequence[dict[str, object]] = [asdict(outcome) for outcome in self.outcomes]
        return json.dumps({"files": files, "seconds": round(self.seconds, 3)}, ensure_ascii=False)
