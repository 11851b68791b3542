"""The general scorer: for criteria without facets (the user's own, other business types), which it is less sure of.

It also finds what a company says in words of its own, which no facet knows.
"""

from dataclasses import replace
from datetime import date

from kb.assurances import claims_nothing
from kb.citations import cite
from kb.model import MUTE, Document, Evidence, Grade, Hit, Layer, Passage, Requirement
from kb.time import out_of_date

OWN_WORDS = "the nearest in meaning, in words that are not known to speak of it: read it"

# Cosine of MiniLM below which a passage is not worth a person's time; it says alike, never covered.
ALIKE = 0.55
LEAST = 0.5  # the same where a part has nothing else to show: 0.55 found less of what people labelled, 0.45 no more

FEWEST = 8  # words that a passage says more with than what a paper is called


def can_show(passage: Passage, document: Document) -> bool:
    """Whether a passage that is near in meaning can be evidence at all.

    One that claims to satisfy a criterion, or stands under such a title, reads like one for that alone.
    """
    told = document.kind not in MUTE and len(passage.text.split()) >= FEWEST
    return told and claims_nothing(passage, document.title)


def judge_by_likeness(requirement: Requirement, hit: Hit, document: Document, least: float = ALIKE) -> Evidence | None:
    """A passage that reads like the requirement, as partial evidence at most; None where it does not."""
    if document.kind in MUTE or hit.dense is None or hit.dense < least:
        return None
    return Evidence(
        requirement=requirement.id,
        citation=cite(hit.passage, document),
        kind=document.kind,
        grade=Grade.PARTIAL,
        layer=Layer.PROCEDURE,
        party=document.party,
        effective=document.effective,
        expires=document.expires,
        strength=round(hit.dense, 4),
        reasons=("found by likeness only, since this criterion has no facets: read it before relying on it",),
    )


def in_own_words(requirement: Requirement, hit: Hit, document: Document, as_of: date, less: float) -> Evidence | None:
    """A passage that reads like a requirement in words of its own, which is shown and lifts no status.

    It stands `less` near than its cosine, as whatever no facet speaks of. None where it does not read like it.
    """
    alike = judge_by_likeness(requirement, hit, document, LEAST)
    old = out_of_date(document, hit.passage.fields, as_of)
    grade, reason = (Grade.STALE, old) if old else (Grade.PARTIAL, OWN_WORDS)
    strength = round(alike.strength - less, 4) if alike else 0.0
    return alike and replace(alike, grade=grade, strength=strength, reasons=(reason,), counts=False)
