"""How long a passage may be, and the cutting of what is longer: sentences, table cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_PIECES = 200  # estimated word pieces of a passage: the embedder reads 256, and the estimate errs by a tenth
MOST_WORDS = 150
MOST_CHARACTERS = 900
JOINED_PIECES = 120  # short blocks under one heading are joined up to here
ACCENTED = re.compile(r"[\u00c0-\u024f\u0370-\u05ff]")
PLAIN_RUN = 200  # characters; where an accented letter comes more often, the text is not English: 3 letters a piece
LONG_WORD = 12  # letters; a longer word is counted as several pieces
TOKEN = re.compile(r"[^\W\d_\u3000-\uffff]+|\d+|\w|[^\w\s]")
CELL = re.compile(r" \| ")
ABBREVIATIONS = r"(?<!\bNo\.)(?<!\bNos\.)(?<!e\.g\.)(?<!i\.e\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bvs\.)(?<!\bRev\.)"
SENTENCE = re.compile(rf"{ABBREVIATIONS}(?<=[.!?;])[\"')\u2019\u201d]?\s+(?![a-z])|(?<=[\u3002\uff01\uff1f\uff1b])|\n")
PHRASE = re.compile(r"(?<=[,;:\u3001\uff0c])\s*")
WORD = re.compile(r"\s+")
ANYWHERE = re.compile(r".{100}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start to end of a text."""

    start: int
    end: int


def pieces(text: str) -> int:
    """An estimate of the number of word pieces that the embedder's tokenizer makes of a text."""
    foreign = len(ACCENTED.findall(text)) * PLAIN_RUN > len(text)
    count = 0
    for token in TOKEN.findall(text):
        coded = foreign or token.isdigit() or (token.isupper() and len(token) > 3)
        count += (len(token) + 2) // 3 if coded else 1 + (len(token) - 1) // LONG_WORD
    return count


def fits(text: str) -> bool:
    """Whether a text is short enough to be one passage."""
    return len(text) <= MOST_CHARACTERS and len(text.split()) <= MOST_WORDS and pieces(text) <= MOST_PIECES


def joins(text: str) -> bool:
    """Whether blocks of one heading, taken together as this text, are short enough to stay together."""
    return len(text) <= MOST_CHARACTERS and pieces(text) <= JOINED_PIECES


def split_text(text: str, span: Span) -> Iterator[Span]:
    """The parts of a span, each short enough to be a passage, cut between sentences where that can be."""
    yield from _split(text, span, (SENTENCE, PHRASE, WORD, ANYWHERE))


def split_row(text: str, span: Span) -> Iterator[Span]:
    """The parts of a table row's span, cut between cells where that can be."""
    yield from _split(text, span, (CELL, SENTENCE, PHRASE, WORD, ANYWHERE))


def _split(text: str, span: Span, borders: tuple[re.Pattern[str], ...]) -> Iterator[Span]:
    """Cut at the first kind of border; what is still too long, at the next kind."""
    part = text[span.start : span.end]
    if fits(part) or not borders:
        begin = span.start + len(part) - len(part.lstrip())
        if part.strip():
            yield Span(begin, begin + len(part.strip()))
        return
    begin = last = span.start
    for border in (*(found.end() for found in borders[0].finditer(text, span.start, span.end)), span.end):
        if last > begin and not fits(text[begin:border]):
            yield from _split(text, Span(begin, last), borders[1:])
            begin = last
        last = border
    yield from _split(text, Span(begin, span.end), borders[1:])
