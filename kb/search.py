"""Search: lexical, dense and both fused, functions of one signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING

from kb.embedding import Embedder
from kb.index import Index
from kb.model import Hit
from kb.query import query_words, wording
from kb.store import Store
from kb.words import Words

if TYPE_CHECKING:
    from numpy import float32, float64
    from numpy.typing import NDArray

# Chosen on five label sets together, one value for all (eval/README.md has the figures and the command).
CANDIDATES = 300  # of each search; with 50 the average nDCG@10 was 0.012 lower
LEXICAL_SHARE = 0.4  # flat between 0.35 and 0.45


@dataclass(frozen=True, slots=True)
class Base:
    """What is searched, and by what."""

    store: Store
    vectors: Index
    embedder: Embedder
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", Words(self.store))


def lexical(base: Base, question: str, limit: int, within: str = "") -> list[Hit]:
    """The passages that best match the question's words (BM25), of documents whose path begins with `within`."""
    (found,) = base.words.match_many([query_words(question)], limit, within)
    return _hits(base, [(key, score, score, None) for key, score in found])


def dense(base: Base, question: str, limit: int, within: str = "") -> list[Hit]:
    """The passages nearest in meaning (cosine), of documents whose path begins with `within`."""
    return dense_many(base, [question], limit, within)[0]


def fused(base: Base, question: str, limit: int, within: str = "") -> list[Hit]:
    """The best passages by both searches together, of documents whose path begins with `within`."""
    return fused_many(base, [question], limit, within)[0]


def dense_many(base: Base, questions: Sequence[str], limit: int, within: str = "") -> list[list[Hit]]:
    """What dense finds for each question, with all of them embedded and looked up at once."""
    vectors = base.embedder.embed([wording(question) for question in questions])
    near = base.vectors.nearest(vectors, limit, _scope(base, within))
    return [
        _hits(base, [(key, cosine, None, cosine) for key, cosine in found] if query_words(question) else [])
        for question, found in zip(questions, near, strict=True)
    ]


def fused_many(base: Base, questions: Sequence[str], limit: int, within: str = "") -> list[list[Hit]]:
    """What fused finds for each question, with all of them embedded and looked up at once."""
    return fused_with(base, questions, embedded(base, questions), limit, within)


def embedded(base: Base, questions: Sequence[str]) -> "NDArray[float32]":
    """The vectors (questions, dimension) that questions are looked up by."""
    return base.embedder.embed([wording(question) for question in questions])


def fused_with(
    base: Base, questions: Sequence[str], vectors: "NDArray[float32]", limit: int, within: str = ""
) -> list[list[Hit]]:
    """fused_many for questions that are embedded already."""
    return fused_near(base, questions, vectors, nearest(base, vectors, within), limit, within)


def nearest(base: Base, vectors: "NDArray[float32]", within: str = "") -> list[dict[str, float]]:
    """For each vector the passages nearest to it, id -> cosine, the nearest first: as many as are fused."""
    return [dict(found) for found in base.vectors.nearest(vectors, CANDIDATES, _scope(base, within))]


def fused_near(
    base: Base,
    questions: Sequence[str],
    vectors: "NDArray[float32]",
    near: Sequence[Mapping[str, float]],
    limit: int,
    within: str = "",
) -> list[list[Hit]]:
    """fused_with for vectors whose nearest passages are known already."""
    words = [query_words(question) for question in questions]
    matches = [dict(found) for found in base.words.match_many(words, CANDIDATES, within)]
    exact = base.vectors.cosines(
        vectors, [[key for key in matched if key not in known] for matched, known in zip(matches, near, strict=True)]
    )
    return [
        _hits(base, _fuse(matched, {**known, **more}, limit) if asked else [])
        for asked, matched, known, more in zip(words, matches, near, exact, strict=True)
    ]


Scored = tuple[str, float, float | None, float | None]  # passage id, score, BM25, cosine


def _scope(base: Base, within: str) -> list[str] | None:
    return base.words.ids(within) if within else None


def _fuse(matches: Mapping[str, float], cosines: Mapping[str, float], limit: int) -> list[Scored]:
    """The best by the weighted sum of both scores in standard deviations over all candidates, best first."""
    ids = list(dict.fromkeys([*matches, *cosines]))
    least = min(cosines.values(), default=0.0)
    words = _standard(list(map(matches.get, ids, repeat(0.0))))
    meaning = _standard(list(map(cosines.get, ids, repeat(least))))
    scores = LEXICAL_SHARE * words + (1 - LEXICAL_SHARE) * meaning
    best = [(ids[place], float(scores[place])) for place in (-scores).argsort(kind="stable")[:limit].tolist()]
    return [(key, score, matches.get(key), cosines.get(key)) for key, score in best]


def _standard(values: Sequence[float]) -> "NDArray[float64]":
    import numpy

    away = numpy.array(values, dtype=numpy.float64)
    away -= away.mean() if len(away) else 0.0
    deviation = float((away @ away / max(len(away), 1)) ** 0.5)
    return away / deviation if deviation else away * 0.0


def _hits(base: Base, scored: Sequence[Scored]) -> list[Hit]:
    """Those that the store still knows, in their order."""
    passages = base.store.passages_by_id([key for key, *_ in scored])
    return [Hit(passages[key], score, words, near) for key, score, words, near in scored if key in passages]
