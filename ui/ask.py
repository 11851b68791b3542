"""Ask: a question, and an answer in the documents' own words, with where they stand."""

from collections import Counter
from collections.abc import Hashable
from datetime import datetime

import streamlit as st

from kb.assistant import Assistant
from kb.errors import WorkspaceError
from kb.history import Exchange, ask, checked, clear, exchanges, keep
from kb.model import Coverage
from kb.suggesting import suggested
from ui import ask_words, attempt, empty, exchange, kept, session
from ui.words import counted, plain

EARLIER = 12  # earlier questions listed at once
UNKEPT = "ask unkept"  # exchanges that could not be kept: shown as long as the browser's window stays
FAILED = "ask failed"  # why the questions could not be cleared, until it is shown
ASKED = "ask picked"  # a question that was picked rather than typed, until it is put


def draw() -> None:
    """Draw the page."""
    st.title("Ask", anchor=False)
    if empty.drawn():
        return
    with st.container():  # in a container it stands where it is written, above the newest answer
        typed = st.chat_input("Ask about a criterion (56, MSC 5.1, “the seal one”) or about what the documents say")
    attempt.draw_failure(FAILED)
    held = _held()
    question = typed or st.session_state.pop(ASKED, "")
    if question:
        held.append(_ask(question, held))
    if st.session_state.get(UNKEPT):
        st.caption("The last questions could not be kept yet: they are shown as long as this window stays open.")
    newest = _shown(held[-1]) if held else None
    words = ask_words.of(newest.exchange, bool(question)) if newest else None
    if newest:
        with st.container(border=True):
            exchange.draw(newest, "newest", pick, words)
    suggestions = st.container()
    _draw_earlier(held[:-1])
    with suggestions:  # last, for they take a moment where the documents have changed
        _draw_suggestions(held[-1].answer.question if held else "")


def pick(question: str) -> None:
    """Have a question put at the next drawing of the page."""
    st.session_state[ASKED] = question


def _held() -> list[Exchange]:
    for one in st.session_state.get(UNKEPT, ()):
        if _is_kept(one):
            st.session_state[UNKEPT] = [other for other in st.session_state[UNKEPT] if other is not one]
    with session.assistant() as assistant:
        return [*exchanges(assistant), *st.session_state.get(UNKEPT, ())]


def _is_kept(made: Exchange) -> bool:
    """Whether an exchange could be kept, at once: a page that is drawn waits for nobody."""
    try:
        with session.assistant() as assistant:
            keep(assistant, made)
    except WorkspaceError:
        return False
    return True


def _shown(held: Exchange) -> exchange.Shown:
    with session.assistant() as assistant:
        return exchange.shown(assistant, checked(assistant, held))


def _ask(question: str, before: list[Exchange]) -> Exchange:
    """Put a question and keep what comes of it; meanwhile what is being read is told."""
    with st.status("Looking in the documents …", expanded=True) as told, session.assistant() as assistant:
        counts = assistant.passage_counts()
        read = f"{counted(sum(counts.values()), 'passage')} of {counted(len(counts), 'document')}"
        st.text(f"Reading {read}.")
        made = ask(assistant, question, before)
        quotes = Counter(citation.document for citation in made.answer.citations)
        for name, count in quotes.items():
            st.text(f"{name}: {counted(count, 'quote')}, the same word for word as in the document")
        found = f"{counted(quotes.total(), 'quote')} of {counted(len(quotes), 'document')}" if quotes else "no quote"
        told.update(label=plain(f"Read {read}: {found}."), state="complete", expanded=False)
    return _kept(made)


def _kept(made: Exchange) -> Exchange:
    def once() -> Exchange:
        with session.assistant() as assistant:
            return keep(assistant, made)

    try:
        return session.patiently(once)
    except WorkspaceError:  # such as a base that may only be read: the answer is shown all the same
        st.session_state[UNKEPT] = [*st.session_state.get(UNKEPT, ()), made]
        return made


def _draw_suggestions(last: str) -> None:
    """Questions that this base can answer, without the last one asked; a click puts one."""
    turn = st.session_state.setdefault("ask turn", 0)
    key = f"suggested {turn}"
    left = [question for question in _suggested() if question != last]
    if left:
        st.pills(
            "More to ask" if last else "What you can ask of these documents",
            left,
            key=key,
            format_func=plain,
            on_change=_picked,
            args=(key,),
        )


def _picked(key: str) -> None:
    pick(st.session_state[key])
    st.session_state["ask turn"] += 1  # the next pills are new ones, so that none stays pressed


def _suggested() -> tuple[str, ...]:
    with session.assistant() as assistant:
        judged = assistant.judged if len(assistant.judged) == len(assistant.catalogue.criteria) else ()
        return _made((kept.state(assistant), bool(judged)), assistant, judged)


@st.cache_data(show_spinner=False, max_entries=4)
def _made(state: Hashable, _assistant: Assistant, _judged: tuple[Coverage, ...]) -> tuple[str, ...]:  # noqa: ARG001 - the key
    return suggested(_assistant, _judged)


def _draw_earlier(held: list[Exchange]) -> None:
    """What was asked before, newest first, each opened by a click; and the way to forget it."""
    if not held:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(f'<div class="label">Asked before ({len(held)})</div>')
        with st.popover("Clear", icon=":material/delete:", type="tertiary", key="clear"):
            st.text("Forgets all questions that you asked here. What was decided stays.")
            st.button("Clear my questions", key="clear all", on_click=_clear)
    listed = held[::-1] if st.session_state.get("ask all") else held[: -EARLIER - 1 : -1]
    with st.container(gap="xxsmall"):
        for one in listed:
            _draw_one(one)
    if len(held) > len(listed):
        st.button(f"Show all {len(held)}", key="all earlier", on_click=_all)


def _draw_one(one: Exchange) -> None:
    asked = datetime.fromisoformat(one.at).strftime("%Y-%m-%d %H:%M")
    key = f"earlier {one.number} {one.at}"
    with st.expander(f"{plain(one.answer.question)} :small[:gray[{plain(asked)}]]", key=key, on_change="rerun") as box:
        if box.open:
            earlier = _shown(one)
            exchange.draw(earlier, key, pick, ask_words.of(earlier.exchange))


def _all() -> None:
    st.session_state["ask all"] = True


def _clear() -> None:
    def once() -> None:
        with session.assistant() as assistant:
            clear(assistant)
        st.session_state.pop(UNKEPT, None)

    attempt.attempt(FAILED, once)


session.run(draw)
