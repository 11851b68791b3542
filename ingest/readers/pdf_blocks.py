"""Lines of PDF pages as blocks: repeating headers and footers, headings, paragraphs joined, tables."""

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.readers.clauses import BULLET, Clauses, depth_of, starts_item
from ingest.readers.cleaning import clean
from ingest.readers.layout import Line
from ingest.readers.table import Row, header_of, table_blocks
from ingest.reading import Block, BlockKind

EDGE = 0.13  # of the page's height in which a header or footer stands
EDGE_LINES = 4
PAGE_NUMBER = re.compile(
    r"[-–— ]*(?:page|p\.|pág(?:ina)?\.?|seite)?\s*[ivxlc\d]{1,5}(?:\s*(?:of|/|de|von)\s*\d{1,5})?[-–— .]*",
    re.IGNORECASE,
)
WHOLE_PAGE_NUMBER = re.compile(r"page \d{1,4}(?: of \d{1,4})?", re.IGNORECASE)  # wherever it stands
PAGE = re.compile(r"\bpage\s+\d+")
LEADING_NUMBER = re.compile(r"\d{1,4}\s+(.{25,})")  # a page number before the title of a book or chapter
LEADERS = re.compile(
    r"(?:\. ?){5,}\s*[\divxlc]+$|(?:…\s?){2,}\s*\d+$"
)  # of a table of contents, which has no text of its own
LARGER = 1.18  # times the height of body text: a heading
LONGEST_HEADING = 160  # characters
SHORT = 0.82  # of a column: a line that ends before was not wrapped
APART = 0.75  # of a line's height: a gap this wide parts paragraphs
KEPT_HYPHEN = frozenset(
    "high low self non third full long short well off cross multi tamper two three one four seven real day end "
    "follow check anti door left right hand state year risk cost time".split()
)


@dataclass(slots=True)
class PageLines:
    """One page: its number from 1, its height in points and its lines in reading order."""

    number: int
    height: float
    lines: list[Line]


@dataclass(slots=True)
class _Maker:
    body: float  # the height of most lines
    bold_body: bool
    sizes: list[float]  # heights of headings, largest first
    outline: Mapping[tuple[int, str], int]
    words: frozenset[str]
    clauses: Clauses = field(default_factory=Clauses)
    header: tuple[str, ...] = ()  # of the table above, which the next page may continue


def blocks_of(pages: Sequence[PageLines], outline: Mapping[tuple[int, str], int]) -> list[Block]:
    """The blocks of all pages; outline gives the level of a (page, title in lower case)."""
    furniture = _furniture(pages)
    heights: Counter[float] = Counter()
    bold = 0
    text = [line for page in pages for line in page.lines if not line.rows and id(line) not in furniture]
    for line in text:
        heights[round(line.height * 2) / 2] += len(line.text)
        bold += len(line.text) if line.bold else 0
    body = heights.most_common(1)[0][0] if heights else 10.0
    words = frozenset(word.strip(".,;:()").lower() for line in text for word in line.text.split())
    maker = _Maker(body, bold > sum(heights.values()) / 2, _heading_sizes(text, body), outline, words)
    blocks: list[Block] = []
    for page in pages:
        blocks += _page_blocks(page, furniture, maker)
    return blocks


def _heading_sizes(lines: Sequence[Line], body: float) -> list[float]:
    """The heights of headings, largest first; those within a tenth of one another count once."""
    titles = [line for line in lines if line.height >= body * LARGER and 3 < len(line.text) <= LONGEST_HEADING]
    sizes: list[float] = []
    for height in sorted((line.height for line in titles), reverse=True):
        if not sizes or height < 0.9 * sizes[-1]:
            sizes.append(height)
    return sizes


def _furniture(pages: Sequence[PageLines]) -> set[int]:
    """The identities of the lines that repeat at the edge of pages, and of page numbers."""
    places: dict[tuple[str, int], list[Line]] = {}
    floating: dict[str, list[Line]] = {}
    numbers: set[int] = set()
    found: set[int] = set()
    for page in pages:
        numbers |= {id(line) for line in page.lines if WHOLE_PAGE_NUMBER.fullmatch(line.text.strip())}
        edge = page.height * EDGE
        upper = [line for line in page.lines if line.bottom < edge and not line.rows]
        lower = [line for line in page.lines if line.top > page.height - edge and not line.rows]
        upper.sort(key=lambda line: line.top)
        lower.sort(key=lambda line: -line.bottom)
        for line in upper[:EDGE_LINES] + lower[:EDGE_LINES]:
            words = clean(line.text).lower()
            if PAGE_NUMBER.fullmatch(words) and (len(words) < 4 or not words.isdecimal()):
                numbers.add(id(line))
            for shift in (0, 1):  # a line near the border of two steps falls into both
                for shape in _shapes(words, page.number):
                    places.setdefault((shape, int(line.top / 12) + shift), []).append(line)
        plain = [line for line in page.lines if not line.rows]
        for line in plain[max(1, len(plain) // 2) :][-EDGE_LINES:]:  # a footer that floats under the text
            words = clean(line.text).lower()
            for shape in _shapes(words, page.number) if line is plain[-1] else {PAGE.sub("page #", words)}:
                floating.setdefault(shape, []).append(line)
    least = 2 if len(pages) < 6 else 3
    for lines in places.values():
        if len(lines) >= least:
            found |= {id(line) for line in lines}
    for lines in floating.values():
        if len(lines) >= max(3, 0.6 * len(pages)):
            found |= {id(line) for line in lines}
    found |= numbers
    return found if any(id(line) not in found for page in pages for line in page.lines) else numbers


def _shapes(words: str, page: int) -> set[str]:
    """A line as it is, and with its first or last number counted from the page's: "page 3 of 9" on page 3."""
    words = PAGE.sub("page #", words)
    shapes = {words}
    paged = LEADING_NUMBER.fullmatch(words)
    if paged:
        shapes.add(f"# {paged[1]}")
    numbers = [found for found in re.finditer(r"\d+", words) if len(found[0]) < 5]
    for number in numbers[:1] + numbers[-1:]:
        shapes.add(f"{words[: number.start()]}#{int(number[0]) - page}{words[number.end() :]}")
    return shapes


def _page_blocks(page: PageLines, furniture: set[int], maker: _Maker) -> list[Block]:
    blocks: list[Block] = []
    paragraph: list[Line] = []
    for line in page.lines:
        if id(line) in furniture or line.rows:
            blocks += _ended(paragraph, page.number, maker)
            paragraph = []
            if line.rows:
                rows = [Row(tuple(row), page=page.number) for row in line.rows]
                table = table_blocks(
                    rows, header=() if blocks and not _only_furniture(blocks) else maker.header, sure=line.ruled
                )
                blocks += table
                maker.header = header_of(table)
            elif clean(line.text):
                blocks.append(Block(clean(line.text), BlockKind.FURNITURE, page.number))
            continue
        if paragraph and _parts(paragraph, line, maker):
            blocks += _ended(paragraph, page.number, maker)
            paragraph = []
        paragraph.append(line)
    blocks += _ended(paragraph, page.number, maker)
    if blocks and blocks[-1].kind not in (BlockKind.ROW, BlockKind.FURNITURE):
        maker.header = ()
    return blocks


def _only_furniture(blocks: Sequence[Block]) -> bool:
    return all(block.kind is BlockKind.FURNITURE for block in blocks)


def _parts(paragraph: Sequence[Line], line: Line, maker: _Maker) -> bool:
    """Whether a line begins a new paragraph."""
    last, words, before = paragraph[-1], line.text, paragraph[-1].text
    gap = line.top - last.bottom
    if line.frame != last.frame:
        return not (before[-1:].isalpha() and words[:1].islower())
    if gap > APART * maker.body or gap < -2 * max(line.height, last.height):
        leading = [below.top - above.bottom for above, below in itertools.pairwise(paragraph)]
        if gap < 0 or not leading or gap > 1.3 * max(leading) + 1:
            return not (
                gap < 1.6 * maker.body and words[:1].islower() and last.right > _edge(last) and len(before) > 40
            )
    if abs(line.height - last.height) > 0.15 * maker.body or (line.bold != last.bold and _titled(line, last)):
        return True
    if starts_item(words):
        return True
    width = last.frame[1] - last.frame[0]
    if last.right < last.frame[0] + SHORT * width and (before[-1:] in ".:;?!" or not words[:1].islower()):
        return True
    indented = line.left - last.left > 0.8 * maker.body and len(paragraph) > 1
    return indented and before[-1:] in ".:;?!"


def _edge(line: Line) -> float:
    return line.frame[0] + SHORT * (line.frame[1] - line.frame[0])


def _titled(line: Line, last: Line) -> bool:
    return last.bold or (line.bold and last.text[-1:] in ".:;?!") or len(last.text) < 60


def _ended(paragraph: Sequence[Line], page: int, maker: _Maker) -> list[Block]:
    if not paragraph:
        return []
    text = clean(_joined([line.text for line in paragraph], maker.words))
    if not text:
        return []
    if LEADERS.search(text):
        return [Block(text, BlockKind.FURNITURE, page)]
    clause = maker.clauses.of(text)
    level = _heading_level(paragraph, text, clause, page, maker)
    if level:
        return [Block(text, BlockKind.HEADING, page, level, clause)]
    bullet = BULLET.match(text)
    if bullet and not clause:
        return [Block(text[bullet.end() :], BlockKind.LIST_ITEM, page)]
    listed = clause and not clause[-1].isdigit()
    return [Block(text, BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH, page, clause=clause)]


def _joined(lines: Sequence[str], words: frozenset[str]) -> str:
    """Wrapped lines as running text; a hyphen at the end of a line goes where it only parts a word."""
    text = lines[0]
    for line in lines[1:]:
        head, tail = text.rpartition(" ")[2], line.split(" ", 1)[0]
        if not head.endswith("-") or len(head) < 3 or not tail[:1].isalpha():
            text += " " + line
        elif _is_one_word(head[:-1], tail, words):
            text = text[:-1] + line
        else:
            text += line
    return text


def _is_one_word(head: str, tail: str, words: frozenset[str]) -> bool:
    head, tail = head.lower().lstrip("(\"'“"), tail.lower().rstrip(".,;:()")
    if f"{head}-{tail}" in words:
        return False
    return head + tail in words or (head not in KEPT_HYPHEN and "-" not in head and tail.isalpha())


def _heading_level(lines: Sequence[Line], text: str, clause: str, page: int, maker: _Maker) -> int:
    """The level of a heading, 0 for other text."""
    if len(text) > LONGEST_HEADING or len(lines) > 4 or not any(sign.isalpha() for sign in text):
        return 0
    known = maker.outline.get((page, text.lower()))
    if known:
        return known
    height = max(line.height for line in lines)
    if text.endswith((".", ",", ";")) and len(text) > 60:
        return 0
    larger = height >= maker.body * LARGER
    bold = all(line.bold for line in lines) and not maker.bold_body
    letters = [sign for sign in text if sign.isalpha()]
    capitals = len(letters) >= 4 and all(sign.isupper() for sign in letters) and len(text) <= 90
    numbered = depth_of(clause) > 1 and len(text) <= 70 and text[-1:].isalnum() and len(lines) == 1
    if not (larger or bold or capitals or numbered):
        return 0
    if clause and clause[0].isdigit():
        return depth_of(clause) + 1
    if larger:
        nearest = min(maker.sizes, key=lambda size: abs(size - height), default=height)
        return min(1 + (maker.sizes.index(nearest) if nearest in maker.sizes else 0), 4)
    return min(len(maker.sizes), 3) + 1 + (0 if bold or capitals else 1)
