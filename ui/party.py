"""One party: its papers, what is open there, what it shows, and the list to send it."""

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from kb.audit import person
from kb.export.request import Request, request_file, request_text
from kb.matrix import OPEN, Cell, PartCell, State
from kb.model import Evidence
from kb.party import OpenAnswer, Paper, Profile
from ui import pages, session
from ui.cards import citation_card, evidence_card
from ui.grid import state_badge
from ui.words import plain

OPENED = 12  # parts with their evidence shown at once; a click shows the rest
FORMS = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "csv": ("Table (CSV)", "text/csv"),
}


def draw(one: Profile, parties: Sequence[str]) -> None:
    """Draw one party; `parties` are all of them, which its neighbours are taken from."""
    _draw_ways(one.party, parties)
    states = [cell.state for cell in one.cells]
    counts = ((state, states.count(state)) for state in State if state in states)
    badges = "".join(f"{state_badge(state)}<span>{count}</span>" for state, count in counts)
    st.html(f'<div class="heading">{escape(one.party)}</div><div class="line">{badges}</div>')
    _draw_papers(one.papers)
    shown = [pair for pair in one.by_state(State.SHOWN) if pair[1].evidence]
    still = [pair for pair in one.by_state(*OPEN) if pair[1].evidence]
    ours = [pair for pair in one.by_state(State.OURS) if pair[1].evidence]
    asks, lists = f"To ask ({len(one.asks)})", [f"Open ({len(still) + len(one.answers)})", f"Shown ({len(shown)})"]
    tabs = st.tabs([asks, *lists, f"In our papers only ({len(ours)})"], key="party tabs", on_change="rerun")
    for tab, fill in zip(
        tabs,
        (
            partial(_draw_asks, one),
            partial(_draw_open, still, one.answers),
            partial(_draw_parts, shown, "Nothing is shown by its papers yet.", "shown"),
            partial(_draw_ours, ours, one.silent),
        ),
        strict=True,
    ):
        if tab.open:
            with tab:
                fill()


def _draw_ways(name: str, parties: Sequence[str]) -> None:
    """Back to all of them, and to the one before and after."""
    place = list(parties).index(name)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("All parties", icon=":material/arrow_back:", key="back"):
            _go("")
        for label, at, icon, shortcut in (
            ("Previous", place - 1, "chevron_left", "K"),
            ("Next", place + 1, "chevron_right", "J"),
        ):
            there = 0 <= at < len(parties)
            told = plain(f"{label}: {parties[at]}") if there else label
            if st.button(told, icon=f":material/{icon}:", key=label.lower(), disabled=not there, shortcut=shortcut):
                _go(parties[at])


def _go(name: str) -> None:
    st.query_params.clear()
    if name:
        st.query_params["party"] = name
    st.rerun()


def _draw_papers(papers: Sequence[Paper]) -> None:
    if not papers:
        st.caption("No current paper of its own is here; it is known from your papers only.")
        return
    rows = [
        {
            "Paper": paper.document.name,
            "Kind": paper.document.kind.value,
            "Date": paper.document.effective.isoformat() if paper.document.effective else "□ undated",
            "Counts until": _until(paper),
            "Why": paper.why,
        }
        for paper in papers
    ]
    widths = {"Kind": 105, "Date": 90, "Counts until": 125, "Why": 270}
    columns = {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}
    st.dataframe(rows, hide_index=True, row_height=31, column_config=columns, alt="Its papers")
    sites = dict.fromkeys(paper.document.site for paper in papers if paper.document.site)
    if sites:
        st.caption(plain(f"Site: {'; '.join(sites)}"))


def _until(paper: Paper) -> str:
    if paper.ends is None:
        return "no end named"
    return f"{'◷ ended' if paper.over else '✓'} {paper.ends.isoformat()}"


def _draw_asks(one: Profile) -> None:
    if not one.asks:
        st.success("Nothing is open at this party, so there is nothing to ask of it.", icon=":material/check:")
        return
    with session.assistant() as assistant:
        settings, as_of = assistant.settings, assistant.as_of
    request = Request(one.party, one.asks, settings.company, person(settings), as_of)
    with st.container(horizontal=True, vertical_alignment="center"):
        for form, (name, kind) in FORMS.items():
            st.download_button(
                name,
                partial(request_file, request, form),
                f"request-{as_of.isoformat()}.{form}",
                kind,
                key=f"request {form}",
                icon=":material/download:",
                on_click="ignore",
            )
        st.caption("A list to send them. It quotes their own papers only; yours stay with you.")
    st.code(request_text(request), language=None, wrap_lines=True)


def _draw_open(still: Sequence[tuple[Cell, PartCell]], answers: Sequence[OpenAnswer]) -> None:
    _draw_parts(still, "" if answers else "Nothing is open.", "open")
    if answers:
        st.html('<div class="label">Open in its questionnaire, and bearing on no criterion</div>')
    for number, each in enumerate(answers):
        st.html(f'<div class="line">{state_badge(each.state)}<span>{escape(each.reason)}</span></div>')
        citation_card(each.citation, f"answer {number}")


def _draw_ours(ours: Sequence[tuple[Cell, PartCell]], silent: Sequence[Cell]) -> None:
    _draw_parts(ours, "Your papers say nothing more of it.", "ours")
    if silent:
        numbers = ", ".join(str(cell.criterion.number) for cell in silent)
        st.caption(f"Criteria that ask for partners' evidence and on which nothing is known of it: {numbers}.")


def _draw_parts(parts: Sequence[tuple[Cell, PartCell]], none: str, key: str) -> None:
    """Parts of criteria, each with the piece that tells of it."""
    if not parts and none:
        st.text(none)
    among = [part.evidence for _, part in parts if part.evidence]
    for place, (cell, part) in enumerate(parts[:OPENED]):
        _draw_part(cell, part, f"{key} {place}", among)
    if len(parts) > OPENED:
        with st.expander(f"{len(parts) - OPENED} more", key=f"{key} more", on_change="rerun") as box:
            if box.open:
                for place, (cell, part) in enumerate(parts[OPENED:], start=OPENED):
                    _draw_part(cell, part, f"{key} {place}", among)


def _draw_part(cell: Cell, part: PartCell, key: str, among: Sequence[Evidence]) -> None:
    subject = cell.criterion
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.html(
            f'<div class="part">{escape(part.requirement.id)} {escape(part.requirement.text)}</div><div class="line">'
            f'{state_badge(part.state)}<span class="quiet">MSC {escape(subject.msc_id)} · {escape(subject.section)}'
            "</span></div>"
        )
        if st.button(f"{subject.number}", key=f"open {key}", icon=":material/arrow_forward:", type="tertiary"):
            pages.open_criterion(subject.number)
    if part.evidence:
        evidence_card(part.evidence, key, among=among)
