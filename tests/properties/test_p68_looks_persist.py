"""P68 (WEB-13): how a person wants the web app to look holds at once, and wherever they sign in later."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lyceum.app.composition import Composition
from lyceum.identity.contracts.appearance import Contrast, Motion, TextSize, Theme
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock
from tests.identity.site import Site, bearer, open_site

LOOKS = {"theme": Theme, "text_size": TextSize, "contrast": Contrast, "motion": Motion}


@pytest.fixture
async def site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    async with open_site(kernel, composition, clock) as served:
        yield served


@given(changes=st.lists(st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in LOOKS.items()})))
# One database for all examples: each has an account of its own.
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_p68_what_was_chosen_last_holds_at_once_and_at_every_sign_in(
    site: Site, changes: list[dict[str, str]]
) -> None:
    person = await site.registered()
    expected = {name: person["user"][name] for name in LOOKS}

    for change in changes:
        expected |= change
        changed = await site.http.patch("/users/me", json=change, headers=bearer(person["access_token"]))
        assert {name: changed.json()[name] for name in LOOKS} == expected

    elsewhere = (await site.login(person["user"]["email"])).json()
    assert {name: elsewhere["user"][name] for name in LOOKS} == expected
