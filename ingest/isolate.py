"""Reads files in other processes, so that a malformed one costs itself and nothing else."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, LifoQueue
from types import TracebackType
from typing import Any, Self

from ingest.readers.registry import needs_isolation, read_file
from ingest.reading import Reading
from ingest.wire import decode, encode, reading_from_record
from kb.errors import RefusedFileError

ROOT = Path(__file__).resolve().parents[1]
MEMORY_LIMIT = 3 * 1024**3  # bytes of address space: OCR was measured to map 2.2 GB and to fill 1 GB of it
TIME_LIMIT = 120.0  # seconds without news of a next page
START_LIMIT = 60.0  # seconds until a new process answers
LOST_PAGES = 3  # a file at which reading dies more often is refused


class Worker:
    """One process that reads files, started anew when it dies."""

    def __init__(self, time_limit: float, memory_limit: int, stopped: threading.Event) -> None:
        self._time_limit = time_limit
        self._memory_limit = memory_limit
        self._stopped = stopped
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, reader: str = "") -> Reading:
        """Read a file; pages at which the process dies are left out, with a warning."""
        lost: list[int] = []
        while True:
            if self._stopped.is_set():
                raise RefusedFileError(f"{path.name}: reading was stopped; ingest it again.")
            message, page, late = self._ask(path, reader, lost)
            if message is not None:
                return _with_lost_pages(_reading(message), lost)
            if page is None or page in lost or len(lost) == LOST_PAGES:
                what = f"took more than {self._time_limit:.0f} seconds" if late else "broke off"
                where = f" at page {page}" if page else ""
                raise RefusedFileError(
                    f"{path.name}: reading {what}{where}; the file is damaged or too big. "
                    "Open it and save it again, or split it."
                )
            lost.append(page)

    def kill(self) -> None:
        """End the process from another thread; whoever reads by it learns of it."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def _ask(self, path: Path, reader: str, left_out: Sequence[int]) -> tuple[dict[str, Any] | None, int | None, bool]:
        """The answer, or None with the page at which the process died and whether that was for lack of time."""
        limit = self._time_limit if self._process else START_LIMIT
        process = self._process = self._process or _start(self._memory_limit)
        assert process.stdin is not None and process.stdout is not None
        page: int | None = None
        late = threading.Event()
        try:
            name = os.fsencode(path).decode("latin-1")
            process.stdin.write(encode({"path": name, "reader": reader, "left_out": list(left_out)}))
            process.stdin.flush()
            while True:
                watch = threading.Timer(limit, _end, (process, late))
                watch.start()
                line = process.stdout.readline()
                watch.cancel()
                if not line.endswith(b"\n"):
                    break
                message = decode(line)
                limit = self._time_limit
                if "reading" in message or "refused" in message:
                    return message, None, False
                page = message.get("page")
        except BrokenPipeError:
            page = None
        except BaseException:
            self.close()
            raise
        self.close()
        return None, page, late.is_set()


class Isolation:
    """Reads any file, malformed or hostile ones in one of a few long-lived processes; safe to use from threads."""

    def __init__(self, workers: int = 1, time_limit: float = TIME_LIMIT, memory_limit: int = MEMORY_LIMIT) -> None:
        self._stopped = threading.Event()
        self._workers = [Worker(time_limit, memory_limit, self._stopped) for _ in range(workers)]
        self._idle: LifoQueue[Worker] = LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path, reader: str = "") -> Reading:
        """Read a file of any known format, or with the reader named; raises RefusedFileError that says what to do."""
        try:
            return self._read(path.absolute(), reader)
        except RefusedFileError as error:
            printable = str(error).encode("utf-8", "replace").decode("utf-8")  # a file's name may not be
            raise RefusedFileError(printable) from error

    def _read(self, path: Path, reader: str) -> Reading:
        if not needs_isolation(path) and not reader:
            return read_file(path)
        worker = self._idle.get()
        try:
            return worker.read(path, reader)
        finally:
            self._idle.put(worker)

    def stop(self) -> None:
        """End the processes at once; what they were reading, or would read, is refused."""
        self._stopped.set()
        for worker in self._workers:
            worker.kill()

    def close(self) -> None:
        """End the processes; a read that is under way ends first."""
        for _ in self._workers:
            try:
                self._idle.get(timeout=TIME_LIMIT)
            except Empty:
                break
        for worker in self._workers:
            worker.close()
            self._idle.put(worker)


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _start(memory_limit: int) -> subprocess.Popen[bytes]:
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "ingest.worker", str(memory_limit)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _reading(message: dict[str, Any]) -> Reading:
    if "refused" in message:
        raise RefusedFileError(message["refused"])
    return reading_from_record(message["reading"])


def _with_lost_pages(reading: Reading, lost: Sequence[int]) -> Reading:
    if not lost:
        return reading
    warnings = tuple(f"Page {page} is damaged and was left out." for page in sorted(lost))
    return Reading(reading.blocks, reading.pages, reading.properties, reading.warnings + warnings, reading.attachments)
