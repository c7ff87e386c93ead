"""Learners who upload and practise while everything is killed, servers and all, again and again."""

import asyncio
import contextlib
import os
import random
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.platform.clock import SystemClock
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import facade as practice
from tests.app.conftest import Lyceum, Record, Rows
from tests.app.data_folder import database_url_of, server_pids, up
from tests.builders import eventually, open_kernel
from tests.processes import LyceumProcess

KILLS = int(os.environ.get("LYCEUM_TEST_KILLS", "5"))
LEARNERS = 3
CHAPTER = Path(__file__).parents[2] / "examples" / "demand-and-supply.pdf"
_STATES = (
    "select * from practice.item_state order by learner_id, item_id",
    "select * from practice.skill_state order by learner_id, skill_id",
)
Json = dict[str, Any]


def notes(number: int) -> bytes:
    """A small document like no other."""
    return f"""# Machine {number}

A **flange{number}** is a disc that joins two pipes of machine {number}. Every **flange{number}** has eight bolts.

A **gasket{number}** is a ring of soft material that seals the joint. The **gasket{number}** is replaced each year.

The **impeller{number}** is the wheel that moves the water. An **impeller{number}** turns faster than the motor.
""".encode()


@dataclass
class Student:
    """Somebody who does not give up: what is not answered is sent again, as it was."""

    number: int
    site: "Site"
    rng: random.Random
    token: str = ""
    jobs: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)

    async def register(self) -> None:
        person = {"email": f"s{self.number}@lyceum.test", "password": "Correct horse, 9 batteries", "full_name": "S"}
        self.token = (await self.insist("POST", "auth/register", 201, json=person))["access_token"]

    async def upload(self) -> None:
        """Document after document."""
        content, name = CHAPTER.read_bytes(), "chapter.pdf"
        for number in range(10_000):
            told = await self.insist("POST", "documents", 202, files={"file": (name, content)})
            self.jobs[told["job_id"]] = told["document_id"]
            await asyncio.sleep(self.rng.uniform(0.5, 3.0))
            content, name = notes(100 * self.number + number), f"machine-{number}.md"

    async def practise(self) -> None:
        """Session after session, over whatever there is by then."""
        while True:
            subjects = (await self.insist("GET", "subjects", 200))["items"]
            if not subjects:
                await asyncio.sleep(0.05)
                continue
            chosen = {"subject_id": self.rng.choice(subjects)["id"], "kind": "practice", "length": 10}
            session = await self.insist("POST", "practice/sessions", 201, 409, json=chosen)
            if "id" in session:
                await self._answer_all(session["id"])
            await asyncio.sleep(0.05)

    async def _answer_all(self, session_id: str) -> None:
        while (item := (await self.insist("GET", f"practice/next?session_id={session_id}", 200))["item"]) is not None:
            client_attempt_id = str(uuid4())
            told = await self.insist(
                "POST",
                "practice/attempts",
                201,
                200,
                json={
                    "client_attempt_id": client_attempt_id,
                    "session_id": session_id,
                    "item_id": item["id"],
                    "response": self._response(item),
                },
            )
            self.taken[client_attempt_id] = told["attempt_id"]

    def _response(self, item: Json) -> object:
        match item["type"]:
            case "flashcard":
                return self.rng.choice((1, 3, 4))
            case "cloze":
                return [self.rng.choice(("flange", "demand", "supply"))] * item["gaps"]
            case "multiple_choice":
                return self.rng.choice(item["options"])["id"]
            case "true_false":
                return self.rng.random() < 0.5
            case _:
                return "demand"

    async def insist(self, method: str, path: str, *expected: int, **content: Any) -> Json:  # noqa: ANN401  as httpx takes it
        """Send it until it is answered."""
        while True:
            headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
            with contextlib.suppress(httpx.TransportError):
                answer = await self.site.client.request(
                    method, f"{self.site.url}/api/v1/{path}", headers=headers, **content
                )
                self.site.statuses.add(answer.status_code)
                if answer.status_code in expected:
                    told: Json = answer.json()
                    return told
                # What was sent again may have been done the first time: the account is there already.
                if answer.status_code == 409 and path == "auth/register":
                    path, expected = "auth/login", (200,)
                else:
                    assert answer.status_code == 503, answer.text
            await asyncio.sleep(0.05)


@dataclass
class Site:
    """One data folder, and what runs in it at the moment."""

    lyceum: Lyceum
    home: Path
    client: httpx.AsyncClient
    url: str = ""
    statuses: set[int] = field(default_factory=set)
    process: LyceumProcess | None = None

    async def start(self) -> None:
        self.process = await up(self.lyceum, self.home).start_soon()
        self.url = self.process.url

    def kill_everything(self) -> None:
        assert self.process is not None
        servers = [*server_pids(self.home, "postgres"), *server_pids(self.home, "valkey-server")]
        self.process.kill()
        for pid in servers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@contextlib.asynccontextmanager
async def busy(students: list[Student]) -> AsyncIterator[None]:
    """They upload and practise; whatever one of them may not meet fails the test."""
    doing = [asyncio.create_task(each()) for student in students for each in (student.upload, student.practise)]
    try:
        yield
    finally:
        broken = [task for task in doing if task.done()]
        for task in doing:
            task.cancel()
        await asyncio.gather(*(set(doing) - set(broken)), return_exceptions=True)
        for task in broken:
            task.result()


async def an_answer(students: list[Student], within_s: float = 30.0) -> None:
    """Until one more was taken, or it takes too long on this machine."""
    before, deadline = sum(len(each.taken) for each in students), time.monotonic() + within_s
    while sum(len(each.taken) for each in students) == before and time.monotonic() < deadline:  # noqa: ASYNC110  a count
        await asyncio.sleep(0.02)


async def enough_was_done(students: list[Student]) -> bool:
    """Whether enough answers were taken, and documents handed in, for the kills to have had something to lose."""
    taken, jobs = sum(len(each.taken) for each in students), sum(len(each.jobs) for each in students)
    return taken > KILLS // 2 and jobs > KILLS


@pytest.mark.slow
@pytest.mark.timeout(1800)
async def test_kills_of_everything_lose_no_attempt_double_none_and_end_every_job(
    lyceum: Lyceum, home: Path, composition: Composition, record_testsuite_property: Record
) -> None:
    rng, begun = random.Random(3), time.monotonic()
    async with httpx.AsyncClient(timeout=httpx.Timeout(15.0)) as client:
        site = Site(lyceum, home, client)
        await site.start()
        students = [Student(number, site, random.Random(number)) for number in range(LEARNERS)]
        for student in students:
            await student.register()
        async with busy(students):
            for _ in range(KILLS):
                # Two lives of three last until something was answered, the others may end in the middle of the start.
                if rng.random() < 2 / 3:
                    await an_answer(students)
                await asyncio.sleep(rng.uniform(0.0, 3.0))
                await asyncio.to_thread(site.kill_everything)
                await site.start()
            await an_answer(students)
            # However slow the machine is, there is something to look for afterwards.
            await eventually(lambda: enough_was_done(students), within_s=300.0)
        rows = Rows(database_url_of(home))
        open_jobs = "select count(*) from platform.job where status in ('queued', 'running')"

        async def all_is_done() -> bool:
            return rows.one(open_jobs) == 0 and rows.count("platform.delivery") == 0

        await eventually(all_is_done, within_s=600.0)

        taken = {key: value for student in students for key, value in student.taken.items()}
        jobs = {job_id for student in students for job_id in student.jobs}
        record_testsuite_property(
            "measured", f"{KILLS} kills, {len(jobs)} jobs, {len(taken)} attempts, {time.monotonic() - begun:.0f} s"
        )
        assert_nothing_is_lost_or_doubled(rows, taken, jobs)
        await assert_a_fold_gives_the_same_states(rows, home, composition)
        rows.close()


def assert_nothing_is_lost_or_doubled(rows: Rows, taken: dict[str, str], jobs: set[str]) -> None:
    kept = {str(each): str(attempt) for each, attempt in rows.all("select client_attempt_id, id from practice.attempt")}
    assert taken.items() <= kept.items(), "an answer that was taken is gone"
    assert rows.count("practice.attempt") == len(kept) == rows.count("practice.attempt_dedup")
    assert rows.all("select distinct status from platform.job where id = any(%s)", list(jobs)) == [("completed",)]
    assert rows.one("select count(*) from platform.job where id = any(%s)", list(jobs)) == len(jobs)
    doubled = "select from library.item group by document_id, type, content_hash having count(*) > 1"
    assert rows.all(doubled) == []
    assert rows.all("select document_id from library.deck group by 1 having count(*) > 1") == []
    assert rows.count("library.item") == rows.count("library.deck_item")
    assert rows.count("library.subject") == rows.count("documents.document")
    assert rows.one("select coalesce(sum(attempts), 0) from progress.activity") == len(kept)


async def assert_a_fold_gives_the_same_states(rows: Rows, home: Path, composition: Composition) -> None:
    before = [rows.all(query) for query in _STATES]
    learners = rows.all("select distinct learner_id from practice.attempt")
    kernel_of = open_kernel(database_url_of(home), "redis://127.0.0.1:1", composition, home=home, clock=SystemClock())
    async with kernel_of as kernel:
        for (learner_id,) in learners:
            async with unit_of_work(kernel) as uow:
                await practice.replay(uow, UUID(str(learner_id)))

    assert all(before)
    assert [rows.all(query) for query in _STATES] == before
