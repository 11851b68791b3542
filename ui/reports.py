"""Reports: what is open and why, what has changed since the last report, what runs out, and all of it as files."""

import tempfile
from collections.abc import Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from kb.errors import WorkspaceError
from kb.expiry import when
from kb.export import layout
from kb.export.layout import READINESS
from kb.gaps import GapReport
from kb.model import Status
from kb.writing import save_report
from ui import empty, exports, gap_list, judged, kept, pages, session
from ui.marks import STATUS_TONE, status_word
from ui.words import counted, plain, several

OPEN, SINCE, EXPIRING, EXPORTS = "Open criteria", "Since the last report", "Expired or expiring", "Files to hand over"
FORMS = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "md": ("Markdown", "text/markdown"),
}


def draw() -> None:
    """Draw the page."""
    st.title("Reports", anchor=False)
    if empty.drawn():
        return
    if not judged.ready():
        judged.draw_progress()
    report = kept.report()
    _draw_readiness(report)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        view = st.segmented_control(
            "Show", [OPEN, SINCE, EXPIRING, EXPORTS], key="view", default=OPEN, required=True,
            label_visibility="collapsed", bind="query-params",
        )  # fmt: skip
        with st.popover("Download the gap report", icon=":material/download:", key="download"):
            _draw_downloads(report)
    if view == SINCE:
        _draw_since(report)
    elif view == EXPIRING:
        _draw_expiring(report)
    elif view == EXPORTS:
        exports.draw()
    else:
        gap_list.draw(report)


def _draw_readiness(report: GapReport) -> None:
    counts = report.summary
    shown = [(status_word(status), counts[status.value.replace(" ", "_")], STATUS_TONE[status]) for status in READINESS]
    shown = [("! Musts open", counts["must_open"], "bad"), *shown]
    figures = (f'<div class="figure tone-{t}"><b>{n}</b><span>{escape(word)}</span></div>' for word, n, t in shown)
    st.html(f'<div class="figures">{"".join(figures)}</div>')
    read = counted(report.documents, "document")
    told = f"{counts['total']} criteria judged on {read} as of {report.as_of.isoformat()}. {layout.window_line(report)}"
    st.caption(plain(told))


def _draw_downloads(report: GapReport) -> None:
    """The gap report as a file: all of it, whatever the filters leave on the page."""
    for form, (name, kind) in FORMS.items():
        st.download_button(
            name,
            session.later(partial(_file, report, form)),
            f"gap-report-{report.as_of.isoformat()}.{form}",
            kind,
            key=f"download {form}",
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )
    st.caption("All of it, whatever the filters leave. It is what the next report is compared with.")


def _file(report: GapReport, form: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{form}"
        save_report(report, path)
        made = path.read_bytes()
    try:
        session.patiently(lambda: _keep(report))
    except WorkspaceError:  # a base that may only be read: the file is made all the same
        return made
    return made


def _keep(report: GapReport) -> None:
    with session.assistant() as assistant:
        assistant.keep_report(report)


def _draw_since(report: GapReport) -> None:
    for told in layout.change_lines(report):
        st.text(told)
    if report.changes is None:
        return
    found = report.changes.statuses
    signs = {True: "▲ better", False: "▼ worse", None: "changed"}
    rows = [
        {
            "No.": each.number,
            "Title": each.title,
            "From": _worded(each.before),
            "To": _worded(each.after),
            "": signs[each.better],
            "Why": "; ".join(each.why) or "not known",
        }
        for each in found
    ]
    columns = _texts({"Title": 230, "From": 95, "To": 95, "": 80, "Why": 400})
    columns["No."] = st.column_config.NumberColumn(width=50, alignment="left")
    place = _picked("changes", rows, columns)
    if place is not None:
        pages.open_criterion(found[place].number)


def _draw_expiring(report: GapReport) -> None:
    found = report.expiring
    if not found:
        st.info("No current paper has run out or will by then.", icon=":material/event_available:")
        return
    st.caption("Papers that have run out or will by the end of the time looked at. Click one of a partner to open it.")
    rows = [
        {
            "Document": lapse.document.name,
            "Party": lapse.document.party or "own",
            "Counts until": lapse.ends.isoformat(),
            "When": f"{'◷ ' if lapse.ends < report.as_of else ''}{when(lapse, report.ahead, report.as_of)}",
            "Criteria": several(lapse.criteria),
            "Nothing else shows": several(lapse.alone, 2),
            "Why": lapse.why,
        }
        for lapse in found
    ]
    widths = {
        "Document": 268,
        "Party": 150,
        "Counts until": 88,
        "When": 112,
        "Criteria": 104,
        "Nothing else shows": 126,
    }
    if not any(row["Nothing else shows"] for row in rows):
        rows = [{name: told for name, told in row.items() if name != "Nothing else shows"} for row in rows]
        widths.pop("Nothing else shows")
    place = _picked("expiring", rows, _texts(widths | {"Why": 130}))
    if place is not None and found[place].document.party in report.matrix.parties:
        pages.open_page("parties", party=found[place].document.party)


def _worded(status: str) -> str:
    return status_word(Status(status)) if status in set(Status) else status


def _texts(widths: dict[str, int]) -> dict[str, Any]:
    return {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}


def _picked(key: str, rows: Sequence[dict[str, Any]], columns: dict[str, Any]) -> int | None:
    """Draw a table; the row that was clicked."""
    if not rows:
        return None
    picked = st.dataframe(
        rows, key=f"{key} table", on_select="rerun", selection_mode="single-cell", hide_index=True, row_height=31,
        height=min(31 * len(rows) + 36, 800), column_config=columns, alt=key.capitalize(),
    )  # fmt: skip
    cells = picked["selection"]["cells"]
    return int(cells[0][0]) if cells else None


session.run(draw)
