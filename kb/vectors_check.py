"""Whether an index folder can be opened at all: Chroma ends the whole process on some damaged files."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kb.errors import VectorsError

STATE = "state.json"
SAVED = "index_metadata.pickle"  # beside a graph that Chroma has saved
UNCHECKED = "CTPAT_VECTORS_UNCHECKED"  # set in the child process that tries the folder
TRIAL_SECONDS = 120
TRIAL = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from kb.vectors import Vectors
Vectors(Path({folder!r}), {name!r}, {dimension!r})
"""


def note(folder: Path, in_step: str = "") -> None:
    """Write down sizes and times of the index's files as they are now, known to be good.

    `in_step` names the state of the store's vectors that they hold exactly.
    """
    _write(folder, {"files": _state(folder), "in step": in_step})


def note_out_of_step(folder: Path) -> None:
    """Write down that the index no longer, or not yet, holds what the store holds."""
    if folder.is_dir():
        _write(folder, {"files": _noted(folder), "in step": ""})


def is_in_step(folder: Path, state: str) -> bool:
    """Whether the index holds the store's vectors of this state, with its files as they were noted then."""
    noted = _read(folder)
    return bool(state) and noted.get("in step") == state and noted.get("files") == _state(folder)


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
    """Size and time of the neighbour graph's files; damage to the SQLite file beside them is an ordinary error.

    A graph that Chroma has not saved yet has files too, which whoever opens it writes anew; they hold nothing.
    """
    files = sorted(file for saved in folder.glob(f"*/{SAVED}") for file in saved.parent.iterdir() if file.is_file())
    return {file.relative_to(folder).as_posix(): [file.stat().st_size, file.stat().st_mtime_ns] for file in files}


def _noted(folder: Path) -> dict[str, list[int]]:
    return dict(_read(folder).get("files") or {})


def _read(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _write(folder: Path, noted: Mapping[str, Any]) -> None:
    with suppress(OSError):  # a folder that is only read, a full disk: what is not noted is tried again
        made = folder / f"{STATE}.new"
        made.write_text(json.dumps(noted), encoding="utf-8")
        made.replace(folder / STATE)
