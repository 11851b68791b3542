"""Fits the weights of kb.confidence on the dev half of labelled gaps, and writes them to kb/confidence.json.

    python -m eval.fit_confidence DIR [DIR …]

Each folder holds labels in BEIR's form with gaps.tsv; the halves are those of eval.halves. One weight per signal for
all sets; each set counts the same. What the weights are worth where they were not fitted is told by leaving out one set
after the other. The test half is never fitted on: it is told beside, against each arm by itself, with intervals.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eval.beir import indexed, search_all
from eval.beir_folder import load
from eval.halves import DEV, TEST, half_of
from eval.logistic import regression
from eval.metrics import auroc, auroc_interval
from kb.confidence import Signals, dense_confidence, lexical_confidence, matched_confidence, probability, signals
from kb.errors import CtpatError, LabelsError
from kb.search import fused_many
from kb.settings import Settings, load_settings

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

RIDGE = 30.0  # beside 400 questions; between 10 and 100 no set's dev figure moves by more than 0.01
ARMS = ("BM25", "BM25 / weight", "cosine")
FITTED_FILE = Path(__file__).parents[1] / "kb" / "confidence.json"
HALVES = {"dev": (DEV,), "test": (TEST,), "all": (DEV, TEST)}


@dataclass(frozen=True)
class Asked:
    """One question with what its hits say."""

    half: int
    answered: bool
    signals: Signals
    arms: tuple[float, ...]  # the score of each of ARMS by itself


def asked_of(folder: Path, settings: Settings) -> list[Asked]:
    """Every question of a folder; raises LabelsError where either half lacks gaps or answered ones."""
    labels = load(folder)
    halves = half_of(labels)
    with indexed(labels, settings) as corpus:
        base, found = corpus.base, search_all(corpus, labels.queries, fused_many)
        asked = []
        for query in labels.queries:
            hits = found[query.id]
            arms = (matched_confidence(hits), lexical_confidence(base, query.text, hits), dense_confidence(hits))
            told = signals(base, query.text, hits)
            asked.append(Asked(halves[query.id], query.id not in labels.gaps, told, arms))
    if len({(one.half, one.answered) for one in asked}) < 4:
        raise LabelsError(f"{folder} has not both gaps and answered questions in each half.")
    return asked


def fit(sets: Sequence[Sequence[Asked]]) -> tuple[Signals, float]:
    """Weights and level from the dev half of each set."""
    weights, level = regression([_rows(one) for one in sets], RIDGE)
    return Signals(*(round(float(value), 4) for value in weights)), round(level, 4)


def _rows(asked: Sequence[Asked]) -> "tuple[NDArray[float64], NDArray[float64]]":
    import numpy

    dev = [one for one in asked if one.half == DEV]
    answered, gaps = ([one.signals for one in dev if one.answered is kind] for kind in (True, False))
    return numpy.array(answered, dtype=float), numpy.array(gaps, dtype=float)


Scores = tuple[list[float], list[float]]  # of answered questions, of gaps


def _scores(asked: Sequence[Asked], weights: Signals, level: float, halves: Sequence[int]) -> list[Scores]:
    """Those of the fitted confidence and then of each arm."""
    kept = [one for one in asked if one.half in halves]
    values = [[probability(one.signals, weights, level), *one.arms] for one in kept]
    return [
        (
            [row[place] for row, one in zip(values, kept, strict=True) if one.answered],
            [row[place] for row, one in zip(values, kept, strict=True) if not one.answered],
        )
        for place in range(1 + len(ARMS))
    ]


def table(sets: Mapping[str, Sequence[Asked]], weights: Signals, level: float) -> str:
    """A Markdown table: the AUROC of each set's halves, of each arm, and what the fitted confidence gains on it."""
    lines = [f"| set | half | answered | gaps | confidence | {' | '.join(ARMS)} |", "|---" * (5 + len(ARMS)) + "|"]
    for name, asked in sets.items():
        for half, kept in HALVES.items():
            ours, *arms = _scores(asked, weights, level, kept)
            cells = [name, half, str(len(ours[0])), str(len(ours[1])), f"{auroc(*ours):.3f}"]
            for arm in arms:
                gain, low, high = auroc_interval(ours, arm)
                cells.append(f"{auroc(*arm):.3f} ({gain:+.3f} [{low:+.3f}, {high:+.3f}])")
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def record_of(sets: Mapping[str, Sequence[Asked]], weights: Signals, level: float) -> dict[str, object]:
    """What kb/confidence.json holds: the weights, and of each set what they reach on its dev half."""
    reached: dict[str, dict[str, float]] = {}
    for name, asked in sets.items():
        others = [one for other, one in sets.items() if other != name] or [asked]
        dev = _scores(asked, weights, level, (DEV,))
        apart = _scores(asked, *fit(others), (DEV,))[0]
        told = {"auroc": auroc(*dev[0]), "auroc_fitted_on_the_others": auroc(*apart)}
        told |= {f"auroc_{arm}": auroc(*scores) for arm, scores in zip(ARMS, dev[1:], strict=True)}
        counts: dict[str, float] = {"answered": len(apart[0]), "gaps": len(apart[1])}
        reached[name] = counts | {key: round(value, 4) for key, value in told.items() if value is not None}
    fitted = {"on": date.today().isoformat(), "split": "dev", "ridge": RIDGE, "sets": reached}
    return {"weights": weights._asdict(), "intercept": level, "fitted": fitted}


def main(arguments: Sequence[str]) -> int:
    """Fit, write the file, print the table; 2 where a folder is not well formed."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_confidence", description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="labels in BEIR's form, with gaps")
    asked = parser.parse_args(arguments)
    try:
        settings = load_settings()
        sets = {folder.resolve().name: asked_of(folder, settings) for folder in asked.folders}
    except CtpatError as error:
        print(error, file=sys.stderr)
        return 2
    weights, level = fit(list(sets.values()))
    FITTED_FILE.write_text(json.dumps(record_of(sets, weights, level), indent=2) + "\n", encoding="utf-8")
    print(table(sets, weights, level))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
