"""The figures of eval.bench as tables; ratios are the other's figure divided by ours."""

from collections.abc import Mapping, Sequence
from typing import Any

QUALITY = ("R5", "R10", "MAP10", "nDCG10", "MRR10", "gap_auroc")
COST = (  # name, heading, form, whether more is better
    ("passages", "passages", ".0f", None),
    ("ingest_seconds", "ingest s", ".1f", False),
    ("ingest_cpu", "ingest CPU s", ".1f", False),
    ("passages_per_second", "passages/s", ".0f", True),
    ("question_p50_ms", "question p50 ms", ".1f", False),
    ("question_p95_ms", "p95 ms", ".1f", False),
    ("question_cpu_p50_ms", "p50 CPU ms", ".1f", False),
    ("cold_seconds", "cold s", ".2f", False),
    ("peak_mb_ingest", "peak MB ingest", ".0f", False),
    ("peak_mb_question", "peak MB question", ".0f", False),
    ("index_mb", "index MB", ".1f", False),
)
OURS = "ours"
Table = list[list[str]]


def tables(figures: Mapping[str, Any]) -> list[tuple[str, Table]]:
    """Heading and rows of each table, the first row its columns."""
    made = []
    for name, one in figures["sets"].items():
        counts = f"{one['rows']} documents, {one['questions']} questions with evidence, {one['gaps']} without"
        made.append((f"{name}: {counts}", _quality(one["arms"])))
        made.append((f"{name}: cost, in brackets as ratio to ours", _cost(one["arms"])))
    made.append(("Average of the sets, nDCG@10", _averages(figures["sets"])))
    return made


def _quality(arms: Mapping[str, Any]) -> Table:
    rows = [["", *QUALITY, "nDCG10: ours less this"]]
    for name, arm in arms.items():
        values = [arm["quality"][key] for key in QUALITY]
        told = ["" if value is None else f"{value:.3f}" for value in values]
        rows.append([name, *told, "" if name == OURS else interval(arm["ours_less_this"]["nDCG10"])])
    return rows


def interval(values: Sequence[float]) -> str:
    """A difference with the ends of its interval, such as "+0.020 [+0.010, +0.031]"."""
    return f"{values[0]:+.3f} [{values[1]:+.3f}, {values[2]:+.3f}]"


def _cost(arms: Mapping[str, Any]) -> Table:
    rows = [["", *(heading for _, heading, _, _ in COST)]]
    ours = arms[OURS]["cost"]
    for name, arm in arms.items():
        cells = [name]
        for key, _, form, more in COST:
            told = "" if arm["cost"][key] is None else format(arm["cost"][key], form)
            if told and name != OURS and more is False and ours[key]:
                told += f" ({arm['cost'][key] / ours[key]:.1f})"
            cells.append(told)
        rows.append(cells)
    return rows


def _averages(sets: Mapping[str, Any]) -> Table:
    arms = list(next(iter(sets.values()))["arms"])
    values = {arm: [one["arms"][arm]["quality"]["nDCG10"] for one in sets.values()] for arm in arms}
    rows = [["", *sets, "average"]]
    return rows + [[arm, *(f"{v:.3f}" for v in row), f"{sum(row) / len(row):.3f}"] for arm, row in values.items()]


def as_text(figures: Mapping[str, Any]) -> str:
    """The tables for a terminal."""
    lines = [f"commit {figures['commit']}, {figures['machine']}"]
    for heading, rows in tables(figures):
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        lines += ["", heading]
        lines += [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        ]
    return "\n".join(lines)


def as_markdown(figures: Mapping[str, Any]) -> str:
    """The tables as Markdown."""
    lines = [f"Commit {figures['commit']}, {figures['machine']}."]
    for heading, rows in tables(figures):
        lines += ["", f"**{heading}**", "", _line(rows[0]), "|---" * len(rows[0]) + "|", *map(_line, rows[1:])]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
