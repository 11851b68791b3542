"""How sure it is that the hits of a search speak of its question: one number from four of their scores."""

import json
from collections.abc import Sequence
from math import exp
from pathlib import Path
from typing import NamedTuple

from kb.model import Hit
from kb.query import query_words, weight
from kb.search import Base

SUPPORTING = 5  # passages whose BM25 says that more than one speaks of the matter
LEAST_ASKED = 1.0  # weight of a question: words that stand everywhere ask for next to nothing


class Signals(NamedTuple):
    """What the confidence rests on; larger is surer in each."""

    cosine: float  # the best one
    words: float  # the best BM25 over the root of what the question's words weigh
    support: float  # the mean of the five best BM25 over what the question's words weigh
    standing: float  # how far the best hit stands above all candidates, in standard deviations of both arms


def _fitted() -> tuple[Signals, float]:
    held = json.loads(Path(__file__).with_name("confidence.json").read_text(encoding="utf-8"))
    return Signals(**held["weights"]), float(held["intercept"])


# Fitted on the dev half of labelled gaps by `python -m eval.fit_confidence`; the file says when and on what.
WEIGHTS, INTERCEPT = _fitted()


def confidence(base: Base, question: str, hits: Sequence[Hit]) -> float:
    """How sure it is that the hits speak of the question, 0 to 1 and comparable between questions; 0 without hits.

    The hits are those of kb.search.fused, five or more. 0.5 is even odds where half of the questions have an answer.
    """
    if not hits:
        return 0.0
    return probability(signals(base, question, hits), WEIGHTS, INTERCEPT)


def probability(told: Signals, weights: Sequence[float], intercept: float) -> float:
    """What signals come to under weights: 0 to 1."""
    total = intercept + sum(share * value for share, value in zip(weights, told, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def signals(base: Base, question: str, hits: Sequence[Hit]) -> Signals:
    """The signals of a question's hits; zeros without hits."""
    matched = sorted((hit.lexical for hit in hits if hit.lexical is not None), reverse=True)[:SUPPORTING]
    asked = max(weight(base.store, query_words(question)), LEAST_ASKED)
    return Signals(
        cosine=dense_confidence(hits),
        words=max(matched, default=0.0) / asked**0.5,
        support=sum(matched) / SUPPORTING / asked,
        standing=max((hit.score for hit in hits), default=0.0),
    )


def dense_confidence(hits: Sequence[Hit]) -> float:
    """The best cosine: the dense arm by itself."""
    return max((hit.dense for hit in hits if hit.dense is not None), default=0.0)


def matched_confidence(hits: Sequence[Hit]) -> float:
    """The best BM25 as it is: the lexical arm by itself."""
    return max((hit.lexical for hit in hits if hit.lexical is not None), default=0.0)


def lexical_confidence(base: Base, question: str, hits: Sequence[Hit]) -> float:
    """The best BM25 over what the question's words weigh: the lexical arm, comparable between questions."""
    most = weight(base.store, query_words(question))
    return matched_confidence(hits) / most if most else 0.0
