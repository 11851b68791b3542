"""The sentences by which each part is looked for, and the vectors made from them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from kb.criteria import load_catalogue
from kb.embedding import Embedder, load_embedder
from kb.model import Requirement
from kb.phrasings import key, load_phrasings, wanted, wanted_vectors
from kb.settings import load_settings
from kb.terms import words

PARTS = [part for criterion in load_catalogue().criteria for part in criterion.requirements]
SOURCES = Path(__file__).parents[1] / "corpus" / "sources" / "content"
RUN = 7  # words in a row that two writers seldom share by chance
BY_CHANCE = 10  # of 2,483 sentences; the seven points of a container stand in everybody's papers


class Counting:
    """An embedder that counts what it is given."""

    def __init__(self, inner: Embedder) -> None:
        self.name, self.sha256, self.dimension = inner.name, inner.sha256, inner.dimension
        self._inner = inner
        self.texts = 0

    def embed(self, texts: Sequence[str]) -> "numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.float32]]":
        self.texts += len(texts)
        return self._inner.embed(texts)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(load_settings())


def test_every_part_of_the_catalogue_has_sentences_and_no_other_has() -> None:
    assert load_phrasings().keys() == {part.id for part in PARTS}
    assert min(len(sentences) for sentences in load_phrasings().values()) >= 10


def test_the_shipped_vectors_are_of_these_very_sentences_so_that_none_is_embedded_at_a_start(
    embedder: Embedder,
) -> None:
    counting = Counting(embedder)
    vectors = wanted_vectors(PARTS, counting)
    assert counting.texts == 0, "run python -m eval.phrasing_vectors after editing the catalogue or its phrasings"
    assert vectors.shape == (len(PARTS), embedder.dimension)
    assert numpy.allclose(numpy.linalg.norm(vectors, axis=1), 1.0, atol=2e-3)


def test_a_part_of_the_users_own_wording_is_embedded_anew(embedder: Embedder) -> None:
    own = replace(PARTS[0], text="Our portal words this part in another way.")
    counting = Counting(embedder)
    (vector,) = wanted_vectors([own], counting)
    assert counting.texts == len(wanted(own))
    assert key(own, embedder) != key(PARTS[0], embedder)
    assert 0.9 < float(vector @ wanted_vectors([PARTS[0]], embedder)[0]) < 1.0


def test_a_criterion_without_sentences_is_looked_for_by_its_text(embedder: Embedder) -> None:
    bare = Requirement("999.1", "Drones over the yard are reported to the police.")
    (vector,) = wanted_vectors([bare], embedder)
    assert numpy.allclose(vector, embedder.embed([bare.text])[0], atol=1e-5)


def test_no_sentence_is_taken_from_the_sample_companys_papers() -> None:
    told = [words(path.read_text(encoding="utf-8")) for path in sorted(SOURCES.rglob("*")) if path.suffix in TEXTS]
    assert sum(map(len, told)) > 20_000
    runs = {run for text in told for run in _runs(text)}
    sentences = [sentence for several in load_phrasings().values() for sentence in several]
    shared = [sentence for sentence in sentences if not runs.isdisjoint(_runs(words(sentence)))]
    assert len(sentences) > 2_000 and len(shared) <= BY_CHANCE, shared


def _runs(said: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(said[place : place + RUN]) for place in range(len(said) - RUN + 1)}


TEXTS = {".md", ".py", ".txt", ".yaml", ".json", ".csv", ".tsv"}
