"""What somebody else's rows say of the same items is told to nobody but them, and changed by nobody but them.

Each practises what is their own; but a query that kept to one learner only because no other knows the item would be
wrong on the day that a subject is shared.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lyceum.documents import store as passages
from lyceum.library.contracts import PracticeScope
from lyceum.library.store import decks, items, skills, subjects
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.practice import facade as practice
from lyceum.practice.contracts.settings import Fit
from lyceum.practice.fold import MODEL_VERSION
from lyceum.practice.store import answer_log, attempts, evidence, fits, reviews
from lyceum.progress import facade as progress
from lyceum.progress import store as records
from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine
from tests.main_job.twin import Twins

ADDRESSES = (
    "practice/sessions",
    "practice/sessions/{session}",
    "practice/sessions/{session}/attempts",
    "practice/sessions/{session}/summary",
    "practice/next?session_id={waiting}",
    "practice/attempts",
    "practice/attempts?item_id={item}",
    "practice/attempts?skill_id={skill}",
    "practice/attempts?subject_id={subject}",
    "practice/reviews",
    "practice/settings",
    "progress/me",
    "progress/me/now",
    "progress/me/activity",
    "progress/me/forecast",
    "progress/me/retention",
    "progress/me/skills",
    "progress/me/skills?subject_id={subject}",
    "progress/me/skills/{skill}",
    "progress/me/documents",
    "progress/me/subjects",
    "progress/me/stats",
)
FSRS = {"scheduler": "fsrs", "desired_retention": 0.85}


class Desk:
    """Ada, who has answered some questions over some days and has one before her."""

    def __init__(self, site: Site, ada: Learner, cells: Learned, clock: MovableClock) -> None:
        self.site, self.ada, self.cells, self.clock = site, ada, cells, clock
        self.ids = {"subject": cells.subject_id}
        self.sent: list[Json] = []
        self.first: list[Json] = []
        self.item: Json = {}

    async def works(self) -> None:
        fine(await self.ada.put("practice/settings", FSRS))
        self.ids["session"] = await self.ada.start(deck_id=self.cells.deck_id, kind="quiz", length=8)
        for number in range(8):
            item = (await self.ada.next(self.ids["session"]))["item"]
            self.ids |= {"item": item["id"], "skill": item["skills"][0]}
            await self.answers(self.ids["session"], item, well=number % 4 != 1)
            self.clock.move(timedelta(hours=20))
        self.ids["waiting"] = await self.ada.start(deck_id=self.cells.deck_id)
        self.item = (await self.ada.next(self.ids["waiting"]))["item"]
        await self.site.relay.drain()

    async def answers(self, session: str, item: Json, *, well: bool = True, **more: object) -> None:
        right = 4 if item["type"] == "flashcard" else await self.ada.key_of(item)
        response = right if well else await self.ada.wrong_for(item)
        body = {"client_attempt_id": str(uuid4()), "session_id": session, "item_id": item["id"], "response": response}
        self.sent.append({**body, "time_ms": 4000, **more})
        self.first.append(fine(await self.ada.post("practice/attempts", self.sent[-1]), 201))

    async def told(self) -> dict[str, Json]:
        """All that Ada is told of what she did."""
        return {address: await self.asks(address.format(**self.ids)) for address in ADDRESSES}

    async def asks(self, address: str) -> Json:
        response = await self.ada.http.get(f"/api/v1/{address}", headers=self.ada.headers)
        fine(response)
        # A sum depends in its last digit on the order in which the rows lie.
        told: Json = response.json(parse_float=lambda number: round(float(number), 9))
        return told

    async def first_answered(self) -> datetime | None:
        async with unit_of_work(self.site.kernel) as uow:
            return await records.first_quarter(uow, self.ada.user_id)

    async def is_recounted(self) -> None:
        async with unit_of_work(self.site.kernel) as uow:
            await practice.replay(uow, self.ada.user_id)
            await progress.recount(uow, self.ada.user_id)
        await self.site.relay.drain()


@pytest.fixture
async def desk(site: Site, ada: Learner, cells: Learned, clock: MovableClock) -> Desk:
    desk = Desk(site, ada, cells, clock)
    await desk.works()
    return desk


async def test_what_is_kept_of_another_is_told_to_nobody_else(desk: Desk) -> None:
    before, first = await desk.told(), await desk.first_answered()

    await Twins(desk.site, desk.ada).come()

    assert await desk.told() == before
    assert await desk.first_answered() == first


async def test_an_answer_is_known_only_to_whoever_sent_it(desk: Desk) -> None:
    twins = Twins(desk.site, desk.ada)
    await twins.come()
    theirs, skill = uuid4(), UUID(desk.ids["skill"])
    await desk.site.rows(
        "update practice.attempt_dedup set client_attempt_id = :theirs where fingerprint = 'another'"
        " and client_attempt_id = :hers returning 1",
        theirs=theirs,
        hers=UUID(desk.sent[0]["client_attempt_id"]),
    )

    again = [fine(await desk.ada.post("practice/attempts", body)) for body in desk.sent]
    async with unit_of_work(desk.site.kernel) as uow:
        found = await attempts.find_attempt(uow, desk.ada.user_id, theirs)
        retold = await evidence.retold_among(uow, desk.ada.user_id, [skill], model_version=MODEL_VERSION)
    await desk.answers(desk.ids["waiting"], desk.item, client_attempt_id=str(theirs))

    assert again == desk.first[:-1]
    assert (found, retold) == (None, set())


async def test_what_one_does_is_counted_as_if_there_were_nobody_else_and_changes_nothing_of_theirs(desk: Desk) -> None:
    late = desk.clock.now()
    tablet = await desk.ada.start(document_id=desk.cells.document_id)
    on_tablet = (await desk.ada.next(tablet))["item"]
    desk.clock.move(timedelta(hours=5))
    twins = Twins(desk.site, desk.ada)
    await twins.come()
    before = await twins.rows()

    place = {"session_id": desk.ids["waiting"], "item_id": desk.item["id"]}
    await desk.ada.post("practice/hints", place)
    await desk.ada.post("practice/reveal", place)
    await desk.answers(desk.ids["waiting"], desk.item, well=False)
    await desk.answers(tablet, on_tablet, occurred_at=(late + timedelta(minutes=1)).isoformat())
    fine(await desk.ada.post(f"practice/sessions/{tablet}/end"))
    fine(await desk.ada.put("practice/settings", FSRS | {"desired_retention": 0.9}))
    # Neither late nor after it was shown: folded into what is kept, and not into what was counted anew.
    await desk.answers(desk.ids["waiting"], (await desk.ada.next(desk.ids["waiting"]))["item"])
    # What is asked next is withheld from what is told, so it is asked first.
    await desk.ada.next(desk.ids["waiting"])
    await desk.site.relay.drain()
    seen = await desk.told()
    await desk.is_recounted()

    assert await twins.rows() == before
    assert await desk.told() == seen
    await twins.go()
    await desk.is_recounted()
    assert await desk.told() == seen


async def test_what_one_masters_and_completes_is_written_over_nobody_elses(desk: Desk) -> None:
    twins = Twins(desk.site, desk.ada)
    await twins.come()
    before = await twins.rows()

    async with unit_of_work(desk.site.kernel) as uow:
        await records.put_mastered(uow, desk.ada.user_id, {UUID(desk.ids["skill"]): None})
        await records.put_completions(uow, desk.ada.user_id, {UUID(desk.cells.document_id): None})

    assert await twins.rows() == before


async def test_nothing_that_is_learned_from_or_answered_is_found_for_another(
    desk: Desk, eve: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if there were so many items that naming them costs more than reading all.
    monkeypatch.setattr(reviews, "_MOST_NAMED", 0)
    ids = {name: UUID(value) for name, value in desk.ids.items()}
    item = fine(await desk.ada.get(f"items/{ids['item']}"))
    scopes = [
        PracticeScope(subject_id=ids["subject"]),
        PracticeScope(document_id=UUID(desk.cells.document_id)),
        PracticeScope(deck_id=UUID(desk.cells.deck_id)),
        PracticeScope(skill_ids=(ids["skill"],)),
    ]

    async def found(uow: UnitOfWork, learner: UUID) -> list[bool]:
        """What the stores find for somebody, whose right the use cases would have refused before."""
        return [
            *[bool((await items.columns_in(uow, learner, scope)).ids) for scope in scopes],
            *[bool(await subjects.content_versions(uow, learner, scope)) for scope in scopes],
            bool(await items.active_among(uow, learner, [ids["item"]])),
            bool(await skills.skills_by_document(uow, learner)),
            bool(await skills.find_skills(uow, learner, [ids["skill"]])),
            bool(await reviews.asked_among(uow, learner, {ids["item"]: 1})),
            bool(await attempts.list_session(uow, learner, ids["session"], 1, after=-1)),
            bool(await evidence.given_in(uow, learner, ids["session"])),
            bool(await passages.find_passage(uow, learner, UUID(item["source"]["passage_id"]))),
        ]

    async with unit_of_work(desk.site.kernel) as uow:
        hers, others = await found(uow, desk.ada.user_id), await found(uow, eve.user_id)

    assert all(hers)
    assert not any(others)


async def test_what_follows_a_learner_and_is_fitted_to_them_is_of_their_answers_alone(desk: Desk) -> None:
    async def found(uow: UnitOfWork) -> list[object]:
        log = await answer_log.of_learner(uow, desk.ada.user_id, None, None, most=100)
        return [
            log,
            await answer_log.count_until(uow, desk.ada.user_id, log[-1].place),
            await fits.last_recalled(uow, desk.ada.user_id, 100, lowest_success=3),
            await fits.find_latest(uow, desk.ada.user_id),
        ]

    # What is asked again tells whether it was remembered.
    again = await desk.ada.start(deck_id=desk.cells.deck_id, kind="quiz", length=4)
    for _ in range(4):
        await desk.answers(again, (await desk.ada.next(again))["item"])
    async with unit_of_work(desk.site.kernel) as uow:
        alone = await found(uow)
    await Twins(desk.site, desk.ada).come()
    another = Fit(version=7, reviews=100, log_loss=0.3, log_loss_default=0.4, serves=True, fitted_at=desk.clock.now())
    async with unit_of_work(desk.site.kernel) as uow:
        for twin in (UUID(int=1), UUID(int=2**128 - 1)):
            await fits.add(uow, twin, another, (1.0,) * 21)

    async with unit_of_work(desk.site.kernel) as uow:
        assert await found(uow) == alone
    assert alone[0]
    assert alone[2]


async def test_whose_answers_were_looked_at_is_noted_of_nobody_else(desk: Desk) -> None:
    await Twins(desk.site, desk.ada).come()
    async with unit_of_work(desk.site.kernel) as uow:
        await fits.mark_answering(uow, desk.clock.now() - timedelta(days=60), desk.clock.now())
        await fits.mark_counted(uow, desk.ada.user_id, 1)

    async with unit_of_work(desk.site.kernel) as uow:
        stale, after = [], UUID(int=0)
        while found := await fits.next_stale(uow, after):
            stale.append(after := found.learner_id)
    assert stale == [UUID(int=1), UUID(int=2**128 - 1)]


async def test_a_deck_is_written_into_only_by_its_owner(desk: Desk, eve: Learner) -> None:
    subject, title = UUID(desk.ids["subject"]), "Written"
    fine(await desk.ada.post("decks", {"subject_id": str(subject), "title": title}), 201)

    async with unit_of_work(desk.site.kernel) as uow:
        hers, others = [await decks.find_written(uow, learner.user_id, subject, title) for learner in (desk.ada, eve)]

    assert hers is not None
    assert others is None
