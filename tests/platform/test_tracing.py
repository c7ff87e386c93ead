"""A trace goes from a request through events to workflows, and to the collector where there is one."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyceum.platform import tracing
from lyceum.platform.settings import Settings
from tests.collector import Collector

TRACE_ID, PARENT_ID = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE_ID}-{PARENT_ID}-01"


@pytest.fixture
def collector(tmp_path: Path) -> Iterator[Collector]:
    collector = Collector()
    tracing.configure(Settings(home=tmp_path, otlp_endpoint=collector.url))
    yield collector
    tracing.shutdown()
    collector.close()


def test_one_trace_goes_from_the_request_to_the_event_to_the_workflow(collector: Collector) -> None:
    with tracing.request_span("POST", TRACEPARENT) as request:
        emitted = tracing.current_trace()
        request.rename("POST /api/v1/probes")
        request.set(status=201)
    with tracing.continued_span(emitted, "event probe.heard"):
        started = tracing.current_trace()
    with tracing.continued_span(started, "workflow probe.steps"), tracing.span("step"):
        assert tracing.current_trace_id() == TRACE_ID
    tracing.shutdown()

    request_span = collector.named("POST /api/v1/probes")
    event, workflow = collector.named("event probe.heard"), collector.named("workflow probe.steps")
    assert {span.trace_id.hex() for span in collector.spans} == {TRACE_ID}
    assert request_span.parent_span_id.hex() == PARENT_ID
    assert event.parent_span_id == request_span.span_id
    assert workflow.parent_span_id == event.span_id
    assert collector.named("step").parent_span_id == workflow.span_id
    assert request_span.attributes[0].key == "status"


def test_a_request_without_a_trace_begins_one(collector: Collector) -> None:
    with tracing.request_span("GET", None):
        assert tracing.current_trace_id() is not None
    tracing.shutdown()

    assert collector.named("GET").parent_span_id == b""


def test_a_failure_is_marked_with_its_type_and_not_with_its_text(collector: Collector) -> None:
    with pytest.raises(ValueError, match="essay"), tracing.continued_span(None, "event"):
        raise ValueError("an essay of a learner")
    tracing.shutdown()

    span = collector.named("event")
    assert span.status.message == "ValueError"
    assert b"essay" not in span.SerializeToString()


def test_without_a_collector_the_trace_is_still_passed_on() -> None:
    with tracing.request_span("GET", TRACEPARENT) as span:
        span.set(status=200)
        span.rename("GET /")
        assert tracing.current_trace() == TRACEPARENT
        assert tracing.current_trace_id() == TRACE_ID
        with tracing.span("step"):
            assert tracing.current_trace() == TRACEPARENT

    assert tracing.current_trace() is None
    assert tracing.current_trace_id() is None


@pytest.mark.parametrize(
    "header", ["", "garbage", TRACEPARENT + "x", f"00-{'0' * 32}-{PARENT_ID}-01", TRACEPARENT.upper(), "00-" * 1000]
)
def test_an_unreadable_trace_is_left_out(header: str) -> None:
    with tracing.continued_span(header, "event"):
        assert tracing.current_trace() is None


async def test_traces_of_concurrent_tasks_do_not_mix() -> None:
    async def handle(number: int) -> str | None:
        with tracing.request_span("GET", f"00-{number:032x}-{PARENT_ID}-01"):
            await asyncio.sleep(0)
            return tracing.current_trace_id()

    seen = await asyncio.gather(*(handle(number) for number in range(1, 20)))

    assert seen == [f"{number:032x}" for number in range(1, 20)]


def test_opentelemetry_is_not_imported_without_a_collector() -> None:
    program = (
        "import sys; from lyceum.platform import tracing; from lyceum.platform.settings import Settings;"
        "tracing.configure(Settings()); sys.exit('opentelemetry' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
