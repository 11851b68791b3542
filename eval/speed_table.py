"""The figures of eval.speed as a table; ratios are the other's figure divided by ours."""

from typing import Any

from eval.speed_ingest import OURS, THEIRS, THEIRS_SMALL

BUSY = 0.5  # processes that wanted a core in the minute before
COLUMNS = (
    "seconds",
    "ratio",
    "CPU s",
    "ratio",
    "peak MB",
    "ratio",
    "index MB",
    "pages/s",
    "passages",
    "/s",
    "kchars",
    "seen",
)


def as_text(figures: dict[str, Any]) -> str:
    """All figures of one run in words."""
    lines = [f"{', '.join(figures['folders'])}: {figures['machine']}"]
    if figures["left out"]:
        lines.append(f"left out, as the starter does not read them as text: {', '.join(figures['left out'])}")
    for name, one in figures["sets"].items():
        lines += ["", f"Whole ingest from cold, {name}: {one['files']} files, {one['pages']} pages", _head()]
        lines += [_ingest_line(who, one) for who in (OURS, THEIRS, THEIRS_SMALL)]
    lines.append("kchars: thousands of the documents' characters in passages; seen: those among the 256 tokens of each")
    lines.append("passage that the model reads. Scanned pages, which we read by OCR, are empty to the starter.")
    if (load := figures["machine"]["load"]) > BUSY:
        lines.append(f"Other work was under way at the start (load {load:.1f}): run it again on a quiet machine.")
    if reading := figures["reading"]:
        lines += ["", "Reading of {pages} pages of PDF: {ms_per_page:.1f} ms a page".format(**reading)]
        lines[-1] += ", pypdf {pypdf_ms_per_page:.1f} ms: ratio {ratio:.2f}".format(**reading)
    asked = figures["questions"]
    for key, what in (("search_ms", "search"), ("covers_ms", "search and judgement"), ("starter_ms", "starter")):
        lines.append("A question, warm, {}: p50 {p50:.1f} ms, p95 {p95:.1f} ms".format(what, **asked[key]))
    lines.append(f"ratio of the starter's p50 to that of search: {asked['ratio_p50']:.1f}")
    cold = "From cold: ctpat covers 56 {covers_cold_seconds:.2f} s, the starter's question {starter_cold_seconds:.2f} s"
    lines.append((cold + ": ratio {ratio_cold:.1f}").format(**asked))
    small = "{files} small text files, {passages} passages: {first_seconds:.1f} s, {passages_per_second:.0f} passages/s"
    lines.append(small.format(**figures["unchanged"]))
    again = "again, unchanged: {again_seconds:.2f} s, {again_seconds_without_start:.2f} s of it after the start"
    lines.append(again.format(**figures["unchanged"]))
    once = figures["compile once a machine, seconds"]
    lines.append(f"The model is compiled once a machine ({once:.1f} s), which is not in the figures above.")
    return "\n".join(lines)


def _head() -> str:
    return f"{'':22}" + "".join(f"{name:>9}" for name in COLUMNS)


def _ingest_line(who: str, one: dict[str, Any]) -> str:
    row, ratios = one[who], one["ratios"].get(who, {})
    cells = []
    for key, form in (("seconds", ".1f"), ("cpu", ".1f"), ("peak_mb", ".0f")):
        cells += [format(row[key], form), format(ratios[key], ".2f") if ratios else ""]
    cells += [f"{row['index_mb']:.1f}", f"{row['pages_per_second']:.1f}", f"{row['passages']:.0f}"]
    cells += [f"{row['passages_per_second']:.0f}", f"{row['characters'] / 1000:.0f}"]
    cells += [f"{row['characters_seen'] / max(row['characters'], 1):.0%}"]
    return f"{who:22}" + "".join(f"{cell:>9}" for cell in cells)
