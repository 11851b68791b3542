"""What the last reading came to: how many files, and what a person should look at."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from kb.model import Document
from ui.words import counted, plain

LEFT = ("skipped", "removed")  # outcomes that are told, though nothing is wrong
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
    """Draw the report of the last reading, without what a person has put right since; nothing where all is well."""
    look = list(_still_open(report, documents))
    left = [told for told in map(json.loads, outcomes.values()) if told["status"] in LEFT]
    if not look and not left:
        return
    files = len({row["File"] for row in look})
    label = f"{counted(files, 'file')} of the last reading to look at" if look else "The last reading"
    with st.expander(label, icon=":material/report:", expanded=any(row["What"] == "refused" for row in look)):
        st.caption(plain(_counts(report)))
        if look:
            st.dataframe(look, hide_index=True, column_config={"Why": _wide()})
        if left:
            rows = [{"File": Path(told["path"]).name, "What": told["status"], "Why": told["reason"]} for told in left]
            st.dataframe(rows, hide_index=True, column_config={"Why": _wide()})


def _still_open(report: Mapping[str, Any], documents: Sequence[Document]) -> Iterator[dict[str, str]]:
    warned = {document.path: document.warnings for document in documents}
    copies = {document.path for document in documents if document.superseded_by}
    for each in report.get("look_at", ()):
        is_open = each["what"] == "refused" or each["why"] in warned.get(each["path"], ()) or each["path"] in copies
        if is_open:
            yield {"File": each["document"], "What": each["what"], "Why": each["why"]}


def _counts(report: Mapping[str, Any]) -> str:
    summary = report.get("summary", {})
    told = [f"{summary[key]} {name}" for key, name in COUNTED.items() if summary.get(key)]
    return f"Reading of {report['at']}: {', '.join(told)}." if told else ""


def _wide() -> Any:
    return st.column_config.TextColumn(width="large")
