"""Reads PowerPoint presentations (.pptx): a slide is a page, its notes stand after it."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from ingest.readers.archive import core_properties, open_archive, parsed_part
from ingest.readers.clauses import Clauses
from ingest.readers.cleaning import clean
from ingest.readers.table import Row, table_blocks
from ingest.reading import Block, BlockKind, Reading
from kb.errors import RefusedFileError

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FURNITURE = ("dt", "ftr", "sldNum", "hdr")
MOST_SLIDES = 5_000
NUMBERED = re.compile(r"\d+")


def read(path: Path) -> Reading:
    """The blocks of all slides in the order in which they are shown."""
    blocks: list[Block] = []
    warnings: list[str] = []
    with open_archive(path) as archive:
        slides = list(_slides(archive, path.name))
        if len(slides) > MOST_SLIDES:
            raise RefusedFileError(f"{path.name} has more than {MOST_SLIDES:,} slides: split it.")
        for number, name in enumerate(slides, start=1):
            root = parsed_part(archive, name, path.name)
            if root is None:
                warnings.append(f"Slide {number} could not be read.")
                continue
            if root.get("show") == "0":
                warnings.append(f"Slide {number} is hidden; it was read.")
            blocks += _blocks(archive, name, root, number, path.name)
        properties = core_properties(archive, path.name)
    if not blocks:
        raise RefusedFileError(f"{path.name} has no text in it (only pictures?): save it as PDF.")
    return Reading(tuple(blocks), len(slides), properties, tuple(warnings))


def _slides(archive: ZipFile, file: str) -> Iterator[str]:
    """The names of the slides' parts in order."""
    main = "ppt/presentation.xml"
    root, targets = parsed_part(archive, main, file), _relations(archive, main, file)
    for slide in root.iter(f"{P}sldId") if root is not None else ():
        kind, target = targets.get(slide.get(f"{R}id", ""), ("", ""))
        if kind == "slide":
            yield target


def _relations(archive: ZipFile, part: str, file: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    root = parsed_part(archive, f"{folder}/_rels/{name}.rels", file)
    found: dict[str, tuple[str, str]] = {}
    for relation in root if root is not None else ():
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target", "")))).lstrip("/")
            found[str(relation.get("Id"))] = str(relation.get("Type", "")).rpartition("/")[2], target
    return found


def _blocks(archive: ZipFile, name: str, root: Any, number: int, file: str) -> Iterator[Block]:
    """The shapes of a slide from top to bottom as the file has them, then diagrams, notes and comments."""
    clauses = Clauses()
    for shape in root.iter(f"{P}sp", f"{A}tbl"):
        if shape.tag == f"{A}tbl":
            yield from table_blocks([Row(_cells(line), page=number) for line in shape.iter(f"{A}tr")])
            continue
        holder = next(shape.iter(f"{P}ph"), None)
        role = "" if holder is None else holder.get("type", "body")
        for text in _paragraphs(shape):
            if role in FURNITURE:
                yield Block(text, BlockKind.FURNITURE, number)
            elif role in ("title", "ctrTitle"):
                yield Block(text, BlockKind.HEADING, number, 1, clauses.of(text))
            else:
                kind = BlockKind.LIST_ITEM if role == "body" else BlockKind.PARAGRAPH
                yield Block(text, kind, number, clause=clauses.of(text))
    for relation, target in _relations(archive, name, file).values():
        beside = parsed_part(archive, target, file) if relation in ("diagramData", "notesSlide", "comments") else None
        if relation == "comments":
            said = [clean(each.text or "") for each in beside.iter(f"{P}text")] if beside is not None else []
            yield from (Block(text, BlockKind.COMMENT, number) for text in said if text)
        else:
            yield from (Block(text, page=number) for text in _paragraphs(beside) if not NUMBERED.fullmatch(text))


def _cells(line: Any) -> tuple[str, ...]:
    return tuple(" ".join(_paragraphs(cell)) for cell in line.iter(f"{A}tc"))


def _paragraphs(container: Any) -> list[str]:
    found: list[str] = []
    for paragraph in container.iter(f"{A}p") if container is not None else ():
        words = [" " if each.tag == f"{A}br" else each.text or "" for each in paragraph.iter(f"{A}t", f"{A}br")]
        text = clean("".join(words))
        if text:
            found.append(text)
    return found
