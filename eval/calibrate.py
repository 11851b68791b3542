"""Measures how far the embedding model's inner values reach: `python -m eval.calibrate`, after changing its graph.

The texts are the catalogue's questions and phrasings and the sample company's documents, all in this repository. After
it, raise GRAPH_VERSION in kb/compile_model.py and run `python -m eval.phrasing_vectors`.
"""

import sys
from pathlib import Path

from kb.criteria import load_catalogue
from kb.embedding import LONGEST, model_folder
from kb.minilm import RANGES, exact_graph
from kb.phrasings import wanted

EVERY = 7  # of the phrasings, which are alike; and of the documents' passages
SOURCES = Path(__file__).resolve().parents[1] / "corpus" / "sources" / "content"
WINDOW = 900  # characters of a text, about as long as the longest passages


def ranges(texts: list[str]) -> Path:
    """Write the least and greatest value of every input of every product over the texts; the file's path."""
    import numpy
    import onnxruntime
    from tokenizers import Tokenizer

    model, names = exact_graph(model_folder() / "model.safetensors")
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    reached: dict[str, list[numpy.ndarray]] = {name: [] for name in names}
    for text in texts:
        values = session.run(None, {"ids": numpy.array([tokenizer.encode(text).ids])})[1:]
        for name, value in zip(names, values, strict=True):
            reached[name].append(numpy.stack([value[0].min(axis=0), value[0].max(axis=0)]))
    lowest = {name: numpy.array(values)[:, 0].min(axis=0) for name, values in reached.items()}
    highest = {name: numpy.array(values)[:, 1].max(axis=0) for name, values in reached.items()}
    numpy.savez_compressed(RANGES, allow_pickle=False, **{n: numpy.stack([lowest[n], highest[n]]) for n in names})
    return RANGES


def calibration_texts() -> list[str]:
    """Questions, phrasings and pieces of the sample company's sources, some hundreds."""
    criteria = load_catalogue().criteria
    sentences = [text for criterion in criteria for part in criterion.requirements for text in wanted(part)]
    pieces = []
    for file in sorted(SOURCES.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        pieces += [text[start : start + WINDOW] for start in range(0, len(text), WINDOW)]
    return [criterion.question for criterion in criteria] + sentences[::EVERY] + pieces[::EVERY]


if __name__ == "__main__":
    texts = calibration_texts()
    sys.stdout.write(f"{ranges(texts)}: {len(texts)} texts\n")
