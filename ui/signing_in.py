"""The page of who has not signed in or is not among the people, and the way out again."""

import os
import sys

import streamlit as st

from kb.errors import CtpatError
from kb.hosts import is_loopback
from kb.settings import load_settings
from ui import session
from ui.words import plain


def passed() -> bool:
    """Whether whoever opened the app may go on; where not, what they can do is drawn."""
    if not os.environ.get("CTPAT_SIGN_IN"):
        return _alone()
    if not st.user.is_logged_in:
        _draw("This knowledge base is confidential. Sign in with your company's account to work with it.")
        st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
        return False
    try:
        session.member(load_settings())
    except CtpatError as error:
        _draw(plain(str(error)))
        draw_way_out()
        return False
    return True


def _alone() -> bool:
    """Whether nobody but this machine can reach the app, however it was started."""
    if "streamlit.web.bootstrap" not in sys.modules:  # driven by a test: nothing listens
        return True
    if is_loopback(st.get_option("server.address") or "0.0.0.0"):
        return True
    _draw("Other machines could reach this knowledge base and nobody would have to sign in: start it with ctpat app.")
    return False


def draw_way_out() -> None:
    """Draw the button that signs out, where somebody has signed in."""
    if os.environ.get("CTPAT_SIGN_IN"):
        st.button("Sign out", icon=":material/logout:", type="tertiary", on_click=st.logout)


def _draw(told: str) -> None:
    st.title("CTPAT evidence", anchor=False)
    st.write(told)
