"""One criterion: its evidence by part, what to do next, and the draft of its Partner Response."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from kb.model import Coverage, Draft
from ui import review, session
from ui.cards import citation_card
from ui.criterion_parts import draw_actions, draw_heading, draw_parts
from ui.deciding import draw_failure
from ui.words import counted, plain


def draw(coverage: Coverage, among: Sequence[Coverage]) -> None:
    """Draw one criterion; `among` are those of the table it was opened from, which its neighbours are taken from."""
    _draw_ways(coverage.criterion.number, [other.criterion.number for other in among])
    draw_failure()
    draw_heading(coverage)
    with session.assistant() as assistant:
        written = assistant.draft(coverage.criterion.number)
    evidence, draft, response = st.tabs(["Evidence", "Draft for the portal", "Response and review"])
    with evidence:
        parts, actions = st.columns([3, 1], gap="medium") if coverage.next_actions else (st.container(), st.container())
        with parts:
            draw_parts(coverage, "evidence", deciding=True)
        with actions:
            draw_actions(coverage)
    with draft:
        _draw_draft(written)
    with response:
        review.draw(coverage.criterion.number)


def _draw_ways(number: int, among: list[int]) -> None:
    """Back to the table, and to the criteria before and after this one."""
    before = [other for other in among if other < number][-1:]
    after = [other for other in among if other > number][:1]
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("All criteria", icon=":material/arrow_back:", key="back"):
            _go(None)
        for name, found, icon in (("previous", before, "chevron_left"), ("next", after, "chevron_right")):
            label = f"{name.capitalize()}: {found[0]}" if found else name.capitalize()
            if st.button(label, icon=f":material/{icon}:", key=name, disabled=not found):
                _go(found[0])


def _go(number: int | None) -> None:
    if number is None:
        del st.query_params["criterion"]
    else:
        st.query_params["criterion"] = str(number)
    st.rerun()


def _draw_draft(draft: Draft) -> None:
    if not draft.portal_text:
        st.info("No portal text: the evidence does not carry one. What is open is below.", icon=":material/block:")
        st.code(draft.review_text, language=None, wrap_lines=True)
        return
    st.html('<div class="label">Text for the portal (a person reads, corrects and submits it)</div>')
    st.code(draft.portal_text, language=None, wrap_lines=True)
    if draft.open_items:
        items = "".join(f"<li>{escape(item)}</li>" for item in draft.open_items)
        st.html(
            f'<div class="card tone-part"><b>Open, and not in the portal text</b><ul class="list">{items}</ul></div>'
        )
    st.html('<div class="label">The same with its sources, for review</div>')
    st.code(draft.review_text, language=None, wrap_lines=True)
    with st.expander(plain(f"{counted(len(draft.citations), 'quote')} in it"), key="quotes", on_change="rerun") as box:
        if box.open:
            for place, citation in enumerate(draft.citations):
                citation_card(citation, f"draft {place}")
