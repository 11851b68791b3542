"""Reads OpenDocument texts (.odt) and spreadsheets (.ods)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.readers.archive import open_archive, parsed_part, part_of
from ingest.readers.clauses import BULLET, Clauses
from ingest.readers.cleaning import clean
from ingest.readers.numbering import whole
from ingest.readers.table import Row, table_blocks
from ingest.reading import Block, BlockKind, Reading
from kb.errors import RefusedFileError

OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE = f"{OASIS}text:1.0}}", f"{OASIS}table:1.0}}", f"{OASIS}office:1.0}}"
META = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}subject": "subject",
    "{http://purl.org/dc/elements/1.1/}date": "modified",
    f"{OASIS}meta:1.0}}initial-creator": "author",
    f"{OASIS}meta:1.0}}creation-date": "created",
}
PASSED = frozenset({f"{TEXT}tracked-changes", f"{OFFICE}forms", f"{TEXT}sequence-decls", f"{TEXT}table-of-content"})
DEEPEST = 40  # lists, frames and tables within one another
MOST_REPEATED = 200  # cells or rows that are written once for many; empty ones fill the sheet
MOST_ROWS = 200_000


def read(path: Path) -> Reading:
    """The blocks of a text in order, or the rows of all sheets."""
    with open_archive(path) as archive:
        if b"encryption-data" in part_of(archive, "META-INF/manifest.xml", path.name):
            raise RefusedFileError(f"{path.name} is protected by a password: save an unprotected copy.")
        content = parsed_part(archive, "content.xml", path.name)
        meta = parsed_part(archive, "meta.xml", path.name)
        styles = parsed_part(archive, "styles.xml", path.name)
    if content is None:
        raise RefusedFileError(f"{path.name} is damaged (it has no text part): open it and save it again.")
    page = _Walk()
    for place in ("header", "footer"):
        for part in styles.iter(f"{OASIS}style:1.0}}{place}") if styles is not None else ():
            page.furniture(part)
    for body in content.iter(f"{OFFICE}body"):
        page.walk(body, 0)
    if not page.blocks:
        raise RefusedFileError(f"{path.name} has no text in it: replace it with the whole file.")
    facts = meta.iter() if meta is not None else ()
    told = {META[each.tag]: clean(each.text or "") for each in facts if each.tag in META}
    changed = next(content.iter(f"{TEXT}tracked-changes"), None) is not None
    warning = "It has tracked changes; it was read as if all were accepted: accept or reject them."
    return Reading(tuple(page.blocks + page.notes), properties=told, warnings=(warning,) if changed else ())


class _Walk:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Block] = []  # reviewers' comments
        self.clauses = Clauses()

    def furniture(self, part: Any) -> None:
        """Take in a page header or footer."""
        for paragraph in part.iter(f"{TEXT}p"):
            text = clean(self._words(paragraph, []))
            if text and Block(text, BlockKind.FURNITURE) not in self.blocks:
                self.blocks.append(Block(text, BlockKind.FURNITURE))

    def walk(self, container: Any, depth: int, listed: bool = False) -> None:
        """Take in what a part of the body contains."""
        for element in container if depth < DEEPEST else ():
            tag = element.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(element, depth, listed)
            elif tag == f"{TABLE}table":
                sheet = element.get(f"{TABLE}name", "") if container.tag == f"{OFFICE}spreadsheet" else ""
                rows = list(_rows(element, self))
                self.blocks += table_blocks(rows if sheet else [Row(row.cells) for row in rows], sheet)
            elif isinstance(tag, str) and tag not in PASSED:
                self.walk(element, depth + 1, listed or tag == f"{TEXT}list")

    def _paragraph(self, element: Any, depth: int, listed: bool) -> None:
        inside: list[Any] = []
        text = clean(self._words(element, inside))
        if text:
            clause = self.clauses.of(text)
            bullet = BULLET.match(text)
            level = whole(element.get(f"{TEXT}outline-level", "1")) or 1
            kind = BlockKind.LIST_ITEM if listed or bullet else BlockKind.PARAGRAPH
            if element.tag == f"{TEXT}h":
                self.blocks.append(Block(text, BlockKind.HEADING, level=level, clause=clause))
            else:
                self.blocks.append(Block(text[bullet.end() :] if bullet else text, kind, clause=clause))
        for each in inside:
            if each.tag == f"{OFFICE}annotation":
                said = clean(" ".join(self._words(paragraph, []) for paragraph in each.iter(f"{TEXT}p")))
                self.notes += [Block(said, BlockKind.COMMENT)] if said else []
            else:
                self.walk(each, depth + 1)

    def _words(self, element: Any, inside: list[Any]) -> str:
        """The text of a paragraph; notes, frames and comments in it are put aside."""
        words = [element.text or ""]
        for child in element:
            name = child.tag
            if name in (f"{TEXT}note", f"{OFFICE}annotation") or str(name).startswith(f"{OASIS}drawing:1.0}}"):
                inside.append(child if name != f"{TEXT}note" else child.find(f"{TEXT}note-body"))
            elif name in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
                words.append(" ")
            elif isinstance(name, str):
                words.append(self._words(child, inside))
            words.append(child.tail or "")
        inside[:] = [each for each in inside if each is not None]
        return "".join(words)

    def cell_text(self, cell: Any) -> str:
        """The paragraphs of a cell on one line; the comments on it are put aside."""
        for note in cell.iter(f"{OFFICE}annotation"):
            said = clean(" ".join(self._words(paragraph, []) for paragraph in note.iter(f"{TEXT}p")))
            self.notes += [Block(said, BlockKind.COMMENT)] if said else []
        noted = {paragraph for note in cell.iter(f"{OFFICE}annotation") for paragraph in note.iter(f"{TEXT}p")}
        own = (paragraph for paragraph in cell.iter(f"{TEXT}p") if paragraph not in noted)
        return clean(" ".join(self._words(paragraph, []) for paragraph in own))


def _rows(table: Any, walk: _Walk) -> Iterator[Row]:
    number = 0
    for line in table.iter(f"{TABLE}table-row"):
        cells: list[str] = []
        for cell in line:
            if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                date = cell.get(f"{OFFICE}date-value", "")
                words = date.removesuffix("T00:00:00") or walk.cell_text(cell)
                cells += [words] * _repeats(cell, "columns")
        for _ in range(_repeats(line, "rows") if any(cells) else 1):
            yield Row(tuple(cells), number := number + 1)
        if not any(cells):
            repeated = line.get(f"{TABLE}number-rows-repeated", "1")
            number += int(repeated) - 1 if repeated.isdecimal() and len(repeated) < 9 else 0
        if number > MOST_ROWS and any(cells):
            raise RefusedFileError(f"It has more than {MOST_ROWS:,} rows: split it.")


def _repeats(element: Any, what: str) -> int:
    repeated = element.get(f"{TABLE}number-{what}-repeated", "1")
    return max(1, min(int(repeated), MOST_REPEATED)) if repeated.isdecimal() and len(repeated) < 9 else MOST_REPEATED
