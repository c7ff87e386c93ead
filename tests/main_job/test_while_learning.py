"""A job that still runs: what it has made so far can be seen and practised."""

from uuid import UUID

from lyceum.platform.workflows import run_to_end
from tests.main_job.site import CHAPTER, Json, Learned, Learner, Site, fine
from tests.main_job.test_crashes import Killed, dying


async def learn_until(site: Site, learner: Learner, steps: int) -> tuple[Json, bool]:
    """Upload the chapter and run its job up to a step; the upload, and whether the job has ended."""
    uploaded = fine(await learner.upload(CHAPTER.read_bytes(), CHAPTER.name), 202)
    await site.relay.drain()
    return uploaded, await go_on(site, uploaded, steps)


async def go_on(site: Site, uploaded: Json, steps: int) -> bool:
    payload = {"document_id": uploaded["document_id"]}
    try:
        await run_to_end(site.kernel, dying(steps, in_step=False), UUID(uploaded["job_id"]), payload)
    except Killed:
        return False
    return True


async def test_items_appear_while_the_job_runs(site: Site, ada: Learner) -> None:
    # Steps: open, read, skills, then 25 items each; so the fifth is the second batch.
    uploaded, ended = await learn_until(site, ada, steps=5)

    job = fine(await ada.get(f"jobs/{uploaded['job_id']}"))
    (deck,) = await ada.all("decks", document_id=uploaded["document_id"])
    items = await ada.all(f"decks/{deck['id']}/items")
    skills = fine(await ada.get("skills", document_id=uploaded["document_id"]))["items"]
    session = await ada.start(document_id=uploaded["document_id"])
    asked = await ada.next(session)

    assert not ended
    assert (job["status"], job["result"]) == ("running", None)
    assert "25" in job["note"]
    assert job["progress"] < 98
    assert deck["items"] == len(items) == 25
    assert sum(skill["items"] for skill in skills) == 25
    assert asked["item"]["id"] in {item["id"] for item in items}


async def test_what_was_there_stays_as_it_was_when_the_job_goes_on(site: Site, ada: Learner) -> None:
    uploaded, _ = await learn_until(site, ada, steps=5)
    (deck,) = await ada.all("decks", document_id=uploaded["document_id"])
    early = await ada.all(f"decks/{deck['id']}/items")

    ended = await go_on(site, uploaded, steps=100)

    job = fine(await ada.get(f"jobs/{uploaded['job_id']}"))
    items = await ada.all(f"decks/{deck['id']}/items")
    assert ended
    assert job["result"]["deck_id"] == deck["id"]
    assert items[:25] == early
    assert len({item["id"] for item in items}) == len(items) == sum(job["result"]["items"].values())


async def test_decks_are_listed_by_their_document(ada: Learner, eve: Learner, cells: Learned) -> None:
    fine(await ada.post("decks", {"subject_id": cells.subject_id, "title": "Mine"}), 201)

    (deck,) = await ada.all("decks", document_id=cells.document_id)

    assert deck["id"] == cells.deck_id
    assert len(await ada.all("decks")) == 2
    assert await eve.all("decks", document_id=cells.document_id) == []
