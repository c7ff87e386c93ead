"""What a process counts can be read by Prometheus."""

from prometheus_client.parser import text_string_to_metric_families

from lyceum.platform import metrics


def value(sample: str, **labels: str) -> float | None:
    body, _ = metrics.render()
    for family in text_string_to_metric_families(body.decode()):
        for found in family.samples:
            if found.name == sample and found.labels == labels:
                return float(found.value)
    return None


def test_a_counted_request_can_be_read() -> None:
    metrics.HTTP_REQUESTS.labels("GET", "/test/metrics", "200").inc()
    metrics.HTTP_SECONDS.labels("GET", "/test/metrics").observe(0.003)

    _, content_type = metrics.render()
    assert content_type.startswith("text/plain")
    assert value("lyceum_http_requests_total", method="GET", route="/test/metrics", status="200") == 1
    assert value("lyceum_http_seconds_bucket", method="GET", route="/test/metrics", le="0.005") == 1


def test_memory_and_processor_time_are_among_them() -> None:
    resident, seconds = value("process_resident_memory_bytes"), value("process_cpu_seconds_total")

    assert resident is not None
    assert resident > 1_000_000
    assert seconds is not None
    assert seconds > 0
