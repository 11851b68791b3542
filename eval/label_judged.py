"""What the program says by itself, whatever people decided."""

from collections.abc import Sequence

from kb.assistant import Assistant
from kb.candidates import candidates
from kb.coverage import coverage, judgement
from kb.judging import Judging
from kb.model import Coverage
from kb.scope import SECTIONS, Scope


def judged_alone(assistant: Assistant) -> tuple[Sequence[Coverage], int]:
    """Where every criterion stands without the decisions of people, and how many of these are left out.

    With decisions to leave out, a configured language model's verdicts are left out too.
    """
    decisions = len(assistant.decisions())
    if not decisions:
        return assistant.map(), 0
    criteria = assistant.catalogue.criteria
    parts = [part for criterion in criteria for part in criterion.requirements]
    with assistant.base.reading():
        documents = assistant.documents()
        judging = Judging(assistant.base.store, documents, assistant.as_of)
        found = candidates(assistant.base, parts, documents)
        made = []
        for criterion in criteria:
            scope = SECTIONS.get(criterion.section, Scope.ANY)
            judged = [judgement(part, judging.evidence(part, scope, found[part.id])) for part in criterion.requirements]
            made.append(coverage(criterion, judged, assistant.as_of))
    return made, decisions
