"""Criteria found by the words of their topic; no number, no dense model."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kb.criteria_reference import FRAME
from kb.model import Criterion
from kb.terms import stem, words

# What a word is worth by where the criterion has it.
TITLE, QUESTION, FACET, SECTION = 1.0, 0.5, 0.4, 0.2
WHOLE_NAME = 0.5  # what a title or name of which every word is asked for adds
SAME_TITLE = 1.0  # what the very title adds; one of a single word, a topic of many, only comes first among them
FIRST = 0.01
LEAST = 0.65  # score below which nothing fits
LEAD = 0.25  # by which share the best must lead the second to be the one
BRITISH = re.compile(
    r"(?<=lab|col|fav|avi|arb|ghb)our|(?<=[a-z]{3})is(?=e|ing|ation)|(?<=progra)mme|(?<=licen|defen)c(?=e)"
)
AMERICAN = {"our": "or", "is": "iz", "mme": "m", "c": "s"}


class Topics:
    """An index of the words of criteria."""

    def __init__(self, criteria: Sequence[Criterion]) -> None:
        self._criteria = criteria
        self._weights = [_weights(criterion) for criterion in criteria]
        self._names = [_long_names(criterion) for criterion in criteria]
        self._titles = [words(criterion.title) for criterion in criteria]
        self._words = [{name.lower() for name in one.names if " " not in name} for one in criteria]
        self._spread = Counter(word for weights in self._weights for word in weights)

    def ranked(self, text: str) -> list[tuple[Criterion, float]]:
        """Criteria that share words with a text, best first, score 0 to 2.5."""
        asked, literal = dict.fromkeys(_stems(text)), words(text)
        total = sum(self._rarity(word) for word in asked)
        scored = [
            (criterion, self._score(place, asked, literal) / total + self._same_title(place, literal))
            for place, criterion in enumerate(self._criteria)
            if not self._weights[place].keys().isdisjoint(asked)  # so total is above 0
        ]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0].number))

    def clear(self, ranked: Sequence[tuple[Criterion, float]]) -> list[Criterion]:
        """Of a ranking, the one that is clearly best, or those that are too near to it; empty where none fits."""
        if not ranked or ranked[0][1] < LEAST:
            return []
        least = ranked[0][1] * (1 - LEAD)
        return [criterion for criterion, score in ranked if score >= least]

    def _score(self, place: int, asked: Iterable[str], literal: Iterable[str]) -> float:
        weights = self._weights[place]
        whole = max(
            (sum(map(self._rarity, name)) for name in self._names[place] if name.issubset(asked)),
            default=0.0,
        )
        if not whole:  # a title of one word is a topic of many; a name of one word is meant only as it is written
            whole = max((self._rarity(_stem(word)) for word in self._words[place].intersection(literal)), default=0.0)
        return sum(self._rarity(word) * weights.get(word, 0.0) for word in asked) + WHOLE_NAME * whole

    def _same_title(self, place: int, literal: Sequence[str]) -> float:
        if self._titles[place] != literal:
            return 0.0
        return SAME_TITLE if len(literal) > 1 else FIRST

    def _rarity(self, word: str) -> float:
        return math.log((len(self._criteria) + 1) / (self._spread[word] + 0.5))


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in words(text) if word not in FRAME]


def _stem(word: str) -> str:
    return stem(american(word))


def _long_names(criterion: Criterion) -> list[set[str]]:
    names = (set(_stems(name)) for name in (criterion.title, *criterion.names))
    return [name for name in names if len(name) > 1]


def american(word: str) -> str:
    """A word in one spelling: labour is labor, organise is organize; applied to both sides, so excess does no harm."""
    return BRITISH.sub(lambda match: AMERICAN[match[0]], word)


def _weights(criterion: Criterion) -> Mapping[str, float]:
    weights: dict[str, float] = {}
    fields = [
        (SECTION, [criterion.section]),
        (FACET, [term for part in criterion.requirements for terms in part.core.values() for term in terms]),
        (FACET, [term for part in criterion.requirements for term in part.search]),
        (QUESTION, [criterion.question, *(part.text for part in criterion.requirements)]),
        (TITLE, [criterion.title, *criterion.names]),
    ]
    for weight, texts in fields:
        for text in texts:
            weights.update(dict.fromkeys(_stems(text), weight))
    return weights
