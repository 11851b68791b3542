"""The company's own sites, and those that a paper of one site says nothing of."""

import re
from collections import Counter
from collections.abc import Iterable

from kb.model import Document

APART = re.compile(r"\s*(?:[,;/]|\band\b)\s*")
ASIDE = re.compile(r"\([^()]*\)")
LONGEST = 3  # words of a site's name; more is an address
TOLD_IN = 3  # papers of the company's own that must name a site before others are measured by it
# An office has no yard or dock: what is shown for the warehouses is not missing there.
OFFICE = re.compile(r"(?:hq|head ?quarters?|head office|main office|office|corporate.*)", re.IGNORECASE)


def known_sites(documents: Iterable[Document]) -> frozenset[str]:
    """The sites where goods are handled that several of the company's own papers name."""
    named = Counter(site for document in documents if not document.party for site in set(_named(document)))
    return frozenset(site for site, count in named.items() if count >= TOLD_IN and not OFFICE.fullmatch(site))


def elsewhere(document: Document, known: frozenset[str]) -> tuple[str, ...]:
    """The other sites, where a paper of the company's own speaks of one site alone; empty where it speaks of more."""
    here = known.intersection(_named(document))
    return tuple(sorted(known - here)) if len(here) == 1 and not document.party else ()


def _named(document: Document) -> list[str]:
    parts = [part.strip(" .") for part in APART.split(ASIDE.sub("", document.site))]
    return [part for part in parts if part and len(part.split()) <= LONGEST]
