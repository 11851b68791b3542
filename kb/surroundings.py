"""What stands around quoted words in a document without pages: rows of their table, or clauses before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Citation, Passage

AROUND = 2  # rows or clauses on each side


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a document's text, as it was read, in pieces of which every second one is quoted."""

    clause: str  # its own number; may be empty
    trail: tuple[str, ...]  # headings above, outermost first
    pieces: tuple[str, ...]  # not quoted, quoted, not quoted, and so on


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet."""

    number: int | None  # as the spreadsheet shows it
    cells: tuple[str, ...]
    quoted: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The quoted rows of a sheet with those beside them, under the headings of their columns."""

    sheet: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]


def surroundings(citation: Citation, passages: Sequence[Passage]) -> Grid | tuple[Stretch, ...]:
    """What stands around a citation, from the passages of its document in order; nothing where it stands in none."""
    quoted = [place for place, passage in enumerate(passages) if _touches(passage, citation)]
    if not quoted:
        return ()
    first, last = max(quoted[0] - AROUND, 0), quoted[-1] + AROUND + 1
    if passages[quoted[0]].fields:
        return _grid(citation, passages[first:last], passages[quoted[0]])
    return tuple(_stretch(passage, citation) for passage in passages[first:last])


def _touches(passage: Passage, citation: Citation) -> bool:
    return passage.start < citation.end and citation.start < passage.end


def _grid(citation: Citation, passages: Sequence[Passage], quoted: Passage) -> Grid:
    rows = [passage for passage in passages if _same_table(passage, quoted)]
    widest = max(rows, key=lambda row: len(row.fields))
    head = tuple(dict.fromkeys(name for row in (widest, *rows) for name in row.fields))
    lines = (
        Line(row.locator.row, tuple(row.fields.get(name, "") for name in head), _touches(row, citation)) for row in rows
    )
    return Grid(quoted.locator.sheet, head, tuple(lines))


def _same_table(passage: Passage, quoted: Passage) -> bool:
    """Whether most headings are the same: a cell without words has none in its row."""
    shared = len(passage.fields.keys() & quoted.fields.keys())
    return passage.locator.sheet == quoted.locator.sheet and 2 * shared > min(len(passage.fields), len(quoted.fields))


def _stretch(passage: Passage, citation: Citation) -> Stretch:
    start, end = max(citation.start - passage.start, 0), max(citation.end - passage.start, 0)
    text = passage.text
    pieces = (text[:start], text[start:end], text[end:]) if _touches(passage, citation) else (text,)
    return Stretch(passage.locator.clause, passage.locator.trail, pieces)
