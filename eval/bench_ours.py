"""The shipped search on a corpus in BEIR's form, in a process of its own: eval.bench measures the others against it."""

import argparse
import json
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.beir import DEPTH, fill, within
from eval.beir_folder import load
from kb.confidence import confidence
from kb.embedding import load_embedder
from kb.index import Index, settled
from kb.search import Base, fused
from kb.settings import Settings, load_settings
from kb.store import Store

SHALLOW = 10  # passages of a question where its time is measured


def ingest(corpus: Path, index: Path) -> dict[str, int]:
    """Cut, store and embed a corpus in a workspace; how many passages it has."""
    settings = _settings(index)
    with closing(Store(settings.database)) as store:
        fill(store, load(corpus).rows)
        with closing(settled(store, load_embedder(settings), settings.vectors)):
            return {"chunks": store.passage_count()}


def ask(index: Path, questions: list[dict[str, str]], timed: int) -> dict[str, Any]:
    """What each question finds, and the seconds of the first `timed` ones, asked again for the best few passages."""
    settings = _settings(index)
    embedder = load_embedder(settings)
    found: dict[str, list[tuple[str, float]]] = {}
    sure: dict[str, float] = {}
    taken, worked = [], []
    with closing(Store(settings.database)) as store, closing(Index(store, settings.vectors, lambda: embedder)) as held:
        base = Base(store, held, embedder)
        for one in questions:
            hits = fused(base, one["text"], DEPTH if timed else SHALLOW, within(one["scope"]))
            found[one["id"]] = [(hit.passage.path, hit.score) for hit in hits]
            sure[one["id"]] = confidence(base, one["text"], hits) if timed else 0.0
        for one in questions[:timed]:
            begun, busy = time.perf_counter(), time.process_time()
            fused(base, one["text"], SHALLOW, within(one["scope"]))
            taken.append(time.perf_counter() - begun)
            worked.append(time.process_time() - busy)
        rows = {document.path: document.name for document in store.documents()} if timed else {}
    named = {key: [(rows.get(path, path), score) for path, score in hits] for key, hits in found.items()}
    return {"found": named, "sure": sure, "seconds": taken, "cpu": worked}


def _settings(index: Path) -> Settings:
    return replace(load_settings(index), embedder="minilm")


def main() -> None:
    """Run one step and print what came of it as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("step", choices=("ingest", "ask"))
    asked.add_argument("--corpus", type=Path, help="folder in BEIR's form")
    asked.add_argument("--index", type=Path, required=True, help="folder of the workspace")
    asked.add_argument("--questions", type=Path, help="JSON list of questions: id, text, scope")
    asked.add_argument("--timed", type=int, default=0, help="how many of them are asked again for their time")
    given = asked.parse_args()
    if given.step == "ingest":
        print(json.dumps(ingest(given.corpus, given.index)))
    else:
        print(json.dumps(ask(given.index, json.loads(given.questions.read_text(encoding="utf-8")), given.timed)))


if __name__ == "__main__":
    main()
