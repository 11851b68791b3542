"""Keeping what a form of the settings says: what cannot be so is told, and what was typed stays."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import streamlit as st

from kb.errors import ChangedError, CtpatError, SettingsError
from kb.settings import Settings, load_settings
from kb.settings_file import change
from ui import session
from ui.words import plain

SAID = "settings said"  # what a run hands to the next one


def key(form: str, field: str) -> str:
    """The name of a field in the session; another one after each save, so that the form shows what was kept."""
    return f"settings {form} {field} {_round(form)}"


def shown(form: str, field: str, now: Settings) -> Settings:
    """The settings that a form is drawn with: as they were when it came into this window, as long as it stays there.

    `field` is one of its fields. Others may save meanwhile; what is typed here is held against what was shown here.
    """
    held = st.session_state.get(_shown(form))
    if held is None or key(form, field) not in st.session_state:
        st.session_state[_shown(form)] = st.session_state[_told(form)] = held = now
    return cast(Settings, held)


def save(form: str, values: Mapping[str, Any]) -> None:
    """Keep values and draw the page anew; raises SettingsError, also while documents are read, or AccessError.

    Raises ChangedError once where somebody has changed meanwhile what was shown.
    """

    def keep() -> None:
        with session.assistant() as assistant:
            if session.intake().running:  # other settings open the base anew, beside the reading that writes to it
                raise SettingsError("Documents are being read, so nothing was kept: keep it again when that is done.")
            held, told = (st.session_state.get(name) for name in (_shown(form), _told(form)))
            change(assistant.settings, values, assistant.base.store, held, told)

    try:
        session.patiently(keep)
    except ChangedError:
        st.session_state[_told(form)] = load_settings()  # they are told how it stands now
        raise
    done(form, "Kept.")


@contextmanager
def in_place(form: str = "") -> Iterator[None]:
    """Tell what goes wrong inside where it is, so that the rest of the page is drawn and keeps what was typed.

    Where somebody else has saved what a form shows, it can be drawn anew, without what was typed into it.
    """
    try:
        yield
    except CtpatError as error:
        st.error(plain(str(error)), icon=":material/error:")
        if isinstance(error, ChangedError) and form:
            st.button(
                "Show what is kept now", key=f"renew {form}", icon=":material/refresh:", on_click=_renew, args=(form,)
            )


def done(form: str, said: str) -> None:
    """Draw the page anew with the form as the settings are now; `said` is shown once."""
    _renew(form)
    st.session_state[SAID] = said
    st.rerun()


def draw_said() -> None:
    """Say once what the run before has done."""
    said = st.session_state.pop(SAID, "")
    if said:
        st.success(plain(said), icon=":material/check:")


def _renew(form: str) -> None:
    st.session_state[f"settings {form}"] = _round(form) + 1


def _shown(form: str) -> str:
    return f"settings {form} shown"


def _told(form: str) -> str:
    """The settings that whoever is at this window was told of last: those shown, or as they were found when refused."""
    return f"settings {form} told"


def _round(form: str) -> int:
    return int(st.session_state.get(f"settings {form}", 0))
