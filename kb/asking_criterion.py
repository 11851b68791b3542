"""Questions about a criterion: which one is meant, and its coverage, that of one party alone where one is named."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from kb.answer import answer_criterion, evidence_line
from kb.asking_party import Named, without_party
from kb.asking_told import names
from kb.criteria import Catalogue
from kb.matrix import party_key
from kb.model import Answer, Citation, Coverage, Evidence, Grade, Judgement, Requirement

# A question about coverage is answered from a criterion; any other one from what the documents say.
ABOUT_COVERAGE = re.compile(
    r"\b(?:cover(?:s|ed|age|ing)?|criterion|criteria|evidence|gap|missing|comply|complian\w*|prove|proof)\b", re.I
)
# What a party answered to "question 8" is an item of its own form, whose numbers are no portal numbers.
OF_A_FORM = re.compile(r"\b(?:answer(?:s|ed)?|repl(?:y|ies|ied)|questionnaire)\b", re.IGNORECASE)
OF_THE_PORTAL = re.compile(r"\b(?:criteri(?:on|a)|msc)\b", re.IGNORECASE)
BY_WORTH = (Grade.SUPPORTS, Grade.PARTIAL, Grade.CONTRADICTS, Grade.STALE, Grade.CLAIM_ONLY)
OF_A_PART = 3  # pieces of one party
PAPERS = 12  # of one party that are judged for a question
JudgedWithin = Callable[[Requirement, str], Iterable[Evidence]]  # the evidence for a part in the paper of a path


def criterion_asked(question: str, party: Named | None, catalogue: Catalogue) -> int | None:
    """The criterion that a question is about; None for a question about the documents.

    Raises UnknownCriterionError where it names one that does not exist, or several.
    """
    if party and OF_A_FORM.search(question) and not OF_THE_PORTAL.search(question):
        return None
    about = bool(ABOUT_COVERAGE.search(question))
    subject = without_party(question, party) if party and about else question
    number = catalogue.mentioned(subject)
    if number is not None or not about:
        return number
    return catalogue.look_up(subject).number if catalogue.find(subject) else None


def answer_about(
    question: str,
    coverage: Coverage,
    party: Named | None,
    judged_within: JudgedWithin,
    verify: Callable[[Citation], Citation],
) -> Answer:
    """What covers a criterion, or what one party shows for it, by its own papers and by what others say of it."""
    if party is None:
        return answer_criterion(question, coverage, verify)
    subject = coverage.criterion
    lines = [f"Criterion {subject.number}, {subject.title} (MSC {subject.msc_id}): what {party.party} shows."]
    citations: list[Citation] = []
    for judged in coverage.judgements:
        told = []
        for item in _of_party(judged, party, judged_within):
            checked = verify(item.citation)
            if checked.verified:
                citations.append(replace(checked, marker=f"[{len(citations) + 1}]"))
                told.append(evidence_line(item, citations[-1]))
        lines += [f"\n{judged.requirement.id} {judged.requirement.text}", *(told or ["  Nothing."])]
    if citations:
        return Answer(question, True, "\n".join(lines), subject.number, tuple(citations))
    text = f"No evidence from {party.party} for criterion {subject.number}."
    return Answer(question, False, text, subject.number, (), _why_not(coverage, party))


def _why_not(coverage: Coverage, party: Named) -> str:
    """Which papers were read, and of whom there is evidence."""
    papers = ", ".join(document.name for document in party.papers) or "none"
    others = names(item.party for judged in coverage.judgements for item in judged.evidence)
    number = coverage.criterion.number
    told = f"No paper from {party.party} says anything about criterion {number}. All of its papers were read: {papers}."
    return f"{told} Evidence for it comes from: {others}." if others else told


def _of_party(judged: Judgement, party: Named, judged_within: JudgedWithin) -> list[Evidence]:
    """The pieces of a part that are of a party or from its papers, each passage once, the best first."""
    key, paths = party_key(party.party), [document.path for document in party.papers]
    known = (item for item in (*judged.evidence, *judged.by_party) if party_key(item.party) == key)
    own = (item for path in paths[:PAPERS] for item in judged_within(judged.requirement, path))
    ranked = sorted(
        (item for item in (*own, *known) if item.grade in BY_WORTH and not item.by_meaning),
        key=lambda item: (BY_WORTH.index(item.grade), item.citation.path not in paths, -item.strength),
    )
    unique = {(item.citation.path, item.citation.start): item for item in reversed(ranked)}
    return list(reversed(unique.values()))[:OF_A_PART]
