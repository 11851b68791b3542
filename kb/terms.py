"""Words, their stems, and lists of terms that are looked for in them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

GAP = 2  # other words that may stand between two neighbouring words of a term
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
POSSESSIVE = re.compile(r"['’]s?$|['’](?=.)")  # driver's -> driver, drivers' -> drivers, don't -> dont
# What Porter's algorithm takes off the end of a word: a prefix may reach into one of these.
_ENDINGS = (
    "s es ed ing ies y ly al ally ance ances ence ences er ers ic able ible ant ants ement ments ment ent ents "
    "ion ions ation ations ational ism isms ate ates ated ating ator ators iti ity ities ous ously ousness ive ively "
    "iveness ize izes ized izing izer ization izations ise ised ising isation fulness ful ness ical icate ative"
)
ENDINGS = _ENDINGS.split()

Span = tuple[int, int]  # first token, token after the last


def words(text: str) -> list[str]:
    """The words of a text in order, lower case, hyphenated ones apart, possessives without their ending."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return [POSSESSIVE.sub("", word) if not word.isalnum() else word for word in WORD.findall(text.lower())]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The Porter stem of one lower-case word: inspection, inspected and inspects are inspect."""
    return str(_stemmer().stemWord(word))


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text, in order: what Terms are looked for in; compute it once for a text."""
    return tuple(stem(word) for word in words(text))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("porter")  # the algorithm that the full text index uses too


class Terms:
    """A compiled list of terms: words, phrases (gaps of up to two words) and prefixes ("terroris*")."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._single: set[str] = set()
        prefixes: list[str] = []
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        self._prefix_phrases: list[tuple[str, ...]] = []
        for parts in sorted({compiled for term in terms if (compiled := _compile(term))}):
            first = parts[0]
            if len(parts) == 1 and first.endswith("*"):
                prefixes.append(first[:-1])
                self._single |= _cut_stems(first[:-1])
            elif len(parts) == 1:
                self._single.add(first)
            elif first.endswith("*"):
                self._prefix_phrases.append(parts)
            else:
                self._phrases.setdefault(first, []).append(parts)
        self._prefixes = tuple(prefixes)
        self._begins = [f" {prefix}" for prefix in prefixes]
        self._firsts = frozenset(self._phrases)

    def spoken(self, tokens: Sequence[str]) -> bool:
        """Whether any term occurs in the stems of a text."""
        if not self._single.isdisjoint(tokens):
            return True
        if self._begins and _any_begins(self._begins, tokens):
            return True
        if not self._firsts.isdisjoint(tokens):
            phrases = self._phrases
            if any(token in phrases and self._phrase_at(tokens, place) for place, token in enumerate(tokens)):
                return True
        return bool(self._prefix_phrases) and any(self._phrase_at(tokens, place) for place in range(len(tokens)))

    def spans(self, tokens: Sequence[str]) -> list[Span]:
        """Where terms occur in the stems of a text, in order; a span is (first token, token after the last)."""
        found: list[Span] = []
        for place, token in enumerate(tokens):
            end = self._phrase_at(tokens, place)
            if not end and (token in self._single or (self._prefixes and token.startswith(self._prefixes))):
                end = place + 1
            if end:
                found.append((place, end))
        return found

    def spoken_outside(self, tokens: Sequence[str], masked: Iterable[Span]) -> bool:
        """Whether any term occurs in the stems with at least one word that is in none of the masked spans."""
        hidden = {place for first, last in masked for place in range(first, last)}
        return any(not hidden.issuperset(range(first, last)) for first, last in self.spans(tokens))

    def _phrase_at(self, tokens: Sequence[str], place: int) -> int:
        """The token after the longest phrase that begins at a place; 0 where none does."""
        candidates = self._phrases.get(tokens[place], ())
        if self._prefix_phrases:
            begun = [parts for parts in self._prefix_phrases if _fits(parts[0], tokens[place])]
            candidates = [*candidates, *begun]
        return max((_phrase_end(parts, tokens, place) for parts in candidates), default=0)


def _any_begins(begins: Iterable[str], tokens: Sequence[str]) -> bool:
    joined = " " + " ".join(tokens)  # one search in one string is ten times as fast as one for each token
    return any(begin in joined for begin in begins)


def _compile(term: str) -> tuple[str, ...]:
    """The stems of a term's words; prefixes keep their asterisk."""
    parts: list[str] = []
    for piece in term.lower().split():
        *whole, last = words(piece) or [""]
        parts.extend(stem(word) for word in whole)
        if last:
            parts.append(last + "*" if piece.endswith("*") else stem(last))
    return tuple(parts)


@cache
def _cut_stems(prefix: str) -> frozenset[str]:
    """Stems of words with a prefix that are shorter than it: terroris* is terror in terrorism."""
    overlaps = (
        prefix + ending[length:]
        for ending in ENDINGS
        for length in range(1, len(ending) + 1)
        if prefix.endswith(ending[:length])
    )
    return frozenset(cut for word in overlaps if not (cut := stem(word)).startswith(prefix))


def _fits(part: str, token: str) -> bool:
    if part.endswith("*"):
        return token.startswith(part[:-1]) or token in _cut_stems(part[:-1])
    return part == token


def _phrase_end(parts: tuple[str, ...], tokens: Sequence[str], place: int) -> int:
    """The token after a phrase whose first word stands at a place; 0 where the rest does not follow."""
    reached = {place}
    for part in parts[1:]:
        reached = {
            following
            for last in reached
            for following in range(last + 1, min(last + 2 + GAP, len(tokens)))
            if _fits(part, tokens[following])
        }
        if not reached:
            return 0
    return min(reached) + 1
