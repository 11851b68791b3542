"""Documents made of blocks, and what is read of them."""

from ingest.facts import document_of, facts_of
from ingest.passages import assemble
from ingest.reading import Block, BlockKind, Reading
from kb.model import Document

QUESTIONS = ("Item #", "Description", "Yes/No/NA", "Explanation")
RULES = "Seals must be kept in a safe. The custodian shall count them. Two people must be present."


def read(name: str, *blocks: Block | str, properties: dict[str, str] | None = None) -> Document:
    reading = Reading(tuple(Block(each) if isinstance(each, str) else each for each in blocks), None, properties or {})
    text, _ = assemble(reading)
    return document_of(f"/documents/{name}", name, "0" * 64, reading, facts_of(name, reading, text))


def title(text: str) -> Block:
    return Block(text, BlockKind.HEADING, level=1)


def row(header: tuple[str, ...], *cells: str) -> Block:
    return Block(" | ".join(filter(None, cells)), BlockKind.ROW, header=header, cells=cells)


def rows(header: tuple[str, ...], count: int, *cells: str) -> list[Block | str]:
    return [row(header, *(cell.format(number) for cell in cells)) for number in range(1, count + 1)]
