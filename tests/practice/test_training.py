"""Predictors are trained on the installation's own answers, tried beside what serves, and serve if they err less."""

import asyncio
import itertools
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import text

from lyceum.algorithms.tracing import choosing
from lyceum.algorithms.tracing.answers import Answers
from lyceum.platform.confinement import Allowance
from lyceum.platform.ids import new_id
from lyceum.platform.jobs import start_job
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import run_to_end
from lyceum.practice import carrying, registry, training
from lyceum.practice.contracts.predictors import NothingToRollBack, PredictorNotFound, PredictorState, TrainingTooLarge
from lyceum.practice.ports import Question
from lyceum.practice.store import answer_log, predictions, predictors
from lyceum.practice.store.predictions import Said
from lyceum.practice.store.predictors import Registered
from lyceum.practice.trained import training as predictor_training
from lyceum.practice.trained.log import Log
from lyceum.practice.workflows import TRAIN_PREDICTORS
from tests.builders import MovableClock
from tests.practice.answer_log import START, fill, late, people, predict_beside, put

LATER = START + timedelta(days=2)
BY_HAND: dict[str, object] = {"networks": False, "only_if_worth_it": False}


async def run_training(kernel: Kernel, payload: dict[str, object] = BY_HAND) -> dict[str, object]:
    async with unit_of_work(kernel) as uow:
        job_id = await start_job(uow, TRAIN_PREDICTORS, payload, owner_id=None)
    await run_to_end(kernel, TRAIN_PREDICTORS, job_id, payload)
    async with unit_of_work(kernel) as uow:
        row = (
            await uow.execute(text("select status, result, error from platform.job where id = :id"), {"id": job_id})
        ).one()
    assert row.status == "completed", row.error
    found: dict[str, object] = row.result
    return found


async def active(kernel: Kernel) -> dict[PredictorState, list[Registered]]:
    async with unit_of_work(kernel) as uow:
        found = await predictors.list_active(uow)
    return {state: [each for each in found if each.state is state] for state in PredictorState}


async def test_a_training_is_kept_as_a_file_and_what_it_chose_is_tried_on_some(kernel: Kernel) -> None:
    await fill(kernel, people(14), 45)

    told = await run_training(kernel)

    trained = told["trained"]
    assert isinstance(trained, dict)
    assert (trained["answers"], trained["learners"]) == (14 * 45, 14)
    assert trained["chosen"] == "stack"
    assert trained["losses"][trained["chosen"]] < trained["believed"]
    now = await active(kernel)
    assert [each.name for each in now[PredictorState.SERVING]] == ["bkt+irt"]
    assert [each.name for each in now[PredictorState.CANDIDATE]] == [trained["chosen"]]
    names = {each.name for group in now.values() for each in group}
    assert names == {"bkt+irt", "item_rate", "elo", "bkt", "logistic", "stack"}
    assert [each.share for group in now.values() for each in group if each.share] == [0.8, 0.2]


async def test_a_cohort_too_small_to_measure_on_is_told_nothing_new(kernel: Kernel) -> None:
    await fill(kernel, people(4), 60)

    told = await run_training(kernel)

    assert isinstance(told["trained"], dict)
    assert told["trained"]["losses"] == {}
    assert told["trained"]["tried"] is None
    assert (await active(kernel))[PredictorState.CANDIDATE] == []


async def test_without_answers_there_is_nothing_to_train_on(kernel: Kernel) -> None:
    assert (await run_training(kernel))["trained"] is None


def test_beliefs_are_judged_by_the_answers_that_what_is_trained_is_judged_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choosing, "_FEW_ANSWERS", 50)
    monkeypatch.setattr(choosing, "_MANY_ANSWERS", 100)
    judged: list[list[int]] = []

    def train(
        answers: Answers, rng: np.random.Generator, candidates: Mapping[str, choosing.Candidate]
    ) -> choosing.Trained:
        made = train_by_choice(answers, rng, candidates)
        judged.append(answers.learner[made.judged].tolist())
        return made

    train_by_choice = choosing.train
    monkeypatch.setattr(choosing, "train", train)
    log = Log(item_ids=[UUID(int=1)], skill_ids=[UUID(int=2)], skill_sets=[(0,)])
    for learner, step in itertools.product(range(12), range(10)):
        correct = (learner + step) % 3 > 0
        # With each learner the beliefs are off by another loss.
        right = math.exp(-0.1 * (learner + 1))
        log.learners.append(learner)
        log.items.append(0)
        log.asked.append(0)
        log.correct.append(correct)
        log.seconds.append(60.0 * step)
        log.believed.append(right if correct else 1.0 - right)

    made = predictor_training.train(log, networks=False)

    assert set(Counter(judged[0]).values()) == {10}
    assert len(set(judged[0])) == 3
    assert made.believed == pytest.approx(sum(0.1 * (each + 1) for each in judged[0]) / 30)


async def test_by_the_clock_a_training_waits_for_enough_new_answers(kernel: Kernel) -> None:
    learners = people(12)
    await fill(kernel, learners, 40)
    by_the_clock: dict[str, object] = {"networks": False, "only_if_worth_it": True}

    first = await run_training(kernel, by_the_clock)
    await fill(kernel, learners, 5, start=LATER)
    second = await run_training(kernel, by_the_clock)
    await fill(kernel, learners, 12, start=LATER + timedelta(days=1))
    third = await run_training(kernel, by_the_clock)

    assert first["trained"] is not None
    assert second["trained"] is None
    assert third["trained"] is not None


async def test_of_too_many_answers_some_learners_are_taken_whole(kernel: Kernel) -> None:
    await fill(kernel, people(6), 10)

    async with unit_of_work(kernel) as uow:
        found = [
            Counter([each.learner_id async for each in answer_log.stream(uow, most=most)]) for most in (9, 35, 35, 60)
        ]

    assert [set(each.values()) for each in found] == [set(), {10}, {10}, {10}]
    assert [len(each) for each in found] == [0, 3, 3, 6]
    assert found[1] == found[2]


async def test_a_training_whose_process_died_before_it_was_registered_is_registered_once(kernel: Kernel) -> None:
    await fill(kernel, people(12), 40)
    job_id = new_id()

    first = await training.train(kernel, job_id, networks=False)
    again = await training.train(kernel, job_id, networks=False)
    assert first is not None
    assert first == again
    for _ in range(2):
        async with unit_of_work(kernel) as uow:
            # As it comes back from the journal.
            await registry.register(uow, json.loads(json.dumps(again)))

    async with unit_of_work(kernel) as uow:
        assert await predictors.latest_version(uow) == 1


async def test_a_candidate_serves_once_it_has_erred_less_on_answers_that_came_later(kernel: Kernel) -> None:
    learners = people(14)
    await fill(kernel, learners, 45)
    await run_training(kernel)
    candidate = (await active(kernel))[PredictorState.CANDIDATE][0]

    await predict_beside(kernel, learners, 10, start=LATER)
    async with unit_of_work(kernel) as uow:
        early = await training.settle(uow)
    await predict_beside(kernel, learners, 10, start=LATER + timedelta(days=1))
    async with unit_of_work(kernel) as uow:
        did = await predictions.binned(uow, [candidate.id, 1], newest=1000)
        settled = await training.settle(uow)

    assert early == {"judged": None, "waiting_for": 60}
    losses = {key: sum(each.loss for each in bins) for key, bins in did.items()}
    assert losses[candidate.id] < losses[1]
    assert settled == {"judged": candidate.name, "serves": True, "answers": 280}
    now = await active(kernel)
    assert [(each.id, each.share) for each in now[PredictorState.SERVING]] == [(candidate.id, 1.0)]
    assert "bkt+irt" in {each.name for each in now[PredictorState.SHADOW]}


async def some_said(kernel: Kernel, wrong: int, right: int, answers: int = 250, at: datetime = LATER) -> None:
    """So many answers, all right, on which one predictor was wrong and the other one was right."""
    async with unit_of_work(kernel) as uow:
        for number in range(answers):
            chances = {wrong: 0.2, right: 0.9}
            said = Said(new_id(), UUID(int=number % 7), chances, correct=True, effective_at=at)
            await predictions.add(uow, said)


@pytest.mark.parametrize("said_before", [0, 50])
async def test_what_serves_and_has_fallen_silent_keeps_no_candidate_waiting(kernel: Kernel, said_before: int) -> None:
    await fill(kernel, people(14), 45)
    await run_training(kernel)
    lost = (await active(kernel))[PredictorState.CANDIDATE][0]
    async with unit_of_work(kernel) as uow:
        await predictors.change(uow, 1, state=PredictorState.SHADOW.value)
        await predictors.change(uow, lost.id, state=PredictorState.SERVING.value, served_from=LATER)
    await run_training(kernel)
    candidate = (await active(kernel))[PredictorState.CANDIDATE][0]
    await some_said(kernel, wrong=lost.id, right=candidate.id, answers=said_before, at=LATER - timedelta(hours=1))
    await some_said(kernel, wrong=1, right=candidate.id)

    async with unit_of_work(kernel) as uow:
        settled = await training.settle(uow)

    assert settled == {"judged": candidate.name, "serves": True, "answers": 250}
    now = await active(kernel)
    assert [(each.id, each.share) for each in now[PredictorState.SERVING]] == [(candidate.id, 1.0)]
    assert lost.id not in {each.id for some in now.values() for each in some}


async def test_a_candidate_that_errs_more_is_retired(kernel: Kernel) -> None:
    await fill(kernel, people(14), 45)
    await run_training(kernel)
    candidate = (await active(kernel))[PredictorState.CANDIDATE][0]
    await some_said(kernel, wrong=candidate.id, right=1)

    async with unit_of_work(kernel) as uow:
        settled = await training.settle(uow)

    assert settled["serves"] is False
    now = await active(kernel)
    assert now[PredictorState.CANDIDATE] == []
    assert [(each.name, each.share) for each in now[PredictorState.SERVING]] == [("bkt+irt", 1.0)]


async def test_what_is_rolled_back_makes_room_for_what_served_before_it(kernel: Kernel, clock: MovableClock) -> None:
    await fill(kernel, people(14), 45)
    names = []
    for _ in range(2):
        await run_training(kernel)
        now = await active(kernel)
        candidate, serving = now[PredictorState.CANDIDATE][0], now[PredictorState.SERVING][0]
        names.append((candidate.name, candidate.version))
        async with unit_of_work(kernel) as uow:
            await uow.execute(text("delete from practice.prediction"))
        await some_said(kernel, wrong=serving.id, right=candidate.id)
        clock.move(timedelta(days=1))
        async with unit_of_work(kernel) as uow:
            await training.settle(uow)

    served = []
    for name, _ in reversed(names):
        async with unit_of_work(kernel) as uow:
            serving = await registry.roll_back(uow, name)
        served.append((serving.name, serving.version, serving.share))

    assert names == [(names[0][0], 1), (names[0][0], 2)]
    assert served == [(names[0][0], 1, 1.0), ("bkt+irt", 1, 1.0)]
    async with unit_of_work(kernel) as uow:
        with pytest.raises(NothingToRollBack):
            await registry.roll_back(uow, "bkt+irt")
        with pytest.raises(PredictorNotFound):
            await registry.roll_back(uow, "oracle")


async def test_a_candidate_that_is_rolled_back_is_told_to_nobody(kernel: Kernel) -> None:
    await fill(kernel, people(14), 45)
    await run_training(kernel)
    candidate = (await active(kernel))[PredictorState.CANDIDATE][0]

    async with unit_of_work(kernel) as uow:
        await registry.roll_back(uow, candidate.name)

    async with unit_of_work(kernel) as uow:
        told = {each.name for number in range(60) for each in await registry.told_to(uow, UUID(int=number))}
    assert told == {"bkt+irt"}


async def test_a_candidate_is_told_to_its_share_of_the_learners_and_always_to_the_same(kernel: Kernel) -> None:
    await fill(kernel, people(14), 45)
    await run_training(kernel)
    everybody = [UUID(int=number) for number in range(300)]

    told = []
    for _ in range(2):
        async with unit_of_work(kernel) as uow:
            told.append([(await registry.told_to(uow, each))[0].state for each in everybody])

    assert told[0] == told[1]
    assert 0.1 < told[0].count(PredictorState.CANDIDATE) / 300 < 0.3


async def test_who_is_followed_answer_by_answer_is_predicted_as_one_followed_anew(kernel: Kernel) -> None:
    learners = people(14)
    await fill(kernel, learners, 45)
    await run_training(kernel)
    one = (await active(kernel))[PredictorState.CANDIDATE][0]
    who, at = learners[3], LATER + timedelta(days=1)

    async def chances(memory: Callable[[], None]) -> list[float]:
        memory()
        async with unit_of_work(kernel) as uow:
            trained = await carrying.predictors_of(kernel, one)
            assert trained is not None
            assert one.artefact is not None
            learner = await carrying.follow(uow, trained, one.artefact, who.id)
            question = (await answer_log.of_learner(uow, who.id, None, None, most=1))[0].question
        return [each[0] for each in trained.chances(learner, [question], at).values()]

    def keep() -> None:
        """What is carried stays."""

    await chances(keep)
    rows = [who.answer(LATER + timedelta(minutes=number)) for number in range(4)]
    for row in (rows[0], rows[3], rows[1], late(rows[2], timedelta(days=1))):
        async with unit_of_work(kernel) as uow:
            await put(uow, row)
        carried = await chances(keep)
        anew = await chances(lambda: kernel.memory.pop("practice.predictors"))
        assert carried == pytest.approx(anew, abs=1e-12)


async def test_a_file_that_is_another_than_was_registered_is_not_used(kernel: Kernel, clock: MovableClock) -> None:
    await fill(kernel, people(14), 45)
    await run_training(kernel)
    one = (await active(kernel))[PredictorState.CANDIDATE][0]
    assert one.artefact is not None
    content = await kernel.objects.get(one.artefact)

    await kernel.objects.put(one.artefact, content[:-1] + b"?", content_type="application/octet-stream")
    damaged = await carrying.predictors_of(kernel, one)
    await kernel.objects.put(one.artefact, content, content_type="application/octet-stream")
    at_once = await carrying.predictors_of(kernel, one)
    clock.move(timedelta(minutes=2))
    later = await carrying.predictors_of(kernel, one)
    await kernel.objects.delete(one.artefact)
    kernel.memory.pop("practice.predictors")
    gone = await carrying.predictors_of(kernel, one)

    assert damaged is at_once is gone is None
    assert later is not None
    assert one.name in later.names


async def test_of_many_who_ask_at_once_each_is_told_what_one_alone_would_be(kernel: Kernel) -> None:
    learners = people(14)
    await fill(kernel, learners, 45)
    await run_training(kernel)
    one = (await active(kernel))[PredictorState.CANDIDATE][0]
    who, at = learners[5], LATER

    async def chance() -> list[float]:
        async with unit_of_work(kernel) as uow:
            trained = await carrying.predictors_of(kernel, one)
            assert trained is not None
            learner = await carrying.follow(uow, trained, str(one.artefact), who.id)
            return list(trained.chances(learner, [Question(who.item(1), (who.skill_of(1),))], at)[one.name])

    alone = await chance()
    for step in range(3):
        async with unit_of_work(kernel) as uow:
            await put(uow, who.answer(LATER + timedelta(minutes=step)))
    at_once = await asyncio.gather(*(chance() for _ in range(6)))
    kernel.memory.pop("practice.predictors")
    anew = await chance()

    assert alone != anew
    assert at_once == [pytest.approx(anew)] * 6


async def test_a_training_that_takes_more_than_it_may_is_refused_with_what_to_do(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(kernel, people(3), 5)
    monkeypatch.setattr(training, "_ALLOWANCE", Allowance(cpu_s=0, memory_mb=2048))

    with pytest.raises(TrainingTooLarge, match="without networks"):
        await training.train(kernel, new_id(), networks=True)


async def test_what_was_said_of_answers_long_ago_is_forgotten(kernel: Kernel, clock: MovableClock) -> None:
    await some_said(kernel, wrong=1, right=2, answers=3)

    counts = []
    for days in (390, 20):
        clock.set(clock.now() + timedelta(days=days))
        async with unit_of_work(kernel) as uow:
            await training.settle(uow)
            counts.append(await predictions.count(uow, [1], newest=10))

    assert counts == [(3, 3), (0, 0)]
