"""What a person would do next to close what is open."""

from collections.abc import Iterable, Iterator

from kb.model import Evidence, Grade, Judgement, Kind, Layer, Status

MOST = 6  # actions a criterion; more is not read

OBTAIN = {
    Layer.PROCEDURE: "Write down and approve how this is done: {text}",
    Layer.RECORD: "File a dated record that shows it: {text}",
    Layer.PARTNER: "Ask the partners concerned for evidence: {text}",
    Layer.TRAINING: "Hold and record the training (names, date, topic): {text}",
    Layer.TECHNOLOGY: "Describe the installation, or file its inspection or test report: {text}",
}


def next_actions(judgements: Iterable[Judgement]) -> list[str]:
    """Actions for the parts that are open, each once, the most pointed first."""
    actions: dict[str, None] = {}
    for judged in judgements:
        actions.update(dict.fromkeys(_to_decide_anew(judged)))
        if judged.status not in (Status.COVERED, Status.NOT_APPLICABLE):
            actions.update(dict.fromkeys(_actions(judged)))
    return list(actions)[:MOST]


def _to_decide_anew(judged: Judgement) -> Iterator[str]:
    for decision in judged.decisions:
        if decision.look_again:
            yield f"Look again at decision {decision.number} on {decision.subject}: {decision.look_again}."


def _actions(judged: Judgement) -> Iterator[str]:
    pointed = [action for item in judged.evidence if item.counts and (action := _action(item))]
    yield from pointed
    if judged.status is Status.CONFLICT:
        yield "Settle which of the two documents is right, and correct or withdraw the other."
    elif not pointed or judged.status is Status.GAP:
        yield OBTAIN[judged.requirement.layers[0]].format(text=judged.requirement.text)


def _action(evidence: Evidence) -> str:
    name = evidence.citation.document
    who = evidence.party or "the owner"
    if evidence.decision:
        reasons = "; ".join(evidence.reasons)
        return f"Obtain what shows it by itself: {name} ({reasons})." if evidence.grade is Grade.PARTIAL else ""
    if evidence.grade is Grade.STALE:
        verb = "Renew" if evidence.kind is Kind.CERTIFICATE else "Replace with a current version"
        return f"{verb}: {name} ({evidence.reasons[0]})."
    if evidence.grade is Grade.CONTRADICTS and evidence.party:
        return f"Open a corrective action with {who}: {name} says “{_short(evidence.citation.quote)}”."
    if evidence.grade is Grade.FORM_ONLY and evidence.kind is Kind.QUESTIONNAIRE:
        return f"Ask {who} to answer in full: {name} ({evidence.reasons[0]})."
    if evidence.grade is Grade.PARTIAL and evidence.party:
        return f"Ask {who} for the state of it and proof when finished: {name} ({evidence.reasons[0]})."
    if evidence.grade is Grade.FORM_ONLY:
        return f"File completed copies of {name}: the blank form proves nothing."
    return ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:117] + "…"
