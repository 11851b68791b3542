"""The words of a question with what the trade calls them otherwise."""

from functools import cache

import yaml

from kb.shipped import shipped
from kb.terms import Terms, stems, words

Spoken = tuple[Terms, tuple[str, ...]]  # the terms that speak of a thing, compiled and as they are written


@cache
def _groups() -> tuple[Spoken, ...]:
    """Groups of terms that mean the same to people of the trade."""
    text = shipped("corpus/criteria/terms.yaml").read_text(encoding="utf-8")
    groups = (tuple(str(term) for term in group) for group in yaml.safe_load(text))
    return tuple((Terms(group), group) for group in groups)


def spellings(question: str, stop: frozenset[str]) -> list[Spoken]:
    """For each thing a question speaks of, the terms that speak of it; words in `stop` (stems) are passed over.

    A group whose term stands in the question answers for all the words of that term.
    """
    asked = stems(question)
    found: list[Spoken] = []
    taken: set[int] = set()
    for terms, group in _groups():
        places = {place for first, last in terms.spans(asked) for place in range(first, last)}
        if places and not places <= taken:
            found.append((terms, group))
            taken |= places
    rest = (word for place, word in enumerate(words(question)) if place not in taken)
    return found + [(Terms([word]), (word,)) for word in dict.fromkeys(rest) if not stop.issuperset(stems(word))]
