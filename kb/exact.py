"""Exact search among vectors that are held in memory."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

Found = list[tuple[str, float]]  # passage id and cosine, best first


class Exact:
    """Vectors (of unit length) under their ids."""

    def __init__(self, ids: Sequence[str], vectors: bytes, dimension: int) -> None:
        import numpy

        self._ids = list(ids)
        self._places = {key: place for place, key in enumerate(self._ids)}
        self._vectors = numpy.frombuffer(vectors, dtype=numpy.float32).reshape(len(self._ids), dimension)

    def nearest(self, vectors: "NDArray[float32]", limit: int) -> list[Found]:
        """For each vector (of unit length) the ids nearest to it."""
        import numpy

        results: list[Found] = []
        for cosines in numpy.asarray(vectors) @ self._vectors.T:
            best = numpy.arange(len(cosines))
            if len(cosines) > limit:
                best = numpy.sort(numpy.argpartition(-cosines, limit)[:limit])
            best = best[numpy.argsort(-cosines[best], kind="stable")]
            results.append(
                [(self._ids[place], near) for place, near in zip(best.tolist(), cosines[best].tolist(), strict=True)]
            )
        return results

    def cosines(self, vectors: "NDArray[float32]", wanted: Sequence[Sequence[str]]) -> list[Mapping[str, float]]:
        """For each vector (of unit length) its cosine with each of its wanted ids that is held."""
        import numpy

        results: list[Mapping[str, float]] = []
        for vector, keys in zip(vectors, wanted, strict=True):
            known = [key for key in keys if key in self._places]
            values = self._vectors[numpy.array([self._places[key] for key in known], dtype=int)] @ vector
            results.append(dict(zip(known, values.tolist(), strict=True)))
        return results
