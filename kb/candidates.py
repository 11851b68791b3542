"""The passages worth judging for a requirement."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from kb.base import KnowledgeBase
from kb.facets import expression
from kb.likeness import can_show
from kb.model import MUTE, Document, Hit, Passage, Requirement
from kb.phrasings import question, wanted_vectors
from kb.search import fused_near, fused_with, nearest

# Passages that speak of every core facet: the best by BM25. With 80 one more term crowded out a vendor's "in process".
SPEAKING = 240
SILENT, WIDER = 10, 3  # passages of papers that are never evidence; how much further is looked where there are any
ALIKE = 40  # passages that search finds alike, whatever words they use
FEW = 8  # passages read at a time where the nearest is looked for that can be shown


def candidates(
    base: KnowledgeBase, requirements: Sequence[Requirement], documents: Iterable[Document]
) -> dict[str, list[Hit]]:
    """Requirement id -> its candidates with their cosine, those that search found first.

    Of those documents that are never evidence a few are among them, and none takes the place of another one's. The
    nearest in meaning of those that can be evidence is always among them, whatever else was read.
    """
    papers = {document.path: document for document in documents}
    mute = {path for path, document in papers.items() if document.kind in MUTE}
    questions = [question(requirement) for requirement in requirements]
    vectors = wanted_vectors(requirements, base.embedder)
    wide = ALIKE * WIDER if mute else ALIKE
    near = nearest(base.searchable, vectors)
    found = [_voiced(hits, mute, ALIKE) for hits in fused_near(base.searchable, questions, vectors, near, wide)]
    silent = {key for path in mute for key in base.store.ids_of(path)}
    speaking = [_speaking(base, requirement, silent) for requirement in requirements]
    showing = _showing(base, near, papers)
    speaking = [
        {**scores, **dict.fromkeys(set(keys) - scores.keys())} for scores, keys in zip(speaking, showing, strict=True)
    ]
    fresh = [
        [key for key in scores if key not in {hit.passage.id for hit in hits}]
        for scores, hits in zip(speaking, found, strict=True)
    ]
    cosines = base.vectors.cosines(vectors, fresh)
    passages = base.store.passages_by_id(list({key for keys in fresh for key in keys}))
    return {
        requirement.id: [*hits, *(Hit(passages[key], 0.0, scores[key], alike.get(key)) for key in keys)]
        for requirement, hits, scores, keys, alike in zip(requirements, found, speaking, fresh, cosines, strict=True)
    }


def within(base: KnowledgeBase, requirement: Requirement, path: str, limit: int) -> list[Hit]:
    """The passages of one document that search finds for a requirement, with the same cosine as its candidates."""
    vectors = wanted_vectors([requirement], base.embedder)
    others = len(base.store.passage_ids(path)) - len(base.store.ids_of(path))  # such as of the files inside a mail
    hits = fused_with(base.searchable, [question(requirement)], vectors, limit + others, path)[0]
    return [hit for hit in hits if hit.passage.path == path][:limit]


def _showing(base: KnowledgeBase, near: Iterable[Iterable[str]], papers: Mapping[str, Document]) -> Iterator[list[str]]:
    """Of each of several rows of ids the first whose passage can be shown for its meaning, if any can."""
    read: dict[str, Passage] = {}

    def fit(keys: Sequence[str]) -> Iterator[str]:
        for begin in range(0, len(keys), FEW):
            some = keys[begin : begin + FEW]
            read.update(base.store.passages_by_id([key for key in some if key not in read]))
            for passage in (read[key] for key in some if key in read):
                if passage.path in papers and can_show(passage, papers[passage.path]):
                    yield passage.id

    for keys in near:
        yield list(islice(fit(list(keys)), 1))


def _speaking(base: KnowledgeBase, requirement: Requirement, silent: Collection[str]) -> Mapping[str, float | None]:
    """Id -> BM25 of passages that speak of every core facet."""
    wanted = expression(tuple(requirement.core.values()))
    found = base.store.match(wanted, SPEAKING * (WIDER if silent else 1)) if wanted else []
    voiced = [each for each in found if each[0] not in silent][:SPEAKING]
    return dict(voiced + [each for each in found if each[0] in silent][:SILENT])


def _voiced(hits: Sequence[Hit], mute: Collection[str], limit: int) -> list[Hit]:
    """The first hits of papers that can be evidence, and a few of those that cannot."""
    voiced = [hit for hit in hits if hit.passage.path not in mute][:limit]
    return voiced + [hit for hit in hits if hit.passage.path in mute][:SILENT]
