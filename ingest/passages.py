"""A Reading as one text and the passages cut from it, along the document's own structure."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingest.fields import row_fields
from ingest.reading import Block, BlockKind, Reading
from ingest.split import Span, fits, joins, split_row, split_text
from kb.model import Locator, Passage

LEFT_OUT = frozenset({BlockKind.FURNITURE, BlockKind.COMMENT})
SHORT_ITEM_WORDS = 12  # a lettered item up to this long stays with its lead-in; a longer one is a clause of its own
COLONS = (":", "\uff1a")
TITLE_CHARACTERS = 200  # of the title rows of a sheet that go into each row's context
HEADING_CHARACTERS = 500  # of a heading that stands above passages; with hundreds of each it would take gigabytes
CONTEXT_CHARACTERS = 2000
FIELD_CHARACTERS = 4000  # of a cell; each part of a long row has all its cells
OPENING_CHARACTERS = 200
MOST_ABOVE = 12  # headings in a trail, the innermost


@dataclass(frozen=True, slots=True)
class Passages:
    """A document's text and its passages, with the account of what they hold."""

    text: str
    passages: tuple[Passage, ...]
    characters: int  # of the text, without white space and without what is left out by name
    characters_in_passages: int  # of those, the ones that stand in a passage
    left_out: Mapping[str, int] = field(default_factory=dict)  # what -> characters without white space


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands above a block."""

    trail: tuple[str, ...] = ()
    clause: str = ""
    titles: str = ""  # title rows of the sheet


@dataclass(slots=True)
class _Group:
    """Consecutive blocks that become one passage, or several where they are too long."""

    place: _Place
    lead: str = ""  # the sentence that a list hangs on
    hanging: bool = False  # a list that goes on from the group before
    numbers: list[int] = field(default_factory=list)  # of blocks, headings first
    headings: int = 0


def assemble(reading: Reading) -> tuple[str, list[Span]]:
    """The document's text, blocks joined by line breaks, and the character span of each block."""
    spans: list[Span] = []
    begin = 0
    for block in reading.blocks:
        spans.append(Span(begin, begin + len(block.text)))
        begin += len(block.text) + 1
    return "\n".join(block.text for block in reading.blocks), spans


def make_passages(path: str, sha256: str, reading: Reading) -> Passages:
    """The text and passages of a file; every character not left out by name stands in at least one passage."""
    text, spans = assemble(reading)
    found: list[Passage] = []
    covered: list[Span] = []
    for group in _groups(reading.blocks):
        for span, context in _cut(group, reading.blocks, spans, text):
            covered.append(span)
            found.append(_passage(path, sha256, text, span, context[:CONTEXT_CHARACTERS], group, reading.blocks))
    left_out: dict[str, int] = {}
    for block, span in zip(reading.blocks, spans, strict=True):
        if block.kind in LEFT_OUT:
            name = _left_out_as(block)
            left_out[name] = left_out.get(name, 0) + _visible(text[span.start : span.end])
    inside = sum(_visible(text[span.start : span.end]) for span in covered)
    return Passages(text, tuple(found), _visible(text) - sum(left_out.values()), inside, left_out)


def _left_out_as(block: Block) -> str:
    if block.kind is BlockKind.COMMENT:
        return "reviewers' comments"
    return "column headings" if block.cells else "page headers and footers"


def _visible(text: str) -> int:
    return sum(map(len, text.split()))


def _groups(blocks: tuple[Block, ...]) -> Iterator[_Group]:
    """Blocks in groups that share heading and clause; rows alone."""
    group: _Group | None = None
    for number, (block, place) in enumerate(zip(blocks, _places(blocks), strict=True)):
        if block.kind in LEFT_OUT:
            if group:
                yield group
            group = None
            continue
        if group and not _belongs(block, place, group, blocks):
            yield group
            hanging = block.kind is BlockKind.LIST_ITEM and bool(group.lead) and place.trail == group.place.trail
            group = _Group(place, group.lead if hanging else "", hanging)
        group = group or _Group(place)
        if len(group.numbers) == group.headings:
            group.place = place
        group.numbers.append(number)
        if block.kind is BlockKind.HEADING:
            group.headings += 1
        elif block.kind is BlockKind.PARAGRAPH:
            group.lead = block.text if block.text.endswith(COLONS) else ""
    if group:
        yield group


def _places(blocks: tuple[Block, ...]) -> Iterator[_Place]:
    """For each block the headings above it (its own among them for a heading), its clause and sheet titles."""
    stack: list[tuple[int, str, str]] = []
    clause = titles = ""
    sheet: str | None = None
    in_rows = False
    for block in blocks:
        if block.sheet != sheet:
            sheet, titles, in_rows = block.sheet, "", False
            stack = [] if block.sheet else stack
        if block.kind is BlockKind.HEADING:
            level = max(block.level, 1)
            heading = block.text[:HEADING_CHARACTERS]
            stack = [*(entry for entry in stack if entry[0] < level), (level, heading, block.clause)][-MOST_ABOVE:]
            clause = next((number for _, _, number in reversed(stack) if number), "")
        elif block.clause and block.kind not in LEFT_OUT and not _is_step(block):
            clause = block.clause
        if block.sheet and block.kind is BlockKind.ROW:
            in_rows = True
        elif block.sheet and not in_rows and block.kind is BlockKind.PARAGRAPH:
            titles = f"{titles} {block.text}".strip()[:TITLE_CHARACTERS]
        yield _Place(tuple(text for _, text, _ in stack), clause, titles)


def _is_step(block: Block) -> bool:
    """Whether a block is an item of a plain numbered list, whose number is no clause number."""
    return block.kind is BlockKind.LIST_ITEM and re.fullmatch(r"\(?(\d{1,3}|\w)[.)]?", block.clause) is not None


def _belongs(block: Block, place: _Place, group: _Group, blocks: tuple[Block, ...]) -> bool:
    """Whether a block continues a group."""
    last = blocks[group.numbers[-1]]
    if block.sheet != last.sheet:
        return False
    if last.kind is BlockKind.HEADING:
        return block.kind is not BlockKind.HEADING or place.trail[:-1] == group.place.trail
    if BlockKind.ROW in (block.kind, last.kind) or block.kind is BlockKind.HEADING:
        return False
    whole = "\n".join(blocks[number].text for number in group.numbers)
    if place.clause != group.place.clause:
        short = len(block.text.split()) <= SHORT_ITEM_WORDS
        inside = place.clause.startswith(group.place.clause) and bool(group.place.clause)
        return (
            block.kind is BlockKind.LIST_ITEM
            and bool(group.lead)
            and short
            and inside
            and fits(f"{whole}\n{block.text}")
        )
    if group.lead and block.kind is BlockKind.LIST_ITEM:
        return fits(f"{whole}\n{block.text}")
    if block.text.endswith(COLONS) and block.kind is BlockKind.PARAGRAPH:
        return False  # leads a list of its own
    return joins(f"{whole}\n{block.text}")


def _cut(group: _Group, blocks: tuple[Block, ...], spans: list[Span], text: str) -> Iterator[tuple[Span, str]]:
    """The spans of a group's passages with the context of each."""
    first = blocks[group.numbers[0]]
    body = blocks[group.numbers[-1]]
    whole = Span(spans[group.numbers[0]].start, spans[group.numbers[-1]].end)
    trail = (*group.place.trail, group.lead) if group.hanging else group.place.trail
    context = " > ".join(trail)
    if body.kind is BlockKind.ROW:
        heads = " | ".join(head for head in body.header if head)
        context = " > ".join(part for part in (context, body.sheet, group.place.titles, heads) if part)
    if fits(text[whole.start : whole.end]):
        yield whole, context
        return
    pieces = split_row(text, whole) if body.kind is BlockKind.ROW else split_text(text, whole)
    for piece in pieces:
        yield piece, context if piece.start == whole.start else f"{context} > {_opening(first, body)}".strip(" >")


def _opening(first: Block, body: Block) -> str:
    """What a later part of a long group hangs on: the row's first long cell, or the first words."""
    told = next((cell for cell in body.cells if len(cell.split()) > 3), "") if body.cells else ""
    words = (told or ("" if first.kind is BlockKind.HEADING else first.text))[:OPENING_CHARACTERS].split()
    return " ".join(words[:15])


def _passage(
    path: str, sha256: str, text: str, span: Span, context: str, group: _Group, blocks: tuple[Block, ...]
) -> Passage:
    body = blocks[group.numbers[min(group.headings, len(group.numbers) - 1)]]
    identity = hashlib.sha256(f"{path}\0{sha256}\0{span.start}\0{span.end}".encode(errors="surrogatepass")).hexdigest()[
        :24
    ]
    alone = len(group.numbers) == group.headings + 1 and _is_step(body)
    clause = body.clause if alone and not group.place.clause else group.place.clause
    locator = Locator(body.page, clause, group.place.trail, body.sheet, body.row)
    quoted = text[span.start : span.end]
    fields = {name: value[:FIELD_CHARACTERS] for name, value in row_fields(body).items()}
    return Passage(identity, path, span.start, span.end, quoted, locator, context, fields)
