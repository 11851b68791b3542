"""What a person found for a criterion, and whether a piece of evidence is what they meant."""

from dataclasses import dataclass
from pathlib import PureWindowsPath

from eval.overlap import overlaps
from kb.model import Coverage, Evidence, Grade, Status

STATUSES = tuple(status.value for status in Status)
COUNTED = (Grade.SUPPORTS, Grade.PARTIAL, Grade.STALE, Grade.CONTRADICTS)  # evidence that a label's quotes can be


@dataclass(frozen=True, slots=True)
class Shown:
    """A place that answers a criterion: a file, and where in it."""

    file: str
    quote: str = ""  # quoted words; without them and without a page, anything in the file is meant
    page: int | None = None  # from 1


@dataclass(frozen=True, slots=True)
class Label:
    """What a person found for one criterion."""

    number: int
    status: str  # empty where nobody said
    evidence: tuple[Shown, ...]  # what counts: not forms, claims and the like
    refused: tuple[Shown, ...] = ()  # what a person looked at and found to be none
    split: str = ""  # dev or test where the file says so

    @property
    def half(self) -> str:
        """dev or test: as the file says, else dev for an odd number."""
        return self.split or ("dev" if self.number % 2 else "test")


def pieces(coverage: Coverage) -> list[Evidence]:
    """The criterion's evidence of all parts that counts, each passage once, best first of each part in turn."""
    parts = [[e for e in judged.evidence if e.grade in COUNTED] for judged in coverage.judgements]
    ordered = [part[place] for place in range(max(map(len, parts), default=0)) for part in parts if place < len(part)]
    unique = {(e.citation.path, e.citation.start): e for e in reversed(ordered)}
    return list(reversed(unique.values()))


def meant(evidence: Evidence, places: tuple[Shown, ...]) -> bool:
    """Whether a piece of evidence stands in one of the places."""
    return any(_is_at(evidence, shown) for shown in places)


def file_name(path: str) -> str:
    """The last part of a path of any system, for comparison."""
    return PureWindowsPath(path).name.casefold()


def _is_at(evidence: Evidence, shown: Shown) -> bool:
    cited = evidence.citation
    if file_name(cited.document) != file_name(shown.file):
        return False
    if shown.quote:
        return overlaps(cited.quote, shown.quote)
    return shown.page is None or shown.page == cited.locator.page
