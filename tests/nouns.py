"""Small nouns that tests are made of."""

from datetime import date
from typing import Any

from kb.coverage import coverage, judgement
from kb.evidence import judge
from kb.facets import Lens, Prepared, relevance
from kb.model import (
    Citation,
    Coverage,
    Criterion,
    DatedFlag,
    Document,
    Evidence,
    Flag,
    Grade,
    Judgement,
    Kind,
    Layer,
    Locator,
    Passage,
    Requirement,
    Status,
)
from kb.scope import Scope

AS_OF = date(2026, 11, 22)
RECENT = date(2026, 4, 17)
SEALS = Requirement(
    id="71.1",
    text="High-security seals are kept in a locked place and counted by a custodian.",
    layers=(Layer.PROCEDURE,),
    core={"seal": ("seal", "bolt seal"), "kept": ("locked", "cabinet", "safe")},
    full={"count": ("count*", "inventory")},
    lookalikes=("carton sealing tape",),
)
SEAL_WORDS = "Seals are kept in a locked cabinet and counted every Friday by the custodian."


def document(kind: Kind = Kind.POLICY, **values: Any) -> Document:
    """A document of a kind; dated within the year unless told otherwise."""
    name = values.pop("name", f"{kind.value.replace(' ', '_')}.md")
    given = {
        "path": f"/papers/{name}",
        "name": name,
        "sha256": "a" * 64,
        "kind": kind,
        "title": "",
        "effective": RECENT,
    }
    return Document(**(given | values))


def passage(text: str, paper: Document, **values: Any) -> Passage:
    """A passage that is the whole text of a document, unless a span is given."""
    given: dict[str, Any] = {
        "id": f"{paper.name}:{text[:40]}",
        "path": paper.path,
        "start": 0,
        "end": len(text),
        "text": text,
    }
    return Passage(**(given | values))


def row(number: str, item: str, answer: str, explanation: str, paper: Document) -> Passage:
    """A row of a vendor's questionnaire, with the roles of its columns."""
    fields = {"number": number, "item": item, "answer": answer, "explanation": explanation}
    text = " | ".join(filter(None, fields.values()))
    return passage(text, paper, locator=Locator(sheet="Questions", row=9), fields=fields)


def judged(
    said: str | Passage,
    paper: Document,
    requirement: Requirement = SEALS,
    likeness: float = 0.8,
    scope: Scope = Scope.ANY,
) -> Evidence | None:
    """What a passage is worth for a requirement on the day of the tests."""
    said = passage(said, paper) if isinstance(said, str) else said
    lens, prepared = Lens.of(requirement), Prepared(said, paper.title)
    return judge(requirement, lens, prepared, relevance(lens, prepared), paper, AS_OF, likeness, scope)


def grade(said: str | Passage, paper: Document, requirement: Requirement = SEALS, **values: Any) -> Grade | None:
    """The grade alone; None where the passage is no evidence at all."""
    found = judged(said, paper, requirement, **values)
    return found.grade if found else None


def evidence(grade: Grade, kind: Kind = Kind.POLICY, **values: Any) -> Evidence:
    """A piece of evidence of a grade, its citation verified."""
    party = values.pop("party", "")
    paper = document(kind, party=party, **values.pop("paper", {}))
    quote = values.pop("quote", SEAL_WORDS)
    layers = {Kind.RECORD: Layer.RECORD, Kind.LETTER: Layer.PARTNER, Kind.QUESTIONNAIRE: Layer.PARTNER}
    given: dict[str, Any] = {
        "requirement": "71.1",
        "citation": Citation(paper.path, paper.name, paper.sha256, 0, len(quote), quote, verified=True),
        "kind": kind,
        "grade": grade,
        "layer": layers.get(kind, Layer.PROCEDURE),
        "party": party,
        "effective": paper.effective,
        "expires": paper.expires,
        "strength": 0.8,
        "reasons": ("because",),
    }
    return Evidence(**(given | values))


def criterion(number: int = 71, *requirements: Requirement, flag: Flag = Flag.MUST, **values: Any) -> Criterion:
    """A criterion of the parts given."""
    given: dict[str, Any] = {
        "number": number,
        "msc_id": "6.1",
        "section": "Conveyance and IIT",
        "title": f"Title {number}",
        "question": "Are the seals kept safe?",
        "flags": (DatedFlag(flag, date(2020, 3, 1)),),
        "requirements": requirements or (SEALS,),
    }
    return Criterion(**(given | values))


def standing(*pieces: Evidence | None, requirement: Requirement = SEALS) -> Judgement:
    """Where a requirement stands on pieces of evidence."""
    return judgement(requirement, [piece for piece in pieces if piece])


def status(*pieces: Evidence | None, requirement: Requirement = SEALS) -> Status:
    """The status of a requirement on pieces of evidence."""
    return standing(*pieces, requirement=requirement).status


def covered_by(subject: Criterion, *judgements: Judgement) -> Coverage:
    """The coverage of a criterion from the judgements of its parts."""
    return coverage(subject, judgements, AS_OF)
