"""What strangers and members try at the doors of people: no door is forgotten, and none gives more than it says."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from lyceum.app.composition import Composition, compose
from lyceum.app.domains import DOMAINS
from lyceum.app.http import describe_api
from lyceum.platform.kernel import Kernel
from lyceum.platform.pages import encode_cursor
from tests.identity.site import bearer
from tests.main_job import site as permitted_nothing
from tests.people.site import Json, Person, Site, fine, refused

DOCUMENT = describe_api(compose(DOMAINS)).openapi()
OURS = re.compile(r"/api/v1(/(?:organisations|classes|groups|guardianships|people|plans)(?:/.*)?)$")
# Bodies that fit, so that it is the stranger who is refused and not what they wrote.
BODIES: dict[str, Json] = {
    "NewClass": {"name": "Mine"},
    "NewGroup": {"name": "Mine"},
    "NewOrganisation": {"name": "Mine"},
    "ClassChange": {"name": "Mine"},
    "GroupChange": {"name": "Mine"},
    "OrganisationChange": {"name": "Mine"},
    "NewCode": {"max_uses": 3},
    "CodeBody": {"code": "0000-0000-0000"},
    "RoleBody": {"role": "member"},
    "InviteBody": {"username": "somebody"},
    "PlanBody": {"plan": "premium"},
    "PrivacyChange": {"show_activity": False},
    "AskBody": {"side": "guardian", "email": "somebody@example.org"},
    "SideBody": {"side": "guardian"},
    "RedeemBody": {"side": "guardian", "code": "0000-0000-0000"},
}


def operations() -> Iterator[tuple[str, str, str | None]]:
    """The method, the path below the API and the model of the body of each of our routes."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            if found := OURS.match(path):
                yield method.upper(), found[1], body_of(operation)


def body_of(operation: dict[str, Any]) -> str | None:
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    references = [schema, *schema.get("anyOf", ())]
    return next((each["$ref"].rpartition("/")[2] for each in references if "$ref" in each), None)


ALL = sorted(operations(), key=str)
OF_SOMEBODY = [each for each in ALL if "{circle_id}" in each[1] or "{link_id}" in each[1]]


async def send(person: Person, operation: tuple[str, str, str | None], **ids: object) -> httpx.Response:
    method, path, body = operation
    place = re.sub(r"\{(\w+)\}", lambda found: str(ids[found[1]]), path)
    content = BODIES[body] if body else None
    return await person.http.request(method, place, json=content, headers=bearer(person.token))


def test_there_is_something_to_try() -> None:
    assert len(ALL) > 55
    assert len(OF_SOMEBODY) > 28


async def test_a_stranger_finds_nothing_behind_any_id(site: Site, ada: Person, ben: Person) -> None:
    admin, stranger = await site.person("admin"), await site.person(name="Stranger")
    circles = {
        "organisations": await admin.make("organisations"),
        "classes": (await site.class_of(ada))[1],
        "groups": await site.group_of(ada, ben),
    }
    invited = await ben.make("groups")
    fine(await ben.post(f"/groups/{invited['id']}/invitations", {"username": ada.username}), 201)
    link = fine(await ben.post("/guardianships", {"side": "guardian", "email": ada.email}), 202)

    found = {}
    for operation in OF_SOMEBODY:
        circle = circles.get(operation[1].split("/")[1], invited)
        answer = await send(stranger, operation, circle_id=circle["id"], link_id=link["id"], user_id=ada.id)
        found[operation[:2]] = answer.status_code

    assert {place: status for place, status in found.items() if status != 404} == {}


async def test_the_id_of_one_kind_opens_nothing_of_another(site: Site, ada: Person) -> None:
    admin = await site.person("admin")
    owned = {
        "organisations": await admin.make("organisations"),
        "classes": await admin.make("classes"),
        "groups": await admin.make("groups"),
    }

    for operation in OF_SOMEBODY:
        kind = operation[1].split("/")[1]
        for other in owned.keys() - {kind}:
            if kind in owned:
                answer = await send(admin, operation, circle_id=owned[other]["id"], user_id=ada.id)
                assert refused(answer) == (404, "CIRCLE_NOT_FOUND"), operation


async def test_nobody_who_is_not_signed_in_gets_anything(site: Site, ada: Person) -> None:
    nobody = Person(ada.id, ada.username, ada.email, "no-token", site.http)

    for operation in ALL:
        answer = await send(nobody, operation, circle_id=ada.id, link_id=ada.id, user_id=ada.id, person_id=ada.id)
        assert answer.status_code == 401, operation


async def test_who_holds_no_permission_gets_nothing(kernel: Kernel, composition: Composition) -> None:
    """As an API key does whose scopes leave these out."""
    served = permitted_nothing.open_site(kernel, composition)
    async with served.clients() as http:
        learner = permitted_nothing.new_learner(served, http)
        for method, path, body in ALL:
            place = re.sub(r"\{(\w+)\}", str(learner.user_id), path)
            answer = await http.request(
                method, f"/api/v1{place}", json=BODIES[body] if body else None, headers=learner.headers
            )
            assert refused(answer) == (403, "PERMISSION_MISSING"), (method, path)


def test_every_body_refuses_what_it_does_not_know() -> None:
    models = {body for _, _, body in ALL if body}

    assert models == BODIES.keys()
    loose = [
        name for name in models if DOCUMENT["components"]["schemas"][name].get("additionalProperties") is not False
    ]
    assert loose == []


def test_nothing_that_is_shown_of_a_person_has_an_address() -> None:
    shown = DOCUMENT["components"]["schemas"]["PersonCardView"]["properties"]

    assert shown.keys() == {"id", "full_name", "username"}


@pytest.mark.parametrize("role", ["OWNER", " owner", "owner ", "ｏwner", "super_admin", "", "3", 3, None, ["owner"]])
async def test_a_role_is_one_of_those_there_are(site: Site, ada: Person, ben: Person, role: object) -> None:
    group = await site.group_of(ada, ben)

    answer = await ada.put(f"/groups/{group['id']}/members/{ben.id}/role", {"role": role})

    assert refused(answer)[0] == 422
    assert [each["role"] for each in await ada.all(f"/groups/{group['id']}/members")] == ["owner", "member"]


@pytest.mark.parametrize("text", ["\u0000", "\u202e", "\u2067", "\u200f", "\u0007", "\ud800"])
async def test_no_text_turns_or_hides_what_stands_beside_it(ada: Person, text: str) -> None:
    for body in (
        {"name": f"a{text}b"},
        {"name": "a", "tags": [f"a{text}b"]},
        {"name": "a", "description": f"a{text}b"},
    ):
        # Escaped, so that what no encoding can write reaches the server too.
        content, kind = json.dumps(body), {"content-type": "application/json"}
        answer = await ada.http.post("/groups", content=content, headers=bearer(ada.token) | kind)
        assert refused(answer)[0] == 422


@pytest.mark.parametrize("typed", ["\u0000", "\u0000" * 12, "ſ" * 12, "٣" * 12, "' or 1=1 --", "%", "İ" * 12, ""])
async def test_what_looks_odd_is_nobodys_code_or_name(site: Site, ada: Person, typed: str) -> None:
    group = await site.group_of(ada)

    assert refused(await ada.post("/groups/join", {"code": typed})) == (404, "CODE_INVALID")
    answer = await ada.post("/guardianships/join", {"side": "learner", "code": typed})
    assert refused(answer) == (404, "CODE_INVALID")
    answer = await ada.post(f"/groups/{group['id']}/invitations", {"username": typed or " "})
    assert refused(answer) == (404, "PERSON_NOT_FOUND")
    answer = await ada.post("/guardianships", {"side": "learner", "email": typed})
    assert refused(answer) == (422, "EMAIL_INVALID")


@pytest.mark.parametrize(
    "moment",
    ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-03-02", "never", 1e30, "2040-01-01T00:00:00Z"],
)
async def test_a_moment_nobody_means_is_refused(site: Site, ada: Person, moment: object) -> None:
    group = await site.group_of(ada)

    assert refused(await ada.post(f"/groups/{group['id']}/code", {"expires_at": moment}))[0] == 422


async def test_lists_in_a_body_are_bounded(ada: Person) -> None:
    teacher_sized = [str(ada.id)] * 51

    assert refused(await ada.post("/groups", {"name": "a", "tags": ["a"] * 21}))[0] == 422
    assert refused(await ada.post("/classes", {"name": "a", "subject_ids": teacher_sized}))[0] == 422
    assert refused(await ada.post("/groups", {"name": "a", "member_limit": 10_001}))[0] == 422
    assert refused(await ada.post("/groups", {"name": "a", "member_limit": 0}))[0] == 422


async def test_who_leads_nothing_cannot_find_out_who_is_hidden_from_them(site: Site, ada: Person, ben: Person) -> None:
    owner, outsider = await site.person(), await site.person()
    group = await site.group_of(owner, ada, ben)
    fine(await ada.put(f"/people/{ben.id}/block"), 204)
    place = f"/groups/{group['id']}/members"

    for target in (ada.id, outsider.id):
        assert refused(await ben.delete(f"{place}/{target}")) == (403, "CIRCLE_ROLE_MISSING")
        assert refused(await ben.put(f"{place}/{target}/role", {"role": "member"})) == (403, "CIRCLE_ROLE_MISSING")


async def test_a_cursor_of_another_list_opens_nothing(site: Site, ada: Person, ben: Person) -> None:
    group = await site.group_of(ada, ben)
    members = f"/groups/{group['id']}/members"
    cursor = fine(await ada.get(members, limit=1))["next_cursor"]

    for place in ("/groups", "/guardianships", "/people/me/followers", "/people/me/invitations"):
        assert refused(await ben.get(place, cursor=cursor)) == (422, "INVALID_CURSOR")


@pytest.mark.parametrize("rank", [-(2**31), 1 - 2**31, -1, 0, 99, 2**31 - 1, 2**31])
async def test_a_forged_cursor_is_a_page_or_no_cursor(site: Site, ada: Person, ben: Person, rank: int) -> None:
    group = await site.group_of(ada, ben)
    forged = encode_cursor(rank, datetime(2026, 1, 1, tzinfo=UTC), ben.id)

    answer = await ben.get(f"/groups/{group['id']}/members", cursor=forged)

    assert answer.is_success or refused(answer) == (422, "INVALID_CURSOR")
