"""Uploaded files put into a folder under names of our own making."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from kb.access import require
from kb.errors import WorkspaceError
from kb.people import Role
from kb.settings import Settings

LONGEST = 180  # bytes of a name without its extension; file systems take 255 of all
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
# Names that Windows keeps for devices, whatever their extension.
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.I)


def save_uploads(settings: Settings, uploads: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Put uploads (name, content) into the workspace; raises AccessError or WorkspaceError."""
    require(settings, Role.EDITOR, "add documents")
    paths = [save_upload(name, content, settings.uploads) for name, content in uploads]
    return list(dict.fromkeys(paths))


def drop_uploads(settings: Settings, paths: Iterable[str], known: Collection[str]) -> None:
    """Delete those of the files that are uploads and of which the base knows nothing."""
    for path in map(Path, paths):
        if path.parent == settings.uploads and str(path) not in known:
            with suppress(OSError):  # it stays as a file that nothing rests on
                path.unlink()


def save_upload(name: str, content: bytes, folder: Path) -> Path:
    """Write an upload into a folder and return its path; the same bytes under the same name are kept once.

    Another file of that name stays, and the new one gets a number. Raises WorkspaceError where it cannot be written.
    """
    safe = PurePosixPath(safe_name(name))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path, number = folder / safe, 1
        while path.exists():
            if path.is_file() and path.read_bytes() == content:
                return path
            number += 1
            path = folder / f"{safe.stem} ({number}){safe.suffix}"
        partial = folder / f".{path.name}.partial"
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise WorkspaceError(f"{safe} cannot be saved in {folder}: {error.strerror or error}.") from error
    return path


def safe_name(name: str) -> str:
    """A file name without folders, control characters, leading dots or anything a file system acts on."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = UNSAFE.sub("_", "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs")))
    kept = kept.strip(" .~$") or "document"
    stem, suffix = PurePosixPath(kept).stem, PurePosixPath(kept).suffix
    if DEVICES.fullmatch(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    cut = stem.encode()[:LONGEST].decode(errors="ignore").rstrip(" .")
    return cut + suffix[:16]
