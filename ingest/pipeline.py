"""Brings a knowledge base up to date with files and folders: reads what is new, removes what is gone."""

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from ingest.intake import Source, Walk, walk
from ingest.isolate import Isolation
from ingest.outcome import FileOutcome, FileStatus, IntakeReport
from ingest.prepare import INSIDE, Entry, Preparation, Prepared
from ingest.readers.registry import EXTENSIONS
from ingest.versions import group
from kb.errors import SourceError
from kb.model import Document

AHEAD = 4  # files read while earlier ones are embedded
BATCH_FILES = 16  # a run that is killed loses at most so many files that it has read
BATCH_PASSAGES = 2000
READERS = max(1, min(4, (os.cpu_count() or 2) - 1))  # the embedder wants a core too


class Base(Protocol):
    """What intake needs of a knowledge base; it raises CtpatError where it cannot be written."""

    def stamps(self) -> dict[str, tuple[str, int, int]]:
        """Path -> (sha256, bytes, modification time in ns) of every document."""
        ...

    def put_many(self, entries: Sequence[Entry], /) -> None:
        """Put documents and their passages in place of what was there for their paths, each in one step."""
        ...

    def touch(self, path: str, size: int, modified: int, /) -> None:
        """Note that a file's bytes are unchanged though its time is not."""
        ...

    def remove(self, path: str, /) -> None:
        """Remove a document with its passages."""
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
    run.settle_versions()  # always: an earlier run may have been killed before it came to this
    outcomes = tuple(run.outcomes[path] for path in sorted(run.outcomes))
    return IntakeReport(outcomes, time.perf_counter() - started)


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

    def tell(self, outcome: FileOutcome) -> None:
        """Keep an outcome."""
        self.outcomes[outcome.path] = outcome

    def read(self, sources: Sequence[Source]) -> None:
        """Read the new and changed files, a few ahead of the one that is put."""
        fresh = [source for source in sources if not self._is_same(source)]
        for source in sources:
            if self._is_same(source):
                self._tell_unchanged(source.key)
        known = {path: stamp[0] for path, stamp in self.stamps.items()}
        names = {path: document.name for path, document in self.documents.items()}
        with (
            Isolation(READERS) as isolation,
            closing(_ahead(Preparation(isolation, known, names).prepare, fresh)) as files,
        ):
            for number, prepared in enumerate(files, start=1):
                self.progress(f"{number}/{len(fresh)} {prepared.source.name}")
                self._take(prepared)
        self._put()

    def remove_vanished(self, found: Walk) -> None:
        """Remove what was known below the folders and is not there any more."""
        closed = [outcome.path for outcome in found.outcomes if outcome.status is FileStatus.FAILED]
        parents = {path: parent for parent, paths in self.inside.items() for path in paths}
        for path in self.stamps:
            if path in self.outcomes or not _is_below(path, found.folders) or _is_below(path, closed):
                continue
            if not os.path.lexists(parents.get(path, path)):
                self._remove(path, "Its file is gone.")

    def settle_versions(self) -> None:
        """Find anew which documents are superseded."""
        before = self.base.documents()
        now = group(before)
        changed = [new for old, new in zip(before, now, strict=True) if old != new]
        if changed:
            self.base.update(changed)

    def _is_same(self, source: Source) -> bool:
        return self.stamps.get(source.key, ("", -1, -1))[1:] == (source.size, source.modified)

    def _take(self, prepared: Prepared) -> None:
        source = prepared.source
        if prepared.same:
            for path in (source.key, *self.inside.get(source.key, ())):
                self.base.touch(path, source.size, source.modified)
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
        if self.waiting:
            self.base.put_many(self.waiting)
            self.waiting = []

    def _remove(self, path: str, reason: str) -> None:
        self.base.remove(path)
        self.tell(FileOutcome(path, FileStatus.REMOVED, reason))

    def _tell_unchanged(self, key: str) -> None:
        for path in (key, *self.inside.get(key, ())):
            known = self.documents.get(path)
            kind, pages = (known.kind.value, known.pages) if known else ("", None)
            self.tell(FileOutcome(path, FileStatus.UNCHANGED, kind=kind, pages=pages))


def _ahead(prepare: Callable[[Source], Prepared], sources: Sequence[Source]) -> Generator[Prepared, None, None]:
    """The sources prepared, in their order, a few of them ahead of the caller."""
    with ThreadPoolExecutor(READERS, thread_name_prefix="read") as threads:
        under_way: deque[Future[Prepared]] = deque()
        try:
            for source in sources:
                under_way.append(threads.submit(prepare, source))
                if len(under_way) > AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


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
