"""P70 (API-18): a request without credentials, or with bad ones, is rejected; one with valid ones is accepted."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock
from tests.guards.person import Person
from tests.guards.table import lines
from tests.guards.walk import Walk, answer_of, walking
from tests.guards.world import NOBODY, PASSWORD, World, founded, furnish
from tests.identity.test_access_tokens import encoded, parts
from tests.main_job.site import fine

# Every route that asks who is there; the others are open to anybody. A refresh token is proof of another kind.
GUARDED = [
    line for line in lines() if line.answers[NOBODY].startswith("401") and line.operation != "POST /auth/refresh"
]


async def _sign_in(person: Person) -> str:
    body = {"email": "owner@example.org", "password": PASSWORD}
    return str(fine(await person.http.post("/api/v1/auth/login", json=body))["access_token"])


async def _bad_tokens(world: World, clock: MovableClock) -> dict[str, str]:
    """Each kind of bad token, made from what was a good one."""
    owner, kernel = world.owner, world.site.kernel
    good = await _sign_in(owner)
    header, claims = parts(good)
    head, body, signature = good.split(".")
    signed_out = await _sign_in(owner)
    await replace(owner, token=signed_out).post("auth/logout")
    ours = kernel.settings
    kernel.settings = ours.model_copy(update={"token_audience": "another-api"})
    for_others = await _sign_in(owner)
    kernel.settings = ours
    expired = await _sign_in(owner)
    clock.move(timedelta(minutes=16))
    return {
        "empty": "",
        "not a token": "nonsense",
        "unsigned": f"{encoded({**header, 'alg': 'none'})}.{body}.",
        "altered": f"{head}.{encoded({**claims, 'permissions': ['users:manage']})}.{signature}",
        "signed by another": world.people["forger"].token,
        "for another service": for_others,
        "expired": expired,
        "signed out": signed_out,
    }


@pytest.fixture
async def walk(kernel: Kernel) -> AsyncIterator[Walk]:
    composition = compose(DOMAINS)
    async with founded(kernel, composition) as world:
        await furnish(world)
        async with walking(world, kernel, composition) as begun:
            yield begun


async def test_p70_bad_credentials_are_rejected_and_valid_ones_accepted_at_every_route(
    walk: Walk, clock: MovableClock
) -> None:
    bad = await _bad_tokens(walk.world, clock)
    now = replace(walk.world.owner, token=await _sign_in(walk.world.owner))
    wrong = []

    for line in GUARDED:
        for kind, token in bad.items():
            response = await walk.asked(line, replace(now, token=token))
            if (response.status_code, response.headers.get("www-authenticate")) != (401, "Bearer"):
                wrong.append(f"{line.route}: {kind} gets {answer_of(response)}")
        accepted = answer_of(await walk.asked(line, now))
        if accepted.startswith("401"):
            wrong.append(f"{line.route}: valid credentials get {accepted}")

    assert len(GUARDED) > 60
    assert wrong == []
