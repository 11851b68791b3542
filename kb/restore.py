"""A backup brought into an empty workspace, checked before it takes its place."""

import hashlib
import json
import shutil
import stat
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.audit import Verdict, verify
from kb.backup import KIND, MANIFEST, STORE, VERSION, counted, is_safe
from kb.errors import ZIP_FAULTS, BackupError
from kb.opening import FORMAT
from kb.saving import in_place_of
from kb.store import Store

LONGEST_MANIFEST = 20_000_000  # bytes
MOST_PACKED = 250  # times smaller than its content that a file may be; a store packs to about a fifth
SMALL = 50_000_000  # bytes of content, up to which it does not matter
OURS = {"writer.lock", "writer.json", "vectors"}  # what an empty workspace may hold all the same


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored."""

    workspace: Path
    made_at: str
    files: int
    counts: dict[str, int]
    audit: Verdict

    @property
    def told(self) -> str:
        """In sentences."""
        counted = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        trail = f"entry {self.audit.bad}: {self.audit.reason}" if self.audit.bad else "as it was written"
        return f"{self.files} files of {self.made_at} restored to {self.workspace}: {counted}. Audit trail: {trail}."

    @property
    def as_json(self) -> dict[str, Any]:
        """The same as values."""
        told: dict[str, Any] = {"workspace": str(self.workspace), "made_at": self.made_at, "files": self.files}
        return told | {"counts": self.counts, "audit_head": self.audit.head, "audit_bad": self.audit.bad or None}


def restore(archive: Path, workspace: Path) -> Restored:
    """Bring a backup into a workspace that does not exist or is empty, all of it or nothing.

    Raises BackupError where the workspace holds something, or the file is no backup, damaged, or of a newer program.
    """
    if workspace.exists() and (not workspace.is_dir() or {each.name for each in workspace.iterdir()} - OURS):
        raise BackupError(f"{workspace} is not empty: restore to another place with --workspace, or move it away.")
    try:
        with zipfile.ZipFile(archive) as packed, in_place_of(workspace) as partial:
            manifest = _manifest(packed, archive)
            listed = _listed(packed, manifest, archive)
            _unpack(packed, listed, partial, archive)
            counts, audit = _checked(partial / STORE, archive)
            for each in workspace.iterdir() if workspace.exists() else ():
                shutil.rmtree(each) if each.is_dir() else each.unlink()
    except ZIP_FAULTS as error:
        raise BackupError(f"{archive} is no backup, or is damaged ({error}).") from error
    except OSError as error:
        raise BackupError(f"{archive} cannot be read: {error.strerror or error}.") from error
    return Restored(workspace, str(manifest.get("made_at", "")), len(listed), counts, audit)


def _manifest(packed: zipfile.ZipFile, archive: Path) -> dict[str, Any]:
    """What the backup says of itself."""
    try:
        entry = packed.getinfo(MANIFEST)
        if entry.file_size > LONGEST_MANIFEST:
            raise ValueError("its list of files is too long")
        found = json.loads(packed.read(entry))
        if found["kind"] != KIND:
            raise ValueError("it says that it is something else")
        version, schema = int(found["version"]), int(found["schema"])
    except (KeyError, ValueError, TypeError) as error:
        raise BackupError(f"{archive} is no backup of this program ({error}).") from error
    if version > VERSION or schema > int(FORMAT):
        raise BackupError(
            f"{archive} was made by a newer program ({found.get('program', 'unknown')}): restore it with that one."
        )
    return dict(found)


def _listed(packed: zipfile.ZipFile, manifest: dict[str, Any], archive: Path) -> list[tuple[zipfile.ZipInfo, str]]:
    """(entry, sum) of every file; they must be those that the manifest names, of its sizes, and stay in the folder."""
    entries = {each.filename: each for each in packed.infolist()}
    try:
        told = {str(each["name"]): (int(each["bytes"]), str(each["sha256"])) for each in manifest["files"]}
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(f"{archive} is damaged: its list of files cannot be read ({error}).") from error
    if len(entries) != len(packed.infolist()) or entries.keys() != told.keys() | {MANIFEST} or STORE not in told:
        raise BackupError(f"{archive} is damaged: it does not hold the files that it lists.")
    for name, (size, _) in told.items():
        entry = entries[name]
        if not is_safe(name) or stat.S_ISLNK(entry.external_attr >> 16):
            raise BackupError(f"{archive} holds a file that would be written outside the workspace ({name!r}).")
        if entry.file_size != size or (size > SMALL and size > MOST_PACKED * max(entry.compress_size, 1)):
            raise BackupError(f"{archive} is damaged: {name} is not of the size that it should be.")
    return [(entries[name], told[name][1]) for name in sorted(told)]


def _unpack(packed: zipfile.ZipFile, listed: list[tuple[zipfile.ZipInfo, str]], folder: Path, archive: Path) -> None:
    folder.mkdir(parents=True)
    needed, free = sum(entry.file_size for entry, _ in listed), shutil.disk_usage(folder).free
    if needed > free:
        raise BackupError(f"{archive} needs {needed:,} bytes, and {free:,} are free on the disk of {folder.parent}.")
    for entry, wanted in listed:
        target = folder / entry.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, left = hashlib.sha256(), entry.file_size
        with packed.open(entry) as source, target.open("wb") as copy:
            while block := source.read(min(1 << 20, left + 1)):
                left -= len(block)
                if left < 0:
                    break
                digest.update(block)
                copy.write(block)
        if left or digest.hexdigest() != wanted:
            raise BackupError(f"{archive} is damaged: {entry.filename} is not what was backed up.")


def _checked(path: Path, archive: Path) -> tuple[dict[str, int], Verdict]:
    """What the restored store holds, and whether its audit trail is whole."""
    import sqlite3

    try:
        with closing(sqlite3.connect(path)) as database:
            damage = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        damage = str(error)
    if damage != "ok":
        raise BackupError(f"{archive} is damaged: its store cannot be read ({damage}).")
    with closing(Store(path)) as store:
        audit = verify(store)
    return counted(path), audit
