"""Parties: who shows what, criterion by criterion, and one of them with what to ask of it; the address says which."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import streamlit as st

from kb.matrix import OPEN, Matrix, State
from kb.model import Kind
from kb.party import Paper, Profile
from ui import empty, grid, judged, kept, pages, party, session
from ui.words import counted, plain

LIST, MATRIX, SITES = "Parties", "By criterion", "Own sites"
COLUMNS = {  # kinds of papers that are asked of partners -> heading
    Kind.QUESTIONNAIRE: "Questionnaire",
    Kind.CERTIFICATE: "Certificate",
    Kind.LETTER: "Letter",
}


def draw() -> None:
    """Draw the page."""
    named = st.query_params.get("party", "")
    if not named:
        st.title("Parties", anchor=False)
    if empty.drawn():
        return
    if not judged.ready():
        judged.draw_progress()
    found = kept.parties()
    if named in found.profiles:
        party.draw(found.profiles[named], found.matrix.parties)
        return
    if named:
        st.title("Parties", anchor=False)
        st.error(plain(f"No paper names a party “{named}” any more: choose one below."), icon=":material/error:")
    view = st.segmented_control(
        "Show", [LIST, MATRIX, SITES], key="view", default=LIST, required=True, label_visibility="collapsed",
        bind="query-params",
    )  # fmt: skip
    if view == SITES:
        _draw_sites(found.sites)
    elif not found.matrix.parties:
        _draw_none()
    elif view == MATRIX:
        _draw_matrix(found.matrix)
    else:
        _draw_list(found.profiles.values())


def _draw_none() -> None:
    st.info(
        "No paper is of a partner, and none names one. Add questionnaires, letters and certificates of your vendors"
        " under Documents; where the party of a paper was not recognised, set it there.",
        icon=":material/groups:",
    )
    pages.draw_link("Documents", "documents", ":material/folder_open:")


def _draw_list(profiles: Iterable[Profile]) -> None:
    listed = list(profiles)
    over = sum(any(paper.over for paper in one.papers) for one in listed)
    asked = sum(bool(one.asks) for one in listed)
    st.caption(
        f"{counted(len(listed), 'party', 'parties')}: {asked} with something to ask of them, {over} with a paper that"
        " has run out. Click one to open it."
    )
    picked = st.dataframe(
        [_row(one) for one in listed],
        key="parties table",
        on_select="rerun",
        selection_mode="single-cell",
        hide_index=True,
        placeholder="",
        row_height=31,
        height=min(31 * len(listed) + 36, 900),
        column_config=_columns(),
        alt="The parties, each with what is open at it",
    )
    cells = picked["selection"]["cells"]
    if cells:
        st.query_params.clear()
        st.query_params["party"] = listed[cells[0][0]].party
        st.rerun()


def _row(one: Profile) -> dict[str, Any]:
    states = [cell.state for cell in one.cells]
    return {
        "Party": one.party,
        "To ask": len(one.asks) or None,
        "Against": states.count(State.AGAINST) or None,
        "Open": sum(state in OPEN for state in states) or None,
        "Shown": states.count(State.SHOWN) or None,
        **{heading: _held(one.papers, kind) for kind, heading in COLUMNS.items()},
    }


def _held(papers: Iterable[Paper], kind: Kind) -> str:
    """The paper of a kind that counts longest, by sign, word and day; empty where there is none."""
    fit = [paper for paper in papers if paper.document.kind is kind]
    if not fit:
        return ""
    best = max(fit, key=lambda paper: (not paper.over, paper.ends or date.max))
    if best.over and best.ends:
        return f"◷ ended {best.ends.isoformat()}"
    if best.document.effective is None and kind is not Kind.CERTIFICATE:
        return "□ undated"
    return f"✓ to {best.ends.isoformat()}" if best.ends else "✓ no end named"


def _columns() -> dict[str, Any]:
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    helped = {
        "To ask": "Points to send to it; open the party to copy the list",
        "Against": "Criteria against which its own papers speak, such as an answer No",
        "Open": "Criteria that it shows in part, by old papers or by a claim only, or that speak against it",
        "Shown": "Criteria that its papers, or our records of it, show",
    }
    columns: dict[str, Any] = {name: number(width=66, help=told) for name, told in helped.items()}
    columns |= {heading: text(width=132) for heading in COLUMNS.values()}
    return columns | {"Party": text(width=250)}


def _draw_matrix(found: Matrix) -> None:
    names, sections, only = st.columns([3, 3, 1.3], vertical_alignment="bottom")
    chosen = names.multiselect(
        "Parties", found.parties, key="parties", placeholder="All parties", bind="query-params", format_func=str
    )
    picked = _sections(sections, found)
    open_only = only.toggle("Open only", key="open", bind="query-params")
    _draw_grid(found, grid.Choice(chosen or found.parties, picked, open_only), "party")


def _draw_sites(found: Matrix) -> None:
    if not found.parties:
        st.info("No site is named by three or more of your own papers, so nothing can be told apart by site.")
        return
    spoken = [site for site in found.parties if any(cell.state is not State.NOTHING for cell in found.of(site))]
    silent = [site for site in found.parties if site not in spoken]
    told = f" Nothing is said of {', '.join(silent)}." if silent else ""
    st.caption(plain(f"By papers that name the site; what holds for the whole company is not repeated here.{told}"))
    sections, only = st.columns([4, 1], vertical_alignment="bottom")
    picked = _sections(sections, found)
    open_only = only.toggle("Open only", key="open", bind="query-params")
    _draw_grid(found, grid.Choice(spoken, picked, open_only), "")


def _sections(place: Any, found: Matrix) -> list[str]:
    known = list(dict.fromkeys(each.section for each in found.criteria))
    chosen: list[str] = place.multiselect(
        "Section", known, key="section", placeholder="All sections", bind="query-params"
    )
    return chosen


def _draw_grid(found: Matrix, choice: grid.Choice, headed: str) -> None:
    shown = grid.rows(found, choice)
    if not shown:
        st.info("No criterion fits these filters; remove one.")
        return
    still = sum(found.cells[name, each.number].state in OPEN for name in choice.names for each in shown)
    st.caption(f"{len(shown)} of {len(found.criteria)} criteria, {still} boxes open. A sign opens its criterion.")
    grid.draw(found, choice, headed)


session.run(draw)
