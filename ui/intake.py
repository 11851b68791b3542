"""Reading files in while the pages stay in use: a thread that takes the lock only to write."""

import threading
import time
from collections.abc import Iterable, Sequence
from contextvars import copy_context
from pathlib import Path

from ingest.outcome import FileOutcome, FileStatus, IntakeReport
from ingest.pipeline import ingest
from ingest.readers.registry import EXTENSIONS
from kb.assistant import Assistant
from kb.base import Incoming
from kb.errors import CtpatError
from kb.model import Document
from kb.uploads import drop_uploads

TURN = 0.002  # seconds after each step, in which a page that waits gets the lock
BROKE_OFF = "Reading broke off. What was finished is kept; the terminal says what happened."


class Intake:
    """Reads files into the base of one assistant, one run at a time; its state is there to be drawn."""

    def __init__(self, assistant: Assistant, lock: threading.RLock) -> None:
        self._assistant = assistant
        self._lock = lock
        self._thread: threading.Thread | None = None
        self.said = ""  # the last word of progress, such as "3/41 policies/seals.pdf"
        self.failed = ""  # why the last run ended early; empty where it did not
        self.counts: dict[str, int] = {}  # files of the last run by what became of them
        self.first = False  # whether the run began with an empty base

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, paths: Sequence[Path]) -> None:
        """Begin to read files and folders; while a run is under way this does nothing."""
        with self._lock:
            if self.running:
                return
            self.said, self.failed, self.counts = "", BROKE_OFF, {}
            self.first = not self._assistant.base.stamps()
            run = copy_context().run  # the thread acts for whoever began it
            self._thread = threading.Thread(target=run, args=(self._run, list(paths)), name="intake", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Until the run under way has ended."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, paths: list[Path]) -> None:
        try:
            with self._lock:
                base = self._assistant.base
            with base.writing():
                report = ingest(paths, _Shared(self._assistant, self._lock), self._tell)
            self._keep(report)
            self.failed = ""
        except CtpatError as error:
            self.failed = str(error)

    def _tell(self, message: str) -> None:
        self.said = message

    def _keep(self, report: IntakeReport) -> None:
        with self._lock:
            self._assistant.base.keep_report(report.to_dict())
            known = self._assistant.base.stamps()
        refused = [outcome.path for outcome in report.outcomes if _is_refused(outcome)]
        drop_uploads(self._assistant.settings, refused, known)
        self.counts = report.counts()


def _is_refused(outcome: FileOutcome) -> bool:
    """Whether nothing of a file is used: it cannot be read, or is of a type that is not."""
    unknown = Path(outcome.path).suffix.lower() not in EXTENSIONS
    return outcome.status is FileStatus.FAILED or (outcome.status is FileStatus.SKIPPED and unknown)


class _Shared:
    """The base as ingest sees it; each step waits for its turn, so that pages are served between steps."""

    def __init__(self, assistant: Assistant, lock: threading.RLock) -> None:
        self._base = assistant.base
        self._lock = lock

    def stamps(self) -> dict[str, tuple[str, int, int]]:
        with self._lock:
            return self._base.stamps()

    def foresee(self, entries: Sequence[Incoming]) -> None:
        self._base.foresee(entries)

    def put_many(self, entries: Sequence[Incoming], gone: Sequence[str] = ()) -> None:
        vectors = self._base.embedded(entries)  # what takes the time needs no turn
        with self._lock:
            self._base.swap(entries, vectors, gone)
        time.sleep(TURN)

    def touch_many(self, stamps: Sequence[tuple[str, int, int]]) -> None:
        with self._lock:
            self._base.touch_many(stamps)

    def documents(self) -> list[Document]:
        with self._lock:
            return self._base.documents()

    def update(self, documents: Iterable[Document]) -> None:
        with self._lock:
            self._base.update(documents)
