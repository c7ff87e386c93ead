"""A furnished world: Ada, who learns, what is hers, and everybody who might want it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import httpx

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.identity.contracts.people import AccountStatus, Role
from lyceum.identity.store import accounts
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.relay import Relay
from lyceum.platform.unit_of_work import unit_of_work
from tests.guards.circles import bind, gather
from tests.guards.person import Person
from tests.main_job.site import Site, fine, learn

PASSWORD = "Tall-Giraffe-79-hums"
# Everybody who asks, by what they are to Ada. These bring no account,
NOBODY, FORGER = "nobody", "forger"
# these were shut out after they had signed in,
SUSPENDED, DELETED = "suspended", "deleted"
# this is Ada herself,
OWNER = "owner"
# and these are strangers to her, with the role they are named after, or with none.
STRANGERS = ("roleless", "student", "teacher", "admin", "super_admin")
# These are in a class, a group and an organisation with her (a teacher, a co-teacher, another student), were invited to
# them and have not answered, or lead the organisation only; look after her, follow her, or were blocked by her.
RELATED = ("head", "steward", "member", "invited", "overseer", "guardian", "follower", "blocked")
# Of these, who is asked only where it may matter; a teacher and a guardian are asked everywhere.
FAINT = frozenset(RELATED) - {"head", "guardian"}
SIGNED_IN = (OWNER, *STRANGERS, *RELATED)
# A program with Ada's key for reading her progress.
KEY = "key"
EVERYBODY = (NOBODY, FORGER, SUSPENDED, DELETED, KEY, *SIGNED_IN)
# Whom administrators do things to.
VICTIM = "victim"


_OTHER_NOTES = """# Rivers

A **delta** is the land that a river builds where it meets the sea. A **delta** grows with the mud the river carries.

A **meander** is a bend of a river in flat land. A **meander** moves outwards, year by year, as its outer bank is worn.

A **tributary** is a river that flows into a larger one. Each **tributary** brings water from a valley of its own.
"""


@dataclass
class World:
    """What a walk needs: people by what they are, and the ids of what is Ada's, by the parameter that takes them."""

    site: Site
    people: dict[str, Person]
    ids: dict[str, Any]

    @property
    def owner(self) -> Person:
        return self.people[OWNER]

    @property
    def hers(self) -> dict[str, str]:
        """Every id of what is Ada's; `user_id` is the victim's."""
        return {name: value for name, value in self.ids.items() if name.endswith("_id") and name != "user_id"}

    def served_by(self, site: Site, client: httpx.AsyncClient) -> "World":
        """The same world at another door."""
        people = {name: replace(person, http=client, site=site) for name, person in self.people.items()}
        return World(site, people, self.ids)


@asynccontextmanager
async def founded(kernel: Kernel, composition: Composition) -> AsyncIterator[World]:
    """Everybody is there, each with a subject and a deck; Ada has not begun to learn."""
    site = open_door(kernel, composition)
    async with site.clients() as client:
        people = {name: await _registered(site, client, name) for name in (*SIGNED_IN, SUSPENDED, DELETED, VICTIM)}
        await _give_roles(site, people)
        for name in SIGNED_IN:
            await _begin(people[name])
        circles = await gather(site, people)
        circles |= await bind(people)
        await _practise(site, people["student"])
        await _shut_out(site, people)
        made = fine(await people[OWNER].post("users/me/api-keys", {"name": "Mine", "scopes": ["progress:read"]}), 201)
        people[KEY] = replace(people[OWNER], token=made["key"], refresh_token="")
        people[NOBODY] = Person(new_id(), client, site)
        people[FORGER] = replace(people[NOBODY], token=_forged(people[OWNER].token), refresh_token="made-up")
        victim, ada = str(people[VICTIM].user_id), str(people[OWNER].user_id)
        yield World(site, people, {"user_id": victim, "owner_id": ada, "key_id": made["id"], **circles})


def open_door(kernel: Kernel, composition: Composition) -> Site:
    """Serve everything, with identity as it is."""
    return Site(kernel, create_app(kernel, composition, asyncio.Event()), Relay(kernel, composition.served))


async def furnish(world: World) -> None:
    """Ada learns: a document, a deck, a session, an answer, jobs, all of it hers alone."""
    ada = world.owner
    learned = await learn(world.site, ada)
    session_id = await ada.start(deck_id=learned.deck_id)
    attempt = await ada.answer_badly(session_id, (await ada.next(session_id))["item"])
    waiting = (await ada.next(session_id))["item"]
    queued = fine(await ada.upload(b"# Rest\n\n**Rest** is what comes after work.", "rest.md"), 202)
    await _fall_due(world.site, ada)
    given = await world.people["admin"].put(f"people/{ada.user_id}/plan", {"plan": "premium"})
    assert given.is_success, given.text
    fine(await ada.put("practice/settings", {"scheduler": "sm2", "desired_retention": 0.95}))
    empty = fine(await ada.post("subjects", {"title": "Empty"}), 201)["id"]
    written = fine(await ada.post("decks", {"subject_id": learned.subject_id, "title": "Written"}), 201)["id"]
    await world.site.relay.drain()
    elsewhere = {"email": f"{OWNER}@example.org", "password": PASSWORD}
    fine(await ada.http.post("/api/v1/auth/login", json=elsewhere))
    sign_ins = fine(await ada.get("users/me/sessions"))["items"]
    world.ids.update(
        document_id=learned.document_id,
        job_id=learned.job_id,
        queued_job_id=queued["job_id"],
        subject_id=learned.subject_id,
        deck_id=learned.deck_id,
        empty_subject_id=empty,
        written_deck_id=written,
        session_id=session_id,
        sign_in_id=next(each["id"] for each in sign_ins if not each["is_current"]),
        attempt_id=attempt["attempt_id"],
        item_id=waiting["id"],
        response=await ada.wrong_for(waiting),
        skill_id=waiting["skills"][0],
        passage_id=fine(await ada.get(f"documents/{learned.document_id}/passages"))["items"][0]["id"],
    )


async def _practise(site: Site, person: Person) -> None:
    """Another learner, so that there is something that what is Ada's could be added to."""
    learned = await learn(site, person, _OTHER_NOTES.encode(), "rivers.md")
    session_id = await person.start(deck_id=learned.deck_id)
    await person.answer_badly(session_id, (await person.next(session_id))["item"])
    await site.relay.drain()
    await _fall_due(site, person)


async def _fall_due(site: Site, person: Person) -> None:
    """What was answered falls due, as it would after some days."""
    earlier = "update practice.item_state set due_on = due_on - 3 where learner_id = :learner_id returning item_id"
    assert await site.rows(earlier, learner_id=person.user_id)


async def _registered(site: Site, client: httpx.AsyncClient, name: str) -> Person:
    body = {"email": f"{name}@example.org", "password": PASSWORD, "full_name": f"The {name}"}
    given = fine(await client.post("/api/v1/auth/register", json=body), 201)
    said = {"token": given["access_token"], "refresh_token": given["refresh_token"]}
    return Person(UUID(given["user"]["id"]), client, site, **said, username=given["user"]["username"])


async def _give_roles(site: Site, people: dict[str, Person]) -> None:
    """As the operator at the machine and a super administrator would; behind the door, where no route does it."""
    async with unit_of_work(site.kernel) as uow:
        for role in Role:
            await accounts.set_roles(uow, people[role.value].user_id, {role})
        for name in ("head", "steward", VICTIM):
            await accounts.set_roles(uow, people[name].user_id, {Role.TEACHER})


async def _shut_out(site: Site, people: dict[str, Person]) -> None:
    async with unit_of_work(site.kernel) as uow:
        await accounts.set_roles(uow, people["roleless"].user_id, ())
        await accounts.set_status(uow, people[SUSPENDED].user_id, AccountStatus.SUSPENDED)
        await accounts.set_status(uow, people[DELETED].user_id, AccountStatus.DELETED)


async def _begin(person: Person) -> None:
    subject = fine(await person.post("subjects", {"title": "Mine"}), 201)["id"]
    skill = fine(await person.post(f"subjects/{subject}/skills", {"name": "Mine to know"}), 201)["id"]
    deck = fine(await person.post("decks", {"subject_id": subject, "title": "Mine"}), 201)["id"]
    new = {"type": "true_false", "stem": "Mine?", "key": True, "skill_ids": [skill]}
    item = fine(await person.post(f"decks/{deck}/items", new), 201)["id"]
    person.own.update(subject_id=subject, skill_id=skill, deck_id=deck, item_id=item)


def _forged(token: str) -> str:
    """Another signature under the same claims."""
    claims, _, signature = token.rpartition(".")
    return f"{claims}.{signature[::-1]}"
