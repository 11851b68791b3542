"""Words on a page as lines in reading order: columns one after another, cells of a row side by side."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

GAP = 0.9  # of the height of a line: a wider gap between two words parts columns or cells
SWITCHES = 0.1  # of the pieces: a file that writes columns one after another changes sides no more often
FEWEST = 4  # lines in a column
FILLED = 0.55  # of a column's width that its lines fill; cells of a table fill less
DEEPEST = 3  # splits into columns within one another


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a run of words with its box; points from the page's top left corner as it is read."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool = False
    turn: int = 0  # quarter turns to the right against most of the page's words


@dataclass(slots=True)
class Line:
    """A line of text: the pieces of it that wide gaps part, from left to right."""

    pieces: list[Word]
    frame: tuple[float, float] = (0.0, 0.0)  # the left and right edge of its column
    rows: list[list[str]] = field(default_factory=list)  # of a table, which stands here as one line
    ruled: bool = False  # of a table: drawn with rules

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.pieces[-1].right

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(piece.bottom for piece in self.pieces)

    @property
    def height(self) -> float:
        """The height of its longest piece."""
        longest = max(self.pieces, key=lambda piece: len(piece.text))
        return longest.bottom - longest.top

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(piece.bold for piece in self.pieces)


def pieces_of(words: Iterable[Word]) -> list[Word]:
    """Neighbouring words in one piece, as they follow one another in the file."""
    pieces: list[Word] = []
    run: list[Word] = []
    for word in words:
        if run and not _adjoins(run[-1], word):
            pieces.append(_joined(run))
            run = []
        run.append(word)
    if run:
        pieces.append(_joined(run))
    return pieces


def upright(words: Sequence[Word]) -> list[Word]:
    """Words of one turn as they stand when the page is turned so that they read from left to right."""
    turned: list[Word] = []
    for word in words:
        sides = word.left, word.top, word.right, word.bottom
        if word.turn == 1:
            sides = word.top, -word.right, word.bottom, -word.left
        elif word.turn == 3:
            sides = -word.bottom, word.left, -word.top, word.right
        elif word.turn == 2:
            sides = -word.right, -word.bottom, -word.left, -word.top
        turned.append(Word(word.text, *sides, word.bold))
    return turned


def lines_of(pieces: Sequence[Word], tables: Sequence[Line] = (), depth: int = 0) -> list[Line]:
    """The lines of a page in reading order; tables stand among them."""
    items = [Line([piece]) for piece in pieces] + list(tables)
    if not items:
        return []
    left, right = min(item.left for item in items), max(item.right for item in items)
    split = _column_split(items, left, right) if depth < DEEPEST else None
    if split is None:
        return _rows(items, (left, right))
    lines: list[Line] = []
    band: list[Line] = []
    for item in sorted(items, key=lambda each: each.top):
        if item.left < split < item.right:
            lines += _band(band, split, depth, (left, right))
            band = []
            lines += _rows([item], (left, right))
        else:
            band.append(item)
    return lines + _band(band, split, depth, (left, right))


def _adjoins(before: Word, word: Word) -> bool:
    height = min(before.bottom - before.top, word.bottom - word.top)
    overlap = min(before.bottom, word.bottom) - max(before.top, word.top)
    gap = word.left - before.right
    return overlap > 0.5 * height and -0.5 * height < gap < GAP * max(height, 1.0)


def _joined(run: Sequence[Word]) -> Word:
    if len(run) == 1:
        return run[0]
    bold = all(word.bold for word in run)
    usual = _usual(run)  # a raised figure does not make a line higher
    return Word(" ".join(word.text for word in run), run[0].left, usual.top, run[-1].right, usual.bottom, bold)


def _usual(run: Sequence[Word]) -> Word:
    """The word of median height, by characters."""
    left = sum(len(word.text) for word in run) / 2
    for word in sorted(run, key=lambda each: each.bottom - each.top):
        left -= len(word.text)
        if left <= 0:
            return word
    return run[-1]


def _column_split(items: Sequence[Line], left: float, right: float) -> float | None:
    """The place of the gutter between two columns of prose, None where there are none."""
    width = right - left
    best, most = None, 0
    for step in range(30, 71, 2):
        place = left + width * step / 100
        before = [item for item in items if item.right <= place]
        after = [item for item in items if item.left >= place]
        crossing = len(items) - len(before) - len(after)
        score = len(before) + len(after) - 3 * crossing
        if min(len(before), len(after)) >= FEWEST and score > most and _are_columns(before, after, items, place):
            best, most = place, score
    return best


def _are_columns(before: Sequence[Line], after: Sequence[Line], items: Sequence[Line], place: float) -> bool:
    """Whether both sides are prose, or one is and the file writes one side after the other."""
    prose = _is_prose(before), _is_prose(after)
    if all(prose) or not any(prose):
        return all(prose)
    sides = [item.left >= place for item in items if not item.rows and not item.left < place < item.right]
    switches = sum(1 for one, other in itertools.pairwise(sides) if one != other)
    return switches <= max(2, SWITCHES * len(sides))


def _is_prose(items: Sequence[Line]) -> bool:
    left, right = min(item.left for item in items), max(item.right for item in items)
    full = sum(1 for item in items if item.right - item.left >= FILLED * (right - left))
    return full >= FILLED * len(items) and sum(len(item.text) for item in items) >= 20 * len(items)


def _band(band: Sequence[Line], split: float, depth: int, frame: tuple[float, float]) -> list[Line]:
    """The lines between two that span the columns: the left column, then the right one."""
    sides = [item for item in band if item.right <= split], [item for item in band if item.left >= split]
    if not all(sides):
        return (
            _rows(list(band), frame)
            if not any(sides)
            else [line for side in sides for line in _rows(side, _extent(side))]
        )
    lines: list[Line] = []
    for side in sides:
        pieces = [piece for item in side if not item.rows for piece in item.pieces]
        lines += lines_of(pieces, [item for item in side if item.rows], depth + 1)
    return lines


def _extent(items: Sequence[Line]) -> tuple[float, float]:
    return min((item.left for item in items), default=0.0), max((item.right for item in items), default=0.0)


def _rows(items: list[Line], frame: tuple[float, float]) -> list[Line]:
    """Pieces on one height as one line."""
    lines: list[Line] = []
    for item in sorted(items, key=lambda each: (each.top + each.bottom) / 2):
        item.frame = frame
        last = lines[-1] if lines else None
        if last is None or last.rows or item.rows or not _level(last, item):
            lines.append(item)
        else:
            last.pieces = sorted(last.pieces + item.pieces, key=lambda piece: piece.left)
    for line in lines:
        if not line.rows:
            line.pieces = pieces_of(line.pieces)
    return lines


def _level(line: Line, item: Line) -> bool:
    overlap = min(line.bottom, item.bottom) - max(line.top, item.top)
    apart = item.left >= line.right - 1 or item.right <= line.left + 1
    between = all(item.left >= piece.right - 1 or item.right <= piece.left + 1 for piece in line.pieces)
    return overlap > 0.5 * min(line.height, item.height) and (apart or between)
