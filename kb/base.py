"""The knowledge base of a workspace: store and index, changed together."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kb.access import require
from kb.audit import person, record
from kb.embedding import Ahead, Embedder, embedded_text, load_embedder
from kb.index import MODEL, Index
from kb.model import Document, Passage
from kb.people import Role
from kb.search import Base
from kb.settings import Settings
from kb.store import Store
from kb.writer import writing

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

Incoming = tuple[Document, str, Sequence[Passage], int, int]  # document, text, passages, bytes, modified (ns)


UNFINISHED = "ingest unfinished since"
REPORT = "intake report"


class KnowledgeBase:
    """Where ingest puts passages and where search finds them; the index is opened when first needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.store = Store(settings.database)
        self._ahead = Ahead(lambda: self.embedder)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model; raises ModelMissingError."""
        return load_embedder(self._settings)

    @cached_property
    def vectors(self) -> Index:
        """What finds passages by their vectors."""
        return Index(self.store, self._settings.vectors, lambda: self.embedder)

    @cached_property
    def searchable(self) -> Base:
        """What search works on."""
        return Base(self.store, self.vectors, self.embedder)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock and a mark that stays where the work breaks off; at the end bring the index in step.

        Raises WorkspaceError that names who holds the lock, AccessError where whoever is at work may not.
        """
        self.require(Role.EDITOR, "add or remove documents")
        with writing(self._settings):
            self.store.set_meta(UNFINISHED, datetime.now().isoformat(" ", "minutes"))
            yield
            self.vectors.settle()
            self.store.set_meta(UNFINISHED, "")

    def require(self, role: Role, to: str) -> None:
        """Raise AccessError unless whoever is at work has a role; `to` says what for."""
        require(self._settings, role, to)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state of documents, passages and vectors for all that is read inside, whatever is written meanwhile."""
        self.vectors.prepare()
        with self.store.snapshot():
            yield

    @property
    def unfinished(self) -> str:
        """Since when an ingest is under way or was broken off; empty where the last one came to its end."""
        return self.store.meta(UNFINISHED)

    def close(self) -> None:
        """Close store and index."""
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

    def touch_many(self, stamps: Iterable[tuple[str, int, int]]) -> None:
        """Note new sizes and times (path, bytes, ns) of files whose bytes are unchanged."""
        with self.store.transaction():
            for path, size, modified in stamps:
                self.store.touch(path, size, modified)

    def update(self, documents: Iterable[Document]) -> None:
        """Write changed facts of documents."""
        self.store.update(documents)

    def foresee(self, incoming: Sequence[Incoming]) -> None:
        """Make the vectors of documents that will be put soon; from any thread, and nothing is written."""
        self._ahead.begin(_texts(incoming))

    def put_many(self, incoming: Sequence[Incoming], gone: Sequence[str] = ()) -> None:
        """Put new versions of files in place of the old ones and take out those of the paths that are gone.

        All in one step: whoever reads, and whoever comes after a kill, finds all of it or nothing.
        """
        self.swap(incoming, self.embedded(incoming), gone)

    def embedded(self, incoming: Sequence[Incoming]) -> "NDArray[float32] | None":
        """The vectors (passages, dimension) of all passages in their order; None where there are none."""
        texts = _texts(incoming)
        return self._ahead.take(texts) if texts else None

    def swap(self, incoming: Sequence[Incoming], vectors: "NDArray[float32] | None", gone: Sequence[str] = ()) -> None:
        """What put_many does with vectors that are made already."""
        ids = [passage.id for _, _, passages, _, _ in incoming for passage in passages]
        with self.store.transaction():
            if vectors is not None and self.store.meta(MODEL) != self.embedder.name:
                self.store.drop_vectors(self.embedder.name)
            for document, text, passages, size, modified in incoming:
                self.store.replace(document, text, passages, size, modified)
            if vectors is not None:
                self.store.put_vectors(ids, vectors)
            for path in gone:
                self.store.remove(path)
            read = {document.name: document.sha256 for document, *_ in incoming}
            record(self.store, person(self._settings), "documents read", {"read": read, "removed": list(gone)})

    def keep_report(self, report: Mapping[str, Any]) -> None:
        """Keep the report of an ingest (as `ctpat ingest --json` tells it) for the pages, in place of the last."""
        with self.store.transaction():
            self.keep_outcomes(report["files"])
            rest = {name: value for name, value in report.items() if name != "files"}
            at = datetime.now().isoformat(" ", "minutes")
            self.store.set_meta(REPORT, json.dumps({"at": at} | rest, ensure_ascii=False))

    def report(self) -> dict[str, Any]:
        """The report of the last ingest without its files; empty where there was none."""
        kept: dict[str, Any] = json.loads(self.store.meta(REPORT) or "{}")
        return kept

    def keep_outcomes(self, files: Collection[Mapping[str, Any]]) -> None:
        """Keep what became of each file of an ingest for the pages."""
        told = {str(file["path"]): json.dumps(file, ensure_ascii=False) for file in files}
        with self.store.transaction():
            self.store.save_outcomes(told)
            record(self.store, person(self._settings), "ingest", Counter(str(file["status"]) for file in files))


def _texts(incoming: Sequence[Incoming]) -> dict[str, str]:
    """Passage id -> what is embedded of it."""
    entries = [(passage, document.title) for document, _, passages, _, _ in incoming for passage in passages]
    return {passage.id: embedded_text(passage, title) for passage, title in entries}
