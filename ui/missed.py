"""Fields that were left while no server was there: a browser that connects anew shows what was typed as if kept."""

from typing import Any

import streamlit as st


def note(key: str) -> None:
    """Note that what a field says has been dealt with, kept or refused."""
    st.session_state[_heard(key)] = st.session_state[key]


def is_missed(key: str, said: Any, kept: Any) -> bool:
    """Whether a field says other than what is kept and nobody has dealt with that yet."""
    return bool(said != kept and st.session_state.get(_heard(key), kept) != said)


def _heard(key: str) -> str:
    return f"heard {key}"
