"""Which files an ingest reads: a walk over files and folders that follows no link out of them."""

import errno
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
SHOWN_SUFFIXES = tuple(
    each for suffix, name in EXTENSIONS.items() if name in SHOWN_FORMATS for each in (suffix, suffix.upper())
)
# Characters of a name that a terminal or an editor acts on instead of showing them.
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
BLOCK = 1 << 20  # bytes
LARGEST_FILE = 300 * 1024**2  # bytes; no reader takes more
LARGEST_FILM = 20 * 1024**3


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

    def has_changed(self) -> bool:
        """Whether the file is no longer as it was found, or is gone."""
        try:
            return _stamp(self.path, self.path.stat()) != (self.size, self.modified)
        except OSError:
            return True

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
                f" If it is gone for good, and documents of it are known: ctpat ingest --gone {given}"
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
    folders = [folder]  # no recursion: folders may lie deeper within one another than calls may
    while folders:
        inside: list[Path] = []
        for entry in _entries(folders.pop(), outcomes):
            path = Path(entry.path)
            if not _is_folder(entry):
                yield path
                continue
            outcome = _folder_not_read(entry, path)
            if outcome:
                outcomes[outcome.path] = outcome
            elif not entry.name.startswith(".") and entry.name != "__MACOSX":
                inside.append(path)
        folders += reversed(inside)


def _entries(folder: Path, outcomes: dict[str, FileOutcome]) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name; nothing where it cannot be opened, which is told."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        outcome = _failed(folder, _cannot_be_opened("The folder", error))
        outcomes[outcome.path] = outcome
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _folder_not_read(entry: os.DirEntry[str], path: Path) -> FileOutcome | None:
    if entry.is_symlink():
        return _skipped(path, "It is a link to a folder: ingest that folder itself.")
    if entry.name.endswith("!") and path.with_name(entry.name[:-1]).is_file():
        return _skipped(path, f"Its name is kept for the files inside {entry.name[:-1]}: rename the folder.")
    return None


def _cannot_be_opened(what: str, error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG:
        return f"{what} lies too deep (its path is too long for the system): move it nearer to the top."
    return f"{what} cannot be opened ({error.strerror}): check that it is there, and its permissions."


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
    if file.is_symlink():
        return _link_not_read(file, folder)
    return None


def _link_not_read(file: Path, folder: Path) -> FileOutcome | None:
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: a link that leads to itself
        return _skipped(file, "It is a link that leads nowhere: put the file itself here, or remove the link.")
    if not target.is_relative_to(folder.resolve()):
        return _skipped(file, "It is a link to a file outside the folder: put the file itself here.")
    return None


def _add(file: Path, folder: Path, sources: dict[str, Source], outcomes: dict[str, FileOutcome]) -> None:
    """Put a file among the sources, or among the outcomes with what keeps it from being read."""
    outcome: FileOutcome | None = None
    try:
        name = HIDDEN.sub(" ", file.relative_to(folder).as_posix())
        str(file).encode()
        status = file.stat()
        size, modified = _stamp(file, status)
    except UnicodeEncodeError:
        outcome = _failed(file, "Its name holds characters that are not valid: rename the file.")
    except OSError as error:
        outcome = _failed(file, _cannot_be_opened("It", error))
    else:
        outcome = _unfit(file, status)
    if outcome:
        outcomes[outcome.path] = outcome
        return
    sources.setdefault(str(file), Source(file, name, size, modified))


def _stamp(file: Path, status: os.stat_result) -> tuple[int, int]:
    """The size of a file with its caption, and the later of their times."""
    caption = _caption(file)
    if caption is None:
        return status.st_size, status.st_mtime_ns
    beside = caption.stat()
    return status.st_size + beside.st_size, max(status.st_mtime_ns, beside.st_mtime_ns)


def _unfit(file: Path, status: os.stat_result) -> FileOutcome | None:
    """The outcome of what is no plain file, or is too large for even its sum to be taken."""
    if not stat.S_ISREG(status.st_mode):
        return _skipped(file, "It is not a regular file (a device or a pipe): leave it out.")
    film = EXTENSIONS.get(file.suffix.lower()) == "media"
    if status.st_size > (LARGEST_FILM if film else LARGEST_FILE):
        todo = "cut it, or keep a shorter copy here" if film else "split it"
        return _failed(file, f"It is larger than {'20 GB' if film else '300 MB'}: {todo}.")
    return None


def _caption(file: Path) -> Path | None:
    return caption_file(file) if EXTENSIONS.get(file.suffix.lower()) in SHOWN_FORMATS else None


def _captioned(file: Path) -> Path | None:
    """The picture or film beside a file that is its caption."""
    stem = str(file)[: -len(file.suffix)]
    for end in ("", *SHOWN_SUFFIXES):
        if os.path.isfile(stem + end):  # noqa: PTH113 a thousand notes are asked 35 times each: Path takes four times as long
            shown = Path(stem + end)
            if _caption(shown) == file:
                return shown
    return None


def _skipped(path: Path, reason: str) -> FileOutcome:
    return FileOutcome(printable(str(path)), FileStatus.SKIPPED, reason)


def _failed(path: Path, reason: str) -> FileOutcome:
    return FileOutcome(printable(str(path)), FileStatus.FAILED, reason)


def printable(path: str) -> str:
    """A path as text that can be stored; bytes that are no characters are shown as escapes."""
    return path.encode(errors="backslashreplace").decode()
