"""The sentences of a passage that may answer a question, and how well they do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from kb.asking_words import STOP, Asked, plain
from kb.modality import Mood, mood
from kb.model import Document, Hit
from kb.sentences import sentences
from kb.terms import stems

# What a word counts for that the quote does not say itself: said by the headings above or the document's name, date and
# party; elsewhere in the passage. Measured on the dev half of eval/labels/answers.jsonl.
AROUND, BESIDE = 0.7, 0.4
ALIKE = 0.7  # cosine of a question and a passage that answers it outright
LENGTH = 0.0001  # a character costs this much: of two quotes that say it the shorter is shown
COUNTED = 0.05  # what a number of the very things that are counted adds
WIDEST = 400  # characters of a quote that neighbours were added to
# A sentence that takes back what stands before it is quoted with it.
TAKES_BACK = re.compile(
    r"\W*(?:however|but|except|unless|only|this (?:does|applies|is not)|exceptions?)\b", re.IGNORECASE
)
RESERVED = (Mood.DENIAL, Mood.PLAN, Mood.HEDGE)
# A line of a document's head.
HEAD = re.compile(
    r"\W*(?:title|document (?:no\.?|number|title|type|owner|id)|rev(?:ision|\.)?|version|effective(?: date| from)?|date"
    r"|owner|approv(?:ed by|al|er|ing authority)|next review|review frequency|applies to|classification|category"
    r"|issued(?: by| on)?|prepared by|author)\s*[|:]",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+")
ITEM = re.compile(r"^\W*(?:§\s*)?\d[\d.]*[a-z]?(?:\s*\||\s)")  # a clause's or a row's own number says nothing

Said = tuple[str, ...]  # stems


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a passage, weighed against a question."""

    hit: Hit
    document: Document
    start: int  # in the passage's text
    end: int
    spoken: float  # 0 to 1: how much of what is asked it and what stands around it speak of, rare things first
    score: float  # 0 to 1: words and meaning together

    @property
    def text(self) -> str:
        """Its words."""
        return self.hit.passage.text[self.start : self.end]


def bound(asked: Asked, hit: Hit, document: Document) -> float:
    """The score that no window of a hit passes."""
    around, beside = _around(hit, document), _stems(hit.passage.text)
    return _score(_spoken(asked, beside, around, beside), hit, 0) + _counts(asked, hit.passage.text)


def best_window(asked: Asked, hit: Hit, document: Document) -> Window | None:
    """The piece of a hit that answers best; None where none has the kind of words that is asked for."""
    text = hit.passage.text
    around, beside = _around(hit, document), _stems(text)
    above = frozenset(_stems(f"{hit.passage.context} {document.title} {document.party} {document.site}"))
    found = [
        Window(hit, document, start, end, spoken, _score(spoken, hit, end - start) + _counts(asked, text[start:end]))
        for start, end in _spans(hit)
        if (spoken := _spoken(asked, _stems(text[start:end]), around, beside)) > 0
        and _tells(asked, hit, text[start:end], above)
    ]
    best = max(found, key=lambda window: window.score, default=None)
    return _with_neighbours(best, asked, around, beside) if best and not hit.passage.fields else best


def _with_neighbours(window: Window, asked: Asked, around: Said, beside: Said) -> Window:
    """The window with the sentences next to it that speak of as much: which of them answers is the reader's to say."""
    text, start, end = window.hit.passage.text, window.start, window.end
    spans = sentences(text)
    for first, last in [span for span in reversed(spans) if span[1] <= start] + [
        span for span in spans if span[0] >= end
    ]:
        if (
            _spoken(asked, _stems(text[first:last]), around, beside) < window.spoken
            or max(end, last) - min(start, first) > WIDEST
        ):
            continue
        between = text[last:start] if last <= start else text[end:first]
        if not between.strip():
            start, end = min(start, first), max(end, last)
    return replace(window, start=start, end=end)


def with_what_takes_it_back(window: Window) -> tuple[int, int]:
    """The window's span with the sentences after it that take it back; a table row stays as it is."""
    text, end = window.hit.passage.text, window.end
    if window.hit.passage.fields:
        return window.start, end
    for first, last in (span for span in sentences(text) if span[0] >= end):
        if not TAKES_BACK.match(text[first:last]) and mood(text[first:last], entry=True) not in RESERVED:
            break
        end = last
    return window.start, end


def _spans(hit: Hit) -> Iterator[tuple[int, int]]:
    """A table row whole; else each sentence, and each with the next."""
    text = hit.passage.text
    if hit.passage.fields:
        yield 0, len(text)
        return
    spans = sentences(text)
    yield from spans
    yield from ((first[0], second[1]) for first, second in pairwise(spans))


def _tells(asked: Asked, hit: Hit, quote: str, above: frozenset[str]) -> bool:
    """Whether a piece says something: no question, no heading, and of the kind of words that is asked for."""
    body = ITEM.sub("", quote)
    pieces = [body] if hit.passage.fields else [body[start:end] for start, end in sentences(body)]
    if not hit.passage.fields and any(piece.rstrip(" \"”')").endswith("?") for piece in pieces):
        return False
    said = frozenset(_stems(body)) - STOP
    if said <= asked.stems or all(_is_head(piece, above, asked) for piece in pieces):
        return False
    if asked.expected is None:
        return True
    # A number or a year that the question has itself is no answer to it.
    body = DIGITS.sub(lambda found: "" if found[0] in asked.digits else found[0], body)
    columns = hit.passage.context.rpartition(" > ")[2] if hit.passage.fields else ""
    return bool(asked.expected.words.search(body) or (columns and asked.expected.words.search(f"{columns} | {body}")))


def _is_head(piece: str, above: frozenset[str], asked: Asked) -> bool:
    """Whether a piece is a heading, or a line of a document's head where no date or person is asked for."""
    if frozenset(_stems(piece)) - STOP <= above:
        return True
    return not (asked.expected and asked.expected.of_head) and bool(HEAD.match(piece))


def _around(hit: Hit, document: Document) -> Said:
    """The stems of what stands around a passage: headings, the document's title, name, party, place and dates."""
    dated = f"{document.effective or ''} {document.expires or ''}".replace("-", " ")
    told = f"{document.title} {document.name} {document.party} {document.site} {dated}"
    return _stems(hit.passage.context) + _stems(told)


@lru_cache(maxsize=20_000)
def _stems(text: str) -> Said:
    return stems(plain(text))


def _spoken(asked: Asked, quote: Said, around: Said, beside: Said) -> float:
    if any(not terms.spoken(quote) and not terms.spoken(around) for terms in asked.must):
        return 0.0
    things = [terms for place, (terms, _) in enumerate(asked.terms) if place not in asked.given]
    if asked.given and not any(terms.spoken(quote) for terms in things):
        return 0.0  # a party's name alone answers nothing
    total = sum(weight for _, weight in asked.terms)
    said = 0.0
    for place, (terms, weight) in enumerate(asked.terms):
        if terms.spoken(quote) or (place in asked.given and terms.spoken(around)):
            said += weight
        elif terms.spoken(around):
            said += weight * AROUND
        elif terms.spoken(beside):
            said += weight * BESIDE
    return said / total if total else 0.0


def _counts(asked: Asked, quote: str) -> float:
    return COUNTED if asked.counted and asked.counted.search(quote) else 0.0


def _score(spoken: float, hit: Hit, length: int) -> float:
    likeness = min(max(hit.dense or 0.0, 0.0) / ALIKE, 1.0)
    return 0.5 * spoken + 0.5 * likeness - LENGTH * length
