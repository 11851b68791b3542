"""What a workbook says of a sheet beside its rows: merged cells, notes, text boxes, formulas never computed."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zipfile import ZipFile

from ingest.readers.archive import parsed_part, part_of
from ingest.readers.cleaning import clean
from ingest.reading import Block, BlockKind

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LARGEST = 64 * 1024**2  # bytes of a sheet in which merged cells are looked for
MOST_MERGED = 20_000
LONGEST_MERGED = 1_000  # rows
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
NOT_COMPUTED = re.compile(rb"</(?:\w+:)?f>(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>")
THREAD = re.compile(r"^\[Threaded comment\].*?Comment:\s*", re.DOTALL)
Merged = Mapping[int, Mapping[int, int]]  # row -> column -> row of the words that go on there; all from 1


@dataclass(slots=True)
class SheetParts:
    """What belongs to one sheet."""

    merged: Merged = field(default_factory=dict)
    beside: list[Block] = field(default_factory=list)  # text boxes, then notes
    not_computed: bool = False  # it has formulas without a saved value


def sheet_parts(archive: ZipFile, part: str, title: str, file: str) -> SheetParts:
    """What the archive holds of the sheet with this part name and title."""
    found = SheetParts()
    try:
        size = archive.getinfo(part).file_size
    except KeyError:
        return found
    if size <= LARGEST:
        content = part_of(archive, part, file)
        found.not_computed = NOT_COMPUTED.search(content) is not None
        found.merged = _merged(content)
    for kind, target in _relations(archive, part, file):
        if kind == "drawing":
            found.beside += _boxes(parsed_part(archive, target, file), title)
        elif kind == "comments":
            found.beside += _notes(parsed_part(archive, target, file), title)
    found.beside.sort(key=lambda block: block.kind is BlockKind.COMMENT)
    return found


def column_number(letters: str) -> int:
    """The number (from 1) of a column: 1 for "A", 28 for "AB"."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _merged(content: bytes) -> Merged:
    """The cells below the first one of each merge over several rows."""
    rows: dict[int, dict[int, int]] = {}
    for number, found in enumerate(MERGED.finditer(content)):
        column, first, last = column_number(found[1].decode()), int(found[2]), int(found[4])
        if number >= MOST_MERGED:
            break
        if last - first <= LONGEST_MERGED:
            for row in range(first + 1, last + 1):
                rows.setdefault(row, {})[column] = first
    return rows


def _relations(archive: ZipFile, part: str, file: str) -> Iterator[tuple[str, str]]:
    """The kind and the name of each part that a sheet refers to."""
    folder, name = posixpath.split(part)
    root = parsed_part(archive, f"{folder}/_rels/{name}.rels", file)
    for relation in root if root is not None else ():
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target", "")))).lstrip("/")
            yield str(relation.get("Type", "")).rpartition("/")[2], target


def _boxes(root: Any, title: str) -> Iterator[Block]:
    for paragraph in root.iter(f"{A}p") if root is not None else ():
        text = clean("".join(each.text or "" for each in paragraph.iter(f"{A}t")))
        if text:
            yield Block(text, sheet=title)


def _notes(root: Any, title: str) -> Iterator[Block]:
    authors = [clean(each.text or "") for each in root.iter(f"{S}author")] if root is not None else []
    for note in root.iter(f"{S}comment") if root is not None else ():
        text = "".join(each.text or "" for each in note.iter(f"{S}t"))
        text = clean(THREAD.sub("", text))
        place, reference = note.get("authorId", ""), note.get("ref", "")
        author = authors[int(place)] if place.isdecimal() and int(place) < len(authors) else ""
        author = "" if author.startswith("tc=") or text.startswith(f"{author}:") else author
        row = int("".join(filter(str.isdecimal, reference)) or 0) or None
        if text:
            yield Block(f"{author}: {text}" if author else text, BlockKind.COMMENT, sheet=title, row=row)
