"""Who had an account for a moment has nothing left of it once its owner takes it back."""

from collections.abc import AsyncIterator

import pytest

from lyceum.app.composition import Composition
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock
from tests.identity.site import PASSWORD, Json, Site, bearer, code_of, open_site

OWNER, THIEF = "owner@example.org", "thief@example.org"


@pytest.fixture
async def stolen(site: Site) -> tuple[str, str]:
    """The tokens of a thief who has the password: of an API key, and of a session."""
    await site.registered(email=OWNER)
    thief: Json = (await site.login(OWNER)).json()
    made = await site.http.post(
        "/users/me/api-keys", json={"name": "x", "scopes": ["library:read"]}, headers=bearer(thief["access_token"])
    )
    key = str(made.json()["key"])
    assert (await site.http.get("/subjects", headers=bearer(key))).status_code == 200
    return key, str(thief["access_token"])


@pytest.fixture
async def site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    async with open_site(kernel, composition, clock) as served:
        yield served


async def test_a_new_password_by_letter_ends_the_keys_that_a_thief_made(site: Site, stolen: tuple[str, str]) -> None:
    await site.http.post("/auth/password/forgot", json={"email": OWNER})
    body = {"token": await site.token_to(OWNER), "password": "Small-Otter-31-swims"}
    assert (await site.http.post("/auth/password/reset", json=body)).status_code == 204

    codes = [code_of(await site.http.get("/subjects", headers=bearer(token))) for token in stolen]

    assert codes == ["API_KEY_REVOKED", "SESSION_REVOKED"]


async def test_a_change_of_address_taken_back_ends_the_keys_that_a_thief_made(
    site: Site, stolen: tuple[str, str]
) -> None:
    key, token = stolen
    body = {"email": THIEF, "password": PASSWORD}
    assert (await site.http.put("/users/me/email", json=body, headers=bearer(token))).status_code == 202
    await site.http.post("/auth/confirm-email", json={"token": await site.token_to(THIEF)})

    undone = await site.http.post("/auth/undo-email", json={"token": await site.token_to(OWNER)})

    assert undone.status_code == 204
    assert code_of(await site.http.get("/subjects", headers=bearer(key))) == "API_KEY_REVOKED"
    assert code_of(await site.http.get("/subjects", headers=bearer(token))) == "SESSION_REVOKED"
