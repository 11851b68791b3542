"""Spans of time that papers name, and where two papers name different ones for the same thing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kb.model import Evidence, Grade, Kind
from kb.sentences import sentences
from kb.terms import stems

HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "quarter": 2190.0, "year": 8760.0}
NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), start=1
    )
} | {"twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90, "half a": 0.5, "a": 1, "an": 1}
COUNT = r"(?P<count>\d{1,4}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
SPAN = re.compile(
    rf"\b{COUNT}(?:\s*\(\d+\))?[\s-]+(?:full |calendar |working |business )?(?P<unit>hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
KEEPING = re.compile(
    r"\b(?:kept|keeps?|keeping|retain\w*|retention|stored?|archived?|held|holds?|preserved?|saved|overwrit\w*"
    r"|reach(?:es)? back|goes back|go back|available|recorders?|on file)\b",
    re.IGNORECASE,
)
# A span after one of these, or before one of those, is not how long a thing is kept.
OTHERWISE = re.compile(
    r"\b(?:every|within|(?<!overwrite )(?<!overwritten )after|before|notice|review\w*|each)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
AGE = re.compile(r"\W+(?:old|ago|before|prior|notice)\b", re.IGNORECASE)
TELLING = 4  # letters of a word that may name a thing
OF_KEEPING = frozenset(
    stems(
        "kept keep keeping retained retain retention stored store storage archived held hold saved file files available"
        " least than more less from after then this that with which their they days years months"
    )
)
ROUNDING = 1.1  # three months and 90 days are the same


@dataclass(frozen=True, slots=True)
class Figure:
    """How long a sentence says that something is kept."""

    hours: float
    words: str
    about: frozenset[str] = frozenset()  # the stems of the sentence's other words


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two pieces of evidence that name different figures for the same thing."""

    between: tuple[Evidence, Evidence]
    told: str


def figures(text: str) -> Iterator[Figure]:
    """How long a text says that things are kept."""
    for start, end in sentences(text):
        sentence = text[start:end]
        if not KEEPING.search(sentence):
            continue
        for found in SPAN.finditer(sentence):
            if not OTHERWISE.search(sentence[: found.start()]) and not AGE.match(sentence[found.end() :]):
                count = found["count"].lower()
                number = float(count) if count.isdigit() else float(NUMBERS[count])
                said = stems(f"{sentence[: found.start()]} {sentence[found.end() :]}")
                about = frozenset(stem for stem in said if len(stem) >= TELLING)
                yield Figure(number * HOURS[found["unit"].lower()], " ".join(found[0].split()), about - OF_KEEPING)


def disagreement(evidence: Sequence[Evidence]) -> Disagreement | None:
    """The first two documents that name different spans for the same part, the company's own papers only.

    A rule is met by a record that shows a longer span; only a shorter one contradicts it.
    """
    told = [(item, named[0]) for item in evidence if _tells(item) and len(named := _distinct(item)) == 1]
    for (one, first), (other, second) in combinations(told, 2):
        if one.citation.path == other.citation.path or one.party != other.party:
            continue
        if _apart(one, first, other, second):
            words = f"{one.citation.document} says {first.words}, {other.citation.document} says {second.words}"
            return Disagreement((one, other), words)
    return None


def _tells(item: Evidence) -> bool:
    return item.grade in (Grade.SUPPORTS, Grade.PARTIAL, Grade.CONTRADICTS) and not item.party


def _distinct(item: Evidence) -> list[Figure]:
    named = {round(figure.hours): figure for figure in figures(item.citation.quote)}
    return list(named.values())


def _apart(one: Evidence, first: Figure, other: Evidence, second: Figure) -> bool:
    long, short = (one, other) if first.hours >= second.hours else (other, one)
    if first.about and second.about and not first.about & second.about:
        return False  # what is kept a year is not what is kept two; "they are kept" may be either
    if max(first.hours, second.hours) < ROUNDING * min(first.hours, second.hours):
        return False
    return not (long.kind is Kind.RECORD and short.kind is not Kind.RECORD)
