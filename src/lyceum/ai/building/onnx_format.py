"""Writes ONNX files: the few messages of the format a network needs, in the protobuf wire format.

The package `onnx` does this and much else in 60 MB; nothing else here would need it.
Source: onnx/onnx.proto (IR version 9); the numbers below are its field numbers.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

_IR_VERSION = 9
_OPSET = 17
_CONTRIB = "com.microsoft"
_ELEMENT_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7}
_FLOAT, _INT, _INTS = 1, 2, 7


@dataclass(slots=True)
class Graph:
    """A network under construction; each method gives back the name of what it added."""

    _nodes: list[bytes] = field(default_factory=list)
    _constants: dict[str, bytes] = field(default_factory=dict)

    def constant(self, name: str, value: "np.ndarray[Any, Any]") -> str:
        """Weights, or any fixed tensor; one that is there already is used again."""
        if name not in self._constants:
            array = np.ascontiguousarray(value)
            head = b"".join(_integer(1, size) for size in array.shape)
            kind = _integer(2, _ELEMENT_TYPES[array.dtype.name])
            self._constants[name] = _message(5, head + kind + _text(8, name) + _bytes(9, array.tobytes()))
        return name

    def integers(self, *values: int) -> str:
        """A list of whole numbers, such as a shape."""
        return self.constant("integers_" + "_".join(map(str, values)), np.array(values, dtype=np.int64))

    def add(self, operator: str, inputs: Sequence[str], *, output: str = "", **attributes: float | list[int]) -> str:
        """A node with one output."""
        return self.add_split(operator, inputs, [output] if output else 1, **attributes)[0]

    def add_split(
        self, operator: str, inputs: Sequence[str], outputs: int | list[str], **attributes: float | list[int]
    ) -> list[str]:
        """A node with several outputs. `Contrib:X` is an operator of onnxruntime's own."""
        number = len(self._nodes)
        names = outputs if isinstance(outputs, list) else [f"value_{number}_{index}" for index in range(outputs)]
        domain, _, kind = operator.rpartition(":")
        content = b"".join(_text(1, each) for each in inputs) + b"".join(_text(2, each) for each in names)
        content += _text(3, f"{kind}_{number}") + _text(4, kind)
        content += b"".join(_message(5, _attribute(key, value)) for key, value in attributes.items())
        self._nodes.append(_message(1, content + (_text(7, _CONTRIB) if domain else b"")))
        return names

    def model(self, source: str, output: str, width: int) -> bytes:
        """The finished file.

        Args:
            source: name of the int64 tensor that goes in, of the shape (texts, pieces).
            output: name of the float tensor of the shape (texts, width).
            width: of the output.
        """
        content = b"".join(self._nodes) + _text(2, "network") + b"".join(self._constants.values())
        content += _message(11, _value(source, 7, ["texts", "pieces"]))
        content += _message(12, _value(output, 1, ["texts", width]))
        opsets = _message(8, _text(1, "") + _integer(2, _OPSET)) + _message(8, _text(1, _CONTRIB) + _integer(2, 1))
        return _integer(1, _IR_VERSION) + _text(2, "lyceum") + _message(7, content) + opsets


def _attribute(name: str, value: float | list[int]) -> bytes:
    if isinstance(value, list):
        return _text(1, name) + b"".join(_integer(8, each) for each in value) + _integer(20, _INTS)
    if isinstance(value, int):
        return _text(1, name) + _integer(3, value) + _integer(20, _INT)
    return _text(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _integer(20, _FLOAT)


def _value(name: str, element_type: int, shape: Sequence[str | int]) -> bytes:
    sizes = (_text(2, size) if isinstance(size, str) else _integer(1, size) for size in shape)
    dimensions = _message(2, b"".join(_message(1, size) for size in sizes))
    return _text(1, name) + _message(2, _message(1, _integer(1, element_type) + dimensions))


def _integer(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value & 0xFFFF_FFFF_FFFF_FFFF)


def _text(number: int, value: str) -> bytes:
    return _bytes(number, value.encode())


def _message(number: int, content: bytes) -> bytes:
    return _bytes(number, content)


def _bytes(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
