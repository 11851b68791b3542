"""Where a part stands when what people decided is laid over what the program found."""

from collections.abc import Sequence
from dataclasses import replace

from kb.citations import normalised
from kb.coverage import judgement
from kb.decisions import told
from kb.evidence import FITTED
from kb.model import Citation, Decision, Evidence, Grade, Hit, Judgement, Requirement, Ruling, Status
from kb.quoting import much_alike
from kb.standing import Papers


def decided(
    requirement: Requirement, evidence: Sequence[Evidence], decisions: Sequence[Decision], papers: Papers
) -> Judgement:
    """The judgement of a part with what people settled about it, oldest decision first.

    What a person accepted supports the part in the layer asked for, and what a person rejected is no evidence of it;
    the rest of the evidence is weighed beside it as ever, so that a contradiction that nobody rejected still shows.
    A paper that cannot prove it by itself (out of date, a form, a register) is at most partial, even where it was
    accepted: the reason says both. A decision that must be looked at again raises nothing: what was accepted then is
    judged as if nobody had said so, what was rejected stays out as far as it would raise the status, and "not
    applicable" does not hold.
    """
    alone = judgement(requirement, evidence)
    if not decisions:
        return alone
    pieces = list(evidence)
    for decision in decisions:
        if decision.ruling is Ruling.REJECTED:
            pieces = [item for item in pieces if not _refused(item, decision, papers)]
        elif decision.citation and not decision.look_again:
            pieces = [item for item in pieces if not _stands_for(decision.citation, item)]
            pieces.append(_accepted(requirement, decision, decision.citation, papers))
    judged = replace(judgement(requirement, pieces), decisions=tuple(decisions))
    holding = [decision for decision in decisions if not decision.look_again]
    apart = [decision for decision in holding if decision.ruling is Ruling.NOT_APPLICABLE]
    if apart:
        words = _made(apart[-1:])
        return replace(judged, status=Status.NOT_APPLICABLE, missing="Nothing, as it does not apply.", decided=words)
    return replace(judged, decided=_made(holding)) if judged.status is not alone.status else judged


def nearest(judged: Sequence[Evidence], hits: Sequence[tuple[Hit, Citation]]) -> Citation | None:
    """The words by which a document is best linked to a part; None where none is fit.

    `judged` is what the program takes for evidence among the hits. Where that is nothing, a passage that reads alike.
    """
    fit = [item for item in judged if _raises(item)] or [item for item in judged if _silent(item)]
    best = min(fit, key=lambda item: (item.grade is not Grade.SUPPORTS, -item.strength), default=None)
    if best:
        return best.citation
    spans = [item.citation for item in judged]
    alike = [
        (hit.dense, cited)
        for hit, cited in hits
        if hit.dense is not None and hit.dense >= FITTED.counts and cited.verified
        if not any(_overlaps(cited, span) for span in spans)
    ]
    return max(alike, key=lambda pair: pair[0])[1] if alike else None


def lines(judged: Judgement) -> list[str]:
    """What a reader of a part must know of decisions: who made the status, and what must be looked at again."""
    made = [f"{judged.decided[:1].upper()}{judged.decided[1:]}."] if judged.decided else []
    flagged = [
        f"Look again at decision {decision.number} ({told(decision)}): {decision.look_again}."
        for decision in judged.decisions
        if decision.look_again
    ]
    return made + flagged


def _made(decisions: Sequence[Decision]) -> str:
    """Such as "decided by A. Marsh on 2026-11-22: yard.docx accepted, seen on site"."""
    by: dict[tuple[str, str], dict[str, None]] = {}  # person and day -> what they decided, each once
    for each in decisions:
        by.setdefault((each.by, each.at[:10]), {})[_what(each)] = None
    return "; ".join(f"decided by {who} on {day}: {'; '.join(what)}" for (who, day), what in by.items())


def _what(decision: Decision) -> str:
    file = f"{decision.citation.document} {decision.ruling.value}" if decision.citation else ""
    return ", ".join(filter(None, (file, decision.reason)))


def _accepted(requirement: Requirement, decision: Decision, cited: Citation, papers: Papers) -> Evidence:
    document = papers.documents[cited.path]
    reservation = papers.reservation(cited.path)
    return Evidence(
        requirement=requirement.id,
        citation=cited,
        kind=document.kind,
        grade=Grade.PARTIAL if reservation else Grade.SUPPORTS,
        layer=requirement.layers[0],
        party=papers.party(cited),
        effective=document.effective,
        expires=document.expires,
        strength=1.0,
        reasons=("; ".join(filter(None, (told(decision), reservation))),),
        decision=decision,
    )


def _stands_for(cited: Citation, item: Evidence) -> bool:
    """Whether accepted words take the place of a piece: one within them, or one beside them that says nothing against.

    A limit that stands outside the accepted words is not lifted by them.
    """
    if not _overlaps(cited, item.citation):
        return False
    within = cited.start <= item.citation.start and item.citation.end <= cited.end
    return within or _raises(item)


def _refused(item: Evidence, decision: Decision, papers: Papers) -> bool:
    """Whether a piece is kept out: what was rejected, or what is too much like it while nobody has looked again."""
    cited = decision.citation
    if cited is None or not (decision.look_again == "" or _raises(item) or item.grade is Grade.STALE):
        return False
    places = _with_successors(cited.path, papers) if decision.look_again else {cited.path}
    if item.citation.path not in places:
        return False
    same = _overlaps(cited, item.citation) or normalised(cited.quote) in normalised(item.citation.quote)
    return same or (decision.look_again != "" and much_alike(cited.quote, item.citation.quote))


def _with_successors(path: str, papers: Papers) -> set[str]:
    """A document and those that took its place."""
    paths: set[str] = set()
    while path and path not in paths:
        paths.add(path)
        document = papers.documents.get(path)
        path = document.superseded_by if document else ""
    return paths


def _silent(item: Evidence) -> bool:
    return not item.limits and item.grade is not Grade.CONTRADICTS


def _raises(item: Evidence) -> bool:
    return item.grade in (Grade.SUPPORTS, Grade.PARTIAL) and not item.limits


def _overlaps(one: Citation, other: Citation) -> bool:
    same = one.path == other.path and one.sha256 == other.sha256
    return same and one.start < other.end and other.start < one.end
