"""The figures of eval.growth as a picture: one panel a figure, both axes in powers of ten."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

PANELS = (  # name, heading, target or None
    ("question_p50_ms", "Question, warm, p50 (ms)", None),
    ("covers_cold_seconds", "covers 56 from cold (s)", 1.5),
    ("peak_mb_questions", "Peak memory, questions (MB)", 1000.0),
    ("disk_mb", "Disk (MB)", None),
)
WIDTH, HEIGHT, LEFT, TOP, BOTTOM, GAP = 230, 170, 46, 34, 30, 16
SLACK = 0.03  # of a power of ten: 995 and 100,032 stand on the edges
LINE, TARGET, INK, GRID = "#0072B2", "#D55E00", "#333333", "#d9d9d9"


def picture(rows: Sequence[Mapping[str, Any]]) -> str:
    """An SVG file's text."""
    across = len(PANELS) * (WIDTH + GAP) + 2 * GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{HEIGHT + TOP + BOTTOM}"'
        ' font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for place, (name, heading, target) in enumerate(PANELS):
        points = [(float(row["passages"]), float(row[name])) for row in rows]
        parts.append(f'<g transform="translate({GAP + place * (WIDTH + GAP)},0)">')
        parts += _panel(heading, points, target)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>\n"])


def _panel(heading: str, points: Sequence[tuple[float, float]], target: float | None) -> list[str]:
    highs = [value for _, value in points] + ([target] if target else [])
    sides, heights = _decades([size for size, _ in points]), _decades(highs)

    def x(size: float) -> float:
        return round(LEFT + (WIDTH - LEFT) * _share(size, sides), 1)

    def y(value: float) -> float:
        return round(TOP + HEIGHT * (1 - _share(value, heights)), 1)

    parts = [f'<text x="{LEFT}" y="{TOP - 14}" font-weight="bold" fill="{INK}">{escape(heading)}</text>']
    for power in range(heights[0], heights[1] + 1):
        level, told = y(10.0**power), f"{10.0**power:g}"
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH}" y1="{level}" y2="{level}" stroke="{GRID}"/>')
        parts.append(f'<text x="{LEFT - 5}" y="{level + 4}" text-anchor="end" fill="{INK}">{told}</text>')
    for power in range(sides[0], sides[1] + 1):
        told = f"{10**power:,}"
        parts.append(
            f'<text x="{x(10.0**power)}" y="{TOP + HEIGHT + 16}" text-anchor="middle" fill="{INK}">{told}</text>'
        )
    if target:
        level, dashed = y(target), f'stroke="{TARGET}" stroke-dasharray="4 3"'
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH}" y1="{level}" y2="{level}" {dashed}/>')
        parts.append(f'<text x="{WIDTH}" y="{level - 4}" text-anchor="end" fill="{TARGET}">aim {target:g}</text>')
    drawn = " ".join(f"{x(size)},{y(value)}" for size, value in points)
    parts.append(f'<polyline points="{drawn}" fill="none" stroke="{LINE}" stroke-width="2"/>')
    for place, (size, value) in enumerate(points):
        anchor = "start" if place == 0 else "end" if place == len(points) - 1 else "middle"
        parts.append(f'<circle cx="{x(size)}" cy="{y(value)}" r="3" fill="{LINE}"/>')
        told = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
        parts.append(f'<text x="{x(size)}" y="{y(value) - 8}" text-anchor="{anchor}" fill="{INK}">{told}</text>')
    return parts


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten between which positive values lie."""
    low, high = math.floor(math.log10(min(values)) + SLACK), math.ceil(math.log10(max(values)) - SLACK)
    return low, max(high, low + 1)


def _share(value: float, decades: tuple[int, int]) -> float:
    return (math.log10(value) - decades[0]) / (decades[1] - decades[0])
