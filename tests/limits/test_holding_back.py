"""Who goes on asking while told to wait waits longer each time (LIM-10); who waits is let in as promised."""

from sqlalchemy import text

from lyceum.platform.http.admission import HELD_BACK
from lyceum.platform.limits import counting
from lyceum.platform.limits.counting import LONGEST_HOLD_MS, NEW, STEP_BACK_MS, Rule, Tally
from lyceum.platform.unit_of_work import unit_of_work
from tests.limits.conftest import OpenSite

RULE = Rule(limit=2, span_ms=60_000, patience=3)
START_MS = 1_795_000_020_000


def hammer(tally: Tally, now_ms: int, times: int) -> tuple[Tally, list[int]]:
    """Ask again and again at one moment; how long one was told to wait each time."""
    waits = []
    for _ in range(times):
        tally = counting.at(tally, RULE, now_ms)
        wait = counting.wait_ms(tally, RULE, now_ms, 1)
        if wait:
            refusal = counting.refused(tally, RULE, now_ms, wait)
            tally, wait = refusal.tally, refusal.wait_ms
        else:
            tally = counting.passed(tally, 1)
        waits.append(wait // 1000)
    return tally, waits


def test_each_time_twice_as_long_up_to_a_quarter_of_an_hour() -> None:
    _, waits = hammer(NEW, START_MS, 30)

    # First as long as the window has to be waited for; what was held back for 60 seconds would not have been longer.
    assert list(dict.fromkeys(waits)) == [0, 63, 120, 240, 480, 900]
    assert max(waits) * 1000 == LONGEST_HOLD_MS


def test_a_refusal_or_two_is_no_ill_will() -> None:
    tally, waits = hammer(NEW, START_MS, 5)

    assert max(waits) <= 63
    assert tally.level == 0


def test_whoever_waits_as_told_is_let_in_and_forgiven_step_by_step() -> None:
    tally, waits = hammer(NEW, START_MS, 9)
    level = tally.level
    after_ms = START_MS + waits[-1] * 1000 + 1000

    tally, waits = hammer(tally, after_ms, 1)
    assert waits == [0]

    tally, _ = hammer(tally, after_ms + level * STEP_BACK_MS, 3)
    assert tally.level == 0


async def test_a_long_hold_is_written_to_the_security_log_once(open_site: OpenSite) -> None:
    async with open_site(read="3/minute", burst="1000/second") as site:
        token = await site.register()
        site.stop_time()

        answers = [await site.get("/users/me", token) for _ in range(80)]

        waits = [int(answer.headers["retry-after"]) for answer in answers if answer.status_code == 429]
        assert waits[-1] == 240
        async with unit_of_work(site.kernel) as uow:
            noted = text("select account_id, details from platform.security_event where kind = :kind")
            rows = (await uow.execute(noted, {"kind": HELD_BACK})).all()
        assert [row.details for row in rows] == [{"window": "read", "limit": 3, "window_s": 60}]
        assert rows[0].account_id is not None
