"""Exact search among vectors that are held in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32, intp
    from numpy.typing import NDArray

Row = tuple[str, bytes]  # passage id and its vector, float32
Found = list[tuple[str, float]]  # passage id and cosine, best first

TOGETHER = 64  # vectors compared at a time, so that memory stays flat
ROWS = 1024  # held at a time where they are only passed by


class Exact:
    """Vectors (of unit length) under their ids."""

    def __init__(self, rows: Iterable[Row], dimension: int) -> None:
        import numpy

        self._ids: list[str] = []
        held = bytearray()  # which grows where it stands, so that a large base is not held twice
        for key, vector in rows:
            self._ids.append(key)
            held += vector
        self._places = {key: place for place, key in enumerate(self._ids)}
        self._vectors = numpy.frombuffer(held, dtype=numpy.float32).reshape(len(self._ids), dimension)

    def nearest(self, vectors: "NDArray[float32]", limit: int, within: Sequence[str] | None = None) -> list[Found]:
        """For each vector (of unit length) the ids nearest to it, of those that `within` names, or of all."""
        places = None if within is None else self._known(within)
        held = self._vectors if places is None else self._vectors[places]
        results: list[Found] = []
        for cosines in _cosines(vectors, held):
            best = _best(cosines, limit)
            found = best if places is None else places[best]
            results.append(list(zip(self._named(found), cosines[best].tolist(), strict=True)))
        return results

    def cosines(self, vectors: "NDArray[float32]", wanted: Sequence[Sequence[str]]) -> list[Mapping[str, float]]:
        """For each vector (of unit length) its cosine with each of its wanted ids that is held."""
        results: list[Mapping[str, float]] = []
        for vector, keys in zip(vectors, wanted, strict=True):
            places = self._known(keys)
            (values,) = _cosines(vector[None], self._vectors[places])
            results.append(dict(zip(self._named(places), values.tolist(), strict=True)))
        return results

    def _named(self, places: "NDArray[intp]") -> Iterator[str]:
        return map(self._ids.__getitem__, places.tolist())

    def _known(self, keys: Sequence[str]) -> "NDArray[intp]":
        """Where those of the keys stand that are held."""
        import numpy

        places = [place for place in map(self._places.get, keys) if place is not None]
        return numpy.array(places, dtype=numpy.intp)


def nearest_of(rows: Iterable[Row], vectors: "NDArray[float32]", limit: int) -> list[Found]:
    """For each vector (of unit length) the ids nearest to it among rows that are read once and not kept."""
    import numpy

    ids: list[str] = []
    parts: list[NDArray[float32]] = [numpy.zeros((len(vectors), 0), dtype=numpy.float32)]
    left = iter(rows)
    while some := list(islice(left, ROWS)):
        ids += [key for key, _ in some]
        held = numpy.frombuffer(b"".join(vector for _, vector in some), dtype=numpy.float32)
        near = list(_cosines(vectors, held.reshape(len(some), -1)))
        parts.append(numpy.array(near, dtype=numpy.float32).reshape(len(vectors), len(some)))
    cosines = numpy.concatenate(parts, axis=1)
    return [[(ids[place], float(row[place])) for place in _best(row, limit).tolist()] for row in cosines]


def _best(cosines: "NDArray[float32]", limit: int) -> "NDArray[intp]":
    """Where the highest stand, the best first."""
    import numpy

    best = numpy.arange(len(cosines))
    if len(cosines) > limit:  # all that are as near as the last one: which of them stay is decided by their order
        best = best[cosines >= numpy.partition(cosines, -limit)[-limit]]
    return best[numpy.argsort(-cosines[best], kind="stable")][:limit]


def _cosines(vectors: "NDArray[float32]", held: "NDArray[float32]") -> "Iterator[NDArray[float32]]":
    """For each vector its cosine with each that is held."""
    import numpy

    if len(vectors) == 1:
        # Not by matrix product: that wakes all cores for work of a millisecond, and they then wait busily for more.
        yield numpy.einsum("ij,j->i", held, vectors[0])
        return
    for begin in range(0, len(vectors), TOGETHER):
        yield from vectors[begin : begin + TOGETHER] @ held.T
