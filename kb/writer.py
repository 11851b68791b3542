"""One writer at a time for a workspace, across processes."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from kb.errors import WorkspaceError
from kb.settings import Settings


@contextmanager
def writing(settings: Settings) -> Iterator[None]:
    """Hold the workspace's write lock, again where this process holds it; raises WorkspaceError naming who has it."""
    with lock(settings.workspace):
        yield


@contextmanager
def lock(workspace: Path) -> Iterator[None]:
    """The write lock of a workspace folder; the system frees it when the process ends, however it ends."""
    from filelock import FileLock, Timeout

    note = workspace / "writer.json"
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        held = FileLock(
            workspace / "writer.lock", timeout=0, is_singleton=True
        )  # one object for this process: re-entrant
        held.acquire()
    except Timeout as error:
        raise WorkspaceError(f"{_holder(note)} is writing to {workspace}; try again when it is done.") from error
    except OSError as error:
        raise WorkspaceError(f"The workspace {workspace} cannot be written ({error}).") from error
    try:
        if held.lock_counter == 1:
            _sign(note)
        yield
    finally:
        held.release()


def _sign(note: Path) -> None:
    since = datetime.now().isoformat(" ", "seconds")
    with suppress(OSError):  # a full disk: a second writer is then told less
        made = note.with_suffix(".new")
        made.write_text(json.dumps({"process": os.getpid(), "since": since}), encoding="utf-8")
        made.replace(note)


def _holder(note: Path) -> str:
    try:
        holder = json.loads(note.read_text(encoding="utf-8"))
        return f"Process {holder['process']} (since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):  # not written yet
        return "Another process"
