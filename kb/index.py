"""Search among a store's vectors: exactly, and in a large base by an index that is in step with the store."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kb.embedding import Embedder, embedded_text
from kb.errors import VectorsError, WorkspaceError
from kb.exact import Exact, Found, Row, nearest_of
from kb.model import Passage
from kb.vectors import Vectors
from kb.vectors_check import is_in_step, note, note_out_of_step
from kb.writer import lock

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

AT_ONCE = 1024  # passages embedded or handed on at a time, so that memory stays flat
# Passages up to which all vectors are compared in memory and no index is made: with 9,500 that takes 0.7 ms, Chroma's
# graph 3.4 ms, and making that one costs an ingest seconds. At 100,000 they are even.
EXACT_MOST = 20_000
# In a larger base the first searches of a process pass all vectors by and keep none: with 100,000 each takes 0.3 s, and
# opening the graph 1.1 s. For more vectors at once than these few the graph is worth it.
PASSED_BY, FEW = 3, 16
MODEL = "vectors model"  # the name in the store's small values
WHOLE = "vectors whole"  # the same: the state at which every passage has a vector, and how many these are


def settled(store: "Source", embedder: Embedder, folder: Path) -> "Index":
    """The index of a store's passages in a folder, with all of them embedded; raises WorkspaceError."""
    index = Index(store, folder, lambda: embedder)
    with lock(folder.parent):
        index.settle()
    return index


class Source(Protocol):
    """What an index is made from: the store."""

    @property
    def vectors_state(self) -> str: ...
    def meta(self, name: str) -> str: ...
    def vectors(self, ids: Sequence[str] | None = None) -> Iterator[Row]: ...
    def vector_ids(self) -> list[str]: ...
    def vector_count(self) -> int: ...
    def without_vectors(self, limit: int) -> list[tuple[Passage, str]]: ...
    def set_meta(self, name: str, value: str) -> None: ...
    def put_vectors(self, ids: Sequence[str], vectors: "NDArray[float32]") -> None: ...
    def drop_vectors(self, model: str) -> None: ...


class Index:
    """The vectors of a store. Only a writer changes the index in the folder; whoever reads never waits for it."""

    def __init__(self, store: Source, folder: Path, embedder: Callable[[], Embedder]) -> None:
        self._store = store
        self._folder = folder
        self._embedder = embedder
        self._state: str | None = None  # of the store's vectors, at which the two below were opened
        self._graph: Vectors | None = None
        self._all: Exact | None = None
        self._count = 0  # of the vectors at that state
        self._asked = 0  # searches at that state
        self._unopened = False  # whether there may be, or come to be, an index for that state that was not opened yet
        self._whole = ""  # the last state at which every passage had a vector

    def nearest(self, vectors: "NDArray[float32]", limit: int, within: Sequence[str] | None = None) -> list[Found]:
        """For each vector (of unit length) the ids nearest to it; exact where `within` names the ids to look at."""
        if not len(vectors):
            return []
        self._renew()
        if within is not None:
            return self._among(within).nearest(vectors, limit, within)
        self._asked += 1
        if self._count > EXACT_MOST and self._asked <= PASSED_BY and len(vectors) <= FEW:
            return nearest_of(self._rows(None), vectors, limit)
        found = self._by_graph(vectors, limit) if self._open() else None
        return self._held().nearest(vectors, limit) if found is None else found

    def cosines(self, vectors: "NDArray[float32]", wanted: Sequence[Sequence[str]]) -> list[Mapping[str, float]]:
        """For each vector (of unit length) the exact cosine with each of its wanted ids that has a vector."""
        self._renew()
        held = self._all or self._exact(list(dict.fromkeys(key for keys in wanted for key in keys)))
        return held.cosines(vectors, wanted)

    def prepare(self) -> None:
        """Embed what has no vector of this model, as in a store of another one, unless another process is writing."""
        state = self._store.vectors_state
        if self._whole and self._whole == state:
            return
        ours = self._store.meta(MODEL) in ("", self._embedder().name)
        if ours and (self._counted(state) is not None or not self._store.without_vectors(1)):
            self._whole = state
            return
        try:
            with lock(self._folder.parent):
                self._mend()
        except WorkspaceError:  # what is there can be searched meanwhile
            return

    def settle(self) -> None:
        """Embed what has no vector, and bring the index in step or away; for whoever holds the write lock."""
        state = self._store.vectors_state
        count = self._counted(state)
        if count is None:
            settled = not state and not self._store.without_vectors(1)
        else:
            settled = is_in_step(self._folder, state) if count > EXACT_MOST else not self._folder.is_dir()
        if not settled:
            self._mend()

    def close(self) -> None:
        """Free the index's files."""
        if self._graph is not None:
            self._graph.close()
        self._graph, self._all, self._state = None, None, None

    def _by_graph(self, vectors: "NDArray[float32]", limit: int) -> list[Found] | None:
        """What the index finds; None where it came to be out of step with the store."""
        try:
            found = self._graph.nearest(vectors, limit) if self._graph else None
        except VectorsError:
            found = None
        if found is None or not is_in_step(self._folder, self._state or ""):
            self._graph = None
            return None
        return found

    def _renew(self) -> None:
        """Forget what was opened and held of vectors that have changed since."""
        state = self._store.vectors_state
        if state == self._state:
            return
        self.close()
        counted = self._counted(state)
        self._count = self._store.vector_count() if counted is None else counted
        self._state, self._asked, self._unopened = state, 0, self._count > EXACT_MOST

    def _open(self) -> bool:
        """Whether there is an index to search: of a large base, in step with its store."""
        if self._unopened and is_in_step(self._folder, self._state or ""):  # a writer makes it after its state
            self._unopened = False
            embedder = self._embedder()
            try:
                self._graph, self._all = Vectors(self._folder, embedder.name, embedder.dimension), None
            except VectorsError:
                note_out_of_step(self._folder)  # the next writer mends it
        return self._graph is not None

    def _counted(self, state: str) -> int | None:
        """How many vectors there are at a state, where it was noted that no passage lacks one then."""
        noted, _, count = self._store.meta(WHOLE).partition(" ")
        return int(count) if noted and noted == state else None

    def _mend(self) -> None:
        embedder = self._embedder()
        if self._store.meta(MODEL) != embedder.name:
            self._store.drop_vectors(embedder.name)
        while missing := self._store.without_vectors(AT_ONCE):
            made = embedder.embed([embedded_text(passage, title) for passage, title in missing])
            self._store.put_vectors([passage.id for passage, _ in missing], made)
        state, count = self._store.vectors_state, self._store.vector_count()
        if count <= EXACT_MOST:
            self._remove()
        elif not is_in_step(self._folder, state):
            try:
                self._level(embedder)
            except VectorsError:
                self._put_aside()
                self._level(embedder)
            note(self._folder, state)
        self._store.set_meta(WHOLE, f"{state} {count}")

    def _level(self, embedder: Embedder) -> None:
        """Make the index hold what the store holds, and nothing else."""
        import numpy

        note_out_of_step(self._folder)
        graph = Vectors(self._folder, embedder.name, embedder.dimension)
        try:
            held, wanted = set(graph.ids()), self._store.vector_ids()
            graph.delete(list(held.difference(wanted)))
            missing = [key for key in wanted if key not in held]
            for begin in range(0, len(missing), AT_ONCE):
                rows = list(self._store.vectors(missing[begin : begin + AT_ONCE]))
                vectors = numpy.frombuffer(b"".join(vector for _, vector in rows), dtype=numpy.float32)
                graph.put([key for key, _ in rows], vectors.reshape(len(rows), embedder.dimension))
        finally:
            graph.close()

    def _remove(self) -> None:
        """Remove the index of a base that has become small: it would keep what is taken out of the store."""
        if self._folder.is_dir():
            note_out_of_step(self._folder)
            with suppress(VectorsError):  # where somebody still reads it, the next writer removes it
                self._put_aside()
        shutil.rmtree(self._aside, ignore_errors=True)  # one that a kill left too

    @property
    def _aside(self) -> Path:
        return self._folder.with_name(f"{self._folder.name}.damaged")

    def _put_aside(self) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)
        try:
            self._folder.replace(self._aside)
        except OSError as error:
            raise VectorsError(
                f"The vector index {self._folder} is damaged and cannot be moved away ({error}). Remove that folder."
            ) from error

    def _among(self, within: Sequence[str]) -> Exact:
        """The vectors of these ids at least; from a process's second search on all, where they are few."""
        self._asked += 1
        if self._all is None and (self._asked == 1 or self._count > EXACT_MOST):
            return self._exact(within)
        return self._held()

    def _held(self) -> Exact:
        """All vectors, as they were when the index was opened."""
        self._all = self._all or self._exact(None)
        return self._all

    def _exact(self, ids: Sequence[str] | None) -> Exact:
        return Exact(self._rows(ids), self._embedder().dimension)

    def _rows(self, ids: Sequence[str] | None) -> Iterator[Row]:
        """Vectors that may be compared with those of the model: none where the store's are of another one."""
        ours = self._store.meta(MODEL) == self._embedder().name
        return self._store.vectors(ids) if ours else iter(())
