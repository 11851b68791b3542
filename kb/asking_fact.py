"""The words of a document that a fact about it was read from, as a citation."""

import re
from collections.abc import Callable

from kb.citations import cite
from kb.model import Citation, Document, Passage
from kb.store import Store

WORD = re.compile(r"[^\W_]+")
MOST = 12  # words by which a fact is found again


def fact_cited(
    document: Document, names: tuple[str, ...], store: Store, verify: Callable[[Citation], Citation]
) -> Citation | None:
    """The words of the first of these facts that still stand in the document, verified; None where none do."""
    passages = store.passages(document.path)
    for name in names:
        words = next((fact.words for fact in document.facts if fact.name == name), "")
        found = _found(words, passages)
        if found and (checked := verify(cite(found[0], document, *found[1:]))).verified:
            return checked
    return None


def first_words(document: Document, store: Store, verify: Callable[[Citation], Citation]) -> Citation | None:
    """The words that a document begins with, verified; None where it has none that are."""
    for passage in store.passages(document.path):
        if any(sign.isalnum() for sign in passage.text):
            checked = verify(cite(passage, document))
            return checked if checked.verified else None
    return None


def _found(words: str, passages: list[Passage]) -> tuple[Passage, int, int] | None:
    """The passage and the span in it where words stand one after the other, whatever stands between them."""
    parts = WORD.findall(words)[:MOST]
    if not parts:
        return None
    pattern = re.compile(r"[\W_]+".join(map(re.escape, parts)))
    for passage in passages:
        found = pattern.search(passage.text)
        if found:
            return passage, found.start(), found.end()
    return None
