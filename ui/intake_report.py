"""What the last reading came to: each file with its outcome, and what a person should look at."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from kb.model import Document
from kb.overview import intake_problems
from ui.words import counted, plain

WORDS = {"indexed": "read", "unchanged": "unchanged", "removed": "removed", "skipped": "left out", "failed": "refused"}
ROW, HIGHEST, WIDTH = 31, 320, 950  # pixels
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
    problems = intake_problems(report, documents)
    look = [{"File": Path(each.file).name, "What": each.what, "Why": each.why} for each in problems]
    files = [json.loads(told) for told in outcomes.values()]
    if not files:
        return
    names = {document.path: document.name for document in documents}
    label = f"The last reading: {_counts(report)}" + (f"; {counted(len(look), 'file')} to look at" if look else "")
    is_open = any(each.refused for each in problems) or st.query_params.get("report") == "open"
    with st.expander(plain(label), icon=":material/report:" if look else ":material/task:", expanded=is_open):
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
    widths = {"File": 180, "What": 70, "Outcome": 70, "Kind": 80, "Pages": 50}
    widths = {name: width for name, width in widths.items() if name in rows[0]}
    widths["Why"] = WIDTH - sum(widths.values())
    columns = {name: st.column_config.Column(width=width) for name, width in widths.items()}
    height = min(ROW * len(rows) + 36, HIGHEST)
    st.dataframe(
        rows, hide_index=True, row_height=ROW, height=height, placeholder="", column_config=columns, alt="Files"
    )


def _row(told: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    warnings = " ".join(told["warnings"])
    return {
        "File": names.get(told["path"], Path(told["path"]).name),
        "Outcome": WORDS[told["status"]],
        "Kind": told["kind"] or None,
        "Pages": told["pages"],
        "Why": told["reason"] or warnings or None,
    }


def _counts(report: Mapping[str, Any]) -> str:
    summary = report.get("summary", {})
    told = [f"{summary[key]} {name}" for key, name in COUNTED.items() if summary.get(key)]
    return ", ".join(told) or "nothing new"
