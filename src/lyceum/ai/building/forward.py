"""The same network computed plainly in float32: what the int8 network is compared with. Slow, and in plain sight."""

import math
from collections.abc import Sequence

import numpy as np

from lyceum.ai.building.network import HEADS, LAYERS, NORM_EPSILON, WIDTH, Array
from lyceum.ai.building.weights import Weights

_erf = np.vectorize(math.erf, otypes=[np.float32])


def embed_one(weights: Weights, ids: Sequence[int]) -> Array:
    """The vector of one text, given as word pieces: (384,) float32, of length one."""
    hidden = weights["embeddings.word_embeddings.weight"][list(ids)]
    hidden = hidden + weights["embeddings.position_embeddings.weight"][: len(ids)]
    hidden = hidden + weights["embeddings.token_type_embeddings.weight"][0]
    hidden = _normalised(weights, "embeddings.LayerNorm", hidden)
    for layer in range(LAYERS):
        hidden = _layer(weights, f"encoder.layer.{layer}.", hidden)
    mean = hidden.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def _layer(weights: Weights, prefix: str, hidden: Array) -> Array:
    query, key, value = (
        _linear(weights, f"{prefix}attention.self.{part}", hidden).reshape(len(hidden), HEADS, -1).swapaxes(0, 1)
        for part in ("query", "key", "value")
    )
    scores = query @ key.swapaxes(1, 2) / math.sqrt(WIDTH // HEADS)
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    attended = (shares @ value).swapaxes(0, 1).reshape(len(hidden), WIDTH)
    attended = _linear(weights, f"{prefix}attention.output.dense", attended)
    hidden = _normalised(weights, f"{prefix}attention.output.LayerNorm", attended + hidden)
    inner = _linear(weights, f"{prefix}intermediate.dense", hidden)
    inner = inner * (1 + _erf(inner / math.sqrt(2))) / 2
    return _normalised(weights, f"{prefix}output.LayerNorm", _linear(weights, f"{prefix}output.dense", inner) + hidden)


def _linear(weights: Weights, name: str, value: Array) -> Array:
    return np.asarray(value @ weights[f"{name}.weight"].T + weights[f"{name}.bias"])


def _normalised(weights: Weights, name: str, value: Array) -> Array:
    centred = value - value.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + NORM_EPSILON)
    return np.asarray(centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"])
