"""Doing what a click asks for: what cannot be done is told on the page, and what had no turn can be tried again."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from kb.errors import BusyError, CtpatError
from ui import session
from ui.words import on_a_page, plain


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a step could not be done, until the page tells it."""

    why: str
    again: Callable[[], None] | None  # the step, where it can be tried again as it is


def attempt(place: str, step: Callable[[], None]) -> None:
    """Do a step, waiting shortly while another program is writing; what keeps it from being done is told at a place.

    No other page waits meanwhile.
    """
    try:
        session.patiently(step)
    except CtpatError as error:
        st.session_state[place] = Failure(str(error), step if isinstance(error, BusyError) else None)


def draw_failure(place: str) -> None:
    """Say why the last step of a place could not be done, if it could not."""
    failed: Failure | None = st.session_state.pop(place, None)
    if failed is None:
        return
    st.error(plain(on_a_page(failed.why)), icon=":material/error:")
    if failed.again:
        st.button(
            "Try again", key=f"again {place}", icon=":material/refresh:", on_click=attempt, args=(place, failed.again)
        )
