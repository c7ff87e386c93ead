"""P5 (RBAC-04): whoever has a role can do something if, and only if, the role holds the permission for it."""

from collections.abc import AsyncIterator
from itertools import chain, combinations

import pytest

from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.identity.contracts.people import Role
from lyceum.identity.rules import PERMISSIONS, permissions_of
from lyceum.identity.store import accounts
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from tests.guards.table import Line, lines, unmarked
from tests.guards.walk import Walk, answer_of, walking
from tests.guards.world import founded, furnish

# What each route asks for that asks for a permission; the others ask whose something is. What is between people takes
# `people:view` to read and `people:edit` to change.
NEEDED = {
    "GET /admin/flags": "system:configure",
    "PUT /admin/flags/{name}": "system:configure",
    "DELETE /admin/flags/{name}": "system:configure",
    "PUT /admin/flags/{name}/people/{person_id}": "system:configure",
    "DELETE /admin/flags/{name}/people/{person_id}": "system:configure",
    "POST /classes": "courses:create",
    "POST /organisations": "organisations:create",
    "PUT /people/{person_id}/plan": "plans:assign",
    "GET /practice/predictors": "models:manage",
    "POST /practice/predictors/{name}/rollback": "models:manage",
    "GET /users/me": "profile:view",
    "PATCH /users/me": "profile:edit",
    "PUT /users/me/teaching-request": "profile:edit",
    "DELETE /users/me/teaching-request": "profile:edit",
    "GET /users": "users:view",
    "GET /users/{user_id}": "users:view",
    "GET /security-events": "security:view",
    "GET /security-events/export": "security:view",
    "PUT /users/{user_id}/role": "users:manage",
    "PUT /users/{user_id}/status": "users:manage",
}
BETWEEN_PEOPLE = ("/classes", "/groups", "/organisations", "/people", "/guardianships", "/plans")
OWN_SAFETY = ("/users/me/sessions", "/users/me/security", "/users/me/password", "/users/me/email")
MISSING = "403 PERMISSION_MISSING"
ROLE_SETS = [frozenset(some) for some in chain.from_iterable(combinations(Role, count) for count in range(5))]


@pytest.fixture
async def walk(kernel: Kernel) -> AsyncIterator[Walk]:
    composition = compose(DOMAINS)
    async with founded(kernel, composition) as world:
        await furnish(world)
        async with walking(world, kernel, composition) as begun:
            yield begun


def needed(line: Line) -> str | None:
    """The permission a route takes, if it takes any."""
    if line.operation in NEEDED:
        return NEEDED[line.operation]
    if line.address.startswith(OWN_SAFETY):
        return "profile:view" if line.method == "GET" else "profile:edit"
    is_between_people = line.address.startswith(BETWEEN_PEOPLE)
    return ("people:view" if line.method == "GET" else "people:edit") if is_between_people else None


def test_every_route_that_somebody_lacks_a_permission_for_is_known_here() -> None:
    refusing = {line.route for line in lines() if MISSING in line.answers.values()}

    assert refusing == {line.route for line in lines() if needed(line)}
    assert {needed(line) for line in lines()} - {None} <= PERMISSIONS


async def test_p05_an_action_succeeds_iff_a_role_holds_its_permission(walk: Walk) -> None:
    """All sixteen sets of roles at every such route; who holds the permission gets what others who hold it get."""
    person = walk.world.people["roleless"]
    guarded = [(line, permission) for line in lines() if "#" not in line.route and (permission := needed(line))]
    wrong = []

    for roles in ROLE_SETS:
        async with unit_of_work(walk.world.site.kernel) as uow:
            await accounts.set_roles(uow, person.user_id, roles)
        for line, permission in guarded:
            answer = answer_of(await walk.asked(line, person))
            # One answer at nearly every route; who may teach already asks for it in vain, and a student does not.
            theirs = {unmarked(line.answers[role]) for role in ("student", "super_admin")} - {MISSING}
            if answer not in (theirs if permission in permissions_of(roles) else {MISSING}):
                wrong.append(f"{line.route}: {sorted(roles)} get {answer}")

    assert len(guarded) > 40
    assert wrong == []
