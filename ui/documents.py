"""Documents: adding them, what became of each, what was read from them, and putting that right."""

from typing import Any

import streamlit as st

from kb.model import Document
from ui import add, document, intake_report, session
from ui.words import counted


def draw() -> None:
    """Draw the page."""
    st.title("Documents", anchor=False)
    with session.assistant() as assistant:
        documents, passages = assistant.documents(), assistant.passage_counts()
        report, outcomes = assistant.base.report(), assistant.base.store.outcomes()
    add.draw(first=not documents)
    intake_report.draw(report, outcomes, documents)
    if documents:
        chosen = _draw_table(documents, passages)
        if chosen:
            document.draw(chosen, documents)


def _draw_table(documents: list[Document], passages: dict[str, int]) -> Document | None:
    warned = [each for each in documents if each.warnings]
    st.caption(
        f"{counted(len(documents), 'document')}, {counted(sum(passages.values()), 'passage')}; "
        f"{len(warned)} with a warning. Click one to see what was read from it, and to put it right."
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
            "Site": st.column_config.TextColumn(width=90),
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
            "Document": each.name,
            "Kind": each.kind.value,
            "Party": each.party or "own",
            "Site": each.site or None,
            "Date": each.effective.isoformat() if each.effective else None,
            "Expires": each.expires.isoformat() if each.expires else None,
            "Notes": _notes(each),
            "Pages": each.pages,
            "Passages": passages.get(each.path, 0),
        }
        for each in documents
    ]


def _notes(subject: Document) -> str:
    notes = ["superseded"] if subject.superseded_by else []
    notes += ["corrected"] if subject.corrected else []
    notes += [counted(subject.placeholders, "blank")] if subject.placeholders else []
    return ", ".join(notes + ([counted(len(subject.warnings), "warning")] if subject.warnings else []))


session.run(draw)
