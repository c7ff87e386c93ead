"""One trace across HTTP, events and workflows, carried as a W3C `traceparent`.

OpenTelemetry is imported only when a collector is configured. Without one nothing is recorded, but a trace that came in
is still passed on, so that a process that does send spans can continue it.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol

from lyceum.platform.settings import Settings

if TYPE_CHECKING:
    from lyceum.platform.spans import SpanSender

Attribute = str | int | float | bool

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_passed_on: ContextVar[str | None] = ContextVar("lyceum_traceparent", default=None)
_sender: "SpanSender | None" = None


class Span(Protocol):
    """What may be said about the work in hand."""

    def set(self, **attributes: Attribute) -> None:
        """Add facts to the span; never a learner's text."""
        ...

    def rename(self, name: str) -> None:
        """Give the span its name once it is known, as the route is after routing."""
        ...


class _NoSpan:
    def set(self, **attributes: Attribute) -> None:
        """Nothing is recorded."""

    def rename(self, name: str) -> None:
        """Nothing is recorded."""


_NO_SPAN = _NoSpan()


def configure(settings: Settings) -> None:
    """Start sending spans if `otlp_endpoint` is set; stop if it is not. May be called again."""
    global _sender  # noqa: PLW0603  one exporter per process, like the log configuration
    shutdown()
    if settings.otlp_endpoint:
        # The SDK costs 300 ms of CPU to import, which an installation without a collector shall not pay.
        from lyceum.platform.spans import SpanSender  # noqa: PLC0415  see above

        _sender = SpanSender(settings.otlp_endpoint)


def shutdown() -> None:
    """Send what has not been sent yet, and stop."""
    global _sender
    sender, _sender = _sender, None
    if sender is not None:
        sender.close()


def current_trace() -> str | None:
    """The `traceparent` to hand to whatever continues this work, or None outside any trace."""
    if _sender is not None and (current := _sender.current()):
        return current
    return _passed_on.get()


def current_trace_id() -> str | None:
    """The trace's id (32 hexadecimal digits) for log lines and error envelopes, or None outside any trace."""
    trace = current_trace()
    return trace[3:35] if trace else None


def continued_span(traceparent: str | None, name: str, **attributes: Attribute) -> AbstractContextManager[Span]:
    """Work that another process or an earlier transaction asked for.

    Args:
        traceparent: what `current_trace` said there; None or something unreadable begins a new trace.
        name: of the span, the same for all work of this kind.
        attributes: facts about it; never a learner's text.
    """
    return _span(traceparent, name, "consumer", attributes)


def request_span(method: str, traceparent: str | None, **attributes: Attribute) -> AbstractContextManager[Span]:
    """A request being answered.

    Args:
        method: of the request; the shell calls `rename` when the route is known.
        traceparent: the header of that name, if there is one.
        attributes: facts about it.
    """
    return _span(traceparent, method, "server", attributes)


@contextmanager
def span(name: str, **attributes: Attribute) -> Iterator[Span]:
    """A step worth timing inside the present trace."""
    if _sender is None:
        yield _NO_SPAN
    else:
        with _sender.span(name, None, "internal", attributes) as child:
            yield child


@contextmanager
def _span(traceparent: str | None, name: str, kind: str, attributes: dict[str, Attribute]) -> Iterator[Span]:
    parent = traceparent if traceparent and _TRACEPARENT.fullmatch(traceparent) else None
    before = _passed_on.set(parent)
    try:
        if _sender is None:
            yield _NO_SPAN
        else:
            with _sender.span(name, parent or "", kind, attributes) as child:
                yield child
    finally:
        _passed_on.reset(before)
