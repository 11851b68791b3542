"""Documents: adding them, what became of each, and what was read from them."""

import json
from pathlib import Path
from typing import Any

import streamlit as st

from kb.model import Document
from ui import add, session
from ui.words import counted, plain

NOT_FOR_PEOPLE = ("fingerprint",)
LOOK_AT = ("failed", "skipped", "removed")  # outcomes that a person should see


def draw() -> None:
    """Draw the page."""
    st.title("Documents", anchor=False)
    with session.assistant() as assistant:
        documents, passages = assistant.documents(), assistant.passage_counts()
        outcomes = assistant.base.store.outcomes()
    add.draw(first=not documents)
    _draw_outcomes(outcomes)
    if documents:
        chosen = _draw_table(documents, passages)
        if chosen:
            _draw_document(chosen, {document.path: document.name for document in documents})


def _draw_outcomes(outcomes: dict[str, str]) -> None:
    """What became of each file of the last reading, as far as a person should look at it."""
    told = [json.loads(outcome) for outcome in outcomes.values()]
    rows = [
        {"File": Path(one["path"]).name, "What became of it": one["status"], "Why": one["reason"], "Path": one["path"]}
        for one in told
        if one["status"] in LOOK_AT
    ]
    if rows:
        label = f"{counted(len(rows), 'file')} of the last reading to look at"
        with st.expander(label, icon=":material/report:", expanded=any(one["status"] == "failed" for one in told)):
            st.dataframe(rows, hide_index=True, column_config={"Why": _wide(), "Path": _wide()})


def _wide() -> Any:
    return st.column_config.TextColumn(width="large")


def _draw_table(documents: list[Document], passages: dict[str, int]) -> Document | None:
    warned = [document for document in documents if document.warnings]
    st.caption(
        f"{counted(len(documents), 'document')}, {counted(sum(passages.values()), 'passage')}; "
        f"{len(warned)} with a warning. Click one to see what was read from it."
    )
    picked = st.dataframe(
        _frame(documents, passages),
        key="documents table",
        on_select="rerun",
        selection_mode="single-cell",
        hide_index=True,
        row_height=31,
        placeholder="",
        height=min(31 * len(documents) + 38, 520),
        column_config={
            "Document": st.column_config.TextColumn(width=320),
            "Kind": st.column_config.TextColumn(width=90),
            "Party": st.column_config.TextColumn(width=120),
            "Date": st.column_config.TextColumn(width=80),
            "Expires": st.column_config.TextColumn(width=80),
            "Pages": st.column_config.NumberColumn(width=50),
            "Passages": st.column_config.NumberColumn(width=70),
            "Notes": st.column_config.TextColumn(width=110),
        },
    )
    cells = picked["selection"]["cells"]
    return documents[cells[0][0]] if cells and cells[0][0] < len(documents) else None


def _frame(documents: list[Document], passages: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "Document": document.name,
            "Kind": document.kind.value,
            "Party": document.party or "own",
            "Date": document.effective.isoformat() if document.effective else None,
            "Expires": document.expires.isoformat() if document.expires else None,
            "Notes": _notes(document),
            "Pages": document.pages,
            "Passages": passages.get(document.path, 0),
        }
        for document in documents
    ]


def _notes(document: Document) -> str:
    notes = ["superseded"] if document.superseded_by else []
    notes += [counted(document.placeholders, "blank")] if document.placeholders else []
    return ", ".join(notes + ([counted(len(document.warnings), "warning")] if document.warnings else []))


def _draw_document(document: Document, names: dict[str, str]) -> None:
    with st.container(border=True):
        st.subheader(plain(document.name), anchor=False)
        st.text(document.title or document.path)
        if document.superseded_by:
            newer = names.get(document.superseded_by, document.superseded_by)
            st.info(plain(f"A newer version takes its place: {newer}"), icon=":material/history:")
        for warning in document.warnings:
            st.warning(plain(warning), icon=":material/report:")
        rows = [
            {
                "What": fact.name,
                "Value": fact.value,
                "The words it was read from": fact.words or "(the file's name or properties)",
                "Sure": round(100 * fact.confidence),
            }
            for fact in document.facts
            if fact.name not in NOT_FOR_PEOPLE
        ]
        if rows:
            sure = st.column_config.NumberColumn(width=70, format="%d %%")
            words = {"The words it was read from": _wide(), "Sure": sure}
            st.dataframe(rows, hide_index=True, column_config=words)
        else:
            st.text("Nothing was read from this document about itself.")
        st.caption(plain(document.path))


session.run(draw)
