"""Reads plain text and Markdown."""

import re
from pathlib import Path

from ingest.readers.clauses import BULLET, Clauses, depth_of, starts_item
from ingest.readers.cleaning import clean, decode_text
from ingest.reading import Block, BlockKind, Reading
from kb.errors import RefusedFileError

LARGEST = 50 * 1024**2  # bytes
WRAPPED = 55  # a line this long was wrapped rather than ended
TITLE = 80  # characters of a heading


def read(path: Path) -> Reading:
    """The paragraphs of a text file; Markdown by its headings, lists and tables."""
    if path.stat().st_size > LARGEST:
        raise RefusedFileError(f"{path.name} is larger than 50 MB: split it.")
    text = decode_text(path.read_bytes())
    if path.suffix.lower() in (".md", ".markdown"):
        from ingest.readers.markdown import markdown_reading

        reading = markdown_reading(text)
    else:
        reading = Reading(tuple(plain_blocks(text)))
    if not reading.blocks:
        raise RefusedFileError(f"{path.name} has no text in it: replace it with the whole file.")
    return reading


def plain_blocks(text: str) -> list[Block]:
    """The headings, list items and paragraphs of plain text; wrapped lines are joined."""
    blocks: list[Block] = []
    clauses = Clauses()
    for part in re.split(r"\n[^\S\n]*\n|\f", text):
        lines = [line.rstrip() for line in part.split("\n") if clean(line)]
        for group in _paragraphs(lines):
            words = clean(" ".join(group))
            if words.strip("-=_*~ "):
                blocks.append(_block(words, len(lines) == 1, clauses))
    return blocks


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """The lines of one part, those of one paragraph together."""
    groups: list[list[str]] = []
    for line in lines:
        words = line.strip()
        before = groups[-1][-1] if groups else ""
        runs_on = (len(before) >= WRAPPED and not before.endswith((".", ":", ";", "?", "!"))) or words[:1].islower()
        runs_on = runs_on or (len(before) >= WRAPPED and len(words) >= WRAPPED and not words[:1].isdigit())
        if before and runs_on and not starts_item(words) and words.strip("-=_*~") != "":
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _block(words: str, alone: bool, clauses: Clauses) -> Block:
    clause = clauses.of(words)
    bullet = BULLET.match(words)
    if bullet:
        return Block(words[bullet.end() :], BlockKind.LIST_ITEM)
    short = len(words) <= TITLE and not words.endswith((".", ",", ";", ":")) and words[-1:].isalnum()
    letters = re.sub(r"[^A-Za-z]", "", words)
    capitals = len(letters) >= 4 and letters.isupper()
    if short and (capitals or (clause and alone and clause[0].isdigit())):
        return Block(words, BlockKind.HEADING, level=depth_of(clause) or 1, clause=clause)
    listed = clause and not clause[-1].isdigit()
    return Block(words, BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH, clause=clause)
