"""Where words that somebody gives stand in a text, and whether two texts say nearly the same."""

import re
from collections import defaultdict

from kb.citations import TYPOGRAPHY, normalised
from kb.model import Passage
from kb.sentences import sentences
from kb.terms import stems

ALIKE = 0.6  # share of their words that two texts have in common, from which one is taken for a revision of the other
_VARIANTS: dict[str, str] = defaultdict(str)
for _code, _plain in TYPOGRAPHY.items():
    if isinstance(_plain, str):
        _VARIANTS[_plain] += chr(_code)


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """(start, end) of every place where the words stand: white space and typographic variants alike, words whole."""
    wanted = normalised(words)
    if not wanted:
        return []
    pieces = (r"\s+" if character == " " else _one_of(character) for character in wanted)
    pattern = "\u00ad*".join(pieces)
    before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = r"(?!\w)" if wanted[-1].isalnum() else ""
    return [found.span() for found in re.finditer(before + pattern + after, text)]


def whole_sentences(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """A span of the document widened to the sentences of a passage in which it stands, or to a whole table row.

    Words are not quoted without the "not" or "if" beside them.
    """
    if passage.fields:
        return passage.start, passage.end
    spans = [(passage.start + first, passage.start + last) for first, last in sentences(passage.text)]
    touched = [span for span in spans if span[0] < end and start < span[1]]
    return (min(start, touched[0][0]), max(end, touched[-1][1])) if touched else (start, end)


def much_alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for a few words."""
    some, others = set(stems(one)), set(stems(other))
    return len(some & others) >= ALIKE * max(len(some | others), 1)


def _one_of(character: str) -> str:
    variants = _VARIANTS.get(character)
    return f"[{re.escape(character)}{variants}]" if variants else re.escape(character)
