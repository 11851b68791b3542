"""Growth: texts repeated with other words, vectors near the real ones, the picture, Chroma against exact search."""

import json
import xml.etree.ElementTree
from itertools import islice
from pathlib import Path

import numpy
import pytest

from eval.growth_corpus import documents
from eval.growth_picture import picture
from eval.growth_step import NEAR, _near, turned
from kb.exact import Exact
from kb.vectors import Vectors

DIMENSION = 384


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = "The shipper affixes high security seals and writes their numbers into the seal log of the warehouse. " * 5
    (tmp_path / "corpus.jsonl").write_text(json.dumps({"_id": "a", "title": "Seals", "text": text}), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "seals?"}', encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n", encoding="utf-8")
    return tmp_path


def test_a_repeated_text_has_other_words_each_time_and_the_same_ones_in_each_run(folder: Path) -> None:
    texts = [rows[0].text for _, rows in islice(documents([folder]), 4)]
    assert len(set(texts)) == 4
    words = [text.split() for text in texts]
    changed = sum(one != other for one, other in zip(words[0], words[1], strict=True)) / len(words[0])
    assert 0.05 < changed < 0.25
    assert texts == [rows[0].text for _, rows in islice(documents([folder]), 4)]


def unit(count: int, seed: int) -> "numpy.typing.NDArray[numpy.float32]":
    random = numpy.random.default_rng(seed)
    centres = random.normal(size=(60, DIMENSION))
    vectors = centres[random.integers(0, 60, count)] + 0.8 * random.normal(size=(count, DIMENSION))
    return numpy.asarray(vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True), dtype=numpy.float32)


def test_made_vectors_are_of_unit_length_and_near_the_real_ones() -> None:
    real = unit(50, 1)
    made = _near(real, numpy.random.default_rng(2))
    assert numpy.allclose(numpy.linalg.norm(made, axis=1), 1, atol=1e-4)
    assert numpy.allclose((made * real).sum(axis=1), NEAR, atol=1e-3)
    again = turned(real, numpy.random.default_rng(2))
    assert (again * real).sum(axis=1).mean() == pytest.approx(NEAR, abs=0.02)
    assert numpy.allclose(again @ again.T, real @ real.T, atol=1e-4), "among themselves they lie as before"


def test_chroma_agrees_with_exact_search_on_vectors_of_the_models_size(tmp_path: Path) -> None:
    held = unit(5000, 3)
    asked = numpy.concatenate([_near(held[:100], numpy.random.default_rng(4)), unit(100, 5)])  # near one, and near none
    ids = [f"id{place}" for place in range(len(held))]
    vectors = Vectors(tmp_path / "vectors", "m", DIMENSION)
    vectors.put(ids, held)
    exact = Exact(zip(ids, map(bytes, held), strict=True), DIMENSION).nearest(asked, 10)
    found = vectors.nearest(asked, 10)
    vectors.close()
    shared = [len({key for key, _ in one} & {key for key, _ in other}) for one, other in zip(found, exact, strict=True)]
    assert {len(one) for one in found} == {10}
    assert sum(shared[:100]) / 1000 >= 0.99 and sum(shared[100:]) / 1000 >= 0.99


def test_the_picture_is_whole_and_shows_every_size() -> None:
    names = ("question_p50_ms", "covers_cold_seconds", "peak_mb_questions", "disk_mb")
    rows = [{"passages": size} | dict.fromkeys(names, size / 500) for size in (1000, 10_000, 100_000)]
    text = picture(rows)
    drawing = xml.etree.ElementTree.fromstring(text)
    assert len(drawing.findall(".//{*}circle")) == 3 * 4 and "100,000" in text and "aim 1.5" in text
