"""P9: a person's status follows from their sockets: online, away, or offline after the last one ended or died."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.platform.ids import new_id
from lyceum.platform.live import LiveState
from lyceum.realtime.contracts import PresenceStatus
from lyceum.realtime.presence import PresenceBook, Settled
from tests.builders import MovableClock
from tests.valkey_server import ValkeyServer, own_valkey

LIFE_S = 40
PEOPLE, SOCKETS = 2, 3

ACTIONS = st.one_of(
    st.tuples(
        st.just("renew"),
        st.integers(0, PEOPLE - 1),
        st.integers(0, SOCKETS - 1),
        st.sampled_from([PresenceStatus.ONLINE, PresenceStatus.AWAY]),
    ),
    st.tuples(st.just("drop"), st.integers(0, PEOPLE - 1), st.integers(0, SOCKETS - 1), st.none()),
    st.tuples(st.just("wait"), st.integers(0, LIFE_S + 5), st.just(0), st.none()),
    st.tuples(st.just("sweep"), st.just(0), st.just(0), st.none()),
)


class Model:
    """What a person's presence is by definition: sockets with the second they die at."""

    def __init__(self) -> None:
        self.sockets: dict[int, tuple[PresenceStatus, int]] = {}
        self.seen: int | None = None
        self.announced = PresenceStatus.OFFLINE

    def status(self, now: int) -> PresenceStatus:
        alive = [status for status, dies in self.sockets.values() if dies > now]
        return min(alive, key=list(PresenceStatus).index, default=PresenceStatus.OFFLINE)


@pytest.fixture(scope="module")
async def valkey() -> AsyncIterator[ValkeyServer]:
    async with own_valkey() as server:
        yield server


@given(actions=st.lists(ACTIONS, max_size=30))
async def test_p09_status_and_announcements_follow_from_the_sockets(
    valkey: ValkeyServer, actions: list[tuple[str, int, int, PresenceStatus | None]]
) -> None:
    await valkey.command("FLUSHALL")
    # A busy machine is no outage.
    live, clock, now = LiveState(valkey.url, timeout_s=30), MovableClock(), 0
    book = PresenceBook(live, clock, LIFE_S)
    people = [new_id() for _ in range(PEOPLE)]
    models = {person: Model() for person in people}
    try:
        for action, one, socket, status in actions:
            if action == "wait":
                clock.move(timedelta(seconds=one))
                now += one
                continue
            for settled in await act(book, models, action, people[one], socket, status, now):
                hear(models, settled, now)
            found = await book.read(people)
            for person, model in models.items():
                assert found[person].status is model.status(now)
                assert (found[person].last_seen is None) == (model.seen is None)
        # Whoever is told of every change knows how it stands once the dead have been swept.
        for settled in await book.sweep():
            hear(models, settled, now)
        for model in models.values():
            assert model.announced is model.status(now)
    finally:
        await live.close()


async def act(
    book: PresenceBook,
    models: dict[UUID, Model],
    action: str,
    person: UUID,
    socket: int,
    status: PresenceStatus | None,
    now: int,
) -> list[Settled]:
    """Do it, in the book and in the model."""
    if action == "sweep":
        return await book.sweep()
    model = models[person]
    if status is not None:
        model.sockets[socket] = (status, now + LIFE_S)
        model.seen = now
        settled = await book.renew(person, str(socket), status)
    else:
        if model.sockets.pop(socket, None) is not None:
            model.seen = now
        settled = await book.drop(person, str(socket))
    assert settled is not None
    assert settled.sockets == sum(dies > now for _, dies in model.sockets.values())
    return [settled] if settled.is_news else []


def hear(models: dict[UUID, Model], settled: Settled, now: int) -> None:
    """An announcement must say something new, and the truth."""
    model = models[settled.presence.user_id]
    assert settled.presence.status is not model.announced
    assert settled.presence.status is model.status(now)
    model.announced = settled.presence.status
