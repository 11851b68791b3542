"""The store: documents, passages with full text search, intake outcomes; one SQLite file."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from kb.errors import WorkspaceError
from kb.model import Document, Passage
from kb.records import (
    document_from_json,
    document_to_json,
    fields_to_json,
    locator_to_json,
    passage_from_row,
)

FORMAT = "1"  # of the tables; a store of another format is refused rather than misread
SCHEMA = Path(__file__).with_name("schema.sql")
BUSY_SECONDS = 30  # how long a statement waits for another process's write
Made = TypeVar("Made")
COLUMNS = "p.id, p.path, p.first, p.last, p.text, p.context, p.locator, p.fields"


class Store:
    """The SQLite store of one workspace; raises WorkspaceError where it cannot be opened or written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA journal_mode = WAL")
            if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                self._db.executescript(SCHEMA.read_text(encoding="utf-8"))
                self._db.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (FORMAT,))
                self._db.commit()
        except (OSError, sqlite3.Error) as error:
            raise WorkspaceError(
                f"The store {path} cannot be opened ({error}). Restore it from a backup, or choose another --workspace."
            ) from error
        if self.meta("format") != FORMAT:
            raise WorkspaceError(f"The store {path} has format {self.meta('format')}, this program reads {FORMAT}.")

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside land together or not at all; raises WorkspaceError (disk full, locked)."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.Error as error:
            raise WorkspaceError(f"The store {self.path} cannot be written ({error}). Nothing was changed.") from error

    def _read(self, make: Callable[[Any], Made], statement: str, *values: object) -> list[Made]:
        """What is made of each row that a statement finds; raises WorkspaceError where the file is damaged."""
        try:
            return [make(row) for row in self._db.execute(statement, values)]
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:  # the last three: a garbled record
            raise WorkspaceError(
                f"The store {self.path} cannot be read ({' '.join(str(error).split())[:120]}). Restore it from a"
                " backup, or move it away and ingest the documents again."
            ) from error

    # Documents

    def documents(self) -> list[Document]:
        """Every document, by name."""
        found = self._read(lambda row: document_from_json(row[0]), "SELECT record FROM document")
        return sorted(found, key=lambda document: document.name)

    def document(self, path: str) -> Document | None:
        """The document at a path, or None where there is none."""
        found = self._read(lambda row: document_from_json(row[0]), "SELECT record FROM document WHERE path = ?", path)
        return found[0] if found else None

    def text(self, path: str) -> str:
        """The whole text of a document, which citations are re-read from; empty where there is no such document."""
        return "".join(self._read(lambda row: str(row[0]), "SELECT text FROM document WHERE path = ?", path))

    def stamps(self) -> dict[str, tuple[str, int, int]]:
        """Path -> (sha256, bytes, modification time in ns) of every document."""
        return dict(
            self._read(lambda row: (row[0], tuple(row[1:])), "SELECT path, sha256, size, modified FROM document")
        )

    def touch(self, path: str, size: int, modified: int) -> None:
        """Note that a file's bytes are unchanged though its time is not."""
        with self.transaction():
            self._db.execute("UPDATE document SET size = ?, modified = ? WHERE path = ?", (size, modified, path))

    def replace(
        self, document: Document, text: str, passages: Sequence[Passage], size: int = 0, modified: int = 0
    ) -> None:
        """Put a document and its passages in place of what was there for its path, in one step."""
        with self.transaction():
            self._delete(document.path)
            self._db.execute(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)",
                (document.path, document.sha256, document_to_json(document), text, size, modified),
            )
            self._db.executemany(
                "INSERT INTO passage (id, path, position, first, last, title, context, text, locator, fields)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (p.id, p.path, position, p.start, p.end, document.title, p.context, p.text)
                    + (locator_to_json(p.locator), fields_to_json(p.fields))
                    for position, p in enumerate(passages)
                ],
            )
            self._count_change()

    def update(self, documents: Iterable[Document]) -> None:
        """Write changed facts of documents (superseded, corrected) without touching their passages."""
        with self.transaction():
            for document in documents:
                self._db.execute(
                    "UPDATE document SET record = ? WHERE path = ?", (document_to_json(document), document.path)
                )
            self._count_change()

    def remove(self, path: str) -> None:
        """Remove a document with its passages."""
        with self.transaction():
            self._delete(path)
            self._count_change()

    def _delete(self, path: str) -> None:
        self._db.execute("DELETE FROM passage WHERE path = ?", (path,))
        self._db.execute("DELETE FROM document WHERE path = ?", (path,))

    # Passages

    def passages(self, path: str = "") -> list[Passage]:
        """The passages of a document in order, or of all documents."""
        where = "WHERE p.path = ?" if path else ""
        statement = f"SELECT {COLUMNS} FROM passage p {where} ORDER BY p.path, p.position"
        return self._read(passage_from_row, statement, *([path] if path else []))

    def passages_by_id(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Id -> passage for those ids that exist."""
        found: dict[str, Passage] = {}
        for begin in range(0, len(ids), 500):  # SQLite's limit of variables is 999 in old builds
            chunk = ids[begin : begin + 500]
            marks = ", ".join("?" * len(chunk))
            passages = self._read(passage_from_row, f"SELECT {COLUMNS} FROM passage p WHERE p.id IN ({marks})", *chunk)
            found.update((passage.id, passage) for passage in passages)
        return found

    def passage_ids(self, within: str = "") -> list[str]:
        """Ids of all passages, or of those whose path begins with `within`."""
        statement = "SELECT id FROM passage WHERE path >= ? AND path < ? ORDER BY path, position"
        return self._read(lambda row: str(row[0]), statement, *_prefix(within))

    def passage_count(self) -> int:
        """How many passages there are."""
        return self._read(lambda row: int(row[0]), "SELECT count(*) FROM passage")[0]

    def passage_counts(self) -> dict[str, int]:
        """Path -> number of passages."""
        return dict(self._read(tuple, "SELECT path, count(*) FROM passage GROUP BY path"))

    def match(
        self, expression: str, limit: int, within: str = "", weights: tuple[float, float, float] = (1.0, 1.0, 1.0)
    ) -> list[tuple[str, float]]:
        """(id, BM25) of passages for an FTS5 expression, best first, larger is better.

        `weights` are those of title, context and text; `within` restricts to paths that begin with it.
        """
        where = "AND p.path >= ? AND p.path < ?" if within else ""
        statement = (
            f"SELECT p.id, -bm25(passage_words, ?, ?, ?) AS score FROM passage_words"
            f" JOIN passage p ON p.number = passage_words.rowid WHERE passage_words MATCH ? {where}"
            f" ORDER BY score DESC LIMIT ?"
        )
        values = (*weights, expression, *(_prefix(within) if within else ()), limit)
        return self._read(lambda row: (str(row[0]), float(row[1])), statement, *values)

    def match_count(self, expression: str) -> int:
        """How many passages an FTS5 expression fits."""
        statement = "SELECT count(*) FROM passage_words WHERE passage_words MATCH ?"
        return self._read(lambda row: int(row[0]), statement, expression)[0]

    # Small named values

    def meta(self, name: str) -> str:
        """A small named value; empty where it was never set."""
        return "".join(self._read(lambda row: str(row[0]), "SELECT value FROM meta WHERE name = ?", name))

    def set_meta(self, name: str, value: str) -> None:
        """Set a small named value."""
        with self.transaction():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @property
    def changes(self) -> int:
        """A counter that grows with every change of documents or passages."""
        return sum(self._read(lambda row: int(row[0]), "SELECT value FROM meta WHERE name = 'changes'"))

    def _count_change(self) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('changes', ?)", (str(self.changes + 1),))

    # Intake

    def save_outcomes(self, outcomes: dict[str, str]) -> None:
        """Keep path -> outcome (JSON) of the last ingest in place of the one before."""
        with self.transaction():
            self._db.execute("DELETE FROM intake")
            self._db.executemany("INSERT INTO intake VALUES (?, ?)", outcomes.items())

    def outcomes(self) -> dict[str, str]:
        """Path -> outcome (JSON) of the last ingest."""
        return dict(self._read(tuple, "SELECT path, outcome FROM intake ORDER BY path"))


def _prefix(within: str) -> tuple[str, str]:
    return within, within + "\U0010ffff"
