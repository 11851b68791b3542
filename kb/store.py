"""The store: documents, passages with full text search, intake outcomes; one SQLite file."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kb.corrections import Correction, as_read, corrected
from kb.errors import WorkspaceError
from kb.model import Document, Passage
from kb.opening import FORMAT, WORD_PLACES, open_store
from kb.records import (
    document_from_json,
    document_to_json,
    fields_to_json,
    locator_to_json,
    passage_from_row,
)
from kb.turns import Turns

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

Made = TypeVar("Made")
COLUMNS = "p.id, p.path, p.first, p.last, p.text, p.context, p.locator, p.fields"


class Store:
    """The SQLite store of one workspace; raises WorkspaceError where it cannot be opened or written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._db = open_store(path)
        except (OSError, sqlite3.Error) as error:
            raise WorkspaceError(
                f"The store {path} cannot be opened ({error}). Restore it from a backup, or choose another --workspace."
            ) from error
        self._turns = Turns(self._db, path)
        if self.meta("format") != FORMAT:
            raise WorkspaceError(f"The store {path} has format {self.meta('format')}, this program reads {FORMAT}.")

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside land together or not at all, within a transaction under way as part of it.

        Raises WorkspaceError (disk full), BusyError where another program is writing for longer than kb.patience says.
        """
        return self._turns.writing()

    def snapshot(self) -> AbstractContextManager[None]:
        """One state for all that is read inside, whatever other processes write meanwhile."""
        return self._turns.reading()

    def _read(self, make: Callable[[Any], Made], statement: str, *values: object) -> list[Made]:
        """What is made of each row that a statement finds; raises WorkspaceError where the file is damaged."""
        return list(self._each(make, statement, *values))

    def _each(self, make: Callable[[Any], Made], statement: str, *values: object) -> Iterator[Made]:
        """The same, row by row, for more rows than are to be held."""
        try:
            for row in self._db.execute(statement, values):
                yield make(row)
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:  # the last three: a garbled record
            raise WorkspaceError(
                f"The store {self.path} cannot be read ({' '.join(str(error).split())[:120]}). Restore it from a"
                " backup, or move it away and ingest the documents again."
            ) from error

    # Documents

    def documents(self) -> list[Document]:
        """Every document, by name and path, with what people put right."""
        found = self._read(lambda row: document_from_json(row[0]), "SELECT record FROM document")
        told: dict[str, list[Correction]] = defaultdict(list)
        for correction in self.corrections():
            told[correction.path].append(correction)
        everyone = (corrected(each, told.get(each.path, ())) for each in found)
        return sorted(everyone, key=lambda each: (each.name, each.path))

    def document(self, path: str) -> Document | None:
        """The document at a path, with what people put right, or None where there is none."""
        found = self.document_as_read(path)
        return corrected(found, self.corrections(path)) if found else None

    def document_as_read(self, path: str) -> Document | None:
        """The document at a path as it was read, before any correction, or None where there is none."""
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
        """Put a document and its passages in place of what was there for its path, in one step; vectors come after."""
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
        """Write what became of documents (superseded) without touching their passages or what was read of them."""
        with self.transaction():
            for document in documents:
                read = self.document_as_read(document.path)
                record = document_to_json(as_read(document, read) if read else document)
                self._db.execute("UPDATE document SET record = ? WHERE path = ?", (record, document.path))
            self._count_change()

    def remove(self, path: str) -> None:
        """Remove a document with its passages."""
        with self.transaction():
            self._delete(path)
            self._db.execute(  # the same bytes at another path: the file was moved
                "UPDATE OR IGNORE correction SET path ="
                " (SELECT d.path FROM document d WHERE d.sha256 = correction.sha256 ORDER BY d.path LIMIT 1)"
                " WHERE path = ? AND EXISTS (SELECT 1 FROM document d WHERE d.sha256 = correction.sha256)",
                (path,),
            )
            self._count_change()

    def _delete(self, path: str) -> None:
        self._change_vectors()
        self._db.execute("DELETE FROM passage WHERE path = ?", (path,))
        self._db.execute("DELETE FROM document WHERE path = ?", (path,))

    # Corrections

    def corrections(self, path: str = "") -> list[Correction]:
        """What people put right of a document, or of all documents, those that are gone included."""
        statement = "SELECT path, field, value, person, at, sha256 FROM correction"
        where = " WHERE path = ? ORDER BY field" if path else " ORDER BY path, field"
        return self._read(lambda row: Correction(*row), statement + where, *([path] if path else []))

    def correct(self, corrections: Iterable[Correction], withdrawn: Iterable[tuple[str, str]] = ()) -> None:
        """Keep corrections in place of earlier ones of the same facts, and take back those of (path, field)."""
        with self.transaction():
            self._db.executemany("DELETE FROM correction WHERE path = ? AND field = ?", list(withdrawn))
            self._db.executemany(
                "INSERT OR REPLACE INTO correction VALUES (?, ?, ?, ?, ?, ?)", [astuple(each) for each in corrections]
            )
            self._count_change()

    # Passages

    def passages(self, path: str = "") -> list[Passage]:
        """The passages of a document in order, or of all documents."""
        where = "WHERE p.path = ?" if path else ""
        statement = f"SELECT {COLUMNS} FROM passage p {where} ORDER BY p.path, p.position"
        return self._read(passage_from_row, statement, *([path] if path else []))

    def passages_by_id(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Id -> passage for those ids that exist."""
        found: dict[str, Passage] = {}
        for chunk in _chunks(ids):
            marks = ", ".join("?" * len(chunk))
            passages = self._read(passage_from_row, f"SELECT {COLUMNS} FROM passage p WHERE p.id IN ({marks})", *chunk)
            found.update((passage.id, passage) for passage in passages)
        return found

    def passage_ids(self, within: str = "") -> list[str]:
        """Ids of all passages, or of those whose path begins with `within`."""
        statement = "SELECT id FROM passage WHERE path >= ? AND path < ? ORDER BY path, position"
        return self._read(lambda row: str(row[0]), statement, *_prefix(within))

    def ids_of(self, path: str) -> list[str]:
        """Ids of the passages of one document, in order."""
        return self._read(lambda row: str(row[0]), "SELECT id FROM passage WHERE path = ? ORDER BY position", path)

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
            f" ORDER BY score DESC, p.path, p.position LIMIT ?"
        )
        values = (*weights, expression, *(_prefix(within) if within else ()), limit)
        return self._read(lambda row: (str(row[0]), float(row[1])), statement, *values)

    def passage_keys(self) -> list[tuple[int, str, str, bytes]]:
        """(number, id, path, words of its columns as FTS5's varints) of every passage, in the order of their paths."""
        statement = "SELECT number, p.id, path, sz FROM passage p JOIN passage_words_docsize d ON d.id = p.number"
        return self._read(tuple, f"{statement} ORDER BY path, position")

    def word_places(self, term: str | None = None) -> Iterator[tuple[str, int, int]]:
        """(term, passage number, 1 in a title and 0 elsewhere) wherever a term stands, in the order of numbers.

        Without a term, of all terms, one after the other.
        """
        self._read(tuple, WORD_PLACES)
        statement = "SELECT term, doc, col = 'title' FROM temp.word"
        return self._each(tuple, statement) if term is None else self._each(tuple, f"{statement} WHERE term = ?", term)

    def match_count(self, expression: str) -> int:
        """How many passages an FTS5 expression fits."""
        statement = "SELECT count(*) FROM passage_words WHERE passage_words MATCH ?"
        return self._read(lambda row: int(row[0]), statement, expression)[0]

    # Vectors

    @property
    def vectors_state(self) -> str:
        """A name for the vectors as they are now, another one after every change; empty where there never were any."""
        return self.meta("vectors state")

    def _change_vectors(self) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('vectors state', lower(hex(randomblob(8))))")

    def put_vectors(self, ids: Sequence[str], vectors: "NDArray[float32]") -> None:
        """Keep vectors (ids, dimension) of passages; ids of no passage are passed over."""
        statement = "INSERT OR REPLACE INTO vector SELECT number, ? FROM passage WHERE id = ?"
        with self.transaction():
            self._db.executemany(statement, [(row.tobytes(), key) for key, row in zip(ids, vectors, strict=True)])
            self._change_vectors()

    def vectors(self, ids: Sequence[str] | None = None) -> Iterator[tuple[str, bytes]]:
        """(id, vector's bytes) of those of the ids (None: of all) that have one; read as they are taken."""
        statement = "SELECT p.id, v.vector FROM vector v JOIN passage p ON p.number = v.number"
        if ids is None:
            yield from self._each(tuple, statement)
        for chunk in _chunks(ids or ()):
            marks = ", ".join("?" * len(chunk))
            yield from self._each(tuple, f"{statement} WHERE p.id IN ({marks})", *chunk)

    def vector_ids(self) -> list[str]:
        """Ids of all passages that have a vector."""
        statement = "SELECT p.id FROM vector v JOIN passage p ON p.number = v.number"
        return self._read(lambda row: str(row[0]), statement)

    def vector_count(self) -> int:
        """How many passages have a vector."""
        return self._read(lambda row: int(row[0]), "SELECT count(*) FROM vector")[0]

    def without_vectors(self, limit: int) -> list[tuple[Passage, str]]:
        """Passages that have no vector, each with the title that its document was read with."""
        statement = (
            f"SELECT p.title, {COLUMNS} FROM passage p LEFT JOIN vector v ON v.number = p.number"
            " WHERE v.number IS NULL LIMIT ?"
        )
        return self._read(lambda row: (passage_from_row(row[1:]), str(row[0])), statement, limit)

    def drop_vectors(self, model: str) -> None:
        """Forget all vectors; those to come are of this model."""
        with self.transaction():
            self._db.execute("DELETE FROM vector")
            self.set_meta("vectors model", model)
            self._change_vectors()

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

    # What people settled, and the audit trail; kb.decisions and kb.audit say what the values mean

    def decisions(self) -> list[tuple[int, str]]:
        """(number, record as JSON) of every decision, in the order in which they were made."""
        return self._read(tuple, "SELECT number, record FROM decision ORDER BY number")

    def add_decision(self, record: str) -> int:
        """Keep a decision's record; its number."""
        with self.transaction():
            number = self._db.execute("INSERT INTO decision (record) VALUES (?)", (record,)).lastrowid
            self._count_change()
        return int(number or 0)

    def remove_decision(self, number: int) -> None:
        """Take a decision out."""
        with self.transaction():
            self._db.execute("DELETE FROM decision WHERE number = ?", (number,))
            self._count_change()

    def response_steps(self, criterion: int | None = None) -> list[tuple[int, int, str]]:
        """(number, criterion, record as JSON) of the steps of one response, or of all, in their order."""
        where = "" if criterion is None else " WHERE criterion = ?"
        statement = f"SELECT number, criterion, record FROM response_step{where} ORDER BY number"
        return self._read(tuple, statement, *([] if criterion is None else [criterion]))

    def add_response_step(self, criterion: int, record: str) -> int:
        """Append a step of a response; its number."""
        statement = "INSERT INTO response_step SELECT coalesce(max(number), 0) + 1, ?, ? FROM response_step"
        with self.transaction():
            return int(self._db.execute(statement, (criterion, record)).lastrowid or 0)

    def asked(self, person: str) -> list[tuple[int, str]]:
        """(number, record as JSON) of what a person asked, oldest first."""
        return self._read(tuple, "SELECT number, record FROM asked WHERE person = ? ORDER BY number", person)

    def add_asked(self, person: str, record: str) -> int:
        """Keep what a person asked and was answered; its number."""
        with self.transaction():
            statement = "INSERT INTO asked (person, record) VALUES (?, ?)"
            return int(self._db.execute(statement, (person, record)).lastrowid or 0)

    def remove_asked(self, person: str, up_to: int) -> None:
        """Take out what a person asked, up to a number."""
        with self.transaction():
            self._db.execute("DELETE FROM asked WHERE person = ? AND number <= ?", (person, up_to))

    def audit(self, last: int = -1) -> list[tuple[int, str, str, str, str, str, str]]:
        """The last entries (all: -1) of the audit trail in their order: the columns of its table."""
        statement = "SELECT * FROM (SELECT * FROM audit ORDER BY number DESC LIMIT ?) ORDER BY number"
        return self._read(tuple, statement, last)

    def add_audit(self, entry: tuple[int, str, str, str, str, str, str]) -> None:
        """Append an entry to the audit trail."""
        with self.transaction():
            self._db.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", entry)


def _chunks(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[begin : begin + 500] for begin in range(0, len(ids), 500)]  # SQLite's limit is 999 in old builds


def _prefix(within: str) -> tuple[str, str]:
    return within, within + "\U0010ffff"
