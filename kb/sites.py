"""The company's own sites, and those that a paper of one site says nothing of."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations

from kb.model import Document

APART = re.compile(r"\s*(?:[,;/]|\band\b)\s*")
ASIDE = re.compile(r"\([^()]*\)")
LONGEST = 3  # words of a site's name; more is an address
TOLD_IN = 3  # papers of the company's own that must name a site before others are measured by it
LISTED = 2  # papers that give two sites together as theirs: else both may be names of one place
PLACE = frozenset({"village", "city", "town", "township", "park", "heights", "warehouse", "plant", "terminal", "yard"})
EVERYWHERE = re.compile(
    r"\b(?:all|every|each|any)(?: of)?(?: our| the| its)?"
    r" (?:sites?|locations?|facilit(?:y|ies)|warehouses?|premises|buildings?)\b",
    re.IGNORECASE,
)
# An office has no yard or dock: what is shown for the warehouses is not missing there.
OFFICE = re.compile(r"(?:hq|head ?quarters?|head office|main office|office|corporate.*)", re.IGNORECASE)


def known_sites(documents: Iterable[Document]) -> frozenset[str]:
    """The sites where goods are handled that several of the company's own papers name."""
    named = Counter(site for document in documents if not document.party for site in set(sites_named(document)))
    return frozenset(site for site, count in named.items() if count >= TOLD_IN and not OFFICE.fullmatch(site))


class Sites:
    """The known sites, and which of them are listed side by side."""

    def __init__(self, documents: Collection[Document]) -> None:
        self.known = known_sites(documents)
        self._spelled = {site: re.compile(rf"\b{_as_said(site)}\b") for site in self.known}
        listed = Counter(
            pair
            for document in documents
            if not document.party
            for pair in combinations(sorted(self.known.intersection(sites_named(document))), 2)
        )
        self._beside: dict[str, set[str]] = {site: set() for site in self.known}
        for (one, other), count in listed.items():
            if count >= LISTED:
                self._beside[one].add(other)
                self._beside[other].add(one)

    def elsewhere(self, document: Document, words: str = "", beside: str = "") -> tuple[str, ...]:
        """The other sites, where words of the company's own name some alone, or stand in a paper of one alone.

        What stands `beside` an entry in its log: where that names a site too, the log is kept there as well.
        """
        if document.party or EVERYWHERE.search(words):
            return ()
        # "(LRD: dispatch window)" tells how it differs there, and that it holds there too.
        words = ASIDE.sub(lambda aside: aside[0] if self._several(aside[0]) else "", words)
        here = {site for site, spelled in self._spelled.items() if spelled.search(words)}
        if not here:
            here = set(self.known.intersection(sites_named(document)))
            here = here if len(here) == 1 else set()
        others = {other for site in here for other in self._beside[site]} - here
        return tuple(sorted(other for other in others if not self._spelled[other].search(beside)))

    def _several(self, words: str) -> bool:
        return sum(bool(spelled.search(words)) for spelled in self._spelled.values()) > 1


def _as_said(site: str) -> str:
    """How a site is named in words: "Elk Grove Village" also without its last word."""
    *first, last = site.split()
    name = " ".join(first)
    return rf"{re.escape(name)}(?: {re.escape(last)})?" if name and last.lower() in PLACE else re.escape(site)


def sites_named(document: Document) -> list[str]:
    """The sites that a paper names, as it spells them; addresses are left out."""
    parts = [part.strip(" .") for part in APART.split(ASIDE.sub("", document.site))]
    return [part for part in parts if part and len(part.split()) <= LONGEST]
