"""Documents: adding them, what became of each, what was read from them and what they cover, and putting that right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from kb.model import Document
from kb.removal import shown_for
from ui import add, document, intake_report, judged, removing, session
from ui.words import counted, several

EVERY = "All"
ROW, WHOLE, ABOVE = 31, 700, 6 * 31 + 36  # pixels: a row, the table at most, and above what is chosen
NOTES: dict[str, Callable[[Document], bool]] = {
    EVERY: lambda _: True,
    "With a warning": lambda each: bool(each.warnings),
    "Superseded": lambda each: bool(each.superseded_by),
    "Put right by a person": lambda each: bool(each.corrected),
}


def draw() -> None:
    """Draw the page."""
    st.title("Documents", anchor=False)
    with session.assistant() as assistant:
        documents, passages = assistant.documents(), assistant.passage_counts()
        report, outcomes = assistant.base.report(), assistant.base.store.outcomes()
    add.draw(first=not documents)
    intake_report.draw(report, outcomes, documents)
    removing.draw_said()
    if not documents:
        return
    progress, ready = st.container(), judged.ready()
    parts = _parts() if ready else None
    chosen = _draw_table(documents, passages, parts or {})
    if chosen:
        document.draw(chosen, documents, None if parts is None else parts.get(chosen.path, []))
    if not ready:
        with progress:
            judged.draw_progress()


def _parts() -> dict[str, list[str]] | None:
    """Path -> the parts that a document is shown for; None while documents come in, as all changes with each."""
    if session.intake().running:
        return None
    with st.spinner(session.JUDGING), session.assistant() as assistant:
        return shown_for(assistant.map())


def _draw_table(
    documents: Sequence[Document], passages: Mapping[str, int], parts: Mapping[str, Sequence[str]]
) -> Document | None:
    found = _draw_filters(documents)
    warned = sum(bool(each.warnings) for each in found)
    st.caption(
        f"{counted(len(found), 'document')}, {counted(sum(passages.get(each.path, 0) for each in found), 'passage')}; "
        f"{warned} with a warning. Click one to see what was read from it and what it covers, and to put it right."
    )
    key = f"documents table{_filtered()}"  # another choice of rows has another selection
    chosen = st.session_state.get(key, {}).get("selection", {}).get("cells") or "document" in st.query_params
    picked = st.dataframe(
        [_row(each, parts) for each in found],
        key=key,
        on_select="rerun",
        selection_mode="single-cell",
        hide_index=True,
        row_height=ROW,
        placeholder="",
        alt="The documents that these filters leave",
        height=min(ROW * len(found) + 36, ABOVE if chosen else WHOLE),
        column_config=_columns(),
    )
    cells = picked["selection"]["cells"]
    if cells and cells[0][0] < len(found):
        return found[cells[0][0]]
    wanted = st.query_params.get("document")
    return next((each for each in documents if wanted in (each.path, each.name)), None)


def _draw_filters(documents: Sequence[Document]) -> list[Document]:
    """The documents that fit the filters, which stand as the address says; what is chosen in them is written to it."""
    kinds = sorted({each.kind.value for each in documents})
    for name, options in (("find", None), ("kind", ["", *kinds]), ("show", list(NOTES))):
        wanted = st.query_params.get(name, "")
        st.session_state[f"{name} documents"] = wanted if options is None or wanted in options else options[0]
    words, kind, note = st.columns([3, 2, 2], vertical_alignment="bottom")
    find = _filter(words.text_input, "Find", "find", placeholder="name, title, party, site")
    of = _filter(kind.selectbox, "Kind", "kind", options=["", *kinds], format_func=lambda value: value or "All kinds")
    only = _filter(note.selectbox, "Show", "show", options=list(NOTES))
    sought = find.lower().split()
    return [
        each
        for each in documents
        if all(word in f"{each.name} {each.title} {each.party} {each.site}".lower() for word in sought)
        and of in ("", each.kind.value)
        and NOTES[only](each)
    ]


def _filter(widget: Callable[..., Any], label: str, name: str, **options: Any) -> str:
    key = f"{name} documents"
    return str(widget(label, key=key, on_change=_chosen, args=(name, key), **options))


def _chosen(name: str, key: str) -> None:
    value = str(st.session_state[key])
    if value and value != EVERY:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def _filtered() -> str:
    return "".join(f" {st.query_params.get(name, '')}" for name in ("find", "kind", "show")).rstrip()


def _columns() -> dict[str, Any]:
    widths = {"Document": 278, "Kind": 80, "Party": 160, "Date": 82, "Expires": 82, "Notes": 88}
    columns: dict[str, Any] = {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}
    columns["Covers"] = st.column_config.TextColumn(width=150, help="The parts of criteria that it is evidence for")
    return columns | {"Pages": st.column_config.NumberColumn(width=52), "Site": None}  # to be chosen among the columns


def _row(each: Document, parts: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {
        "Document": each.name,
        "Kind": each.kind.value,
        "Party": each.party or "own",
        "Site": each.site or None,
        "Date": each.effective.isoformat() if each.effective else None,
        "Expires": each.expires.isoformat() if each.expires else None,
        "Covers": _covers(parts.get(each.path, ())),
        "Notes": _notes(each),
        "Pages": each.pages,
    }


def _covers(parts: Sequence[str]) -> str | None:
    """Such as "12 parts: 56, 57 …"."""
    numbers = dict.fromkeys(part.partition(".")[0] for part in parts)
    return f"{counted(len(parts), 'part')}: {several(list(numbers))}" if parts else None


def _notes(subject: Document) -> str:
    notes = ["superseded"] if subject.superseded_by else []
    notes += ["corrected"] if subject.corrected else []
    notes += [counted(subject.placeholders, "blank")] if subject.placeholders else []
    return ", ".join(notes + ([counted(len(subject.warnings), "warning")] if subject.warnings else []))


session.run(draw)
