"""Fits the thresholds of the judgement on the dev half of labels, and writes them to kb/thresholds.json.

    python -m eval.fit WORKSPACE=LABELS [WORKSPACE=LABELS …]

Each workspace holds the documents that its labels (JSON lines) are about. The test half is never read, save of the sets
named by --whole, whose test half was given up for development. What is sought
is the mean over the sets of macro-F1 of covered, partial and gap, less the share of false covered: a wrong
"covered" is the worst error. One threshold after the other takes the best of its values, until none gets better.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from eval.label import Label
from eval.label_files import read_labels
from eval.labels import figures_of
from kb.assistant import Assistant
from kb.candidates import candidates
from kb.coverage import coverage, judgement
from kb.evidence import FITTED, Thresholds
from kb.judging import Judging
from kb.model import Coverage, Criterion, Hit
from kb.scope import SECTIONS, Scope
from kb.settings import load_settings

GRID: Mapping[str, Sequence[float]] = {
    "core_weight": (0.1, 0.17, 0.25, 0.35, 0.5),
    "unspoken": (0.0, 0.04, 0.08, 0.12, 0.2, 1.0),
    "full_weight": (0.05, 0.1, 0.15, 0.2),
    "shown": (0.2, 0.25, 0.3, 0.35),
    "counts": (0.46, 0.48, 0.5, 0.52, 0.54, 0.56, 0.58, 0.6, 0.62),
    "warns": (0.35, 0.4, 0.45, 0.5, 0.55),
    "full": (0.55, 0.6, 0.7),  # more than half: a part of what is asked is partial
}
ROUNDS = 4
LEAST_GAIN = 0.002  # less is one question's luck


@dataclass(frozen=True)
class Case:
    """A workspace with its labels; the candidates are looked for once."""

    name: str
    labels: Mapping[int, Label]
    criteria: Sequence[Criterion]
    judging: Judging
    found: Mapping[str, Sequence[Hit]]  # part id -> candidates

    @staticmethod
    def of(workspace: Path, labels: Path, as_of: date, split: str = "dev") -> "Case":
        """The case of a workspace, judged as of a day on one split of its labels."""
        assistant = Assistant(load_settings(workspace), as_of)
        read = {label.number: label for label in read_labels(labels, split)}
        criteria = [assistant.catalogue.criterion(number) for number in read]
        parts = [part for criterion in criteria for part in criterion.requirements]
        documents = assistant.documents()
        judging = Judging(assistant.base.store, documents, as_of)
        return Case(workspace.name, read, criteria, judging, candidates(assistant.base, parts, documents))

    def said(self, thresholds: Thresholds) -> list[tuple[Label, Coverage]]:
        """Each label with what is said under these thresholds."""
        return [(self.labels[each.number], self._coverage(each, thresholds)) for each in self.criteria]

    def _coverage(self, criterion: Criterion, thresholds: Thresholds) -> Coverage:
        scope = SECTIONS.get(criterion.section, Scope.ANY)
        parts = [
            judgement(part, self.judging.evidence(part, scope, self.found[part.id], thresholds))
            for part in criterion.requirements
        ]
        return coverage(criterion, parts, self.judging.as_of)


def fit(cases: Sequence[Case], begin: Thresholds) -> tuple[Thresholds, float]:
    """The best thresholds found from `begin`, and what they reach."""
    best, reached = begin, _reached(cases, begin)
    for _ in range(ROUNDS):
        before = reached
        for name, values in GRID.items():
            for value in values:
                tried = replace(best, **{name: value})
                if (score := _reached(cases, tried)) > reached + LEAST_GAIN:
                    best, reached = tried, score
                    sys.stderr.write(f"{name} {value}: {score:.4f}\n")
        if reached == before:
            break
    return best, reached


def _reached(cases: Sequence[Case], thresholds: Thresholds) -> float:
    figures = [figures_of(case.said(thresholds)) for case in cases]
    return float(sum(each["macro_f1_three"] - each["false_covered"] for each in figures) / len(figures))


def main(arguments: Sequence[str]) -> None:
    """Fit, print the figures, write the file."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit", description=__doc__.split("\n")[0])
    parser.add_argument("pairs", nargs="+", metavar="WORKSPACE=LABELS")
    parser.add_argument("--whole", action="append", default=[], metavar="WORKSPACE", help="its test half counts too")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date.today())
    asked = parser.parse_args(arguments)
    pairs = [pair.partition("=") for pair in asked.pairs]
    cases = [
        Case.of(Path(workspace), Path(labels), asked.as_of, "all" if workspace in asked.whole else "dev")
        for workspace, _, labels in pairs
    ]
    best, reached = fit(cases, FITTED)
    sets: dict[str, Any] = {}
    for case in cases:
        figures = figures_of(case.said(best))
        kept = ("accuracy", "macro_f1_three", "false_covered", "gap_recall")
        sets[case.name] = {"questions": len(case.labels)} | {name: figures[name] for name in kept}
    record = {
        "thresholds": {name: round(value, 4) for name, value in asdict(best).items()},
        "fitted": {
            "on": date.today().isoformat(),
            "split": "dev",
            "whole": [Path(each).name for each in asked.whole],
            "reached": round(reached, 4),
            "sets": sets,
        },
    }
    text = json.dumps(record, indent=2) + "\n"
    FITTED_FILE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


FITTED_FILE = Path(__file__).parents[1] / "kb" / "thresholds.json"

if __name__ == "__main__":
    main(sys.argv[1:])
