"""Search: lexical, dense and both fused, functions of one signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb.embedding import Embedder
from kb.index import Index
from kb.model import Hit
from kb.query import query_words, weight, wording
from kb.store import Store
from kb.words import Words

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

# Chosen on five label sets together, one value for all (eval/README.md has the figures and the command).
CANDIDATES = 300  # of each search; with 50 the average nDCG@10 was 0.012 lower
LEXICAL_SHARE = 0.4  # flat between 0.35 and 0.45
LEXICAL_TRUST = 0.6  # of BM25 over the words' weight beside the cosine, in confidence()


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
    words = [query_words(question) for question in questions]
    matches = [dict(found) for found in base.words.match_many(words, CANDIDATES, within)]
    near = [dict(found) for found in base.vectors.nearest(vectors, CANDIDATES, _scope(base, within))]
    exact = base.vectors.cosines(
        vectors, [[key for key in matched if key not in known] for matched, known in zip(matches, near, strict=True)]
    )
    return [
        _hits(base, _fuse(matched, {**known, **more})[:limit] if query_words(question) else [])
        for question, matched, known, more in zip(questions, matches, near, exact, strict=True)
    ]


def confidence(base: Base, question: str, hits: Sequence[Hit]) -> float:
    """How sure it is that the hits speak of the question, comparable between questions: about 0 to 2."""
    return dense_confidence(hits) + LEXICAL_TRUST * lexical_confidence(base, question, hits)


def dense_confidence(hits: Sequence[Hit]) -> float:
    """The best cosine: the dense arm's part in confidence()."""
    return max((hit.dense for hit in hits if hit.dense is not None), default=0.0)


def lexical_confidence(base: Base, question: str, hits: Sequence[Hit]) -> float:
    """The best BM25 over the weight of the question's words: the lexical arm's part in confidence()."""
    matched = max((hit.lexical for hit in hits if hit.lexical is not None), default=0.0)
    most = weight(base.store, query_words(question))
    return matched / most if most else 0.0


Scored = tuple[str, float, float | None, float | None]  # passage id, score, BM25, cosine


def _scope(base: Base, within: str) -> list[str] | None:
    return base.store.passage_ids(within) if within else None


def _fuse(matches: Mapping[str, float], cosines: Mapping[str, float]) -> list[Scored]:
    """Weighted sum of both scores in standard deviations over all candidates, best first."""
    ids = list(dict.fromkeys([*matches, *cosines]))
    least = min(cosines.values(), default=0.0)
    words = _standard([matches.get(key, 0.0) for key in ids])
    meaning = _standard([cosines.get(key, least) for key in ids])
    scored: list[Scored] = [
        (key, LEXICAL_SHARE * word + (1 - LEXICAL_SHARE) * near, matches.get(key), cosines.get(key))
        for key, word, near in zip(ids, words, meaning, strict=True)
    ]
    return sorted(scored, key=lambda score: -score[1])


def _standard(values: Sequence[float]) -> list[float]:
    mean = sum(values) / max(len(values), 1)
    deviation = (sum((value - mean) ** 2 for value in values) / max(len(values), 1)) ** 0.5
    return [(value - mean) / deviation if deviation else 0.0 for value in values]


def _hits(base: Base, scored: Sequence[Scored]) -> list[Hit]:
    """Those that the store still knows, in their order."""
    passages = base.store.passages_by_id([key for key, *_ in scored])
    return [Hit(passages[key], score, words, near) for key, score, words, near in scored if key in passages]
