"""One document: its facts with the words they were read from, and the form that puts them right."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ingest.versions import settle
from kb.access import allowed
from kb.audit import person
from kb.correcting import put_right
from kb.corrections import FIELDS, FILLED, FORM, TEMPLATE, Correction, values_of, words_of
from kb.document_told import facts_for_people
from kb.errors import ChangedError, CtpatError
from kb.model import Document, Kind
from kb.people import Role
from ui import judged, pages, removing, session
from ui.words import counted, on_a_page, plain

FAILED, NAME = "correction failed", "corrected by"  # keys of what a run hands to the next one
SHOWN, TOLD = "facts shown", "facts told"  # the same: values that a form shows, and that a person was told of last
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


def draw(document: Document, documents: Sequence[Document], parts: Sequence[str] | None) -> None:
    """Draw a document; `documents` are all of them, `parts` those of criteria that it is evidence for, once known."""
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
        failed = judged.once(FAILED)
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


def _draw_covers(parts: Sequence[str] | None, titles: Mapping[int, str]) -> None:
    """The criteria that the document is evidence for, each a link."""
    if parts is None:
        st.caption("What it is evidence for is being worked out.")
        return
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
        st.dataframe(rows, hide_index=True, row_height=31, column_config=words, alt="What was read from it")


def _draw_form(document: Document, corrections: Mapping[str, Correction], by: str) -> None:
    """The facts as they are now; what is changed is kept when it is sent off, the rest goes by what is read."""
    now = _shown(document)
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


def _shown(document: Document) -> dict[str, str]:
    """The values that the form is drawn with: as they were when it came into this window, as long as it stays there.

    Others may put them right meanwhile; what is typed here is held against what was shown here.
    """
    held = st.session_state.get(f"{SHOWN} {document.path}")
    if held is None or f"kind {document.path}" not in st.session_state:
        held = values_of(document)
        st.session_state[f"{SHOWN} {document.path}"] = st.session_state[f"{TOLD} {document.path}"] = held
    return dict(held)


def _keep(document: Document, told: Mapping[str, str], cleared: Sequence[str], by: str) -> None:
    st.session_state[NAME] = by

    def keep() -> None:
        with session.assistant() as assistant:
            seen = st.session_state[f"{TOLD} {document.path}"]
            put_right(assistant.base, [document], told, cleared, by, settle, seen)

    try:
        session.patiently(keep)
    except CtpatError as error:
        st.session_state[FAILED] = on_a_page(str(error))
        if isinstance(error, ChangedError):  # they are told how it stands now
            with session.assistant() as assistant:
                st.session_state[f"{TOLD} {document.path}"] = values_of(
                    assistant.base.store.document(document.path) or document
                )
    else:
        for field in (*FIELDS, "clear", "by"):  # the form shows what holds now
            st.session_state.pop(f"{field} {document.path}", None)
    st.rerun()
