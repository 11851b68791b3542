"""What the last reading came to: each file with its outcome, and what a person should look at."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from kb.model import Document
from ui.words import counted, plain

WORDS = {"indexed": "read", "unchanged": "unchanged", "removed": "removed", "skipped": "left out", "failed": "refused"}
ROW, HIGHEST = 31, 320  # pixels
FIRST = ("failed", "skipped", "removed", "indexed", "unchanged")  # what a person should see first
COUNTED = {
    "read": "read",
    "unchanged": "unchanged",
    "read_by_ocr": "read by OCR",
    "partly_read": "partly read",
    "refused": "refused",
    "removed": "removed",
    "superseded": "superseded",
}


def draw(report: Mapping[str, Any], outcomes: Mapping[str, str], documents: Sequence[Document]) -> None:
    """Draw the report of the last reading, without what a person has put right since; nothing where there was none."""
    look = list(_still_open(report, documents))
    files = [json.loads(told) for told in outcomes.values()]
    if not files:
        return
    names = {document.path: document.name for document in documents}
    count = len({row["File"] for row in look})
    label = f"The last reading: {_counts(report)}" + (f"; {counted(count, 'file')} to look at" if count else "")
    with st.expander(plain(label), icon=":material/report:" if look else ":material/task:", expanded=_refused(look)):
        rows = [_row(told, names) for told in sorted(files, key=lambda told: FIRST.index(told["status"]))]
        if not look:
            _draw_table(rows)
            return
        doubts, every = st.tabs([f"To look at ({len(look)})", f"File by file ({len(rows)})"])
        with doubts:
            _draw_table(look)
        with every:
            _draw_table(rows)


def _draw_table(rows: Sequence[Mapping[str, Any]]) -> None:
    wide = {"File": st.column_config.TextColumn(width=260), "Why": st.column_config.TextColumn(width="large")}
    height = min(ROW * len(rows) + 40, HIGHEST)
    st.dataframe(rows, hide_index=True, row_height=ROW, height=height, placeholder="", column_config=wide)


def _row(told: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    warnings = " ".join(told["warnings"])
    return {
        "File": names.get(told["path"], Path(told["path"]).name),
        "Outcome": WORDS[told["status"]],
        "Kind": told["kind"] or None,
        "Pages": told["pages"],
        "Why": told["reason"] or warnings or None,
    }


def _refused(look: Sequence[Mapping[str, str]]) -> bool:
    return any(row["What"] == "refused" for row in look)


def _still_open(report: Mapping[str, Any], documents: Sequence[Document]) -> Iterator[dict[str, str]]:
    warned = {document.path: document.warnings for document in documents}
    copies = {document.path for document in documents if document.superseded_by}
    for each in report.get("look_at", ()):
        is_open = each["what"] == "refused" or each["why"] in warned.get(each["path"], ()) or each["path"] in copies
        if is_open:
            yield {"File": Path(each["document"]).name, "What": each["what"], "Why": each["why"]}


def _counts(report: Mapping[str, Any]) -> str:
    summary = report.get("summary", {})
    told = [f"{summary[key]} {name}" for key, name in COUNTED.items() if summary.get(key)]
    return ", ".join(told) or "nothing new"
