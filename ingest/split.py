"""How long a passage may be, and the cutting of what is longer: sentences, table cells."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

MOST_PIECES = 200  # estimated word pieces of a passage: the embedder reads 256, and the estimate errs by a tenth
MOST_WORDS = 150
MOST_CHARACTERS = 900
MOST_READ = 250  # word pieces of a passage that is not plain English, at worst: two more mark its ends
SURELY_READ = 100  # characters that have fewer pieces in any language
ENGLISH = re.compile(r"\b(?:the|and|with|that|shall|must|are|from)\b", re.IGNORECASE)  # words of no other language
PLAIN_SHARE = 20  # words of which one at least is such a word in English
OTHER_SCRIPTS = "\u0370"  # Greek, Cyrillic, Arabic …: the tokenizer knows their letters, not their words
HANGUL = re.compile(r"[\uac00-\ud7a3]")
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


def most_pieces(text: str) -> int:
    """As many word pieces as there may be: letters of other scripts are pieces, words of other languages several."""
    english = len(ENGLISH.findall(text)) * PLAIN_SHARE >= len(text.split())
    count = len(HANGUL.findall(text)) * 2  # beside the one that each counts below
    for token in TOKEN.findall(text):
        if token >= OTHER_SCRIPTS:
            count += len(token)
        elif token.isdigit() or not english:
            count += (len(token) + 1) // 2
        else:
            count += (len(token) + 2) // 3 if token.isupper() else 1 + (len(token) - 1) // LONG_WORD
    return count


def fits(text: str) -> bool:
    """Whether a text is short enough to be one passage."""
    if len(text) > MOST_CHARACTERS or len(text.split()) > MOST_WORDS or pieces(text) > MOST_PIECES:
        return False
    return len(text) <= SURELY_READ or most_pieces(text) <= MOST_READ


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
    ends = [*(found.end() for found in borders[0].finditer(text, span.start, span.end)), span.end]
    begin, place = span.start, 0
    while place < len(ends):
        beyond = bisect_right(ends, begin + MOST_CHARACTERS, place)
        found = bisect_left(ends, True, place, beyond, key=lambda end: not fits(text[begin:end]))
        place = max(found, place + 1)
        yield from _split(text, Span(begin, ends[place - 1]), borders[1:])
        begin = ends[place - 1]
