"""Turns at writing to a store: one transaction at a time, and who only reads never waits for another program's."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from kb.errors import BusyError, WorkspaceError
from kb.opening import BUSY_SECONDS
from kb.patience import PAUSE, patience


class Turns:
    """The turns at one connection, which threads share."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self._path = path
        self._held = RLock()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction, or part of the one under way; raises WorkspaceError, or BusyError as kb.patience says."""
        begun = self._take()
        try:
            if begun:
                with self._db:
                    yield
            else:
                yield
        except sqlite3.Error as error:
            raise self._unwritten(error) from error
        finally:
            self._held.release()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state for all that is read inside, whatever other programs write meanwhile."""
        with self._held:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.commit()

    def _take(self) -> bool:
        """Hold the connection, in a transaction; whether it was begun here. It is free while another program writes."""
        ends = time.monotonic() + patience()
        while True:
            self._held.acquire()
            try:
                begun = not self._db.in_transaction
                if begun:
                    self._begin()
                return begun
            except sqlite3.Error as error:
                self._held.release()
                if not _is_busy(error) or time.monotonic() >= ends:
                    raise self._unwritten(error) from error
            time.sleep(PAUSE)

    def _begin(self) -> None:
        self._db.execute("PRAGMA busy_timeout = 0")
        try:
            self._db.execute("BEGIN IMMEDIATE")
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def _unwritten(self, error: sqlite3.Error) -> WorkspaceError:
        if _is_busy(error):
            return BusyError(f"Another program is writing to {self._path} just now, so nothing was changed: try again.")
        return WorkspaceError(f"The store {self._path} cannot be written ({error}). Nothing was changed.")


def _is_busy(error: sqlite3.Error) -> bool:
    return str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY")
