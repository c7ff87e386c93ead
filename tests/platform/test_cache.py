"""The cache: one maker, no outdated entries in any process, and no error when Valkey is away."""

import asyncio
import pickle
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from lyceum.platform.cache_near import MOST_ENTRIES
from lyceum.platform.cached import Cached, CacheKey, CacheLifetimes
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import PATIENCE_S, eventually
from tests.platform.caches import IN_ROOM, NUMBER, Reader, Truth, hearing, new_space, process, reads_from
from tests.valkey_server import ValkeyServer, own_valkey

# One of two processes: waits for the moment, then asks a hundred times at once.
ASKER = """
import asyncio, sys, time
from tests.platform.caches import NUMBER, Truth, process

async def main(url, space, moment, takes_s):
    truth = Truth()
    key = NUMBER.of(id="one")
    truth.numbers[key.name] = 7

    async def make():
        truth.reads += 1
        await asyncio.sleep(float(takes_s))
        return 7

    async with process(url, truth, space) as reader:
        await reader.live.ping()
        await asyncio.sleep(float(moment) - time.time())
        assert set(await asyncio.gather(*(reader.cache.get(key, make) for _ in range(100)))) == {7}
    print(truth.reads)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def truth() -> Truth:
    return Truth()


@pytest.fixture
def key(truth: Truth) -> CacheKey[int | None]:
    found = NUMBER.of(id=uuid4())
    truth.numbers[found.name] = 1
    return found


@pytest.fixture
async def processes(servers: dict[str, str], truth: Truth) -> AsyncIterator[list[Reader]]:
    async with AsyncExitStack() as stack:
        space = new_space()
        yield [await stack.enter_async_context(process(servers["valkey"], truth, space)) for _ in range(2)]


@pytest.fixture
def here(processes: list[Reader]) -> Reader:
    return processes[0]


@pytest.fixture
def there(processes: list[Reader]) -> Reader:
    return processes[1]


async def test_an_entry_is_made_once_and_found_in_every_process(
    here: Reader, there: Reader, truth: Truth, key: CacheKey[int | None]
) -> None:
    found = [await reader.read(key) for reader in (here, here, there, there)]

    assert found == [1, 1, 1, 1]
    assert truth.reads == 1


async def test_what_one_process_forgets_no_other_remembers(
    here: Reader, there: Reader, key: CacheKey[int | None]
) -> None:
    await hearing(there, key)

    await here.write(key, 2)

    assert await here.read(key) == 2
    await eventually(lambda: _reads(there, key, 2))


async def test_what_a_process_was_cut_off_from_forgetting_no_other_remembers(
    here: Reader, there: Reader, key: CacheKey[int | None]
) -> None:
    await hearing(here, key)
    await hearing(there, key)

    writing = asyncio.create_task(here.write(key, 2))
    await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing

    assert await here.read(key) == 2
    await eventually(lambda: _reads(there, key, 2))


async def test_a_room_is_forgotten_with_all_that_is_in_it_and_nothing_else(
    here: Reader, there: Reader, truth: Truth
) -> None:
    inside = [IN_ROOM.of(room="a", id=number) for number in range(3)]
    outside = IN_ROOM.of(room="b", id=1)
    truth.numbers = {each.name: 1 for each in (*inside, outside)}
    for each in (*inside, outside):
        await hearing(there, each)

    truth.numbers = dict.fromkeys(truth.numbers, 2)
    await here.cache.forget(rooms=[IN_ROOM.room_of(room="a")])

    for each in inside:
        await eventually(partial(_reads, there, each, 2))
    assert await there.read(outside) == 1


@pytest.mark.parametrize("kind", ["key", "room"])
@pytest.mark.parametrize("writer", [0, 1], ids=["the same process", "another process"])
async def test_an_old_value_read_before_the_commit_is_not_kept_after_it(
    processes: list[Reader], truth: Truth, kind: str, writer: int
) -> None:
    key: CacheKey[Any] = IN_ROOM.of(room="a", id=1) if kind == "room" else NUMBER.of(id=1)
    truth.numbers[key.name] = 1
    truth.slow.clear()
    slow_reader = asyncio.create_task(processes[0].read(key))
    await truth.being_read.wait()

    truth.numbers[key.name] = 2
    await processes[writer].cache.forget(*([(), [key.room]] if kind == "room" else [[key]]))
    truth.slow.set()

    assert await slow_reader == 1
    for reader in processes:
        await eventually(partial(_reads, reader, key, 2))


async def test_whoever_asks_after_a_forgetting_does_not_wait_for_who_asked_before(
    here: Reader, truth: Truth, key: CacheKey[int | None]
) -> None:
    truth.slow.clear()
    before = asyncio.create_task(here.read(key))
    await truth.being_read.wait()

    await here.write(key, 2)
    after = asyncio.create_task(here.read(key))
    truth.slow.set()

    assert [await before, await after] == [1, 2]


@pytest.mark.parametrize("seed", range(6))
async def test_readers_and_writers_in_any_order_leave_no_process_behind(
    processes: list[Reader], truth: Truth, seed: int
) -> None:
    """Each number is larger than the one before it: what a process wrote, it never reads less than."""
    rng = random.Random(seed)
    keys: list[CacheKey[Any]] = [NUMBER.of(id="a"), IN_ROOM.of(room="r", id=1), IN_ROOM.of(room="r", id=2)]
    truth.numbers = {key.name: 0 for key in keys}
    written = {(number, key.name): 0 for number in range(2) for key in keys}

    async def slow_read(name: str) -> int:
        truth.reads += 1
        await asyncio.sleep(rng.uniform(0, 0.004))
        found = truth.numbers[name]
        await asyncio.sleep(rng.uniform(0, 0.01))
        return found

    async def use(number: int) -> None:
        for _ in range(40):
            key = rng.choice(keys)
            if rng.random() < 0.25:
                truth.numbers[key.name] += 1
                mine = truth.numbers[key.name]
                await processes[number].cache.forget(*([(), [key.room]] if rng.random() < 0.5 else [[key]]))
                written[number, key.name] = max(mine, written[number, key.name])
            else:
                least = written[number, key.name]
                assert await processes[number].cache.get(key, partial(slow_read, key.name)) >= least
            await asyncio.sleep(rng.uniform(0, 0.004))

    await asyncio.gather(*(use(number) for number in (0, 1) for _ in range(5)))

    for key in keys:
        for reader in processes:
            await eventually(partial(_reads, reader, key, truth.numbers[key.name]))
    # And not because nothing was ever kept.
    assert truth.reads < 300


async def test_two_hundred_who_ask_two_processes_at_once_have_it_made_at_most_once_per_process(
    servers: dict[str, str],
) -> None:
    arguments = ["-c", ASKER, servers["valkey"], new_space(), str(time.time() + 2.5), "0.05"]
    askers = [
        await asyncio.create_subprocess_exec(
            sys.executable, *arguments, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
        )
        for _ in range(2)
    ]

    made = [int(out) for out, _ in await asyncio.gather(*(asker.communicate() for asker in askers))]

    assert sorted(made) in ([0, 1], [1, 1])


async def test_a_process_waits_a_little_for_what_another_is_making(here: Reader, there: Reader, truth: Truth) -> None:
    async def make() -> int:
        truth.reads += 1
        await asyncio.sleep(0.01)
        return 1

    for number in range(20):
        key = NUMBER.of(id=number)
        await asyncio.gather(here.cache.get(key, make), there.cache.get(key, make))

    # On a machine that is busy, waiting may take longer than making; not every time.
    assert truth.reads < 40


async def test_a_process_that_hangs_while_it_makes_holds_nobody_up(
    here: Reader, there: Reader, truth: Truth, key: CacheKey[int | None]
) -> None:
    truth.slow.clear()
    hanging = asyncio.create_task(here.read(key))
    await truth.being_read.wait()
    truth.slow = asyncio.Event()
    truth.slow.set()

    # It hangs for ever.
    async with asyncio.timeout(PATIENCE_S):
        assert await there.read(key) == 1
    hanging.cancel()
    await asyncio.gather(hanging, return_exceptions=True)


async def test_an_error_of_the_maker_is_nobody_elses_and_is_not_kept(here: Reader, truth: Truth) -> None:
    key = NUMBER.of(id="later")
    first = here.cache.get(key, lambda: truth.read(key.name))
    others = [here.cache.get(key, lambda: _later(truth, key.name)) for _ in range(3)]

    found = await asyncio.gather(first, *others, return_exceptions=True)
    truth.numbers[key.name] = 5

    assert isinstance(found[0], KeyError)
    assert found[1:] == [9, 9, 9]
    assert await here.read(key) == 5


async def test_who_waits_goes_on_when_the_maker_is_cancelled(
    here: Reader, truth: Truth, key: CacheKey[int | None]
) -> None:
    truth.slow.clear()
    maker = asyncio.create_task(here.read(key))
    await truth.being_read.wait()
    waiting = asyncio.create_task(here.read(key))
    await asyncio.sleep(0)

    maker.cancel()
    truth.slow.set()

    assert await waiting == 1


async def test_without_valkey_everything_is_made_anew_and_nothing_fails(
    valkey: ValkeyServer, truth: Truth, key: CacheKey[int | None]
) -> None:
    async with process(valkey.url, truth, new_space()) as here:
        await hearing(here, key)
        valkey.kill()
        reads = truth.reads

        await eventually(lambda: _is_away(here, key))
        assert await here.read(key) == 1
        await here.write(key, 2)

        assert [await here.read(key) for _ in range(3)] == [2, 2, 2]
        assert truth.reads >= reads + 4
        await valkey.start()
        await hearing(here, key)
        assert await here.read(key) == 2


async def test_what_valkey_was_not_told_in_time_it_is_told_when_it_is_back(
    valkey: ValkeyServer, truth: Truth, key: CacheKey[int | None]
) -> None:
    space = new_space()
    async with process(valkey.url, truth, space) as here, process(valkey.url, truth, space) as there:
        await hearing(here, key)
        await hearing(there, key)

        with valkey.hung():
            await here.write(key, 2)
            assert await here.read(key) == 2

        # Whatever lay in Valkey is not what this process reads, not even in the first moment.
        assert [await here.read(key) for _ in range(3)] == [2, 2, 2]
        await eventually(lambda: _reads(there, key, 2))
        await hearing(here, key)


@pytest.mark.parametrize("written", [b"", b'"seven"', b"{", pickle.dumps(print)])
async def test_what_somebody_else_wrote_into_valkey_is_read_as_data_or_not_at_all(
    here: Reader, there: Reader, key: CacheKey[int | None], written: bytes
) -> None:
    await here.read(key)
    client: Any = here.live.client
    (name,) = [name async for name in client.scan_iter(f"lyceum:cache:{here.space}:*:v1")]
    kept = await client.get(name)
    await client.set(name, kept[:16] + written)

    assert await there.read(key) == 1
    assert await there.read(key) == 1


async def test_that_there_is_nothing_is_remembered_only_where_the_kind_says_so(here: Reader, there: Reader) -> None:
    made: list[str] = []

    async def nothing() -> None:
        made.append("")

    brief: Cached[None] = Cached("number", "brief:{id}", None, life=timedelta(hours=1), absence=timedelta(seconds=20))
    for reader in (here, there, here):
        await reader.cache.get(NUMBER.of(id="nobody"), nothing)
    assert len(made) == 3

    for reader in (here, there, here):
        await reader.cache.get(brief.of(id="nobody"), nothing)

    assert len(made) == 4
    assert [0 < left <= 20_000 for left in await _lives(here, "brief:")] == [True]


async def test_lives_differ_so_that_what_was_made_together_is_not_made_again_together(here: Reader) -> None:
    async def make() -> int:
        return 1

    for number in range(30):
        await here.cache.get(NUMBER.of(id=number), make)

    lives = await _lives(here, "number:")
    assert all(200_000 <= left <= 300_000 for left in lives)
    assert max(lives) - min(lives) > 15_000


async def test_a_process_keeps_a_bounded_number_of_entries(here: Reader, key: CacheKey[int | None]) -> None:
    async def make() -> int:
        return 1

    await hearing(here, key)
    for number in range(MOST_ENTRIES):
        await here.cache.get(NUMBER.of(id=number), make)

    assert not await here.is_near(key)
    assert await here.is_near(NUMBER.of(id=MOST_ENTRIES - 1))


async def test_two_databases_on_one_valkey_share_nothing(
    servers: dict[str, str], here: Reader, key: CacheKey[int | None]
) -> None:
    other = Truth()
    other.numbers[key.name] = 100
    await here.read(key)

    async with process(servers["valkey"], other, new_space()) as stranger:
        assert await stranger.read(key) == 100


async def test_a_transaction_that_changes_an_entry_reads_its_own_and_leaves_nothing_behind_if_it_fails(
    kernel: Kernel,
) -> None:
    key = NUMBER.of(id=uuid4())
    truth = Truth()
    truth.numbers[key.name] = 1

    async def fail() -> None:
        async with unit_of_work(kernel) as uow:
            await uow.execute(text("select 1"))
            uow.forget(key)
            truth.numbers[key.name] = 2
            assert await uow.cached(key, lambda: truth.read(key.name)) == 2
            truth.numbers[key.name] = 1
            raise LookupError

    async with unit_of_work(kernel) as uow:
        assert await uow.cached(key, lambda: truth.read(key.name)) == 1
    with pytest.raises(LookupError):
        await fail()
    async with unit_of_work(kernel) as uow:
        assert await uow.cached(key, lambda: truth.read(key.name)) == 1

    assert truth.reads == 2


async def test_a_commit_has_forgotten_before_anybody_is_answered(kernel: Kernel) -> None:
    key = NUMBER.of(id=uuid4())
    truth = Truth()
    truth.numbers[key.name] = 1
    async with unit_of_work(kernel) as uow:
        await uow.cached(key, lambda: truth.read(key.name))

    async with unit_of_work(kernel) as uow:
        uow.forget(key)
        truth.numbers[key.name] = 2

    async with unit_of_work(kernel) as uow:
        assert await uow.cached(key, lambda: truth.read(key.name)) == 2


async def test_each_database_has_a_word_of_its_own(kernel: Kernel) -> None:
    word = await kernel.database.fingerprint()

    assert word == await kernel.database.fingerprint()
    assert word is not None
    assert len(word) == 12


@pytest.mark.parametrize("part", ["", "a:b", "a b", "{a}", "*", "a\n"])
def test_a_part_of_a_key_that_could_be_taken_for_two_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="cache key"):
        NUMBER.of(id=part)


def test_entries_live_as_long_as_the_sources_settled_on() -> None:
    lifetimes = CacheLifetimes()

    assert (lifetimes.user, lifetimes.preferences, lifetimes.feature_flags) == (900, 3600, 300)
    assert (lifetimes.search, lifetimes.scheduler, lifetimes.mastery) == (300, 900, 1800)
    assert (lifetimes.item, lifetimes.leaderboard, lifetimes.ai) == (14400, 60, 3600)


async def test_the_metrics_tell_where_answers_came_from(here: Reader, there: Reader, key: CacheKey[int | None]) -> None:
    sources = ("made", "valkey")
    before = [reads_from(source) for source in sources]

    await here.read(key)
    await there.read(key)

    assert [reads_from(source) for source in sources] == [count + 1 for count in before]


@pytest.fixture
async def valkey() -> AsyncIterator[ValkeyServer]:
    async with own_valkey() as server:
        yield server


async def _reads(reader: Reader, key: CacheKey[Any], expected: int) -> bool:
    return await reader.read(key) == expected


async def _is_away(reader: Reader, key: CacheKey[Any]) -> bool:
    await reader.read(key)
    return not await reader.live.ping()


async def _later(truth: Truth, name: str) -> int:
    await asyncio.sleep(0)
    return truth.numbers.get(name, 9)


async def _lives(reader: Reader, prefix: str) -> list[int]:
    """Milliseconds that the entries have left."""
    pattern = f"lyceum:cache:{reader.space}:*:{prefix}*:v1"
    return [await reader.live.client.pttl(name) async for name in reader.live.client.scan_iter(pattern)]
