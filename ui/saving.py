"""Keeping what a form of the settings says: what cannot be so is told, and what was typed stays."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from kb.errors import CtpatError, SettingsError
from kb.settings_file import change
from ui import session
from ui.words import plain

SAID = "settings said"  # what a run hands to the next one


def key(form: str, field: str) -> str:
    """The name of a field in the session; another one after each save, so that the form shows what was kept."""
    return f"settings {form} {field} {_round(form)}"


def save(form: str, values: Mapping[str, Any]) -> None:
    """Keep values and draw the page anew; raises SettingsError, also while documents are read, or AccessError."""
    with session.assistant() as assistant:
        if session.intake().running:  # other settings open the base anew, beside the reading that writes to it
            raise SettingsError("Documents are being read, so nothing was kept: keep it again when that is done.")
        change(assistant.settings, values, assistant.base.store)
    done(form, "Kept.")


@contextmanager
def in_place() -> Iterator[None]:
    """Tell what goes wrong inside where it is, so that the rest of the page is drawn and keeps what was typed."""
    try:
        yield
    except CtpatError as error:
        st.error(plain(str(error)), icon=":material/error:")


def done(form: str, said: str) -> None:
    """Draw the page anew with the form as the settings are now; `said` is shown once."""
    st.session_state[f"settings {form}"] = _round(form) + 1
    st.session_state[SAID] = said
    st.rerun()


def draw_said() -> None:
    """Say once what the run before has done."""
    said = st.session_state.pop(SAID, "")
    if said:
        st.success(plain(said), icon=":material/check:")


def _round(form: str) -> int:
    return int(st.session_state.get(f"settings {form}", 0))
