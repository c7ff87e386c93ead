"""The writing side of events: one row per event and one delivery per subscription, in the business transaction.

Order: a writer holds an advisory lock on each key it emits for until it commits, so for one key the order of
`delivery.sequence` is the order of commits. Without the lock a late commit would be overtaken (measured on the proof:
430 of 5,000 events out of order without, 0 with).
"""

import json
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg

from lyceum.platform.events import Event
from lyceum.platform.ids import new_id
from lyceum.platform.locks import lock_key
from lyceum.platform.subscription import SubscriptionIndex
from lyceum.platform.tracing import current_trace

PARTITIONS = 16

# One round trip. The rows are read from beside the locks, so that they are numbered once the locks are held.
_WRITE = """
    with held as materialized (select count(pg_advisory_xact_lock(key)) from unnest($1::bigint[]) as key),
    written as (
        insert into platform.event (id, name, key, body, trace, occurred_at)
        select id, name, key, body, $6, $7
        from unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[]) as emitted(id, name, key, body))
    insert into platform.delivery (event_id, domain, subscription, key, partition)
    select id, split_part(subscription, '.', 1), subscription, key, partition
    from held, unnest($8::uuid[], $9::text[], $10::text[], $11::smallint[])
        with ordinality as due(id, subscription, key, partition, place)
    order by place"""
_DUE_WIDTH = 4


def partition_of(key: str) -> int:
    """The hash partition of a key, 0 to `PARTITIONS` - 1."""
    return zlib.crc32(key.encode()) % PARTITIONS


async def write(
    driver: "asyncpg.Connection[Any]", subscriptions: SubscriptionIndex, events: Sequence[Event], now: datetime
) -> bool:
    """Write events and their deliveries into the open transaction; whether there are any to deliver.

    Args:
        driver: in the transaction that commits next; the keys stay locked until then.
        subscriptions: of every domain.
        events: in the order they were emitted.
        now: when they happened.
    """
    ids = [new_id() for _ in events]
    due = [
        (event_id, subscription.name, event.key, partition_of(event.key))
        for event_id, event in zip(ids, events, strict=True)
        for subscription in subscriptions.of(event.name)
    ]
    await driver.execute(
        _WRITE,
        # Sorted, so that two writers with the same keys wait for each other instead of dead-locking.
        sorted({lock_key("outbox", event.key) for event in events}),
        ids,
        [event.name for event in events],
        [event.key for event in events],
        [json.dumps(event.to_json(), separators=(",", ":")) for event in events],
        current_trace(),
        now,
        *(list(column) for column in zip(*due, strict=True)),
        *([] for _ in range(0 if due else _DUE_WIDTH)),
    )
    return bool(due)
