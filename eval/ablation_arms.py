"""The shipped search with one part changed, for eval.ablation."""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml

from eval.beir import SearchMany
from kb.exact import Exact, Found
from kb.model import Hit, Passage
from kb.query import expression
from kb.search import Base, fused_many
from kb.sentences import sentences
from kb.shipped import shipped

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

STEMMED, UNSTEMMED = "porter unicode61", "unicode61"
NEIGHBOUR_SHARE = 0.2  # of the better neighbour's score that a passage gets
SENTENCE_SHARE = 0.3  # of the best sentence's cosine beside the passage's score, both in standard deviations
RESCORED = 50  # passages of a question that are scored again by sentence
AFTER = 1e-6  # by which those that are not scored again come after the last of these, each after the other
LEAST_PART = 3  # words of a question's part


def variants(base: Base) -> dict[str, SearchMany]:
    """Name -> the shipped search with one part of it changed, on the same passages."""
    made = _Changed(base)
    return {
        "title counts once": made.by_words(weights=(1.0, 1.0, 1.0)),
        "title not searched": made.by_words(weights=(0.0, 1.0, 1.0)),
        "headings not searched": made.by_words(weights=(2.0, 0.0, 1.0)),
        "no stemming": made.by_words(tokenizer=UNSTEMMED),
        "synonyms of the trade": made.with_words(_Widened(base.words)),
        "text embedded alone": made.by_meaning(lambda passage, _title: passage.text),
        "query from its parts": by_parts,
        "neighbouring passages": made.with_neighbours,
        "second scoring by sentence": made.by_sentence,
    }


class _Changed:
    """What several variants on one base share."""

    def __init__(self, base: Base) -> None:
        self._base = base

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {document.path: document.title for document in self._base.store.documents()}

    @cached_property
    def _passages(self) -> Sequence[Passage]:
        return self._base.store.passages()

    @cached_property
    def _beside(self) -> Mapping[str, Sequence[str]]:
        """Passage -> those right before and after it in its document."""
        pairs = zip(self._passages, self._passages[1:], strict=False)
        close = [(one.id, other.id) for one, other in pairs if one.path == other.path]
        found: dict[str, list[str]] = {}
        for one, other in close:
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
        return found

    @cached_property
    def _spoken(self) -> "Mapping[str, NDArray[float32]]":
        """Passage -> vectors of its sentences."""
        cut = {each.id: [each.text[a:b] for a, b in sentences(each.text)] or [each.text] for each in self._passages}
        vectors = self._base.embedder.embed([text for texts in cut.values() for text in texts])
        held, begin = {}, 0
        for key, texts in cut.items():
            held[key] = vectors[begin : begin + len(texts)]
            begin += len(texts)
        return held

    def with_words(self, words: Any) -> SearchMany:
        """The search with another lexical part: anything with match_many."""
        changed = replace(self._base)
        object.__setattr__(changed, "words", words)
        return _on(changed)

    def by_words(self, weights: tuple[float, float, float] = (2.0, 1.0, 1.0), tokenizer: str = STEMMED) -> SearchMany:
        """The search with other weights of title, headings and text, or other words."""
        return self.with_words(_Lexicon(lambda: (self._passages, self._titles), weights, tokenizer))

    def by_meaning(self, wording: Callable[[Passage, str], str]) -> SearchMany:
        """The search with vectors of other texts."""
        vectors: Any = _Meanings(
            lambda: (
                [passage.id for passage in self._passages],
                self._base.embedder.embed([wording(each, self._titles[each.path]) for each in self._passages]),
            )
        )
        return _on(replace(self._base, vectors=vectors))

    def with_neighbours(self, base: Base, questions: Sequence[str], limit: int, within: str = "") -> list[list[Hit]]:
        """A passage gets a share of what the better of its two neighbours scores."""
        results = []
        for hits in fused_many(base, questions, limit, within):
            least = min((hit.score for hit in hits), default=0.0)
            scores = {hit.passage.id: hit.score - least for hit in hits}
            best = {
                key: max((scores.get(one, 0.0) for one in self._beside.get(key, ())), default=0.0) for key in scores
            }
            results.append(_again(hits, lambda key, s=scores, b=best: s[key] + NEIGHBOUR_SHARE * b[key]))  # type: ignore[misc]
        return results

    def by_sentence(self, base: Base, questions: Sequence[str], limit: int, within: str = "") -> list[list[Hit]]:
        """The best passages are scored again by their best sentence's cosine."""
        vectors = base.embedder.embed(list(questions))
        results = []
        for vector, hits in zip(vectors, fused_many(base, questions, limit, within), strict=True):
            first = hits[:RESCORED]
            near = _standard({hit.passage.id: float((self._spoken[hit.passage.id] @ vector).max()) for hit in first})
            said = _standard({hit.passage.id: hit.score for hit in first})
            again = _again(first, lambda key, s=said, n=near: s[key] + SENTENCE_SHARE * n[key])  # type: ignore[misc]
            floor = min((hit.score for hit in again), default=0.0)
            rest = [replace(hit, score=floor - place * AFTER) for place, hit in enumerate(hits[RESCORED:], start=1)]
            results.append(again + rest)
        return results


def by_parts(base: Base, questions: Sequence[str], limit: int, within: str = "") -> list[list[Hit]]:
    """Each sentence of a question is put by itself; a passage scores as for the part that it fits best."""
    cut = [[question[a:b] for a, b in sentences(question)] for question in questions]
    parts = [
        [part for part in some if len(part.split()) >= LEAST_PART] or [question]
        for some, question in zip(cut, questions, strict=True)
    ]
    found = iter(fused_many(base, [part for some in parts for part in some], limit, within))
    results = []
    for some in parts:
        best: dict[str, Hit] = {}
        for hit in (hit for _ in some for hit in next(found)):
            if hit.passage.id not in best or hit.score > best[hit.passage.id].score:
                best[hit.passage.id] = hit
        results.append(sorted(best.values(), key=lambda hit: -hit.score)[:limit])
    return results


def _on(changed: Base) -> SearchMany:
    return lambda _base, questions, limit, within: fused_many(changed, questions, limit, within)


def _again(hits: Sequence[Hit], score: Callable[[str], float]) -> list[Hit]:
    return sorted((replace(hit, score=score(hit.passage.id)) for hit in hits), key=lambda hit: -hit.score)


def _standard(scores: Mapping[str, float]) -> dict[str, float]:
    mean = sum(scores.values()) / max(len(scores), 1)
    deviation = (sum((value - mean) ** 2 for value in scores.values()) / max(len(scores), 1)) ** 0.5
    return {key: (value - mean) / deviation if deviation else 0.0 for key, value in scores.items()}


class _Lexicon:
    """BM25 by SQLite's FTS5 with weights and words of one's own choice."""

    def __init__(
        self,
        texts: Callable[[], tuple[Sequence[Passage], Mapping[str, str]]],
        weights: tuple[float, float, float],
        tokenizer: str,
    ) -> None:
        self._texts, self._weights, self._tokenizer = texts, weights, tokenizer

    @cached_property
    def _table(self) -> sqlite3.Connection:
        passages, titles = self._texts()
        table = sqlite3.connect(":memory:")
        table.execute(
            "CREATE VIRTUAL TABLE words USING fts5"
            f" (id UNINDEXED, path UNINDEXED, title, context, text, tokenize = '{self._tokenizer}')"
        )
        rows = ((each.id, each.path, titles[each.path], each.context, each.text) for each in passages)
        table.executemany("INSERT INTO words VALUES (?, ?, ?, ?, ?)", rows)
        return table

    def match_many(self, questions: Sequence[Sequence[str]], limit: int, within: str = "") -> list[Found]:
        """As kb.words.Words finds them."""
        statement = (
            "SELECT id, -bm25(words, 0, 0, ?, ?, ?) AS score FROM words WHERE words MATCH ?"
            " AND path >= ? AND path < ? ORDER BY score DESC LIMIT ?"
        )
        ends = (within, within + chr(0x10FFFF))
        return [
            list(self._table.execute(statement, (*self._weights, expression(list(words)), *ends, limit)))
            if words
            else []
            for words in questions
        ]

    def ids(self, within: str) -> list[str]:
        """As kb.words.Words names them."""
        ends = (within, within + chr(0x10FFFF))
        return [key for (key,) in self._table.execute("SELECT id FROM words WHERE path >= ? AND path < ?", ends)]


class _Widened:
    """The shipped lexical search, with a question's words joined by what the trade calls them otherwise."""

    def __init__(self, words: Any) -> None:
        self._words = words
        text = shipped("corpus/criteria/terms.yaml").read_text(encoding="utf-8")
        self._groups = [[str(term).split() for term in group] for group in yaml.safe_load(text)]

    def match_many(self, questions: Sequence[Sequence[str]], limit: int, within: str = "") -> list[Found]:
        """As kb.words.Words finds them."""
        found: list[Found] = self._words.match_many([self._wider(list(words)) for words in questions], limit, within)
        return found

    def ids(self, within: str) -> list[str]:
        """As kb.words.Words names them."""
        found: list[str] = self._words.ids(within)
        return found

    def _wider(self, words: list[str]) -> list[str]:
        said = f" {' '.join(words)} "
        more = [
            word
            for group in self._groups
            if any(re.search(rf" {re.escape(' '.join(term))}s? ", said) for term in group)
            for term in group
            for word in term
        ]
        return words + [word for word in dict.fromkeys(more) if word not in words]


class _Meanings:
    """Vectors held in memory in place of the store's."""

    def __init__(self, load: "Callable[[], tuple[list[str], NDArray[float32]]]") -> None:
        self._load = load

    @cached_property
    def _held(self) -> "tuple[dict[str, int], NDArray[float32]]":
        ids, vectors = self._load()
        return {key: place for place, key in enumerate(ids)}, vectors

    def _exact(self, ids: Sequence[str]) -> Exact:
        places, vectors = self._held
        return Exact([(key, vectors[places[key]].tobytes()) for key in ids], vectors.shape[1])

    def nearest(self, vectors: "NDArray[float32]", limit: int, within: Sequence[str] | None = None) -> list[Found]:
        """As kb.index.Index finds them."""
        return self._exact(list(self._held[0]) if within is None else within).nearest(vectors, limit)

    def cosines(self, vectors: "NDArray[float32]", wanted: Sequence[Sequence[str]]) -> list[Mapping[str, float]]:
        """As kb.index.Index finds them."""
        return self._exact(list(dict.fromkeys(key for keys in wanted for key in keys))).cosines(vectors, wanted)
