"""One question with its answer: the criterion with its evidence, what the documents say, or that they do not."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import streamlit as st

from kb import shown as told_as
from kb.answer import NEAREST
from kb.assistant import Assistant
from kb.history import Exchange
from kb.model import Answer, Citation, Coverage, Document
from ui import pages
from ui.ask_words import Words
from ui.cards import citation_card
from ui.criterion_parts import draw_actions, draw_heading, draw_parts
from ui.words import plain


@dataclass(frozen=True, slots=True)
class Shown:
    """An exchange with what is known of it today."""

    exchange: Exchange
    current: bool  # nothing has changed since that the answer could rest on
    coverage: Coverage | None  # of the criterion that the answer is about, as long as that is current
    documents: dict[str, Document]  # path -> document, of those cited that are still there


def shown(assistant: Assistant, held: Exchange) -> Shown:
    """An exchange, its quotes checked, with what there is to draw it."""
    current = held.current(assistant)
    about = held.answer.criterion if current else None
    cited = [*held.answer.citations, *([held.answer.nearest] if held.answer.nearest else [])]
    paths = {citation.path for citation in cited}
    found = {path: assistant.base.store.document(path) for path in paths}
    documents = {path: document for path, document in found.items() if document}
    return Shown(held, current, None if about is None else assistant.coverage(about), documents)


def draw(one: Shown, key: str, again: Callable[[str], None], words: Words | None = None) -> None:
    """Draw a question and its answer; `key` is unique on the page, `again` has a question put anew.

    `words` are a language model's, above the quotes that they are of.
    """
    answer = one.exchange.answer
    st.html(f'<div class="label">Question</div><div class="question">{escape(answer.question)}</div>')
    if not one.current:
        st.caption("The documents or the day have changed since; this is what was answered then.")
    if one.coverage is not None and _is_whole(answer, one.coverage):
        draw_heading(one.coverage, answer.reason)
        draw_parts(one.coverage, key, {(c.path, c.start, c.end) for c in answer.citations})
        draw_actions(one.coverage)
    elif answer.answered or answer.citations:
        _draw_found(one, key, words)
    else:
        _draw_no(one, key)
    _draw_ways(one, key, again)


def _is_whole(answer: Answer, coverage: Coverage) -> bool:
    """Whether an answer tells all there is of a criterion, and not what one party shows, say."""
    return answer.text.partition("\n")[0].endswith(f": {coverage.status.value}.")


def _draw_found(one: Shown, key: str, words: Words | None) -> None:
    """An answer line by line, each quote in it as a card."""
    answer = one.exchange.answer
    st.html('<div class="label">What the documents say</div>')
    for number, line in enumerate(answer.text.splitlines()):
        cited = next((each for each in answer.citations if each.marker and each.marker in line), None)
        if cited is None:
            if line.strip():
                st.text(line.strip().removeprefix("- "))
            continue
        lead = line.partition(cited.marker)[0].strip(" -:")
        if lead:
            st.text(lead)
        if words:
            words.above(cited)
        _draw_quote(one, cited, f"{key} {number}", line.rpartition("” (")[2].partition(") — ")[2])
    if words:
        words.beneath()
    if answer.reason:
        st.caption(plain(answer.reason))


def _draw_quote(one: Shown, citation: Citation, key: str, beside: str) -> None:
    """A quote that still stands in its document, with what is said beside it; of another one only where it stood."""
    if citation.verified:
        among = [each for each in one.exchange.answer.citations if each.verified]
        citation_card(citation, key, one.documents.get(citation.path), among)
        if beside:
            st.caption(plain(beside))
        return
    told = f"{citation.document} has changed or is gone: the words quoted from it then no longer stand there."
    st.html(f'<div class="card tone-none"><span class="quiet">{escape(told)}</span></div>')


def _draw_no(one: Shown, key: str) -> None:
    """That the documents do not say it, what was searched, and the nearest there is."""
    answer = one.exchange.answer
    told = [f"<b>{escape(answer.text)}</b>"]
    if one.current and answer.reason != answer.text:  # what stood nearest then may be gone
        told.append(f'<div class="missing">{escape(answer.reason.partition(NEAREST)[0])}</div>')
    st.html(f'<div class="card tone-none">{"".join(told)}</div>')
    if answer.nearest and answer.nearest.verified:
        st.html(f'<div class="label">{escape(NEAREST)}</div>')
        citation_card(answer.nearest, f"{key} nearest", one.documents.get(answer.nearest.path))


def _draw_ways(one: Shown, key: str, again: Callable[[str], None]) -> None:
    """Where one can go from here."""
    answer = one.exchange.answer
    with st.container(horizontal=True, vertical_alignment="center"):
        if answer.criterion is not None and st.button(
            f"Open criterion {answer.criterion}", key=f"open {key}", icon=":material/arrow_forward:"
        ):
            pages.open_criterion(answer.criterion)
        if all(citation.verified for citation in answer.citations):
            _draw_copy(answer, key)
        if not one.current:
            st.button(
                "Ask again", key=f"again {key}", icon=":material/refresh:", on_click=again, args=(answer.question,)
            )


def _draw_copy(answer: Answer, key: str) -> None:
    """The answer as text, with the places its quotes are from."""
    with st.popover("Copy", icon=":material/content_copy:", key=f"copy {key}"):
        st.code(f"{answer.question}\n\n{told_as.answer(answer)}", language=None, wrap_lines=True, height=300)
