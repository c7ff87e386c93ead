"""What an event's body looks like is frozen: what lies in the outbox must be readable by the next version."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyceum.app.domains import DOMAINS
from lyceum.platform.events import Event

SAMPLES = {path.stem: path for path in Path(__file__).parent.glob("*.json")}


def _kinds(base: type[Event] = Event) -> Iterator[type[Event]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


BUILT_IN = {"platform", *(domain.name for domain in DOMAINS)}
KINDS = {kind.name: kind for kind in _kinds() if kind.name.partition(".")[0] in BUILT_IN}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_an_event_is_read_and_written_as_its_sample(name: str) -> None:
    sample = json.loads(SAMPLES[name].read_text())

    assert KINDS[name].from_json(sample).to_json() == sample


def test_every_sample_is_of_an_event_there_is() -> None:
    assert set(SAMPLES) == set(KINDS)
