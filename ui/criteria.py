"""Criteria: the table of all of them, or one of them; the address says which, and keeps the filters."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

import streamlit as st

from kb.errors import UnknownCriterionError
from kb.model import Criterion, Flag, Status
from kb.overview import Overview, overview
from kb.response import State
from kb.review_told import NOT_BEGUN
from kb.worklist import List, Row
from ui import criterion, empty, judged, looking, session
from ui.marks import COLOUR, STATE_TONE, STATUS_TONE, state_word, status_word
from ui.words import plain

NOBODY = "nobody"  # among the owners
FILTERS = ("status", "flag", "section", "response", "owner", "list")  # names in the address, each any number of times
CHOSEN = {"section": "Section", "response": "Response", "owner": "Owner", "list": "Waiting for work"}
ROW, MOST_ROWS = 31, 900  # pixels


def draw() -> None:
    """Draw the page."""
    number = st.query_params.get("criterion", "")
    if not number:
        looking.leave()
        st.title("Criteria", anchor=False)
    if empty.drawn():
        return
    ready = judged.ready()
    with st.spinner(session.JUDGING), session.assistant() as assistant:
        found = overview(assistant) if ready else None
        every, as_of = assistant.catalogue.criteria, assistant.as_of
        looking.begin(assistant)
        try:
            chosen = assistant.coverage(_number(number)) if number else None
        except UnknownCriterionError as error:
            _draw_unknown(error)
            return
    if chosen:  # it is judged by itself; which ones the filters leave is known when all are
        among = [row.coverage.criterion for row in _kept(found.rows)] if found else every
        criterion.draw(chosen, [one.number for one in among])
    elif found:
        _draw_table(found)
    else:
        _draw_unjudged(every, as_of)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise UnknownCriterionError(f"The address asks for criterion {text!r}: give a portal number such as 56.")
    return int(text)


def _draw_unknown(error: UnknownCriterionError) -> None:
    """Say that there is no such criterion, with the way back to the table."""
    st.title("Criteria", anchor=False)
    st.button("All criteria", icon=":material/arrow_back:", key="back", on_click=_show_table)
    st.error(plain(str(error)), icon=":material/error:")


def _show_table() -> None:
    st.query_params.pop("criterion", None)


def _draw_unjudged(every: Sequence[Criterion], as_of: date) -> None:
    """The criteria without where they stand, as long as that is worked out."""
    progress = st.container()
    rows = [
        {
            "No.": one.number,
            "MSC": one.msc_id,
            "Title": one.title,
            "Flag": one.flag(as_of).value,
            "Section": one.section,
        }
        for one in every
    ]
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    columns = {"No.": number(width=48, alignment="left"), "MSC": text(width=56)}
    place = _picked(rows, "table unjudged", columns, "All criteria, not judged yet")
    if place is not None:
        _open(every[place].number)
    with progress:
        judged.draw_progress()


def _picked(rows: Sequence[dict[str, Any]], key: str, columns: dict[str, Any], alt: str) -> int | None:
    """Draw a table; the row that was clicked."""
    picked = st.dataframe(
        rows,
        key=key,
        on_select="rerun",
        selection_mode="single-cell",
        hide_index=True,
        row_height=ROW,
        height=min(ROW * len(rows) + 36, MOST_ROWS),
        column_config=columns,
        alt=alt,
    )
    cells = picked["selection"]["cells"]
    return int(cells[0][0]) if cells else None


def _open(number: int) -> NoReturn:
    st.query_params["criterion"] = str(number)
    st.rerun()


def _draw_table(found: Overview) -> None:
    _draw_filters(found.rows)
    kept = _kept(found.rows)
    _draw_count(len(kept), len(found.rows))
    if not kept:
        return
    key = f"table {hash(tuple(row.coverage.criterion.number for row in kept))}"
    place = _picked(_frame(kept), key, _columns(), "The criteria that these filters leave")
    if place is not None:
        _open(kept[place].coverage.criterion.number)


def _draw_count(kept: int, every: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if kept:
            st.caption(f"{kept} of {every} criteria. Click one to open it.", width="content")
        else:
            st.caption("No criterion fits these filters.", width="content")
        if any(name in st.query_params for name in (*FILTERS, "text")):
            st.button("Show all", key="show all", type="tertiary", icon=":material/filter_alt_off:", on_click=_show_all)


def _draw_filters(rows: Sequence[Row]) -> None:
    """Widgets stand as the address says, and what is chosen in them is written to it."""
    options = _options(rows)
    asked = _asked(options)
    for name in FILTERS:
        st.session_state[name] = asked[name]
    st.session_state["text"] = st.query_params.get("text", "")
    with st.container(horizontal=True, gap="large"):
        _pills("Status", "status", {value: f"{status_word(Status(value))} {n}" for value, n in _statuses(rows).items()})
        _pills("Flag", "flag", {flag.value: flag.value for flag in Flag})
    words, *places = st.columns([4, 4, 3, 3, 4], gap="small")
    words.text_input(
        "Search", key="text", placeholder="Number, MSC id, words", icon=":material/search:", on_change=_write_back
    )
    for place, (name, label) in zip(places, CHOSEN.items(), strict=True):
        place.multiselect(label, options[name], key=name, placeholder="All", on_change=_write_back)


def _pills(label: str, name: str, shown: Mapping[str, str]) -> None:
    st.pills(
        label, list(shown), key=name, selection_mode="multi", format_func=shown.__getitem__, on_change=_write_back,
        label_visibility="collapsed", width="content",
    )  # fmt: skip


def _statuses(rows: Sequence[Row]) -> dict[str, int]:
    """The statuses that there are, or that are asked for, with how many criteria have them."""
    counts = {status.value: sum(row.coverage.status is status for row in rows) for status in Status}
    return {value: count for value, count in counts.items() if count or value in st.session_state["status"]}


def _options(rows: Sequence[Row]) -> dict[str, list[str]]:
    """What can be asked for by each filter."""
    return {
        "status": [status.value for status in Status],
        "flag": [flag.value for flag in Flag],
        "section": list(dict.fromkeys(row.coverage.criterion.section for row in rows)),
        "response": [NOT_BEGUN, *(state.value for state in State)],
        "owner": [NOBODY, *sorted({row.owner for row in rows if row.owner}, key=str.lower)],
        "list": [name.value for name in List],
    }


def _write_back() -> None:
    for name in (*FILTERS, "text"):
        st.query_params[name] = st.session_state[name]
        if not st.session_state[name]:
            del st.query_params[name]


def _show_all() -> None:
    for name in (*FILTERS, "text"):
        if name in st.query_params:
            del st.query_params[name]


def _asked(options: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The values of each filter that the address asks for and that there are."""
    return {name: [value for value in st.query_params.get_all(name) if value in options[name]] for name in FILTERS}


def _kept(rows: Sequence[Row]) -> list[Row]:
    """The criteria that the address's filters leave, in portal order."""
    asked = {name: wanted for name, wanted in _asked(_options(rows)).items() if wanted}
    words = st.query_params.get("text", "").lower().split()
    return [row for row in rows if _fits(row, asked) and all(word in _said(row) for word in words)]


def _fits(row: Row, asked: Mapping[str, Sequence[str]]) -> bool:
    values = {
        "status": {row.coverage.status.value},
        "flag": {row.coverage.flag.value},
        "section": {row.coverage.criterion.section},
        "response": {row.state},
        "owner": {row.owner or NOBODY},
        "list": {name.value for name in row.lists},
    }
    return all(values[name].intersection(wanted) for name, wanted in asked.items())


def _said(row: Row) -> str:
    subject = row.coverage.criterion
    return f"{subject.number} {subject.msc_id} {subject.title} {subject.question} {subject.section}".lower()


def _frame(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {
            "No.": row.coverage.criterion.number,
            "MSC": row.coverage.criterion.msc_id,
            "Title": row.coverage.criterion.title,
            "Flag": row.coverage.flag.value,
            "Status": [status_word(row.coverage.status)],
            "Response": [state_word(row.state)],
            "Owner": row.owner,
            "Last change": str(row.last) if row.last else "",
            "Section": row.coverage.criterion.section,
            "Confidence": round(100 * row.coverage.confidence),
        }
        for row in rows
    ]


def _columns() -> dict[str, Any]:
    statuses, states = list(Status), [NOT_BEGUN, *(state.value for state in State)]
    return {
        "No.": st.column_config.NumberColumn(width=48, alignment="left", help="Number in the portal"),
        "MSC": st.column_config.TextColumn(width=56, help="CBP's id of the minimum security criterion"),
        "Title": st.column_config.TextColumn(width=250),
        "Flag": st.column_config.TextColumn(width=62),
        "Status": st.column_config.MultiselectColumn(
            width=100,
            options=[status_word(status) for status in statuses],
            color=[COLOUR[STATUS_TONE[status]] for status in statuses],
        ),
        "Response": st.column_config.MultiselectColumn(
            width=112,
            options=[state_word(state) for state in states],
            color=[COLOUR[STATE_TONE[state]] for state in states],
        ),
        "Owner": st.column_config.TextColumn(width=90),
        "Last change": st.column_config.TextColumn(width=204, help="What a person did last"),
        "Section": None,  # to be chosen among the columns
        "Confidence": None,
    }


session.run(draw)
