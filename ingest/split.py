"""How long a passage may be, and the cutting of what is longer: sentences, table cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_PIECES = 200  # estimated word pieces of a passage: the embedder reads 256, and the estimate errs by a tenth
MOST_WORDS = 150
MOST_CHARACTERS = 900
JOINED_PIECES = 120  # short blocks under one heading are joined up to here
CELL_MARK = " | "
TOKEN = re.compile(r"[A-Za-zÀ-ɏͰ-ӿ]+|\d+|[^\W\d]|[^\w\s]|_")
LETTERS_A_PIECE = 6  # a word longer than this is counted as several
ENDS_SENTENCE = re.compile(r"(?<=[.!?;。！？；])\s+|(?<=[。！？；])|\n")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start to end of a text."""

    start: int
    end: int


def pieces(text: str) -> int:
    """An estimate of the number of word pieces that a BERT tokenizer makes of a text."""
    count = 0
    for token in TOKEN.findall(text):
        if token.isdigit():
            count += (len(token) + 2) // 3
        elif token.isupper() and len(token) > 3:
            count += (len(token) + 2) // 3
        else:
            count += 1 + (len(token) - 1) // (2 * LETTERS_A_PIECE)
    return count


def fits(text: str) -> bool:
    """Whether a text is short enough to be one passage."""
    return len(text) <= MOST_CHARACTERS and len(text.split()) <= MOST_WORDS and pieces(text) <= MOST_PIECES


def joins(text: str) -> bool:
    """Whether blocks of one heading, taken together as this text, are short enough to stay together."""
    return fits(text) and pieces(text) <= JOINED_PIECES


def split_text(text: str, span: Span) -> Iterator[Span]:
    """The parts of a span, cut between sentences, each short enough to be a passage."""
    from llama_index.core.node_parser import SentenceSplitter

    splitter = SentenceSplitter(
        chunk_size=MOST_PIECES,
        chunk_overlap=0,
        tokenizer=lambda part: [0] * max(pieces(part), len(part) * MOST_PIECES // MOST_CHARACTERS),
        chunking_tokenizer_fn=lambda part: [found for found in _sentences(part) if found],
    )
    whole = text[span.start : span.end]
    cuts = []
    after = 0
    for chunk in splitter.split_text(whole):
        begin = whole.find(chunk, after)
        if begin > 0:
            cuts.append(span.start + begin)
        after = max(begin, after) + 1
    yield from _parts(text, span, cuts)


def split_row(text: str, span: Span) -> Iterator[Span]:
    """The parts of a table row's span, cut between cells where it can be."""
    cuts = []
    begin = span.start
    last = -1
    for mark in re.finditer(re.escape(CELL_MARK), text[span.start : span.end]):
        here = span.start + mark.start() + 1  # the mark stands at the head of the part that follows
        if last > begin and not fits(text[begin:here]):
            cuts.append(last)
            begin = last
        last = here
    if last > begin and not fits(text[begin : span.end]):
        cuts.append(last)
    for part in _parts(text, span, cuts, cut_long=False):
        if fits(text[part.start : part.end]):
            yield part
        else:
            yield from split_text(text, part)
