"""Steps of eval.growth, each in a process of its own, so that its memory is its own."""

import argparse
import json
import statistics
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from eval.beir import fill
from eval.beir_folder import Row
from eval.growth_corpus import as_markdown, documents
from kb.assistant import Assistant
from kb.base import KnowledgeBase
from kb.index import PASSED_BY
from kb.search import fused
from kb.settings import Settings, load_settings
from kb.vectors import Vectors

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

FOUND = 10  # passages of a question
NEAR = 0.9  # cosine of a made vector with the one that it is made from
WARM = PASSED_BY + 1  # questions after which all is held or opened
LOOKED_UP = 500  # vectors that Chroma and exact search look up


def make(workspace: Path, folders: list[Path], passages: int, real: Path) -> dict[str, float]:
    """A workspace of so many passages, with the vectors of a real workspace, turned a little for each repetition."""
    import numpy

    settings = _settings(workspace)
    begun = time.perf_counter()
    with closing(KnowledgeBase(_settings(real))) as other:
        held = b"".join(vector for _, vector in other.store.vectors())
    known = numpy.frombuffer(held, dtype=numpy.float32).reshape(-1, 384)
    random = numpy.random.default_rng(56)
    with closing(KnowledgeBase(settings)) as base:
        base.store.drop_vectors(base.embedder.name)
        for name, rows in documents(folders):
            fill(base.store, [Row(name, name, as_markdown(name, rows), name)])
            if base.store.passage_count() >= passages:
                break
        stored = time.perf_counter()
        ids = base.store.passage_ids()
        for begin in range(0, len(ids), len(known)):
            some = ids[begin : begin + len(known)]
            base.store.put_vectors(some, turned(known, random)[: len(some)])
        begun_index = time.perf_counter()
        with base.writing():  # brings the index in step
            pass
        now = time.perf_counter()
        return {"passages": len(ids), "text_seconds": stored - begun, "index_seconds": now - begun_index}


def turned(vectors: "NDArray[float32]", random: Any) -> "NDArray[float32]":
    """Vectors (many, dimension) all turned alike, to a mean cosine of about NEAR with themselves."""
    import numpy

    dimension = vectors.shape[1]
    drawn = random.normal(scale=((1 - NEAR) / 2) ** 0.5 / dimension**0.5, size=(dimension, dimension)) / 2**0.5
    skew = drawn - drawn.T
    whole = numpy.eye(dimension)
    rotation = numpy.linalg.solve(whole - skew, whole + skew)  # Cayley's form: orthogonal for any skew matrix
    return numpy.asarray(vectors @ rotation, dtype=numpy.float32)


def _near(vectors: "NDArray[float32]", random: Any) -> "NDArray[float32]":
    """Vectors of unit length at the cosine NEAR from the given ones, each in a direction of its own."""
    import numpy

    noise = random.normal(size=vectors.shape).astype(numpy.float32)
    noise -= (noise * vectors).sum(axis=1, keepdims=True) * vectors
    noise /= numpy.linalg.norm(noise, axis=1, keepdims=True)
    return numpy.asarray(NEAR * vectors + (1 - NEAR**2) ** 0.5 * noise, dtype=numpy.float32)


def ask(workspace: Path) -> dict[str, Any]:
    """Milliseconds of the criteria's questions, by the clock and of processor time; the first three apart."""
    with closing(Assistant(_settings(workspace))) as assistant:
        base = assistant.base.searchable
        questions = [criterion.question for criterion in assistant.catalogue.criteria]
        taken, worked = [], []
        for question in [*questions[:WARM], *questions]:  # which warm up, and make what is held in memory
            begun, busy = time.perf_counter(), time.process_time()
            fused(base, question, FOUND)
            taken.append(1000 * (time.perf_counter() - begun))
            worked.append(1000 * (time.process_time() - busy))
    warm = sorted(taken[WARM:])
    return {
        "first": taken[:WARM],
        "p50": statistics.median(warm),
        "p95": warm[int(0.95 * (len(warm) - 1))],
        "cpu_p50": statistics.median(worked[WARM:]),
    }


def judge(workspace: Path) -> dict[str, float]:
    """Seconds of one criterion, then of all the others in the same process."""
    with closing(Assistant(_settings(workspace))) as assistant:
        begun = time.perf_counter()
        assistant.coverage(56)
        first = time.perf_counter()
        assistant.map()
        return {"first_seconds": first - begun, "map_seconds": time.perf_counter() - first}


def agree(workspace: Path) -> dict[str, float]:
    """Share of the ten nearest by exact search that Chroma finds, for questions and for noisy passages.

    A small base has no index of Chroma, so one is made of its vectors.
    """
    import numpy

    settings = _settings(workspace)
    with closing(Assistant(settings)) as assistant:
        embedder = assistant.base.embedder
        rows = list(assistant.base.store.vectors())
        asked = embedder.embed([criterion.question for criterion in assistant.catalogue.criteria])
    ids = [key for key, _ in rows]
    known = numpy.frombuffer(b"".join(vector for _, vector in rows), numpy.float32).reshape(-1, embedder.dimension)
    random = numpy.random.default_rng(7)
    passages = _near(known[random.choice(len(known), min(LOOKED_UP, len(known)), replace=False)], random)
    with (
        TemporaryDirectory(prefix="ctpat-growth-", ignore_cleanup_errors=True) as place,
        closing(Vectors(_index(settings, Path(place)), embedder.name, embedder.dimension)) as graph,
    ):
        if not graph.count():
            graph.put(ids, known)
        result: dict[str, float] = {"passages": len(ids)}
        for name, looked_up in (("questions", asked), ("noisy passages", passages)):
            exact = [{ids[place] for place in row} for row in numpy.argsort(-(looked_up @ known.T), axis=1)[:, :FOUND]]
            begun = time.perf_counter()
            found = graph.nearest(looked_up, FOUND)
            result[f"{name}, ms each"] = 1000 * (time.perf_counter() - begun) / len(looked_up)
            shared = [len({key for key, _ in row} & best) / FOUND for row, best in zip(found, exact, strict=True)]
            result[name] = sum(shared) / len(shared)
    return result


def _index(settings: Settings, otherwise: Path) -> Path:
    return settings.vectors if settings.vectors.is_dir() else otherwise


def _settings(workspace: Path) -> Settings:
    return replace(load_settings(workspace), embedder="minilm")


def main() -> None:
    """Run one step and print what came of it as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("step", choices=("make", "ask", "judge", "agree"))
    asked.add_argument("--workspace", type=Path, required=True)
    asked.add_argument("--sets", type=Path, nargs="*", default=[], help="folders in BEIR's form")
    asked.add_argument("--passages", type=int, default=0)
    asked.add_argument("--real", type=Path, help="a workspace with vectors that others are made from")
    given = asked.parse_args()
    if given.step == "make":
        print(json.dumps(make(given.workspace, given.sets, given.passages, given.real)))
    else:
        print(json.dumps({"ask": ask, "judge": judge, "agree": agree}[given.step](given.workspace)))


if __name__ == "__main__":
    main()
