"""Gap report: readiness, the open criteria with what would close them, and the report as a file."""

import tempfile
from collections.abc import Iterable
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from kb.decided import lines as told_of
from kb.export.layout import READINESS
from kb.gaps import GapReport
from kb.model import Coverage, Flag, Status
from kb.writing import save_report
from ui import empty, pages, session
from ui.marks import STATUS_TONE, status_badge, status_label, status_word
from ui.words import counted, plain

FORMS = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "md": ("Markdown", "text/markdown"),
}


def draw() -> None:
    """Draw the page."""
    st.title("Gap report", anchor=False)
    if empty.drawn():
        return
    with st.spinner(session.JUDGING), session.assistant() as assistant:
        report = assistant.gap_report()
    _draw_downloads(report)
    _draw_readiness(report)
    open_now, parties, expiring = st.tabs(
        [
            f"Open criteria ({len(report.gaps)})",
            f"Parties with open items ({len(report.parties)})",
            f"Expired or expiring ({len(report.expiring)})",
        ]
    )
    with open_now:
        _draw_gaps(report)
    with parties:
        _draw_parties(report)
    with expiring:
        _draw_expiring(report)


def _draw_downloads(report: GapReport) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for form, (name, kind) in FORMS.items():
            st.download_button(
                f"Download {name}",
                partial(_file, report, form),
                f"gap-report-{report.as_of.isoformat()}.{form}",
                kind,
                key=f"download {form}",
                icon=":material/download:",
                on_click="ignore",
            )


def _file(report: GapReport, form: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{form}"
        save_report(report, path)
        return path.read_bytes()


def _draw_readiness(report: GapReport) -> None:
    counts = report.summary
    shown = [(status_word(status), counts[status.value.replace(" ", "_")], STATUS_TONE[status]) for status in READINESS]
    shown = [("! Musts open", counts["must_open"], "bad"), *shown]
    figures = (f'<div class="figure tone-{t}"><b>{n}</b><span>{escape(word)}</span></div>' for word, n, t in shown)
    st.html(f'<div class="figures">{"".join(figures)}</div>')
    read = counted(report.documents, "document")
    st.caption(f"{counts['total']} criteria judged on {read}; at the right of each section, how many are covered.")
    legend = (f'<span class="tone-{STATUS_TONE[s]}"><i></i>{escape(status_word(s))}</span>' for s in READINESS)
    rows = "".join(_bar(name, row) for name, row in report.sections.items())
    st.html(f'<div class="legend">{"".join(legend)}</div><div class="bars">{rows}</div>')


def _bar(name: str, row: dict[Status, int]) -> str:
    parts = "".join(
        f'<span class="tone-{STATUS_TONE[status]}" style="flex:{row[status]}" '
        f'title="{row[status]} {escape(status.value)}">{row[status]}</span>'
        for status in READINESS
        if row[status]
    )
    covered = f"{row[Status.COVERED]} of {sum(row.values())}"
    return f'<div>{escape(name)}</div><div class="bar">{parts}</div><div class="sum">{covered}</div>'


def _draw_gaps(report: GapReport) -> None:
    flags, places = st.columns([1, 2])
    flag = flags.segmented_control("Flag", [flag.value for flag in Flag], key="gap flag")
    sections = list(dict.fromkeys(coverage.criterion.section for coverage in report.gaps))
    section = places.selectbox("Section", sections, index=None, placeholder="All sections", key="gap section")
    kept = [
        coverage
        for coverage in report.gaps
        if flag in (None, coverage.flag.value) and section in (None, coverage.criterion.section)
    ]
    heading = ""
    with st.container(gap="xxsmall"):
        for coverage in kept:
            title = f"{coverage.flag.value}: {coverage.criterion.section}"
            if title != heading:
                heading = title
                st.html(f'<div class="label">{escape(title)}</div>')
            _draw_gap(coverage)


def _draw_gap(coverage: Coverage) -> None:
    subject = coverage.criterion
    label = f"{status_label(coverage.status)} {plain(f'{subject.number} {subject.title}')}"
    with st.expander(label, key=f"gap {subject.number}", on_change="rerun") as box:
        if not box.open:
            return
        st.html(f'<p class="question">{escape(subject.question)}</p>' + "".join(_missing(coverage)))
        if coverage.next_actions:
            st.html(f'<div class="label">Next</div><ol class="list">{_items(coverage.next_actions)}</ol>')
        if st.button(f"Open criterion {subject.number}", key=f"open {subject.number}", icon=":material/arrow_forward:"):
            pages.open_criterion(subject.number)


def _missing(coverage: Coverage) -> Iterable[str]:
    for judged in coverage.judgements:
        lines = filter(None, (judged.missing, *told_of(judged)))
        told = "".join(f'<div class="missing">{escape(line)}</div>' for line in lines)
        yield f'<div class="line"><b>{escape(judged.requirement.id)}</b>{status_badge(judged.status)}</div>{told}'


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)


def _draw_parties(report: GapReport) -> None:
    rows = [{"Party": name, "Criteria": ", ".join(map(str, found))} for name, found in report.parties.items()]
    if rows:
        st.dataframe(rows, hide_index=True)
    else:
        st.text("No partner's own papers leave a criterion open.")


def _draw_expiring(report: GapReport) -> None:
    rows = [
        {
            "Document": document.name,
            "Party": document.party or "own",
            "Expires": document.expires,
            "When": "expired" if document.expires and document.expires < report.as_of else "soon",
        }
        for document in report.expiring
    ]
    if rows:
        st.dataframe(rows, hide_index=True)
    else:
        st.text("No current document expires soon.")


session.run(draw)
