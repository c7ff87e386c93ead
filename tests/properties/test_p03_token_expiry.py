"""P3 (AUTH-07): an expired access token fails; a refresh token that holds gives a token with a fresh expiry."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lyceum.app.composition import Composition
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock
from tests.identity.site import Site, bearer, code_of, open_site

MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
async def site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    async with open_site(kernel, composition, clock) as served:
        yield served


@given(
    minutes=st.integers(1, 1440),
    idle_days=st.integers(1, 40),
    absolute_days=st.integers(1, 40),
    steps=st.lists(st.timedeltas(timedelta(0), timedelta(days=12)), max_size=6),
)
# One database for all examples: each has an account of its own.
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_p03_an_expired_token_fails_and_a_refresh_gives_a_fresh_expiry(
    site: Site, minutes: int, idle_days: int, absolute_days: int, steps: list[timedelta]
) -> None:
    lives = {
        "access_token_minutes": minutes,
        "refresh_idle_days": idle_days,
        "refresh_token_days": absolute_days,
    }
    site.kernel.settings = site.kernel.settings.model_copy(update=lives)
    began = site.clock.now()
    pair = await site.registered()
    ends = began + timedelta(days=absolute_days)

    for step in steps:
        issued = site.clock.now()
        access_life, refresh_life = timedelta(seconds=pair["expires_in"]), timedelta(seconds=pair["refresh_expires_in"])
        assert access_life <= timedelta(minutes=minutes)
        assert issued + refresh_life <= min(issued + timedelta(days=idle_days), ends)

        site.clock.move(step)

        me = await site.me(pair["access_token"])
        assert me.status_code == (200 if step < access_life - timedelta(seconds=1) else me.status_code)
        if step >= access_life:
            assert (me.status_code, code_of(me)) == (401, "TOKEN_EXPIRED")
        fresh = await site.refresh(pair["refresh_token"])
        if site.clock.now() >= min(issued + timedelta(days=idle_days), ends):
            assert (fresh.status_code, code_of(fresh)) == (401, "TOKEN_EXPIRED")
            return
        assert fresh.status_code == 200
        pair = fresh.json()
        assert (await site.http.get("/users/me", headers=bearer(pair["access_token"]))).status_code in {200, 401}


async def test_p03_a_token_holds_to_its_last_microsecond(site: Site) -> None:
    person = await site.registered()
    site.clock.move(timedelta(minutes=15) - MICROSECOND)
    last = await site.me(person["access_token"])

    site.clock.move(MICROSECOND)
    late = await site.me(person["access_token"])

    assert last.status_code == 200
    assert (late.status_code, code_of(late)) == (401, "TOKEN_EXPIRED")
