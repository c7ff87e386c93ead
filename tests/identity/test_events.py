"""The events of identity keep their shape: each has a frozen sample, which is never edited."""

import json
from pathlib import Path
from typing import Any

import pytest

from lyceum.identity import events
from lyceum.platform.events import Event

SAMPLES = Path(__file__).parents[1] / "events"
EVENTS: list[type[Event]] = [
    value
    for value in vars(events).values()
    if isinstance(value, type) and issubclass(value, Event) and value is not Event
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_an_event_reads_and_writes_its_frozen_sample(event: type[Event]) -> None:
    sample: dict[str, Any] = json.loads((SAMPLES / f"{event.name}.json").read_text(encoding="utf-8"))

    read = event.from_json(sample)

    assert read.to_json() == sample
    assert read.key == sample[event.key_field]
