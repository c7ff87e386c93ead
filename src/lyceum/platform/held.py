"""A value that holds for as long as a block lasts, for whatever runs in it: also on the path of every request."""

from contextvars import ContextVar, Token
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


class Held(Generic[T]):
    """Sets a context variable for one block, and sets it back after it.

    Args:
        variable: of the module that has something to hold.
        value: what it is within the block, which is told it.
    """

    __slots__ = ("_token", "_value", "_variable")

    def __init__(self, variable: ContextVar[T], value: T) -> None:
        self._variable = variable
        self._value = value
        self._token: Token[T] | None = None

    def __enter__(self) -> T:
        self._token = self._variable.set(self._value)
        return self._value

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._token is not None:
            self._variable.reset(self._token)
