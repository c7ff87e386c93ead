"""The work of a process that trains: it loads numpy, and only after it was told to keep to one thread."""

import importlib
import os
from typing import Any, Final

from lyceum.practice.trained.log import Log

# Products here are small: more threads than one only wait for each other.
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def train(log: Log, *, networks: bool) -> dict[str, Any]:
    """Train; what was made, as `trained.training.Made` has it, by the names there."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    made = importlib.import_module("lyceum.practice.trained.training").train(log, networks=networks)
    return {name: getattr(made, name) for name in made.__slots__}
