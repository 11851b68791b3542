"""How long a write waits while another program is writing to the same store."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from kb.errors import BusyError

Done = TypeVar("Done")
LONG = 30.0  # seconds that a command waits: nobody else waits for it
PAUSE = 0.05  # seconds between two tries
_PATIENCE: ContextVar[float] = ContextVar("patience", default=LONG)


@contextmanager
def waiting(seconds: float) -> Iterator[None]:
    """Each write inside waits at most so many seconds for its turn, then raises BusyError."""
    before = _PATIENCE.set(seconds)
    try:
        yield
    finally:
        _PATIENCE.reset(before)


def patience() -> float:
    """Seconds that a write waits for its turn."""
    return _PATIENCE.get()


def patiently(step: Callable[[], Done], seconds: float) -> Done:
    """What a step returns, tried again for so many seconds while another program is writing; then raises BusyError.

    Whatever the step takes hold of is free between two tries.
    """
    ends = time.monotonic() + seconds
    while True:
        try:
            return step()
        except BusyError:
            if time.monotonic() >= ends:
                raise
        time.sleep(PAUSE)
