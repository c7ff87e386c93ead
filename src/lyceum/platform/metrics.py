"""What a process counts, for Prometheus. The registry is our own: nothing a library registers leaks into `/metrics`."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

REGISTRY = CollectorRegistry(auto_describe=True)

# Memory, CPU seconds, open files and start time, as `process_*`.
ProcessCollector(registry=REGISTRY)

HTTP_REQUESTS = Counter("lyceum_http_requests", "Requests answered.", ["method", "route", "status"], registry=REGISTRY)
HTTP_SECONDS = Histogram(
    "lyceum_http_seconds",
    "Time from the first byte of a request to the end of its answer.",
    ["method", "route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
    registry=REGISTRY,
)
EVENTS_DELIVERED = Counter("lyceum_events_delivered", "Event deliveries handled.", ["domain"], registry=REGISTRY)
EVENTS_FAILED = Counter("lyceum_events_failed", "Event deliveries that raised.", ["domain"], registry=REGISTRY)
WORKFLOWS_ENDED = Counter("lyceum_workflows_ended", "Workflows ended.", ["workflow", "status"], registry=REGISTRY)
LIVE_FAILURES = Counter("lyceum_live_failures", "Operations Valkey did not answer.", registry=REGISTRY)
LIMITED_BY_MEMORY = Counter(
    "lyceum_limits_in_memory", "Requests this process counted alone, while Valkey was away.", registry=REGISTRY
)
REQUESTS_LIMITED = Counter(
    "lyceum_requests_limited", "Requests refused as too many, by window.", ["window"], registry=REGISTRY
)
BREAKER_STATE = Gauge(
    "lyceum_breaker_state", "Circuit breaker: 0 closed, 1 half open, 2 open.", ["name"], registry=REGISTRY
)


def render() -> tuple[bytes, str]:
    """All metrics as text, and the content type to send it with."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
