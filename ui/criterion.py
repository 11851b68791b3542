"""One criterion: its evidence by part, what to do next, and the draft of its Partner Response."""

from collections.abc import Sequence

import streamlit as st

from kb.model import Coverage
from kb.people import Role
from ui import draft, looking, review, viewer
from ui.criterion_parts import draw_actions, draw_heading, draw_parts
from ui.deciding import draw_failure, may

TABS = ["Evidence", "Draft for the portal", "Response and review"]


def draw(coverage: Coverage, among: Sequence[int]) -> None:
    """Draw one criterion; `among` are the numbers of the table it was opened from, where its neighbours are."""
    number = coverage.criterion.number
    looking.at(coverage)
    _draw_ways(number, among)
    draw_failure()
    draw_heading(coverage)
    evidence, text, response = st.tabs(TABS, key="tab", bind="query-params")
    with evidence:
        _draw_evidence(coverage)
    if text.open:  # writing it takes a moment
        with text:
            draft.draw(number)
    with response:
        review.draw(number)


def _draw_evidence(coverage: Coverage) -> None:
    parts, actions = st.columns([3, 1], gap="medium") if coverage.next_actions else (st.container(), st.container())
    decides = may(Role.EDITOR)
    with parts:
        draw_parts(coverage, "evidence", deciding=decides)
    with actions:
        draw_actions(coverage)


def _draw_ways(number: int, among: Sequence[int]) -> None:
    """Back to the table, and to the criteria before and after this one, which two keys lead to as well."""
    before = [other for other in among if other < number][-1:]
    after = [other for other in among if other > number][:1]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("All criteria", icon=":material/arrow_back:", key="back", on_click=_go, args=(None,))
        for name, found, icon, key in (
            ("previous", before, "chevron_left", "K"),
            ("next", after, "chevron_right", "J"),
        ):
            label = f"{name.capitalize()}: {found[0]}" if found else name.capitalize()
            st.button(label, icon=f":material/{icon}:", key=name, disabled=not found, shortcut=key,
                      on_click=_go, args=(found[0] if found else None,))  # fmt: skip
        if number in among:
            st.caption(f"{list(among).index(number) + 1} of {len(among)} in this list")


def _go(number: int | None) -> None:
    viewer.close()
    if number is None:
        del st.query_params["criterion"]
    else:
        st.query_params["criterion"] = str(number)
