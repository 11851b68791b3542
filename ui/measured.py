"""What a run on labels found: in sentences, in figures, status by status, section by section, and the worst cases."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from kb.model import Status
from kb.shown import SYMBOL
from ui import pages
from ui.marks import status_word
from ui.words import plain

if TYPE_CHECKING:
    from eval.label_runs import Run

Figures = Mapping[str, Any]
BEST_LAST = (Status.GAP, Status.STALE, Status.CONFLICT, Status.PARTIAL, Status.COVERED, Status.NOT_APPLICABLE)
TOLD = (  # figure, what it says in a word or two, whether more is better
    ("accuracy", "judged as labelled", True),
    ("false_covered", "said better than it is", False),
    ("gap_recall", "of the gaps found", True),
    ("gap_precision", "of what is called a gap is one", True),
    ("evidence_recall5", "show a labelled passage first", True),
)


def draw(figures: Figures) -> None:
    """Draw the figures of a run."""
    st.html(Path(__file__).with_name("measured.css"))
    st.html(f'<div class="heading">{escape(str(figures["labels"]))}: {figures["n"]} criteria</div>')
    items = "".join(f"<li>{escape(told)}</li>" for told in figures["reading"])
    st.html(f'<ul class="list">{items}</ul>')
    if figures.get("notes"):
        st.caption("  \n".join(plain(note) for note in figures["notes"]))
    _draw_figures(figures)
    _draw_compared(figures.get("compared"))
    if figures.get("confusion"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _draw_confusion(figures["confusion"])
        with right:
            _draw_sure(figures.get("risk_coverage") or {})
    _draw_sections(figures.get("by_section") or {})
    _draw_worst(figures.get("worst") or ())


def _draw_figures(figures: Figures) -> None:
    boxes = "".join(
        f'<div class="figure tone-{_tone(figures[name], rising)}"><b>{figures[name]:.0%}</b><span>{escape(words)}'
        f"{_interval(figures.get(f'{name}_ci'))}</span></div>"
        for name, words, rising in TOLD
        if figures.get(name) is not None
    )
    if boxes:
        st.html(f'<div class="figures">{boxes}</div>')


def _interval(ends: Sequence[float] | None) -> str:
    """The ends between which a figure lies with 95 %."""
    return f' <small title="with 95 % certainty">({ends[0]:.0%} to {ends[1]:.0%})</small>' if ends else ""


def _tone(value: float, rising: bool) -> str:
    good = value if rising else 1 - value
    return "good" if good >= 0.85 else "part" if good >= 0.6 else "bad"


def _draw_compared(compared: Figures | None) -> None:
    """Which criteria have become better or worse since the last run, each a way to it."""
    for name, icon in (("worse", "trending_down"), ("better", "trending_up")):
        numbers = (compared or {}).get(name) or ()
        if numbers:
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.text(f"{name.capitalize()} than in the last run:", width="content")
                for number in numbers:
                    pages.draw_link(str(number), "criteria", f":material/{icon}:", criterion=str(number))


def _draw_confusion(confusion: Mapping[str, int]) -> None:
    """Labelled by said; above the diagonal it is said better than labelled, which is the dangerous side."""
    pairs = {tuple(name.split(" -> ")): count for name, count in confusion.items()}
    used = [status for status in BEST_LAST if any(status.value in pair for pair in pairs)]
    heads = "".join(f'<th scope="col">{escape(status_word(status))}</th>' for status in used)
    rows = "".join(
        f'<tr><th scope="row">{escape(status_word(label))}</th>'
        + "".join(_count(label, said, pairs.get((label.value, said.value), 0)) for said in used)
        + "</tr>"
        for label in used
    )
    st.html('<div class="label">Labelled (rows) and said (columns)</div>')
    st.html(f'<table class="counts"><thead><tr><th></th>{heads}</tr></thead><tbody>{rows}</tbody></table>')
    st.caption("✓ as labelled, ▲ said better than labelled (look at these first), ▽ said worse.")


def _count(label: Status, said: Status, count: int) -> str:
    if not count:
        return "<td></td>"
    if label is said:
        return f'<td class="tone-good">✓ {count}</td>'
    better = BEST_LAST.index(said) > BEST_LAST.index(label)
    return f'<td class="tone-bad">▲ {count}</td>' if better else f'<td class="tone-part">▽ {count}</td>'


def _draw_sure(kept: Mapping[str, float | None]) -> None:
    """How right the surest judgements are: what is gained where the rest is left to a person."""
    rows = "".join(
        f"<div>The surest {escape(share)}</div>{_bar(right, 'good')}<div class='sum'>{right:.0%}</div>"
        for share, right in kept.items()
        if right is not None
    )
    if rows:
        st.html(f'<div class="label">Right among the surest judgements</div><div class="bars sure">{rows}</div>')


def _draw_sections(sections: Mapping[str, Mapping[str, int]]) -> None:
    judged = any(row["judged"] for row in sections.values())
    name, right, whole = ("Judged as labelled", "right", "judged") if judged else ("Document found", "found", "sought")
    rows = "".join(
        f"<div>{escape(section)}</div>{_bar(row[right] / row[whole], 'good')}"
        f"<div class='sum'>{row[right]} of {row[whole]}</div>"
        for section, row in sections.items()
        if row[whole]
    )
    st.html(f'<div class="label">{name}, by section</div><div class="bars">{rows}</div>')


def _bar(share: float, tone: str) -> str:
    rest = f'<span class="tone-none" style="flex:{1 - share:.3f};opacity:.35"></span>' if share < 1 else ""
    return f'<div class="bar"><span class="tone-{tone}" style="flex:{share:.3f}"></span>{rest}</div>'


def _draw_worst(worst: Sequence[Figures]) -> None:
    if not worst:
        return
    st.html('<div class="label">To look at first</div>')
    picked = st.dataframe(
        [_case(row) for row in worst], key="worst table", on_select="rerun", selection_mode="single-cell",
        hide_index=True, row_height=31, placeholder="", height=31 * len(worst) + 36, column_config=_columns(),
        alt="The worst cases",
    )  # fmt: skip
    cells = picked["selection"]["cells"]
    if cells:
        pages.open_criterion(worst[cells[0][0]]["criterion"])


def _case(row: Figures) -> dict[str, Any]:
    return {
        "No.": row["criterion"],
        "Title": row["title"],
        "Labelled": _worded(row["label"]),
        "Said": _worded(row["said"]),
        "Labelled document": _place(row),
        "Shown first": ", ".join(row["shown"][:2]),
    }


def _place(row: Figures) -> str:
    """Where the labelled document comes among those shown; empty where the label names none."""
    if not row["labelled"]:
        return ""
    return f"shown as no. {row['document_rank']}" if row["document_rank"] else "not shown"


def _worded(status: str | None) -> str:
    return f"{SYMBOL[Status(status)]} {status}" if status in set(Status) else status or ""


def _columns() -> dict[str, Any]:
    widths = {"Title": 240, "Labelled": 100, "Said": 100, "Labelled document": 125, "Shown first": 330}
    columns: dict[str, Any] = {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}
    return columns | {"No.": st.column_config.NumberColumn(width=50, alignment="left")}


def draw_runs(kept: "Sequence[Run]") -> None:
    """A row a run, with its figures."""
    rows = [
        {
            "At": run.at[:16].replace("T", " "),
            "Labels": run.labels,
            "Criteria": run.figures.get("n"),
            "As labelled": _percent(run.figures.get("accuracy")),
            "Said better than it is": _percent(run.figures.get("false_covered")),
            "Labelled passage first": _percent(run.figures.get("evidence_recall5")),
            "Program": run.made_by.get("program", ""),
        }
        for run in kept
    ]
    st.dataframe(rows, hide_index=True, row_height=31, placeholder="", alt="Earlier runs")


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"
