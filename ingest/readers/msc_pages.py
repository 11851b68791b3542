"""Pages of CBP's criteria made ready: running lines known, columns found, words parted at the columns' borders."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.layout import Word
from ingest.readers.msc_columns import (
    ID,
    Borders,
    Header,
    borders_by_gaps,
    borders_by_rules,
    column_of,
    headers_of,
    middle,
)
from ingest.readers.msc_title import PAGE, RUNNING, Claim, claim_of
from ingest.readers.pdf_rules import Box, grids_of
from ingest.readers.pdf_words import words_of

EDGE = 0.15  # of the page's height in which running lines stand
STEP = 12.0  # points by which a running line may move
NUMBERED = re.compile(r"\d{1,2}\.\d")
REPEATED = 0.4  # of the pages: a line at their edges that so many have is a running line


@dataclass(slots=True)
class MscPage:
    """One page with its words as drawn; the rest is found out step by step."""

    number: int  # from 1
    height: float
    words: list[Word]
    bands: list[list[Box]]  # each row that rules draw, as its cells
    headers: list[Header] = field(default_factory=list)
    running: list[list[Word]] = field(default_factory=list)  # lines
    borders: Borders | None = None


def page_of(page: Any, number: int) -> MscPage:
    """A pypdfium2 page with its words, its rows as drawn by rules and its headers."""
    words, place = words_of(page)
    bands = [[cell for cell in row if cell] for grid in grids_of(page, place) for row in grid]
    bands = sorted((band for band in bands if band), key=lambda band: band[0][1])
    return MscPage(number, page.get_height(), words, bands, headers_of(words))


def lines_in(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand on one height, from the top; each line from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=middle):
        if lines and lines[-1][0].top < middle(word) < lines[-1][0].bottom:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def text_of(line: Sequence[Word]) -> str:
    """The words of a line."""
    return " ".join(word.text for word in line)


def find_running_lines(pages: Sequence[MscPage]) -> list[Claim]:
    """Note the page headers and footers of each page; what they say of the document."""
    places: dict[tuple[str, int], set[int]] = {}
    lines = {page.number: lines_in(page.words) for page in pages}
    for page in pages:
        for line in lines[page.number]:
            for place in _places(line, page):
                places.setdefault(place, set()).add(page.number)
    least = max(2, math.ceil(REPEATED * len(pages)))
    claims: list[Claim] = []
    for page in pages:
        for line in lines[page.number]:
            text = text_of(line)
            repeated = any(len(places[place]) >= least for place in _places(line, page))
            if repeated or RUNNING.fullmatch(text) or PAGE.fullmatch(text):
                page.running.append(line)
                claims.append(claim_of(text, page.number))
    return claims


def _places(line: Sequence[Word], page: MscPage) -> set[tuple[str, int]]:
    """A line at the page's edge by its words and height; its page number counted from the page's."""
    top, words = line[0].top, text_of(line).lower()
    if EDGE * page.height < top < (1 - EDGE) * page.height or words in ("must", "should", "must should"):
        return set()
    if any(word in header.words for header in page.headers for word in line) or ID.fullmatch(line[0].text):
        return set()
    shapes = {words}
    numbers = list(re.finditer(r"\d{1,4}", words))
    for number in numbers[:1] + numbers[-1:]:
        shapes.add(f"{words[: number.start()]}#{int(number[0]) - page.number}{words[number.end() :]}")
    numbered = re.search(r"page\s*(\d+)", words)
    if numbered:
        shapes.add(words.replace(numbered[0], "page #"))
    return {(shape, int(top / STEP) + shift) for shape in shapes for shift in (0, 1)}


def find_columns(pages: Sequence[MscPage]) -> None:
    """Give every page from the first header on its borders: by rules, else by the empty strips between columns."""
    for header, holders in _groups(pages):
        by_rules = None
        for page in holders:
            cells = [cell for band in page.bands for cell in band]
            by_rules = by_rules or next((b for h in page.headers if (b := borders_by_rules(h, cells))), None)
        lines = [line for page in holders for line in _table_lines(page, header)]
        borders = by_rules or borders_by_gaps(header, lines)
        for page in holders:
            page.borders = borders


def _groups(pages: Sequence[MscPage]) -> list[tuple[Header, list[MscPage]]]:
    """The pages whose headers have the same places, with those after them that have none."""
    groups: dict[tuple[int, ...], tuple[Header, list[MscPage]]] = {}
    current: tuple[Header, list[MscPage]] | None = None
    for page in pages:
        if page.headers:
            key = tuple(round(word.left / 4) for word in page.headers[0].anchors)
            current = groups.setdefault(key, (page.headers[0], []))
        if current:
            current[1].append(page)
    return list(groups.values())


def _table_lines(page: MscPage, header: Header) -> list[list[Word]]:
    """The lines of a page's table: no running lines, and no prose, which begins where the ids stand."""
    aside = {id(word) for line in page.running for word in line}
    lines = lines_in([word for word in page.words if id(word) not in aside])
    edge = header.anchors[0].right + 2
    return [line for line in lines if line[0].left > edge or NUMBERED.match(line[0].text) or line[0] in header.words]


def part_words(source: Any, page: MscPage) -> None:
    """Read a page's words again, parted at its borders, and leave out its headers and running lines."""
    assert page.borders is not None
    words, _ = words_of(source, page.borders)
    aside = [word for line in page.running for word in line] + [w for header in page.headers for w in header.words]
    page.words = [word for word in words if not any(_lies_in(word, other) for other in aside)]
    page.bands = [band for band in page.bands if _is_row(band, page.words, page.borders)]


def _lies_in(word: Word, other: Word) -> bool:
    across = (word.left + word.right) / 2
    return other.left - 1 <= across <= other.right + 1 and other.top <= middle(word) <= other.bottom


def _is_row(band: Sequence[Box], words: Sequence[Word], borders: Borders) -> bool:
    """Whether rules frame one row, and not several or a paragraph."""
    if any(cell[0] < borders[0] - 1 and cell[2] > borders[1] + 1 for cell in band):
        return False
    top, bottom = min(cell[1] for cell in band), max(cell[3] for cell in band)
    inside = [word for word in words if top <= middle(word) <= bottom and column_of(word, borders) == 0]
    return sum(bool(NUMBERED.match(word.text)) for word in inside) < 2
