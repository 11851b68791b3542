"""The party that a question names by its name, a part of it, or its place."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kb.asking_words import plain
from kb.matrix import party_key
from kb.model import Document

WORD = re.compile(r"[^\W_]+")
# Words of firms' names and addresses that name nobody by themselves.
COMMON = frozenset(
    """
    and audit avenue building bridge business carrier cfs china city company container customs de del district east
    export factory forwarding freight furniture gate global goods group guard guards harbor home house import industrial
    industries international km korea lane lanes lantern line lines logistics loop mexico monitoring muebles north
    office of pacific park pier pierhead planta plant port products province republic road san santa seal seals security
    service services shipping site south street supply systems textiles the trade trading transport transportes united
    vietnam warehouse west woodcraft works y
    """.split()
)
ROLE = r"(?:factory|supplier|vendor|plant|site|carrier|warehouse|partner|manufacturer|consolidator|broker)"


@dataclass(frozen=True, slots=True)
class Named:
    """A party that a question names, with its papers."""

    party: str
    words: str  # as the question has them
    papers: tuple[Document, ...]  # current ones, by name


def party_named(question: str, documents: Iterable[Document]) -> Named | None:
    """The party of some document that a question names; None where it names none, or several."""
    papers: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if document.party:
            papers[_key(document.party)].append(document)
    places = [(found.group(), plain(found.group()).casefold()) for found in WORD.finditer(question)]
    found = {key: words for key, own in papers.items() if (words := _named(key, own, places))}
    most = max((len(words) for words in found.values()), default=0)
    best = [key for key, words in found.items() if len(words) == most]
    if len(best) != 1:
        return None
    own = papers[best[0]]
    name = max((document.party for document in own), key=len)
    current = tuple(document for document in own if not document.superseded_by)
    return Named(name, " ".join(found[best[0]]), current)


def without_party(question: str, party: Named) -> str:
    """The question without the party's name and what it is called by, such as "from the Shenzhen factory"."""
    words = r"[\s'’s]+".join(map(re.escape, party.words.split()))
    return re.sub(rf"\b(?:(?:from|of|at|by|in|for)\s+)?(?:the\s+)?{words}(?:['’]s?)?(?:\s+{ROLE}\b)?", " ", question)


def _named(key: str, papers: Iterable[Document], places: list[tuple[str, str]]) -> list[str]:
    """The longest run of the question's words that names a party; empty where none does.

    The first word of its name that is no common one names it; another one, or its place's, only as a proper name.
    """
    name = key.split()
    own = [word for word in name if word not in COMMON and len(word) > 2] or name[:1]
    sites = frozenset[str]().union(*map(_site, {document.site for document in papers}))
    best: list[str] = []
    for start, (spelled, word) in enumerate(places):
        proper = spelled[:1].isupper() and start > 0
        if word == own[0] or (proper and (word in own or word in sites)) or word in _places(key):
            run = [spelled]
            for following, plainly in places[start + 1 :]:
                if plainly not in name:
                    break
                run.append(following)
            best = max(best, run, key=len)
    return best


@lru_cache(maxsize=10_000)
def _key(party: str) -> str:
    return party_key(party)


@lru_cache(maxsize=10_000)
def _site(site: str) -> frozenset[str]:
    """The words of an address that can name a place."""
    told = WORD.findall(plain(site).casefold())
    return frozenset(word for word in told if len(word) > 3 and word not in COMMON and not word.isdecimal())


def _places(key: str) -> set[str]:
    """Words of a name that stand for its place: those after the first two, such as Shenzhen; not its legal form."""
    return {word for word in key.split()[2:] if word not in COMMON and len(word) > 4}
