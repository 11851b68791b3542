"""The vector index: passage ids and vectors in an embedded Chroma, nothing else; made from the store's vectors."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kb.chroma import Direct, Writable, readable
from kb.errors import VectorsError
from kb.exact import Found
from kb.vectors_check import check, note

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

CHUNK = 2000  # ids or vectors handed to Chroma at a time; its own limit is 5461
# Neighbours asked for, however few are wanted: the graph looks no further than that. Of 100,000 it loses three in a
# hundred where it is asked for ten, and all ten of some question; asked for a thousand, one in a thousand, for 10 ms.
WIDE = 1000
SAME = 0.001  # cosine distance of a vector to itself, rounding included


class Vectors:
    """The index in one folder; raises VectorsError where it is damaged or of another model."""

    def __init__(self, folder: Path, embedder_name: str, dimension: int) -> None:
        self.folder = folder
        self.dimension = dimension
        self._held: int | None = None  # how many vectors, since they were counted last: with 100,000 that takes 7 ms
        self._made_by: dict[str, str | int] = {"embedder": embedder_name, "dimension": dimension}
        check(folder, embedder_name, dimension)
        self._collection: Writable | Direct
        with _guarded(folder):
            self._collection = readable(folder, self._made_by)
            self._probe()
        if dict(self._collection.metadata) != self._made_by:
            self.close()
            found = self._collection.metadata.get("embedder")
            raise VectorsError(f"The vectors in {folder} are of the model {found}, not {embedder_name}.")

    def _probe(self) -> None:
        """One vector must find itself: damage shows now, and a graph that is gone is not taken for an empty one."""
        first, vectors = self._collection.vectors(None, limit=1)
        if first:
            ids, distances = self._collection.nearest(vectors, 1)
            if not ids[0] or distances[0][0] > SAME:
                raise ValueError("a vector does not find itself")

    def close(self) -> None:
        """Free the index's files."""
        self._collection.close()

    def _writable(self) -> Writable:
        self._held = None
        if isinstance(self._collection, Direct):
            self._collection.close()
            self._collection = Writable(self.folder, self._made_by)
        return self._collection

    def put(self, ids: Sequence[str], vectors: "NDArray[float32]") -> None:
        """Add vectors (ids, dimension) under their ids, in place of what was there."""
        with _guarded(self.folder):
            for begin in range(0, len(ids), CHUNK):
                part = slice(begin, begin + CHUNK)
                self._writable().collection.upsert(ids=list(ids[part]), embeddings=vectors[part])
            note(self.folder)

    def delete(self, ids: Sequence[str]) -> None:
        """Remove the vectors of these ids; unknown ones are passed over."""
        with _guarded(self.folder):
            for begin in range(0, len(ids), CHUNK):
                self._writable().collection.delete(ids=list(ids[begin : begin + CHUNK]))
            note(self.folder)

    def ids(self) -> list[str]:
        """The ids of all vectors."""
        with _guarded(self.folder):
            return self._collection.ids()

    def count(self) -> int:
        """How many vectors there are."""
        with _guarded(self.folder):
            return self._collection.count()

    def nearest(self, vectors: "NDArray[float32]", limit: int) -> list[Found]:
        """For each vector (of unit length) the ids nearest to it."""
        with _guarded(self.folder):
            self._held = self._collection.count() if self._held is None else self._held
            if not len(vectors) or not self._held:
                return [[] for _ in vectors]
            found = zip(*self._collection.nearest(vectors, min(max(limit, WIDE), self._held)), strict=True)
            return [
                [(key, 1.0 - distance) for key, distance in zip(keys[:limit], distances[:limit], strict=True)]
                for keys, distances in found
            ]


@contextmanager
def _guarded(folder: Path) -> Iterator[None]:
    """Whatever Chroma raises becomes a VectorsError; its Rust part panics with a BaseException."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, MemoryError, GeneratorExit):
        raise
    except BaseException as error:
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()  # or the next client of this path would be the broken one
        raise VectorsError(
            f"The vector index {folder} cannot be used ({type(error).__name__}: {error}). Rebuild it from the store."
        ) from error
