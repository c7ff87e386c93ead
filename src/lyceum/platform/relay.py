"""The reading side of events: hands each delivery to its subscription, in order per key, until it is done or dead.

One relay at a time works on a (domain, partition), under an advisory lock. A batch is one transaction over all of a
domain's partitions that are due: what its handlers wrote and the end of their deliveries commit together, so that their
effects happen once. If anything in it fails, it is rolled back and delivered again partition by partition, with a
savepoint per delivery. A handler that raises then blocks only its own (subscription, key); after `max_attempts` the
delivery becomes a dead letter and the key goes on. What a handler left behind may also fail at the commit (a deferred
constraint): then the partition is delivered one by one, and whose commit fails has failed.
"""

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from lyceum.platform.database import driver_of, unavailable
from lyceum.platform.events import Event
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.locks import lock_key
from lyceum.platform.logs import get_logger
from lyceum.platform.metrics import EVENTS_DELIVERED, EVENTS_FAILED
from lyceum.platform.resilience.retry import redelivery_pause_s
from lyceum.platform.subscription import Subscription, SubscriptionIndex
from lyceum.platform.tracing import continued_span
from lyceum.platform.unit_of_work import AfterCommit, UnitOfWork, run_callbacks

log = get_logger(__name__)

# Short transactions: a batch holds the locks its handlers take until its end.
BATCH = 32
# The first event after a pause is delivered at once; while more keep coming, they are taken together this often, for a
# transaction costs as much as the few events it would hold otherwise.
GATHERING_S = 0.025
# Deliveries that fail for ever are counted no further than the column can hold.
_MOST_ATTEMPTS = 32_767

_DUE = text(
    "select distinct domain, partition from platform.delivery"
    " where domain = any(:domains) and (retry_at is null or retry_at <= :now)"
)
# What every batch runs goes straight to the driver.
_TRY_LOCKS = """
    select partition from unnest($1::bigint[], $2::smallint[]) as due (key, partition)
    where pg_try_advisory_xact_lock(key)"""
_BATCH = """
    select d.sequence, d.event_id, d.subscription, d.key, d.attempts, e.body, e.trace
    from platform.delivery d join platform.event e on e.id = d.event_id
    where d.domain = $1 and d.partition = any($2) and (d.retry_at is null or d.retry_at <= $3)
        and not exists (select from platform.delivery earlier where earlier.subscription = d.subscription
            and earlier.key = d.key and earlier.sequence < d.sequence and earlier.retry_at > $3)
    order by d.sequence limit $4 for update of d"""
_DONE = "delete from platform.delivery where sequence = any($1)"
_LOCK_ONE = text("select attempts from platform.delivery where sequence = :sequence for update")
_RETRY = text(
    "update platform.delivery set attempts = :attempts, retry_at = :retry_at, error = :error where sequence = :sequence"
)
_BURY = text(
    "insert into platform.dead_letter (id, event_id, subscription, attempts, error, died_at)"
    " values (:id, :event_id, :subscription, :attempts, :error, :now)"
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is delivered, to which subscription."""

    sequence: int
    event_id: UUID
    subscription: str
    key: str
    attempts: int
    body: dict[str, Any]
    trace: str | None


@dataclass(slots=True)
class _Batch:
    """What became of the deliveries of one batch."""

    rows: list[Delivery] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    failed: list[tuple[Delivery, Exception]] = field(default_factory=list)
    blocked: set[tuple[str, str]] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    callbacks: list[AfterCommit] = field(default_factory=list)
    forgettings: list[AfterCommit] = field(default_factory=list)

    def note(self, row: Delivery, uow: UnitOfWork) -> None:
        """A delivery was heard; what it left goes out with the batch."""
        self.done.append(row.sequence)
        self.events += uow.events
        self.callbacks += uow.callbacks
        self.forgettings += uow.forgettings


class _CutOff(Exception):
    """A handler was stopped in the middle of a statement, which took the connection along, and the batch with it."""

    def __init__(self, row: Delivery, error: TimeoutError) -> None:
        super().__init__(row.subscription)
        self.row = row
        self.error = error


def _is_away(error: Exception) -> bool:
    """Whether the database said that it is away; a handler may raise what only looks like it for ever."""
    ours = isinstance(error, DBAPIError | asyncpg.PostgresError | asyncpg.InterfaceError)
    return ours and unavailable(error) is not None


class Relay:
    """Delivers the events of some domains' subscriptions.

    Args:
        kernel: the process's resources.
        domains: the domains this process serves; others' deliveries are left to others.
    """

    def __init__(self, kernel: Kernel, domains: Iterable[str]) -> None:
        self._kernel = kernel
        self._subscriptions: SubscriptionIndex = kernel.subscriptions
        self._domains = sorted(set(domains))
        self._nudged = asyncio.Event()
        self._stopping = False
        self._draining: dict[str, asyncio.Task[None]] = {}
        self._missed: set[str] = set()
        # Half of the pool at the most: requests are answered however much there is to deliver.
        self._lanes = asyncio.Semaphore(max(1, kernel.settings.database_pool // 2))

    def nudge(self) -> None:
        """Something was emitted: look now instead of at the next poll."""
        self._nudged.set()

    async def run(self) -> None:
        """Deliver until `stop`; a failing database is waited out."""
        loop = asyncio.get_running_loop()
        while not self._stopping:
            self._nudged.clear()
            begun = loop.time()
            try:
                await self._start_draining()
            except Exception as error:  # noqa: BLE001  one of the loops that must survive anything
                log.warning("relay_poll_failed", error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), self._kernel.settings.relay_poll_s)
            if not self._stopping:
                await asyncio.sleep(max(0.0, begun + GATHERING_S - loop.time()))
        await asyncio.gather(*self._draining.values(), return_exceptions=True)

    def stop(self) -> None:
        """Finish the batches in hand and return from `run`."""
        self._stopping = True
        self._nudged.set()

    async def drain(self) -> None:
        """Deliver all that is due now, and return."""
        await self._start_draining()
        await asyncio.gather(*self._draining.values())

    async def has_due(self) -> bool:
        """Whether something is due that nobody has delivered yet; another process may be about it."""
        return bool(await self._due())

    async def _due(self) -> list[tuple[str, int]]:
        async with self._kernel.database.engine.connect() as connection:
            rows = await connection.execute(_DUE, {"domains": self._domains, "now": self._now()})
            return [(row.domain, row.partition) for row in rows]

    async def _start_draining(self) -> None:
        rows = await self._due()
        due: dict[str, list[int]] = {}
        for domain, partition in rows:
            due.setdefault(domain, []).append(partition)
        # A task per domain: a domain whose handlers are slow or fail does not hold up the others.
        for domain, partitions in due.items():
            if domain in self._draining:
                self._missed.add(domain)
            else:
                task = asyncio.create_task(self._drain_domain(domain, sorted(partitions)), name=f"relay-{domain}")
                self._draining[domain] = task
                task.add_done_callback(partial(self._drained, domain))

    def _drained(self, domain: str, _task: "asyncio.Task[None]") -> None:
        self._draining.pop(domain, None)
        # What was emitted meanwhile, perhaps to a partition that was not due before, does not wait for the next poll.
        if domain in self._missed:
            self._missed.discard(domain)
            self._nudged.set()

    async def _drain_domain(self, domain: str, partitions: list[int]) -> None:
        """Deliver a domain's events until nothing is due."""
        left = partitions
        # In turns of one batch, so that a partition that is never empty does not keep the others waiting.
        while left and not self._stopping:
            left = await self._deliver_some(domain, left)

    async def _deliver_some(self, domain: str, partitions: list[int]) -> list[int]:
        """The partitions in which there may be more."""
        try:
            async with self._lanes:
                return await self._deliver(domain, partitions, _Batch(), BATCH, with_savepoints=False)
        except Exception as error:  # noqa: BLE001  one of the loops that must survive anything
            if _is_away(error):
                log.warning("relay_batch_failed", domain=domain, error=type(error).__name__)
                return []
        return [partition for partition in partitions if await self._deliver_carefully(domain, partition)]

    async def _deliver_carefully(self, domain: str, partition: int) -> bool:
        """Whether there may be more; whatever a partition's batch dies of, the other partitions go on."""
        try:
            async with self._lanes:
                return await self._deliver_or_split(domain, partition)
        except Exception as error:  # noqa: BLE001  one of the loops that must survive anything
            log.warning("relay_batch_failed", domain=domain, partition=partition, error=type(error).__name__)
            return False

    async def _deliver_or_split(self, domain: str, partition: int) -> bool:
        try:
            return bool(await self._deliver(domain, [partition], _Batch(), BATCH, with_savepoints=True))
        except _CutOff as cut:
            await self._blame(domain, cut.row, cut.error)
            return True
        except DBAPIError as error:
            if unavailable(error):
                raise
            log.warning("relay_batch_split", domain=domain, partition=partition, error=type(error.orig).__name__)
        for _ in range(BATCH):
            batch = _Batch()
            try:
                await self._deliver(domain, [partition], batch, 1, with_savepoints=True)
                if not batch.rows:
                    return False
            except _CutOff as cut:
                await self._blame(domain, cut.row, cut.error)
            except DBAPIError as error:
                if unavailable(error) or not batch.rows:
                    raise
                await self._blame(domain, batch.rows[0], error)
        return True

    async def _blame(self, domain: str, row: Delivery, error: Exception) -> None:
        """Count a failure that showed when everything that belonged to it was already rolled back."""
        async with self._kernel.database.engine.begin() as connection:
            found = (await connection.execute(_LOCK_ONE, {"sequence": row.sequence})).one_or_none()
            # Another relay may have been at it since.
            if found is not None and found.attempts == row.attempts:
                await self._retry_or_bury(connection, row, error, self._now())
        EVENTS_FAILED.labels(domain).inc()

    async def _deliver(
        self, domain: str, partitions: list[int], batch: _Batch, limit: int, *, with_savepoints: bool
    ) -> list[int]:
        """Deliver one batch; the partitions in which there may be more."""
        try:
            async with self._kernel.database.engine.begin() as connection:
                held = await self._hear_batch(
                    connection, domain, partitions, batch, limit, with_savepoints=with_savepoints
                )
        except BaseException:
            # Cut off at the commit, nobody knows whether it has committed; what is forgotten in vain is made anew.
            await run_callbacks(batch.forgettings)
            raise
        if not held:
            return []
        EVENTS_DELIVERED.labels(domain).inc(len(batch.done))
        EVENTS_FAILED.labels(domain).inc(len(batch.failed))
        await run_callbacks(batch.callbacks)
        # What the handlers emitted may be for these partitions; a batch that was not full left nothing else.
        return held if len(batch.rows) == limit or batch.events else []

    async def _hear_batch(
        self,
        connection: AsyncConnection,
        domain: str,
        partitions: list[int],
        batch: _Batch,
        limit: int,
        *,
        with_savepoints: bool,
    ) -> list[int]:
        """Fill a batch and hear it; the partitions that no other relay is at."""
        driver = await driver_of(connection)
        keys = [lock_key("relay", domain, str(partition)) for partition in partitions]
        held = [row["partition"] for row in await driver.fetch(_TRY_LOCKS, keys, partitions)]
        if not held:
            return []
        # In a statement of its own: its snapshot is taken after the locks, so it sees what their last holders did.
        batch.rows += [Delivery(**row) for row in await driver.fetch(_BATCH, domain, held, self._now(), limit)]
        for row in batch.rows:
            if (row.subscription, row.key) not in batch.blocked:
                if with_savepoints:
                    await self._hear_alone(connection, driver, row, batch)
                else:
                    batch.note(row, await self._hear(connection, row))
        await self._settle(connection, driver, batch)
        return held

    async def _hear(self, connection: AsyncConnection, row: Delivery) -> UnitOfWork:
        subscription: Subscription[Any] = self._subscriptions.by_name[row.subscription]
        uow = UnitOfWork(self._kernel, connection, cause=row.event_id)
        with continued_span(row.trace, f"event {row.subscription}"):
            async with asyncio.timeout(subscription.timeout_s):
                await subscription.handler(uow, subscription.event.from_json(row.body))
        return uow

    async def _hear_alone(
        self, connection: AsyncConnection, driver: "asyncpg.Connection[Any]", row: Delivery, batch: _Batch
    ) -> None:
        """As `_hear`; a failure undoes what this handler did, and no more.

        Raises:
            _CutOff: if the whole batch was undone with it.
        """
        late: TimeoutError | None = None
        try:
            async with driver.transaction():
                try:
                    uow = await self._hear(connection, row)
                except TimeoutError as error:
                    late = error
                    raise
        except Exception as error:
            if late is not None and driver.is_closed():
                raise _CutOff(row, late) from error
            if _is_away(error):
                raise
            batch.failed.append((row, error))
            batch.blocked.add((row.subscription, row.key))
        else:
            batch.note(row, uow)

    async def _settle(self, connection: AsyncConnection, driver: "asyncpg.Connection[Any]", batch: _Batch) -> None:
        now = self._now()
        if batch.done:
            await driver.execute(_DONE, batch.done)
        for row, error in batch.failed:
            await self._retry_or_bury(connection, row, error, now)
        # All that the handlers emitted is written last and at once, so its keys are locked in one sorted sweep.
        uow = UnitOfWork(self._kernel, connection)
        uow.events = list(batch.events)
        await uow.flush_events()
        batch.callbacks += uow.callbacks

    async def _retry_or_bury(self, connection: AsyncConnection, row: Delivery, error: Exception, now: datetime) -> None:
        attempts = min(row.attempts + 1, _MOST_ATTEMPTS)
        known = self._subscriptions.by_name.get(row.subscription)
        reason = f"{type(error).__name__}: {error}"[:500]
        # The reason is stored for the operator and not logged: an exception's text may quote what a learner wrote.
        log.warning(
            "event_handler_failed", subscription=row.subscription, attempts=attempts, error=type(error).__name__
        )
        if known and attempts >= known.max_attempts:
            letter = {"id": new_id(), "event_id": row.event_id, "subscription": row.subscription}
            await connection.execute(_BURY, letter | {"attempts": attempts, "error": reason, "now": now})
            await (await driver_of(connection)).execute(_DONE, [row.sequence])
            return
        pause = timedelta(seconds=redelivery_pause_s(attempts, self._kernel.rng))
        retry = {"sequence": row.sequence, "attempts": attempts, "retry_at": now + pause, "error": reason}
        await connection.execute(_RETRY, retry)

    def _now(self) -> datetime:
        return self._kernel.clock.now()
