"""The passages worth judging for a requirement."""

from collections.abc import Mapping, Sequence

from kb.base import KnowledgeBase
from kb.facets import expression
from kb.model import Hit, Requirement
from kb.phrasings import question, wanted_vectors
from kb.search import fused_with

# Passages that speak of every core facet: the best by BM25. With 80 one more term crowded out a vendor's "in process".
SPEAKING = 240
ALIKE = 40  # passages that search finds alike, whatever words they use


def candidates(base: KnowledgeBase, requirements: Sequence[Requirement]) -> list[list[Hit]]:
    """For each requirement its candidates with their cosine, those that search found first."""
    questions = [question(requirement) for requirement in requirements]
    vectors = wanted_vectors(requirements, base.embedder)
    found = fused_with(base.searchable, questions, vectors, ALIKE)
    speaking = [_speaking(base, requirement) for requirement in requirements]
    fresh = [
        [key for key in scores if key not in {hit.passage.id for hit in hits}]
        for scores, hits in zip(speaking, found, strict=True)
    ]
    cosines = base.vectors.cosines(vectors, fresh)
    passages = base.store.passages_by_id(list({key for keys in fresh for key in keys}))
    return [
        [*hits, *(Hit(passages[key], 0.0, scores[key], near.get(key)) for key in keys)]
        for hits, scores, keys, near in zip(found, speaking, fresh, cosines, strict=True)
    ]


def within(base: KnowledgeBase, requirement: Requirement, path: str, limit: int) -> list[Hit]:
    """The passages of one document that search finds for a requirement, with the same cosine as its candidates."""
    vectors = wanted_vectors([requirement], base.embedder)
    hits = fused_with(base.searchable, [question(requirement)], vectors, limit, path)[0]
    return [hit for hit in hits if hit.passage.path == path]


def _speaking(base: KnowledgeBase, requirement: Requirement) -> Mapping[str, float]:
    """Id -> BM25 of passages that speak of every core facet."""
    wanted = expression(tuple(requirement.core.values()))
    return dict(base.store.match(wanted, SPEAKING)) if wanted else {}
