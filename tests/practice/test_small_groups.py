"""How well answers are predicted is told of groups only, whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest

from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice.evaluating import LEAST_LEARNERS
from lyceum.practice.store import predictions, predictors
from lyceum.practice.store.predictions import Said
from tests.people.conftest import site
from tests.people.site import Site, fine

__all__ = ["site"]

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


async def answered(site: Site, learners: int) -> None:
    """An answer of each of some learners, with what was said of it."""
    async with unit_of_work(site.kernel) as uow:
        known = await predictors.list_active(uow)
        for number in range(learners):
            chances = {each.id: 0.7 for each in known}
            moment = START + timedelta(minutes=number)
            await predictions.add(uow, Said(new_id(), new_id(), chances, correct=number > 0, effective_at=moment))


@pytest.mark.parametrize("role", ["student", "teacher", "admin"])
async def test_nobody_is_told_how_well_few_learners_were_predicted(site: Site, role: str) -> None:
    who = await site.person(role=role)
    await answered(site, LEAST_LEARNERS - 1)

    few = fine(await who.get("/practice/evaluation"))
    await answered(site, LEAST_LEARNERS)
    enough = fine(await who.get("/practice/evaluation"))

    assert few["answers"] is few["learners"] is None
    assert few["bins"] == []
    assert {each["log_loss"] for each in few["models"]} == {None}
    assert enough["learners"] == 2 * LEAST_LEARNERS - 1
    assert sum(each["count"] for each in enough["bins"]) == 2 * LEAST_LEARNERS - 1
