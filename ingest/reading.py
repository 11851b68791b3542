"""What a reader returns: the file's text in blocks, in reading order, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class BlockKind(StrEnum):
    """What a block of text is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    ROW = "row"  # one row of a table or sheet, its cells joined by " | "
    FURNITURE = "furniture"  # a page header or footer that repeats: kept in the text, never in a passage
    COMMENT = "comment"  # a reviewer's note: kept apart, never evidence
    CAPTION = "caption"  # of a photograph or video, as a person wrote it


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row."""

    text: str  # not empty; no line break at either end
    kind: BlockKind = BlockKind.PARAGRAPH
    page: int | None = None  # from 1
    level: int = 0  # of a heading, from 1
    clause: str = ""  # its number as the document shows it ("2.1.1a"); also part of text where it is typed there
    sheet: str = ""
    row: int | None = None  # from 1, as the spreadsheet shows it
    header: tuple[str, ...] = ()  # of a ROW: the column headings
    cells: tuple[str, ...] = ()  # of a ROW: the cells, as long as header where there is one


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a file (of a mail, of a PDF)."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one file."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)  # title, author, created (ISO 8601), sender, subject, …
    warnings: tuple[str, ...] = ()  # sentences for the user: tracked changes, pages read by OCR, a page that failed
    attachments: tuple[Attachment, ...] = ()


class Reader(Protocol):
    """Reads one file format; raises kb.errors.RefusedFileError with a sentence that says what to do."""

    def __call__(self, path: Path) -> Reading: ...
