"""Reading files in while the pages stay in use: a thread that takes the lock only to write."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextvars import Context, copy_context
from pathlib import Path
from typing import TypeVar

from ingest.outcome import FileOutcome, FileStatus, IntakeReport
from ingest.pipeline import ingest
from ingest.readers.registry import EXTENSIONS
from kb.assistant import Assistant
from kb.base import Incoming
from kb.errors import CtpatError
from kb.model import Document
from kb.patience import LONG, patiently, waiting
from kb.uploads import drop_uploads

Done = TypeVar("Done")
TURN = 0.002  # seconds after each step, in which a page that waits gets the lock
BROKE_OFF = "Reading broke off. What was finished is kept; the terminal says what happened."


class Intake:
    """Reads files into the base of one assistant, one run after another; its state is there to be drawn."""

    def __init__(self, assistant: Assistant, lock: threading.RLock) -> None:
        self._assistant = assistant
        self._lock = lock
        self._thread: threading.Thread | None = None
        self._queue: deque[tuple[Context, list[Path]]] = deque()  # what waits, with whoever asked for it
        self._report: IntakeReport | None = None  # of the runs since it began to read
        self.said = ""  # the last word of progress, such as "3/41 policies/seals.pdf"
        self.failed = ""  # why runs ended early; empty where none did
        self.counts: dict[str, int] = {}  # files by what became of them
        self.first = False  # whether it began with an empty base

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        thread = self._thread
        return thread is not None and thread.is_alive()

    @property
    def waiting(self) -> int:
        """How many files and folders are read after the run under way."""
        return sum(len(paths) for _, paths in tuple(self._queue))

    def start(self, paths: Sequence[Path]) -> None:
        """Begin to read files and folders; while a run is under way they are read after it."""
        with self._lock:
            self._queue.append((copy_context(), list(paths)))  # each run acts for whoever asked for it
            if self.running:
                return
            self.said, self.failed, self.counts, self._report = "", "", {}, None
            self.first = not self._assistant.base.stamps()
            self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Until the run under way and those that wait have ended."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while turn := self._next():
            context, paths = turn
            context.run(self._run, paths)

    def _next(self) -> tuple[Context, list[Path]] | None:
        with self._lock:  # nothing can be added between the look at the queue and the end
            if not self._queue:
                self._thread = None
                return None
            self.said = ""
            return self._queue.popleft()

    def _run(self, paths: list[Path]) -> None:
        try:
            with self._lock:
                base = self._assistant.base
            with waiting(LONG), base.writing():
                report = ingest(paths, _Shared(self._assistant, self._lock), self._tell)
            patiently(lambda: self._keep(report), LONG)
        except CtpatError as error:
            self._fail(str(error))
        except Exception:  # what waits is read all the same
            logging.getLogger(__name__).exception("Reading broke off")
            self._fail(BROKE_OFF)

    def _fail(self, why: str) -> None:
        self.failed = f"{self.failed} {why}".strip() if why not in self.failed else self.failed

    def _tell(self, message: str) -> None:
        self.said = message

    def _keep(self, report: IntakeReport) -> None:
        with self._lock, waiting(0):
            base = self._assistant.base
            whole = _joined(self._report, report, base.documents()) if self._report else report
            base.keep_report(whole.to_dict())
            to_come = {str(path) for _, paths in self._queue for path in paths}  # the same file may come again
            refused = [each.path for each in report.outcomes if _is_refused(each) and each.path not in to_come]
            drop_uploads(self._assistant.settings, refused, base.stamps())
            self._report, self.counts = whole, whole.counts()


def _joined(before: IntakeReport, report: IntakeReport, documents: Iterable[Document]) -> IntakeReport:
    """Two reports as one; a file that came again unchanged keeps what became of it first."""
    outcomes = {each.path: each for each in before.outcomes}
    for each in report.outcomes:
        if each.status is not FileStatus.UNCHANGED or each.path not in outcomes:
            outcomes[each.path] = each
    told = tuple(document for document in documents if document.path in outcomes)
    return IntakeReport(tuple(outcomes[path] for path in sorted(outcomes)), before.seconds + report.seconds, told)


def _is_refused(outcome: FileOutcome) -> bool:
    """Whether nothing of a file is used: it cannot be read, or is of a type that is not."""
    unknown = Path(outcome.path).suffix.lower() not in EXTENSIONS
    return outcome.status is FileStatus.FAILED or (outcome.status is FileStatus.SKIPPED and unknown)


class _Shared:
    """The base as ingest sees it; each step waits for its turn, so that pages are served between steps.

    While another program is writing the turn is given back, and no page waits for that.
    """

    def __init__(self, assistant: Assistant, lock: threading.RLock) -> None:
        self._base = assistant.base
        self._lock = lock

    def stamps(self) -> dict[str, tuple[str, int, int]]:
        return self._in_turn(self._base.stamps)

    def foresee(self, entries: Sequence[Incoming]) -> None:
        self._base.foresee(entries)

    def put_many(self, entries: Sequence[Incoming], gone: Sequence[str] = ()) -> None:
        vectors = self._base.embedded(entries)  # what takes the time needs no turn
        self._in_turn(lambda: self._base.swap(entries, vectors, gone))
        time.sleep(TURN)

    def touch_many(self, stamps: Sequence[tuple[str, int, int]]) -> None:
        self._in_turn(lambda: self._base.touch_many(stamps))

    def documents(self) -> list[Document]:
        return self._in_turn(self._base.documents)

    def update(self, documents: Iterable[Document]) -> None:
        told = list(documents)
        self._in_turn(lambda: self._base.update(told))

    def _in_turn(self, step: Callable[[], Done]) -> Done:
        def once() -> Done:
            with self._lock, waiting(0):
                return step()

        return patiently(once, LONG)
