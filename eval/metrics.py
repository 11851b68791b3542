"""Measures of a ranking and of an abstain score, and the interval of a difference."""

import math
from collections.abc import Mapping, Sequence

MEASURES = ("R5", "R10", "MAP10", "nDCG10", "MRR10", "Hit5")
RESAMPLES = 10_000  # the ends of a 95 % interval then move by less than 0.002 from seed to seed


def measure(ranking: Sequence[str], labels: Mapping[str, int]) -> dict[str, float]:
    """The MEASURES (0 to 1) of one ranking, best first, against its labels (identity -> grade above 0)."""
    relevant = {identity: grade for identity, grade in labels.items() if grade > 0}
    gains = [relevant.get(identity, 0) for identity in ranking[:10]]
    found = [rank for rank, gain in enumerate(gains, start=1) if gain > 0]
    total = len(relevant)
    precision = sum(count / rank for count, rank in enumerate(found, start=1))
    ideal = _discounted(sorted(relevant.values(), reverse=True)[:10])
    return {
        "R5": sum(rank <= 5 for rank in found) / total if total else 0.0,
        "R10": len(found) / total if total else 0.0,
        "MAP10": precision / total if total else 0.0,
        "nDCG10": _discounted(gains) / ideal if ideal else 0.0,
        "MRR10": 1 / found[0] if found else 0.0,
        "Hit5": float(any(rank <= 5 for rank in found)),
    }


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each of the MEASURES over questions; zeros where there are none."""
    return {name: sum(row[name] for row in rows) / len(rows) if rows else 0.0 for name in MEASURES}


def auroc(raised: Sequence[float], others: Sequence[float]) -> float | None:
    """How often a score of `raised` is above one of `others`, ties counting half; None where either is empty."""
    if not raised or not others:
        return None
    ranks = _mid_ranks([*raised, *others])
    above = sum(ranks[: len(raised)]) - len(raised) * (len(raised) + 1) / 2
    return above / (len(raised) * len(others))


def _mid_ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=lambda place: values[place])
    ranks = [0.0] * len(values)
    begin = 0
    while begin < len(order):
        end = begin
        while end < len(order) and values[order[end]] == values[order[begin]]:
            end += 1
        for place in order[begin:end]:
            ranks[place] = (begin + 1 + end) / 2
        begin = end
    return ranks


def paired_interval(first: Sequence[float], second: Sequence[float], seed: int = 7) -> tuple[float, float, float]:
    """Mean of first - second over the same questions, with the ends of its 95 % bootstrap interval."""
    import numpy

    differences = numpy.asarray(first, dtype=float) - numpy.asarray(second, dtype=float)
    random = numpy.random.default_rng(seed)
    means = [differences[random.integers(0, len(differences), len(differences))].mean() for _ in range(RESAMPLES)]
    low, high = numpy.percentile(means, [2.5, 97.5])
    return float(differences.mean()), float(low), float(high)
