"""Criteria: the table of all of them, or one of them; the address says which, and keeps the filters."""

from collections.abc import Collection
from typing import Any

import streamlit as st

from kb.errors import UnknownCriterionError
from kb.model import Coverage, Flag, Status
from ui import criterion, empty, session
from ui.marks import COLOUR, STATUS_TONE, status_word
from ui.words import plain

FILTERS = ("status", "flag", "section")  # names in the address, each any number of times; and "text" once


def draw() -> None:
    """Draw the page."""
    number = st.query_params.get("criterion", "")
    if not number:
        st.title("Criteria", anchor=False)
    if empty.drawn():
        return
    with st.spinner(session.JUDGING), session.assistant() as assistant:
        coverages = assistant.map()
        if number:
            chosen = assistant.coverage(_number(number))
    if number:
        criterion.draw(chosen, _kept(coverages))
    else:
        _draw_table(coverages)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise UnknownCriterionError(f"The address asks for criterion {text!r}: give a portal number such as 56.")
    return int(text)


def _draw_table(coverages: tuple[Coverage, ...]) -> None:
    _draw_filters(coverages)
    kept = _kept(coverages)
    st.caption(f"{len(kept)} of {len(coverages)} criteria. Click one to open it.")
    if not kept:
        st.info("No criterion fits these filters; remove one.")
        return
    picked = st.dataframe(
        _frame(kept),
        key=f"table {hash(tuple(coverage.criterion.number for coverage in kept))}",
        on_select="rerun",
        selection_mode="single-cell",
        hide_index=True,
        row_height=31,
        height=min(31 * len(kept) + 38, 900),
        column_config=_columns(),
    )
    cells = picked["selection"]["cells"]
    if cells:
        st.query_params["criterion"] = str(kept[cells[0][0]].criterion.number)
        st.rerun()


def _draw_filters(coverages: tuple[Coverage, ...]) -> None:
    """Widgets begin as the address says and write back to it."""
    for name in FILTERS:
        st.session_state.setdefault(name, _asked(name, coverages))
    st.session_state.setdefault("text", st.query_params.get("text", ""))
    counts = {status: sum(coverage.status is status for coverage in coverages) for status in Status}
    statuses = [status.value for status in Status if counts[status] or status.value in st.session_state["status"]]
    sections = list(dict.fromkeys(coverage.criterion.section for coverage in coverages))
    first, second = st.columns([3, 1])
    first.pills(
        "Status",
        statuses,
        key="status",
        selection_mode="multi",
        format_func=lambda value: f"{status_word(Status(value))} {counts[Status(value)]}",
        on_change=_write_back,
    )
    second.pills("Flag", [flag.value for flag in Flag], key="flag", selection_mode="multi", on_change=_write_back)
    places, words = st.columns(2)
    places.multiselect("Section", sections, key="section", placeholder="All sections", on_change=_write_back)
    words.text_input(
        "Search", key="text", placeholder="Number, MSC id or words", icon=":material/search:", on_change=_write_back
    )


def _write_back() -> None:
    for name in (*FILTERS, "text"):
        st.query_params[name] = st.session_state[name]
        if not st.session_state[name]:
            del st.query_params[name]


def _asked(name: str, coverages: tuple[Coverage, ...]) -> list[str]:
    """The values of a filter that the address asks for and that there are."""
    sections = {one.criterion.section for one in coverages}
    known: dict[str, Collection[str]] = {"status": set(Status), "flag": set(Flag), "section": sections}
    return [value for value in st.query_params.get_all(name) if value in known[name]]


def _kept(coverages: tuple[Coverage, ...]) -> list[Coverage]:
    """The criteria that the address's filters leave, in portal order."""
    wanted = {name: _asked(name, coverages) for name in FILTERS}
    words = st.query_params.get("text", "").lower().split()
    kept = []
    for coverage in coverages:
        subject = coverage.criterion
        values = {"status": coverage.status.value, "flag": coverage.flag.value, "section": subject.section}
        said = f"{subject.number} {subject.msc_id} {subject.title} {subject.question} {subject.section}".lower()
        if all(not wanted[name] or values[name] in wanted[name] for name in FILTERS) and all(w in said for w in words):
            kept.append(coverage)
    return kept


def _frame(coverages: list[Coverage]) -> list[dict[str, Any]]:
    return [
        {
            "No.": coverage.criterion.number,
            "MSC": coverage.criterion.msc_id,
            "Status": [status_word(coverage.status)],
            "Flag": coverage.flag.value,
            "Title": coverage.criterion.title,
            "Section": coverage.criterion.section,
            "Confidence": round(100 * coverage.confidence),
        }
        for coverage in coverages
    ]


def _columns() -> dict[str, Any]:
    words = [status_word(status) for status in Status]
    colours = [COLOUR[STATUS_TONE[status]] for status in Status]
    return {
        "No.": st.column_config.NumberColumn(width=50, help="Number in the portal"),
        "MSC": st.column_config.TextColumn(width=60, help="CBP's id of the minimum security criterion"),
        "Title": st.column_config.TextColumn(width=300),
        "Section": st.column_config.TextColumn(width=210),
        "Flag": st.column_config.TextColumn(width=70),
        "Status": st.column_config.MultiselectColumn(width=130, options=words, color=colours),
        "Confidence": st.column_config.NumberColumn(
            width=90, format="%d %%", help=plain("How sure the program is of the status")
        ),
    }


session.run(draw)
