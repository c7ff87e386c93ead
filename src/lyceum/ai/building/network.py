"""BERT with mean pooling, as an ONNX graph with int8 weights, one scale per output channel."""

from typing import Any

import numpy as np

from lyceum.ai.building.onnx_format import Graph
from lyceum.ai.building.weights import Weights

HEADS = 12
WIDTH = 384
LAYERS = 6
NORM_EPSILON = 1e-12

# Seven bits instead of eight: on processors without VNNI two products of eight bits overflow the sixteen they are added
# in, and the same text would get another vector there.
_LEVELS = 63

Array = np.ndarray[Any, Any]


def encoder(weights: Weights) -> bytes:
    """The ONNX file: `input_ids` (texts, pieces) → `embedding` (texts, 384), of length one.

    There is no mask: texts that are embedded together must have the same number of pieces.
    """
    graph = Graph()
    hidden = _embedded(graph, weights)
    for layer in range(LAYERS):
        hidden = _layer(graph, weights, f"encoder.layer.{layer}.", hidden)
    # The mean of the pieces; their number cancels out when the length is made one.
    total = graph.add("ReduceSum", [hidden, graph.integers(1)], keepdims=0)
    graph.add("LpNormalization", [total], output="embedding", axis=-1, p=2)
    return graph.model("input_ids", "embedding", WIDTH)


def quantised(weight: Array, axis: int) -> tuple[Array, Array]:
    """A matrix as int8 with one scale for each index along `axis`; all of the others share it."""
    others = tuple(each for each in range(weight.ndim) if each != axis)
    scale = np.abs(weight).max(axis=others, keepdims=True) / _LEVELS
    scale = np.where(scale == 0, 1, scale).astype(np.float32)
    return np.rint(weight / scale).astype(np.int8), scale.reshape(-1)


def _number(value: float) -> Array:
    return np.array(value, dtype=np.float32)


def _embedded(graph: Graph, weights: Weights) -> str:
    words, scales = quantised(weights["embeddings.word_embeddings.weight"], axis=0)
    rows = graph.add("Cast", [graph.add("Gather", [graph.constant("words", words), "input_ids"])], to=1)
    scale = graph.add("Gather", [graph.constant("word_scales", scales[:, None]), "input_ids"])
    length = graph.add("Gather", [graph.add("Shape", ["input_ids"]), graph.integers(1)])
    positions = graph.constant("positions", weights["embeddings.position_embeddings.weight"])
    position = graph.add("Slice", [positions, graph.integers(0), length, graph.integers(0)])
    # Every text is one segment, so that the first segment's vector is added to each piece.
    segment = graph.constant("segment", weights["embeddings.token_type_embeddings.weight"][0])
    total = graph.add("Add", [graph.add("Add", [graph.add("Mul", [rows, scale]), position]), segment])
    return _normalised(graph, weights, "embeddings.LayerNorm", total)


def _layer(graph: Graph, weights: Weights, prefix: str, hidden: str) -> str:
    attended = _attention(graph, weights, f"{prefix}attention.", hidden)
    hidden = _normalised(graph, weights, f"{prefix}attention.output.LayerNorm", graph.add("Add", [attended, hidden]))
    inner = _linear(graph, weights, [f"{prefix}intermediate.dense"], hidden)
    widened = graph.add("Contrib:Gelu", [inner])
    narrowed = _linear(graph, weights, [f"{prefix}output.dense"], widened)
    return _normalised(graph, weights, f"{prefix}output.LayerNorm", graph.add("Add", [narrowed, hidden]))


def _attention(graph: Graph, weights: Weights, prefix: str, hidden: str) -> str:
    parts = [f"{prefix}self.{part}" for part in ("query", "key", "value")]
    joined = _linear(graph, weights, parts, hidden)
    heads = [
        graph.add("Reshape", [part, graph.integers(0, 0, HEADS, WIDTH // HEADS)])
        for part in graph.add_split("Split", [joined, graph.integers(WIDTH, WIDTH, WIDTH)], 3, axis=-1)
    ]
    query, value = (graph.add("Transpose", [heads[index]], perm=[0, 2, 1, 3]) for index in (0, 2))
    key = graph.add("Transpose", [heads[1]], perm=[0, 2, 3, 1])
    scale = graph.constant("head_scale", _number((WIDTH // HEADS) ** -0.5))
    scores = graph.add("Mul", [graph.add("MatMul", [query, key]), scale])
    mixed = graph.add("MatMul", [graph.add("Softmax", [scores], axis=-1), value])
    together = graph.add("Reshape", [graph.add("Transpose", [mixed], perm=[0, 2, 1, 3]), graph.integers(0, 0, WIDTH)])
    return _linear(graph, weights, [f"{prefix}output.dense"], together)


def _linear(graph: Graph, weights: Weights, names: list[str], value: str) -> str:
    """One or more linear maps of the same input, side by side; the input is quantised as it comes."""
    matrix = np.concatenate([weights[f"{name}.weight"].T for name in names], axis=1)
    whole, scales = quantised(matrix, axis=1)
    key = names[0]
    inputs = [
        value,
        graph.constant(f"{key}.whole", whole),
        graph.constant(f"{key}.scales", scales),
        graph.constant(f"{key}.zero", np.zeros(scales.shape, dtype=np.int8)),
        graph.constant(f"{key}.bias", np.concatenate([weights[f"{name}.bias"] for name in names])),
    ]
    return graph.add("Contrib:DynamicQuantizeMatMul", inputs)


def _normalised(graph: Graph, weights: Weights, name: str, value: str) -> str:
    inputs = [value, graph.constant(f"{name}.w", weights[f"{name}.weight"])]
    inputs.append(graph.constant(f"{name}.b", weights[f"{name}.bias"]))
    return graph.add("LayerNormalization", inputs, axis=-1, epsilon=NORM_EPSILON)
