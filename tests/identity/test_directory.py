"""What administrators look at: all accounts, and the security log; and that each look is noted."""

import json
from datetime import timedelta

import pytest

from lyceum.identity import facade
from lyceum.platform import access_log, security_archive, security_log
from lyceum.platform.unit_of_work import unit_of_work
from tests.identity.site import PASSWORD, Json, Site, bearer, code_of


@pytest.fixture
async def admin(site: Site) -> Json:
    """A super administrator, signed in."""
    async with unit_of_work(site.kernel) as uow:
        await facade.create_administrator(uow, "root@example.org", PASSWORD, "Root Person")
    return dict((await site.login("root@example.org")).json())


async def get(site: Site, who: Json, path: str, **query: object) -> Json:
    response = await site.http.get(
        path, params={k: str(v) for k, v in query.items()}, headers=bearer(who["access_token"])
    )
    assert response.status_code == 200, response.text
    return dict(response.json())


def names(page: Json) -> list[str]:
    return [person["email"] for person in page["items"]]


async def test_all_accounts_come_page_by_page_the_newest_first(site: Site, admin: Json) -> None:
    for number in range(3):
        await site.registered(email=f"p{number}@example.org")

    first = await get(site, admin, "/users", limit=2)
    second = await get(site, admin, "/users", limit=2, cursor=first["next_cursor"])

    assert names(first) == ["p2@example.org", "p1@example.org"]
    assert names(second) == ["p0@example.org", "root@example.org"]
    assert second["next_cursor"] is None


async def test_accounts_are_found_by_words_role_and_status(site: Site, admin: Json) -> None:
    await site.registered(email="grace@example.org", full_name="Grace Hopper")
    teacher = await site.registered(email="emmy@example.org", full_name="100% Emmy")
    gone = await site.registered(email="gone@example.org")
    await site.http.put(
        f"/users/{teacher['user_id']}/role", json={"role": "teacher"}, headers=bearer(admin["access_token"])
    )
    await site.sql("update identity.account set status = 'deleted' where email = 'gone@example.org'")

    assert names(await get(site, admin, "/users", query="HOPPER")) == ["grace@example.org"]
    assert names(await get(site, admin, "/users", query="0%")) == ["emmy@example.org"]
    assert names(await get(site, admin, "/users", query="_")) == []
    assert names(await get(site, admin, "/users", role="educator")) == ["emmy@example.org"]
    assert names(await get(site, admin, "/users", status="deleted")) == ["gone@example.org"]
    assert "gone@example.org" not in names(await get(site, admin, "/users"))
    assert (await get(site, admin, f"/users/{gone['user_id']}"))["status"] == "deleted"


async def test_who_asks_to_teach_is_found_until_they_are_answered(site: Site, admin: Json) -> None:
    emmy = await site.registered(email="emmy@example.org", user_type="teacher")
    grace = await site.registered(email="grace@example.org", user_type="teacher")
    await site.registered(email="ada@example.org")

    asking = names(await get(site, admin, "/users", teacher_requested="true"))
    others = names(await get(site, admin, "/users", teacher_requested="false"))
    for account, role in ((emmy, "teacher"), (grace, "student")):
        await site.http.put(
            f"/users/{account['user_id']}/role", json={"role": role}, headers=bearer(admin["access_token"])
        )

    assert asking == ["grace@example.org", "emmy@example.org"]
    assert others == ["ada@example.org", "root@example.org"]
    assert names(await get(site, admin, "/users", teacher_requested="true")) == []


async def test_a_student_sees_neither_accounts_nor_the_log_and_the_refusal_is_noted(site: Site, admin: Json) -> None:
    student = await site.registered()

    refused = [
        await site.http.get(path, headers=bearer(student["access_token"]))
        for path in ("/users", f"/users/{admin['user_id']}", "/security-events", "/security-events/export")
    ]

    assert {(each.status_code, code_of(each)) for each in refused} == {(403, "PERMISSION_MISSING")}
    noted = await get(site, admin, "/security-events", kind=access_log.REFUSED, account_id=student["user_id"])
    assert [event["details"]["permission"] for event in noted["items"]] == ["security:view", "users:view"]
    assert all(event["request_id"] for event in noted["items"])


async def test_every_look_at_other_peoples_data_is_noted(site: Site, admin: Json) -> None:
    student = await site.registered()

    await get(site, admin, "/users")
    await get(site, admin, f"/users/{student['user_id']}")

    noted = await get(site, admin, "/security-events", kind=access_log.OTHERS_DATA_READ, account_id=admin["user_id"])
    assert [event["details"] for event in noted["items"]] == [
        {"action": "users:view", "kind": "account", "id": student["user_id"]},
        {"action": "users:view", "kind": "accounts"},
    ]


async def test_the_log_is_chosen_from_by_time_and_exported_as_lines(site: Site, admin: Json) -> None:
    began = site.clock.now()
    async with unit_of_work(site.kernel) as uow:
        await security_log.note(uow, "identity.tried", details={"number": 1})
    site.wait(minutes=5)
    async with unit_of_work(site.kernel) as uow:
        await security_log.note(uow, "identity.tried", details={"number": 2})
    late = {"since": (began + timedelta(minutes=1)).isoformat(), "kind": "identity.tried"}

    chosen = await get(site, admin, "/security-events", **late)
    exported = await site.http.get(
        "/security-events/export", params={"kind": "identity.tried"}, headers=bearer(admin["access_token"])
    )

    assert [event["details"]["number"] for event in chosen["items"]] == [2]
    assert exported.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(line)["details"]["number"] for line in exported.text.splitlines()] == [2, 1]
    told = await get(site, admin, "/security-events", kind="identity.security_log_exported")
    assert [event["account_id"] for event in told["items"]] == [admin["user_id"]]


async def test_an_entry_is_never_changed(site: Site) -> None:
    async with unit_of_work(site.kernel) as uow:
        await security_log.note(uow, "identity.tried")

    with pytest.raises(Exception, match="never changed"):
        await site.sql("update platform.security_event set kind = 'identity.other'")


async def test_entries_go_when_they_are_older_than_they_have_to_be_kept(site: Site) -> None:
    async with unit_of_work(site.kernel) as uow:
        await security_log.note(uow, "identity.tried", details={"number": 1})
    site.wait(days=site.kernel.settings.security_log_days - 1)
    async with unit_of_work(site.kernel) as uow:
        await security_log.note(uow, "identity.tried", details={"number": 2})
        assert await security_archive.prune(uow) == 0
    site.wait(days=2)

    async with unit_of_work(site.kernel) as uow:
        assert await security_archive.prune(uow) == 1

    assert await site.sql(
        "select details->>'number' as n from platform.security_event where kind = 'identity.tried'"
    ) == [("2",)]
