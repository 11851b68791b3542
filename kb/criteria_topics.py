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
WHOLE_TITLE = 0.5  # what a title or name of which every word is asked for adds
LEAST = 0.6  # score below which nothing fits
LEAD = 0.2  # by which share the best must lead the second to be the one
BRITISH = re.compile(r"(?<=lab|col|vap|eav)our|(?<=[a-z]{3})is(?=e|ing|ation)|(?<=progra)mme|(?<=licen|defen)c(?=e)")
AMERICAN = {"our": "or", "is": "iz", "mme": "m", "c": "s"}


class Topics:
    """An index of the words of criteria."""

    def __init__(self, criteria: Sequence[Criterion]) -> None:
        self._criteria = criteria
        self._weights = [_weights(criterion) for criterion in criteria]
        self._names = [[set(_stems(name)) for name in (one.title, *one.names)] for one in criteria]
        self._spread = Counter(word for weights in self._weights for word in weights)

    def ranked(self, text: str) -> list[tuple[Criterion, float]]:
        """Criteria that share words with a text, best first, score 0 to 1.5."""
        asked = dict.fromkeys(_stems(text))
        total = sum(self._rarity(word) for word in asked)
        scored = [
            (criterion, self._score(place, asked) / total)
            for place, criterion in enumerate(self._criteria)
            if not self._weights[place].keys().isdisjoint(asked)
        ]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0].number))

    def clear(self, ranked: Sequence[tuple[Criterion, float]]) -> list[Criterion]:
        """Of a ranking, the one that is clearly best, or those that are too near to it; empty where none fits."""
        if not ranked or ranked[0][1] < LEAST:
            return []
        least = ranked[0][1] * (1 - LEAD)
        return [criterion for criterion, score in ranked if score >= least]

    def _score(self, place: int, asked: Iterable[str]) -> float:
        weights = self._weights[place]
        words_score = sum(self._rarity(word) * weights.get(word, 0.0) for word in asked)
        whole = max(
            (sum(map(self._rarity, name)) for name in self._names[place] if name and name.issubset(asked)), default=0.0
        )
        return words_score + WHOLE_TITLE * whole

    def _rarity(self, word: str) -> float:
        return math.log((len(self._criteria) + 1) / (self._spread[word] + 0.5))


def _stems(text: str) -> list[str]:
    return [stem(american(word)) for word in words(text) if word not in FRAME]


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
