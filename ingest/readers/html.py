"""Reads web pages: headings, paragraphs, lists and tables as blocks."""

from pathlib import Path
from typing import Any

from ingest.readers.clauses import Clauses
from ingest.readers.cleaning import clean
from ingest.readers.table import Row, table_blocks
from ingest.reading import Block, BlockKind, Reading
from kb.errors import RefusedFileError

LARGEST = 50 * 1024**2  # bytes
SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select", "button", "canvas"}
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
DEEPEST = 200  # elements within one another


def read(path: Path) -> Reading:
    """The blocks of a web page."""
    if path.stat().st_size > LARGEST:
        raise RefusedFileError(f"{path.name} is larger than 50 MB: split it.")
    return html_reading(path.read_bytes(), path.name)


def html_reading(content: bytes | str, file: str) -> Reading:
    """The blocks of HTML; bytes are decoded as the page declares, else as UTF-8."""
    from lxml import etree, html

    encoding = None
    if isinstance(content, bytes) and b"charset" not in content[:2048].lower():
        try:
            content.decode("utf-8")
            encoding = "utf-8"
        except UnicodeDecodeError:
            encoding = "cp1252"
    if isinstance(content, str):
        content, encoding = content.encode("utf-8", "replace"), "utf-8"
    try:
        root = html.document_fromstring(content, parser=html.HTMLParser(encoding=encoding, no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise RefusedFileError(f"{file} has no text in it: save the page again, or as PDF.") from error
    page = _Page()
    page.walk(root, 0)
    page.end()
    if not page.blocks:
        raise RefusedFileError(f"{file} has no text in it: save the page again, or as PDF.")
    title = clean(root.findtext(".//title") or "")
    return Reading(tuple(page.blocks), properties={"title": title} if title else {})


class _Page:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.kind, self.level, self.mark = BlockKind.PARAGRAPH, 0, ""
        self.clauses = Clauses()

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
        if not isinstance(tag, str) or tag in SKIPPED or _hidden(element) or depth > DEEPEST:
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
            self.kind, self.level, self.mark = BlockKind.LIST_ITEM, 0, _number(element)
        elif tag == "p" and self.kind is BlockKind.HEADING:
            self.kind, self.level = BlockKind.PARAGRAPH, 0
        self._text(element, depth)
        self.end()
        self.kind, self.level = before

    def _text(self, element: Any, depth: int) -> None:
        if element.tag == "input" and element.get("type") in ("checkbox", "radio"):
            self.words.append("☒ " if element.get("checked") is not None else "☐ ")
        self.words.append(element.text or "")
        for child in element:
            self.walk(child, depth + 1)
            self.words.append(child.tail or "")


def _is_table(element: Any) -> bool:
    """Not a frame that lays out a page: no table in it, and rows of several cells."""
    return element.find(".//table") is None and any(len(row) > 1 for row in element.iter("tr"))


def _rows(element: Any) -> list[Row]:
    rows: list[Row] = []
    for line in element.iter("tr"):
        cells: list[str] = []
        for cell in line:
            if cell.tag in ("td", "th"):
                inner = _Page()
                inner.walk(cell, 0)
                inner.end()
                span = cell.get("colspan", "1")
                cells.append(" ".join(block.text for block in inner.blocks))
                cells += [""] * (min(int(span), 200) - 1 if span.isdecimal() else 0)
        rows.append(Row(tuple(cells)))
    return rows


def _number(item: Any) -> str:
    """The number that a browser shows before a list item."""
    parent = item.getparent()
    if item.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    place = [each for each in parent if each.tag == "li"].index(item)
    start = parent.get("start", "1")
    count = place + (int(start) if start.isdecimal() else 1)
    if parent.get("type") in ("a", "A") and 0 < count <= 26:
        return chr(ord(parent.get("type")) + count - 1) + "."
    return f"{count}."


def _hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None
