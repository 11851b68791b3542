"""Where a person decides: accept and reject beside the evidence, and what concerns a part as a whole."""

from html import escape

import streamlit as st

from kb.decide import Wish, decide, undo
from kb.decisions import told
from kb.errors import CtpatError
from kb.model import Decision, Evidence, Judgement, Ruling
from ui import session
from ui.marks import badge
from ui.words import plain

FAILED = "decision failed"  # why the last click could not be done, until it is shown


def draw_failure() -> None:
    """Say why the last decision could not be kept, if it could not."""
    failed = st.session_state.pop(FAILED, "")
    if failed:
        st.error(plain(failed), icon=":material/error:")


def draw_choice(item: Evidence, key: str) -> None:
    """Accept and reject for a piece of evidence that nobody has accepted yet."""
    if item.decision is not None:
        return
    part = item.requirement
    for name, ruling, icon, means in (
        ("accept", Ruling.ACCEPTED, "check", f"Accept: these words are evidence for {part}"),
        ("reject", Ruling.REJECTED, "close", f"Reject: these words are no evidence for {part}"),
    ):
        wish = Wish(ruling, part, item.citation.path, citation=item.citation)
        st.button("", key=f"{name} {key}", icon=f":material/{icon}:", type="tertiary", help=plain(means),
                  on_click=_settle, args=(wish,))  # fmt: skip


def draw_decisions(judged: Judgement, key: str) -> None:
    """What people settled about a part, each with a button that takes it back."""
    if judged.decisions:
        with st.container(gap=None):
            for decision in judged.decisions:
                _draw_decision(decision, f"undo {key} {decision.number}")


def draw_menu(judged: Judgement, key: str) -> None:
    """What can be settled about a part without a piece of evidence: it does not apply, or a file covers it."""
    part = judged.requirement.id
    with st.popover("Decide", icon=":material/gavel:", type="tertiary", key=f"decide {key}"):
        why = st.text_input("Why it does not apply", key=f"why {key}", max_chars=500)
        st.button(
            "Not applicable",
            key=f"apart {key}",
            disabled=not why.strip(),
            on_click=_settle,
            args=(Wish(Ruling.NOT_APPLICABLE, part, reason=why),),
        )
        with session.assistant() as assistant:
            paths = {document.path: document.name for document in assistant.documents()}
        file = st.selectbox(
            "This file covers it", list(paths), format_func=lambda path: paths[path], index=None, key=f"file {key}"
        )
        words = st.text_input("By these words of it (may stay empty)", key=f"words {key}")
        st.button(
            "Link the file",
            key=f"link {key}",
            disabled=not file,
            on_click=_settle,
            args=(Wish(Ruling.LINKED, part, file or "", words),),
        )


def _draw_decision(decision: Decision, key: str) -> None:
    again = badge("look again", "bad") if decision.look_again else ""
    why = f" {escape(decision.look_again)}." if decision.look_again else ""
    file = f"<b>{escape(decision.citation.document)}</b> " if decision.citation else ""
    whole = "(the whole file) " if decision.citation and not decision.citation.quote else ""
    words = f'<span class="quiet">{file}{whole}{escape(told(decision))}.{why}</span>'
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="line">{again}{words}</div>')
        st.button(
            "Undo", key=key, icon=":material/undo:", type="tertiary", on_click=_take_back, args=(decision.number,)
        )


def _settle(wish: Wish) -> None:
    try:
        with session.assistant() as assistant:
            decide(assistant, wish)
    except CtpatError as error:
        st.session_state[FAILED] = str(error)


def _take_back(number: int) -> None:
    try:
        with session.assistant() as assistant:
            undo(assistant, number)
    except CtpatError as error:
        st.session_state[FAILED] = str(error)
