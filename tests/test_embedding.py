"""The embedder: its weights, its vectors, its cache."""

import json
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from kb.compile_model import MODEL, RECORD, WEIGHTS_SHA256, check_weights, compiled_model
from kb.embedding import (
    CompiledEmbedder,
    Embedder,
    SentenceTransformerEmbedder,
    embedded_text,
    load_embedder,
    model_folder,
)
from kb.errors import ModelMissingError
from kb.model import Passage
from kb.settings import Settings, cache_folder

SENTENCES = ("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(Settings(cache=cache_folder()))


def test_vectors_are_float32_of_unit_length_in_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["seal", "A longer text about the inspection of containers and their seals at the gate.", ""]
    together = embedder.embed(texts)
    assert together.shape == (3, embedder.dimension) == (3, 384)
    assert together.dtype == numpy.float32
    assert numpy.linalg.norm(together, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_text_has_the_same_vector_in_any_company(embedder: Embedder) -> None:
    texts = [
        "seal",
        "lock",
        "The seal is checked.",
        "The lock is broken.",
        "A longer one about the gate and its guards.",
    ]
    alone = numpy.vstack([embedder.embed([text]) for text in texts])
    assert numpy.abs(embedder.embed(texts) - alone).max() < 1e-6


def test_cosines_are_the_ones_the_publisher_prints(embedder: Embedder) -> None:
    vectors = embedder.embed(SENTENCES)
    published = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    assert numpy.abs(vectors @ vectors.T - published).max() < 0.03


def test_no_texts_make_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["x" * 100_000, "word " * 20_000, "\x00\x01", "\ud800 half a pair", "封条 検査"])
def test_any_text_can_be_embedded(embedder: Embedder, text: str) -> None:
    assert numpy.isfinite(embedder.embed([text])).all()


def test_words_after_the_first_128_tokens_are_seen(embedder: Embedder) -> None:
    beginning = "lock " * 150
    plain, longer = embedder.embed([beginning, beginning + "poultry manure contaminates the pallet " * 5])
    assert float(plain @ longer) < 0.99


def test_the_embedder_names_the_weights_it_runs(embedder: Embedder) -> None:
    assert (embedder.name, embedder.sha256) == ("all-MiniLM-L6-v2 int8", WEIGHTS_SHA256)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"something else")
    with pytest.raises(ModelMissingError, match="refused"):
        check_weights(weights)
    with pytest.raises(ModelMissingError, match="refused"):
        compiled_model(weights, tmp_path / "cache")
    with pytest.raises(ModelMissingError, match="cannot be read"):
        check_weights(tmp_path / "missing")


def test_a_damaged_compiled_file_is_made_again(tmp_path: Path) -> None:
    weights = model_folder() / "model.safetensors"
    made = compiled_model(weights, tmp_path)
    before = json.loads((made.parent / RECORD).read_text())["sha256"]
    made.write_bytes(b"damaged")
    again = compiled_model(weights, tmp_path)
    assert again == made
    assert json.loads((again.parent / RECORD).read_text())["sha256"] == before
    CompiledEmbedder(again, model_folder() / "tokenizer.json").embed(["works"])
    assert [path.name for path in tmp_path.iterdir()] == [made.parent.name]  # nothing half-made is left


def test_a_copied_compiled_file_is_used_as_it_is(tmp_path: Path, embedder: Embedder) -> None:
    made = compiled_model(model_folder() / "model.safetensors", cache_folder())
    copy = tmp_path / made.parent.name
    copy.mkdir()
    for name in (MODEL, RECORD):
        (copy / name).write_bytes((made.parent / name).read_bytes())  # with another time
    assert compiled_model(tmp_path / "weights are not read", tmp_path) == copy / MODEL


def test_a_model_that_is_not_on_this_machine_is_said_to_be_missing() -> None:
    pytest.importorskip("sentence_transformers")
    settings = replace(Settings(cache=cache_folder()), embedder="nobody/no-such-model")
    with pytest.raises(ModelMissingError, match="no-such-model"):
        load_embedder(settings)


def test_the_compiled_model_agrees_with_sentence_transformers_on_the_same_weights(embedder: Embedder) -> None:
    pytest.importorskip("sentence_transformers")
    other = SentenceTransformerEmbedder(str(model_folder()))
    texts = [*SENTENCES, "Seals are affixed by the shipper and their numbers are checked at the gate.", "CCTV"]
    cosines = (embedder.embed(texts) * other.embed(texts)).sum(axis=1)
    assert other.sha256 == WEIGHTS_SHA256
    assert cosines.min() > 0.985


def test_a_passage_is_embedded_under_its_title_and_headings() -> None:
    passage = Passage("1", "/a", 0, 4, "Text.", context="Seal policy > Inspection")
    assert embedded_text(passage, "Seal policy") == "Seal policy > Inspection\nText."
    assert embedded_text(passage, "Manual") == "Manual > Seal policy > Inspection\nText."
    assert embedded_text(Passage("1", "/a", 0, 4, "Text."), "Manual") == "Manual\nText."
    assert embedded_text(Passage("1", "/a", 0, 4, "Text.")) == "Text."
