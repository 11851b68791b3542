"""The passages worth judging for a requirement."""

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.facets import expression
from kb.model import Hit, Requirement
from kb.search import fused_many

SPEAKING = 80  # passages that speak of every core facet: the best by BM25
ALIKE = 40  # passages that search finds alike, whatever words they use


def question(requirement: Requirement) -> str:
    """What is searched for: the part's text and the words that documents use for it."""
    return " ".join((requirement.text, *requirement.search))


def candidates(base: KnowledgeBase, requirements: Sequence[Requirement]) -> list[list[Hit]]:
    """For each requirement its candidates, those that search found first."""
    found = fused_many(base.searchable, [question(requirement) for requirement in requirements], ALIKE)
    return [_with_speaking(base, requirement, hits) for requirement, hits in zip(requirements, found, strict=True)]


def _with_speaking(base: KnowledgeBase, requirement: Requirement, hits: Sequence[Hit]) -> list[Hit]:
    known = {hit.passage.id for hit in hits}
    wanted = expression(tuple(requirement.core.values()))
    if not wanted:
        return list(hits)
    scored = [(key, score) for key, score in base.store.match(wanted, SPEAKING) if key not in known]
    passages = base.store.passages_by_id([key for key, _ in scored])
    return [*hits, *(Hit(passages[key], score=0.0, lexical=score) for key, score in scored)]
