"""Which files an ingest reads: a walk over files and folders that follows no link out of them."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.outcome import FileOutcome, FileStatus
from ingest.readers.captions import SUFFIXES as CAPTION_SUFFIXES
from ingest.readers.captions import caption_file
from ingest.readers.registry import EXTENSIONS
from kb.errors import SourceError

SILENT = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
LOCKS = ("~$", ".~lock.")
SHOWN_FORMATS = frozenset({"image", "media"})  # formats that a caption stands beside
# Characters of a name that a terminal or an editor acts on instead of showing them.
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
BLOCK = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read."""

    path: Path  # absolute
    name: str  # relative to the folder that was ingested, with "/"
    size: int  # bytes, with those of its caption
    modified: int  # nanoseconds since the epoch; the later one of file and caption

    @property
    def key(self) -> str:
        """The path as the knowledge base keeps it."""
        return str(self.path)

    def sha256(self) -> str:
        """The sum of the file's bytes, and of its caption's where it has one, in hexadecimal."""
        sums = hashlib.sha256()
        for path in filter(None, (self.path, _caption(self.path))):
            with path.open("rb") as file:
                while block := file.read(BLOCK):
                    sums.update(block)
        return sums.hexdigest()


@dataclass(frozen=True, slots=True)
class Walk:
    """What was found under the paths."""

    sources: tuple[Source, ...]  # by path
    outcomes: tuple[FileOutcome, ...]  # of what is not read
    folders: tuple[str, ...]  # the ingested folders, absolute


def walk(paths: Sequence[Path]) -> Walk:
    """The files below the paths, names sorted, each once; raises SourceError for a path that is not there."""
    sources: dict[str, Source] = {}
    outcomes: dict[str, FileOutcome] = {}
    folders: list[str] = []
    for given in paths:
        path = Path(os.path.abspath(given))  # noqa: PTH100 resolve() would follow links
        if not path.exists():
            raise SourceError(
                f"{given} is not there: check the path, or connect the drive that it is on."
                f" If it is gone for good: ctpat ingest --gone {given}"
            )
        if not path.is_dir():
            folder, found = path.parent, iter([path])
        else:
            folder, found = path, _files(path, outcomes)
            folders.append(str(path))
            _check_readable(path)
        for file in found:
            outcome = None if file == path else _not_read(file, folder)
            if outcome:
                outcomes.setdefault(outcome.path, outcome)
            elif not _is_silent(file) or file == path:
                _add(file, folder, sources, outcomes)
    return Walk(tuple(sources[key] for key in sorted(sources)), tuple(outcomes.values()), tuple(folders))


def _check_readable(folder: Path) -> None:
    try:
        next(os.scandir(folder), None)
    except OSError as error:
        raise SourceError(f"{folder} cannot be opened ({error.strerror}): check its permissions.") from error


def _files(folder: Path, outcomes: dict[str, FileOutcome]) -> Iterator[Path]:
    """The files below a folder; hidden folders and links to folders are left out, unreadable ones are told."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        outcome = _failed(folder, f"The folder cannot be opened ({error.strerror}): check its permissions.")
        outcomes[outcome.path] = outcome
        return
    for entry in entries:
        path = Path(entry.path)
        if not entry.is_dir():
            yield path
        elif entry.is_symlink():
            outcome = _skipped(path, "It is a link to a folder: ingest that folder itself.")
            outcomes[outcome.path] = outcome
        elif not entry.name.startswith(".") and entry.name != "__MACOSX":
            yield from _files(path, outcomes)


def _is_silent(file: Path) -> bool:
    return file.name.lower() in SILENT or (file.name.startswith(".") and not file.name.startswith(LOCKS))


def _not_read(file: Path, folder: Path) -> FileOutcome | None:
    """The outcome of a file that is passed over with a reason; None for one to be read."""
    if file.name.startswith(LOCKS):
        return _skipped(file, "It is the lock file of an open document.")
    if file.suffix.lower() in CAPTION_SUFFIXES:
        shown = _captioned(file)
        if shown:
            return _skipped(file, f"It is the caption of {shown.name} and is read with it.")
    if file.is_symlink() and not file.resolve().is_relative_to(folder.resolve()):
        return _skipped(file, "It is a link to a file outside the folder: put the file itself here.")
    return None


def _add(file: Path, folder: Path, sources: dict[str, Source], outcomes: dict[str, FileOutcome]) -> None:
    try:
        name = HIDDEN.sub(" ", file.relative_to(folder).as_posix())
        str(file).encode()
        status = file.stat()
        caption = _caption(file)
        beside = caption.stat() if caption else None
    except UnicodeEncodeError:
        outcome = _failed(file, "Its name holds characters that are not valid: rename the file.")
        outcomes[outcome.path] = outcome
        return
    except OSError as error:
        outcome = _failed(file, f"It cannot be opened ({error.strerror}): check that it is there and its permissions.")
        outcomes[outcome.path] = outcome
        return
    if not stat.S_ISREG(status.st_mode):
        outcomes[str(file)] = _skipped(file, "It is not a regular file (a device or a pipe).")
        return
    size = status.st_size + (beside.st_size if beside else 0)
    modified = max(status.st_mtime_ns, beside.st_mtime_ns if beside else 0)
    sources.setdefault(str(file), Source(file, name, size, modified))


def _caption(file: Path) -> Path | None:
    return caption_file(file) if EXTENSIONS.get(file.suffix.lower()) in SHOWN_FORMATS else None


def _captioned(file: Path) -> Path | None:
    """The picture or film beside a file that is its caption."""
    named = Path(file.with_suffix(""))
    candidates = [named, *(file.with_suffix(suffix) for suffix in _shown_suffixes())]
    return next((each for each in candidates if each.is_file() and _caption(each) == file), None)


def _shown_suffixes() -> Iterator[str]:
    for suffix, name in EXTENSIONS.items():
        if name in SHOWN_FORMATS:
            yield from (suffix, suffix.upper())


def _skipped(path: Path, reason: str) -> FileOutcome:
    return FileOutcome(printable(str(path)), FileStatus.SKIPPED, reason)


def _failed(path: Path, reason: str) -> FileOutcome:
    return FileOutcome(printable(str(path)), FileStatus.FAILED, reason)


def printable(path: str) -> str:
    """A path as text that can be stored; bytes that are no characters are shown as escapes."""
    return path.encode(errors="backslashreplace").decode()
