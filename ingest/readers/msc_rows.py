"""Rows of CBP's criteria from words parted by column: over page breaks, with flags that float within a row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NoReturn

from ingest.readers.cleaning import clean
from ingest.readers.layout import Word
from ingest.readers.msc_columns import Borders, column_of, id_and_rest, middle
from ingest.readers.msc_pages import MscPage, lines_in
from kb.errors import RefusedFileError

LARGER = 1.2  # times the height of the row above: a heading
GLUED = 0.3  # points: two parts of one word


@dataclass(slots=True)
class Row:
    """One criterion as it is being read."""

    msc_id: str
    page: int  # on which it begins
    height: float
    lines: tuple[list[str], list[str], list[str]] = field(default_factory=lambda: ([], [], []))

    @property
    def flag(self) -> str:
        """ "must" or "should", "" where there is none yet, anything else where it is none of these."""
        return _letters(self.lines[2])


@dataclass(slots=True)
class _Piece:
    """A line, or a row between rules: its words by column."""

    cells: list[list[Word]]
    top: float
    ruled: bool = False
    opens: bool = False  # the first of its page
    last: bool = False  # the last of its page

    @property
    def flag(self) -> str:
        """The letters in the last column."""
        return _letters([word.text for word in self.cells[3]])


class Rows:
    """Takes page after page; afterwards `found` holds the rows."""

    def __init__(self, name: str) -> None:
        self.found: list[Row] = []
        self._name = name
        self._current: Row | None = None
        self._inside = False  # a table
        self._ruled = False  # rules part the rows
        self._ahead: list[_Piece] = []  # the start of a row whose id stands on the next page

    def take(self, page: MscPage) -> None:
        """Add the rows of a page; raises RefusedFileError where text stands in the table but in no row."""
        assert page.borders is not None
        self._ruled = self._ruled or bool(page.bands)
        tops = [header.top for header in page.headers]
        waiting: list[_Piece] = []  # lines of one row, where a page break took a rule away
        pieces = _pieces(page, page.borders)
        for piece in pieces:
            header = [top for top in tops if top <= piece.top]
            tops = tops[len(header) :]
            if waiting and (header or piece.ruled or not self._is_open(piece, page.borders)):
                self._add_all(waiting, page, pieces[0], last=False)
                waiting = []
            self._inside = self._inside or bool(header)
            if self._is_open(piece, page.borders):
                waiting.append(piece)
            else:
                self._add(piece, page)
        if waiting:
            self._add_all(waiting, page, pieces[0], last=True)

    def _is_open(self, piece: _Piece, borders: Borders) -> bool:
        """Whether a line without rules around it is one of a row in a table that has rules."""
        fits = not piece.cells[0] or id_and_rest(piece.cells[0], borders) is not None
        return self._ruled and self._inside and not piece.ruled and fits and not self._is_heading(piece)

    def _add_all(self, lines: Sequence[_Piece], page: MscPage, first: _Piece, last: bool) -> None:
        """Add lines as one row if they have at most one id."""
        if sum(bool(line.cells[0]) for line in lines) > 1:
            for line in lines:
                self._add(line, page)
            return
        cells = [[word for line in lines for word in line.cells[column]] for column in range(4)]
        self._add(_Piece(cells, lines[0].top, True, opens=lines[0] is first, last=last), page)

    def end(self, page: MscPage) -> None:
        """Add what waited for a next page."""
        self._flush(page)

    def _add(self, piece: _Piece, page: MscPage) -> None:
        first, said = piece.cells[0], id_and_rest(piece.cells[0], page.borders or ())
        if said:
            self._begin(said, piece, page)
        elif self._breaks_id(first) and self._current and not piece.ruled:
            self._current.msc_id += first[0].text
            self._fill(piece, page)
        elif first or (not piece.ruled and self._is_heading(piece)):
            if piece.flag in ("must", "should") and piece.ruled:
                self._refuse(page, first, "has a flag but no id such as 5.1")
            if self._current:
                self._flush(page)  # the table ends: what waited for a next row is of this one
            self._inside, self._current = False, None
        elif not piece.ruled and not self._inside:
            return  # prose between two tables
        elif self._is_ahead(piece):
            self._ahead.append(piece)
        else:
            self._flush(page)
            self._fill(piece, page)

    def _begin(self, said: tuple[str, Word | None], piece: _Piece, page: MscPage) -> None:
        msc_id, rest = said
        if rest:
            piece.cells[1].append(rest)
        if self._current and self._ahead and _goes_on(self._ahead[0]) and not _goes_on(piece):
            self._flush(page)
        self._current = Row(msc_id, page.number, max(word.bottom - word.top for word in piece.cells[0]))
        self._inside = True
        self.found.append(self._current)
        self._flush(page)
        self._fill(piece, page)

    def _flush(self, page: MscPage) -> None:
        ahead, self._ahead = self._ahead, []
        for piece in ahead:
            self._fill(piece, page)

    def _is_ahead(self, piece: _Piece) -> bool:
        """Whether a row between rules without an id may be the start of one whose id stands on the next page."""
        complete = self._current is None or bool(self._current.flag)
        return piece.ruled and piece.last and complete and (not piece.opens or bool(self._ahead or not self._current))

    def _breaks_id(self, first: Sequence[Word]) -> bool:
        """Whether the first column goes on with the last digit of an id that it was too narrow for."""
        row = self._current
        one = row is not None and self._inside and re.fullmatch(r"\d{1,2}\.\d", row.msc_id) is not None
        return one and len(first) == 1 and len(first[0].text) == 1 and first[0].text.isdecimal()

    def _refuse(self, page: MscPage, words: Sequence[Word], what: str) -> NoReturn:
        shown = clean(" ".join(word.text for word in words))[:60]
        raise RefusedFileError(
            f'{self._name}, page {page.number}: "{shown}" {what}. Get the document from CBP again; nothing was'
            " imported."
        )

    def _fill(self, piece: _Piece, page: MscPage) -> None:
        if self._current is None:
            words = [word for cell in piece.cells for word in cell]
            self._refuse(page, words, "stands in the table but in no row with an id")
        had = self._current.flag
        for lines, cell in zip(self._current.lines, piece.cells[1:], strict=True):
            lines += [_spaced(line) for line in lines_in(cell)]
        if had and self._current.flag != had:
            self._refuse(page, [word for cell in piece.cells for word in cell], "gives a row more than one flag")

    def _is_heading(self, piece: _Piece) -> bool:
        """Whether a line outside of rules ends a table: larger, or bold after a row that is complete."""
        words = piece.cells[1] + piece.cells[2]
        if self._current is None or piece.cells[0] or not words:
            return False
        tall = min(word.bottom - word.top for word in words)
        return tall > LARGER * self._current.height or (bool(self._current.flag) and all(word.bold for word in words))


def _pieces(page: MscPage, borders: Borders) -> list[_Piece]:
    pieces: list[_Piece] = []
    rest = list(page.words)
    for band in page.bands:
        left, right = min(cell[0] for cell in band), max(cell[2] for cell in band)
        top, bottom = min(cell[1] for cell in band), max(cell[3] for cell in band)
        inside = [w for w in rest if top <= middle(w) <= bottom and w.right > left and w.left < right]
        taken = set(map(id, inside))
        rest = [word for word in rest if id(word) not in taken]
        if inside:
            pieces.append(_piece(inside, borders, ruled=True))
    pieces += [_piece(line, borders) for line in lines_in(rest)]
    pieces.sort(key=lambda piece: piece.top)
    if pieces:
        pieces[0].opens = True
        pieces[-1].last = True
    return pieces


def _piece(words: Sequence[Word], borders: Borders, ruled: bool = False) -> _Piece:
    cells: list[list[Word]] = [[], [], [], []]
    for word in words:
        cells[column_of(word, borders)].append(word)
    return _Piece(cells, min(word.top for word in words), ruled)


def _letters(texts: Sequence[str]) -> str:
    return re.sub(r"[^a-z]", "", "".join(texts).lower())


def _goes_on(piece: _Piece) -> bool:
    """Whether the criterion of a row begins in the middle of a sentence, as after a page break."""
    lines = lines_in(piece.cells[1])
    return bool(lines) and lines[0][0].text[:1].islower()


def _spaced(line: Sequence[Word]) -> str:
    text = line[0].text
    for before, word in pairwise(line):
        text += word.text if abs(word.left - before.right) < GLUED else f" {word.text}"
    return text


def joined(lines: Sequence[str], words: frozenset[str]) -> str:
    """The lines of a cell as running text; words holds the document's words, lower case."""
    text = ""
    for line in lines:
        head, tail = text.rpartition(" ")[2], line.split(" ", 1)[0]
        if not (len(head) > 2 and head.endswith("-") and tail[:1].islower()):
            text = f"{text} {line}"
        elif (head[:-1] + tail).lower().strip(".,;:()") in words:
            text = text[:-1] + line
        else:
            text += line
    return clean(text)
