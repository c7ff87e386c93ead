"""The writing side of events: one row per event and one delivery per subscription, in the business transaction.

Order: a writer holds an advisory lock on each key it emits for until it commits, so for one key the order of
`delivery.sequence` is the order of commits. Without the lock a late commit would be overtaken (measured on the proof:
430 of 5,000 events out of order without, 0 with).
"""

import json
import zlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from lyceum.platform.events import Event
from lyceum.platform.ids import new_id
from lyceum.platform.locks import lock_key
from lyceum.platform.subscription import SubscriptionIndex
from lyceum.platform.tracing import current_trace

PARTITIONS = 16

_LOCK = text("select pg_advisory_xact_lock(key) from unnest(:keys) as key").bindparams(
    bindparam("keys", type_=ARRAY(BigInteger))
)
_EVENTS = text(
    "insert into platform.event (id, name, key, body, trace, occurred_at)"
    " select id, name, key, body::jsonb, :trace, :now"
    " from unnest(cast(:ids as uuid[]), cast(:names as text[]), cast(:keys as text[]), cast(:bodies as text[]))"
    " as emitted(id, name, key, body)"
)
_DELIVERIES = text(
    "insert into platform.delivery (event_id, domain, subscription, key, partition)"
    " select id, split_part(subscription, '.', 1), subscription, key, partition"
    " from unnest(cast(:ids as uuid[]), cast(:subscriptions as text[]), cast(:keys as text[]),"
    " cast(:partitions as smallint[])) with ordinality as due(id, subscription, key, partition, place) order by place"
)


def partition_of(key: str) -> int:
    """The hash partition of a key, 0 to `PARTITIONS` - 1."""
    return zlib.crc32(key.encode()) % PARTITIONS


async def write(
    connection: AsyncConnection, subscriptions: SubscriptionIndex, events: Sequence[Event], now: datetime
) -> bool:
    """Write events and their deliveries into the open transaction; whether there are any to deliver.

    Args:
        connection: in the transaction that commits next; the keys stay locked until then.
        subscriptions: of every domain.
        events: in the order they were emitted.
        now: when they happened.
    """
    ids = [new_id() for _ in events]
    # Sorted, so that two writers with the same keys wait for each other instead of dead-locking.
    keys = sorted({lock_key("outbox", event.key) for event in events})
    await connection.execute(_LOCK, {"keys": keys})
    await connection.execute(
        _EVENTS,
        {
            "ids": ids,
            "names": [event.name for event in events],
            "keys": [event.key for event in events],
            "bodies": [json.dumps(event.to_json(), separators=(",", ":")) for event in events],
            "trace": current_trace(),
            "now": now,
        },
    )
    due = [
        (event_id, subscription.name, event.key, partition_of(event.key))
        for event_id, event in zip(ids, events, strict=True)
        for subscription in subscriptions.of(event.name)
    ]
    if due:
        columns = [list(column) for column in zip(*due, strict=True)]
        await connection.execute(
            _DELIVERIES, dict(zip(("ids", "subscriptions", "keys", "partitions"), columns, strict=True))
        )
    return bool(due)
