"""The partner that a passage of the company's own papers speaks of."""

import re
from collections.abc import Iterable
from itertools import pairwise

from kb.model import Document, Passage
from kb.terms import words

DISTINCT = 2  # words of a firm's name by which papers call it: "Zhenyuan Woodcraft" of "Zhenyuan Woodcraft Co., Ltd."
NAMES = re.compile(  # heads a column that says whose the row is
    r"\b(?:partners?|part(?:y|ies)|vendors?|suppliers?|contractors?|providers?|link|tier)\b", re.IGNORECASE
)
WHENCE = re.compile(r"\b(?:carriers?|compan(?:y|ies)|name)\b", re.IGNORECASE)  # so too, but not in a log of people
PEOPLE = re.compile(r"\b(?:visitors?|guests?|driver|host|badge|escort)\b", re.IGNORECASE)


def short_names(documents: Iterable[Document]) -> dict[tuple[str, ...], str]:
    """The first words of each party's name -> the party, for parties whose papers are in the base."""
    parties = sorted({document.party for document in documents if document.party})
    return {key: party for party in parties if len(key := tuple(words(party)[:DISTINCT])) == DISTINCT}


def party_of(passage: Passage, start: int, document: Document, known: dict[tuple[str, ...], str]) -> str:
    """The document's party; for a paper of the company's own, the partner whom it speaks of.

    That is the one whom the headings name, or what stands before the quoted words (from `start` of the passage); of a
    table row, the one whom a cell names under a heading such as "Partner"; the firm of a visitor is not.
    """
    if document.party:
        return document.party
    told = _of_row(passage) if passage.fields else passage.text[:start]
    pairs = set(pairwise(words(f"{passage.context} {told}")))
    return next((party for key, party in known.items() if key in pairs), "")


def row_party(passage: Passage) -> str:
    """The firm that a table row names under a heading such as "Partner", also one of which there are no papers."""
    cells = [cell for head, cell in passage.fields.items() if NAMES.search(head) and len(words(cell)) >= DISTINCT]
    return cells[0] if cells else ""


def _of_row(passage: Passage) -> str:
    """The cells that say whose a row is; a log of people only says whence a person comes."""
    people = any(map(PEOPLE.search, passage.fields))
    return " | ".join(
        cell for head, cell in passage.fields.items() if NAMES.search(head) or (not people and WHENCE.search(head))
    )
