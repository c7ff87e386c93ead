"""P51: the review schedule holds all that is due, by priority and then by date."""

from datetime import timedelta

import pytest

from tests.builders import MovableClock
from tests.main_job.site import Learned, Learner, fine


@pytest.mark.parametrize("scheduler", ["fsrs", "sm2"])
async def test_reviews_come_pressing_first_then_by_date(
    ada: Learner, cells: Learned, clock: MovableClock, scheduler: str
) -> None:
    setting = {"scheduler": scheduler, "desired_retention": 0.9}
    fine(await ada.http.put("/api/v1/practice/settings", json=setting, headers=ada.headers))
    session = await ada.start(deck_id=cells.deck_id, kind="quiz", length=6)
    ids: list[str] = []
    for number in range(6):
        item = (await ada.next(session))["item"]
        well = 3 if item["type"] == "flashcard" else await ada.key_of(item)
        if number == 4:
            await ada.answer_badly(session, item)
        else:
            fine(await ada.answer(session, item, well), 201)
        ids.append(item["id"])
        clock.move(timedelta(hours=1))
    clock.move(timedelta(days=2))

    reviews = await ada.all("practice/reviews", limit=2)

    assert {each["item"]["id"] for each in reviews} == set(ids)
    assert reviews[0]["item"]["id"] == ids[4]
    assert [each["priority"] for each in reviews] == ["pressing"] + ["normal"] * 5
    order = [(each["priority"] == "normal", each["due_at"]) for each in reviews]
    assert order == sorted(order)
    assert all(each["days_overdue"] >= 0 for each in reviews)
    assert all(0 < each["retrievability"] < 1 for each in reviews)
