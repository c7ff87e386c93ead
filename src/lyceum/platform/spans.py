"""Sends spans to an OpenTelemetry collector; imported by `tracing` only when one is configured."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

# As in `tracing`, which this module does not import: that one imports this one.
Attribute = str | int | float | bool

_KINDS = {"server": SpanKind.SERVER, "consumer": SpanKind.CONSUMER, "internal": SpanKind.INTERNAL}
_TRACES_PATH = "/v1/traces"


class RecordedSpan:
    """A span that will be sent."""

    def __init__(self, recorded: trace.Span) -> None:
        self._recorded = recorded

    def set(self, **attributes: Attribute) -> None:
        """Add facts to the span; never a learner's text."""
        self._recorded.set_attributes(attributes)

    def rename(self, name: str) -> None:
        """Give the span its name once it is known."""
        self._recorded.update_name(name)


class SpanSender:
    """Records spans and sends them in batches from a thread of its own.

    Args:
        endpoint: of the collector, `http://host:4318`, with or without `/v1/traces`.
    """

    def __init__(self, endpoint: str) -> None:
        url = endpoint if endpoint.endswith(_TRACES_PATH) else endpoint.rstrip("/") + _TRACES_PATH
        self._provider = TracerProvider(resource=Resource.create({"service.name": "lyceum"}))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(url, timeout=5.0)))
        # Ours, not the global provider: a second `configure` (tests, a forked worker) must be able to replace it.
        self._tracer = self._provider.get_tracer("lyceum")
        self._propagator = TraceContextTextMapPropagator()

    def current(self) -> str | None:
        """The `traceparent` of the span in hand."""
        carrier: dict[str, str] = {}
        self._propagator.inject(carrier)
        return carrier.get("traceparent")

    @contextmanager
    def span(
        self, name: str, parent: str | None, kind: str, attributes: Mapping[str, Attribute]
    ) -> Iterator[RecordedSpan]:
        """Record the block.

        Args:
            name: of the span.
            parent: a `traceparent`; empty begins a new trace; None continues the span in hand.
            kind: server, consumer or internal.
            attributes: facts about it.
        """
        around = None if parent is None else self._propagator.extract({"traceparent": parent}, Context())
        recorded = self._tracer.start_span(name, around, _KINDS[kind], attributes)
        # The SDK would record an exception with its text, which may quote a learner; its type is enough.
        with trace.use_span(recorded, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                yield RecordedSpan(recorded)
            except Exception as error:
                recorded.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def close(self) -> None:
        """Send what is waiting."""
        self._provider.shutdown()
