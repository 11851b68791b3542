"""Search by words: by the store's table for a process's first question, in memory for those that follow."""

import sqlite3
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
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
WHOLE_MOST = 20_000  # passages of which all words are weighed at once: 15 MB of memory
TOKENIZER = "porter unicode61"  # of the store's table


class Source(Protocol):
    """Where the words stand: the store."""

    @property
    def vectors_state(self) -> str: ...
    def match(self, expression: str, limit: int, within: str, weights: tuple[float, float, float]) -> Found: ...
    def passage_keys(self) -> list[tuple[int, str, str, bytes]]: ...
    def passage_ids(self, within: str) -> list[str]: ...
    def word_places(self, term: str | None = None) -> Iterator[tuple[str, int, int]]: ...


class Words:
    """Finds the passages that hold words, by BM25.

    FTS5 weighs every passage with any of the words anew at each question, 10 ms with 10,000 passages. A process that
    asks more than once weighs each word once, keeps that, and then adds up, in 0.2 ms: all words beforehand where the
    passages are few (0.3 s for 4,000), else a word when it is first asked for.
    """

    def __init__(self, store: Source) -> None:
        self._store = store
        self._state: str | None = None  # of the passages at the last question
        self._held: _Held | None = None
        self._turn = Lock()  # a retriever's threads share the words that are held, and what cuts a question

    def match_many(self, questions: Sequence[Sequence[str]], limit: int, within: str = "") -> list[Found]:
        """For the words of each question the passages that hold any, of paths that begin with `within`."""
        with self._turn:
            state = self._store.vectors_state
            first, self._state = state != self._state, state
            if first:
                self._held = None
            if not first or len(questions) > 1:
                self._held = self._held or _Held(self._store)
                return [self._held.match(words, limit, within) for words in questions]
        return [
            self._store.match(expression(words), limit, within, COLUMN_WEIGHTS) if words else [] for words in questions
        ]

    def ids(self, within: str) -> list[str]:
        """The passages of paths that begin with `within`."""
        with self._turn:
            held = self._held if self._state == self._store.vectors_state else None
        return held.ids(within) if held else self._store.passage_ids(within)


class _Held:
    """The passages, and of each word asked for where it stands and what it adds to their BM25."""

    def __init__(self, store: Source) -> None:
        import numpy

        self._store = store
        keys = store.passage_keys()
        self._ids, self._paths = [key for _, key, _, _ in keys], [path for _, _, path, _ in keys]
        numbers = numpy.array([number for number, *_ in keys], dtype=numpy.int64)
        self._order = numpy.argsort(numbers)
        self._numbers = numbers[self._order]
        lengths = numpy.array([_length(sizes) for *_, sizes in keys], dtype=numpy.int64)
        self._long = 1 - LENGTH + LENGTH * lengths / max(float(lengths.mean()) if keys else 0.0, 1e-9)
        self._none = numpy.zeros(len(keys), dtype=numpy.float32)
        self._nowhere = self._order[:0], self._none[:0]
        self._terms: dict[str, tuple[NDArray[intp], NDArray[float32]]] = {}
        self._whole = len(keys) <= WHOLE_MOST
        if self._whole:
            self._weigh(store.word_places())
        # Cuts words as the store's table does; they are taken out at once, so that it never grows.
        self._tokens = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._tokens.execute(f"CREATE VIRTUAL TABLE said USING fts5 (words, tokenize = '{TOKENIZER}')")
        self._tokens.execute("CREATE VIRTUAL TABLE token USING fts5vocab (said, 'instance')")
        self._known: dict[str, list[str]] = {}  # word -> its terms

    def match(self, words: Sequence[str], limit: int, within: str) -> Found:
        import numpy

        scores = self._none.copy()
        for term, times in self._cut(words).items():
            places, added = self._weighed(term)
            scores[places] += times * added
        inside = self._inside(within)
        part = scores[inside]
        best = numpy.flatnonzero(part)
        if len(best) > limit:  # all that are as good as the last one: which of them stay is decided by their order
            best = best[part[best] >= numpy.partition(part[best], -limit)[-limit]]
        best = best[numpy.argsort(-part[best], kind="stable")][:limit]
        return list(zip(map(self._ids.__getitem__, (best + inside.start).tolist()), part[best].tolist(), strict=True))

    def ids(self, within: str) -> list[str]:
        return self._ids[self._inside(within)]

    def _inside(self, within: str) -> slice:
        if not within:
            return slice(0, len(self._paths))
        return slice(bisect_left(self._paths, within), bisect_left(self._paths, within + chr(0x10FFFF)))

    def _cut(self, words: Sequence[str]) -> Counter[str]:
        fresh = [word for word in dict.fromkeys(words) if word not in self._known]
        if fresh:
            try:
                self._tokens.executemany("INSERT INTO said (rowid, words) VALUES (?, ?)", enumerate(fresh))
                cut = self._tokens.execute("SELECT doc, term FROM token ORDER BY doc, offset").fetchall()
            finally:
                self._tokens.execute("DELETE FROM said")
            self._known.update((word, []) for word in fresh)
            for place, term in cut:
                self._known[fresh[place]].append(term)
        return Counter(term for word in words for term in self._known[word])

    def _weighed(self, term: str) -> "tuple[NDArray[intp], NDArray[float32]]":
        """Places of the passages that hold a term, and what it adds to their BM25."""
        if term not in self._terms and not self._whole:
            self._terms[term] = self._nowhere
            self._weigh(self._store.word_places(term))
        return self._terms.get(term, self._nowhere)

    def _weigh(self, rows: Iterable[tuple[str, int, int]]) -> None:
        """Weigh terms of which these are all places; the rows are never held as they come, 150 bytes each."""
        import numpy

        terms: list[str] = []
        read_begins, read_numbers, read_titles = array("q"), array("q"), array("b")
        for term, number, title in rows:
            if not terms or term != terms[-1]:
                terms.append(term)
                read_begins.append(len(read_numbers))
            read_numbers.append(number)
            read_titles.append(title)
        stands, begins = numpy.array(read_numbers, dtype=numpy.int64), numpy.array(read_begins, dtype=numpy.int64)
        fresh = numpy.diff(stands, prepend=-1) != 0
        fresh[begins] = True
        firsts = numpy.flatnonzero(fresh)  # the first row of each passage of each term
        weights = numpy.where(numpy.array(read_titles, dtype=bool), COLUMN_WEIGHTS[0], 1.0)
        said = numpy.add.reduceat(weights, firsts) if len(firsts) else weights
        of_term = numpy.searchsorted(begins, firsts, side="right") - 1
        numbers = stands[firsts]
        at = numpy.searchsorted(self._numbers, numbers).clip(max=max(len(self._numbers) - 1, 0))
        known = self._numbers[at] == numbers if len(self._numbers) else numpy.zeros(0, dtype=bool)
        said, of_term, places = said[known], of_term[known], self._order[at[known]]  # others were put meanwhile
        counts = numpy.bincount(of_term, minlength=len(terms))
        rarity = numpy.log((len(self._ids) - counts + 0.5) / (counts + 0.5)).clip(LEAST_WEIGHT)
        added = rarity[of_term] * said * (SATURATION + 1) / (said + SATURATION * self._long[places])
        added = added.astype(numpy.float32)
        ends = numpy.cumsum(counts)
        for term, begin, end in zip(terms, (ends - counts).tolist(), ends.tolist(), strict=True):
            self._terms[term] = places[begin:end], added[begin:end]


def _length(sizes: bytes) -> int:
    """The words of all columns together, of their numbers as FTS5 writes them: seven bits a byte, the highest first."""
    total = number = 0
    for byte in sizes:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            total, number = total + number, 0
    return total
