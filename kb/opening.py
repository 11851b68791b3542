"""Opens the store's file: makes what is missing in it, and settles for reading where it may not be written."""

import re
import sqlite3
from pathlib import Path

FORMAT = "1"  # of the tables; a store of another format is refused rather than misread
SCHEMA = Path(__file__).with_name("schema.sql")
BUSY_SECONDS = 30  # how long a statement waits for another process's write
NAMED = re.compile(r"^CREATE (?:VIRTUAL )?(?:TABLE|INDEX|TRIGGER) IF NOT EXISTS (\w+)", re.MULTILINE)
WORD_PLACES = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab(main, passage_words, 'instance')"
TABLE = re.compile(r"^CREATE TABLE IF NOT EXISTS (\w+).*?^\);", re.MULTILINE | re.DOTALL)


def open_store(path: Path) -> sqlite3.Connection:
    """A connection to the store at a path, which is made where there is none.

    A store of an earlier program gets the tables added since; one that may not be written is read without them. Raises
    OSError or sqlite3.Error.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connected(str(path))
    try:
        _prepare(connection)
    except sqlite3.OperationalError as error:
        connection.close()
        if _code(error) != "SQLITE_READONLY_DIRECTORY":
            raise
        # Beside its file SQLite wants to write a log. There is none, so that nobody else is writing either.
        connection = _connected(f"{path.absolute().as_uri()}?immutable=1")
        _prepare(connection, read_only=True)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _connected(address: str) -> sqlite3.Connection:
    uri = address.startswith("file:")
    return sqlite3.connect(address, timeout=BUSY_SECONDS, check_same_thread=False, uri=uri)


def _prepare(connection: sqlite3.Connection, read_only: bool = False) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
    script = SCHEMA.read_text(encoding="utf-8")
    there = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master")}
    if there.issuperset(NAMED.findall(script)):
        return
    try:
        made = f"{script}\nINSERT OR IGNORE INTO meta VALUES ('format', '{FORMAT}');"
        connection.executescript(f"BEGIN IMMEDIATE;\n{made}\nCOMMIT;")  # in one step: a kill leaves no half a store
    except sqlite3.OperationalError as error:
        if "meta" not in there or not _code(error).startswith("SQLITE_READONLY"):
            raise
        _stand_in(connection, script, there)


def _code(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def _stand_in(connection: sqlite3.Connection, script: str, there: set[str]) -> None:
    """Empty tables in memory for those that a store lacks and that cannot be added; nothing is written any more."""
    for table in TABLE.finditer(script):
        if table[1] not in there:
            connection.execute(table[0].replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
    connection.execute(WORD_PLACES)  # which could not be made later
    connection.execute("PRAGMA query_only = ON")
