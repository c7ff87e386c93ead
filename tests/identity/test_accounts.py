"""One's own account, other people's accounts, and what the facade tells."""

import asyncio
from uuid import UUID

import pytest

from lyceum.identity.contracts.people import EmailInvalid, PersonNotFound
from lyceum.identity.contracts.signing_in import AccountSuspended
from lyceum.identity.facade import create_administrator, find_person, local_operator, people
from lyceum.identity.rules import LOCAL_LEARNER
from lyceum.platform.ids import new_id
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import unit_of_work
from tests.identity.site import PASSWORD, Json, Site, bearer, code_of


async def administrator(site: Site) -> Json:
    async with unit_of_work(site.kernel) as uow:
        await create_administrator(uow, "root@example.org", PASSWORD, "Grace Hopper")
    return dict((await site.login("root@example.org")).json())


async def put(site: Site, path: str, body: Json, who: Json) -> tuple[int, Json]:
    response = await site.http.put(path, json=body, headers=bearer(who["access_token"]))
    return response.status_code, dict(response.json())


async def test_a_person_changes_how_they_are_shown_things(site: Site) -> None:
    person = await site.registered()
    change = {"full_name": "Augusta Ada King", "language": "PT-br", "time_zone": "Asia/Tokyo", "theme": "dark"}

    response = await site.http.patch("/users/me", json=change, headers=bearer(person["access_token"]))

    assert response.status_code == 200
    me = (await site.me(person["access_token"])).json()
    assert me == response.json()
    assert me == person["user"] | change | {"display_name": "Augusta Ada King", "language": "pt-BR"}
    name, body = (await site.emitted())[-1]
    assert name == "identity.profile_changed.v1"
    assert body["time_zone"] == "Asia/Tokyo"


async def test_what_is_left_out_stays_as_it_is(site: Site) -> None:
    person = await site.registered()

    response = await site.http.patch("/users/me", json={"theme": None}, headers=bearer(person["access_token"]))

    assert response.json() == person["user"]


async def test_who_wishes_for_no_language_is_told_things_in_that_of_their_account(site: Site) -> None:
    person = await site.registered(language="de-AT")
    who = bearer(person["access_token"])

    told = await site.http.patch("/users/me", json={"theme": "sepia"}, headers=who)
    wished = await site.http.patch("/users/me", json={"theme": "sepia"}, headers={**who, "accept-language": "fr, en"})
    stranger = await site.http.get("/users/me")

    assert told.json()["error"]["message"] == "body.theme: muss 'light', 'dark' oder 'auto' sein."
    assert [each.headers["content-language"] for each in (told, wished, stranger)] == ["de", "en", "en"]


LOOKS = {"theme": "dark", "text_size": "larger", "contrast": "more", "motion": "reduced"}


async def test_what_somebody_chose_before_they_registered_is_theirs(site: Site) -> None:
    person = await site.registered(language="qps", **LOOKS)

    assert person["user"] == person["user"] | LOOKS | {"language": "qps"}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("theme", "'light', 'dark' or 'auto'"),
        ("text_size", "'small', 'medium', 'large' or 'larger'"),
        ("contrast", "'standard' or 'more'"),
        ("motion", "'auto', 'reduced' or 'full'"),
    ],
)
async def test_an_unknown_look_is_refused_with_those_there_are(site: Site, field: str, expected: str) -> None:
    person = await site.registered()

    changed = await site.http.patch("/users/me", json={field: "huge"}, headers=bearer(person["access_token"]))
    registered = await site.register(**{field: "huge"})

    for response in (changed, registered):
        assert response.status_code == 422
        assert response.json()["error"]["message"] == f"body.{field}: Input should be {expected}."


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("time_zone", "Europe/Atlantis", "TIME_ZONE_UNKNOWN"),
        ("language", "x", "LANGUAGE_INVALID"),
        ("full_name", "", "FULL_NAME_INVALID"),
        ("theme", "sepia", "INVALID"),
        ("text_size", "huge", "INVALID"),
        ("contrast", "none", "INVALID"),
        ("motion", True, "INVALID"),
        ("email", "new@example.org", "INVALID"),
        ("roles", ["admin"], "INVALID"),
    ],
)
async def test_a_change_that_cannot_be_is_refused(site: Site, field: str, value: object, code: str) -> None:
    person = await site.registered()

    response = await site.http.patch("/users/me", json={field: value}, headers=bearer(person["access_token"]))

    assert (response.status_code, code_of(response)) == (422, code)
    assert (await site.me(person["access_token"])).json() == person["user"]


async def test_an_administrator_lets_somebody_teach(site: Site) -> None:
    root, person = await administrator(site), await site.registered(user_type="teacher")

    status, body = await put(site, f"/users/{person['user_id']}/role", {"role": "educator"}, root)

    assert (status, body["roles"], body["teacher_requested"]) == (200, ["teacher"], False)
    assert "assignments:create" in (await site.me(person["access_token"])).json()["permissions"]
    assert (await site.emitted())[-1][0] == "identity.roles_changed.v1"


async def test_a_student_asks_to_teach_later_and_an_administrator_lets_them(site: Site) -> None:
    root, person = await administrator(site), await site.registered()
    who = bearer(person["access_token"])

    asked = await site.http.put("/users/me/teaching-request", headers=who)
    again = await site.http.put("/users/me/teaching-request", headers=who)

    assert (asked.status_code, asked.json()) == (200, person["user"] | {"teacher_requested": True})
    assert again.json() == asked.json() == (await site.me(person["access_token"])).json()
    assert "assignments:create" not in again.json()["permissions"]
    asking = await site.http.get("/users", params={"teacher_requested": "true"}, headers=bearer(root["access_token"]))
    assert [each["id"] for each in asking.json()["items"]] == [person["user_id"]]
    await put(site, f"/users/{person['user_id']}/role", {"role": "teacher"}, root)
    taught = await site.http.put("/users/me/teaching-request", headers=who)
    assert (taught.status_code, code_of(taught)) == (409, "TEACHES_ALREADY")
    assert (await site.me(person["access_token"])).json()["teacher_requested"] is False


async def test_who_asked_to_teach_takes_it_back(site: Site) -> None:
    person = await site.registered(user_type="teacher")
    who = bearer(person["access_token"])

    taken = await site.http.delete("/users/me/teaching-request", headers=who)
    again = await site.http.delete("/users/me/teaching-request", headers=who)

    assert (taken.status_code, taken.json()["teacher_requested"]) == (200, False)
    assert again.json() == taken.json() == (await site.me(person["access_token"])).json()


async def test_an_administrator_suspends_somebody_and_lets_them_in_again(site: Site) -> None:
    root, person = await administrator(site), await site.registered()

    status, body = await put(site, f"/users/{person['user_id']}/status", {"status": "suspended"}, root)
    assert (status, body["status"]) == (200, "suspended")
    assert code_of(await site.me(person["access_token"])) == "ACCOUNT_SUSPENDED"
    await put(site, f"/users/{person['user_id']}/status", {"status": "active"}, root)

    assert code_of(await site.me(person["access_token"])) == "SESSION_REVOKED"
    assert (await site.login(person["user"]["email"])).status_code == 200


@pytest.mark.parametrize("role", ["student", "teacher", "admin"])
async def test_only_super_administrators_manage_people(site: Site, role: str) -> None:
    person, other = await site.registered(), await site.registered()
    await site.sql("update identity.account set roles = array[$1]", role)

    granted = await put(site, f"/users/{other['user_id']}/role", {"role": "admin"}, person)
    suspended = await put(site, f"/users/{other['user_id']}/status", {"status": "suspended"}, person)

    assert [(status, body["error"]["code"]) for status, body in (granted, suspended)] == [
        (403, "PERMISSION_MISSING")
    ] * 2


async def test_super_administrators_are_neither_made_nor_unmade_over_the_api(site: Site) -> None:
    root, person = await administrator(site), await site.registered()

    made = await put(site, f"/users/{person['user_id']}/role", {"role": "super_admin"}, root)
    unmade = await put(site, f"/users/{root['user_id']}/role", {"role": "student"}, root)
    suspended = await put(site, f"/users/{root['user_id']}/status", {"status": "suspended"}, root)

    assert [status for status, _ in (made, unmade, suspended)] == [422, 403, 403]
    assert unmade[1]["error"]["code"] == "ROLE_NOT_GRANTABLE"


async def test_an_unknown_person_is_not_found(site: Site) -> None:
    root = await administrator(site)

    status, body = await put(site, f"/users/{new_id()}/role", {"role": "teacher"}, root)

    assert (status, body["error"]["code"]) == (404, "PERSON_NOT_FOUND")


async def test_other_domains_find_people_but_not_deleted_ones(site: Site) -> None:
    first, second, gone = [UUID((await site.registered())["user_id"]) for _ in range(3)]
    await site.sql("update identity.account set status = 'deleted' where id = $1", gone)

    async with unit_of_work(site.kernel) as uow:
        found = await people(uow, [first, second, gone, new_id()])
        assert await people(uow, []) == {}
        assert (await find_person(uow, first)).full_name == "Ada Lovelace"
        with pytest.raises(PersonNotFound):
            await find_person(uow, gone)

    assert set(found) == {first, second}


async def test_the_machines_operator_is_a_local_learner_without_a_password(site: Site) -> None:
    async with unit_of_work(site.kernel) as uow:
        first = await local_operator(uow)
    async with unit_of_work(site.kernel) as uow:
        second = await local_operator(uow)

    assert first == second
    assert first.session_id is None
    assert first.may("quizzes:take")
    assert not first.may("users:manage")
    assert code_of(await site.login(LOCAL_LEARNER, "")) == "CREDENTIALS_WRONG"


async def test_nobody_takes_the_operators_account_over_the_network(site: Site) -> None:
    response = await site.register(email="Learner@LocalHost")

    assert (response.status_code, code_of(response)) == (409, "EMAIL_TAKEN")
    assert await site.sql("select 1 from identity.account") == []


async def test_two_commands_at_once_make_one_local_learner(site: Site) -> None:
    async def operator() -> Principal:
        async with unit_of_work(site.kernel) as uow:
            return await local_operator(uow)

    operators = await asyncio.gather(*(operator() for _ in range(4)))

    assert len({operator.user_id for operator in operators}) == 1


async def test_the_machines_operator_acts_as_anybody(site: Site) -> None:
    person = await site.registered(email="ada@example.org", time_zone="Asia/Tokyo")

    async with unit_of_work(site.kernel) as uow:
        operator = await local_operator(uow, "ADA@example.org")

    assert str(operator.user_id) == person["user_id"]
    assert operator.time_zone == "Asia/Tokyo"


@pytest.mark.parametrize(("email", "error"), [("nobody@example.org", PersonNotFound), ("nobody", EmailInvalid)])
async def test_the_machines_operator_cannot_be_nobody(site: Site, email: str, error: type[Exception]) -> None:
    async with unit_of_work(site.kernel) as uow:
        with pytest.raises(error):
            await local_operator(uow, email)


async def test_the_machines_operator_respects_a_suspension(site: Site) -> None:
    await site.registered(email="ada@example.org")
    await site.sql("update identity.account set status = 'suspended'")

    async with unit_of_work(site.kernel) as uow:
        with pytest.raises(AccountSuspended):
            await local_operator(uow, "ada@example.org")
