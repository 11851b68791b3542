"""A backup of a workspace: everything in it that cannot be made again, in one file with its sums."""

import json
import os
import re
import sqlite3
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kb import __version__
from kb.access import require
from kb.errors import BackupError
from kb.opening import FORMAT
from kb.originals import file_sum
from kb.people import Role
from kb.saving import in_place_of
from kb.settings import Settings

KIND = "ctpat-kb backup"
VERSION = 1  # of the backup's own form
MANIFEST = "manifest.json"
STORE, TOML, CRITERIA = "store.sqlite3", "ctpat.toml", "criteria.json"
UPLOADS, LABELS = "uploads", "labels"
FOLDERS = (UPLOADS, LABELS)
UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*\\\ud800-\udfff]')  # the last: bytes that are no text
SIGN_IN = "sign-in.toml"  # holds secrets of the sign-in service: it stays on this machine
SECRET = ("key", "token", "secret", "password")  # in the name of a setting: it stays on this machine
SETTING = re.compile(r"\s*#?\s*([\w.-]+)\s*=")  # a line of ctpat.toml, one that is taken out with # too
COUNTED = {
    "documents": "document",
    "passages": "passage",
    "decisions": "decision",
    "response steps": "response_step",
    "corrections": "correction",
    "audit entries": "audit",
}


@dataclass(frozen=True, slots=True)
class Backup:
    """What went into a backup."""

    target: Path
    files: int
    counts: dict[str, int]
    kept_back: tuple[str, ...]  # settings that are not in it
    left_out: tuple[str, ...] = ()  # files that are not in it: a restore would refuse their names

    @property
    def told(self) -> str:
        """In sentences."""
        counted = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        lines = [f"{self.files} files in {self.target}: {counted}."]
        lines += [f"Not in it, set it again after a restore: {', '.join(self.kept_back)}."] if self.kept_back else []
        if self.left_out:
            lines.append(f"Not in it, rename them, their names cannot be restored: {', '.join(self.left_out)}.")
        return "\n".join([*lines, "It holds the documents' text, and is as confidential as they are."])

    @property
    def as_json(self) -> dict[str, Any]:
        """The same as values."""
        told: dict[str, Any] = {"backup": str(self.target), "files": self.files, "counts": self.counts}
        return told | {"kept_back": list(self.kept_back), "left_out": list(self.left_out)}


def back_up(settings: Settings, target: Path) -> Backup:
    """Write the store as it is at one moment, whoever is writing to it, with the user's wording, settings and files.

    Raises BackupError where there is nothing to back up, SourceError where the file cannot be written.
    """
    require(settings, Role.APPROVER, "make a backup")
    if not settings.database.is_file():
        raise BackupError(f"{settings.workspace} holds no knowledge base: there is nothing to back up.")
    if target.suffix.lower() != ".zip":
        raise BackupError(f"A backup is a .zip file: {target.name} is not named so.")
    with in_place_of(target) as partial, TemporaryDirectory(prefix="ctpat-") as folder:
        store = Path(folder) / STORE
        _copy_store(settings.database, store)
        text, kept_back = _settings(settings.workspace / TOML)
        kept_back += (SIGN_IN,) if (settings.workspace / SIGN_IN).is_file() else ()
        others = dict(_others(settings.workspace))
        left_out = tuple(_readable(name) for name in others if not is_safe(name))
        files = {STORE: store, **{name: path for name, path in others.items() if is_safe(name)}}
        if text:
            files[TOML] = Path(folder) / TOML
            files[TOML].write_text(text, encoding="utf-8")
        counts = counted(store)
        _pack(files, counts, partial)
    return Backup(target, len(files), counts, kept_back, left_out)


def is_safe(name: str) -> bool:
    """Whether a name is one that a backup has: the workspace's own files, and those below uploads and labels."""
    pieces = name.split("/")
    plain = not UNSAFE.search(name) and all(each not in ("", ".", "..") for each in pieces)
    return plain and (name in (STORE, TOML, CRITERIA) or (pieces[0] in FOLDERS and len(pieces) > 1))


def counted(store: Path) -> dict[str, int]:
    """How much of each a store holds."""
    with closing(sqlite3.connect(store)) as database:
        there = {str(row[0]) for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found = {name: table for name, table in COUNTED.items() if table in there}
        return {
            name: int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for name, table in found.items()
        }


def _copy_store(source: Path, target: Path) -> None:
    """A copy of the state at one moment, all that is committed and nothing half done, as one file."""
    try:
        with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            damage = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupError(f"The store {source} cannot be read ({error}): it may be damaged.") from error
    if damage != "ok":
        raise BackupError(f"The store {source} is damaged ({damage}): restore it from an earlier backup.")


def _others(workspace: Path) -> Iterator[tuple[str, Path]]:
    """(name in the backup, file) of what lies beside the store."""
    if (workspace / CRITERIA).is_file():
        yield CRITERIA, workspace / CRITERIA
    for top in FOLDERS:
        for folder, _, names in os.walk(workspace / top):
            for name in sorted(names):
                path = Path(folder) / name
                if path.is_file() and not path.is_symlink() and not name.endswith(".partial"):
                    yield path.relative_to(workspace).as_posix(), path


def _readable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


def _settings(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of ctpat.toml without what is secret in it, and the names of what stays here."""
    if not path.is_file():
        return "", ()
    lines = path.read_text(encoding="utf-8").splitlines()
    names = [found[1] if (found := SETTING.match(line)) else "" for line in lines]
    open_lines = [line for line, name in zip(lines, names, strict=True) if not _is_secret(name)]
    kept_back = tuple(name for name in names if _is_secret(name))
    text = "\n".join(open_lines) + "\n"
    try:
        if not any(_is_secret(name) for name in _names(tomllib.loads(text))):
            return text, kept_back
    except tomllib.TOMLDecodeError:  # a secret over several lines
        pass
    return "", (path.name,)


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in SECRET)


def _names(values: Any) -> Iterator[str]:
    """The names of all values of a settings file, at any depth."""
    for each in values.values() if isinstance(values, dict) else values if isinstance(values, list) else ():
        yield from _names(each)
    yield from values if isinstance(values, dict) else ()


def _pack(files: dict[str, Path], counts: dict[str, int], target: Path) -> None:
    listed = [
        {"name": name, "bytes": path.stat().st_size, "sha256": file_sum(path)} for name, path in sorted(files.items())
    ]
    manifest = {
        "kind": KIND,
        "version": VERSION,
        "schema": FORMAT,
        "program": f"ctpat-kb {__version__}",
        "made_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "counts": counts,
        "files": listed,
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        for name, path in sorted(files.items()):
            packed.write(path, name)
