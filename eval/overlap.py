"""Whether two quotes are of the same words, for labels written against other extractions of a file."""

import re

WORD = re.compile(r"[^\W_]+")
SHARED = 0.5  # of the shorter quote's words, in runs of three: enough for cut or differently joined sentences
RUN = 3


def overlaps(one: str, other: str) -> bool:
    """Whether half of the shorter quote's word triples stand in the other one."""
    first, second = _runs(one), _runs(other)
    shorter = min(len(first), len(second))
    return bool(shorter) and len(first & second) / shorter >= SHARED


def _runs(text: str) -> set[tuple[str, ...]]:
    found = [word.lower() for word in WORD.findall(text)]
    length = min(RUN, len(found))
    return {tuple(found[place : place + length]) for place in range(len(found) - length + 1)} if found else set()
