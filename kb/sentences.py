"""Sentences of a text with their places."""

import re
from functools import lru_cache

# An end is . ! ? or a line break; abbreviations and initials that end in a stop do not end a sentence.
END = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[\"'(\[]?[A-Z0-9•–-])|\n+")
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|incl|dept|no|nos|ref|rev|sec|art|cf|mr|mrs|ms|dr|st|inc|ltd|co|corp|fig|al|ext|tel)|\b[A-Z])\.$",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each sentence, without the white space around it."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for found in END.finditer(text):
        if "\n" not in found.group() and ABBREVIATION.search(text[begin : found.start()]):
            continue
        spans.append((begin, found.start()))
        begin = found.end()
    spans.append((begin, len(text)))
    return tuple(trimmed for span in spans if (trimmed := _trim(text, *span)))


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    offset = piece.index(stripped)
    return start + offset, start + offset + len(stripped)
