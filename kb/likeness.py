"""The general scorer: for criteria without facets (the user's own, other business types), which it is less sure of."""

from kb.citations import cite
from kb.model import MUTE, Document, Evidence, Grade, Hit, Layer, Requirement

# Cosine of MiniLM below which a passage is not worth a person's time; it says alike, never covered.
ALIKE = 0.55


def judge_by_likeness(requirement: Requirement, hit: Hit, document: Document) -> Evidence | None:
    """A passage that reads like the requirement, as partial evidence at most; None where it does not."""
    if document.kind in MUTE or hit.dense is None or hit.dense < ALIKE:
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
