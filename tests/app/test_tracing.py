"""One trace from the request that began it to the event and the workflow that came of it, over processes (OBS-03)."""

from collections.abc import Iterator

import httpx
import pytest

from tests.app.conftest import Lyceum
from tests.builders import PATIENCE_S, eventually
from tests.collector import Collector

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    collector.close()


async def test_a_request_its_event_and_its_workflow_are_one_trace(lyceum: Lyceum, collector: Collector) -> None:
    traced = {"LYCEUM_OTLP_ENDPOINT": collector.url}
    api = await lyceum("serve", "probe", "--roles", "api", **traced).start_soon()
    worker = await lyceum("serve", "--roles", "worker,relay", **traced).start_soon()

    sent = {"traceparent": f"00-{TRACE_ID}-b7ad6b7169203331-01"}
    assert api.post("/api/v1/probe/notes", json={"key": "a"}, headers=sent).status_code == 201
    # Spans leave in batches; stopping sends what waits.
    await eventually(lambda: _noted(worker.url))
    assert (api.stop(), worker.stop()) == (0, 0)

    found = {span.name: span.trace_id.hex() for span in collector.spans}
    for name in ("POST /probe/notes", "event probe.hear", "workflow probe.work"):
        assert found.get(name) == TRACE_ID, (name, sorted(found))


async def _noted(url: str) -> bool:
    async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
        metrics = (await client.get(url + "/metrics")).text
    return 'status="completed"' in metrics and 'events_delivered_total{domain="probe"} 1.0' in metrics
