"""The circles of the furnished world: a class, a group and an organisation that Ada is in."""

from http.client import NO_CONTENT

from lyceum.identity.contracts.people import Role
from lyceum.identity.store import accounts
from lyceum.platform.unit_of_work import unit_of_work
from tests.guards.person import Person
from tests.main_job.site import Json, Site, fine

KINDS = ("organisations", "classes", "groups")
_STEWARD = {"organisations": "admin", "classes": "co_teacher", "groups": "moderator"}


async def gather(site: Site, people: dict[str, Person]) -> dict[str, str]:
    """Make them, with everybody in them who is to be; their ids and codes."""
    made = {"organisations": await _organisation(site, people)}
    made["classes"] = await _led_by_head(people, "classes", organisation_id=made["organisations"]["id"])
    made["groups"] = await _led_by_head(people, "groups")
    for kind, circle in made.items():
        await _fill(people, kind, circle)
    opened = fine(await people["head"].post("groups", {"name": "Open", "is_private": False}), 201)
    found = {f"{kind}/id": circle["id"] for kind, circle in made.items()} | {"open/id": opened["id"]}
    return found | {f"{kind}/code": circle["join_code"]["code"] for kind, circle in made.items()}


async def bind(people: dict[str, Person]) -> dict[str, str]:
    """A guardian, a follower and one who is blocked; the id of the guardianship, and a code for another."""
    ada, guardian = people["owner"], people["guardian"]
    code = fine(await guardian.post("guardianships/codes", {"side": "guardian"}), 201)["code"]
    link = fine(await ada.post("guardianships/join", {"code": code, "side": "learner"}))["id"]
    assert (await people["follower"].put(f"people/{ada.user_id}/follow")).status_code == NO_CONTENT
    assert (await ada.put(f"people/{people['blocked'].user_id}/block")).status_code == NO_CONTENT
    fresh = fine(await ada.post("guardianships/codes", {"side": "learner"}), 201)["code"]
    return {"link_id": link, "guardian/code": fresh}


async def _organisation(site: Site, people: dict[str, Person]) -> Json:
    """The overseer is an administrator for as long as it takes to make one."""
    overseer, head = people["overseer"], people["head"]
    await _become(site, overseer, Role.ADMIN)
    made = fine(await overseer.post("organisations", {"name": "School"}), 201)
    await _become(site, overseer, Role.STUDENT)
    fine(await head.post("organisations/join", {"code": made["join_code"]["code"]}))
    fine(await overseer.put(f"organisations/{made['id']}/members/{head.user_id}/role", {"role": "owner"}))
    return made


async def _become(site: Site, person: Person, role: Role) -> None:
    async with unit_of_work(site.kernel) as uow:
        await accounts.set_roles(uow, person.user_id, {role})


async def _led_by_head(people: dict[str, Person], kind: str, **said: str) -> Json:
    return fine(await people["head"].post(kind, {"name": "Together", **said}), 201)


async def _fill(people: dict[str, Person], kind: str, circle: Json) -> None:
    for name in ("owner", "steward", "member", "victim"):
        fine(await people[name].post(f"{kind}/join", {"code": circle["join_code"]["code"]}))
    head, steward = people["head"], people["steward"]
    fine(await head.put(f"{kind}/{circle['id']}/members/{steward.user_id}/role", {"role": _STEWARD[kind]}))
    fine(await head.post(f"{kind}/{circle['id']}/invitations", {"username": people["invited"].username}), 201)
