"""all-MiniLM-L6-v2 as an ONNX graph, from the tokens of texts of one length to their vectors of unit length."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import float32, int8
    from numpy.typing import NDArray

    Row = NDArray[float32]  # (columns,)
    Layer = tuple[NDArray[float32], Row]  # weights (inputs, columns), bias
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

    def product(self, value: str, name: str) -> str:
        """What the layer `name` makes of a value."""
        self.inputs[name] = value
        matrix, shift = self._layer(name)
        if self._ranges is None:
            return self.node("Add", self.node("MatMul", value, self.constant(matrix)), self.constant(shift))
        moved = self._moved(name, [matrix])
        return self._counted_product(self.node("Mul", value, self.constant(1 / moved)), name, moved)

    def attention(self, value: str, name: str) -> str:
        """What the tokens hear of one another, after the layer that follows."""
        own, output = f"{name}.attention.self", f"{name}.attention.output.dense"
        self.inputs[own] = value
        layers = [self._layer(f"{own}.{part}") for part in ("query", "key", "value")]
        if self._ranges is None:
            heads = [
                self.node("Add", self.node("MatMul", value, self.constant(matrix)), self.constant(shift))
                for matrix, shift in layers
            ]
            return self.product(self.node("MultiHeadAttention", *heads, domain=FUSED, num_heads=HEADS), output)
        moved = self._moved(own, [matrix for matrix, _ in layers])
        later = self._moved(output, [self._layer(output)[0]])
        counted, scale, zero = self._counted(self.node("Mul", value, self.constant(1 / moved)), own, moved)
        # The next layer's division is done in the values heard: their mean keeps it.
        heard = self._attention(counted, scale, zero, layers, moved, later)
        return self._counted_product(heard, output, later)

    def _attention(self, counted: str, scale: str, zero: str, layers: "list[Layer]", moved: "Row", later: "Row") -> str:
        import numpy

        whole, steps = zip(*(_stepped(matrix * moved[:, None]) for matrix, _ in layers), strict=True)
        divided = numpy.concatenate([numpy.ones_like(later), numpy.ones_like(later), 1 / later])
        none = numpy.zeros(divided.shape, dtype=numpy.int8)
        return self.node(
            "QAttention",
            counted,
            self.constant(numpy.concatenate(whole, axis=1)),
            self.constant(numpy.concatenate([shift for _, shift in layers]) * divided),
            scale,
            self.constant(numpy.concatenate(steps) * divided),
            "",  # no mask: texts of one length
            zero,
            self.constant(none),
            domain=FUSED,
            num_heads=HEADS,
        )

    def _layer(self, name: str) -> "Layer":
        return self.weights[f"{name}.weight"].T, self.weights[f"{name}.bias"]

    def _moved(self, name: str, matrices: "list[NDArray[float32]]") -> "Row":
        """By what each input of a product is divided, and its weights multiplied."""
        import numpy

        assert self._ranges is not None
        heaviest = numpy.max([numpy.abs(matrix).max(axis=1) for matrix in matrices], axis=0)
        moved = numpy.abs(self._ranges[name]).max(axis=0).clip(1e-3) ** MOVED / heaviest.clip(1e-4) ** (1 - MOVED)
        row: Row = (moved / moved.mean()).astype(numpy.float32)
        return row

    def _counted(self, divided: str, name: str, moved: "Row") -> tuple[str, str, str]:
        """Inputs of a product in steps, with the size of a step and the step that is zero."""
        import numpy

        assert self._ranges is not None
        ranges = self._ranges[name] / moved
        low, high = min(float(ranges[0].min()), 0.0), float(ranges[1].max())
        step = (high - low) / STEPS
        scale, zero = self.constant(numpy.float32(step)), self.constant(numpy.uint8(round(-low / step)))
        return self.node("QuantizeLinear", divided, scale, zero), scale, zero

    def _counted_product(self, divided: str, name: str, moved: "Row") -> str:
        import numpy

        counted, scale, zero = self._counted(divided, name, moved)
        matrix, shift = self._layer(name)
        whole, steps = _stepped(matrix * moved[:, None])
        none = numpy.zeros(steps.shape, dtype=numpy.int8)
        given = [self.constant(whole), scale, self.constant(steps), zero, self.constant(none), self.constant(shift)]
        return self.node("MatMulIntegerToFloat", counted, *given, domain=FUSED)

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
    hidden = graph.normal(graph.node("Add", graph.attention(hidden, name), hidden), f"{name}.attention.output")
    bent = graph.node("Gelu", graph.product(hidden, f"{name}.intermediate.dense"), domain=FUSED)
    return graph.normal(graph.node("Add", graph.product(bent, f"{name}.output.dense"), hidden), f"{name}.output")


def _stepped(matrix: "NDArray[float32]") -> "tuple[NDArray[int8], Row]":
    """Weights in steps, and the size of a step in each column."""
    import numpy

    steps = (numpy.abs(matrix).max(axis=0) / WEIGHT_STEPS).astype(numpy.float32)
    return numpy.round(matrix / steps).astype(numpy.int8), steps
