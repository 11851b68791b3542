"""One document: its facts with the words they were read from, and the form that puts them right."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from ingest.dates import day_told
from ingest.versions import settle
from kb.access import allowed
from kb.audit import person
from kb.correcting import Reading, put_right
from kb.corrections import FIELDS, FILLED, FORM, TEMPLATE, Correction, words_of
from kb.document_told import facts_for_people
from kb.errors import CtpatError
from kb.model import Document, Kind
from kb.people import Role
from ui import pages, removing, session
from ui.words import counted, plain

FAILED, NAME = "correction failed", "corrected by"  # keys of what a run hands to the next one
LABELS = {
    "kind": "Kind",
    "title": "Title",
    "party": "Party (empty: our own)",
    "site": "Site",
    "effective": "Date (effective, signed or done)",
    "expires": "Expires",
    "version": "Revision",
    "language": "Language",
    FORM: "Template or filled in",
}
CHOICES = {"kind": tuple(kind.value for kind in Kind), FORM: (FILLED, TEMPLATE)}


def draw(document: Document, documents: Sequence[Document], parts: Sequence[str]) -> None:
    """Draw a document; `documents` are all of them, `parts` those of criteria that it is evidence for."""
    names = {each.path: each.name for each in documents}
    with session.assistant() as assistant:
        corrections = {each.field: each for each in assistant.base.store.corrections(document.path)}
        by, may = person(assistant.settings), allowed(assistant.settings, Role.EDITOR)
        titles = {each.number: each.title for each in assistant.catalogue.criteria}
    with st.container(border=True):
        st.subheader(plain(document.name), anchor=False)
        st.text(document.title or document.path)
        if document.superseded_by:
            newer = names.get(document.superseded_by, document.superseded_by)
            st.info(plain(f"A newer version takes its place: {newer}"), icon=":material/history:")
        older = [each.name for each in documents if each.superseded_by == document.path]
        if older:
            st.info(plain(f"It takes the place of: {', '.join(older)}"), icon=":material/history:")
        for warning in document.warnings:
            st.warning(plain(warning), icon=":material/report:")
        failed = st.session_state.pop(FAILED, "")
        if failed:
            st.error(plain(failed), icon=":material/error:")
        _draw_covers(parts, titles)
        _draw_facts(document, corrections)
        if may:
            with st.expander("Put it right", icon=":material/edit:", expanded=bool(failed)):
                _draw_form(document, corrections, by)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.caption(plain(document.path))
            if may:
                removing.draw_button(document)


def _draw_covers(parts: Sequence[str], titles: Mapping[int, str]) -> None:
    """The criteria that the document is evidence for, each a link."""
    by_criterion: dict[int, list[str]] = {}
    for part in parts:
        by_criterion.setdefault(int(part.partition(".")[0]), []).append(part)
    if not by_criterion:
        st.caption("It is shown as evidence for no criterion.")
        return
    count = counted(len(by_criterion), "criterion", "criteria")
    with st.expander(f"Evidence for {count}", icon=":material/checklist:"):
        for number, shown in by_criterion.items():
            label = plain(f"{number} {titles.get(number, '')}: {', '.join(shown)}")
            pages.draw_link(label, "criteria", criterion=str(number))


def _draw_facts(document: Document, corrections: Mapping[str, Correction]) -> None:
    rows = [
        {
            "What": fact.name,
            "Value": fact.value or "?",
            "The words it was read from": words_of(corrections[fact.name])
            if fact.name in corrections
            else fact.words or "(the file's name or properties)",
            "Sure": None if fact.name in corrections else round(100 * fact.confidence),
        }
        for fact in facts_for_people(document)
    ]
    sure = st.column_config.NumberColumn(width=70, format="%d %%")
    words = {"The words it was read from": st.column_config.TextColumn(width="large"), "Sure": sure}
    if rows:
        st.dataframe(rows, hide_index=True, column_config=words)


def _draw_form(document: Document, corrections: Mapping[str, Correction], by: str) -> None:
    """The facts as they are now; what is changed is kept when it is sent off, the rest goes by what is read."""
    now = _values(document)
    with st.form(f"correct {document.path}", border=False):
        columns = st.columns(3, gap="medium")
        told = {
            field: _draw_field(columns[number % 3], document.path, field, now[field])
            for number, field in enumerate(FIELDS)
        }
        cleared = st.multiselect(
            "Take back, and go by what is read",
            list(corrections),
            format_func=lambda field: LABELS[field],
            key=f"clear {document.path}",
            disabled=not corrections,
        )
        name = st.text_input("Your name", value=st.session_state.get(NAME, by), key=f"by {document.path}")
        if st.form_submit_button("Keep this", icon=":material/check:"):
            changed = {field: value for field, value in told.items() if value != now[field] and field not in cleared}
            _keep(document, changed, cleared, name or by)


def _draw_field(column: Any, path: str, field: str, value: str) -> str:
    key = f"{field} {path}"
    if field in CHOICES:
        options = CHOICES[field] if value in CHOICES[field] else ("", *CHOICES[field])
        return str(column.selectbox(LABELS[field], options, index=options.index(value), key=key))
    hint = "2027-05-07 or 7 May 2027" if field in ("effective", "expires") else None
    return str(column.text_input(LABELS[field], value=value, key=key, placeholder=hint) or "").strip()


def _values(document: Document) -> dict[str, str]:
    values = {field: getattr(document, field) for field in FIELDS if field != FORM}
    form = next((fact.value for fact in document.facts if fact.name == FORM), "")
    return {
        field: value.isoformat() if isinstance(value, date) else str(value or "") for field, value in values.items()
    } | {FORM: form}


def _keep(document: Document, told: Mapping[str, str], cleared: Sequence[str], by: str) -> None:
    st.session_state[NAME] = by
    try:
        with session.assistant() as assistant:
            put_right(assistant.base, [document], told, cleared, by, Reading(day_told, settle))
    except CtpatError as error:
        st.session_state[FAILED] = str(error)
    else:
        for field in (*FIELDS, "clear", "by"):  # the form shows what holds now
            st.session_state.pop(f"{field} {document.path}", None)
    st.rerun()
