"""One assistant for this process and workspace, one caller at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import streamlit as st

from kb.assistant import Assistant
from kb.errors import CtpatError
from kb.settings import Settings, load_settings
from ui.intake import Intake
from ui.words import plain

JUDGING = "Judging the criteria; after a change of the documents this takes some seconds …"


@dataclass(slots=True)
class Held:
    """An assistant with the lock that its callers hold, and its intake."""

    assistant: Assistant
    lock: threading.RLock = field(default_factory=threading.RLock)
    intake: Intake = field(init=False)

    def __post_init__(self) -> None:
        self.intake = Intake(self.assistant, self.lock)


@contextmanager
def assistant() -> Iterator[Assistant]:
    """The assistant of the workspace; other pages wait meanwhile. Raises CtpatError where it cannot be opened."""
    held = _current()
    with held.lock:
        yield held.assistant


def intake() -> Intake:
    """What reads files in, beside the pages."""
    return _current().intake


def run(draw: Callable[[], None]) -> None:
    """Draw a page; what the user can put right is told in a sentence."""
    try:
        draw()
    except CtpatError as error:
        st.error(plain(str(error)), icon=":material/error:")


def _current() -> Held:
    settings = load_settings()
    return _held(settings, settings.as_of or date.today(), _stamp(settings.overrides))


@st.cache_resource(show_spinner=False, max_entries=2, hash_funcs={Settings: repr})
def _held(settings: Settings, as_of: date, wording: int) -> Held:  # noqa: ARG001 - part of the key
    """Kept as long as settings, day and the user's own wording of the criteria stay."""
    return Held(Assistant(settings, as_of))


def _stamp(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0
