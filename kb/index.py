"""Search among a store's vectors: by the index where that is in step with the store, else exactly."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kb.embedding import Embedder, embedded_text
from kb.errors import VectorsError, WorkspaceError
from kb.exact import Exact, Found
from kb.model import Passage
from kb.vectors import Vectors
from kb.vectors_check import is_in_step, note, note_out_of_step
from kb.writer import lock

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

AT_ONCE = 1024  # passages embedded or handed on at a time, so that memory stays flat
# Passages up to which all vectors are compared in memory: with 9,500 that takes 0.7 ms, Chroma's graph 3.4 ms, and it
# loses none. At 100,000 they are even, and the graph takes no memory of its own.
EXACT_MOST = 20_000
MODEL = "vectors model"  # the name in the store's small values


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
    def vectors(self, ids: Sequence[str] | None = None) -> tuple[list[str], bytes]: ...
    def vector_ids(self) -> list[str]: ...
    def vector_count(self) -> int: ...
    def without_vectors(self, limit: int) -> list[tuple[Passage, str]]: ...
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

    def nearest(self, vectors: "NDArray[float32]", limit: int, within: Sequence[str] | None = None) -> list[Found]:
        """For each vector (of unit length) the ids nearest to it; exact where `within` names the ids to look at."""
        if within is not None:
            return self._exact(within).nearest(vectors, limit)
        self._open()
        found = self._by_graph(vectors, limit) if self._graph else None
        return self._held().nearest(vectors, limit) if found is None else found

    def cosines(self, vectors: "NDArray[float32]", wanted: Sequence[Sequence[str]]) -> list[Mapping[str, float]]:
        """For each vector (of unit length) the exact cosine with each of its wanted ids that has a vector."""
        self._open()
        if self._all:
            return self._all.cosines(vectors, wanted)
        return self._exact(list(dict.fromkeys(key for keys in wanted for key in keys))).cosines(vectors, wanted)

    def prepare(self) -> None:
        """Embed what has no vector of this model, as in a store of another one, unless another process is writing."""
        model = self._store.meta(MODEL)
        if is_in_step(self._folder, self._store.vectors_state) and model == self._embedder().name:
            return
        if not self._store.without_vectors(1) and model in ("", self._embedder().name):
            return
        try:
            with lock(self._folder.parent):
                self._mend()
        except WorkspaceError:  # what is there can be searched meanwhile
            return

    def settle(self) -> None:
        """Embed what has no vector and bring the index in step; for whoever holds the write lock."""
        state = self._store.vectors_state
        known = state or self._store.without_vectors(1)
        if known and not is_in_step(self._folder, state):
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

    def _open(self) -> None:
        state = self._store.vectors_state
        if state == self._state:
            return
        self.close()
        self._state = state
        if self._store.vector_count() > EXACT_MOST and is_in_step(self._folder, state):
            embedder = self._embedder()
            try:
                self._graph = Vectors(self._folder, embedder.name, embedder.dimension)
            except VectorsError:
                note_out_of_step(self._folder)  # the next writer mends it

    def _mend(self) -> None:
        embedder = self._embedder()
        if self._store.meta(MODEL) != embedder.name:
            self._store.drop_vectors(embedder.name)
        while missing := self._store.without_vectors(AT_ONCE):
            made = embedder.embed([embedded_text(passage, title) for passage, title in missing])
            self._store.put_vectors([passage.id for passage, _ in missing], made)
        state = self._store.vectors_state
        if is_in_step(self._folder, state):
            return
        try:
            self._level(embedder)
        except VectorsError:
            self._put_aside()
            self._level(embedder)
        note(self._folder, state)

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
                ids, vectors = self._store.vectors(missing[begin : begin + AT_ONCE])
                graph.put(ids, numpy.frombuffer(vectors, dtype=numpy.float32).reshape(len(ids), embedder.dimension))
        finally:
            graph.close()

    def _put_aside(self) -> None:
        aside = self._folder.with_name(f"{self._folder.name}.damaged")
        shutil.rmtree(aside, ignore_errors=True)
        try:
            self._folder.replace(aside)
        except OSError as error:
            raise VectorsError(
                f"The vector index {self._folder} is damaged and cannot be moved away ({error}). Remove that folder."
            ) from error

    def _held(self) -> Exact:
        """All vectors, as they were when the index was opened."""
        self._all = self._all or self._exact(None)
        return self._all

    def _exact(self, ids: Sequence[str] | None) -> Exact:
        embedder = self._embedder()
        if self._store.meta(MODEL) != embedder.name:
            return Exact([], b"", embedder.dimension)
        return Exact(*self._store.vectors(ids), embedder.dimension)
