"""The vector index: agreement with exact search, deletion, reopening, damage, one writer."""

import multiprocessing
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import numpy
import pytest
from numpy.typing import NDArray

from kb.chroma import DIRECT_VERSION, Direct, Writable
from kb.errors import WorkspaceError
from kb.settings import Settings
from kb.vectors import Vectors
from kb.writer import writing

DIMENSION = 32


def unit(vectors: NDArray[numpy.float32]) -> NDArray[numpy.float32]:
    return numpy.asarray(vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True), dtype=numpy.float32)


def cloud(count: int, seed: int = 1) -> NDArray[numpy.float32]:
    """Unit vectors in clusters, as texts are."""
    random = numpy.random.default_rng(seed)
    centres = random.normal(size=(40, DIMENSION))
    return unit((centres[random.integers(0, 40, count)] + 0.6 * random.normal(size=(count, DIMENSION))).astype("f4"))


def test_the_nearest_agree_with_exact_search_before_and_after_reopening(tmp_path: Path) -> None:
    held, asked = cloud(2500), cloud(60, seed=2)
    ids = [f"id{place}" for place in range(len(held))]
    exact = [{ids[place] for place in row[:10]} for row in numpy.argsort(-(asked @ held.T), axis=1)]
    vectors = Vectors(tmp_path / "vectors", "m", DIMENSION)
    for begin in range(0, 2500, 700):  # ends between two of Chroma's own saves
        vectors.put(ids[begin : begin + 700], held[begin : begin + 700])
    for _ in range(2):
        found = vectors.nearest(asked, 10)
        shared = [len({key for key, _ in row} & best) / 10 for row, best in zip(found, exact, strict=True)]
        assert sum(shared) / len(shared) >= 0.99
        key, cosine = found[0][0]
        assert cosine == pytest.approx(float(held[ids.index(key)] @ asked[0]), abs=1e-4)
        vectors.close()
        vectors = Vectors(tmp_path / "vectors", "m", DIMENSION)
    assert vectors.count() == 2500


def test_reading_straight_from_the_rust_part_finds_what_the_client_finds(tmp_path: Path) -> None:
    held = cloud(1500)
    folder = tmp_path / "vectors"
    vectors = Vectors(folder, "m", DIMENSION)
    vectors.put([f"id{place}" for place in range(len(held))], held)
    vectors.close()
    client, direct = Writable(folder, {"embedder": "m", "dimension": DIMENSION}), Direct(folder)
    assert direct.count() == client.count() == 1500
    assert sorted(direct.ids()) == sorted(client.ids())
    assert direct.metadata == client.metadata == {"embedder": "m", "dimension": DIMENSION}
    assert direct.nearest(held[:3], 5)[0] == client.nearest(held[:3], 5)[0]
    assert numpy.allclose(direct.nearest(held[:3], 5)[1], client.nearest(held[:3], 5)[1])
    keys, found = direct.vectors(["id7", "unknown"])
    assert keys == ["id7"] and numpy.allclose(found, held[7:8], atol=1e-6)
    direct.close()
    client.close()


def test_a_fresh_process_reads_straight_and_then_writes(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "vectors", "m", DIMENSION)
    vectors.put(["a", "b"], cloud(2))
    vectors.close()
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        "from pathlib import Path; import numpy; from kb.vectors import Vectors\n"
        f"vectors = Vectors(Path({str(tmp_path / 'vectors')!r}), 'm', {DIMENSION})\n"
        f"one = numpy.eye({DIMENSION}, dtype='f4')[:1]\n"
        "before = len(vectors.nearest(one, 5)[0]), 'chromadb' in sys.modules\n"
        "vectors.put(['c'], one); vectors.delete(['a'])\n"
        "print(before, vectors.nearest(one, 1)[0][0][0], sorted(vectors.ids()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    straight = version("chromadb") == DIRECT_VERSION
    assert done.stdout.strip() == f"(2, {not straight}) c ['b', 'c']"


def test_put_replaces_and_delete_removes(tmp_path: Path) -> None:
    held = cloud(3)
    vectors = Vectors(tmp_path / "vectors", "m", DIMENSION)
    assert vectors.nearest(held[:1], 5) == [[]]
    vectors.put(["a", "b"], held[:2])
    vectors.put(["a"], held[2:])
    vectors.delete(["b", "unknown"])
    vectors.delete([])
    assert vectors.ids() == ["a"]
    ((key, cosine),) = vectors.nearest(held[2:], 5)[0]
    assert key == "a" and cosine == pytest.approx(1.0, abs=1e-4)


def hold(workspace: Path, held: object, done: object) -> None:
    with writing(Settings(workspace=workspace)):
        held.set()  # type: ignore[attr-defined]
        done.wait(30)  # type: ignore[attr-defined]


def test_a_second_writer_is_told_who_writes_and_since_when(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    process = context.Process(target=hold, args=(tmp_path, held, done))
    process.start()
    try:
        assert held.wait(30)
        with (
            pytest.raises(WorkspaceError, match=rf"Process {process.pid} \(since 20\d\d-"),
            writing(Settings(workspace=tmp_path)),
        ):
            pass
    finally:
        done.set()
        process.join()
    with writing(Settings(workspace=tmp_path)), writing(Settings(workspace=tmp_path)):
        pass  # free again, and one process may hold it twice
