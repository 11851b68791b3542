"""What a question asks: the things it speaks of, how rare each is, and the names and numbers that must be met."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from math import log

from kb.asking_expected import Expected, counted, expected
from kb.query import STOP_WORDS, expression
from kb.store import Store
from kb.synonyms import spellings
from kb.terms import Terms, stems, words

_FRAME = """
    a an and any are as at be been by can come comes could did do does e for from get gets got had happen happened
    happens has have how i if in into is it its like may me might must my of on or our ours shall should show tell that
    the their them there these they this those to us was we were what when where which who whom whose why will with
    would you your
    documents document say says said company companies about please give find long much many often everyone people after
    before use used paper papers something anything somebody someone anybody anyone he she him her his hers
"""
STOP = frozenset(stems(f"{_FRAME} {' '.join(STOP_WORDS)}"))
# The words by which a question says what kind of words it wants: they are no subject of it.
_ASKING = re.compile(
    r"\bhow (?:long|soon|quickly|fast|far ahead|old|often|frequently|regularly|much|high|tall|wide|big|large|bright"
    r"|heavy|far)\b"
    r"|\bhow many (?:seconds|minutes|hours|days|weeks|months|years)\b"
    r"|\b(?:which|what) (?:day|date|month|week|year|time)s?\b|\bwhich (?:company|firm|person)\b|\bwhat happens\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)+\b|\b[A-Z]{2,}\d{2,}\b")
_NUMBER = re.compile(r"(?<![\w.,-])\d{3,}(?![\w-]|[.,]\d)")
_NAME = re.compile(r"(?<=\s)[A-Z][\w’'&.-]*")
_LEAST = 1e-3  # weight of a word that nearly every passage has


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, taken apart."""

    text: str
    terms: tuple[tuple[Terms, float], ...]  # the things it speaks of, each with how rare it is in the base
    given: frozenset[int]  # places of the terms that name the party: its paper speaks of it as well as any quote
    unknown: tuple[str, ...]  # names and codes that stand in it and nowhere in the base
    must: tuple[Terms, ...]  # codes, numbers, a party: what answers has them, or its document bears them
    expected: Expected | None
    counted: re.Pattern[str] | None  # a number of the things whose number is asked for
    stems: frozenset[str]  # of all its words
    digits: frozenset[str]  # the numbers in it


def taken_apart(question: str, passages: int, count: Callable[[str], int], party: str = "") -> Asked:
    """What a question asks, of a party where one is named; `count` tells how many passages an FTS5 expression fits."""
    text = plain(question)
    subject = _ASKING.sub(" ", text)

    def rarity(spoken: tuple[str, ...]) -> float:
        phrases = (" ".join(words(phrase)) for phrase in spoken)
        found = count(" OR ".join(f'"{phrase}"' for phrase in phrases if phrase))
        return max(log((passages + 1) / (found + 0.5)), _LEAST)

    codes = [code.group() for code in _CODE.finditer(text)]
    names = [name.strip(".'’") for name in _NAME.findall(text) if not STOP.issuperset(stems(name))]
    unknown = [code for code in codes if not count(f'"{" ".join(words(code))}"')]
    unknown += [name for name in names if name not in codes and not count(expression(words(name)))]
    must = [Terms([code]) for code in (*codes, *_NUMBER.findall(text), *filter(None, [plain(party)]))]
    things, named = spellings(subject, STOP), stems(plain(party))
    return Asked(
        question,
        tuple((terms, rarity(spoken)) for terms, spoken in things),
        frozenset(place for place, (terms, _) in enumerate(things) if terms.spoken(named)),
        tuple(dict.fromkeys(unknown)),
        tuple(must),
        expected(question),
        counted(question),
        frozenset(stems(subject)),
        frozenset(re.findall(r"\d+", text)),
    )


def taken_apart_over(store: Store) -> Callable[[str], Asked]:
    """taken_apart over the passages of a store."""
    return lambda question: taken_apart(question, store.passage_count(), store.match_count)


def plain(text: str) -> str:
    """The text without accents."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
