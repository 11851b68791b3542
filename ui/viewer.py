"""The place in a document that a citation was read from, with the quoted words marked."""

from html import escape
from pathlib import Path

import streamlit as st

from kb.errors import SourceError
from kb.model import Citation
from kb.page_picture import Picture, page_picture
from kb.places import source
from ui import session
from ui.words import plain

AROUND = 1500  # characters of stored text shown before and after a quote


@st.dialog("In the document", width="large")
def show(citation: Citation) -> None:
    """Open the viewer: the page of a PDF as a picture, of everything else the stored text."""
    session.run(lambda: _draw(citation))


def _draw(citation: Citation) -> None:
    with session.assistant() as assistant:
        text = assistant.base.store.text(citation.path)
        current = assistant.verify(citation).verified
    st.html(f'<div class="part">{escape(source(citation))}</div>')
    if not current:
        st.warning("This document was changed or removed after it was quoted; ask again for what it says now.")
        st.html(f'<div class="stored"><mark>{escape(citation.quote)}</mark></div>')
        return
    if citation.path.lower().endswith(".pdf") and citation.locator.page is not None and _draw_page(citation):
        return
    _draw_text(citation, text)


def _draw_page(citation: Citation) -> bool:
    """Whether the page could be drawn; where it could not, the reason is told."""
    page = citation.locator.page or 1
    try:
        picture = _picture(citation.path, citation.sha256, page, citation.quote)
    except SourceError as error:
        st.warning(plain(f"{error} Below is the text as it was read."))
        return False
    if not picture.marked:
        st.caption("The words could not be found on the page's own text, as on scanned pages. The quote:")
        st.html(f'<div class="stored"><mark>{escape(citation.quote)}</mark></div>')
    st.image(picture.png, width="stretch", alt=plain(source(citation)))
    return True


@st.cache_data(show_spinner="Drawing the page …", max_entries=30)
def _picture(path: str, sha256: str, page: int, quote: str) -> Picture:
    return page_picture(Path(path), sha256, page, quote)


def _draw_text(citation: Citation, text: str) -> None:
    before = text[max(0, citation.start - AROUND) : citation.start]
    after = text[citation.end : citation.end + AROUND]
    first = "… " if citation.start > AROUND else ""
    last = " …" if citation.end + AROUND < len(text) else ""
    marked = f"<mark>{escape(text[citation.start : citation.end])}</mark>"
    st.html(f'<div class="stored">{first}{escape(before)}{marked}{escape(after)}{last}</div>')
    st.caption("The text as it was read; layout and pictures are in the file itself.")
