"""One assistant for this process and workspace, one caller at a time, who acts under the name they signed in with."""

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

import streamlit as st

from kb.access import acting_as, admitted, at_work, require, signed_in
from kb.assistant import Assistant
from kb.errors import AccessError, CtpatError
from kb.patience import patiently as try_for
from kb.patience import waiting
from kb.people import Member, Role
from kb.settings import Settings, load_settings
from kb.sign_in import is_confirmed
from ui.intake import Intake
from ui.words import plain

UNEXPECTED = "This page could not be drawn. Nothing was lost; the terminal says what happened. Reload it to go on."
MOMENT, SHORT = 0.2, 2.5  # seconds that a write waits for another program's, holding up other pages or not
JUDGING = "Judging the criteria; after a change of the documents this takes some seconds …"

Done = TypeVar("Done")


@dataclass(slots=True)
class Held:
    """An assistant with the lock that its callers hold, and its intake."""

    assistant: Assistant
    lock: threading.RLock = field(default_factory=threading.RLock)
    intake: Intake = field(init=False)
    wording: int = field(init=False)  # when the user's own wording of the criteria was written that is judged by

    def __post_init__(self) -> None:
        self.intake = Intake(self.assistant, self.lock)
        self.wording = _stamp(self.assistant.settings.overrides)

    def renew(self) -> None:
        """Judge by the user's own wording as it is now; a reading under way goes on."""
        now = _stamp(self.assistant.settings.overrides)
        if now != self.wording:
            self.assistant.read_criteria_again()
            self.wording = now


@contextmanager
def assistant() -> Iterator[Assistant]:
    """The assistant of the workspace; other pages wait meanwhile. Raises CtpatError where it cannot be opened."""
    held = _current()
    with held.lock, waiting(MOMENT), acting(held.assistant.settings):
        require(held.assistant.settings, Role.VIEWER, "look at this knowledge base")
        held.renew()
        yield held.assistant


def patiently(step: Callable[[], Done]) -> Done:
    """What a step returns that writes to the base; other pages do not wait while another program is writing to it.

    Raises BusyError where that goes on for some seconds, and CtpatError.
    """
    return try_for(step, SHORT)


@contextmanager
def acting(settings: Settings) -> Iterator[None]:
    """What is done inside is done by whoever has signed in; raises AccessError where they are not among the people."""
    with acting_as(_signed_in(settings)):
        yield


def member(settings: Settings) -> Member:
    """Who is at this page, with their role."""
    with acting(settings):
        return at_work(settings)


def later(step: Callable[[], Done]) -> Callable[[], Done]:
    """A step for outside the page, such as what makes a download, done by whoever is at the page now."""
    then = load_settings()
    who = member(then).login if then.sign_in else ""

    def done() -> Done:
        now = load_settings()  # who was taken from the people meanwhile may do it no more
        with acting_as(admitted(now, who, verified=True) if now.sign_in else None):
            return step()

    return done


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
    return _held(settings, settings.as_of or date.today())


@st.cache_resource(show_spinner=False, max_entries=2, hash_funcs={Settings: repr})
def _held(settings: Settings, as_of: date) -> Held:
    """Kept as long as settings and day stay."""
    return Held(Assistant(settings, as_of))


def _signed_in(settings: Settings) -> Member | None:
    acts = signed_in()
    if acts or not settings.sign_in:
        return acts
    if not st.user.is_logged_in:
        raise AccessError("Nobody is signed in: sign in, and do it again.")
    return admitted(settings, str(st.user.get("email") or ""), is_confirmed(settings, st.user))


def _stamp(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0
