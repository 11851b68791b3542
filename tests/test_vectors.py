"""The vector index: agreement with exact search, deletion, reopening, damage, one writer."""

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy
import pytest
from numpy.typing import NDArray

from kb.chroma import DIRECT_VERSION, Direct, Writable
from kb.embedding import Embedder, load_embedder
from kb.errors import VectorsError, WorkspaceError
from kb.model import Document, Passage
from kb.settings import Settings, cache_folder
from kb.store import Store
from kb.vectors import Vectors, open_vectors, rebuild
from kb.writer import writing

DIMENSION = 32


def unit(vectors: NDArray[numpy.float32]) -> NDArray[numpy.float32]:
    return numpy.asarray(vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True), dtype=numpy.float32)


def cloud(count: int, seed: int = 1) -> NDArray[numpy.float32]:
    """Unit vectors in clusters, as texts are."""
    random = numpy.random.default_rng(seed)
    centres = random.normal(size=(40, DIMENSION))
    return unit((centres[random.integers(0, 40, count)] + 0.6 * random.normal(size=(count, DIMENSION))).astype("f4"))


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(Settings(cache=cache_folder()))


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store.sqlite3")
    texts = ("Seals are checked at the gate.", "Visitors wear a badge.", "Fences are inspected every week.")
    passages = [Passage(f"p{place}", "/manual.md", place, place + 1, text) for place, text in enumerate(texts)]
    store.replace(Document("/manual.md", "manual.md", "0" * 64, title="Manual"), "\n".join(texts), passages)
    yield store
    store.close()


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


def test_within_looks_at_the_named_ids_only_and_exactly(tmp_path: Path) -> None:
    held = cloud(50)
    vectors = Vectors(tmp_path / "vectors", "m", DIMENSION)
    vectors.put([f"id{place}" for place in range(50)], held)
    (found,) = vectors.nearest(held[:1], 2, ["id3", "id4", "id5", "unknown"])
    best = sorted(range(3, 6), key=lambda place: -float(held[place] @ held[0]))
    assert [key for key, _ in found] == [f"id{place}" for place in best[:2]]
    assert vectors.nearest(held[:1], 2, []) == [[]]


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


def test_an_index_of_another_model_is_refused_and_then_rebuilt(
    tmp_path: Path, filled: Store, embedder: Embedder
) -> None:
    folder = tmp_path / "vectors"
    Vectors(folder, "another", DIMENSION).close()
    with pytest.raises(VectorsError, match="another"):
        Vectors(folder, embedder.name, embedder.dimension)
    vectors = open_vectors(folder, filled, embedder)
    (found,) = vectors.nearest(embedder.embed(["Who has to wear a badge?"]), 1)
    assert found[0][0] == "p1"


def shorten_graph(folder: Path) -> None:
    for path in folder.glob("*/data_level0.bin"):
        path.write_bytes(b"x" * 10)


def scramble_graph(folder: Path) -> None:
    for path in folder.glob("*/header.bin"):
        path.write_bytes(b"x" * 100)


def remove_graph(folder: Path) -> None:
    for path in folder.glob("*/*"):
        path.unlink()


def scramble_tables(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"garbage" * 1000)


def shorten_tables(folder: Path) -> None:
    whole = (folder / "chroma.sqlite3").read_bytes()
    (folder / "chroma.sqlite3").write_bytes(whole[: len(whole) // 3])


DAMAGES = (shorten_graph, scramble_graph, remove_graph, scramble_tables, shorten_tables)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_index_is_rebuilt_from_the_store(
    damage: object, tmp_path: Path, filled: Store, embedder: Embedder
) -> None:
    assert callable(damage)
    folder = tmp_path / "vectors"
    vectors = rebuild(filled, embedder, folder)
    filler = unit(numpy.random.default_rng(3).normal(size=(1200, 384)).astype("f4"))
    vectors.put([f"x{place}" for place in range(1200)], filler)  # enough for Chroma to write its graph
    vectors.close()
    damage(folder)
    with pytest.raises(VectorsError):
        Vectors(folder, embedder.name, embedder.dimension)
    again = open_vectors(folder, filled, embedder)
    assert sorted(again.ids()) == ["p0", "p1", "p2"]
    assert again.nearest(embedder.embed(["Are fences inspected?"]), 1)[0][0][0] == "p2"


def test_an_index_that_is_out_of_step_is_mended(tmp_path: Path, filled: Store, embedder: Embedder) -> None:
    folder = tmp_path / "vectors"
    vectors = rebuild(filled, embedder, folder)
    vectors.delete(["p0", "p1"])
    vectors.put(["left over"], cloud(1)[:, :1].repeat(384, axis=1))
    vectors.close()
    assert sorted(open_vectors(folder, filled, embedder).ids()) == ["p0", "p1", "p2"]


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
