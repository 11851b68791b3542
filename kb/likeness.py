"""The general scorer: for criteria without facets (the user's own, other business types), which it is less sure of.

It also says which passages may be shown for their meaning alone, where a company has words of its own.
"""

from kb.assurances import claims_nothing
from kb.citations import cite
from kb.model import MUTE, Document, Evidence, Grade, Hit, Layer, Passage, Requirement
from kb.terms import stems

OWN_WORDS = "the nearest in meaning, in words that are not known to speak of it; it does not count: read it"

# Cosine of MiniLM below which a passage is not worth a person's time; it says alike, never covered.
ALIKE = 0.55
LEAST = 0.5  # the same where a part has nothing else to show: 0.55 found less of what people labelled, 0.45 no more

FEWEST = 8  # words that a passage says more with than what a paper is called
NAMED = 0.75  # share of the words of a name that stand in the paper's other names
ENDS, CLOSING = (".", "!", "?", ";", ":", "…", "。"), " \n\"'”’»)]"  # how a sentence ends, and what may follow that


def can_show(passage: Passage, document: Document) -> bool:
    """Whether a passage that is near in meaning can be shown for that.

    One that claims to satisfy a criterion, or stands under such a title, reads like one for that alone.
    """
    told = "\n".join(line for line in passage.text.splitlines() if line.strip() not in passage.locator.trail)
    if document.kind in MUTE or len(told.split()) < FEWEST or _is_name(told, passage, document):
        return False
    return claims_nothing(passage, document.title)


def _is_name(told: str, passage: Passage, document: Document) -> bool:
    """Whether what is told under a heading is no sentence, and only how the paper or a chapter above is called."""
    if passage.fields or told.rstrip(CLOSING).endswith(ENDS):
        return False
    called = {name for each in (document.title, document.name, *passage.locator.trail[:-1]) for name in stems(each)}
    words = stems(told)
    return sum(word in called for word in words) >= NAMED * len(words)


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
