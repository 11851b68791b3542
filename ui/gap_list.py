"""The open criteria of the gap report: filters that the address keeps, a table, and the one that is chosen."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import streamlit as st

from kb.export.layout import part_lines
from kb.gaps import OPEN, GapReport, assigned
from kb.model import Coverage, Flag, Status
from ui import pages
from ui.marks import COLOUR, FLAG_TONE, STATUS_TONE, badge, status_badge, status_word
from ui.words import counted

CUT = 160  # characters of what is missing, in the table


def draw(report: GapReport) -> None:
    """Draw the open criteria, Musts first."""
    if not report.gaps:
        st.success("Nothing is open: every criterion is covered or does not apply.", icon=":material/check:")
        return
    shown = _filtered(report)
    st.caption(f"{len(shown)} of {len(report.gaps)} open criteria, Musts first. Click one for what is missing.")
    if not shown:
        st.info("No open criterion fits these filters; remove one.")
        return
    place = _draw_table(shown)
    if place is not None:
        _draw_one(shown[place])


def _filtered(report: GapReport) -> list[Coverage]:
    first, second, third, fourth = st.columns([1.55, 3.35, 2.6, 2.4], vertical_alignment="bottom")
    statuses = {status_word(status): status for status in OPEN}
    flag = first.segmented_control(
        "Flag", [each.value for each in Flag], key="flag", bind="query-params", label_visibility="collapsed"
    )
    words = second.pills(
        "Status", list(statuses), key="status", selection_mode="multi", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    known = list(report.sections)
    sections = third.multiselect("Section", known, key="section", placeholder="All sections", bind="query-params",
                                 label_visibility="collapsed")  # fmt: skip
    party = fourth.selectbox(
        "Party", list(report.parties), index=None, key="of", placeholder="Open at any party", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    wanted = [statuses[word] for word in words]
    return [
        each
        for each in report.gaps
        if flag in (None, each.flag.value)
        and (not wanted or each.status in wanted)
        and (not sections or each.criterion.section in sections)
        and (party is None or each.criterion.number in report.parties[party])
    ]


def _draw_table(shown: Sequence[Coverage]) -> int | None:
    """The place of the criterion that is chosen, or None."""
    key = f"gaps {hash(tuple(each.criterion.number for each in shown))}"
    chosen = st.session_state.get(key, {}).get("selection", {}).get("cells")
    rows = [_row(each) for each in shown]
    left_out = {name for name in ("Owner", "Due") if not any(row[name] for row in rows)}
    picked = st.dataframe(
        rows,
        key=key,
        on_select="rerun",
        selection_mode="single-cell",
        hide_index=True,
        row_height=31,
        height=min(31 * len(rows) + 36, 200 if chosen else 640),  # so that the one chosen is in sight below
        column_order=[name for name in rows[0] if name not in left_out],
        column_config=_columns(),
        alt="The open criteria that these filters leave",
    )
    cells = picked["selection"]["cells"]
    return int(cells[0][0]) if cells else None


def _row(coverage: Coverage) -> dict[str, Any]:
    subject = coverage.criterion
    missing = " ".join(_missing(coverage).split())
    owner, due = assigned(coverage)
    return {
        "No.": subject.number,
        "MSC": subject.msc_id,
        "Flag": coverage.flag.value,
        "Status": [status_word(coverage.status)],
        "Title": subject.title,
        "Missing": missing if len(missing) <= CUT else f"{missing[: CUT - 1]}…",
        "Owner": owner,
        "Due": due,
    }


def _missing(coverage: Coverage) -> str:
    return next((judged.missing for judged in coverage.judgements if judged.missing), coverage.note)


def _columns() -> dict[str, Any]:
    text = st.column_config.TextColumn
    words = [status_word(status) for status in Status]
    colours = [COLOUR[STATUS_TONE[status]] for status in Status]
    return {
        "No.": st.column_config.NumberColumn(width=48, alignment="left", help="Number in the portal"),
        "MSC": text(width=52),
        "Flag": text(width=58),
        "Status": st.column_config.MultiselectColumn(width=100, options=words, color=colours),
        "Title": text(width=235),
        "Missing": text(width=400),
        "Owner": text(width=80, help="As the note of a decision names it: owner: …"),
        "Due": text(width=88),
    }


def _draw_one(coverage: Coverage) -> None:
    """A criterion with what is missing of each part, what is weak, and what to do next."""
    subject = coverage.criterion
    with st.container(border=True):
        told = [status_badge(coverage.status), badge(coverage.flag.value, FLAG_TONE[coverage.flag])]
        told.append(f'<span class="quiet">MSC {escape(subject.msc_id)} · {escape(subject.section)}</span>')
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.html(f'<div class="part">{subject.number} {escape(subject.title)}</div>', width="content")
            if st.button(f"Open criterion {subject.number}", key="open gap", icon=":material/arrow_forward:"):
                pages.open_criterion(subject.number)
        st.html(f'<div class="line">{"".join(told)}</div><p class="question">{escape(subject.question)}</p>')
        st.html("".join(_parts(coverage)))
        if coverage.next_actions:
            items = "".join(f"<li>{escape(action)}</li>" for action in coverage.next_actions)
            st.html(f'<div class="label">Next ({counted(len(coverage.next_actions), "step")})</div>'
                    f'<ol class="list">{items}</ol>')  # fmt: skip


def _parts(coverage: Coverage) -> Iterable[str]:
    for judged in coverage.judgements:
        part = judged.requirement
        yield f'<div class="part">{escape(part.id)} {escape(part.text)}</div>'
        yield f'<div class="line">{status_badge(judged.status)}</div>'
        for label, text in part_lines(judged):
            yield f'<div class="missing"><b>{escape(label)}:</b> {escape(text)}</div>'
