"""The place in a document that a citation was read from, with the quoted words marked, and the way to the next one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import streamlit as st

from kb.errors import SourceError
from kb.model import Citation, Document, Evidence, Passage
from kb.page_picture import Picture, page_picture
from kb.places import source
from kb.surroundings import Grid, Stretch, surroundings
from ui import deciding, session, sheet
from ui.marks import about_citation, about_evidence
from ui.words import plain

Item = Evidence | Citation
AROUND = 1500  # characters of stored text shown before and after a quote that stands in no clause and no row
VIEWING = "viewing"  # in the session: what the viewer shows, while it is open


@dataclass(frozen=True, slots=True)
class Viewing:
    """What the open viewer shows."""

    key: str  # of the button that opened it
    items: tuple[Item, ...]  # that it leads through
    place: int  # of the one that is looked at
    can_decide: bool  # whether evidence is accepted and rejected in it


def draw_button(item: Item, key: str, among: Sequence[Item], can_decide: bool = False) -> None:
    """The button that opens the viewer at an item, and the viewer as long as it is open.

    `among` are the items that the viewer leads on to. With `can_decide` evidence is accepted and rejected in it.
    """
    place = next((place for place, one in enumerate(among) if one is item), 0)
    viewing = Viewing(key, tuple(among), place, can_decide)
    st.button("View", key=key, icon=":material/find_in_page:", type="tertiary", help="Show it in the document",
              on_click=_open, args=(viewing,))  # fmt: skip
    held = st.session_state.get(VIEWING)
    if held and held.key == key:
        _show()


def _open(viewing: Viewing) -> None:
    """Before the page is drawn: one that was open at another place gives way."""
    st.session_state[VIEWING] = viewing


def close() -> None:
    """Close the viewer, as when what it was opened from is left."""
    st.session_state.pop(VIEWING, None)


@st.dialog("In the document", width="large", on_dismiss=close)
def _show() -> None:
    session.run(_draw)


def _draw() -> None:
    held: Viewing = st.session_state[VIEWING]
    item = held.items[held.place]
    citation = item.citation if isinstance(item, Evidence) else item
    page, aside = st.columns([5, 2], gap="medium")
    with aside:
        if len(held.items) > 1:
            _draw_ways(held.place, len(held.items))
        _draw_about(item)
        if isinstance(item, Evidence) and held.can_decide:
            deciding.draw_failure()
            deciding.draw_verdict(item, f"viewer {held.place}")
    with page:
        _draw_document(citation)


def _draw_ways(place: int, count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="viewer ways"):
        for name, step, key, icon in (("Previous", -1, "Left", "chevron_left"), ("Next", 1, "Right", "chevron_right")):
            st.button(
                name,
                key=f"viewer {name.lower()}",
                icon=f":material/{icon}:",
                shortcut=key,
                disabled=not 0 <= place + step < count,
                on_click=_go,
                args=(place + step,),
            )
    st.caption(f"{place + 1} of {count}")


def _go(place: int) -> None:
    st.session_state[VIEWING] = replace(st.session_state[VIEWING], place=place)


def _draw_about(item: Item) -> None:
    told = about_evidence(item, source=False) if isinstance(item, Evidence) else about_citation(item)
    quote = item.citation.quote if isinstance(item, Evidence) else item.quote
    why = ""
    if isinstance(item, Evidence):
        told.insert(0, f"<b>For {escape(item.requirement)}</b>")
        why = "".join(f'<div class="why">{escape(reason)}</div>' for reason in item.reasons)
    st.html(
        f'<div class="line stacked">{"".join(f"<div>{words}</div>" for words in told)}</div>'
        f'<blockquote class="quote short">“{escape(quote.strip())}”</blockquote>{why}'
    )


def _draw_document(citation: Citation) -> None:
    with session.assistant() as assistant:
        store = assistant.base.store
        current = assistant.verify(citation).verified
        document, passages = store.document(citation.path), store.passages(citation.path)
        text = store.text(citation.path)
    st.html(f'<div class="part source">{escape(source(citation))}</div>')
    if document is None or not current:
        st.warning("This document was changed or removed after it was quoted. These are the words as they stood in it.")
        st.html(f'<div class="stored"><mark>{escape(citation.quote)}</mark></div>')
        return
    _draw_reservation(document)
    if _is_page(citation) and _draw_page(citation):
        return
    _draw_text(citation, text, passages)


def _draw_reservation(document: Document) -> None:
    if document.superseded_by:
        st.caption(plain(f"A newer version of this paper is there: {Path(document.superseded_by).name}."))


def _is_page(citation: Citation) -> bool:
    return citation.path.lower().endswith(".pdf") and citation.locator.page is not None


def _draw_page(citation: Citation) -> bool:
    """Whether the page could be drawn; where it could not, the reason is told."""
    page = citation.locator.page or 1
    try:
        picture = _picture(citation.path, citation.sha256, page, citation.quote)
    except SourceError as error:
        st.warning(plain(f"{error} Below is the text as it was read."))
        return False
    if not picture.marked:
        st.caption("The words could not be found on the page's own text, as on scanned pages. They are:")
        st.html(f'<div class="stored"><mark>{escape(citation.quote)}</mark></div>')
    sheet.draw(picture, plain(source(citation)))
    return True


@st.cache_data(show_spinner="Drawing the page …", max_entries=30)
def _picture(path: str, sha256: str, page: int, quote: str) -> Picture:
    return page_picture(Path(path), sha256, page, quote)


def _draw_text(citation: Citation, text: str, passages: Sequence[Passage]) -> None:
    around = surroundings(citation, passages)
    if isinstance(around, Grid):
        st.html(_grid(around))
    elif around:
        st.html(f'<div class="stored">{_clauses(around)}</div>')
    else:
        st.html(_stored(citation, text))
    st.caption("The text as it was read; layout and pictures are in the file itself.")


def _grid(grid: Grid) -> str:
    """The quoted row with its headings and neighbours, as a table."""
    numbered = any(line.number for line in grid.lines)
    head = "".join(f"<th>{escape(name)}</th>" for name in (*(["row"] if numbered else []), *grid.head))
    rows = []
    for line in grid.lines:
        cells = "".join(f"<td>{_marked(cell) if line.quoted else escape(cell)}</td>" for cell in line.cells)
        number = f"<th>{'▸ ' if line.quoted else ''}{line.number or ''}</th>" if numbered else ""
        rows.append(f'<tr class="{"quoted" if line.quoted else ""}">{number}{cells}</tr>')
    return f'<div class="stored"><table class="grid"><tr>{head}</tr>{"".join(rows)}</table></div>'


def _marked(words: str) -> str:
    return f"<mark>{escape(words)}</mark>" if words else ""


def _clauses(around: Sequence[Stretch]) -> str:
    """The quoted clause with its neighbours, under the headings that they stand under."""
    told, above = [], None
    for stretch in around:
        if stretch.trail != above and stretch.trail:
            told.append(f'<div class="trail">{escape(" › ".join(stretch.trail))}</div>')
        above = stretch.trail
        pieces = "".join(_marked(piece) if n % 2 else escape(piece) for n, piece in enumerate(stretch.pieces))
        quoted = " quoted" if len(stretch.pieces) > 1 else ""
        told.append(f'<div class="clause{quoted}">{pieces}</div>')
    return "".join(told)


def _stored(citation: Citation, text: str) -> str:
    before = text[max(0, citation.start - AROUND) : citation.start]
    after = text[citation.end : citation.end + AROUND]
    first = "… " if citation.start > AROUND else ""
    last = " …" if citation.end + AROUND < len(text) else ""
    marked = f"<mark>{escape(text[citation.start : citation.end])}</mark>"
    return f'<div class="stored">{first}{escape(before)}{marked}{escape(after)}{last}</div>'
