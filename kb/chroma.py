"""Chroma's collection of vectors: by its own client, or read straight from its Rust part where that is known."""

import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

COLLECTION = "passages"
SEARCH_BREADTH = 200  # hnsw ef_search: with the default of 100 neighbours are lost
BUILD_BREADTH = 200  # hnsw ef_construction
TABLES = "chroma.sqlite3"
OWNER = ("default_tenant", "default_database")
GRAPHS = 100  # open at once at most; there is one
# Importing chromadb takes a second, its Rust part a tenth. That part is not a public interface, so it is used for
# reading only, and only in the version that it was tried with; any other version takes the second.
DIRECT_VERSION = "1.5.9"


class Writable:
    """The collection by Chroma's own client; made where there is none."""

    def __init__(self, folder: Path, metadata: Mapping[str, str | int]) -> None:
        import chromadb
        from chromadb.config import Settings

        folder.mkdir(parents=True, exist_ok=True)
        self._client: Any = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        breadth: Any = {"space": "cosine", "ef_search": SEARCH_BREADTH, "ef_construction": BUILD_BREADTH}
        self.collection: Any = self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": breadth}, metadata=dict(metadata)
        )
        self.metadata: Mapping[str, Any] = self.collection.metadata or {}

    def count(self) -> int:
        """How many vectors there are."""
        return int(self.collection.count())

    def ids(self) -> list[str]:
        """All ids."""
        return list(self.collection.get(include=[])["ids"])

    def vectors(self, ids: Sequence[str] | None, limit: int | None = None) -> tuple[list[str], Any]:
        """Those of the ids that are held (None: all of them), with their vectors."""
        found = self.collection.get(ids=None if ids is None else list(ids), limit=limit, include=["embeddings"])
        return list(found["ids"]), found["embeddings"]

    def nearest(self, vectors: Any, limit: int) -> tuple[list[list[str]], list[list[float]]]:
        """For each vector ids and cosine distances, nearest first."""
        found = self.collection.query(query_embeddings=vectors, n_results=limit, include=["distances"])
        return found["ids"], found["distances"]

    def close(self) -> None:
        """Free the files."""
        self._client.close()


class Direct:
    """The same for reading, straight from the Rust part."""

    def __init__(self, folder: Path) -> None:
        import chromadb_rust_bindings as rust  # type: ignore[import-untyped]

        tables = rust.SqliteDBConfig(
            hash_type=rust.MigrationHash.MD5, migration_mode=rust.MigrationMode.Apply, url=str(folder / TABLES)
        )
        self._rust: Any = rust.Bindings(
            allow_reset=False, sqlite_db_config=tables, persist_path=str(folder), hnsw_cache_size=GRAPHS
        )
        found = self._rust.get_collection(COLLECTION, *OWNER)
        self._id = str(found.id)
        self.metadata: Mapping[str, Any] = found.metadata or {}

    def count(self) -> int:
        """How many vectors there are."""
        return int(self._rust.count(self._id, *OWNER))

    def ids(self) -> list[str]:
        """All ids."""
        return list(self._rust.get(self._id, None, None, None, 0, None, [], *OWNER).ids)

    def vectors(self, ids: Sequence[str] | None, limit: int | None = None) -> tuple[list[str], Any]:
        """Those of the ids that are held (None: all of them), with their vectors."""
        wanted = None if ids is None else list(ids)
        found = self._rust.get(self._id, wanted, None, limit, 0, None, ["embeddings"], *OWNER)
        return list(found.ids), found.embeddings

    def nearest(self, vectors: Any, limit: int) -> tuple[list[list[str]], list[list[float]]]:
        """For each vector ids and cosine distances, nearest first."""
        asked = [list(map(float, vector)) for vector in vectors]
        found = self._rust.query(self._id, None, asked, limit, None, None, ["distances"], *OWNER)
        return found.ids, found.distances

    def close(self) -> None:
        """Free the files."""
        del self._rust


def readable(folder: Path, metadata: Mapping[str, str | int]) -> Writable | Direct:
    """The quickest way to read a folder's collection; a collection that is not there is made."""
    imported = "chromadb" in sys.modules  # its second is spent already
    if not imported and (folder / TABLES).exists() and version("chromadb") == DIRECT_VERSION:
        return Direct(folder)
    return Writable(folder, metadata)
