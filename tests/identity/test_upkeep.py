"""What identity does by the clock: the signing key is changed in time, and what has ended is forgotten."""

from datetime import timedelta
from uuid import UUID

from lyceum.identity import forgetting, keys
from lyceum.identity.domain import DOMAIN
from lyceum.platform.pruning import forget_all
from lyceum.platform.unit_of_work import unit_of_work
from tests.identity.site import Json, Site, bearer
from tests.platform.test_pruning import steps_of


async def rotated(site: Site) -> str | None:
    async with unit_of_work(site.kernel) as uow:
        return await keys.rotate_if_due(uow)


async def forgotten(site: Site) -> dict[str, int]:
    return await forget_all(steps_of(site.kernel), forgetting.ENDED)


async def ids(site: Site, table: str) -> set[UUID]:
    return {row["id"] for row in await site.sql(f"select id from identity.{table}")}  # noqa: S608  a test's own words


async def test_a_signing_key_is_changed_when_its_days_are_over(site: Site) -> None:
    assert await rotated(site) is None, "there is none yet"
    await site.registered()
    site.wait(days=site.kernel.settings.signing_key_days, seconds=-1)
    assert await rotated(site) is None
    site.wait(seconds=1)

    fresh = await rotated(site)

    assert fresh is not None
    assert await rotated(site) is None, "once"
    noted = await site.sql(
        "select details::text as said from platform.security_event where kind = 'identity.signing_key_rotated'"
    )
    assert [fresh in row["said"] for row in noted] == [True]


async def test_a_token_of_the_old_key_holds_until_it_ends(site: Site) -> None:
    person = await site.registered()
    site.wait(days=site.kernel.settings.signing_key_days)
    pair = (await site.login(person["user"]["email"])).json()
    await rotated(site)

    site.wait(minutes=14)

    assert (await site.me(pair["access_token"])).status_code == 200
    site.wait(minutes=2)
    later = (await site.refresh(pair["refresh_token"])).json()
    assert (await site.me(later["access_token"])).status_code == 200


async def test_sessions_and_their_tokens_go_a_month_after_their_end(site: Site) -> None:
    await site.registered()
    site.wait(days=site.kernel.settings.refresh_token_days + 30)
    young = UUID((await session_of(site, await site.registered()))["id"])
    site.wait(seconds=1)

    gone = await forgotten(site)

    assert gone["sessions"] == 1
    assert await ids(site, "session") == {young}


async def session_of(site: Site, person: Json) -> Json:
    (row,) = await site.sql(
        "select id::text as id from identity.session where account_id = $1", UUID(person["user_id"])
    )
    return {"id": row["id"]}


async def test_tokens_that_nobody_could_exchange_go_and_the_session_goes_on(site: Site) -> None:
    pair = await site.registered()
    for _ in range(3):
        site.wait(days=site.kernel.settings.refresh_idle_days - 1)
        pair = (await site.refresh(pair["refresh_token"])).json()

    gone = await forgotten(site)

    assert gone["refresh_tokens"] == 2
    assert gone["sessions"] == 0
    assert (await site.refresh(pair["refresh_token"])).status_code == 200


async def test_an_api_key_goes_a_quarter_after_its_end(site: Site) -> None:
    person = await site.registered()
    headers = bearer(person["access_token"])
    expires_at = (site.clock.now() + timedelta(days=1)).isoformat()
    kept, revoked, _expired = [
        (
            await site.http.post(
                "/users/me/api-keys", json={"name": "n", "scopes": ["library:read"]} | more, headers=headers
            )
        ).json()["id"]
        for more in ({}, {}, {"expires_at": expires_at})
    ]
    await site.http.delete(f"/users/me/api-keys/{revoked}", headers=headers)
    site.wait(days=90)
    assert (await forgotten(site))["api_keys"] == 0
    site.wait(days=1, seconds=1)

    assert (await forgotten(site))["api_keys"] == 2
    assert await ids(site, "api_key") == {UUID(kept)}


async def test_a_set_up_link_that_nobody_used_goes(site: Site) -> None:
    await site.sql(
        "insert into identity.setup_link (token_hash, created_at, expires_at) values ('x', $1, $1)", site.clock.now()
    )
    site.wait(days=7, seconds=1)

    assert (await forgotten(site))["setup_links"] == 1


def test_all_of_it_is_done_by_the_clock() -> None:
    scheduled = {schedule.workflow.name for schedule in DOMAIN.schedules}

    assert scheduled >= {"identity.forget_old", "identity.rotate_signing_keys"}
    assert {schedule.workflow for schedule in DOMAIN.schedules} <= set(DOMAIN.workflows)
