"""Scores the product's own search on a folder of labels in BEIR's form."""

import hashlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from eval.beir_folder import Labels, Query, Row, load
from eval.halves import TEST, half_of
from eval.metrics import auroc, mean, measure
from ingest.passages import make_passages
from ingest.readers.markdown import markdown_reading
from kb.confidence import confidence, dense_confidence, lexical_confidence, matched_confidence
from kb.embedding import load_embedder
from kb.index import settled
from kb.model import Document, Hit
from kb.search import Base, fused, fused_many
from kb.settings import Settings
from kb.store import Store

DEPTH = 100  # passages of a question that are looked at: ten rows, and more where rows are long
SUPPORT = 0.2  # of a row's other passages; flat between 0.1 and 0.2, nothing where rows are one passage
TIMED = 50  # questions asked one by one for their time

# What an abstain score rests on: both arms, or one of them.
ARMS: Mapping[str, Callable[[Base, str, Sequence[Hit]], float]] = {
    "": confidence,
    "_lexical": lexical_confidence,
    "_bm25": lambda _base, _question, hits: matched_confidence(hits),
    "_dense": lambda _base, _question, hits: dense_confidence(hits),
}

SearchMany = Callable[[Base, Sequence[str], int, str], list[list[Hit]]]


@dataclass(frozen=True, slots=True)
class Indexed:
    """A corpus in a workspace of its own."""

    base: Base
    rows: Mapping[str, str]  # path -> row id


def run(folder: Path, settings: Settings) -> dict[str, object]:
    """R5, R10, MAP10, nDCG10, MRR10, Hit5, n, gap AUROCs and seconds of the shipped search on a folder of labels.

    Raises LabelsError for a folder that is not well formed. The gap score is how much lower kb.confidence is;
    beside it stand those of its two arms (the lexical one over the words' weight, and as it is), and of the test half.
    """
    labels = load(folder)
    begun = time.perf_counter()
    with indexed(labels, settings) as corpus:
        built = time.perf_counter()
        found = search_all(corpus, labels.queries, fused_many)
        searched = time.perf_counter()
        rows = [measure(ranking(corpus, found[key]), labels.relevant[key]) for key in labels.relevant]
        gaps: dict[str, float | None] = {}
        for name, trusted in ARMS.items():
            sure = {query.id: trusted(corpus.base, query.text, found[query.id]) for query in labels.queries}
            gaps[f"gap_auroc{name}"] = _gap_auroc(labels, sure)
            gaps[f"gap_auroc{name}_test"] = _gap_auroc(labels, sure, TEST)
        return {
            **mean(rows),
            "n": len(rows),
            **gaps,
            "seconds": {
                "index": built - begun,
                "questions": searched - built,
                "per_question_p50": _median_seconds(corpus, labels.queries[:: max(len(labels.queries) // TIMED, 1)]),
            },
        }


@contextmanager
def indexed(labels: Labels, settings: Settings) -> Iterator[Indexed]:
    """The corpus in a temporary workspace, cut, stored and embedded as the product does it."""
    with tempfile.TemporaryDirectory(prefix="ctpat-beir-", ignore_cleanup_errors=True) as place:
        here = replace(settings, workspace=Path(place))
        store = Store(here.database)
        embedder = load_embedder(settings)
        paths = fill(store, labels.rows)
        vectors = settled(store, embedder, here.vectors)
        try:
            yield Indexed(Base(store, vectors, embedder), paths)
        finally:
            vectors.close()
            store.close()


def fill(store: Store, rows: Sequence[Row]) -> dict[str, str]:
    """Cut and store each row as a document named by its id, in one step; path -> row id."""
    paths = {f"{within(row.scope)}{number}": row.id for number, row in enumerate(rows)}
    with store.transaction():
        for path, row in zip(paths, rows, strict=True):
            sha256 = hashlib.sha256(row.text.encode()).hexdigest()
            cut = make_passages(path, sha256, markdown_reading(row.text))
            store.replace(Document(path, row.id, sha256, title=row.title), cut.text, cut.passages)
    return paths


def within(scope: str) -> str:
    """What the paths of a scope's documents begin with."""
    return f"/{scope}/" if scope else ""


def search_all(corpus: Indexed, queries: Sequence[Query], search: SearchMany) -> dict[str, list[Hit]]:
    """Query id -> hits, each query within its scope."""
    scopes: dict[str, list[Query]] = {}
    for query in queries:
        scopes.setdefault(query.scope, []).append(query)
    found: dict[str, list[Hit]] = {}
    for scope, asked in scopes.items():
        hits = search(corpus.base, [query.text for query in asked], DEPTH, within(scope))
        found.update(zip((query.id for query in asked), hits, strict=True))
    return found


def ranking(corpus: Indexed, hits: Sequence[Hit], support: float = SUPPORT) -> list[str]:
    """The ids of the rows that the hits stand in, best first."""
    return ranked([(corpus.rows[hit.passage.path], hit.score) for hit in hits], support)


def ranked(found: Sequence[tuple[str, float]], support: float = SUPPORT) -> list[str]:
    """The rows of passages (row, score), best first: by the best passage and what its next three add."""
    least = min((score for _, score in found), default=0.0)
    scores: dict[str, list[float]] = {}
    for row, score in sorted(found, key=lambda pair: -pair[1]):
        scores.setdefault(row, []).append(score - least)
    rows = {key: held[0] + support * sum(held[1:4]) for key, held in scores.items()}
    return sorted(rows, key=lambda key: -rows[key])


def _gap_auroc(labels: Labels, sure: Mapping[str, float], half: int | None = None) -> float | None:
    """How often a gap's question is less sure than an answered one; of one half where `half` names it."""
    kept = {key for key, own in half_of(labels).items() if half is None or own == half}
    doubtful = [-sure[key] for key in labels.gaps if key in kept]
    return auroc(doubtful, [-sure[key] for key in labels.relevant if key in kept and key not in labels.gaps])


def _median_seconds(corpus: Indexed, queries: Sequence[Query]) -> float:
    taken = []
    for query in queries:
        begun = time.perf_counter()
        fused(corpus.base, query.text, DEPTH, within(query.scope))
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) if taken else 0.0
