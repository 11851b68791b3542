"""Gap report: readiness, the open criteria with what would close them, and the report as a file."""

import tempfile
from collections.abc import Iterable, Sequence
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from kb.decided import lines as told_of
from kb.export import layout
from kb.export.layout import READINESS
from kb.gaps import GapReport
from kb.matrix import State
from kb.model import Coverage, Flag, Status
from kb.party import line
from kb.places import source
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
    changed = len(report.changes.statuses) if report.changes else 0
    open_now, since, parties, expiring = st.tabs(
        [
            f"Open criteria ({len(report.gaps)})",
            f"Since the last report ({changed})",
            f"Parties ({len(report.matrix.parties)})",
            f"Expired or expiring ({len(report.expiring)})",
        ]
    )
    with open_now:
        _draw_gaps(report)
    with since:
        _draw_since(report)
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
        made = path.read_bytes()
    with session.assistant() as assistant:
        assistant.keep_report(report)
    return made


def _draw_readiness(report: GapReport) -> None:
    counts = report.summary
    shown = [(status_word(status), counts[status.value.replace(" ", "_")], STATUS_TONE[status]) for status in READINESS]
    shown = [("! Musts open", counts["must_open"], "bad"), *shown]
    figures = (f'<div class="figure tone-{t}"><b>{n}</b><span>{escape(word)}</span></div>' for word, n, t in shown)
    st.html(f'<div class="figures">{"".join(figures)}</div>')
    read = counted(report.documents, "document")
    st.caption(f"{counts['total']} criteria judged on {read}; at the right of each section, how many are covered.")
    st.caption(plain(layout.window_line(report)))
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


def _draw_since(report: GapReport) -> None:
    for told in layout.change_lines(report):
        st.text(told)
    _draw_table(layout.CHANGE_HEAD, layout.change_rows(report))
    if report.changes is None:
        st.caption("A report that is downloaded here, or written by the command line, is what the next one goes by.")


def _draw_parties(report: GapReport) -> None:
    if not report.matrix.parties:
        st.text("No paper is of a partner, and none names one.")
        return
    _draw_table(layout.PARTY_HEAD, layout.party_rows(report))
    name = st.selectbox("Party", report.matrix.parties, index=None, placeholder="Show one party", key="gap party")
    if name:
        _draw_party(report, name)
    else:
        rows = [
            {"No.": each.number, "Criterion": each.title}
            | {party: _mark(report.matrix.cells[party, each.number].state) for party in report.matrix.parties}
            for each in report.matrix.criteria
        ]
        st.dataframe(rows, hide_index=True)


def _mark(state: State) -> str:
    return "" if state is State.NOTHING else state.value


def _draw_party(report: GapReport, name: str) -> None:
    """What one party shows, and what to ask of it, ready to be copied."""
    with session.assistant() as assistant:
        one = assistant.party(name, report.matrix)
    shown = ("Part", "Requirement", "State", "Words", "Where", "Why")
    rows = [
        (part.requirement.id, part.requirement.text, part.state.value)
        + (line(part.evidence.citation.quote), source(part.evidence.citation), "; ".join(part.evidence.reasons))
        for cell in one.cells
        for part in cell.parts
        if part.evidence
    ]
    _draw_table(shown, rows)
    st.html(f'<div class="label">To ask of {escape(name)}</div>')
    asks = "\n".join(f"{number}. {ask}" for number, ask in enumerate(one.asks, start=1))
    st.code(asks or "Nothing.", language=None, wrap_lines=True)


def _draw_expiring(report: GapReport) -> None:
    st.text(layout.window_line(report))
    _draw_table(layout.EXPIRY_HEAD, layout.expiry_rows(report))
    if not report.expiring:
        st.text("No current document expires soon.")


def _draw_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        st.dataframe([dict(zip(head, row, strict=True)) for row in rows], hide_index=True)


session.run(draw)
