"""The four columns of CBP's table of criteria: its header words, and the borders between the columns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.layout import Word
from ingest.readers.pdf_rules import Box

COLUMNS = ("ID", "Criteria", "Implementation Guidance", "Must / Should")
ID = re.compile(r"(?:MSC)?(\d{1,2}\.\d{1,2})\.?")
NEAR = 1.8  # heights of a line within which the words of one header stand
CROSSING = 0.02  # of the lines: no more cross the strip between two columns
Borders = tuple[float, ...]  # points from the left, between the four columns


@dataclass(frozen=True, slots=True)
class Header:
    """One header of the table, over one to three lines."""

    words: tuple[Word, ...]
    anchors: tuple[Word, Word, Word, Word]  # the first word of each column

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(word.top for word in self.words)


def middle(word: Word) -> float:
    """Half way down a word."""
    return (word.top + word.bottom) / 2


def headers_of(words: Sequence[Word]) -> list[Header]:
    """The headers on a page, from the top."""
    found = [_header(words, word) for word in words if word.text in ("ID", "Id", "ID#")]
    return sorted((header for header in found if header), key=lambda header: header.top)


def _header(words: Sequence[Word], first: Word) -> Header | None:
    height = first.bottom - first.top
    near = [word for word in words if abs(middle(word) - middle(first)) < NEAR * height and word.left > first.right]
    criteria = _nearest(near, ("Criteria", "Criterion"), first)
    after = [word for word in near if criteria and word.left > criteria.right]
    titles = [word for word in (_nearest(after, (title,), first) for title in ("Implementation", "Guidance")) if word]
    if not criteria or not titles:
        return None
    edge = max(word.right for word in titles)
    flags = _flag_words([word for word in near if word.left > edge], height)
    if not flags:
        return None
    return Header((first, criteria, *titles, *flags), (first, criteria, titles[0], flags[0]))


def _nearest(words: Sequence[Word], titles: Sequence[str], first: Word) -> Word | None:
    """The title nearest in height to the first one; not the same word in the small letters of a sentence."""
    named = [word for word in words if word.text in titles or word.text in [title.upper() for title in titles]]
    return min(named, key=lambda word: abs(middle(word) - middle(first)), default=None)


def _flag_words(words: Sequence[Word], height: float) -> list[Word]:
    """The words of "Must / Should"; a flag of the first row below, which has no stroke before it, is not among them."""
    ordered = sorted(words, key=lambda word: (round(middle(word) / (0.6 * height)), word.left))
    for place in range(len(ordered)):
        taken: list[Word] = []
        for part in ordered[place:]:
            taken.append(part)
            said = "".join(each.text for each in taken).lower()
            if said == "must/should":
                return taken
            if not "must/should".startswith(said):
                break
    return []


def borders_by_rules(header: Header, cells: Sequence[Box]) -> Borders | None:
    """The borders that the cells of a header have; None where its four titles do not stand in a cell each."""
    boxes = []
    for word in header.anchors:
        across = (word.left + word.right) / 2
        boxes.append(next((b for b in cells if b[0] <= across <= b[2] and b[1] <= middle(word) <= b[3]), None))
    known = [box for box in boxes if box]
    if len(known) < len(boxes) or len({box[0] for box in known}) < len(boxes):
        return None
    return tuple(box[0] for box in known[1:])


def borders_by_gaps(header: Header, lines: Sequence[Sequence[Word]]) -> Borders:
    """The borders by the empty strips between the columns of a table's lines, its header among them.

    Where words of two columns touch there is no strip: then where most words of the second column begin.
    """
    return tuple(_strip(one, other, lines) or _start(one, other, lines) for one, other in pairwise(header.anchors))


def _strip(one: Word, other: Word, lines: Sequence[Sequence[Word]]) -> float | None:
    """The right end of the widest strip between two titles that next to no line crosses, None where there is none."""
    start, end = int((one.left + one.right) / 2), int((other.left + other.right) / 2) + 1
    counts = [0] * (end - start + 1)
    for word in (word for line in lines for word in line):
        for place in range(max(start, int(word.left)), min(end, int(word.right)) + 1):
            counts[place - start] += 1
    fewest = min(counts)
    best, run = (0, start), 0
    for place, count in enumerate(counts):
        run = run + 1 if count == fewest else 0
        if run >= best[0]:
            best = (run, start + place)
    return float(best[1]) if fewest <= CROSSING * len(lines) else None


def _start(one: Word, other: Word, lines: Sequence[Sequence[Word]]) -> float:
    """Just left of where most words between two titles begin."""
    lefts = Counter(round(2 * word.left) for line in lines for word in line if one.right < word.left < other.right)
    return lefts.most_common(1)[0][0] / 2 - 0.3


def column_of(word: Word, borders: Borders) -> int:
    """The column in which a word begins, from 0."""
    return sum(1 for border in borders if word.left + 0.2 * (word.bottom - word.top) >= border)


def id_and_rest(words: Sequence[Word], borders: Borders) -> tuple[str, Word | None] | None:
    """The words of the first column as an id, which may break over two lines, and what is glued to it."""
    text = "".join(word.text for word in sorted(words, key=lambda word: (middle(word), word.left)))
    whole = ID.fullmatch(text)
    if whole:
        return whole[1], None
    glued = re.fullmatch(r"(\d{1,2}\.\d{1,2})([^\W\d].*)", text) if len(words) == 1 else None
    if not glued:
        return None
    word = words[0]
    return glued[1], Word(glued[2], borders[0], word.top, max(word.right, borders[0]), word.bottom, word.bold)
