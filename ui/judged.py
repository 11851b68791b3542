"""Judging the criteria while a page is in use: a few at a time, so that what is known is shown at once."""

import time
from importlib import import_module
from typing import NoReturn

import streamlit as st

from ui import session

AT_ONCE = 5  # criteria of a step, some tenths of a second in which other pages wait
FEW = 5  # that are judged without a word, as after a decision
TURN = 0.002  # seconds after each step, in which a page that waits gets the lock


def ready() -> bool:
    """Whether the map can be drawn at once; the few criteria that a decision has changed are judged here."""
    if session.intake().running:  # the documents change with each file that is read: what is there is judged in one go
        return True
    with session.assistant() as assistant:
        left = assistant.unjudged
        if 0 < left <= FEW:
            assistant.judge(left)
        return left <= FEW


def once(name: str) -> str:
    """What the run before hands to this one to be told; it stays while the page is going to be drawn anew by itself."""
    told = st.session_state.pop if ready() else st.session_state.get
    return str(told(name, ""))


def draw_progress() -> NoReturn:
    """Judge what is left and tell how far it is, then draw the page anew; a click meanwhile goes first."""
    told = st.progress(0.0, text="Judging the criteria")
    import_module("pandas")  # which tables need: half a second that the first of them need not wait
    while True:
        with session.assistant() as assistant:
            every, left = len(assistant.catalogue.criteria), assistant.unjudged
            if left:
                assistant.judge(AT_ONCE)
        if not left:
            st.rerun()
        done = min(every - left + AT_ONCE, every)
        told.progress(done / every, text=f"Judging the criteria: {done} of {every}. What is known is shown already.")
        time.sleep(TURN)
