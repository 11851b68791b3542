"""Reads Word documents (.docx, .docm) in the order in which they read, with the numbers that Word shows."""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from ingest.readers.archive import core_properties, open_archive, parsed_part, part_of
from ingest.readers.clauses import BULLET, Clauses, depth_of
from ingest.readers.cleaning import clean
from ingest.readers.numbering import Numbering, W, inherited, numbering_of, styles_of, value_of, whole
from ingest.readers.runs import DELETED, INSERTED, MC, choice_of, words_of
from ingest.readers.table import Row, table_blocks
from ingest.reading import Block, BlockKind, Reading
from kb.errors import RefusedFileError

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DEEPEST = 40  # tables and boxes within one another
LONGEST_HEADING = 100  # characters of a bold paragraph that is taken for a heading
UNDER_STYLED = 5  # level of a bold paragraph: below the headings that have a style


def read(path: Path) -> Reading:
    """The blocks of a Word document: body, notes, headers and footers, comments; it has no pages."""
    with open_archive(path) as archive:
        document = _Document(archive, path.name)
        document.read()
        properties = core_properties(archive, path.name)
    if not document.blocks:
        raise RefusedFileError(f"{path.name} has no text in it: replace it with the whole file.")
    return Reading(tuple(document.blocks), properties=properties, warnings=tuple(document.warnings))


class _Document:
    def __init__(self, archive: ZipFile, file: str) -> None:
        self.archive, self.file = archive, file
        self.main = self._main_part()
        folder = posixpath.dirname(self.main)
        self.folder = f"{folder}/" if folder else ""
        self.styles = styles_of(self.root(f"{self.folder}styles.xml"))
        self.numbering: Numbering = numbering_of(self.root(f"{self.folder}numbering.xml"))
        self.clauses = Clauses()
        self.blocks: list[Block] = []
        self.tracked = self.hidden = False
        self.warnings: list[str] = []

    def root(self, name: str) -> Any:
        """The parsed XML part, None where the archive has none."""
        return parsed_part(self.archive, name, self.file)

    def read(self) -> None:
        """Fill blocks and warnings."""
        root = self.root(self.main)
        bodies = [] if root is None else list(root.iter(f"{W}body"))
        if not bodies:
            raise RefusedFileError(f"{self.file} is damaged (it has no text part): open it and save it again.")
        self._side_parts("header")
        for body in bodies:
            self._walk(body, 0)
        self._side_parts("footer")
        self._comments()
        if self.tracked:
            self.warnings.append("It has tracked changes; it was read as if all were accepted: accept or reject them.")
        if self.hidden:
            self.warnings.append("It has hidden text, which was not read.")

    def _main_part(self) -> str:
        relations = self.root("_rels/.rels")
        for relation in relations if relations is not None else ():
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
        return "word/document.xml"

    def _walk(self, container: Any, depth: int) -> None:
        for element in _contents(container):
            if element.tag == f"{W}p":
                self.blocks += self._paragraph(element, depth)
            elif element.tag == f"{W}tbl":
                self._table(element, depth)
            elif element.tag == f"{W}altChunk":
                self._chunk(element.get(f"{R}id", ""))

    def _paragraph(self, element: Any, depth: int) -> list[Block]:
        words = words_of(element)
        self.tracked = self.tracked or words.tracked
        self.hidden = self.hidden or words.hidden
        style = inherited(self.styles, value_of(element, "pPr/pStyle"))
        label, listed = self._label(element, style.number, style.level)
        text = clean(words.text)
        shown = text if not label or text.startswith(label) else f"{label} {text}"
        blocks: list[Block] = []
        if text and style.name.startswith("toc "):  # a table of contents has no text of its own
            blocks.append(Block(shown, BlockKind.FURNITURE))
        elif text:
            blocks.append(self._block(shown, label, listed, words.bold or style.bold, self._outline(element, style)))
        for note in words.notes:
            blocks += [Block(text) for text in self._note(*note)]
        if depth < DEEPEST:
            for box in words.boxes:
                blocks += self._inside(box, depth + 1)
        return blocks

    def _block(self, shown: str, label: str, listed: bool, bold: bool, outline: int | None) -> Block:
        clause = self.clauses.of(shown)
        if not clause and label and any(sign.isalnum() for sign in label):
            clause = label.strip("().: ") if len(label) < 20 else ""
        if outline is not None:
            return Block(shown, BlockKind.HEADING, level=outline + 1, clause=clause)
        alone = bold and len(shown) <= LONGEST_HEADING and not shown.endswith((".", ",", ";", "?"))
        if alone and any(sign.isalpha() for sign in shown):
            return Block(shown, BlockKind.HEADING, level=UNDER_STYLED + max(depth_of(clause) - 1, 0), clause=clause)
        bullet = BULLET.match(shown)
        if bullet or (listed and not label):
            return Block(shown[bullet.end() :] if bullet else shown, BlockKind.LIST_ITEM)
        kind = BlockKind.LIST_ITEM if listed and depth_of(clause) < 2 else BlockKind.PARAGRAPH
        return Block(shown, kind, clause=clause)

    def _label(self, element: Any, number: str | None, level: int | None) -> tuple[str, bool]:
        """The number that Word shows before a paragraph, and whether it is in a list at all."""
        number = value_of(element, "pPr/numPr/numId") or number
        own = whole(value_of(element, "pPr/numPr/ilvl"))
        if not number or number == "0":
            return "", False
        return self.numbering.label(number, own if own is not None else level or 0), True

    def _outline(self, element: Any, style: Any) -> int | None:
        own = whole(value_of(element, "pPr/outlineLvl"))
        level = own if own is not None else style.outline
        if level is None and style.name.startswith("heading ") and style.name[8:].isdecimal():
            level = int(style.name[8:]) - 1
        if level is None and style.name == "title":
            level = 0
        return level if level is not None and 0 <= level < 9 else None

    def _table(self, element: Any, depth: int) -> None:
        """Rows of cells; a frame (one column, or one row of long cells) reads as the paragraphs in it."""
        rows: list[Row] = []
        framed: list[list[Block]] = []
        nested: list[Any] = []
        for line in _contents(element, f"{W}tr"):
            cells: list[str] = []
            for cell in _contents(line, f"{W}tc"):
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                text = (
                    [] if merged is not None and value_of(cell, "tcPr/vMerge") in ("", "continue") else self._cell(cell)
                )
                nested += [each for each in _contents(cell) if each.tag == f"{W}tbl"]
                framed.append(text)
                span = whole(value_of(cell, "tcPr/gridSpan")) or 1
                cells += [" ".join(block.text for block in text), *[""] * min(span - 1, 200)]
            rows.append(Row(tuple(cells)))
        filled = [sum(1 for cell in row.cells if cell) for row in rows]
        if max(filled, default=0) <= 1 or (len(rows) == 1 and max(map(len, framed)) > 2):
            self.blocks += [block for text in framed for block in text]
        else:
            self.blocks += table_blocks(rows)
        for table in nested if depth < DEEPEST else ():
            self._table(table, depth + 1)

    def _cell(self, cell: Any) -> list[Block]:
        blocks: list[Block] = []
        for element in _contents(cell):
            if element.tag == f"{W}p":
                blocks += self._paragraph(element, DEEPEST - 2)
        return blocks

    def _inside(self, container: Any, depth: int) -> list[Block]:
        before, self.blocks = self.blocks, []
        self._walk(container, depth)
        inside, self.blocks = self.blocks, before
        return inside

    def _note(self, kind: str, identity: str) -> Iterator[str]:
        root = self.root(f"{self.folder}{kind}s.xml")
        for note in root if root is not None else ():
            if note.get(f"{W}id") == identity:
                for paragraph in note.iter(f"{W}p"):
                    text = clean(words_of(paragraph).text)
                    if text:
                        yield text

    def _side_parts(self, kind: str) -> None:
        seen: set[str] = set()
        names = [name for name in self.archive.namelist() if name.startswith(self.folder + kind)]
        for name in sorted(name for name in names if name.endswith(".xml")):
            root = self.root(name)
            for paragraph in root.iter(f"{W}p") if root is not None else ():
                text = clean(words_of(paragraph).text)
                if text and text not in seen:
                    seen.add(text)
                    self.blocks.append(Block(text, BlockKind.FURNITURE))

    def _comments(self) -> None:
        root = self.root(f"{self.folder}comments.xml")
        for comment in root.iter(f"{W}comment") if root is not None else ():
            text = clean(" ".join(words_of(each).text for each in comment.iter(f"{W}p")))
            author = clean(comment.get(f"{W}author", ""))
            if text:
                self.blocks.append(Block(f"{author}: {text}" if author else text, BlockKind.COMMENT))

    def _chunk(self, identity: str) -> None:
        """A document of another format inside this one."""
        relations = self.root(f"{self.folder}_rels/{posixpath.basename(self.main)}.rels")
        for relation in relations if relations is not None else ():
            target = posixpath.normpath(posixpath.join("/", self.folder, str(relation.get("Target", "")))).lstrip("/")
            if relation.get("Id") == identity and target.endswith((".htm", ".html", ".xhtml")):
                from ingest.readers.html import html_reading

                self.blocks += html_reading(part_of(self.archive, target, self.file), self.file).blocks
                return
        self.warnings.append("It contains a part in another format, which was not read: open it and save it again.")


def _contents(container: Any, wanted: str = "") -> Iterator[Any]:
    """The paragraphs, tables and so on in a container, through content controls and tracked insertions."""
    for element in container:
        tag = element.tag
        if not isinstance(tag, str) or tag in DELETED:
            continue
        if tag == f"{MC}AlternateContent":
            yield from choice_of(element)
        elif tag in INSERTED or tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag"):
            yield from _contents(element, wanted)
        elif not wanted or tag == wanted:
            yield element
