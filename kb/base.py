"""The knowledge base of a workspace: store and vectors, changed together."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

from kb.embedding import Embedder, embedded_text, load_embedder
from kb.model import Document, Passage
from kb.search import Base
from kb.settings import Settings
from kb.store import Store
from kb.vectors import Vectors, open_vectors
from kb.writer import writing

Incoming = tuple[Document, str, Sequence[Passage], int, int]  # document, text, passages, bytes, modified (ns)


UNFINISHED = "ingest unfinished since"


class KnowledgeBase:
    """Where ingest puts passages and where search finds them; the vectors are opened when first needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.store = Store(settings.database)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model; raises ModelMissingError."""
        return load_embedder(self._settings)

    @cached_property
    def vectors(self) -> Vectors:
        """The vector index, mended from the store where it is damaged or out of step."""
        return open_vectors(self._settings.vectors, self.store, self.embedder)

    @property
    def searchable(self) -> Base:
        """What search works on."""
        return Base(self.store, self.vectors, self.embedder)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock, and a mark that is left standing where the work breaks off.

        Raises WorkspaceError that names who holds the lock.
        """
        with writing(self._settings):
            self.store.set_meta(UNFINISHED, datetime.now().isoformat(" ", "minutes"))
            yield
            self.store.set_meta(UNFINISHED, "")

    @property
    def unfinished(self) -> str:
        """Since when an ingest is under way or was broken off; empty where the last one came to its end."""
        return self.store.meta(UNFINISHED)

    def close(self) -> None:
        """Close store and vectors."""
        if "vectors" in self.__dict__:
            self.vectors.close()
        self.store.close()

    # What ingest.pipeline needs of a base

    def stamps(self) -> dict[str, tuple[str, int, int]]:
        """Path -> (sha256, bytes, modification time in ns) of every document."""
        return self.store.stamps()

    def documents(self) -> list[Document]:
        """Every document, by name."""
        return self.store.documents()

    def touch(self, path: str, size: int, modified: int) -> None:
        """Note that a file's bytes are unchanged though its time is not."""
        self.store.touch(path, size, modified)

    def update(self, documents: Iterable[Document]) -> None:
        """Write changed facts of documents."""
        self.store.update(documents)

    def put_many(self, incoming: Sequence[Incoming]) -> None:
        """Put new versions of files in place of the old ones, file by file.

        The vectors go first: until a file's text is swapped in, search passes over ids that the store does not know.
        Killed in between, the next opening finds the counts apart and mends the vectors from the store.
        """
        fresh = [(passage, document.title) for document, _, passages, _, _ in incoming for passage in passages]
        if fresh:
            vectors = self.embedder.embed([embedded_text(passage, title) for passage, title in fresh])
            self.vectors.put([passage.id for passage, _ in fresh], vectors)
        kept = {passage.id for passage, _ in fresh}
        gone: list[str] = []
        for document, text, passages, size, modified in incoming:
            before = [passage.id for passage in self.store.passages(document.path)]
            self.store.replace(document, text, passages, size, modified)
            gone.extend(key for key in before if key not in kept)
        if gone:
            self.vectors.delete(gone)

    def keep_outcomes(self, files: Iterable[Mapping[str, Any]]) -> None:
        """Keep what became of each file of an ingest (as `ctpat ingest --json` tells it) for the pages."""
        self.store.save_outcomes({str(file["path"]): json.dumps(file, ensure_ascii=False) for file in files})

    def remove(self, path: str) -> None:
        """Remove a document with its passages and vectors."""
        before = [passage.id for passage in self.store.passages(path)]
        self.store.remove(path)
        self.vectors.delete(before)
