"""The vector index: passage ids and vectors in an embedded Chroma, nothing else; rebuilt from the store at will."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kb.chroma import Direct, Writable, readable
from kb.embedding import Embedder, embedded_text
from kb.errors import VectorsError, WorkspaceError
from kb.model import Document, Passage
from kb.vectors_check import check, note
from kb.writer import lock

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

CHUNK = 2000  # ids or vectors handed to Chroma at a time; its own limit is 5461
SAME = 0.001  # cosine distance of a vector to itself, rounding included
REBUILD_PASSAGES = 1024  # embedded at a time, so that memory stays flat

Found = list[tuple[str, float]]  # passage id and cosine, best first


class Vectors:
    """The index in one folder; raises VectorsError where it is damaged or of another model."""

    def __init__(self, folder: Path, embedder_name: str, dimension: int) -> None:
        self.folder = folder
        self.dimension = dimension
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
        note(self.folder)

    def _writable(self) -> Writable:
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

    def nearest(self, vectors: "NDArray[float32]", limit: int, within: Sequence[str] | None = None) -> list[Found]:
        """For each vector (of unit length) the ids nearest to it; exact where `within` names the ids to look at."""
        if within is not None:
            return [
                sorted(cosines.items(), key=lambda found: -found[1])[:limit]
                for cosines in self.cosines(vectors, [within] * len(vectors))
            ]
        with _guarded(self.folder):
            if not len(vectors) or not (held := self._collection.count()):
                return [[] for _ in vectors]
            found = zip(*self._collection.nearest(vectors, min(limit, held)), strict=True)
        return [
            [(key, 1.0 - distance) for key, distance in zip(keys, distances, strict=True)] for keys, distances in found
        ]

    def cosines(self, vectors: "NDArray[float32]", wanted: Sequence[Sequence[str]]) -> list[Mapping[str, float]]:
        """For each vector (of unit length) the exact cosine with each of its wanted ids that is held."""
        import numpy

        ids, held = self._held(list(dict.fromkeys(key for keys in wanted for key in keys)))
        places = {key: place for place, key in enumerate(ids)}
        results: list[Mapping[str, float]] = []
        for vector, keys in zip(vectors, wanted, strict=True):
            known = [key for key in keys if key in places]
            values = held[numpy.array([places[key] for key in known], dtype=int)] @ vector
            results.append(dict(zip(known, values.tolist(), strict=True)))
        return results

    def _held(self, ids: Sequence[str]) -> tuple[list[str], "NDArray[float32]"]:
        """Those of the ids that are held, with their vectors (ids, dimension)."""
        import numpy

        keys: list[str] = []
        parts = [numpy.zeros((0, self.dimension), dtype=numpy.float32)]
        with _guarded(self.folder):
            for begin in range(0, len(ids), CHUNK):
                held, vectors = self._collection.vectors(ids[begin : begin + CHUNK])
                if held:
                    keys.extend(held)
                    parts.append(numpy.asarray(vectors, dtype=numpy.float32))
        return keys, numpy.concatenate(parts)


class Source(Protocol):
    """What an index is made from: the store."""

    def documents(self) -> list[Document]: ...
    def passage_ids(self) -> list[str]: ...
    def passage_count(self) -> int: ...
    def passages_by_id(self, ids: Sequence[str]) -> dict[str, Passage]: ...


def open_vectors(folder: Path, store: Source, embedder: Embedder) -> Vectors:
    """The index of a store, mended from it where it is missing, damaged, of another model or out of step."""
    try:
        vectors = Vectors(folder, embedder.name, embedder.dimension)
    except VectorsError:
        return rebuild(store, embedder, folder)
    if vectors.count() != store.passage_count():
        try:
            with lock(folder.parent):
                _mend(vectors, store, embedder)
        except VectorsError:
            return rebuild(store, embedder, folder)
        except WorkspaceError:  # another process is writing: what is there can be searched meanwhile
            return vectors
    return vectors


def rebuild(store: Source, embedder: Embedder, folder: Path) -> Vectors:
    """A new index of every passage of the store; what was in the folder is moved aside."""
    with lock(folder.parent):
        if folder.exists():
            aside = folder.with_name(f"{folder.name}.damaged")
            shutil.rmtree(aside, ignore_errors=True)
            folder.replace(aside)
        vectors = Vectors(folder, embedder.name, embedder.dimension)
        _mend(vectors, store, embedder)
    return vectors


def _mend(vectors: Vectors, store: Source, embedder: Embedder) -> None:
    held, wanted = set(vectors.ids()), store.passage_ids()
    vectors.delete(list(held.difference(wanted)))
    missing = [key for key in wanted if key not in held]
    titles = {document.path: document.title for document in store.documents()} if missing else {}
    for begin in range(0, len(missing), REBUILD_PASSAGES):
        passages = store.passages_by_id(missing[begin : begin + REBUILD_PASSAGES])
        texts = [embedded_text(passage, titles[passage.path]) for passage in passages.values()]
        vectors.put(list(passages), embedder.embed(texts))


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
