"""Fails where quality has fallen against the committed figures: python -m eval.guard

The sample company's papers are read anew and measured on the dev half of its labels, question by question. A measure
has fallen where the 95 % interval of the paired difference lies wholly on the worse side; time is not looked at.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from eval.bench import commit
from eval.label import Label, Shown, file_name, meant, pieces
from eval.label_files import read_labels
from eval.metrics import paired_interval
from eval.overlap import overlaps
from kb.assistant import Assistant
from kb.errors import LabelsError
from kb.model import Coverage, Hit
from kb.search import fused_many
from kb.settings import load_settings
from kb.shipped import shipped

COMMITTED = Path(__file__).with_name("results") / "guard.json"
LABELS = Path(__file__).with_name("labels") / "sample.jsonl"
AS_OF = date(2026, 11, 22)  # when the sample's papers were written
FOUND = 10  # passages of a question
WORSE_WHEN_HIGHER = ("false covered",)
Figures = dict[str, dict[str, float]]  # measure -> question -> value


def measured(workspace: Path) -> Figures:
    """The measures (0 to 1) of every question of the dev half that they can be taken of."""
    labels = read_labels(LABELS, "dev")
    with closing(Assistant(load_settings(workspace), AS_OF)) as assistant:
        coverages = {coverage.criterion.number: coverage for coverage in assistant.map()}
        names = {document.path: document.name for document in assistant.documents()}
        criteria = [assistant.catalogue.criterion(label.number).question for label in labels]
        found = fused_many(assistant.base.searchable, criteria, FOUND)
    figures: Figures = {}
    for label, hits in zip(labels, found, strict=True):
        told = _retrieved(label, hits, names) | _judged(label, coverages[label.number])
        for measure, value in told.items():
            figures.setdefault(measure, {})[str(label.number)] = round(value, 4)
    return figures


def _retrieved(label: Label, hits: Sequence[Hit], names: Mapping[str, str]) -> dict[str, float]:
    """How many of the labelled places search finds, and how far up the first one stands."""
    if not label.evidence:
        return {}
    ranks = [_rank(place, hits, names) for place in label.evidence]
    found = [rank for rank in ranks if rank]
    return {
        "search R@5": sum(rank <= 5 for rank in found) / len(ranks),
        "search R@10": len(found) / len(ranks),
        "search MRR@10": 1 / min(found) if found else 0.0,
    }


def _rank(place: Shown, hits: Sequence[Hit], names: Mapping[str, str]) -> int:
    """Where a labelled place stands among the hits, from 1; 0 where it does not."""
    for rank, hit in enumerate(hits, start=1):
        if file_name(names[hit.passage.path]) == file_name(place.file) and overlaps(hit.passage.text, place.quote):
            return rank
    return 0


def _judged(label: Label, coverage: Coverage) -> dict[str, float]:
    said = coverage.status.value
    told = {"status right": float(label.status == said)}
    if label.status in ("gap", "partial"):
        told["false covered"] = float(said == "covered" or (label.status == "gap" and said == "partial"))
    if label.evidence:
        told["evidence@5"] = float(any(meant(item, label.evidence) for item in pieces(coverage)[:5]))
    return told


def compare(now: Figures, committed: Figures) -> list[dict[str, Any]]:
    """A row for each measure: both means over the questions that both have, their difference, whether it has fallen.

    Raises LabelsError where they have none in common.
    """
    rows = []
    for measure, before in committed.items():
        both = sorted(before.keys() & now.get(measure, {}).keys())
        new, old = [now[measure][key] for key in both], [before[key] for key in both]
        if not both:
            raise LabelsError(f"{COMMITTED} and the labels share no question of {measure}: run with --update.")
        change, low, high = paired_interval(new, old)
        fallen = low > 0 if measure in WORSE_WHEN_HIGHER else high < 0
        moved = [key for key, one, other in zip(both, new, old, strict=True) if one != other]
        means = {"now": sum(new) / len(new), "committed": sum(old) / len(old)}
        rows.append(
            {"measure": measure, "n": len(both), "change": change, "interval": (low, high), "fallen": fallen}
            | means
            | {"moved": moved}
        )
    return rows


def as_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """The comparison for a terminal."""
    lines = [f"{'':16}{'n':>4}{'committed':>11}{'now':>8}{'change':>9}  95 % interval"]
    for row in rows:
        low, high = row["interval"]
        line = f"{row['measure']:16}{row['n']:>4}{row['committed']:>11.3f}{row['now']:>8.3f}{row['change']:>+9.3f}"
        moved = f"  changed: {', '.join(row['moved'][:15])}" if row["moved"] else ""
        lines.append(f"{line}  [{low:+.3f}, {high:+.3f}]{'  FALLEN' if row['fallen'] else ''}{moved}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and compare, or write the committed figures anew; 1 where a measure has fallen."""
    parser = argparse.ArgumentParser(prog="python -m eval.guard", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--workspace", type=Path, help="of the sample, ingested already; default: it is ingested now")
    parser.add_argument("--update", action="store_true", help="write the figures as those to compare with from now on")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ctpat-guard-", ignore_cleanup_errors=True) as place:
        now = measured(asked.workspace or _sample(Path(place) / "workspace"))
    if asked.update:
        record = {"commit": commit(), "as_of": AS_OF.isoformat(), "split": "dev", "figures": now}
        COMMITTED.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        return 0
    try:
        rows = compare(now, _committed())
    except LabelsError as error:
        print(f"eval.guard: {error}", file=sys.stderr)
        return 1
    print(as_text(rows))
    fallen = [row["measure"] for row in rows if row["fallen"]]
    if fallen:
        print(f"Quality has fallen: {', '.join(fallen)}. Mend it, or say why and run: python -m eval.guard --update")
    return int(bool(fallen))


def _committed() -> Figures:
    try:
        figures: Figures = json.loads(COMMITTED.read_text(encoding="utf-8"))["figures"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LabelsError(f"{COMMITTED} cannot be read ({error}): write it with --update.") from error
    return figures


def _sample(workspace: Path) -> Path:
    """The sample company's papers, ingested into a workspace."""
    from ingest.pipeline import ingest

    with closing(Assistant(load_settings(workspace), AS_OF)) as assistant, assistant.base.writing():
        ingest([shipped("corpus/documents")], assistant.base)
    return workspace


if __name__ == "__main__":
    sys.exit(main())
