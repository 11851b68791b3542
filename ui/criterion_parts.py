"""What is drawn of a criterion wherever one is shown: heading, parts with evidence, next actions."""

from collections.abc import Collection, Iterable, Sequence
from html import escape

import streamlit as st

from kb.model import Coverage, Evidence, Grade, Judgement
from ui.cards import evidence_card
from ui.deciding import draw_decisions, draw_menu
from ui.marks import FLAG_TONE, badge, status_badge

SUPPORTING, OTHER = 3, 2  # pieces of evidence shown at once, what speaks against among them; a click shows all

Span = tuple[str, int, int]  # path, start, end of a citation


def draw_heading(coverage: Coverage, note: str = "") -> None:
    """Number, title, flag, status and question, with a note about the status."""
    subject = coverage.criterion
    told = [status_badge(coverage.status), badge(coverage.flag.value, FLAG_TONE[coverage.flag])]
    told.append(f'<span class="quiet">MSC {escape(subject.msc_id)} · {escape(subject.section)}</span>')
    told.append(f'<span class="quiet">confidence {coverage.confidence:.0%}</span>')
    if not subject.title_confirmed:
        told.append('<span class="quiet">our title, not yet compared with the portal</span>')
    st.html(
        f'<div class="heading">{subject.number} {escape(subject.title)}</div><div class="line">{"".join(told)}</div>'
        f'<p class="question">{escape(subject.question)}</p>'
    )
    for words in dict.fromkeys(filter(None, (note, coverage.note, subject.note))):
        st.html(f'<div class="card tone-part">{escape(words)}</div>')


def draw_parts(coverage: Coverage, key: str, cited: Collection[Span] | None = None, deciding: bool = False) -> None:
    """The parts with their evidence, or only with that cited; `key` is unique on the page.

    With `deciding` a person can settle what is evidence, and what does not apply.
    """
    shown = [_in_order(item for item in judged.evidence if cited is None or _span(item) in cited)
             for judged in coverage.judgements]  # fmt: skip
    among = [item for first, rest in shown for item in (*first, *rest)]
    for judged, (first, rest) in zip(coverage.judgements, shown, strict=True):
        place = f"{key} {judged.requirement.id}"
        _draw_part(judged)
        draw_decisions(judged, place, deciding)
        _draw_evidence(first, rest, place, deciding, among)
        if deciding:
            draw_menu(judged, place)


def draw_actions(coverage: Coverage) -> None:
    """What a person would do next."""
    if coverage.next_actions:
        items = "".join(f"<li>{escape(action)}</li>" for action in coverage.next_actions)
        st.html(f'<div class="label">Next</div><ol class="list">{items}</ol>')


def _draw_part(judged: Judgement) -> None:
    part = judged.requirement
    layers = " and ".join(layer.value for layer in part.layers)
    missing = f'<div class="missing"><b>Missing:</b> {escape(judged.missing)}</div>' if judged.missing else ""
    st.html(
        f'<div class="part">{escape(part.id)} {escape(part.text)}</div>'
        f'<div class="line">{status_badge(judged.status)}<span class="quiet">asks for: {escape(layers)}</span></div>'
        f"{missing}"
    )


def _in_order(evidence: Iterable[Evidence]) -> tuple[list[Evidence], list[Evidence]]:
    """What is shown at once, and the rest."""
    every = list(evidence)
    supporting = [item for item in every if item.grade is Grade.SUPPORTS and item.counts]
    other = [item for item in every if item not in supporting]
    other.sort(key=lambda item: item.grade is not Grade.CONTRADICTS)
    return supporting[:SUPPORTING] + other[:OTHER], supporting[SUPPORTING:] + other[OTHER:]


def _draw_evidence(
    first: Sequence[Evidence], rest: Sequence[Evidence], key: str, deciding: bool, among: Sequence[Evidence]
) -> None:
    for number, item in enumerate(first):
        evidence_card(item, f"{key} {number}", deciding, among)
    if not rest:
        return
    with st.expander(f"{len(rest)} more found for this part", key=f"{key} more", on_change="rerun") as box:
        if box.open:
            for number, item in enumerate(rest, start=len(first)):
                evidence_card(item, f"{key} {number}", deciding, among)


def _span(item: Evidence) -> Span:
    return item.citation.path, item.citation.start, item.citation.end
