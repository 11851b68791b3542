"""How papers say what a part of a criterion asks for: sentences written for it, and the one vector that they make."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.criteria_files import read_yaml
from kb.embedding import Embedder
from kb.errors import CatalogueError
from kb.model import Requirement
from kb.query import wording
from kb.shipped import shipped
from kb.terms import stems

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

FOLDER = "corpus/criteria/importer/phrasings"
VECTORS = "vectors.npz"  # made by `python -m eval.phrasing_vectors`, so that no start has to embed 2,500 sentences
SEVERAL, RARE = 3, 40  # sentences of a part that share a word; parts that may use it
# `says` shows the part, `partly` falls short of it, `denies` tells that it is not so: all of them speak of the matter.
KINDS = ("says", "partly", "denies")


@cache
def load_phrasings() -> Mapping[str, tuple[str, ...]]:
    """Part id -> its sentences; raises CatalogueError for a file that is not well formed."""
    found: dict[str, tuple[str, ...]] = {}
    for name, parts in read_yaml(shipped(FOLDER))[0].items():
        if not isinstance(parts, dict):
            raise CatalogueError(f"{name}.yaml must map part ids to their sentences.")
        for identity, written in parts.items():
            if not isinstance(written, dict) or set(written) != set(KINDS):
                raise CatalogueError(f"{name}.yaml, part {identity}: it must have {', '.join(KINDS)} and no more.")
            found[identity] = tuple(str(sentence) for kind in KINDS for sentence in written[kind])
    return found


def question(requirement: Requirement) -> str:
    """The part's text and the words that documents use for it."""
    return " ".join((requirement.text, *requirement.search))


def wanted(requirement: Requirement) -> tuple[str, ...]:
    """What is looked for: the question, and the part's sentences."""
    return (question(requirement), *load_phrasings().get(requirement.id, ()))


@cache
def common_words(identity: str) -> frozenset[str]:
    """The stems that several of a part's sentences share and few other parts use; empty for an unknown part."""
    return _common_words().get(identity, frozenset())


@cache
def _common_words() -> Mapping[str, frozenset[str]]:
    said = {
        identity: Counter(stem for sentence in several for stem in set(stems(sentence)))
        for identity, several in load_phrasings().items()
    }
    parts = Counter(stem for counts in said.values() for stem in counts)
    return {
        identity: frozenset(stem for stem, count in counts.items() if count >= SEVERAL and parts[stem] <= RARE)
        for identity, counts in said.items()
    }


def wanted_vectors(requirements: Sequence[Requirement], embedder: Embedder) -> "NDArray[float32]":
    """The vectors (requirements, dimension) of unit length that passages are compared with.

    Each is the mean of what is asked for: sentences in many registers together are nearer to real papers than the
    question is. A part whose text is the shipped one takes its vector from the shipped file.
    """
    import numpy

    ready = _shipped_vectors(embedder.name)
    made = [ready.get(key(requirement, embedder)) for requirement in requirements]
    fresh = [requirement for requirement, vector in zip(requirements, made, strict=True) if vector is None]
    several = iter(_embedded(fresh, embedder))
    rows = [next(several) if vector is None else vector for vector in made]
    return numpy.array(rows, dtype=numpy.float32).reshape(len(rows), embedder.dimension)


def key(requirement: Requirement, embedder: Embedder) -> str:
    """What a part's vector was made from: the model's sum and the texts."""
    return hashlib.sha256("\n".join((embedder.sha256, *wanted(requirement))).encode()).hexdigest()


def _embedded(requirements: Sequence[Requirement], embedder: Embedder) -> list["NDArray[float32]"]:
    texts = [[wording(text) for text in wanted(requirement)] for requirement in requirements]
    vectors = embedder.embed([text for several in texts for text in several])
    means, begin = [], 0
    for several in texts:
        mean = vectors[begin : begin + len(several)].mean(axis=0)
        means.append(mean / float((mean @ mean) ** 0.5))
        begin += len(several)
    return means


@cache
def _shipped_vectors(model: str) -> Mapping[str, "NDArray[float32]"]:
    """Key -> vector for the model that the file was made with; empty for any other."""
    import numpy

    path = shipped(FOLDER) / VECTORS
    if not path.is_file():
        return {}
    with numpy.load(path, allow_pickle=False) as held:
        if str(held["model"]) != model:
            return {}
        return dict(zip(held["keys"].tolist(), held["vectors"].astype(numpy.float32), strict=True))


def save_vectors(requirements: Sequence[Requirement], embedder: Embedder) -> Path:
    """Write the vectors of these parts to the shipped file, and return where it is."""
    import numpy

    path = shipped(FOLDER) / VECTORS
    keys = [key(requirement, embedder) for requirement in requirements]
    vectors = numpy.array(_embedded(requirements, embedder), dtype=numpy.float16)
    numpy.savez_compressed(path, model=embedder.name, keys=keys, vectors=vectors)
    return path
