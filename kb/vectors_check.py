"""Whether an index folder can be opened at all: Chroma ends the whole process on some damaged files."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from kb.errors import VectorsError

STATE = "state.json"
UNCHECKED = "CTPAT_VECTORS_UNCHECKED"  # set in the child process that tries the folder
TRIAL_SECONDS = 120
TRIAL = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from kb.vectors import Vectors
Vectors(Path({folder!r}), {name!r}, {dimension!r})
"""


def note(folder: Path) -> None:
    """Write down sizes and times of the index's files as they are now, known to be good."""
    with suppress(OSError):  # a folder that is only read: it is tried again at the next start
        (folder / STATE).write_text(json.dumps(_state(folder)), encoding="utf-8")


def check(folder: Path, embedder_name: str, dimension: int) -> None:
    """Where the files are not as noted, open them in a child process first; raises VectorsError where that fails."""
    if not (state := _state(folder)) or os.environ.get(UNCHECKED) or state == _noted(folder):
        return
    code = TRIAL.format(path=sys.path, folder=str(folder), name=embedder_name, dimension=dimension)
    try:
        trial = subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, UNCHECKED: "1"}, capture_output=True, timeout=TRIAL_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise VectorsError(
            f"The vector index {folder} cannot be tried ({error}). Rebuild it from the store."
        ) from error
    if trial.returncode != 0:
        raise VectorsError(f"The vector index {folder} is damaged or of another model. Rebuild it from the store.")
    note(folder)


def _state(folder: Path) -> dict[str, list[int]]:
    """Size and time of the neighbour graph's files; damage to the SQLite file beside them is an ordinary error."""
    files = sorted(file for file in folder.glob("*/*") if file.is_file())
    return {file.relative_to(folder).as_posix(): [file.stat().st_size, file.stat().st_mtime_ns] for file in files}


def _noted(folder: Path) -> dict[str, list[int]]:
    try:
        return dict(json.loads((folder / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}
