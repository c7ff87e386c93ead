"""Who has used up what they may do gets no more of it by looking like somebody else, and uses up nothing of others'."""

from datetime import timedelta

import httpx
import pytest

from lyceum.identity.remembering import HOLDS_FOR
from tests.identity.site import bearer
from tests.limits.conftest import OpenSite, new_limiter, open_site, valkey
from tests.limits.site import PASSWORD, LimitedSite, code_of, headers

__all__ = ["new_limiter", "open_site", "valkey"]

THIEF, MANY = "198.51.100.66", 60


async def new_key(site: LimitedSite, token: str, **more: object) -> tuple[str, str]:
    body = {"name": "another", "scopes": ["documents:read", "documents:write", "library:read"], **more}
    made = await site.http.post("/users/me/api-keys", json=body, headers=bearer(token))
    assert made.status_code == 201, made.text
    return made.json()["id"], made.json()["key"]


async def upload(site: LimitedSite, token: str, number: int) -> httpx.Response:
    file = {"file": (f"{number}.txt", f"The cell is the unit of life, {number}. ".encode() * 20, "text/plain")}
    return await site.http.post("/documents", files=file, headers=bearer(token))


async def test_another_key_uploads_no_more_than_the_one_before(open_site: OpenSite) -> None:
    async with open_site(upload="2/hour") as site:
        token = await site.register()
        site.stop_time()
        codes = []
        for number in range(3):
            key_id, key = await new_key(site, token)
            answer = await upload(site, key, number)
            codes.append("" if answer.is_success else code_of(answer))
            await site.http.delete(f"/users/me/api-keys/{key_id}", headers=bearer(token))

        assert codes == ["", "", "RATE_LIMITED"]
        refusal = await upload(site, token, 4)
        assert code_of(refusal) == "RATE_LIMITED"
        assert "'upload'" in refusal.json()["error"]["message"]


async def test_the_keys_of_an_account_share_the_hour_of_its_plan(open_site: OpenSite) -> None:
    async with open_site(plans={"free": {"hourly": "3/hour"}, "anonymous": {"hourly": "100/hour"}}) as site:
        token = await site.register()
        keys = [(await new_key(site, token))[1] for _ in range(5)]
        site.stop_time()

        answers = [(await site.get("/subjects", key)).status_code for key in keys]

        assert answers == [200, 200, 200, 429, 429]
        assert (await site.get("/subjects", token)).status_code == 200


async def test_made_up_keys_are_an_unknown_address(open_site: OpenSite) -> None:
    async with open_site(plans={"free": {"hourly": "100/hour"}, "anonymous": {"hourly": "3/hour"}}) as site:
        site.stop_time()

        codes = [code_of(await site.get("/subjects", f"lyk_made-up-{number}")) for number in range(5)]

        assert codes == ["API_KEY_INVALID"] * 3 + ["RATE_LIMITED"] * 2


async def test_a_made_up_key_adds_nothing_where_nobody_need_be_signed_in(open_site: OpenSite) -> None:
    async with open_site(plans={"free": {"hourly": "100/hour"}, "anonymous": {"hourly": "3/hour"}}) as site:
        site.stop_time()

        body = {"email": "ada@example.org"}
        answers = [
            await site.http.post("/auth/password/forgot", json=body, headers=headers(f"lyk_made-up-{number}", THIEF))
            for number in range(5)
        ]

        assert [answer.status_code for answer in answers] == [202] * 3 + [429] * 2


async def signed_in_again(site: LimitedSite) -> str:
    """Another token of the first person's."""
    body = {"email": "person1@example.org", "password": PASSWORD}
    answer = await site.http.post("/auth/login", json=body, headers={"x-forwarded-for": "203.0.113.200"})
    return str(answer.json()["access_token"])


async def hammer(site: LimitedSite, token: str, path: str = "/users/me") -> set[str]:
    """Ask much too often from the thief's address; what is answered."""
    return {code_of(await site.get(path, token, THIEF)) for _ in range(MANY)}


async def test_an_expired_token_uses_up_nothing_of_its_owners(open_site: OpenSite) -> None:
    async with open_site(read="3/minute") as site:
        old = await site.register()
        assert (await site.get("/users/me", old)).status_code == 200
        site.clock.move(timedelta(minutes=16))
        new = await signed_in_again(site)
        site.stop_time()

        await hammer(site, old)

        assert (await site.get("/users/me", new)).status_code == 200


@pytest.mark.parametrize("is_known", [True, False], ids=["known here", "never seen here"])
async def test_a_revoked_token_uses_up_nothing_of_its_owners(open_site: OpenSite, *, is_known: bool) -> None:
    async with open_site(burst="3/second") as site:
        old = await site.register()
        new = await signed_in_again(site)
        site.stop_time()
        assert (await site.get("/users/me", old)).status_code == 200
        await site.http.post("/auth/logout", headers=bearer(old))
        if not is_known:
            site.kernel.memory.pop("identity.remembered")
        site.wait(10)

        assert await hammer(site, old) == {"SESSION_REVOKED", "RATE_LIMITED"}

        assert (await site.get("/users/me", new)).status_code == 200


async def test_whoever_held_an_account_back_cannot_go_on_with_a_revoked_token(open_site: OpenSite) -> None:
    async with open_site(read="3/minute", burst="1000/second") as site:
        old = await site.register()
        new = await signed_in_again(site)
        site.stop_time()
        for _ in range(MANY):
            await site.get("/users/me", old, THIEF)
        await site.http.post("/auth/logout", headers=bearer(old))
        site.clock.move(HOLDS_FOR)
        wait_s = int((await site.get("/users/me", new)).headers["retry-after"])

        await hammer(site, old)

        assert int((await site.get("/users/me", new)).headers["retry-after"]) == wait_s
        site.wait(wait_s)
        assert (await site.get("/users/me", new)).status_code == 200


async def test_a_revoked_key_uses_up_nothing_of_its_owners(open_site: OpenSite) -> None:
    async with open_site(plans={"free": {"hourly": "5/hour"}, "anonymous": {"hourly": "100/hour"}}) as site:
        token = await site.register()
        key_id, old = await new_key(site, token)
        _, new = await new_key(site, token)
        site.stop_time()
        assert (await site.get("/subjects", old)).status_code == 200
        await site.http.delete(f"/users/me/api-keys/{key_id}", headers=bearer(token))

        assert await hammer(site, old, "/subjects") == {"API_KEY_REVOKED", "RATE_LIMITED"}

        site.wait(10)
        assert [(await site.get("/subjects", new)).status_code for _ in range(3)] == [200] * 3


async def test_nobody_makes_accounts_or_tries_out_addresses_without_end(open_site: OpenSite) -> None:
    async with open_site(registrations="3/hour") as site:
        site.stop_time()

        async def ask(email: str, address: str = "203.0.113.9") -> int:
            body = {"email": email, "password": PASSWORD, "full_name": "Ada"}
            answer = await site.http.post("/auth/register", json=body, headers={"x-forwarded-for": address})
            return answer.status_code

        made = [await ask("ada@example.org"), await ask("ada@example.org"), await ask("ben@example.org")]
        assert made == [201, 409, 201]
        assert {await ask("ada@example.org"), await ask("eve@example.org")} == {429}
        assert await ask("eve@example.org", "203.0.113.10") == 201
