"""The evidence of a criterion that is handed to a validator: verified quotes from files that are as they were read."""

from dataclasses import dataclass

from kb.assistant import Assistant
from kb.deciding import deciding
from kb.model import Citation, Coverage, Document, Evidence, Grade
from kb.originals import Originals
from kb.profile import Entry, overlap

SHOWN = 3  # supporting pieces a part beside those that the response cites


@dataclass(frozen=True, slots=True)
class Proof:
    """A verified quote with what a validator asks of it."""

    citation: Citation
    document: Document
    party: str  # empty for the company itself
    parts: tuple[str, ...]  # ids of the parts that it is evidence for; empty where today's judgement names none
    grade: Grade

    @property
    def validity(self) -> str:
        """Such as "2026-06-22, valid until 2027-03-31"; empty where the paper has no date."""
        told = [self.document.effective.isoformat()] if self.document.effective else []
        told += [f"valid until {self.document.expires.isoformat()}"] if self.document.expires else []
        return ", ".join(told)


def proofs(assistant: Assistant, entry: Entry, originals: Originals) -> tuple[list[Proof], list[tuple[Document, str]]]:
    """What supports a criterion, what the response cites first, and the files that are left out with the reason."""
    documents = assistant.papers().documents
    carrying = [[item for item in judged.evidence if _carries(item)] for judged in entry.coverage.judgements]
    found: list[Proof] = []
    missing: dict[str, tuple[Document, str]] = {}
    cited = [(each.citation, each.party) for each in entry.sources]
    beside = [(item.citation, item.party) for judged in _best(entry.coverage) for item in judged]
    for citation, party in [*cited, *beside]:
        document = documents.get(citation.path)
        told = any(overlap(citation, proof.citation) for proof in found)
        if told or document is None or not assistant.verify(citation).verified:
            continue
        fault = originals.of(document).fault
        if fault:
            missing[document.path] = (document, fault)
            continue
        parts = tuple(
            dict.fromkeys(
                item.requirement for pieces in carrying for item in pieces if overlap(item.citation, citation)
            )
        )
        found.append(Proof(citation, document, party, parts, Grade.SUPPORTS))
    return found, list(missing.values())


def _best(coverage: Coverage) -> list[list[Evidence]]:
    """For each part the pieces that carry it, as many as are shown, the best first."""
    every = (deciding(judged, len(judged.evidence)) for judged in coverage.judgements)
    return [[item for item in pieces if _carries(item)][:SHOWN] for pieces in every]


def _carries(item: Evidence) -> bool:
    return item.counts and item.grade is Grade.SUPPORTS and not item.limits
