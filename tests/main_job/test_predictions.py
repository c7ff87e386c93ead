"""How likely answers are right, as the API tells it: by whom, of whom, why, and how well it did."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lyceum.platform.jobs import start_job
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import run_to_end
from lyceum.practice import training
from lyceum.practice.contracts.predictors import PredictorState
from lyceum.practice.store import predictors
from lyceum.practice.workflows import TRAIN_PREDICTORS
from tests.main_job.site import Json, Learned, Learner, Site, fine, refused
from tests.main_job.test_p63_languages import bracketed
from tests.practice.answer_log import START, fill, people, predict_beside


@pytest.fixture
async def items(ada: Learner, cells: Learned) -> list[Json]:
    found: list[Json] = await ada.all(f"decks/{cells.deck_id}/items")
    return found


async def predicted(learner: Learner, *item_ids: str, **more: object) -> Json:
    return fine(await learner.post("practice/predictions", {"item_ids": list(item_ids), **more}))


async def test_before_anything_is_known_the_chance_is_told_with_no_confidence_as_a_fallback(
    ada: Learner, items: list[Json]
) -> None:
    wanted = [each["id"] for each in items]

    told = await predicted(ada, *wanted, wanted[0])

    assert [each["item_id"] for each in told["items"]] == wanted
    assert all(0.0 < each["chance"] < 1.0 and each["confidence"] == 0.0 for each in told["items"])
    assert told["model"] == {"name": "bkt+irt", "version": 1}
    assert told["fallback"] is True


async def test_a_right_answer_raises_the_chance_of_its_skill_and_is_given_as_the_reason(
    ada: Learner, cells: Learned
) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    asked = (await ada.next(session))["item"]
    before = (await predicted(ada, asked["id"]))["items"][0]

    await ada.answer_well(session, asked)
    after = (await predicted(ada, asked["id"]))["items"][0]

    assert after["chance"] > before["chance"]
    assert 0.0 == before["confidence"] < after["confidence"] < 1.0
    assert "skill_history" not in {reason["feature"] for reason in before["reasons"]}
    why = {reason["feature"]: reason for reason in after["reasons"]}
    assert why["skill_history"]["contribution"] > 0.0
    assert why["skill_history"]["text"] == "Earlier answers in this skill speak for it."


async def test_the_reasons_are_told_in_the_language_of_the_reader(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    asked = (await ada.next(session))["item"]
    await ada.answer_badly(session, asked)

    told = await predicted(ada.reading("de"), asked["id"])

    texts = {reason["feature"]: reason["text"] for reason in told["items"][0]["reasons"]}
    assert texts["own_record"] == "Die letzten Antworten sprechen dagegen."


async def test_p63_a_prediction_tells_its_reasons_in_the_readers_language(ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    asked = (await ada.next(session))["item"]
    await ada.answer_badly(session, asked)

    told = await ada.reading("qps").post("practice/predictions", {"item_ids": [asked["id"]]})

    assert bracketed(told) == {".items.reasons.text"}


async def test_an_item_of_somebody_else_is_not_there(ada: Learner, eve: Learner, items: list[Json]) -> None:
    body = {"item_ids": [items[0]["id"]]}

    assert refused(await eve.post("practice/predictions", body)) == (404, "ITEM_NOT_FOUND")
    assert refused(await ada.post("practice/predictions", {"item_ids": [str(uuid4())]})) == (404, "ITEM_NOT_FOUND")


async def test_a_stranger_is_told_nothing_of_a_learner(ada: Learner, eve: Learner, items: list[Json]) -> None:
    body = {"learner_id": str(ada.user_id), "item_ids": [items[0]["id"]]}

    assert refused(await eve.post("practice/predictions", body)) == (404, "PERSON_NOT_FOUND")
    assert fine(await ada.post("practice/predictions", body))["items"]


@pytest.mark.parametrize("item_ids", [[], ["x"], ["00000000-0000-0000-0000-000000000000"] * 201])
async def test_from_one_to_two_hundred_items_are_asked_for(ada: Learner, item_ids: list[str]) -> None:
    assert refused(await ada.post("practice/predictions", {"item_ids": item_ids})) == (422, "INVALID")


async def test_each_answer_is_noted_with_what_was_predicted_before_it(site: Site, ada: Learner, cells: Learned) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    expected = []
    for number in range(4):
        asked = (await ada.next(session))["item"]
        expected.append((await predicted(ada, asked["id"]))["items"][0]["chance"])
        await (ada.answer_badly if number == 2 else ada.answer_well)(session, asked)
    await site.relay.drain()

    noted = await site.rows("select * from practice.prediction order by attempt_id")

    assert [each.chances for each in noted] == [[pytest.approx(chance)] for chance in expected]
    assert [each.correct for each in noted] == [True, True, False, True]
    assert {each.learner_id for each in noted} == {ada.user_id}


async def test_the_evaluation_tells_no_figures_of_fewer_than_five_learners(
    site: Site, ada: Learner, cells: Learned
) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    await ada.answer_well(session, (await ada.next(session))["item"])
    await site.relay.drain()

    told = fine(await ada.get("practice/evaluation"))

    assert told["answers"] is told["learners"] is None
    assert told["bins"] == []
    assert told["serving"]["name"] == "bkt+irt"
    assert "no predictor was trained" in told["serving"]["text"]
    assert [each["log_loss"] for each in told["models"]] == [None]


async def test_only_an_administrator_lists_predictors_and_takes_one_back(ada: Learner) -> None:
    assert refused(await ada.get("practice/predictors")) == (403, "PERMISSION_MISSING")
    assert refused(await ada.post("practice/predictors/bkt+irt/rollback")) == (403, "PERMISSION_MISSING")


async def train(site: Site) -> None:
    payload = {"networks": False, "only_if_worth_it": False}
    async with unit_of_work(site.kernel) as uow:
        job_id = await start_job(uow, TRAIN_PREDICTORS, payload, owner_id=None)
    await run_to_end(site.kernel, TRAIN_PREDICTORS, job_id, payload)


@pytest.fixture
async def trained(site: Site) -> str:
    """A cohort that a predictor was trained on, was tried on, and now serves; the name of that predictor."""
    learners = people(14)
    await fill(site.kernel, learners, 45)
    await train(site)
    await predict_beside(site.kernel, learners, 16, start=START + timedelta(days=2))
    async with unit_of_work(site.kernel) as uow:
        settled = await training.settle(uow)
    assert settled["serves"] is True
    return str(settled["judged"])


async def test_what_serves_is_asked_and_named_and_follows_the_learner(
    ada: Learner, cells: Learned, trained: str
) -> None:
    session = await ada.start(deck_id=cells.deck_id)
    asked = (await ada.next(session))["item"]
    before = await predicted(ada, asked["id"])

    await ada.answer_badly(session, asked)
    after = await predicted(ada, asked["id"])

    assert before["model"] == after["model"] == {"name": trained, "version": 1}
    assert before["fallback"] is after["fallback"] is False
    assert after["items"][0]["chance"] < before["items"][0]["chance"]
    assert any(reason["contribution"] < 0.0 for reason in after["items"][0]["reasons"])


async def test_a_learner_is_told_the_beliefs_when_the_file_of_what_serves_is_damaged(
    site: Site, ada: Learner, items: list[Json], trained: str
) -> None:
    async with unit_of_work(site.kernel) as uow:
        serving = next(each for each in await predictors.list_active(uow) if each.name == trained)
    await site.kernel.objects.put(str(serving.artefact), b"nothing", content_type="application/octet-stream")
    site.kernel.memory.pop("practice.predictors")

    told = await predicted(ada, items[0]["id"])

    assert told["fallback"] is True
    assert told["model"]["name"] == "bkt+irt"


async def test_who_is_told_a_candidate_is_told_what_serves_when_its_file_is_damaged(
    site: Site, ada: Learner, items: list[Json], trained: str
) -> None:
    await train(site)
    async with unit_of_work(site.kernel) as uow:
        candidate = next(each for each in await predictors.list_active(uow) if each.state is PredictorState.CANDIDATE)
        await predictors.change(uow, candidate.id, share=1.0)
    assert (await predicted(ada, items[0]["id"]))["model"] == {"name": candidate.name, "version": 2}
    await site.kernel.objects.put(str(candidate.artefact), b"nothing", content_type="application/octet-stream")
    site.kernel.memory.pop("practice.predictors")

    told = await predicted(ada, items[0]["id"])

    assert told["model"] == {"name": trained, "version": 1}
    assert told["fallback"] is False


async def test_from_five_learners_on_everybody_is_told_how_well_answers_are_predicted(
    ada: Learner, trained: str
) -> None:
    told = fine(await ada.get("practice/evaluation"))

    assert (told["answers"], told["learners"]) == (14 * 16, 14)
    assert told["serving"]["name"] == told["models"][0]["name"] == trained
    assert told["serving"]["text"].startswith("It was trained on 630 answers")
    by_name = {each["name"]: each for each in told["models"]}
    assert {"bkt+irt", "elo", "bkt", "logistic", "stack"} <= set(by_name)
    assert by_name[trained]["log_loss"] < by_name["bkt+irt"]["log_loss"]
    assert all(0.0 < each["rmse"] < 1.0 and 0.0 <= each["auc"] <= 1.0 for each in told["models"])
    assert sum(each["count"] for each in told["bins"]) == 14 * 16
    assert all(each["low"] <= each["predicted"] <= each["high"] for each in told["bins"])


@pytest.mark.usefixtures("trained")
async def test_what_only_few_learners_have_answered_since_a_training_is_not_told(
    site: Site, ada: Learner, cells: Learned
) -> None:
    await train(site)
    session = await ada.start(deck_id=cells.deck_id)
    await ada.answer_well(session, (await ada.next(session))["item"])
    await site.relay.drain()

    told = fine(await ada.get("practice/evaluation"))

    assert told["answers"] is told["learners"] is None
    assert {each["log_loss"] for each in told["models"]} == {None}
    assert {each["version"] for each in told["models"]} == {1, 2}
    assert sum(each["count"] for each in told["bins"]) == 14 * 16 + 1
