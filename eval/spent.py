"""What a command costs: seconds, processor time, memory of all its processes together."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import SourceError

LOOK = 0.05  # seconds between two looks at the memory
PROCESSES = Path("/proc")  # Linux; elsewhere the largest process alone is known
OFFLINE = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}


@dataclass(frozen=True, slots=True)
class Spent:
    """One run of a command."""

    seconds: float  # of wall time, from the start of the process to its end
    cpu: float  # seconds of processor time, of all its processes
    peak_mb: float  # resident memory of all its processes together, looked at every LOOK seconds
    largest_mb: float  # resident memory of its largest process
    result: Any  # the JSON that it printed


def run(command: Sequence[str | Path]) -> Spent:
    """Run a command that prints JSON, last on its standard output; raises SourceError where it fails."""
    environment = {**os.environ, **OFFLINE}
    begun = time.perf_counter()
    words = [str(word) for word in command]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert process.stdout is not None and process.stderr is not None
    told: list[bytes] = []
    reader = threading.Thread(target=lambda stream: told.append(stream.read()), args=(process.stderr,))
    peaks: list[float] = [0.0]
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
    for thread in (reader, watch):
        thread.start()
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    for thread in (reader, watch):
        thread.join()
    if process.returncode != 0:
        last = (told[0].decode("utf-8", "replace").strip().splitlines() or ["no message"])[-1]
        raise SourceError(f"{' '.join(words[:4])} … ended with {process.returncode}: {last}")
    largest = usage.ru_maxrss / 1024  # kilobytes on Linux
    cpu = usage.ru_utime + usage.ru_stime
    return Spent(seconds, cpu, max(peaks[0], largest), largest, _json(printed.decode("utf-8")))


def _json(printed: str) -> Any:
    """The JSON document that a command printed: all of it, or its last line where a library printed before."""
    try:
        return json.loads(printed)
    except ValueError:
        return json.loads(printed.strip().splitlines()[-1])


def _watch(process: int, peaks: list[float], ended: threading.Event) -> None:
    while not ended.wait(LOOK):
        peaks[0] = max(peaks[0], _resident(process))


def _resident(process: int) -> float:
    """Megabytes of a process and of all that it started; 0 where the system does not tell."""
    try:
        pages = int((PROCESSES / str(process) / "statm").read_text().split()[1])
        tasks = list((PROCESSES / str(process) / "task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (OSError, IndexError, ValueError):  # it has just ended
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 + sum(_resident(child) for child in children)
