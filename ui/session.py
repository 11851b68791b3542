"""One assistant for this process and workspace, one caller at a time, who acts under the name they signed in with."""

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import streamlit as st

from kb.access import acting_as, admitted, at_work, require
from kb.assistant import Assistant
from kb.errors import CtpatError
from kb.people import Member, Role
from kb.settings import Settings, load_settings
from ui.intake import Intake
from ui.words import plain

UNEXPECTED = "This page could not be drawn. Nothing was lost; the terminal says what happened. Reload it to go on."
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
    with held.lock, acting(held.assistant.settings):
        require(held.assistant.settings, Role.VIEWER, "look at this knowledge base")
        yield held.assistant


@contextmanager
def acting(settings: Settings) -> Iterator[None]:
    """What is done inside is done by whoever has signed in; raises AccessError where they are not among the people."""
    with acting_as(_signed_in(settings)):
        yield


def member(settings: Settings) -> Member:
    """Who is at this page, with their role."""
    with acting(settings):
        return at_work(settings)


def intake() -> Intake:
    """What reads files in, beside the pages."""
    return _current().intake


def read_in(paths: Sequence[Path]) -> None:
    """Begin to read files and folders, by whoever is at this page."""
    held = _current()
    with acting(held.assistant.settings):
        held.intake.start(paths)


def run(draw: Callable[[], None]) -> None:
    """Draw a page; what the user can put right is told in a sentence."""
    try:
        draw()
    except CtpatError as error:
        st.error(plain(str(error)), icon=":material/error:")
    except Exception:
        if not os.environ.get("CTPAT_SERVED"):  # tests and developers see what happened
            raise
        logging.getLogger(__name__).exception("A page could not be drawn")
        st.error(UNEXPECTED, icon=":material/error:")


def _current() -> Held:
    settings = load_settings()
    return _held(settings, settings.as_of or date.today(), _stamp(settings.overrides))


@st.cache_resource(show_spinner=False, max_entries=2, hash_funcs={Settings: repr})
def _held(settings: Settings, as_of: date, wording: int) -> Held:  # noqa: ARG001 - part of the key
    """Kept as long as settings, day and the user's own wording of the criteria stay."""
    return Held(Assistant(settings, as_of))


def _signed_in(settings: Settings) -> Member | None:
    if not settings.sign_in:
        return None
    email = str(st.user.get("email") or "") if st.user.is_logged_in else ""
    return admitted(settings, email, st.user.get("email_verified") is not False)


def _stamp(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0
