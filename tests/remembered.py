"""The embedding model of the tests of one process: loaded once, and each text embedded once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.embedding import DEFAULT, Embedder
from kb.settings import Settings

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


class Remembered:
    """An embedder that keeps the vector of every text it has seen: a text has the same one in any company."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, NDArray[float32]] = {}
        self.name, self.sha256, self.dimension = embedder.name, embedder.sha256, embedder.dimension

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (texts, dimension), float32, each of unit length, in the order of the texts."""
        import numpy

        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        self._known.update(zip(new, self._embedder.embed(new), strict=True))
        made = [self._known[text] for text in texts]
        return numpy.array(made, dtype=numpy.float32).reshape(len(made), self.dimension)


def remembering(load: Callable[[Settings], Embedder]) -> Callable[[Settings], Embedder]:
    """The same loader, which loads the model of the settings once a process; another model it loads as ever."""
    made: dict[Path, Embedder] = {}

    def loaded(settings: Settings) -> Embedder:
        if settings.embedder != DEFAULT:
            return load(settings)
        if settings.cache not in made:
            made[settings.cache] = Remembered(load(settings))
        return made[settings.cache]

    return loaded
