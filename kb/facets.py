"""What a passage speaks of, seen through a requirement's facets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kb.model import Passage, Requirement
from kb.sentences import sentences
from kb.terms import GAP, Span, Terms, stems, words

FEW = 2  # words in common with the sentences written for a part, below which a sentence is not quoted for it
WINDOW = 3  # sentences: what an author says of one thing seldom takes more
# What a facet counts for by the place where it is spoken.
QUOTED, HEADED, NEARBY, HEADING, TITLE = 1.0, 0.9, 0.8, 0.7, 0.7
POINTER = re.compile(
    r"\W*(?:related (?:documents?|policies|procedures)|references?|see also|repository path|distribution|file name|table of contents)\W*:",
    re.IGNORECASE,
)
FILE = re.compile(r"[\w-]/[\w-]|\.(?:md|pdf|docx?|xlsx?)\b", re.IGNORECASE)
STEM_CUT = 3  # letters that stemming takes off a word that a prefix term means


@dataclass(frozen=True, slots=True)
class Lens:
    """A requirement's facets, compiled; see kb/terms.py for how terms match."""

    core: Mapping[str, Terms]
    full: Mapping[str, Terms]
    lookalikes: Terms
    common: frozenset[str]  # stems that several of the sentences written for it share

    @staticmethod
    def of(requirement: Requirement, common: frozenset[str] = frozenset()) -> "Lens":
        """The lens of a requirement."""
        return Lens(
            common=common,
            core={name: Terms(terms) for name, terms in requirement.core.items()},
            full={name: Terms(terms) for name, terms in requirement.full.items()},
            lookalikes=Terms(requirement.lookalikes),
        )


class Prepared:
    """A passage with its words stemmed once, for many lenses."""

    def __init__(self, passage: Passage, title: str) -> None:
        self.passage = passage
        self._title = title

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The sentences; a table row is one."""
        return ((0, len(self.passage.text)),) if self.passage.fields else sentences(self.passage.text)

    @cached_property
    def sentences(self) -> tuple[tuple[str, ...], ...]:
        """The stems of each sentence; headings and references say nothing, so they have none."""
        said = [self.passage.text[start:end] for start, end in self.spans]
        return tuple(() if self._points(text) else stems(text) for text in said)

    def telling(self, found: "Relevance", whole: bool = False) -> list[str]:
        """The sentences that speak of the matter, or only those that speak of the whole of it."""
        return [self.passage.text[slice(*self.spans[place])] for place in (found.whole if whole else found.telling)]

    def beside(self, found: "Relevance") -> list[str]:
        """The sentences of the passage that speak of the matter and are not quoted."""
        return [self.passage.text[slice(*self.spans[place])] for place in found.beside]

    def quoted(self, found: "Relevance") -> str:
        """The words that are quoted."""
        return self.passage.text[found.start : found.end]

    def preceding(self, found: "Relevance") -> str:
        """The sentence right before those quoted, and every lead-in ("… :") above them."""
        before = [self.passage.text[first:last] for first, last in self.spans if last <= found.start]
        return " ".join([text for text in before[:-1] if text.endswith(":")] + before[-1:])

    def following(self, found: "Relevance") -> str:
        """The sentence right after those quoted; empty at the end of the passage."""
        return next((self.passage.text[first:last] for first, last in self.spans if first >= found.end), "")

    def said(self, start: int, end: int) -> tuple[str, ...]:
        """The stems of the sentences within a span of the passage's text."""
        inside = [place for place, (first, last) in enumerate(self.spans) if first >= start and last <= end]
        return tuple(stem for place in inside for stem in self.sentences[place])

    def _points(self, text: str) -> bool:
        """Whether a sentence only names what stands elsewhere: a heading, or a list of other documents."""
        if text in self.passage.locator.trail or POINTER.match(text):
            return True
        tokens = text.split()
        return sum(bool(FILE.search(token)) for token in tokens) * 3 >= len(tokens)

    @cached_property
    def heading(self) -> tuple[str, ...]:
        """The stems of the heading right above; of a table row, of its column headings too."""
        trail = self.passage.locator.trail
        return stems(self.passage.context if self.passage.fields else " ".join(trail[-1:]))

    @cached_property
    def context(self) -> tuple[str, ...]:
        """The stems of all headings above."""
        return stems(self.passage.context)

    @cached_property
    def title(self) -> tuple[str, ...]:
        """The stems of the document's title."""
        return stems(self._title)


@dataclass(frozen=True, slots=True)
class Relevance:
    """How far a passage speaks of what a requirement asks for."""

    telling: tuple[int, ...]  # places of the sentences quoted that speak of at least half of the core facets
    whole: tuple[int, ...]  # and of those that speak of all of them
    beside: tuple[int, ...]  # sentences of the passage that are not quoted and speak of at least half of them

    start: int  # the sentences that speak of it: a span of the passage's text
    end: int
    core: Mapping[str, float]  # facet -> 0 to 1 by the place where it is spoken
    full: Mapping[str, float]

    @property
    def core_least(self) -> float:
        """0 to 1; the weight of the core facet that is spoken in the least place."""
        return min(self.core.values(), default=0.0)

    @property
    def full_mean(self) -> float:
        """0 to 1; 1 where nothing further is asked."""
        return sum(self.full.values()) / len(self.full) if self.full else 1.0


def relevance(lens: Lens, prepared: Prepared) -> Relevance | None:
    """What a passage says of the requirement, or None where no sentence speaks of it or only look-alikes are spoken.

    A core facet may be unspoken: an author has words for it that nobody foresaw, and the meaning of the whole may tell.
    """
    heard = [_heard(lens, sentence) for sentence in prepared.sentences]
    silent = [not sentence for sentence in prepared.sentences]
    first, last = _window(lens, heard, silent)
    if first < 0:
        first, last = _unforeseen(lens, prepared, silent)
    if first < 0:
        return None
    core = {name: _weight(terms, name, heard, first, last, prepared) for name, terms in lens.core.items()}
    if not all(core.values()) and any(map(lens.lookalikes.spoken, prepared.sentences)):
        return None
    full = {name: _weight(terms, name, heard, first, last, prepared) for name, terms in lens.full.items()}
    spoken = [len(lens.core.keys() & sentence) for sentence in heard]
    most = max(spoken[first:last])
    telling = tuple(place for place in range(first, last) if spoken[place] * 2 >= most)
    whole = tuple(place for place in range(first, last) if spoken[place] == len(lens.core))
    beside = tuple(
        place for place, count in enumerate(spoken) if count * 2 >= len(lens.core) and not first <= place < last
    )
    return Relevance(telling, whole, beside, prepared.spans[first][0], prepared.spans[last - 1][1], core, full)


def everything(lens: Lens, prepared: Prepared) -> Relevance | None:
    """A passage as if it spoke of all that is asked from end to end; None where it is but headings and references."""
    telling = tuple(place for place, sentence in enumerate(prepared.sentences) if sentence)
    if not telling:
        return None
    core = dict.fromkeys(lens.core, QUOTED)
    return Relevance(telling, telling, (), prepared.spans[telling[0]][0], prepared.spans[telling[-1]][1], core, {})


def _heard(lens: Lens, sentence: tuple[str, ...]) -> frozenset[str]:
    """Names of the facets a sentence speaks of; words inside a look-alike do not count."""
    masked: list[Span] = lens.lookalikes.spans(sentence) if lens.lookalikes.spoken(sentence) else []
    facets = [*lens.core.items(), *lens.full.items()]
    if masked:
        return frozenset(name for name, terms in facets if terms.spoken_outside(sentence, masked))
    return frozenset(name for name, terms in facets if terms.spoken(sentence))


def _window(lens: Lens, heard: list[frozenset[str]], silent: list[bool]) -> tuple[int, int]:
    """The shortest run of up to WINDOW sentences that speaks of most; (-1, -1) where none speaks of a core facet.

    A run does not cross a silent one: a heading, or a list of other documents.
    """
    best, chosen = 0.0, (-1, -1)
    for length in range(1, min(WINDOW, len(heard)) + 1):
        for first in range(len(heard) - length + 1):
            if length > 1 and any(silent[first : first + length]):
                continue
            spoken = frozenset[str]().union(*heard[first : first + length])
            cores = sum(name in spoken for name in lens.core)
            # A further sentence is worth quoting only for a further facet.
            score = cores * 2 + sum(name in spoken for name in lens.full) - 0.3 * (length - 1)
            if cores and score > best:
                best, chosen = score, (first, first + length)
    return chosen


def _unforeseen(lens: Lens, prepared: Prepared, silent: list[bool]) -> tuple[int, int]:
    """Where no sentence speaks of a core facet: the one that shares most words with the sentences written for it.

    A table row is one sentence, and its column headings may speak of what its cells only fill in.
    """
    if prepared.passage.fields:
        named = any(terms.spoken(prepared.heading) for terms in lens.core.values())
        return (0, 1) if named and not silent[0] else (-1, -1)
    shared = [len(lens.common.intersection(sentence)) for sentence in prepared.sentences]
    best = max(range(len(shared)), key=lambda place: shared[place], default=-1)
    return (best, best + 1) if best >= 0 and shared[best] >= FEW else (-1, -1)


def _weight(terms: Terms, name: str, heard: list[frozenset[str]], first: int, last: int, prepared: Prepared) -> float:
    if any(name in spoken for spoken in heard[first:last]):
        return QUOTED
    if any(name in spoken for spoken in heard):
        return NEARBY
    if terms.spoken(prepared.heading):
        return HEADED
    if terms.spoken(prepared.context):
        return HEADING
    return TITLE if terms.spoken(prepared.title) else 0.0


@lru_cache(maxsize=1024)
def expression(core: tuple[tuple[str, ...], ...]) -> str:
    """An FTS5 expression for passages that speak of every core facet somewhere; empty without facets.

    Takes the terms of each facet. It finds a little more than Terms do (words of a phrase in any order), never less.
    """
    return " AND ".join(f"({' OR '.join(filter(None, map(_term, terms)))})" for terms in core)


def _term(term: str) -> str:
    parts = words(term)
    if not parts:
        return ""
    if term.endswith("*"):
        # The index holds stems, which may be shorter than the prefix: terroris* must reach "terror".
        stub = parts[-1][: max(4, len(parts[-1]) - STEM_CUT)]
        return " AND ".join([f'"{part}"' for part in parts[:-1]] + [f'("{stub}"* OR "{parts[-1]}")'])
    if len(parts) == 1:
        return f'"{parts[0]}"'
    return "NEAR(" + " ".join(f'"{part}"' for part in parts) + f", {GAP * (len(parts) - 1)})"
