"""The words of a PDF page with their boxes, turned so that they read from left to right."""

import ctypes
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ingest.readers.layout import Word
from ingest.readers.pdf_rules import Box

SAMPLES = 25  # characters that decide how a page is turned
HYPHENS = str.maketrans("\x02\ufffe\xad", "---")  # how the library marks one at the end of a line; no space follows
WORD = re.compile(
    "[^\\x00-\\x20\xa0\xad\u2000-\u200b\ufffe]*[\\x02\xad\ufffe]|[^\\x00-\\x20\xa0\xad\u2000-\u200b\ufffe]+"
)
LINE_HYPHENS = frozenset("\x02\ufffe\xad")
SURROGATE = re.compile("[\ud800-\udfff]")
UNDERLINE = 6  # hyphens in a row: a typed line under words
TALL = 1.2  # times as high as wide: a word that is turned against the page
NUMERAL = frozenset("0123456789.")
HEAVY = 600  # weight of a bold font
BOLD_NAMES = (b"bold", b"black", b"heavy", b"demi")


def words_of(
    page: Any, cuts: Sequence[float] = (), unseen: frozenset[int] = frozenset()
) -> tuple[list[Word], Callable[..., Box]]:
    """The words of a pypdfium2 page in the file's order, and what turns a box of the page as their boxes are turned.

    A word that runs over one of the cuts (points from the left) is two words; a number stays whole. What stands in
    one of the unseen text objects (their addresses) is left out.
    """
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    handle, count = textpage.raw, textpage.count_chars()
    turns = _quarter_turns(raw, handle, range(0, count, max(1, count // SAMPLES)))
    place = _placing(page, turns)
    written = "".join([chr(raw.FPDFText_GetUnicode(handle, index)) for index in range(count)])
    if unseen:
        objects = [ctypes.cast(raw.FPDFText_GetTextObject(handle, index), ctypes.c_void_p) for index in range(count)]
        written = "".join(" " if each.value in unseen else sign for sign, each in zip(written, objects, strict=True))
    glyphs = _Glyphs(raw, handle, place, turns)
    words: list[Word] = []
    for match in WORD.finditer(written):
        start, end = match.span()
        ends_line = written[end - 1] in LINE_HYPHENS
        if cuts:
            for index in range(start + 1, end):
                if glyphs.parted(index, written, cuts):
                    words.append(glyphs.word(_text(written[start:index]), start, index - 1))
                    start = index
        text = _text(written[start:end])
        if text.strip("-") or (len(text) < UNDERLINE and not ends_line):
            words.append(glyphs.word(text, start, max(start, end - 1 - ends_line)))
    textpage.close()
    return words, place


def height_of(page: Any, place: Callable[..., Box]) -> float:
    """The height of a page (points) as its words are turned."""
    west, south, east, north = page.get_bbox()
    return place(west, north, east, south)[3]


class _Glyphs:
    """Boxes and fonts of a page's characters."""

    def __init__(self, raw: Any, handle: Any, place: Callable[..., Box], turns: int) -> None:
        self._raw, self._handle, self._place, self._turns = raw, handle, place, turns
        self._mixed = False  # a word that is turned otherwise than most was met
        self._box, self._end = raw.FS_RECTF(), raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._bold: dict[bytes, bool] = {}  # name of a font -> whether it is a bold one

    def word(self, text: str, first: int, last: int) -> Word:
        """A word from its first to its last character."""
        box = end = self._box
        self._raw.FPDFText_GetLooseCharBox(self._handle, first, box)
        if last > first:
            end = self._end
            self._raw.FPDFText_GetLooseCharBox(self._handle, last, end)
        left, top, right, bottom = self._place(
            min(box.left, end.left), max(box.top, end.top), max(box.right, end.right), min(box.bottom, end.bottom)
        )
        turn = 0
        if self._mixed or (last > first and bottom - top > TALL * (right - left)):
            turn = (_quarter_turns(self._raw, self._handle, (first,)) - self._turns) % 4
            self._mixed = self._mixed or turn > 0
        return Word(text, left, top, right, bottom, self._is_bold(first), turn)

    def parted(self, index: int, written: str, cuts: Sequence[float]) -> bool:
        """Whether a cut lies between the middles of a character and the one before it."""
        if written[index - 1] in NUMERAL and written[index] in NUMERAL:
            return False
        middles = []
        for which in (index - 1, index):
            self._raw.FPDFText_GetLooseCharBox(self._handle, which, self._box)
            left, _, right, _ = self._place(self._box.left, self._box.top, self._box.right, self._box.bottom)
            middles.append((left + right) / 2)
        return any(middles[0] < cut <= middles[1] for cut in cuts)

    def _is_bold(self, index: int) -> bool:
        if self._raw.FPDFText_GetFontWeight(self._handle, index) >= HEAVY:
            return True
        self._raw.FPDFText_GetFontInfo(self._handle, index, self._name, 127, self._flags)
        name = self._name.value
        if name not in self._bold:
            self._bold[name] = any(part in name.lower() for part in BOLD_NAMES)
        return self._bold[name]


def _text(written: str) -> str:
    text = written.translate(HYPHENS)
    if SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return text


def _quarter_turns(raw: Any, handle: Any, indexes: Iterable[int]) -> int:
    """By how many quarter turns to the right most of these characters are turned."""
    turns = [0, 0, 0, 0]
    for index in indexes:
        angle = raw.FPDFText_GetCharAngle(handle, index)
        if angle >= 0:
            turns[round(angle / (math.pi / 2)) % 4] += 1
    return turns.index(max(turns))


def _placing(page: Any, turns: int) -> Callable[..., Box]:
    """From a box in the page's own space to left, top, right, bottom on the turned page."""
    west, south, east, north = page.get_bbox()
    width, height = east - west, north - south

    def place(left: float, top: float, right: float, bottom: float) -> Box:
        left, right, top, bottom = left - west, right - west, north - top, north - bottom
        if turns == 1:
            return top, width - right, bottom, width - left
        if turns == 2:
            return width - right, height - bottom, width - left, height - top
        if turns == 3:
            return height - bottom, left, height - top, right
        return left, top, right, bottom

    return place
