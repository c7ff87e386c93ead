"""Compiles functions as they are written, with all that they call; the compiler is an extra (`lyceum[fast]`).

Nothing is marked in the functions themselves: one source runs where there is a compiler and where there is none. It
gives the same bits either way, for the compiler calls the same mathematical library that Python calls, and may reorder
nothing.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import FunctionType
from typing import Any


@cache
def is_available() -> bool:
    """Whether the compiler is installed."""
    return find_spec("numba") is not None


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function as machine code; the first call with a kind of argument takes seconds.

    Args:
        function: of numbers, tuples of numbers and arrays, that calls only such functions, by their names.

    Raises:
        ModuleNotFoundError: if the compiler is not installed.
    """
    # Loaded here because it takes a second, and most processes never need it.
    return _compiled(function, import_module("numba").njit, {})


def _compiled(
    function: Callable[..., Any], njit: Callable[..., Any], made: dict[Callable[..., Any], Callable[..., Any]]
) -> Callable[..., Any]:
    if function not in made:
        if not isinstance(function, FunctionType):
            raise TypeError(f"expected a function that is written in Python, got {function!r}")
        called = {name: function.__globals__.get(name) for name in function.__code__.co_names}
        inner = {name: _compiled(each, njit, made) for name, each in called.items() if isinstance(each, FunctionType)}
        # A copy that knows the compiled ones by the names of those it calls. A compiled function is kept nowhere on
        # disk: what is kept there is not made anew when a function that it calls has changed.
        copy = FunctionType(function.__code__, function.__globals__ | inner, function.__name__, function.__defaults__)
        made[function] = njit(copy, error_model="numpy")
    return made[function]
