"""Reads web pages: headings, paragraphs, lists and tables as blocks."""

from pathlib import Path
from typing import Any

from ingest.readers.clauses import Clauses
from ingest.readers.cleaning import clean
from ingest.readers.html_hidden import mark_hidden
from ingest.readers.table import Row, table_blocks
from ingest.reading import Block, BlockKind, Reading
from kb.errors import RefusedFileError

LARGEST = 50 * 1024**2  # bytes
SKIPPED = frozenset({"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "button", "canvas"})
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q s samp select small "
    "span strike strong sub sup time tt u var wbr".split()
)
SHOWN_FIELDS = frozenset({"text", "date", "email", "number", "tel", "url", "month", "time", "week", "datetime-local"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
DEEPEST = 200  # elements within one another
MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16; a page without either that calls itself so is not


def read(path: Path) -> Reading:
    """The blocks of a web page."""
    if path.stat().st_size > LARGEST:
        raise RefusedFileError(f"{path.name} is larger than 50 MB: split it.")
    return html_reading(path.read_bytes(), path.name)


def html_reading(content: bytes | str, file: str) -> Reading:
    """The blocks of HTML; bytes are decoded as the page declares, else as UTF-8."""
    from lxml import etree, html

    encoding = None
    head = content[:2048].lower() if isinstance(content, bytes) else b""
    if isinstance(content, bytes) and (b"charset" not in head or b"utf-16" in head) and not head.startswith(MARKS):
        try:
            content.decode("utf-8")
            encoding = "utf-8"
        except UnicodeDecodeError:
            encoding = "cp1252"
    if isinstance(content, str):
        content, encoding = content.encode("utf-8", "replace"), "utf-8"
    try:
        parser = html.HTMLParser(encoding=encoding, no_network=True)
        root = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise RefusedFileError(f"{file} has no text in it: save the page again, or as PDF.") from error
    warnings: tuple[str, ...] = ("It has hidden text, which was not read.",) if mark_hidden(root) else ()
    page = _Page()
    page.walk(root, 0)
    page.end()
    if page.cut or any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        warnings += ("Text that lies very deep within other parts was not read: save the page as PDF.",)
    if not page.blocks:
        raise RefusedFileError(f"{file} has no text in it: save the page again, or as PDF.")
    title = clean(root.findtext(".//title") or "")
    return Reading(tuple(page.blocks), properties={"title": title} if title else {}, warnings=warnings)


class _Page:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.kind, self.level, self.mark = BlockKind.PARAGRAPH, 0, ""
        self.clauses = Clauses()
        self.cut = False  # text that lies too deep was passed over
        self.items: dict[Any, int] = {}  # a list -> how many of its items were read

    def end(self) -> None:
        """End the paragraph at hand."""
        text = clean("".join(self.words))
        self.words = []
        if text:
            shown = f"{self.mark} {text}" if self.mark else text
            clause = self.clauses.of(shown)
            self.blocks.append(Block(shown, self.kind, level=self.level, clause=clause))
            self.mark = ""

    def walk(self, element: Any, depth: int) -> None:
        """Take in an element and all in it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED or _hidden(element):
            return
        if depth > DEEPEST:
            self.cut = self.cut or bool("".join(element.itertext()).strip())
            return
        if tag == "table" and len(element.findall(".//tr")) and _is_table(element):
            self.end()
            self.blocks += table_blocks(_rows(element))
        elif tag == "br":
            self.end()
        elif tag in INLINE:
            self._text(element, depth)
        else:
            self._block(element, tag, depth)

    def _block(self, element: Any, tag: str, depth: int) -> None:
        self.end()
        before = self.kind, self.level
        if tag in HEADINGS:
            self.kind, self.level = BlockKind.HEADING, HEADINGS[tag]
        elif tag in ("li", "dd"):
            self.kind, self.level, self.mark = BlockKind.LIST_ITEM, 0, self._number(element)
        elif tag == "p" and self.kind is BlockKind.HEADING:
            self.kind, self.level = BlockKind.PARAGRAPH, 0
        self._text(element, depth)
        self.end()
        self.kind, self.level = before

    def _number(self, item: Any) -> str:
        """The number that a browser shows before a list item."""
        parent = item.getparent()
        if item.tag != "li" or parent is None or parent.tag != "ol":
            return ""
        place = self.items[parent] = self.items.get(parent, -1) + 1
        start = parent.get("start", "1")
        count = place + (int(start) if start.isdecimal() and len(start) < 10 else 1)
        if parent.get("type") in ("a", "A") and 0 < count <= 26:
            return chr(ord(parent.get("type")) + count - 1) + "."
        return f"{count}."

    def _text(self, element: Any, depth: int) -> None:
        if element.tag == "input":
            self.words.append(_entered(element))
        if element.tag == "select":  # a menu shows what is chosen in it
            chosen = [each for each in element.iter("option") if each.get("selected") is not None]
            self.words += [f"{option.text or ''} " for option in chosen]
            return
        self.words.append(element.text or "")
        for child in element:
            self.walk(child, depth + 1)
            self.words.append(child.tail or "")


def _entered(field: Any) -> str:
    """What is filled in or marked in a field of a form."""
    kind = (field.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☒ " if field.get("checked") is not None else "☐ "
    return f"{field.get('value') or ''} " if kind in SHOWN_FIELDS else ""


def _is_table(element: Any) -> bool:
    """Not a frame that lays out a page: no table in it, and rows of several cells."""
    return element.find(".//table") is None and any(len(row) > 1 for row in element.iter("tr"))


def _rows(element: Any) -> list[Row]:
    rows: list[Row] = []
    above: dict[int, tuple[int, str]] = {}  # column -> in how many more rows a cell goes on, and its words
    for line in element.iter("tr"):
        cells: list[str] = []
        repeated: dict[int, str] = {}
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            _pass_over(cells, repeated, above)
            inner = _Page()
            inner.walk(cell, 0)
            inner.end()
            words = " ".join(block.text for block in inner.blocks)
            down, across = _span(cell, "rowspan") - 1, _span(cell, "colspan")
            for place in range(len(cells), len(cells) + across) if down else ():
                above[place] = down, words if place == len(cells) else ""
            cells += [words, *[""] * (across - 1)]
        _pass_over(cells, repeated, above)
        rows.append(Row(tuple(cells), repeated=tuple(repeated.get(place, "") for place in range(len(cells)))))
    return rows


def _pass_over(cells: list[str], repeated: dict[int, str], above: dict[int, tuple[int, str]]) -> None:
    """Leave out the columns at which a cell of a row above goes on."""
    while len(cells) in above:
        left, words = above.pop(len(cells))
        repeated[len(cells)] = words
        cells.append("")
        if left > 1:
            above[len(cells) - 1] = left - 1, words


def _span(cell: Any, name: str) -> int:
    span = cell.get(name, "1")
    return max(1, min(int(span), 200)) if span.isdecimal() and len(span) < 9 else 1


def _hidden(element: Any) -> bool:
    return element.get("hidden") is not None
