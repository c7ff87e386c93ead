"""FSRS's weights are fitted to a learner, serve where they are measured to be better, and leave replay as it is."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from lyceum.algorithms.scheduling import fsrs
from lyceum.algorithms.scheduling.fsrs import DEFAULT_WEIGHTS, FsrsParams, Rating
from lyceum.platform.jobs import open_job
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import run_to_end
from lyceum.practice import facade as practice
from lyceum.practice.workflows import FIT_WEIGHTS
from tests.builders import MovableClock
from tests.main_job.site import Json, Learned, Learner, Site, fine

_STATES = (
    "select * from practice.item_state where learner_id = :learner order by item_id",
    "select * from practice.skill_state where learner_id = :learner order by skill_id",
)
# Of somebody who forgets within an hour what others keep for days, and whom reviews help little: no luck hides that.
FORGETFUL = FsrsParams(
    (*(weight * 0.01 for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:8], 0.2, *DEFAULT_WEIGHTS[9:])
)


async def fit(site: Site) -> Json:
    """Run the workflow to its end, here and now."""
    async with unit_of_work(site.kernel) as uow:
        job_id = await open_job(uow, FIT_WEIGHTS.name, None)
    await run_to_end(site.kernel, FIT_WEIGHTS, job_id, {})
    ((status, result),) = await site.rows("select status, result from platform.job where id = :id", id=job_id)
    assert status == "completed"
    found: dict[str, Any] = result
    return found


async def states(site: Site, learner: Learner) -> list[list[Any]]:
    return [await site.rows(query, learner=learner.user_id) for query in _STATES]


async def replayed(site: Site, learner: Learner) -> list[list[Any]]:
    async with unit_of_work(site.kernel) as uow:
        await practice.replay(uow, learner.user_id)
    return await states(site, learner)


class Person:
    """Somebody at the door whose memory follows weights of their own."""

    def __init__(self, learner: Learner, deck: str, params: FsrsParams, clock: MovableClock) -> None:
        self.learner, self.deck, self.params, self.clock = learner, deck, params, clock
        self.memory: dict[str, tuple[fsrs.FsrsState, float]] = {}
        self.draws: dict[str, random.Random] = {}

    async def days(self, pauses: Sequence[int]) -> None:
        """Answer everything once on each of some days, so many days apart."""
        for pause in pauses:
            session = await self.learner.start(deck_id=self.deck, kind="quiz", length=100)
            while item := (await self.learner.next(session))["item"]:
                recalled = self._recall(item["id"])
                await (self.learner.answer_well if recalled else self.learner.answer_badly)(session, item)
            self.clock.move(timedelta(days=pause))

    def _recall(self, item: str) -> bool:
        now = self.clock.now().timestamp() / 86_400
        if item not in self.memory:
            self.memory[item] = fsrs.first_review(Rating.GOOD, self.params), now
            return True
        state, before = self.memory[item]
        # Each item has luck of its own, in whatever order they are asked.
        luck = self.draws.setdefault(item, random.Random(len(self.draws)))
        recalled = luck.random() < fsrs.retrievability(state.stability, now - before, self.params)
        rating = Rating.GOOD if recalled else Rating.AGAIN
        self.memory[item] = fsrs.review(state, rating, now - before, self.params, is_same_day=False), now
        return recalled


@pytest.fixture
def forgetful(ada: Learner, cells: Learned, clock: MovableClock) -> Person:
    return Person(ada, cells.deck_id, FORGETFUL, clock)


async def test_with_too_few_reviews_nothing_is_fitted_and_the_wish_is_kept(
    site: Site, ada: Learner, forgetful: Person
) -> None:
    await forgetful.days([1, 1])

    assert await fit(site) == {"fitted": 0, "serving": 0}

    told = fine(await ada.get("practice/settings"))
    assert (told["weights"], told["fit"]) == ("fitted", None)
    assert "after 100 reviews" in told["text"]


async def test_weights_that_predict_better_serve_and_replay_gives_the_same(
    site: Site, ada: Learner, forgetful: Person
) -> None:
    await forgetful.days([2, 3, 4, 2, 5, 3, 2, 4])
    before, before_told = await states(site, ada), fine(await ada.get("practice/settings"))

    assert await fit(site) == {"fitted": 1, "serving": 1}

    told = fine(await ada.get("practice/settings"))
    assert before_told["fit"] is None
    assert (told["fit"]["version"], told["fit"]["serves"]) == (1, True)
    assert told["fit"]["log_loss"] < told["fit"]["log_loss_default"]
    assert "smaller" in told["fit"]["text"]
    assert told["text"] == "FSRS dates your reviews, by weights fitted to you."
    # What was folded stays; only dates are new.
    memories = [
        [(row.item_id, row.stability, row.difficulty) for row in each[0]] for each in (before, await states(site, ada))
    ]
    assert memories[0] == memories[1]
    assert await replayed(site, ada) == await states(site, ada)

    await forgetful.days([1])

    after = await states(site, ada)
    assert await replayed(site, ada) == after
    pinned = await site.rows(
        "select parameters ->> 'weights_version' as version from practice.attempt order by effective_at"
    )
    versions = [row.version for row in pinned]
    assert set(versions[: len(versions) * 8 // 9]) == {"0"}
    assert versions[-1] == "1"
    # And nothing is fitted anew to what has hardly grown.
    assert (await fit(site))["fitted"] == 0


async def test_a_late_answer_is_folded_among_those_with_other_weights(
    site: Site, ada: Learner, cells: Learned, forgetful: Person, clock: MovableClock
) -> None:
    await forgetful.days([2, 3, 4, 2, 5, 3, 2, 4])
    tablet = await ada.start(subject_id=cells.subject_id, kind="quiz", length=1)
    held, served_at = (await ada.next(tablet))["item"], clock.now()
    clock.move(timedelta(days=1))
    await fit(site)
    await forgetful.days([1])
    await ada.answer_well(tablet, held, occurred_at=(served_at + timedelta(minutes=1)).isoformat())

    after = await states(site, ada)

    assert await replayed(site, ada) == after


async def test_whoever_wishes_for_the_published_weights_is_judged_by_them(
    site: Site, ada: Learner, forgetful: Person
) -> None:
    await forgetful.days([2, 3, 4, 2, 5, 3, 2, 4])
    by_published = await states(site, ada)
    await fit(site)

    told = fine(
        await ada.put("practice/settings", {"scheduler": "fsrs", "desired_retention": 0.9, "weights": "default"})
    )
    assert "published for everybody" in told["text"]
    assert told["fit"]["serves"]
    assert await states(site, ada) == by_published

    await forgetful.days([1])
    pinned = await site.rows("select distinct parameters ->> 'weights_version' as version from practice.attempt")
    assert [row.version for row in pinned] == ["0"]


async def test_recall_that_is_shown_follows_how_reviews_went(site: Site, ada: Learner, forgetful: Person) -> None:
    await ada.put("practice/settings", {"scheduler": "fsrs", "desired_retention": 0.9, "weights": "default"})
    await forgetful.days([2, 3, 4, 2])

    shown = {each["item"]["id"]: each["retrievability"] for each in await ada.all("practice/reviews")}
    raw = await site.rows("select item_id, stability, last_effective_at from practice.item_state")

    now = site.kernel.clock.now()
    assert shown
    for row in raw:
        if (told := shown.get(str(row.item_id))) is not None:
            predicted = fsrs.retrievability(row.stability, (now - row.last_effective_at) / timedelta(days=1))
            # They recall less than is predicted, and are told so.
            assert told < predicted - 0.02


async def test_a_forecast_says_what_a_choice_would_bring_and_saves_nothing(
    site: Site, ada: Learner, eve: Learner, forgetful: Person
) -> None:
    await forgetful.days([1, 1])
    before = await states(site, ada)

    async def ahead(learner: Learner = ada, **query: object) -> Json:
        return fine(await learner.get("practice/settings/forecast", **query))

    lazy, eager = [await ahead(scheduler="fsrs", desired_retention=each) for each in (0.75, 0.95)]
    sm2 = await ahead(scheduler="sm2", desired_retention=0.9, weights="default")
    nothing = await ahead(eve, scheduler="fsrs", desired_retention=0.9)

    for each in (lazy, eager, sm2, nothing):
        assert [day["day"] for day in each["days"]][:2] == ["2026-03-04", "2026-03-05"]
        assert len(each["days"]) == 30
        assert sum(day["reviews"] for day in each["days"]) == each["total"]
        assert each["per_day"] == pytest.approx(each["total"] / 30)
    assert nothing["total"] == 0 < lazy["total"] < eager["total"]
    assert nothing["text"].startswith("Hardly any reviews")
    assert await states(site, ada) == before
    assert await site.rows("select 1 from practice.learner_setting") == []


async def test_the_first_day_of_a_forecast_is_what_is_due_now(ada: Learner, forgetful: Person) -> None:
    await forgetful.days([4, 9])

    found = fine(await ada.get("practice/settings/forecast", scheduler="fsrs", desired_retention=0.9))

    assert found["days"][0]["reviews"] == len(await ada.all("practice/reviews"))
