"""all-MiniLM-L6-v2 as an ONNX graph, from the tokens of texts of one length to their vectors of unit length."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Ranges = Mapping[str, NDArray[float32]]  # name of a product -> (2, inputs): least and greatest value of each input

LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12  # of this model, from its config.json
OPERATORS, FUSED = 17, "com.microsoft"  # ONNX operator set; onnxruntime's own operators, which do several steps in one
RANGES = Path(__file__).with_name("minilm_ranges.npz")  # made by `python -m eval.calibrate`
# How far an input's range is moved into its weights (SmoothQuant, arXiv 2211.10438). One input in 384 reaches five
# times as far as the rest and would take their steps away. Least loss of cosine against exact weights among 0.65 to 1:
# 0.003 on 400 passages, where a scale made anew for each text, without this, lost 0.008.
MOVED = 0.75
STEPS, WEIGHT_STEPS = 255, 64  # 7 of 8 bits of weights: processors without VNNI add two products in 16 bits


def exact_graph(weights: Path) -> tuple[Any, list[str]]:
    """The model in float32; its outputs are the vectors, and what goes into each product, in the order of the names."""
    graph = _Graph(weights, None)
    vectors = _vectors(graph)
    return graph.model([vectors, *graph.inputs.values()]), list(graph.inputs)


def compact_graph(weights: Path) -> Any:
    """The model in int8, with the shipped ranges; a text's vector does not depend on what it is computed beside."""
    import numpy

    with numpy.load(RANGES) as ranges:
        graph = _Graph(weights, dict(ranges))
    return graph.model([_vectors(graph)])


class _Graph:
    """Nodes and weights of an ONNX graph as it grows; every result is named by a number."""

    def __init__(self, weights: Path, ranges: "Ranges | None") -> None:
        from safetensors.numpy import load_file

        self.weights = load_file(weights)
        self.inputs: dict[str, str] = {}  # name of a product -> what goes into it
        self._ranges = ranges
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        name = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [name], domain=domain, **attributes))
        return name

    def constant(self, value: Any) -> str:
        import numpy
        from onnx import numpy_helper

        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(numpy.ascontiguousarray(value), name))
        return name

    def normal(self, value: str, name: str) -> str:
        scale, shift = (self.constant(self.weights[f"{name}.LayerNorm.{part}"]) for part in ("weight", "bias"))
        return self.node("LayerNormalization", value, scale, shift, axis=-1, epsilon=EPSILON)

    def products(self, value: str, name: str, *parts: str) -> list[str]:
        """What several layers `name.part` make of one value."""
        self.inputs[name] = value
        pairs = [(self.weights[f"{name}{part}.weight"].T, self.weights[f"{name}{part}.bias"]) for part in parts]
        if self._ranges is not None:
            return self._compact(value, self._ranges[name], pairs)
        return [
            self.node("Add", self.node("MatMul", value, self.constant(matrix)), self.constant(shift))
            for matrix, shift in pairs
        ]

    def _compact(self, value: str, ranges: Any, pairs: list[tuple[Any, Any]]) -> list[str]:
        import numpy

        heaviest = numpy.max([numpy.abs(matrix).max(axis=1) for matrix, _ in pairs], axis=0)
        moved = numpy.abs(ranges).max(axis=0).clip(1e-3) ** MOVED / heaviest.clip(1e-4) ** (1 - MOVED)
        moved = (moved / moved.mean()).astype(numpy.float32)
        low, high = min(float((ranges[0] / moved).min()), 0.0), float((ranges[1] / moved).max())
        step = (high - low) / STEPS
        scale, zero = self.constant(numpy.float32(step)), self.constant(numpy.uint8(round(-low / step)))
        counted = self.node("QuantizeLinear", self.node("Mul", value, self.constant(1 / moved)), scale, zero)
        made = []
        for matrix, shift in pairs:
            wide = matrix * moved[:, None]
            steps = (numpy.abs(wide).max(axis=0) / WEIGHT_STEPS).astype(numpy.float32)
            whole = numpy.round(wide / steps).astype(numpy.int8)
            none = numpy.zeros(steps.shape, dtype=numpy.int8)
            given = [self.constant(whole), scale, self.constant(steps), zero, self.constant(none), self.constant(shift)]
            made.append(self.node("MatMulIntegerToFloat", counted, *given, domain=FUSED))
        return made

    def model(self, outputs: list[str]) -> Any:
        from onnx import TensorProto, helper

        tokens = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "length"])]
        shown = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
        whole = helper.make_graph(self._nodes, "minilm", tokens, shown, self._constants)
        sets = [helper.make_opsetid("", OPERATORS), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(whole, opset_imports=sets, ir_version=8)


def _vectors(graph: _Graph) -> str:
    """The mean over a text's tokens, at unit length."""
    hidden = _embedded(graph)
    for layer in range(LAYERS):
        hidden = _layer(graph, f"encoder.layer.{layer}", hidden)
    mean = graph.node("ReduceMean", hidden, axes=[1], keepdims=0)
    return graph.node("Div", mean, graph.node("ReduceL2", mean, axes=[-1], keepdims=1))


def _embedded(graph: _Graph) -> str:
    """Token and position vectors (texts, length, WIDTH)."""
    import numpy

    words = graph.node("Gather", graph.constant(graph.weights["embeddings.word_embeddings.weight"]), "ids")
    places = (
        graph.weights["embeddings.position_embeddings.weight"]
        + graph.weights["embeddings.token_type_embeddings.weight"][0]
    )
    zero, one, two = (graph.constant(numpy.array([value], dtype=numpy.int64)) for value in (0, 1, 2))
    length = graph.node("Slice", graph.node("Shape", "ids"), one, two)
    here = graph.node("Slice", graph.constant(places), zero, length, zero)
    return graph.normal(graph.node("Add", words, here), "embeddings")


def _layer(graph: _Graph, name: str, hidden: str) -> str:
    heads = graph.products(hidden, f"{name}.attention.self", ".query", ".key", ".value")
    heard = graph.node("MultiHeadAttention", *heads, domain=FUSED, num_heads=HEADS)
    (heard,) = graph.products(heard, f"{name}.attention.output.dense", "")
    hidden = graph.normal(graph.node("Add", heard, hidden), f"{name}.attention.output")
    (wide,) = graph.products(hidden, f"{name}.intermediate.dense", "")
    bent = graph.node("Gelu", wide, domain=FUSED)
    (narrow,) = graph.products(bent, f"{name}.output.dense", "")
    return graph.normal(graph.node("Add", narrow, hidden), f"{name}.output")
