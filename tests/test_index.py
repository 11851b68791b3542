"""The index of a store's vectors: in step, exact where it is not, mended by the next writer without embedding again."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy
import pytest

import kb.index
from kb.embedding import Embedder, load_embedder
from kb.errors import VectorsError
from kb.exact import nearest_of
from kb.index import Index, settled
from kb.model import Document, Passage
from kb.settings import Settings, cache_folder
from kb.store import Store
from kb.vectors import Vectors
from kb.vectors_check import is_in_step
from kb.writer import lock

HELD = Index._held
TEXTS = ("Seals are checked at the gate.", "Visitors wear a badge.", "Fences are inspected every week.")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(Settings(cache=cache_folder()))


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store.sqlite3")
    put(store, "p", TEXTS)
    yield store
    store.close()


def put(store: Store, name: str, texts: Sequence[str], path: str = "/manual.md") -> None:
    passages = [Passage(f"{name}{place}", path, place, place + 1, text) for place, text in enumerate(texts)]
    store.replace(Document(path, path[1:], "0" * 64, title="Manual"), "\n".join(texts), passages)


@pytest.fixture(autouse=True)
def _the_graph_is_used_however_few_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kb.index, "EXACT_MOST", 0)
    monkeypatch.setattr(kb.index, "PASSED_BY", 0)


class Counted:
    """An embedder that counts what it embeds."""

    def __init__(self, embedder: Embedder, name: str = "") -> None:
        self.name, self.sha256, self.dimension = name or embedder.name, embedder.sha256, embedder.dimension
        self._embedder = embedder
        self.texts = 0

    def embed(self, texts: Sequence[str]) -> Any:
        self.texts += len(texts)
        return self._embedder.embed(texts)


def best(index: Index, embedder: Embedder, question: str) -> str:
    return index.nearest(embedder.embed([question]), 1)[0][0][0]


def held(folder: Path, embedder: Embedder) -> list[str]:
    with closing(Vectors(folder, embedder.name, embedder.dimension)) as vectors:
        return sorted(vectors.ids())


def test_a_settled_index_holds_what_the_store_holds_and_answers_as_exact_search_does(
    tmp_path: Path, filled: Store, embedder: Embedder
) -> None:
    folder = tmp_path / "vectors"
    index = settled(filled, embedder, folder)
    assert is_in_step(folder, filled.vectors_state)
    asked = embedder.embed(["Who has to wear a badge?"])
    by_graph = index.nearest(asked, 3)[0]
    exactly = index.nearest(asked, 3, ["p0", "p1", "p2", "unknown"])[0]
    assert [key for key, _ in by_graph] == [key for key, _ in exactly] and by_graph[0][0] == "p1"
    assert [cosine for _, cosine in by_graph] == pytest.approx([cosine for _, cosine in exactly], abs=1e-4)
    assert index.nearest(asked, 3, []) == [[]]
    assert set(index.cosines(asked, [["p2", "unknown"]])[0]) == {"p2"}
    assert is_in_step(folder, filled.vectors_state), "searching alone must not put the index out of step"


def test_a_small_base_has_no_index_and_one_that_grows_gets_it_and_loses_it_again(
    tmp_path: Path, filled: Store, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, counted = tmp_path / "vectors", Counted(embedder)
    monkeypatch.setattr(kb.index, "EXACT_MOST", 3)
    with closing(settled(filled, counted, folder)) as index:
        for turn in range(2):
            assert not folder.exists() and best(index, embedder, "Who has to wear a badge?") == "p1"
            put(filled, f"q{turn}", ("Dogs guard the fence.", "Trucks are weighed."), "/other.md")
            assert best(index, embedder, "Who has to wear a badge?") == "p1", "before the new ones are embedded"
            index.settle()
            assert is_in_step(folder, filled.vectors_state)
            assert held(folder, embedder) == ["p0", "p1", "p2", f"q{turn}0", f"q{turn}1"]
            assert best(index, embedder, "Are trucks weighed?") == f"q{turn}1"
            filled.remove("/other.md")
            assert best(index, embedder, "Are trucks weighed?") != f"q{turn}1"
            index.settle()
            assert list(tmp_path.glob("vectors*")) == [], "no vector of what is gone stays behind"
    assert counted.texts == 3 + 2 * 2


def test_an_index_that_an_earlier_program_made_for_a_small_base_goes_with_the_next_write(
    tmp_path: Path, filled: Store, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "vectors"
    settled(filled, embedder, folder).close()
    monkeypatch.setattr(kb.index, "EXACT_MOST", 3)
    with closing(Index(filled, folder, lambda: embedder)) as index:
        index.prepare()
        assert best(index, embedder, "Who has to wear a badge?") == "p1" and folder.is_dir(), "a reader leaves it"
    settled(filled, embedder, folder).close()
    assert not folder.exists()


def test_an_ingest_of_few_passages_never_imports_chroma(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "seals.md").write_text("# Seals\n\nSeals are counted.\n", encoding="utf-8")
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}\nfrom kb.cli import main\n"
        f"sys.argv[1:] = ['--workspace', {str(tmp_path / 'w')!r}]\n"
        f"assert main([*sys.argv[1:], 'ingest', {str(tmp_path / 'papers')!r}]) == 0\n"
        "assert main([*sys.argv[1:], 'ask', 'Who counts the seals?']) == 0\n"
        "assert not [name for name in sys.modules if name.startswith('chromadb')]"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert told.returncode == 0, told.stderr
    assert not (tmp_path / "w" / "vectors").exists()


def test_the_first_searches_of_a_large_base_pass_all_vectors_by_and_find_what_the_graph_finds(
    tmp_path: Path, filled: Store, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kb.index, "PASSED_BY", 2)
    opened: list[Path] = []

    def opening(folder: Path, name: str, dimension: int) -> Vectors:
        opened.append(folder)
        return Vectors(folder, name, dimension)

    monkeypatch.setattr(kb.index, "Vectors", opening)
    settled(filled, embedder, tmp_path / "vectors").close()
    opened.clear()
    asked = embedder.embed(["Who has to wear a badge?", "Are fences inspected?"])
    with closing(Index(filled, tmp_path / "vectors", lambda: embedder)) as index:
        passed = [index.nearest(asked, 2), index.nearest(asked[:1], 2)]
        assert not opened
        by_graph = [index.nearest(asked, 2), index.nearest(asked[:1], 2)]
        assert len(opened) == 1
    for one, other in zip(passed, by_graph, strict=True):
        assert [[key for key, _ in found] for found in one] == [[key for key, _ in found] for found in other]
    with closing(Index(filled, tmp_path / "vectors", lambda: embedder)) as index:
        index.nearest(numpy.repeat(asked, 20, axis=0), 2)
        assert len(opened) == 2, "many at once are worth the graph"


def test_no_question_has_no_answers_in_a_large_base_either(
    tmp_path: Path, filled: Store, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kb.index, "PASSED_BY", 3)
    with closing(settled(filled, embedder, tmp_path / "vectors")) as index:
        assert index.nearest(embedder.embed([]), 3) == []
    assert nearest_of(filled.vectors(), embedder.embed([]), 3) == []


def test_who_asks_while_the_index_is_made_uses_it_once_it_is_there_and_holds_nothing_then(
    tmp_path: Path, filled: Store, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(filled, embedder, tmp_path / "vectors").close()
    put(filled, "q", ("Dogs guard the fence.",), "/other.md")
    filled.put_vectors(["q0"], embedder.embed(["Dogs guard the fence."]))
    held_all: list[Index] = []

    def holding(index: Index) -> Any:
        held_all.append(index)
        return HELD(index)

    monkeypatch.setattr(Index, "_held", holding)
    with closing(Store(filled.path)) as other, closing(Index(other, tmp_path / "vectors", lambda: embedder)) as reader:
        assert best(reader, embedder, "Do dogs guard it?") == "q0" and len(held_all) == 1
        settled(filled, embedder, tmp_path / "vectors").close()
        assert best(reader, embedder, "Do dogs guard it?") == "q0" and len(held_all) == 1
        assert reader._all is None


def test_an_index_that_a_kill_left_put_away_goes_with_the_next_write(
    tmp_path: Path, filled: Store, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "vectors"
    settled(filled, embedder, folder).close()
    folder.rename(tmp_path / "vectors.damaged")
    monkeypatch.setattr(kb.index, "EXACT_MOST", 9)
    put(filled, "q", ("Dogs guard the fence.",), "/other.md")
    settled(filled, embedder, folder).close()
    assert list(tmp_path.glob("vectors*")) == []


def test_a_base_that_is_whole_is_not_searched_for_gaps_again(
    tmp_path: Path, filled: Store, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(filled, embedder, tmp_path / "vectors").close()
    looked: list[int] = []
    missing = Store.without_vectors

    def looking(store: Store, limit: int) -> Any:
        looked.append(limit)
        return missing(store, limit)

    monkeypatch.setattr(Store, "without_vectors", looking)
    with closing(Index(filled, tmp_path / "vectors", lambda: embedder)) as index:
        index.prepare()
        assert not looked
        put(filled, "q", ("Dogs guard the fence.",), "/other.md")
        index.prepare()
        assert looked and best(index, embedder, "Do dogs guard it?") == "q0"


def test_what_another_process_has_changed_is_found_at_once_and_nothing_that_is_gone(
    tmp_path: Path, filled: Store, embedder: Embedder
) -> None:
    index = settled(filled, embedder, tmp_path / "vectors")
    assert best(index, embedder, "Are fences inspected?") == "p2"
    with closing(Store(filled.path)) as other:
        put(other, "q", ("Dogs guard the fence.", "Trucks are weighed."))
        other.put_vectors(["q0", "q1"], embedder.embed(["Dogs guard the fence.", "Trucks are weighed."]))
        assert best(index, embedder, "Are trucks weighed?") == "q1"
        assert {key for key, _ in index.nearest(embedder.embed(["fence"]), 9)[0]} == {"q0", "q1"}
        settled(other, embedder, tmp_path / "vectors").close()
    assert held(tmp_path / "vectors", embedder) == ["q0", "q1"]
    assert best(index, embedder, "Are trucks weighed?") == "q1"


def test_as_many_gone_as_new_are_noticed_and_mended_without_embedding_again(
    tmp_path: Path, filled: Store, embedder: Embedder
) -> None:
    folder, counted = tmp_path / "vectors", Counted(embedder)
    settled(filled, counted, folder).close()
    put(filled, "q", TEXTS)  # killed before the index is touched: as many ids as before, all of them others
    filled.put_vectors(["q0", "q1", "q2"], embedder.embed(TEXTS))
    counted.texts = 0
    assert not is_in_step(folder, filled.vectors_state)
    with closing(Index(filled, folder, lambda: counted)) as reader:
        assert best(reader, embedder, "Are fences inspected?") == "q2"
    assert held(folder, embedder) == ["p0", "p1", "p2"], "a reader leaves the index alone"
    settled(filled, counted, folder).close()
    assert held(folder, embedder) == ["q0", "q1", "q2"] and counted.texts == 0


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


def remove_folder(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


DAMAGES = (shorten_graph, scramble_graph, remove_graph, scramble_tables, shorten_tables, remove_folder)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_index_costs_no_answer_and_the_next_writer_mends_it_from_the_store(
    damage: Callable[[Path], None], tmp_path: Path, filled: Store, embedder: Embedder
) -> None:
    folder, counted = tmp_path / "vectors", Counted(embedder)
    random = numpy.random.default_rng(3).normal(size=(1200, 384)).astype("f4")
    put(filled, "x", [f"filler {place}" for place in range(1200)], "/filler.md")
    fillers = (random / numpy.linalg.norm(random, axis=1, keepdims=True)).astype("f4")
    filled.put_vectors([f"x{place}" for place in range(1200)], fillers)  # enough for Chroma to write its graph
    filled.set_meta("vectors model", embedder.name)
    settled(filled, counted, folder).close()
    counted.texts = 0
    damage(folder)
    if folder.exists():
        with pytest.raises(VectorsError):
            Vectors(folder, embedder.name, embedder.dimension)
    with closing(Index(filled, folder, lambda: counted)) as reader:
        reader.prepare()
        assert best(reader, embedder, "Are fences inspected?") == "p2"
    with closing(settled(filled, counted, folder)) as index:
        assert best(index, embedder, "Are fences inspected?") == "p2"
    assert len(held(folder, embedder)) == 1203 and counted.texts == 0


def test_vectors_of_another_model_are_made_anew_and_never_compared(
    tmp_path: Path, filled: Store, embedder: Embedder
) -> None:
    folder, other = tmp_path / "vectors", Counted(embedder, "another")
    settled(filled, other, folder).close()
    with pytest.raises(VectorsError, match="another"):
        Vectors(folder, embedder.name, embedder.dimension)
    counted = Counted(embedder)
    with closing(Index(filled, folder, lambda: counted)) as index:
        index.prepare()
        assert counted.texts == 3 and best(index, embedder, "Who has to wear a badge?") == "p1"
        index.prepare()
        assert counted.texts == 3
    assert held(folder, embedder) == ["p0", "p1", "p2"]


def hold(workspace: str, held: Any, done: Any) -> None:
    with lock(Path(workspace)):
        held.set()
        done.wait(30)


def test_while_another_process_writes_nothing_is_compared_with_vectors_of_another_model(
    tmp_path: Path, filled: Store, embedder: Embedder
) -> None:
    import multiprocessing

    folder = tmp_path / "vectors"
    settled(filled, Counted(embedder, "another"), folder).close()
    context = multiprocessing.get_context("spawn")
    busy, done = context.Event(), context.Event()
    process = context.Process(target=hold, args=(str(tmp_path), busy, done))
    process.start()
    try:
        assert busy.wait(30)
        with closing(Index(filled, folder, lambda: embedder)) as index:
            index.prepare()
            assert index.nearest(embedder.embed(["badge"]), 3) == [[]]
    finally:
        done.set()
        process.join()


def test_a_snapshot_shows_the_old_vectors_whole_while_another_process_swaps_them(
    tmp_path: Path, filled: Store, embedder: Embedder
) -> None:
    index = settled(filled, embedder, tmp_path / "vectors")
    asked = embedder.embed(["Are fences inspected?"])
    with filled.snapshot(), closing(Store(filled.path)) as other:
        before = index.nearest(asked, 3)
        put(other, "q", TEXTS[:1])
        other.put_vectors(["q0"], embedder.embed(TEXTS[:1]))
        settled(other, embedder, tmp_path / "vectors").close()
        again = index.nearest(asked, 3)
        assert [key for key, _ in again[0]] == [key for key, _ in before[0]]
        assert set(filled.passages_by_id([key for key, _ in again[0]])) == {"p0", "p1", "p2"}
    assert best(index, embedder, "seals at the gate") == "q0"
