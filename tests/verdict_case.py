"""A part about seals, and what a language model may say of its passages."""

import json

from nouns import SEAL_WORDS, SEALS, document, judged, passage

from kb.model import Document, Grade, Hit, Kind
from kb.scope import Scope
from kb.verdict import Case

WHOLE = SEAL_WORDS  # supports
PART = "High-security seals are kept in a locked cabinet of the dock."  # partial: no word of counting
FAR = "The seals are locked into the office cabinet and their inventory is taken."  # too unlike to count


def case(*said: tuple[str, Document, float], scope: Scope = Scope.ANY) -> Case:
    """The part about seals with passages of papers, as near as given."""
    hits, evidence = [], []
    for text, paper, likeness in said:
        found = judged(passage(text, paper), paper, likeness=likeness)
        assert found, text
        hits.append(Hit(passage(text, paper), 1.0, dense=likeness))
        evidence.append(found)
    return Case(SEALS, evidence, hits, scope, {paper.path: paper for _, paper, _ in said})


def paper(number: int, kind: Kind = Kind.POLICY, **values: object) -> Document:
    return document(kind, name=f"paper{number}.md", **values)


def three() -> Case:
    """One passage that supports, one that is partial, one that is too unlike to count."""
    made = case((WHOLE, paper(1), 0.8), (PART, paper(2), 0.8), (FAR, paper(3), 0.4))
    assert [(item.grade, item.counts) for item in made.evidence] == [
        (Grade.SUPPORTS, True),
        (Grade.PARTIAL, True),
        (Grade.PARTIAL, False),
    ]
    return made


def alone(text: str, kind: Kind = Kind.POLICY, likeness: float = 0.8, **values: object) -> Case:
    return case((text, paper(1, kind, **values), likeness))


def entry(number: object, verdict: object, words: object) -> dict[str, object]:
    return {"number": number, "verdict": verdict, "words": words}


def answer(*said: dict[str, object]) -> str:
    return json.dumps({"passages": list(said)})
