"""Brings a knowledge base up to date with files and folders: reads what is new, removes what is gone."""

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from ingest.intake import Source, Walk, walk
from ingest.isolate import Isolation
from ingest.outcome import FileOutcome, FileStatus, IntakeReport
from ingest.prepare import INSIDE, Entry, Preparation, Prepared
from ingest.readers.registry import EXTENSIONS
from ingest.versions import settle
from kb.errors import SourceError
from kb.model import Document

AHEAD = 32  # files under way: two batches, so that no reader waits while one is put
AHEAD_BYTES = 64 * 1024**2  # of files under way: what was read of them is held in memory
BATCH_FILES = 16  # a run that is killed loses at most so many files that it has read
BATCH_PASSAGES = 2000
READERS = max(2, min(4, (os.cpu_count() or 2) - 1))  # two: a scan must not hold up all others


class Base(Protocol):
    """What intake needs of a knowledge base; it raises CtpatError where it cannot be written."""

    def stamps(self) -> dict[str, tuple[str, int, int]]:
        """Path -> (sha256, bytes, modification time in ns) of every document."""
        ...

    def foresee(self, entries: Sequence[Entry], /) -> None:
        """Hear, from any thread, of entries that will be put: what takes time can be done meanwhile."""
        ...

    def put_many(self, entries: Sequence[Entry], gone: Sequence[str] = (), /) -> None:
        """Put documents in place of what was there for their paths, and take out the paths gone, all in one step."""
        ...

    def touch_many(self, stamps: Sequence[tuple[str, int, int]], /) -> None:
        """Note new sizes and times (path, bytes, ns) of files whose bytes are unchanged."""
        ...

    def documents(self) -> list[Document]:
        """Every document."""
        ...

    def update(self, documents: Iterable[Document], /) -> None:
        """Write changed facts of documents without touching their passages."""
        ...


def ingest(
    paths: Sequence[Path], base: Base, progress: Callable[[str], None] | None = None, gone: bool = False
) -> IntakeReport:
    """Bring the base up to date with the files below the paths; `progress` hears of each file.

    With `gone` a path that is not there any more is taken out of the base, with all that was known below it. Raises
    SourceError for another path that is not there and for folders without anything to read.
    """
    started = time.perf_counter()
    stamps = base.stamps()
    lost = _lost(paths, stamps) if gone else []
    found = walk([path for path in paths if path not in lost])
    found = replace(found, folders=(*found.folders, *(os.path.abspath(path) for path in lost)))  # noqa: PTH100
    _check_any(found, stamps)
    documents = {document.path: document for document in base.documents()}
    inside = _inside(stamps, frozenset(stamps) | {source.key for source in found.sources})
    run = _Run(base, stamps, documents, inside, progress or (lambda _: None))
    for outcome in found.outcomes:
        run.tell(outcome)
    run.read(found.sources)
    run.remove_vanished(found)
    settled = settle(base)  # always: an earlier run may have been killed before it came to this
    outcomes = tuple(run.outcomes[path] for path in sorted(run.outcomes))
    told = tuple(document for document in settled if document.path in run.outcomes)
    return IntakeReport(outcomes, time.perf_counter() - started, told)


@dataclass(slots=True)
class _Run:
    """One ingest under way."""

    base: Base
    stamps: Mapping[str, tuple[str, int, int]]
    documents: Mapping[str, Document]
    inside: Mapping[str, Sequence[str]]  # a file's path -> paths of the files inside it
    progress: Callable[[str], None]
    outcomes: dict[str, FileOutcome] = field(default_factory=dict)
    waiting: list[Entry] = field(default_factory=list)  # to be put in one batch
    gone: list[str] = field(default_factory=list)  # paths to be taken out with it
    touched: list[tuple[str, int, int]] = field(default_factory=list)

    def tell(self, outcome: FileOutcome) -> None:
        """Keep an outcome."""
        self.outcomes[outcome.path] = outcome

    def read(self, sources: Sequence[Source]) -> None:
        """Read the new and changed files, some ahead of those that are put."""
        # The largest first: what takes longest, a scan above all, must not be begun when nothing is left beside it.
        fresh = sorted((source for source in sources if not self._is_same(source)), key=lambda source: -source.size)
        for source in sources:
            if self._is_same(source):
                self._tell_unchanged(source.key)
        known = {path: stamp[0] for path, stamp in self.stamps.items()}
        names = {path: document.name for path, document in self.documents.items()}
        with (
            Isolation(READERS) as isolation,
            closing(
                _ahead(self._foreseen(Preparation(isolation, known, names).prepare), fresh, isolation.stop)
            ) as files,
        ):
            try:
                for number, prepared in enumerate(files, start=1):
                    self.progress(f"{number}/{len(fresh)} {prepared.source.name}")
                    self._take(prepared)
            except KeyboardInterrupt:
                self._put()  # what was told of as read is kept
                raise
        self._put()

    def _foreseen(self, prepare: Callable[[Source], Prepared]) -> Callable[[Source], Prepared]:
        def prepare_and_tell(source: Source) -> Prepared:
            prepared = prepare(source)
            self.base.foresee(prepared.entries)
            return prepared

        return prepare_and_tell

    def remove_vanished(self, found: Walk) -> None:
        """Remove what was known below the folders and is not there any more."""
        closed = [outcome.path for outcome in found.outcomes if outcome.status is FileStatus.FAILED]
        parents = {path: parent for parent, paths in self.inside.items() for path in paths}
        for path in self.stamps:
            if path in self.outcomes or not _is_below(path, found.folders) or _is_below(path, closed):
                continue
            if not os.path.lexists(parents.get(path, path)):
                self._remove(path, "Its file is gone.")
        self._put()

    def _is_same(self, source: Source) -> bool:
        return self.stamps.get(source.key, ("", -1, -1))[1:] == (source.size, source.modified)

    def _take(self, prepared: Prepared) -> None:
        source = prepared.source
        if prepared.same:
            paths = (source.key, *self.inside.get(source.key, ()))
            self.touched.extend((path, source.size, source.modified) for path in paths)
            self._tell_unchanged(source.key)
            return
        for outcome in prepared.outcomes:
            self.tell(outcome)
        self.waiting.extend(prepared.entries)
        if prepared.entries:
            for path in self.inside.get(source.key, ()):
                if path not in self.outcomes:
                    self._remove(path, "It is no longer inside its file.")
        if len(self.waiting) >= BATCH_FILES or sum(len(entry.passages) for entry in self.waiting) >= BATCH_PASSAGES:
            self._put()

    def _put(self) -> None:
        """Hand on what waits: a file goes in together with the files inside it, so that no kill parts them."""
        if self.waiting or self.gone:
            self.base.put_many(self.waiting, self.gone)
        if self.touched:
            self.base.touch_many(self.touched)
        self.waiting, self.gone, self.touched = [], [], []

    def _remove(self, path: str, reason: str) -> None:
        self.gone.append(path)
        self.tell(FileOutcome(path, FileStatus.REMOVED, reason))

    def _tell_unchanged(self, key: str) -> None:
        for path in (key, *self.inside.get(key, ())):
            known = self.documents.get(path)
            kind, pages = (known.kind.value, known.pages) if known else ("", None)
            self.tell(FileOutcome(path, FileStatus.UNCHANGED, kind=kind, pages=pages))


def _ahead(
    prepare: Callable[[Source], Prepared], sources: Sequence[Source], stop: Callable[[], None]
) -> Generator[Prepared, None, None]:
    """The sources prepared, as they are finished, so that a scan holds up no other file; `stop` where nobody waits."""
    with ThreadPoolExecutor(READERS, thread_name_prefix="read") as threads:
        under_way: dict[Future[Prepared], int] = {}  # to the bytes of its file, as far as they count
        try:
            for source in sources:
                size = min(source.size, AHEAD_BYTES // READERS)  # so many large ones at once leave no reader idle
                while len(under_way) >= AHEAD or sum(under_way.values()) + size > AHEAD_BYTES:
                    yield from _finished(under_way)
                under_way[threads.submit(prepare, source)] = size
            while under_way:
                yield from _finished(under_way)
        except BaseException:
            stop()
            raise
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


def _finished(under_way: dict[Future[Prepared], int]) -> Iterator[Prepared]:
    """Wait for at least one, and take out those that are finished."""
    for each in wait(under_way, return_when=FIRST_COMPLETED).done:
        del under_way[each]
        yield each.result()


def _lost(paths: Sequence[Path], stamps: Iterable[str]) -> list[Path]:
    """Those of the paths that are not there and that the base knows something at or below."""
    known = tuple(stamps)
    lost = [path for path in paths if not os.path.lexists(path)]
    return [path for path in lost if any(_is_below(key, [os.path.abspath(path)]) for key in known)]  # noqa: PTH100


def _check_any(found: Walk, stamps: Iterable[str]) -> None:
    """Raise SourceError where the folders hold nothing to read and nothing is known below them."""
    readable = any(source.path.suffix.lower() in EXTENSIONS for source in found.sources)
    if readable or not found.folders or any(_is_below(path, found.folders) for path in stamps):
        return
    what = "no file of a type that is read" if found.sources else "no files"
    folders = ", ".join(found.folders)
    raise SourceError(f"{folders} holds {what}: put PDF, DOCX, XLSX, CSV, TXT, Markdown, HTML, EML or pictures there.")


def _is_below(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


def _inside(paths: Iterable[str], known: frozenset[str]) -> dict[str, list[str]]:
    """A file's path -> the paths of the files inside it, at any depth."""
    inside: dict[str, list[str]] = {}
    for path in paths:
        parent = _parent(path, known)
        if parent != path:
            inside.setdefault(parent, []).append(path)
    return inside


def _parent(path: str, known: frozenset[str]) -> str:
    """The file on the disk that a file stands in: itself where it stands in none."""
    at = path.find(INSIDE)
    while at >= 0:
        if path[:at] in known:
            return path[:at]
        at = path.find(INSIDE, at + 1)
    return path
