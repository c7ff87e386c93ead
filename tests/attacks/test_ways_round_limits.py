"""Who has used up what they may do gets no more of it by looking like somebody else."""

import httpx

from tests.identity.site import bearer
from tests.limits.conftest import OpenSite, new_limiter, open_site, valkey
from tests.limits.site import PASSWORD, LimitedSite, code_of

__all__ = ["new_limiter", "open_site", "valkey"]


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
