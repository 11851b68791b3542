"""Measures of a ranking and of an abstain score, and the interval of a difference."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

MEASURES = ("R5", "R10", "MAP10", "nDCG10", "MRR10", "Hit5")
RESAMPLES = 10_000  # the ends of a 95 % interval then move by less than 0.002 from seed to seed
AUROC_RESAMPLES = 2_000  # each weighs all pairs of questions


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


def auroc_interval(
    first: tuple[Sequence[float], Sequence[float]], second: tuple[Sequence[float], Sequence[float]], seed: int = 7
) -> tuple[float, float, float]:
    """AUROC of first - that of second, each (raised, others) of the same questions, with its 95 % bootstrap interval.

    Raised and others are drawn again apart from each other, so that no sample lacks either.
    """
    import numpy

    gain = _wins(first) - _wins(second)
    random = numpy.random.default_rng(seed)
    raised, others = (random.multinomial(size, [1 / size] * size, AUROC_RESAMPLES) for size in gain.shape)
    means = ((raised @ gain) * others).sum(axis=1) / gain.size
    low, high = numpy.percentile(means, [2.5, 97.5])
    return float(gain.mean()), float(low), float(high)


def _wins(scores: tuple[Sequence[float], Sequence[float]]) -> "NDArray[float64]":
    """1 where one of the raised (rows) is above one of the others (columns), a half where they are level."""
    import numpy

    raised, others = (numpy.asarray(part, dtype=float) for part in scores)
    won: NDArray[float64] = (numpy.sign(raised[:, None] - others[None, :]) + 1) / 2
    return won
