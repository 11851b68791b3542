"""Keeps what was read of a file within what the rest of the intake can take in reasonable time."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.reading import Block, BlockKind, Reading
from kb.errors import RefusedFileError

MOST_CHARACTERS = 10_000_000  # of a file: some 4,000 pages
MOST_BLOCKS = 250_000  # paragraphs and rows
LONGEST_BLOCK = 8_000  # characters; the patterns that look for facts take long in what has no line breaks
CUT = (". ", "; ", " ")  # where a longer block is cut, best first


def bounded(reading: Reading, file: str) -> Reading:
    """The reading with blocks that are too long cut at sentences; raises RefusedFileError for far too much text."""
    if sum(len(block.text) for block in reading.blocks) > MOST_CHARACTERS:
        raise RefusedFileError(f"{file} has more than {MOST_CHARACTERS:,} characters of text: split it.")
    if len(reading.blocks) > MOST_BLOCKS:
        raise RefusedFileError(f"{file} has more than {MOST_BLOCKS:,} paragraphs and rows: split it.")
    if all(len(block.text) <= LONGEST_BLOCK or block.cells for block in reading.blocks):
        return reading
    return replace(reading, blocks=tuple(part for block in reading.blocks for part in _parts(block)))


def _parts(block: Block) -> Iterator[Block]:
    """A block, or the parts of one that is too long; a heading that long is text."""
    if len(block.text) <= LONGEST_BLOCK or block.cells:
        yield block
        return
    kind = BlockKind.PARAGRAPH if block.kind is BlockKind.HEADING else block.kind
    begin = 0
    while begin < len(block.text):
        end = _end(block.text, begin)
        part = block.text[begin:end].strip()
        if part:
            yield replace(block, text=part, kind=kind, level=0)
        begin = end


def _end(text: str, begin: int) -> int:
    if len(text) - begin <= LONGEST_BLOCK:
        return len(text)
    for mark in CUT:
        found = text.rfind(mark, begin + LONGEST_BLOCK // 2, begin + LONGEST_BLOCK)
        if found > 0:
            return found + len(mark)
    return begin + LONGEST_BLOCK
