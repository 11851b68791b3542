"""Ask: a question, and an answer in the documents' own words."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from kb.model import Answer, Coverage, Document
from ui import empty, pages, session
from ui.cards import citation_card
from ui.criterion_parts import draw_actions, draw_heading, draw_parts
from ui.words import plain

SUGGESTED = (
    "What covers criterion 56?",
    "What is missing for criterion 63?",
    "How long are visitor logs kept?",
    "Who keeps the seals?",
    "Who reports a security incident?",
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, as they were at the time."""

    answer: Answer
    coverage: Coverage | None  # of the criterion that the answer is about
    documents: dict[str, Document]  # path -> document, of those that are cited


def draw() -> None:
    """Draw the page."""
    st.title("Ask", anchor=False)
    if empty.drawn():
        return
    with st.container():  # in a container it stands where it is written, above the newest answer
        asked = st.chat_input("Ask about a criterion (56, MSC 5.1, “the seal one”) or about what the documents say")
    history: list[Exchange] = st.session_state.setdefault("history", [])
    picked = st.pills("Suggested questions", SUGGESTED, key=f"suggested {len(history)}", label_visibility="collapsed")
    question = asked or picked
    if question:
        with st.spinner("Reading the documents …"):
            history.append(_ask(question))
        st.rerun()
    for place in range(len(history) - 1, -1, -1):
        _draw_exchange(history[place], place, newest=place == len(history) - 1)


def _ask(question: str) -> Exchange:
    with session.assistant() as assistant:
        answer = assistant.ask(question)
        coverage = assistant.coverage(answer.criterion) if answer.criterion is not None else None
        documents = {document.path: document for document in assistant.documents()}
    cited = {citation.path for citation in answer.citations}
    return Exchange(answer, coverage, {path: documents[path] for path in cited})


def _draw_exchange(exchange: Exchange, place: int, newest: bool) -> None:
    question = exchange.answer.question
    with st.container(border=True) if newest else st.expander(plain(question), on_change="rerun") as box:
        if not newest and not getattr(box, "open", True):
            return
        if newest:
            st.html(f'<div class="label">Question</div><div class="question">{escape(question)}</div>')
        if exchange.coverage is not None:
            _draw_criterion(exchange.coverage, exchange.answer, place)
        elif exchange.answer.answered:
            st.html('<div class="label">What the documents say</div>')
            for number, citation in enumerate(exchange.answer.citations):
                citation_card(citation, f"answer {place} {number}", exchange.documents[citation.path])
        else:
            _draw_no(exchange.answer)


def _draw_criterion(coverage: Coverage, answer: Answer, place: int) -> None:
    draw_heading(coverage, answer.reason)
    draw_parts(coverage, f"answer {place}", {(c.path, c.start, c.end) for c in answer.citations})
    draw_actions(coverage)
    if st.button(f"Open criterion {coverage.criterion.number}", key=f"open {place}", icon=":material/arrow_forward:"):
        pages.open_criterion(coverage.criterion.number)


def _draw_no(answer: Answer) -> None:
    reason = answer.reason if answer.reason != answer.text else ""
    told = f'<div class="why">{escape(reason)}</div>' if reason else ""
    st.html(f'<div class="card tone-none"><b>{escape(answer.text)}</b>{told}</div>')


session.run(draw)
