"""The best of many scores."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32, intp
    from numpy.typing import NDArray


def best_places(scores: "NDArray[float32]", limit: int) -> "NDArray[intp]":
    """Where at most `limit` of the highest scores (count,) stand, the highest first, equal ones in their order."""
    import numpy

    best = numpy.arange(len(scores))
    if len(scores) > limit:  # all as high as the last one: which of those stay is decided by their order
        best = best[scores >= numpy.partition(scores, -limit)[-limit]]
    return best[numpy.argsort(-scores[best], kind="stable")][:limit]
