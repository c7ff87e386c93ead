"""`lyceum seed`: a month that was simulated, and nothing that was made up past the front door."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from lyceum.cli.simulated_learner import SimulatedLearner, sittings
from lyceum.cli.simulating import Simulation
from lyceum.identity import facade as identity
from lyceum.identity.contracts.people import NewPerson
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import facade as practice
from lyceum.practice import item_counting
from lyceum.progress import facade as progress
from tests.builders import MovableClock, eventually
from tests.cli.conftest import Sit
from tests.cli.seat import Seat

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
_STATES = (
    "select * from practice.item_state order by item_id",
    "select * from practice.skill_state order by skill_id",
    "select * from progress.activity order by quarter",
    "select * from progress.completion order by document_id",
)


async def states(seat: Seat) -> list[list[tuple[object, ...]]]:
    """All that is believed of everybody."""
    return [await seat.rows(query) for query in _STATES]


async def gather(seat: Seat) -> None:
    """What is done every night before answers are counted."""
    done = False
    while not done:
        async with unit_of_work(seat.kernel) as uow:
            done = (await item_counting.gather_next(uow))["done"]


async def test_the_demonstration_is_an_account_whose_answers_are_marked_as_simulated(seat: Seat, notes: Path) -> None:
    status, seen = await seat.seed("--days", "3", notes)

    ((answers, mode),) = await seat.rows("select count(*), min(device->>'type') from practice.attempt")
    assert status == 0
    assert f"✓ A demonstration learner with {answers} answers on 3 days." in seen
    assert 20 <= int(str(answers)) <= 3 * 14
    assert mode == "simulation"
    assert await seat.rows("select title from library.subject") == [("Demonstration: simulated answers",)]
    assert "Sign in: demo@localhost with the password " in seen
    assert "Streak: 3 days, and today is still open" in await seat.progress("demo@localhost")


async def test_what_is_believed_of_it_is_the_fold_of_its_answers(seat: Seat, notes: Path) -> None:
    await seat.seed("--days", "3", notes)
    before = await states(seat)

    async with unit_of_work(seat.kernel) as uow:
        person = await identity.find_by_email(uow, "demo@localhost")
        assert person is not None
        await practice.replay(uow, person.id)
        await progress.recount(uow, person.id)

    assert await states(seat) == before


async def test_its_answers_are_counted_although_others_were_counted_before(seat: Seat, notes: Path) -> None:
    await gather(seat)
    await seat.seed("--days", "3", notes)

    await gather(seat)

    (answered,) = await seat.rows("select count(distinct item_id) from practice.attempt")
    assert answered > (0,)
    assert await seat.rows("select count(*) from practice.first_answer") == [answered]


async def test_seeding_again_adds_nothing(seat: Seat, notes: Path) -> None:
    await seat.seed("--days", "2", notes)
    before = await seat.rows("select id from practice.attempt order by id")

    status, seen = await seat.seed("--days", "2", notes)

    assert status == 0
    assert "is there already: demo@localhost" in seen
    assert await seat.rows("select id from practice.attempt order by id") == before


async def test_an_account_that_is_somebodys_is_left_alone(
    seat: Seat, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with unit_of_work(seat.kernel) as uow:
        theirs = NewPerson(email="demo@localhost", password="a-Long-0ne-please", full_name="Demosthenes")
        await identity.create_student(uow, theirs)

    status, _ = await seat.seed("--days", "2", notes)

    assert status == 1
    assert "no demonstration" in capsys.readouterr().err
    assert await seat.rows("select count(*) from documents.document") == [(0,)]
    assert (await seat.seed("--remove"))[0] == 1


async def test_a_demonstration_that_was_put_away_lets_nobody_in_and_keeps_its_answers(
    seat: Seat, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await seat.seed("--days", "2", notes)
    before = await seat.rows("select id from practice.attempt order by id")

    status, seen = await seat.seed("--remove")
    again, _ = await seat.seed("--days", "2", notes)

    assert (status, again) == (0, 1)
    assert "nobody can sign in as demo@localhost" in seen
    assert "LYCEUM_HOME=FOLDER lyceum seed" in capsys.readouterr().err
    assert await seat.rows("select id from practice.attempt order by id") == before
    assert await seat.rows("select count(*) from documents.document where archived_at is null") == [(0,)]
    assert await seat.rows("select status from identity.account where email = 'demo@localhost'") == [("suspended",)]


async def test_a_chapter_that_cannot_be_learned_ends_it_before_anything_is_simulated(
    seat: Seat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.md").touch()

    status, seen = await seat.seed(tmp_path / "empty.md")

    assert status == 1
    assert "✗ " in seen
    assert "nothing was simulated" in capsys.readouterr().err
    assert await seat.rows("select count(*) from practice.attempt") == [(0,)]


async def test_a_seeding_that_is_ended_leaves_no_answers_and_can_be_taken_up_again(
    seat: Seat, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeding = asyncio.create_task(seat.seed("--days", "90", notes))

    async def learned() -> bool:
        return bool(await seat.rows("select id from platform.job where status = 'completed'"))

    await eventually(learned)
    seat.closing.set()
    ended, _ = await seeding
    after_the_end = await seat.rows("select count(*) from practice.attempt")
    seat.closing.clear()
    again, seen = await seat.seed("--days", "1", notes)

    assert (ended, after_the_end) == (1, [(0,)])
    assert "nothing was simulated" in capsys.readouterr().err
    assert again == 0
    assert "✓ A demonstration learner with " in seen


async def test_german_is_spoken_to_who_reads_german(sit: Sit, notes: Path) -> None:
    _, seen = await sit("de").seed("--days", "1", notes)

    assert "✓ Ein Vorführkonto, " in seen
    assert "Anmelden: demo@localhost mit dem Passwort " in seen


def test_the_same_seed_gives_the_same_evenings_and_another_gives_others() -> None:
    def plan(seed: int) -> object:
        return Simulation.of(seed, NOW, ZoneInfo("Europe/Berlin"), days=30).plan

    assert plan(1) == plan(1)
    assert plan(1) != plan(2)


def test_evenings_lie_in_the_past_and_the_last_days_are_a_streak() -> None:
    evenings = [each.begins_at for each in sittings(random.Random(1), NOW.date(), ZoneInfo("UTC"), days=30)]

    assert evenings == sorted(evenings)
    assert evenings[-1] < NOW
    assert {(NOW - each).days for each in evenings} >= {0, 1, 2, 3, 4}
    assert 18 <= len(evenings) < 30


def test_what_was_learned_fades_and_what_is_recalled_late_fades_more_slowly() -> None:
    learner, item, skill = SimulatedLearner(random.Random(3)), new_id(), UUID(int=1)
    clock = MovableClock(NOW)
    while not learner.answers_right(item, [skill], clock.now()):
        clock.move(timedelta(minutes=1))
    at_once = learner.knows(item, [skill], clock.now())
    after_two_days = learner.knows(item, [skill], clock.now() + timedelta(days=2))
    learner.memories[item].half_life = 4.0
    clock.move(timedelta(days=4))
    while not learner.answers_right(item, [skill], clock.now()):
        learner.memories[item].half_life = 4.0

    assert at_once == 1
    assert 0 < after_two_days < 1
    assert learner.memories[item].half_life >= 4.0


def test_more_answers_to_a_skill_make_its_new_items_likelier_to_be_known() -> None:
    learner, skill = SimulatedLearner(random.Random(3)), UUID(int=1)
    before = learner.knows(new_id(), [skill], NOW)
    for _ in range(10):
        learner.answers_right(new_id(), [skill], NOW)

    assert before == pytest.approx(0.35)
    assert before < learner.knows(new_id(), [skill], NOW) < 0.75
