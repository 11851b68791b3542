"""The partner that a passage of the company's own papers speaks of."""

from collections.abc import Iterable
from itertools import pairwise

from kb.model import Document, Passage
from kb.terms import words

DISTINCT = 2  # words of a firm's name by which papers call it: "Zhenyuan Woodcraft" of "Zhenyuan Woodcraft Co., Ltd."


def short_names(documents: Iterable[Document]) -> dict[tuple[str, ...], str]:
    """The first words of each party's name -> the party, for parties whose papers are in the base."""
    parties = sorted({document.party for document in documents if document.party})
    return {key: party for party in parties if len(key := tuple(words(party)[:DISTINCT])) == DISTINCT}


def party_of(passage: Passage, start: int, document: Document, known: dict[tuple[str, ...], str]) -> str:
    """The document's party; for a paper of the company's own, the partner whom it speaks of.

    That is the one whom the headings name, or what stands before the quoted words (from `start` of the passage); of a
    table row, the one whom any of its cells names.
    """
    if document.party:
        return document.party
    told = passage.text if passage.fields else passage.text[:start]
    pairs = set(pairwise(words(f"{passage.context} {told}")))
    return next((party for key, party in known.items() if key in pairs), "")
