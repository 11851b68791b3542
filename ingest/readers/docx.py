"""Reads Word documents (.docx, .docm) in the order in which they read, with the numbers that Word shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.readers.archive import core_properties, open_archive
from ingest.readers.clauses import BULLET, Clauses, depth_of
from ingest.readers.cleaning import clean
from ingest.readers.docx_parts import Parts
from ingest.readers.numbering import Numbering, Style, W, inherited, numbering_of, styles_of, value_of, whole
from ingest.readers.run_hidden import hidden_styles
from ingest.readers.runs import DELETED, INSERTED, MC, R, choice_of, words_of
from ingest.readers.table import Row, table_blocks
from ingest.reading import Block, BlockKind, Reading
from kb.errors import RefusedFileError

DEEPEST = 40  # tables and boxes within one another
LONGEST_HEADING = 100  # characters of a bold paragraph that is taken for a heading
OTHER_FORMAT = "It contains a part in another format, which was not read: open it and save it again."
UNDER_STYLED = 5  # level of a bold paragraph: below the headings that have a style


def read(path: Path) -> Reading:
    """The blocks of a Word document: body, notes, headers and footers, comments; it has no pages."""
    with open_archive(path) as archive:
        parts = Parts(archive, path.name)
        document = _Document(parts)
        document.read()
        properties = core_properties(archive, path.name)
        attachments = tuple(parts.embedded(document.warnings))
    if not document.blocks and not attachments:
        raise RefusedFileError(f"{path.name} has no text in it: replace it with the whole file.")
    return Reading(tuple(document.blocks), None, properties, tuple(document.warnings), attachments)


@dataclass(slots=True)
class _Cell:
    """What a cell of a table holds."""

    blocks: list[Block] = field(default_factory=list)  # its paragraphs
    nested: list[Block] = field(default_factory=list)  # of the tables in it
    whole: list[Block] = field(default_factory=list)  # both, in order
    goes_on: bool = False  # the cell above goes on here
    repeated: str = ""  # the words of that cell

    def add(self, blocks: list[Block], nested: bool) -> None:
        """Take in blocks that follow."""
        self.whole += blocks
        self.nested += blocks if nested else []
        self.blocks += [] if nested else blocks

    @property
    def text(self) -> str:
        """Its paragraphs on one line."""
        return " ".join(block.text for block in self.blocks)


class _Document:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.styles = styles_of(parts.root(f"{parts.folder}styles.xml"))
        self.hiding = hidden_styles(parts.root(f"{parts.folder}styles.xml"))
        self.numbering: Numbering = numbering_of(parts.root(f"{parts.folder}numbering.xml"))
        self.before = ""  # the words of a paragraph whose end was deleted: they belong to the next one
        self.clauses = Clauses()
        self.blocks: list[Block] = []
        self.tracked = self.hidden = False
        self.warnings: list[str] = []

    def read(self) -> None:
        """Fill blocks and warnings."""
        root = self.parts.root(self.parts.main)
        bodies = [] if root is None else list(root.iter(f"{W}body"))
        if not bodies:
            raise RefusedFileError(f"{self.parts.file} is damaged (it has no text part): open it and save it again.")
        self.blocks += self.parts.furniture("header")
        for body in bodies:
            self._walk(body, 0)
        self.blocks += [Block(self.before)] if self.before else []
        self.blocks += self.parts.furniture("footer")
        self.blocks += self.parts.comments()
        if self.tracked or self.parts.tracked:
            self.warnings.append("It has tracked changes; it was read as if all were accepted: accept or reject them.")
        if self.parts.damaged:
            self.warnings.append("It is damaged, and words of it could not be read: open it and save it again.")
        if self.hidden:
            self.warnings.append("It has hidden text, which was not read.")

    def _walk(self, container: Any, depth: int) -> None:
        for element in _contents(container):
            if element.tag == f"{W}p":
                self.blocks += self._paragraph(element, depth)
            elif element.tag == f"{W}tbl":
                self._table(element, depth)
            elif element.tag == f"{W}altChunk":
                page = self.parts.web_page(element.get(f"{R}id", ""))
                self.blocks += page
                if not page:
                    self.warnings.append(OTHER_FORMAT)

    def _paragraph(self, element: Any, depth: int) -> list[Block]:
        words = words_of(element, self.hiding)
        self.tracked = self.tracked or words.tracked
        self.hidden = self.hidden or words.hidden
        text = clean(f"{self.before} {words.text}")
        self.before = ""
        if any(element.find(f"{W}pPr/{W}rPr/{W}{change}") is not None for change in ("del", "moveFrom")):
            self.tracked, self.before = True, text
            return [block for box in words.boxes for block in self._inside(box, depth + 1)]
        style = inherited(self.styles, value_of(element, "pPr/pStyle"))
        label, listed = self._label(element, style)
        typed = any(sign.isdigit() for sign in label) and text.startswith(f"{label} ")
        shown = text if not label or typed else f"{label} {text}"
        blocks: list[Block] = []
        if text and style.name.startswith("toc "):  # a table of contents has no text of its own
            blocks.append(Block(shown, BlockKind.FURNITURE))
        elif text:
            blocks.append(self._block(shown, label, listed, words.bold or style.bold, self._outline(element, style)))
        for note in words.notes:
            blocks += [Block(text) for text in self.parts.note(*note)]
        for identity in words.diagrams:
            blocks += [Block(text) for text in self.parts.diagram(identity)]
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

    def _label(self, element: Any, style: Style) -> tuple[str, bool]:
        """The number that Word shows before a paragraph, and whether it is in a list at all."""
        number = value_of(element, "pPr/numPr/numId") or style.number
        if not number or number == "0":
            return "", False
        level = whole(value_of(element, "pPr/numPr/ilvl"))
        if level is None:
            linked = self.numbering.level_of(number, value_of(element, "pPr/pStyle"))
            level = linked if linked is not None else style.level or 0
        return self.numbering.label(number, level), True

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
        rows: list[list[_Cell]] = []
        above: dict[int, str] = {}  # the words of the cells that may go on below, by column
        for line in _contents(element, f"{W}tr"):
            if line.find(f"{W}trPr/{W}del") is not None:
                self.tracked = True
                continue
            cells: list[_Cell] = []
            for cell in _contents(line, f"{W}tc"):
                goes_on = cell.find(f"{W}tcPr/{W}vMerge") is not None
                goes_on = goes_on and value_of(cell, "tcPr/vMerge") in ("", "continue")
                cells.append(_Cell() if goes_on else self._cell(cell, depth))
                cells[-1].goes_on, place = goes_on, len(cells) - 1
                above[place] = above.get(place, "") if goes_on else cells[-1].text
                span = whole(value_of(cell, "tcPr/gridSpan")) or 1
                cells += [_Cell() for _ in range(min(span - 1, 200))]
            rows.append(cells)
            for place, each in enumerate(cells):
                each.repeated = above.get(place, "") if each.goes_on else ""
        all_cells = [cell for cells in rows for cell in cells]
        filled = [sum(1 for cell in cells if cell.text) for cells in rows]
        if max(filled, default=0) <= 1 or (len(rows) == 1 and max(len(cell.blocks) for cell in all_cells) > 2):
            self.blocks += [block for cell in all_cells for block in cell.whole]
            return
        words = [(tuple(cell.text for cell in cells), tuple(cell.repeated for cell in cells)) for cells in rows]
        self.blocks += table_blocks([Row(texts, repeated=repeated) for texts, repeated in words])
        self.blocks += [block for cell in all_cells for block in cell.nested]

    def _cell(self, container: Any, depth: int) -> "_Cell":
        cell = _Cell()
        for element in _contents(container):
            if element.tag == f"{W}p":
                cell.add(self._paragraph(element, DEEPEST - 2), False)
            elif element.tag == f"{W}tbl" and depth < DEEPEST:
                outside, self.blocks = self.blocks, []
                self._table(element, depth + 1)
                cell.add(self.blocks, True)
                self.blocks = outside
        return cell

    def _inside(self, container: Any, depth: int) -> list[Block]:
        before, self.blocks = self.blocks, []
        self._walk(container, depth)
        inside, self.blocks = self.blocks, before
        return inside


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
