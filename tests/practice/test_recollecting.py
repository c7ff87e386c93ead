"""How far off predictions of recall are for a learner: by the last reviews, whatever else was answered."""

from datetime import timedelta

import pytest

from lyceum.algorithms.scheduling.recalibration import Recalibration
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import recollecting, rules
from tests.practice.answer_log import START, people, put


async def test_new_items_do_not_push_out_what_reviews_have_told(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "RECALIBRATED_ON", 5)
    learner = people(1)[0]
    rows = [learner.answer(START + timedelta(minutes=number)) for number in range(20)]
    for row in rows[:8]:
        row["before"]["item"]["recall"] = 0.9
        row["quality"] = 1

    async with unit_of_work(kernel) as uow:
        for row in rows:
            await put(uow, row)
        found = await recollecting.recollection_of(uow, learner.id)

    told = Recalibration()
    for _ in range(5):
        told = told.after(0.9, recalled=False)
    assert found.belief == told
