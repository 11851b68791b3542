"""Logistic regression over several sets at once: one weight per signal for all, a level for each set."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64, intp
    from numpy.typing import NDArray

    Numbers = NDArray[float64]

ROUNDS, CLOSE = 60, 1e-9  # of Newton's method
PER_SET = 100.0  # questions that each set counts as, half of them with an answer, however many it has


def regression(sets: "Sequence[tuple[Numbers, Numbers]]", ridge: float) -> "tuple[Numbers, float]":
    """Weights (signals) and the mean of the sets' levels; each set is (answered, not answered), rows of signals.

    Signals are measured in their standard deviations within a set while `ridge` holds the weights small.
    """
    import numpy

    rows = numpy.vstack([part for pair in sets for part in pair])
    answered = numpy.concatenate([numpy.full(len(part), 1.0 - kind) for pair in sets for kind, part in enumerate(pair)])
    counts = numpy.concatenate([numpy.full(len(part), PER_SET / 2 / len(part)) for pair in sets for part in pair])
    member = numpy.repeat(numpy.arange(len(sets)), [sum(map(len, pair)) for pair in sets])
    deviations = _within(rows, counts, member)
    design = numpy.hstack([rows / deviations, numpy.eye(len(sets))[member]])
    held = numpy.concatenate([numpy.full(rows.shape[1], ridge), numpy.full(len(sets), 1e-6)])
    found = numpy.zeros(design.shape[1])
    for _ in range(ROUNDS):
        said = 1 / (1 + numpy.exp(-(design @ found).clip(-30, 30)))
        slope = design.T @ (counts * (answered - said)) - held * found
        bend = (design * (counts * said * (1 - said))[:, None]).T @ design + numpy.diag(held)
        step = numpy.linalg.solve(bend, slope)
        found += step
        if float(abs(step).max()) < CLOSE:
            break
    return found[: rows.shape[1]] / deviations, float(found[rows.shape[1] :].mean())


def _within(rows: "Numbers", counts: "Numbers", member: "NDArray[intp]") -> "Numbers":
    """The standard deviation of each signal around the mean of its set."""
    import numpy

    apart = rows.copy()
    for place in numpy.unique(member):
        own = member == place
        apart[own] -= numpy.average(rows[own], axis=0, weights=counts[own])
    spread: Numbers = numpy.sqrt(numpy.average(apart**2, axis=0, weights=counts))
    return numpy.where(spread > 0, spread, 1.0)
