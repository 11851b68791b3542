"""What every page shows at its side: whose base this is, as of which day it is judged, and who is at work."""

from urllib.parse import urlsplit

import streamlit as st

from kb.hosts import stays_here
from kb.settings import Settings
from ui import session, signing_in
from ui.words import counted, plain


def draw() -> None:
    """Draw the sidebar below the navigation."""
    with st.sidebar:
        session.run(_draw)
        signing_in.draw_way_out()


def _draw() -> None:
    with session.assistant() as assistant:
        settings, as_of = assistant.settings, assistant.as_of
        documents = len(assistant.base.stamps())
    st.text(settings.company or "Company not named yet")
    given = " (set in Settings)" if settings.as_of else " (today)"
    st.caption(plain(f"Judged as of {as_of.isoformat()}{given}"))
    st.caption(
        plain(f"{counted(documents, 'document')} in {settings.workspace.name}"), help=plain(str(settings.workspace))
    )
    if settings.sign_in:
        who = session.member(settings)
        st.caption(plain(f"{who.name}, {who.role.value}"))
    if session.intake().running:
        st.caption("Documents are being read.")
    st.caption(plain(f"{_stays(settings)} Statuses are proposals for a person to decide."))


def _stays(settings: Settings) -> str:
    if not settings.model_address or stays_here(settings.model_address):
        return "Nothing leaves this machine."
    return f"Quotes go to the language model at {urlsplit(settings.model_address).hostname}, and nothing else leaves."
