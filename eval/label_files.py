"""Reads a file of labels: JSON lines, or a spreadsheet with a row for each place that answers a criterion."""

import json
from collections.abc import Iterator
from pathlib import Path

from eval.label import COUNTED, STATUSES, Label, Shown
from eval.label_sheet import SHEETS, read_sheet
from kb.errors import LabelsError


def read_labels(path: Path, split: str = "all") -> list[Label]:
    """The labels of a file, those of one split; a line without a split is dev for an odd number, else test.

    Raises LabelsError naming the file and the line or row.
    """
    sheet = path.suffix.lower() in SHEETS
    labels = read_sheet(path) if sheet else list(_json_lines(path))
    chosen = [label for label in labels if split in ("all", label.half)]
    if not chosen:
        raise LabelsError(f"{path} holds no labels of split {split}.")
    return chosen


def _json_lines(path: Path) -> Iterator[Label]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelsError(f"{path} cannot be read: {error}. Give labels as JSON lines, XLSX or CSV.") from error
    for place, line in enumerate(lines, start=1):
        if line.strip():
            yield _label(path, place, line)


def _label(path: Path, place: int, line: str) -> Label:
    try:
        entry = json.loads(line)
        number = int(entry["portal"])
        status = str(entry["status"])
        evidence = tuple(
            Shown(str(item["file"]), str(item["quote"]))
            for item in entry.get("evidence", ())
            if str(item.get("grade", "supports")).replace("_", " ") in COUNTED
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LabelsError(
            f"{path}, line {place}: not a label ({error!r}); it needs portal, status, evidence."
        ) from error
    if status not in STATUSES:
        raise LabelsError(f"{path}, line {place}: status {status!r} is none of {', '.join(STATUSES)}.")
    return Label(number, status, evidence, split=str(entry.get("split") or ""))
