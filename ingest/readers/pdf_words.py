"""The words of a PDF page with their boxes, turned so that they read from left to right."""

import ctypes
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ingest.readers.layout import Word
from ingest.readers.pdf_rules import Box

SAMPLES = 25  # characters that decide how a page is turned
HYPHENS = {0x2: "-", 0xFFFE: "-", 0xAD: "-"}  # how the library marks a hyphen at the end of a line; no space follows
UNDERLINE = 6  # hyphens in a row: a typed line under words
TALL = 1.2  # times as high as wide: a word that is turned against the page
NUMERAL = frozenset(map(ord, "0123456789."))
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
    codes = [raw.FPDFText_GetUnicode(handle, index) for index in range(count)]
    if unseen:
        objects = [ctypes.cast(raw.FPDFText_GetTextObject(handle, index), ctypes.c_void_p) for index in range(count)]
        codes = [0x20 if each.value in unseen else code for code, each in zip(codes, objects, strict=True)]
    fonts = _Fonts(raw, handle, turns)
    words: list[Word] = []
    start = 0
    for index in range(count + 1):
        code = codes[index] if index < count else 0x20
        ends_line = code in HYPHENS
        if cuts and start < index < count and code > 0x20 and _parted(raw, handle, index, codes, place, cuts):
            words.append(_word(raw, handle, _text(codes[start:index]), start, index - 1, place, fonts))
            start = index
        if not ends_line and code > 0x20 and code != 0xA0 and not 0x2000 <= code <= 0x200B:
            continue
        end = index + ends_line
        text = _text(codes[start:end])
        if text.strip("-") or (text and len(text) < UNDERLINE and not ends_line):
            words.append(_word(raw, handle, text, start, max(start, index - 1), place, fonts))
        start = index + 1
    textpage.close()
    return words, place


def height_of(page: Any, place: Callable[..., Box]) -> float:
    """The height of a page (points) as its words are turned."""
    west, south, east, north = page.get_bbox()
    return place(west, north, east, south)[3]


class _Fonts:
    """Whether the font of a character is bold, and how most characters are turned."""

    def __init__(self, raw: Any, handle: Any, turns: int) -> None:
        self.turns = turns
        self.mixed = False  # a word that is turned otherwise was met
        self._raw, self._handle = raw, handle
        self._buffer = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def bold(self, index: int) -> bool:
        if self._raw.FPDFText_GetFontWeight(self._handle, index) >= 600:
            return True
        size = self._raw.FPDFText_GetFontInfo(self._handle, index, self._buffer, 128, ctypes.byref(self._flags))
        name = self._buffer.raw[: min(size, 128)].lower()
        return any(part in name for part in BOLD_NAMES)


def _word(raw: Any, handle: Any, text: str, first: int, last: int, place: Callable[..., Box], fonts: _Fonts) -> Word:
    box, end = raw.FS_RECTF(), raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(handle, first, box)
    raw.FPDFText_GetLooseCharBox(handle, last, end)
    left, top, right, bottom = place(
        min(box.left, end.left), max(box.top, end.top), max(box.right, end.right), min(box.bottom, end.bottom)
    )
    turn = 0
    if fonts.mixed or (last > first and bottom - top > TALL * (right - left)):
        turn = (_quarter_turns(raw, handle, (first,)) - fonts.turns) % 4
        fonts.mixed = fonts.mixed or turn > 0
    return Word(text, left, top, right, bottom, fonts.bold(first), turn)


def _parted(
    raw: Any, handle: Any, index: int, codes: list[int], place: Callable[..., Box], cuts: Sequence[float]
) -> bool:
    """Whether a cut lies between the middles of a character and the one before it."""
    if codes[index - 1] in NUMERAL and codes[index] in NUMERAL:
        return False
    box = raw.FS_RECTF()
    middles = []
    for which in (index - 1, index):
        raw.FPDFText_GetLooseCharBox(handle, which, box)
        left, _, right, _ = place(box.left, box.top, box.right, box.bottom)
        middles.append((left + right) / 2)
    return any(middles[0] < cut <= middles[1] for cut in cuts)


def _text(codes: list[int]) -> str:
    text = "".join(HYPHENS.get(code) or chr(code) for code in codes if code)
    if any(0xD800 <= code < 0xE000 for code in codes):
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
