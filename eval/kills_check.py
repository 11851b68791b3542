"""What is in a knowledge base, read past the program, and how two of them differ: for eval.kills."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from kb.embedding import Embedder, embedded_text
from kb.records import passage_from_row
from kb.vectors import Vectors
from kb.vectors_check import is_in_step

SETTLED_LAST = ("superseded_by", "kind")  # of a document's record: known once all files are read
NEAR = 1e-5  # largest difference of two vectors' numbers that rounding explains
COLUMNS = "p.id, p.path, p.first, p.last, p.text, p.context, p.locator, p.fields"

Contents = dict[str, dict[str, Any]]  # path -> record, text, stamp, passages and their vectors


def contents(database: Path) -> Contents:
    """Every document with its passages and their vectors, by path; nothing where there is no store."""
    if not database.exists():
        return {}
    with closing(sqlite3.connect(database)) as store:
        found: Contents = {}
        statement = "SELECT path, record, text, sha256, size, modified FROM document"
        for path, record, text, *stamp in store.execute(statement):
            found[path] = {"record": json.loads(record), "text": text, "stamp": stamp, "passages": []}
        statement = (
            f"SELECT {COLUMNS}, p.title, p.position, v.vector FROM passage p"
            " LEFT JOIN vector v ON v.number = p.number ORDER BY p.path, p.position"
        )
        for row in store.execute(statement):
            found[row[1]]["passages"].append(row)
    return found


def parted(found: Contents, before: Contents, after: Contents) -> list[str]:
    """Documents that are neither the older version whole nor the newer one whole."""
    faults = []
    for path in found.keys() | before.keys() | after.keys():
        allowed = [whole(version.get(path)) for version in (before, after)]
        if whole(found.get(path)) not in allowed:
            faults.append(f"{path} is neither as it was nor as it will be")
    return faults


def whole(document: Mapping[str, Any] | None) -> Any:
    """What of a document goes in with its file, in one step."""
    if document is None:
        return None
    record = {name: value for name, value in document["record"].items() if name not in SETTLED_LAST}
    return {**document, "record": record}


def differences(found: Contents, wanted: Contents) -> list[str]:
    """In what a base differs from one of a clean ingest."""
    faults = [f"{path} is missing" for path in wanted.keys() - found.keys()]
    faults += [f"{path} should not be there" for path in found.keys() - wanted.keys()]
    for path in found.keys() & wanted.keys():
        one, two = found[path], wanted[path]
        faults += [f"{path} differs in its {part}" for part in ("record", "text", "stamp") if one[part] != two[part]]
        if [row[:-1] for row in one["passages"]] != [row[:-1] for row in two["passages"]]:
            faults.append(f"{path} differs in its passages")
        elif not _near([row[-1] for row in one["passages"]], [row[-1] for row in two["passages"]]):
            faults.append(f"{path} differs in its vectors")
    return faults


def _near(one: Sequence[bytes | None], two: Sequence[bytes | None]) -> bool:
    import numpy

    if None in one or None in two:
        return False
    first, second = (numpy.frombuffer(b"".join(filter(None, each)), dtype=numpy.float32) for each in (one, two))
    return bool(first.shape == second.shape and (abs(first - second) <= NEAR).all())


def unsound(database: Path) -> list[str]:
    """Faults of the store's file itself: its pages, its references, its words for full text search."""
    with closing(sqlite3.connect(database)) as store:
        faults = [str(row[0]) for row in store.execute("PRAGMA integrity_check") if row[0] != "ok"]
        faults += [f"a row of {row[0]} refers to nothing" for row in store.execute("PRAGMA foreign_key_check")]
        try:
            store.execute("INSERT INTO passage_words (passage_words, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            faults.append(f"the words are not those of the passages ({error})")
        store.rollback()
        words, passages = (
            store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("passage_words_docsize", "passage")
        )
    return faults + ([] if words == passages else [f"{words} rows of words for {passages} passages"])


def wrong_vectors(found: Contents, embedder: Embedder, every: int) -> list[str]:
    """Passages without a vector, and of every n-th passage those whose vector is not what the embedder makes of it."""
    rows = [row for path in sorted(found) for row in found[path]["passages"]]
    faults = [f"passage {row[0]} has no vector" for row in rows if row[-1] is None]
    looked_at = [row for row in rows if row[-1] is not None][::every]
    made = embedder.embed([embedded_text(passage_from_row(row[:8]), row[8]) for row in looked_at])
    wrong = [row[0] for row, vector in zip(looked_at, made, strict=True) if not _near([row[-1]], [vector.tobytes()])]
    return faults + [f"passage {key} has another passage's vector" for key in wrong]


def index_faults(found: Contents, folder: Path, state: str, embedder: Embedder, most: int) -> list[str]:
    """In what the index is not what the store holds: its note, its ids, its vectors, what its graph finds.

    A base of at most so many passages must have none.
    """
    import numpy

    rows = {row[0]: row[-1] for document in found.values() for row in document["passages"]}
    if len(rows) <= most:
        return ["the index of a small base is still there"] if folder.exists() else []
    if not is_in_step(folder, state):
        return ["the index is not noted to be in step"]
    with closing(Vectors(folder, embedder.name, embedder.dimension)) as graph:
        if set(graph.ids()) != set(rows):
            return [f"the index holds {graph.count()} ids, the store {len(rows)}, and they are not the same"]
        if not rows:
            return []
        keys = sorted(rows)
        wanted = numpy.frombuffer(b"".join(rows[key] for key in keys), dtype=numpy.float32).reshape(len(keys), -1)
        nearest = graph.nearest(wanted, 1)
    lost = [key for key, hits in zip(keys, nearest, strict=True) if not hits or hits[0][1] < 1 - 1e-3]
    return [f"the index does not find passage {key} by its own vector" for key in lost]


def told(faults: Sequence[str], most: int = 5) -> list[str]:
    """The first few faults, and how many more there are."""
    return [*faults[:most], *([f"and {len(faults) - most} more"] if len(faults) > most else [])]
