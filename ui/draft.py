"""The draft of a Partner Response: text for the portal, what is open, its quotes, and what earlier answers said."""

import time
from collections.abc import Hashable
from html import escape

import streamlit as st

from kb.access import allowed
from kb.asker import REST
from kb.assistant import Assistant
from kb.draft import Phrase
from kb.model import Draft, PriorSentence
from kb.people import Role
from kb.phrasing import as_they_stand
from kb.places import source
from kb.responses import response
from ui import session
from ui.cards import citation_card
from ui.marks import badge, quiet
from ui.words import counted, plain


def draw(number: int) -> None:
    """Draw the draft of a criterion; it is written once for each state of the base."""
    with st.spinner("Writing the draft …"):
        phrase, at = worded(number)
        with session.assistant() as assistant:
            reviewed = response(assistant.base.store, number)
            answer = reviewed.in_force.number if reviewed and reviewed.in_force else 0
            draft = _written(assistant, phrase, number, (_state(assistant), at, answer))
    if draft.portal_text:
        _draw_text(draft)
    else:
        st.info("No portal text: the evidence does not carry one. What is open is below.", icon=":material/block:")
        st.code(draft.review_text, language=None, wrap_lines=True)
    if draft.prior:
        label = plain(f"What earlier answers said, {counted(len(draft.prior), 'sentence')}")
        with st.expander(label, key="prior", icon=":material/history:", on_change="rerun") as box:
            if box.open:
                st.caption("Wording to reuse, never evidence. What no paper of today says is marked.")
                st.html("".join(map(_prior, draft.prior)))


def worded(number: int) -> tuple[Phrase, float]:
    """How the quotes of the draft are worded for whoever is at this page, and when that was found, in seconds.

    No page waits while a language model writes; one that gave no words is not asked again for a while.
    """
    with session.assistant() as assistant:
        now = _state(assistant)
    return _worded(number, now)


def _state(assistant: Assistant) -> Hashable:
    """What the draft's quotes and their wording rest on: documents, decisions, criteria, day, settings and the role."""
    settings = assistant.settings
    held = (repr(settings), assistant.as_of, allowed(settings, Role.EDITOR))
    return (*held, assistant.catalogue.sha256, assistant.base.store.changes)


@st.cache_resource(show_spinner=False, max_entries=300, ttl=REST)
def _worded(number: int, now: Hashable) -> tuple[Phrase, float]:  # noqa: ARG001 - part of the key
    with session.assistant() as assistant:
        wording = assistant.wording(number)
    return (wording() if wording else as_they_stand), time.monotonic()


@st.cache_resource(show_spinner=False, max_entries=300)
def _written(_assistant: Assistant, _phrase: Phrase, number: int, now: Hashable) -> Draft:  # noqa: ARG001 - part of the key
    return _assistant.draft(number, phrase=_phrase)


def _draw_text(draft: Draft) -> None:
    st.html('<div class="label">Text for the portal (a person reads, corrects and submits it)</div>')
    st.code(draft.portal_text, language=None, wrap_lines=True)
    if draft.open_items:
        items = "".join(f"<li>{escape(item)}</li>" for item in draft.open_items)
        st.html(
            f'<div class="card tone-part"><b>Open, and not in the portal text</b><ul class="list">{items}</ul></div>'
        )
    st.html('<div class="label">The same with its sources, for review</div>')
    st.code(draft.review_text, language=None, wrap_lines=True)
    label = plain(f"{counted(len(draft.citations), 'quote')} in it")
    with st.expander(label, key="quotes", icon=":material/format_quote:", on_change="rerun") as box:
        if box.open:
            for place, citation in enumerate(draft.citations):
                citation_card(citation, f"draft {place}", among=draft.citations)


def _prior(sentence: PriorSentence) -> str:
    """A sentence of an earlier answer with what carries it today, as HTML."""
    if sentence.carried_by:
        told = [badge("✓ said today", "good"), *(quiet(source(each)) for each in sentence.carried_by)]
    else:
        told = [badge("✗ no paper says it", "bad"), *([quiet(sentence.why)] if sentence.why else [])]
        told += [quiet(f"nearest: {source(sentence.nearest)}")] if sentence.nearest else []
    tone = "good" if sentence.carried_by else "none"
    words = f'<div class="quote">{escape(sentence.text)}</div><div class="line">{quiet(sentence.origin)}</div>'
    return f'<div class="card tone-{tone} prior"><div class="line">{"".join(told)}</div>{words}</div>'
