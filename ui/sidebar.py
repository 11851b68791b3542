"""What every page shows at its side: whose base this is, and as of which day it is judged."""

import streamlit as st

from ui import session
from ui.words import counted, plain


def draw() -> None:
    """Draw the sidebar below the navigation."""
    with st.sidebar:
        session.run(_draw)


def _draw() -> None:
    with session.assistant() as assistant:
        settings, as_of = assistant.settings, assistant.as_of
        documents = len(assistant.documents())
    st.text(settings.company or "Company not named yet")
    given = " (set in ctpat.toml)" if settings.as_of else " (today)"
    st.caption(plain(f"Judged as of {as_of.isoformat()}{given}"))
    st.caption(
        plain(f"{counted(documents, 'document')} in {settings.workspace.name}"), help=plain(str(settings.workspace))
    )
    if session.intake().running:
        st.caption("Documents are being read.")
    st.caption("Nothing leaves this machine. Statuses are proposals for a person to decide.")
