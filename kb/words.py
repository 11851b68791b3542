"""Search by words: by the store's table for a process's first question, in memory for those that follow."""

import sqlite3
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from kb.query import expression

if TYPE_CHECKING:
    from numpy import float32, intp
    from numpy.typing import NDArray

Found = list[tuple[str, float]]  # passage id and BM25, best first

# Of title, context and text; chosen on five label sets together (eval/README.md has the figures and the command).
COLUMN_WEIGHTS = (2.0, 1.0, 1.0)
SATURATION, LENGTH = 1.2, 0.75  # k1 and b of BM25, as in FTS5
LEAST_WEIGHT = 1e-6  # of a word that stands in most passages, as in FTS5
TOKENIZER = "porter unicode61"  # of the store's table


class Source(Protocol):
    """Where the words stand: the store."""

    @property
    def vectors_state(self) -> str: ...
    def match(self, expression: str, limit: int, within: str, weights: tuple[float, float, float]) -> Found: ...
    def passage_keys(self) -> list[tuple[int, str, str]]: ...
    def word_places(self) -> Iterator[tuple[str, int, str]]: ...


class Words:
    """Finds the passages that hold words, by BM25.

    FTS5 weighs every passage with any of the words anew at each question, 10 ms with 10,000 passages. A process that
    asks more than once weighs all words of all passages beforehand, a third of a second for 4,000 passages, and then
    adds up, in 0.2 ms.
    """

    def __init__(self, store: Source) -> None:
        self._store = store
        self._state: str | None = None  # of the passages at the last question
        self._held: _Held | None = None

    def match_many(self, questions: Sequence[Sequence[str]], limit: int, within: str = "") -> list[Found]:
        """For the words of each question the passages that hold any, of paths that begin with `within`."""
        state = self._store.vectors_state
        first, self._state = state != self._state, state
        if first:
            self._held = None
            if len(questions) == 1:
                return [
                    self._store.match(expression(words), limit, within, COLUMN_WEIGHTS) if words else []
                    for words in questions
                ]
        self._held = self._held or _Held(self._store)
        return [self._held.match(words, limit, within) for words in questions]


class _Held:
    """For each word its passages and what it adds to their BM25."""

    def __init__(self, store: Source) -> None:
        import numpy

        keys = store.passage_keys()
        self._ids, self._paths = [key for _, key, _ in keys], [path for _, _, path in keys]
        self._terms: dict[str, slice] = {}
        self._places, self._added = _weighed([number for number, _, _ in keys], store.word_places(), self._terms)
        self._none = numpy.zeros(len(keys), dtype=numpy.float32)
        self._tokens = sqlite3.connect(":memory:", check_same_thread=False)  # cuts words as the store's table does
        self._tokens.execute(f"CREATE VIRTUAL TABLE said USING fts5 (words, tokenize = '{TOKENIZER}')")
        self._tokens.execute("CREATE VIRTUAL TABLE token USING fts5vocab (said, 'instance')")

    def match(self, words: Sequence[str], limit: int, within: str) -> Found:
        import numpy

        scores = self._none.copy()
        for term, times in self._cut(words).items():
            if span := self._terms.get(term):
                scores[self._places[span]] += times * self._added[span]
        first = bisect_left(self._paths, within) if within else 0
        last = bisect_left(self._paths, within + chr(0x10FFFF)) if within else len(self._paths)
        part = scores[first:last]
        best = numpy.flatnonzero(part)
        if len(best) > limit:
            best = best[numpy.argpartition(-part[best], limit)[:limit]]
        best = best[numpy.argsort(-part[best], kind="stable")]
        return [(self._ids[first + place], float(part[place])) for place in best.tolist()]

    def _cut(self, words: Sequence[str]) -> Counter[str]:
        self._tokens.execute("INSERT INTO said VALUES (?)", (" ".join(words),))
        terms = Counter(term for (term,) in self._tokens.execute("SELECT term FROM token"))
        self._tokens.execute("DELETE FROM said")
        return terms


def _weighed(
    numbers: Sequence[int], rows: Iterable[tuple[str, int, str]], terms: dict[str, slice]
) -> "tuple[NDArray[intp], NDArray[float32]]":
    """Places of passages and what a term adds to their BM25, term after term; `terms` is told where each one stands.

    `numbers` are the passages' numbers in the order of their places; the rows are in the order of term and number.
    They are never held as they come: 100,000 passages have ten million of them.
    """
    import numpy

    names: list[str] = []
    read_begins, read_numbers, read_weights = array("q"), array("q"), array("f")
    for term, number, column in rows:
        if not names or term != names[-1]:
            names.append(term)
            read_begins.append(len(read_numbers))
        read_numbers.append(number)
        read_weights.append(COLUMN_WEIGHTS[0] if column == "title" else 1.0)
    found, weights = numpy.array(read_numbers), numpy.array(read_weights)
    begins = numpy.array([*read_begins, len(found)])
    order = numpy.argsort(numbers)
    place_of = order[numpy.searchsorted(numpy.array(numbers, dtype=numpy.int64), found, sorter=order)]
    lengths = numpy.bincount(place_of, minlength=len(numbers))
    fresh = numpy.diff(found, prepend=-1) != 0
    fresh[begins[:-1]] = True
    pairs = numpy.flatnonzero(fresh)  # the first row of each passage of each term
    places, said = place_of[pairs], numpy.add.reduceat(weights, pairs) if len(pairs) else weights
    ends = numpy.searchsorted(pairs, begins)
    counts = numpy.diff(ends)
    terms |= {name: slice(int(ends[at]), int(ends[at + 1])) for at, name in enumerate(names)}
    rarity = numpy.log((len(numbers) - counts + 0.5) / (counts + 0.5)).clip(LEAST_WEIGHT)
    long = 1 - LENGTH + LENGTH * lengths[places] / max(lengths.mean(), 1e-9) if len(numbers) else said
    added = numpy.repeat(rarity, counts) * said * (SATURATION + 1) / (said + SATURATION * long)
    return places, added.astype(numpy.float32)
