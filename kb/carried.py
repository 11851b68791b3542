"""Whether quoted words carry a sentence that somebody else made of them."""

import re
from collections.abc import Sequence

from kb.modality import HEDGE, PLAN
from kb.terms import stems, words

MARKER = re.compile(r"\[(\d+)\]")
NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
# Words that join and add no fact.
JOINING = frozenset(
    stems(
        """a an and are as at be been before being both by do each either for from has have in into is it its of on or
        our s such that the their them then there these they this those through to too was we were which while who with
        also all any after during where when"""
    )
)
# Words that limit a statement: none of a quote may be lost, and none may be made up.
LIMITS = frozenset(
    """if unless except only not no never without until provided may should planned partly some where when""".split()
)


def carried(sentence: str, quotes: Sequence[str], party: str) -> bool:
    """Whether every word, number and limit of a sentence is in its quotes, and every limit of the quotes in it.

    The party's name may be added. Strict on purpose: a rejected sentence costs style, an accepted wrong one is a false
    statement.
    """
    bare = MARKER.sub(" ", sentence)
    source = " ".join(quotes)
    said, known = set(stems(bare)), set(stems(f"{source} {party}"))
    if not said - JOINING or said - JOINING - known:
        return False
    if set(NUMBER.findall(bare)) - set(NUMBER.findall(f"{source} {party}")):
        return False
    if _limits(bare) != _limits(source):
        return False
    return all(bool(pattern.search(bare)) == bool(pattern.search(source)) for pattern in (PLAN, HEDGE))


def _limits(text: str) -> frozenset[str]:
    return LIMITS & frozenset(words(text))
