"""Quoted words with their source, each with a button that opens the document there."""

from collections.abc import Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.model import Citation, Document, Evidence
from ui import viewer
from ui.deciding import draw_choice
from ui.marks import GRADE_TONE, about_citation, about_evidence, badge


def evidence_card(item: Evidence, key: str, deciding: bool = False, among: Sequence[Evidence] = ()) -> None:
    """A piece of evidence: grade, source, party, dates, quote, reasons; `key` is unique on the page.

    With `deciding` a person can accept or reject it. `among` are those that the viewer leads on to.
    """
    told = about_evidence(item)
    why = "; ".join(item.reasons)
    with _card(item.citation, told, GRADE_TONE[item.grade] if item.counts else "none", key, why):
        viewer.draw_button(item, key, among or (item,), deciding)
        if deciding:
            draw_choice(item, key)


def citation_card(
    citation: Citation, key: str, document: Document | None = None, among: Sequence[Citation] = ()
) -> None:
    """A citation of an answer or a draft, with what its document is; `key` is unique on the page.

    `among` are those that the viewer leads on to.
    """
    told = about_citation(citation)
    if document is not None:
        told.append(f'<span class="quiet">{escape(document.kind.value)}</span>')
        told += [badge("superseded by a newer version", "bad")] if document.superseded_by else []
    told += [] if citation.verified else [badge("not verified", "bad")]
    with _card(citation, told, "old", key):
        viewer.draw_button(citation, key, among or (citation,))


def _card(citation: Citation, told: list[str], tone: str, key: str, why: str = "") -> DeltaGenerator:
    """The card, and beside it the place for what can be done with it."""
    reason = f'<div class="why quiet">{escape(why)}</div>' if why else ""
    body = f'<div class="line">{"".join(told)}</div><div class="quote">“{escape(citation.quote.strip())}”</div>{reason}'
    row = st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False)
    row.html(f'<div class="card tone-{tone}">{body}</div>')
    return row.container(width="content", gap=None, key=f"do {key}")  # one below the other: the card stays wide
