"""The vector index: passage ids and vectors in an embedded Chroma, nothing else; rebuilt from the store at will."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.embedding import Embedder, embedded_text
from kb.errors import VectorsError, WorkspaceError
from kb.store import Store
from kb.vectors_check import check, note
from kb.writer import lock

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

COLLECTION = "passages"
CHUNK = 2000  # ids or vectors handed to Chroma at a time; its own limit is 5461
SEARCH_BREADTH = 200  # hnsw ef_search: with the default of 100 neighbours are lost
BUILD_BREADTH = 200  # hnsw ef_construction
SAME = 0.001  # cosine distance of a vector to itself, rounding included
REBUILD_PASSAGES = 1024  # embedded at a time, so that memory stays flat

Found = list[tuple[str, float]]  # passage id and cosine, best first


class Vectors:
    """The index in one folder; raises VectorsError where it is damaged or of another model."""

    def __init__(self, folder: Path, embedder_name: str, dimension: int) -> None:
        self.folder = folder
        self.dimension = dimension
        check(folder, embedder_name, dimension)
        with _guarded(folder):
            self._client, self._collection = _open(folder, {"embedder": embedder_name, "dimension": dimension})
            made_by = self._collection.metadata or {}
            self._probe()
        if (made_by.get("embedder"), made_by.get("dimension")) != (embedder_name, dimension):
            self.close()
            raise VectorsError(f"The vectors in {folder} are of the model {made_by.get('embedder')}, not {embedder_name}.")

    def _probe(self) -> None:
        """One vector must find itself: damage shows now, and an index file that is gone is not taken for an empty one."""
        first = self._collection.get(limit=1, include=["embeddings"])
        if first["ids"]:
            found = self._collection.query(query_embeddings=first["embeddings"], n_results=1, include=["distances"])
            if not found["ids"][0] or found["distances"][0][0] > SAME:
                raise ValueError("a vector does not find itself")

    def close(self) -> None:
        """Free the index's files."""
        self._client.close()
        note(self.folder)

    def put(self, ids: Sequence[str], vectors: "NDArray[float32]") -> None:
        """Add vectors (ids, dimension) under their ids, in place of what was there."""
        with _guarded(self.folder):
            for begin in range(0, len(ids), CHUNK):
                part = slice(begin, begin + CHUNK)
                self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part])
            note(self.folder)

    def delete(self, ids: Sequence[str]) -> None:
        """Remove the vectors of these ids; unknown ones are passed over."""
        with _guarded(self.folder):
            for begin in range(0, len(ids), CHUNK):
                self._collection.delete(ids=list(ids[begin : begin + CHUNK]))
            note(self.folder)

    def ids(self) -> list[str]:
        """The ids of all vectors."""
        with _guarded(self.folder):
            return list(self._collection.get(include=[])["ids"])

    def count(self) -> int:
        """How many vectors there are."""
        with _guarded(self.folder):
            return int(self._collection.count())

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
            found = self._collection.query(
                query_embeddings=vectors, n_results=min(limit, held), include=["distances"]
            )
        return [
            [(key, 1.0 - distance) for key, distance in zip(keys, distances, strict=True)]
            for keys, distances in zip(found["ids"], found["distances"], strict=True)
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
                found = self._collection.get(ids=list(ids[begin : begin + CHUNK]), include=["embeddings"])
                if found["ids"]:
                    keys.extend(found["ids"])
                    parts.append(numpy.asarray(found["embeddings"], dtype=numpy.float32))
        return keys, numpy.concatenate(parts)


def open_vectors(folder: Path, store: Store, embedder: Embedder) -> Vectors:
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


def rebuild(store: Store, embedder: Embedder, folder: Path) -> Vectors:
    """A new index of every passage of the store; what was in the folder is moved aside."""
    with lock(folder.parent):
        if folder.exists():
            aside = folder.with_name(f"{folder.name}.damaged")
            shutil.rmtree(aside, ignore_errors=True)
            os.replace(folder, aside)
        vectors = Vectors(folder, embedder.name, embedder.dimension)
        _mend(vectors, store, embedder)
    return vectors


def _mend(vectors: Vectors, store: Store, embedder: Embedder) -> None:
    held, wanted = set(vectors.ids()), store.passage_ids()
    vectors.delete(list(held.difference(wanted)))
    missing = [key for key in wanted if key not in held]
    titles = {document.path: document.title for document in store.documents()} if missing else {}
    for begin in range(0, len(missing), REBUILD_PASSAGES):
        passages = store.passages_by_id(missing[begin : begin + REBUILD_PASSAGES])
        texts = [embedded_text(passage, titles[passage.path]) for passage in passages.values()]
        vectors.put(list(passages), embedder.embed(texts))


def _open(folder: Path, made_by: dict[str, Any]) -> tuple[Any, Any]:
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    breadth = {"space": "cosine", "ef_search": SEARCH_BREADTH, "ef_construction": BUILD_BREADTH}
    collection = client.get_or_create_collection(
        COLLECTION, embedding_function=None, configuration={"hnsw": breadth}, metadata=made_by
    )
    return client, collection


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
