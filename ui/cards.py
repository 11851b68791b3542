"""Quoted words with their source, each with a button that opens the document there."""

from html import escape

import streamlit as st

from kb.model import Citation, Document, Evidence, Grade
from kb.places import place
from ui import viewer
from ui.deciding import draw_choice
from ui.marks import GRADE_TONE, badge, grade_badge


def evidence_card(item: Evidence, key: str, deciding: bool = False) -> None:
    """A piece of evidence: grade, source, party, dates, quote, reasons; `key` is unique on the page.

    With `deciding` a person can accept or reject it.
    """
    tone = GRADE_TONE[item.grade] if item.counts else "none"
    told = [grade_badge(item.grade, tone), *([] if item.counts else [badge("does not count")]), *_source(item.citation)]
    proves = f", proves {item.layer.value}" if item.layer and item.grade is Grade.SUPPORTS and item.counts else ""
    told.append(_quiet(item.kind.value + proves))
    told += [_quiet(words) for words in _about(item)]
    why = "; ".join(item.reasons)
    _card(item.citation, told, tone, key, why, item if deciding else None)


def citation_card(citation: Citation, key: str, document: Document | None = None) -> None:
    """A citation of an answer or a draft, with what its document is; `key` is unique on the page."""
    told = [badge(citation.marker)] if citation.marker else []
    told += _source(citation)
    if document is not None:
        told.append(_quiet(document.kind.value))
        told += [badge("superseded by a newer version", "bad")] if document.superseded_by else []
    told += [] if citation.verified else [badge("not verified", "bad")]
    _card(citation, told, "old", key)


def _card(
    citation: Citation, told: list[str], tone: str, key: str, why: str = "", open_item: Evidence | None = None
) -> None:
    reason = f'<div class="why quiet">{escape(why)}</div>' if why else ""
    body = f'<div class="line">{"".join(told)}</div><div class="quote">“{escape(citation.quote.strip())}”</div>{reason}'
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.html(f'<div class="card tone-{tone}">{body}</div>')
        if st.button("View", key=key, icon=":material/find_in_page:", type="tertiary", help="Show it in the document"):
            viewer.show(citation)
        if open_item:
            draw_choice(open_item, key)


def _source(citation: Citation) -> list[str]:
    where = place(citation.locator)
    return [f"<b>{escape(citation.document)}</b>", *([f"<span>{escape(where)}</span>"] if where else [])]


def _about(item: Evidence) -> list[str]:
    told = [f"of {item.party}"] if item.party else []
    told += [f"dated {item.effective.isoformat()}"] if item.effective else []
    return told + ([f"expires {item.expires.isoformat()}"] if item.expires else [])


def _quiet(words: str) -> str:
    return f'<span class="quiet">{escape(words)}</span>'
