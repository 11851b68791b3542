"""The evidence of a criterion taken together: its status, and what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kb.actions import next_actions
from kb.evidence import FITTED, PARTNER_KINDS, WRITTEN
from kb.figures import KEEPING, disagreement
from kb.model import Coverage, Criterion, Evidence, Flag, Grade, Judgement, Kind, Layer, Requirement, Status

BESIDE = 0.08  # nearness below the best from which a passage is not about the same thing any more
FARTHER = 0.2  # nearness below what supports, from which a denial is of something else
NEAREST = 2  # pieces shown that do not count
# Pieces of evidence kept a requirement, by grade; those that limit come first.
SHOWN = dict.fromkeys(Grade, 3) | {Grade.SUPPORTS: 6, Grade.PARTIAL: 4}
# Order in which evidence is shown: what decides first, what only looks like evidence last.
ORDER = {grade: place for place, grade in enumerate(Grade)}
# Layers that also prove what another layer asks for: a described installation is found in policies and in records.
PROVES: dict[Layer, tuple[Layer, ...]] = {
    Layer.PROCEDURE: (Layer.PROCEDURE,),
    Layer.RECORD: (Layer.RECORD, Layer.TRAINING),
    Layer.PARTNER: (Layer.PARTNER, Layer.RECORD),
    Layer.TRAINING: (Layer.TRAINING,),
    Layer.TECHNOLOGY: (Layer.PROCEDURE, Layer.RECORD),
}


def judgement(requirement: Requirement, evidence: Iterable[Evidence]) -> Judgement:
    """Where one requirement stands on all its evidence. Circular evidence is told in words and never shown."""
    found = sorted(evidence, key=lambda item: (ORDER[item.grade], -item.strength))
    # Where it is asked how long, or a record shows it, a figure warns even where its sentence says little else.
    asked = KEEPING.search(requirement.text)
    apart = disagreement(
        [i for i in found if i.counts or ((asked or i.kind is Kind.RECORD) and i.strength >= FITTED.warns)]
    )
    everything = _worth_showing([_counting(item) if apart and item in apart.between else item for item in found])
    shown = [item for item in everything if item.grade is not Grade.CIRCULAR]
    counting = [item for item in shown if item.counts]
    status = _status(requirement, counting)
    if status is Status.COVERED and not any(item.grade is Grade.SUPPORTS for item in counting):
        together = _joining(requirement, counting)
        shown = [_promoted(item) if item in together else item for item in shown]
    missing = _missing(requirement, status, counting)
    if apart and status in (Status.COVERED, Status.PARTIAL):
        status, missing = Status.CONFLICT, f"Documents disagree: {apart.told}. Settle which is right."
    if status is not Status.COVERED and len(shown) < len(everything):
        missing += " Last year's answer claims it, and no document shows it." if status is Status.GAP else ""
    if status is Status.GAP and any(item.by_meaning for item in shown):
        missing += " What comes nearest is shown: it may say so in other words."
    return Judgement(requirement, status, _kept(shown), missing.strip(), by_party=_by_party(shown))


def _counting(item: Evidence) -> Evidence:
    """A piece that disagrees with another counts, however short it falls of what is asked."""
    return replace(item, counts=True)


def _promoted(item: Evidence) -> Evidence:
    """A passage that supports together with others, where none does by itself."""
    return replace(item, grade=Grade.SUPPORTS, reasons=("together with the others shown it says all that is asked",))


def _fitting(requirement: Requirement) -> frozenset[Layer]:
    """The layers that prove what is asked for or accepted; what need not be written is proven by a record of it too."""
    proofs = frozenset(proof for layer in requirement.layers for proof in PROVES[layer])
    unwritten = requirement.layers[0] is Layer.PROCEDURE and not WRITTEN.search(requirement.text)
    return proofs | {Layer.RECORD} if unwritten else proofs


def _kept(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best few of each grade, so that what decides is never crowded out by what agrees."""
    kept: list[Evidence] = []
    for grade in Grade:
        graded = [item for item in evidence if item.grade is grade]
        kept += sorted(graded, key=lambda item: not item.limits)[: SHOWN[grade]]
    return tuple(kept)


def _by_party(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """What is said of each party, one piece of a kind and grade: what limits before what does not."""
    best: dict[tuple[str, Kind, Grade], Evidence] = {}
    for item in sorted(evidence, key=lambda item: not item.limits):
        if item.party and item.counts:
            best.setdefault((item.party, item.kind, item.grade), item)
    return tuple(best.values())


def _worth_showing(evidence: Sequence[Evidence]) -> list[Evidence]:
    """What counts; where nothing that supports does, also the nearest that does not count."""
    counting = [item for item in evidence if item.counts]
    if any(item.grade in (Grade.SUPPORTS, Grade.PARTIAL) for item in counting):
        return counting
    others = [item for item in evidence if not item.counts]
    nearest = [item for item in others if not item.by_meaning][:NEAREST]
    return counting + nearest + [item for item in others if item.by_meaning]


def coverage(criterion: Criterion, judgements: Sequence[Judgement], as_of: date) -> Coverage:
    """Where a criterion stands: its weakest parts decide, and parts that differ make it partial."""
    asked = [item for item in judgements if item.status is not Status.NOT_APPLICABLE]
    statuses = {item.status for item in asked or judgements}
    if Status.CONFLICT in statuses:
        status = Status.CONFLICT
    elif len(statuses) == 1:
        (status,) = statuses
    elif Status.STALE in statuses and not any(map(_holds, judgements)):
        status = Status.STALE
    else:
        status = Status.PARTIAL
    flag = criterion.flag(as_of)
    return Coverage(
        criterion=criterion,
        flag=flag,
        status=status,
        judgements=tuple(judgements),
        next_actions=tuple(next_actions(judgements)),
        confidence=_confidence(judgements),
        note=_note(status, flag, judgements),
    )


def _holds(judged: Judgement) -> bool:
    """Whether a part is current: shown, or shown in part by what it asks for and not by a rule alone."""
    if judged.status in (Status.GAP, Status.STALE, Status.NOT_APPLICABLE):
        return False
    asked = judged.requirement.layers
    current = [item for item in judged.evidence if item.counts and item.grade in (Grade.SUPPORTS, Grade.PARTIAL)]
    return asked != (Layer.RECORD,) or any(item.layer in PROVES[Layer.RECORD] for item in current)


def _status(requirement: Requirement, evidence: Sequence[Evidence]) -> Status:
    supports = [item for item in evidence if item.grade is Grade.SUPPORTS]
    # A roster tells of a lesson, not of the thing that was taught.
    training = Layer.TRAINING in _fitting(requirement)
    told = [item for item in evidence if training or item.layer is not Layer.TRAINING]
    against = [item for item in told if item.grade is Grade.CONTRADICTS]
    near = [item for item in against if item.strength >= _strongest(supports) - FARTHER]
    stale = [item for item in told if item.grade is Grade.STALE]
    if supports and (_disagree(near) or _says_both(supports, near)):
        return Status.CONFLICT
    if _proven(requirement, evidence):
        if against or any(item.limits for item in told) or _unshown(requirement, evidence):
            return Status.PARTIAL
        return Status.STALE if _record_lapsed(requirement, supports, stale) else Status.COVERED
    if _record_lapsed(requirement, evidence, stale):
        return Status.STALE
    lifting = supports or [item for item in evidence if _lifts(item)]
    if stale and not supports and _strongest(stale) > _strongest(lifting):
        return Status.STALE  # what would show it has run out; what is current is further from it
    if lifting:
        return Status.PARTIAL
    return Status.STALE if stale else Status.GAP


def _strongest(evidence: Sequence[Evidence]) -> float:
    return max((item.strength for item in evidence), default=0.0)


def _disagree(against: Sequence[Evidence]) -> bool:
    """Whether a record of the company's own denies what its rules say.

    Not where a rule admits it too, since then the papers agree, and not where it is a partner who does not do it.
    """
    records = [item for item in against if item.kind is Kind.RECORD and item.layer is Layer.RECORD]
    admitted = any(item.layer is Layer.PROCEDURE for item in against)
    return not admitted and any(not item.party for item in records)


def _says_both(supports: Sequence[Evidence], against: Sequence[Evidence]) -> bool:
    """Whether one partner says it in one paper and denies it in another."""
    return any(
        one.party and one.party == other.party and one.citation.path != other.citation.path
        for one in supports
        for other in against
    )


def _unshown(requirement: Requirement, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The company's sites of which nothing that proves the requirement speaks: what one site does shows no other.

    Where one paper says all that is asked, another site's need not say it in full again.
    """
    told = [item for item in evidence if item.layer in _fitting(requirement)]
    fitting = [item for item in told if item.grade is Grade.SUPPORTS]
    incomplete = [item for item in told if item.grade is Grade.PARTIAL and item.lacks]
    nearest = _strongest(fitting) - BESIDE
    proofs = [set(item.elsewhere) for item in fitting if item.strength >= nearest]
    proofs += [set(item.elsewhere) for item in incomplete if proofs and item.strength >= nearest]
    return tuple(sorted(set.intersection(*proofs))) if proofs else ()


def _lifts(item: Evidence) -> bool:
    """Whether incomplete evidence is better than none: a plan of the company's own is not, a partner at work is."""
    return item.grade is Grade.PARTIAL and (not item.limits or item.kind in PARTNER_KINDS)


def _proven(requirement: Requirement, evidence: Sequence[Evidence]) -> bool:
    """Whether evidence in a fitting layer supports it: one passage, or several of one party together."""
    fits = _fitting(requirement)
    whole = any(item.grade is Grade.SUPPORTS and item.layer in fits for item in evidence)
    return whole or bool(_joining(requirement, evidence))


def _joining(requirement: Requirement, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Incomplete passages of one party that leave nothing unsaid between them; empty where no party's do."""
    fits = _fitting(requirement)
    incomplete = [item for item in evidence if item.grade is Grade.PARTIAL and item.lacks and item.layer in fits]
    for party in dict.fromkeys(item.party for item in incomplete):
        joined = [item for item in incomplete if item.party == party]
        if len(joined) > 1 and not set.intersection(*(set(item.lacks) for item in joined)):
            return joined
    return []


def _record_lapsed(requirement: Requirement, evidence: Sequence[Evidence], stale: Sequence[Evidence]) -> bool:
    """Whether a record is asked for, and the only ones are out of date: the rule stands, its practice has lapsed."""
    asked = requirement.layers[0]
    if asked not in (Layer.RECORD, Layer.TRAINING):
        return False
    lapsed = any(item.layer in PROVES[asked] for item in stale)
    current = (Grade.SUPPORTS, Grade.PARTIAL)
    return lapsed and not any(item.layer in PROVES[asked] and item.grade in current for item in evidence)


def _missing(requirement: Requirement, status: Status, evidence: Sequence[Evidence]) -> str:
    if status is Status.COVERED:
        return ""
    supports = [item for item in evidence if item.grade is Grade.SUPPORTS]
    unproven = not _proven(requirement, evidence)
    wanted = " or ".join(WANTED[layer] for layer in requirement.layers)
    if status is Status.CONFLICT:
        return (
            "Documents disagree: see what supports and what contradicts; settle which is right and correct the other."
        )
    if status is Status.GAP:
        looks = f" What looks like it does not count: {_why(evidence)}." if evidence else ""
        return f"Nothing found: {wanted} that says: {requirement.text}{looks}"
    if status is Status.STALE:
        stale = [item for item in evidence if item.grade is Grade.STALE]
        return f"Only out-of-date evidence: {_why(stale)}. A current one is needed."
    open_items = [item for item in evidence if item.limits or item.grade is Grade.CONTRADICTS]
    sites = "" if unproven else ", ".join(_unshown(requirement, evidence))
    if sites and not open_items:
        return f"Not shown for every site: nothing found for {sites}."
    reasons = _why(open_items or [item for item in evidence if item.grade is Grade.PARTIAL])
    if unproven and supports:
        told = f"Found, but not as {wanted}"
        return f"{told}; {reasons}." if reasons else f"{told}."
    return f"Not fully shown: {reasons}." if reasons else f"Not fully shown: {wanted} is missing."


WANTED = {
    Layer.PROCEDURE: "a written procedure or policy of the company's own",
    Layer.RECORD: "a dated record that it is done",
    Layer.PARTNER: "a partner's own evidence or a record of checking it",
    Layer.TRAINING: "a training record with names, date and topic",
    Layer.TECHNOLOGY: "a description or record of the installation",
}


def _why(evidence: Sequence[Evidence]) -> str:
    """The reasons of the first few pieces, each once, with the document they speak of."""
    told = dict.fromkeys(
        f"{item.citation.document}: {reason}" for item in evidence for reason in item.reasons[:1] if reason
    )
    return "; ".join(list(told)[:3])


def _note(status: Status, flag: Flag, judgements: Sequence[Judgement]) -> str:
    """A Must that is covered on paper only is said to be so."""
    if status is not Status.COVERED or flag is not Flag.MUST:
        return ""
    layers = {item.layer for judged in judgements for item in judged.evidence if item.grade is Grade.SUPPORTS}
    return "Documented, not evidenced: no record shows that it is followed." if layers == {Layer.PROCEDURE} else ""


def _confidence(judgements: Sequence[Judgement]) -> float:
    """How sure the program is: the least sure part decides.

    Chosen on the dev half of labels, where right judgements are surer than wrong ones in 7 pairs of 10.
    """
    return round(min((_sureness(item) for item in judgements), default=0.0), 3)


def _sureness(judged: Judgement) -> float:
    """0 to 1: the more pieces support a covered part, and the nearer; the less there was to look at in a gap."""
    if judged.status is Status.NOT_APPLICABLE:
        return 1.0  # a person said so
    if judged.status is Status.COVERED:
        strengths = [item.strength for item in judged.evidence if item.grade is Grade.SUPPORTS and item.counts]
        above = (max(strengths, default=0.0) - FITTED.counts) / (1 - FITTED.counts)
        return min(0.5 + 0.3 * max(above, 0.0) + 0.2 * min(len(strengths), 3) / 3, 1.0)
    if judged.status is Status.GAP:
        nearest = max((item.strength for item in judged.evidence if not item.counts), default=FITTED.shown)
        return min(0.7 + (FITTED.counts - nearest), 1.0)
    return 0.6
