"""Names for arrays in signatures: what they hold; shapes and ranges are in the docstrings."""

from typing import Any

from numpy.typing import NDArray

# numpy's own arithmetic types are too loose to keep float32 and float64 apart, so the names are for the reader.
Floats = NDArray[Any]
Ints = NDArray[Any]
Bools = NDArray[Any]
