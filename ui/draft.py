"""The draft of a Partner Response: text for the portal, what is open, its quotes, and what earlier answers said."""

from collections.abc import Hashable
from html import escape

import streamlit as st

from kb.assistant import Assistant
from kb.draft import Phrase
from kb.model import Draft, PriorSentence
from kb.overview import stamp
from kb.places import source
from ui import session
from ui.cards import citation_card
from ui.marks import badge, quiet
from ui.words import counted, plain


def draw(number: int) -> None:
    """Draw the draft of a criterion; it is written once for each state of the base."""
    with st.spinner("Writing the draft …"):
        with session.assistant() as assistant:
            base = (str(assistant.settings.workspace), assistant.settings.company, assistant.as_of)
            now = (*base, assistant.catalogue.sha256, stamp(assistant))
        phrase = _worded(number, now)
        with session.assistant() as assistant:
            draft = _written(assistant, phrase, number, now)
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


@st.cache_resource(show_spinner=False, max_entries=300)
def _worded(number: int, now: Hashable) -> Phrase | None:  # noqa: ARG001 - part of the key
    """How a language model words the quotes; no page waits while it writes."""
    with session.assistant() as assistant:
        wording = assistant.wording(number)
    return wording() if wording else None


@st.cache_resource(show_spinner=False, max_entries=300)
def _written(_assistant: Assistant, _phrase: Phrase | None, number: int, now: Hashable) -> Draft:  # noqa: ARG001 - part of the key
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
