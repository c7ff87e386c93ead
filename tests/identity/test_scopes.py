"""Every route belongs to one scope or to none, and a new one cannot be forgotten."""

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.app.http import describe_api
from lyceum.identity.contracts.api_keys import Scope
from lyceum.identity.contracts.people import Role
from lyceum.identity.rules import PERMISSIONS, permissions_of
from lyceum.identity.scopes import CLOSED_TAGS, NEVER_CARRIED, area_of, carried, only_passes_on, scope_of
from lyceum.platform import i18n
from lyceum.platform.http.authentication import current_principal, principal_outside
from lyceum.platform.http.routing import depends_on


def routes_of_people() -> Iterator[tuple[str, str, list[str]]]:
    """Path, method and tags of every route that asks who is signed in."""
    for context in iter_route_contexts(describe_api(compose(DOMAINS)).routes):
        route = context.original_route
        if isinstance(route, APIRoute) and any(
            depends_on(route.dependant, asked) for asked in (current_principal, principal_outside)
        ):
            for method in route.methods or ():
                yield str(context.path_format), method, [str(tag) for tag in route.tags]


ROUTES = list(routes_of_people())


def test_the_table_of_routes_is_not_empty() -> None:
    assert len(ROUTES) > 40


@pytest.mark.parametrize(("path", "method", "tags"), ROUTES, ids=str)
def test_every_route_has_one_scope_or_is_closed_to_keys(path: str, method: str, tags: list[str]) -> None:
    ways = [scope_of(tags, method) is not None, set(tags) <= CLOSED_TAGS, only_passes_on(tags)]

    assert ways.count(True) == 1, (
        f"{method} {path} has the tags {tags}: give its router one tag, and the tag an area in"
        " identity/scopes.py, or name it among CLOSED_TAGS"
    )


@pytest.mark.parametrize("path", ["/api/v1/users", "/api/v1/auth"])
def test_no_key_opens_what_concerns_an_account(path: str) -> None:
    accounts = [(method, tags) for place, method, tags in ROUTES if place.startswith(path)]

    assert accounts
    assert [scope_of(tags, method) for method, tags in accounts] == [None] * len(accounts)


@pytest.mark.parametrize("tags", [[], ["unheard-of"], ["documents", "practice"], ["documents", "unheard-of"]])
def test_what_nobody_decided_about_is_closed(tags: list[str]) -> None:
    assert area_of(tags) is None
    assert scope_of(tags, "GET") is None
    assert not only_passes_on(tags)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "MOVE"])
def test_what_is_not_known_to_read_writes(method: str) -> None:
    assert scope_of(["practice"], method) is Scope.PRACTICE_WRITE
    assert scope_of(["practice"], "GET") is Scope.PRACTICE_READ


def test_of_every_permission_it_is_decided_whether_a_key_may_carry_it() -> None:
    everything = carried(Scope)

    assert everything | NEVER_CARRIED >= PERMISSIONS
    assert not everything & NEVER_CARRIED


def test_a_key_of_an_administrator_manages_nobody() -> None:
    assert not {"users:manage", "system:configure"} & (permissions_of(frozenset({Role.SUPER_ADMIN})) & carried(Scope))


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_scope_is_told_in_words(language: str) -> None:
    texts = [i18n.catalogue(language)[f"scope.{scope.value}"] for scope in Scope]

    assert len(set(texts)) == len(Scope)


def test_the_scope_of_every_route_is_documented() -> None:
    paths = describe_api(compose(DOMAINS)).openapi()["paths"]
    told = {
        (path, method.upper()): operation.get("x-api-key-scope")
        for path, methods in paths.items()
        for method, operation in methods.items()
    }

    # Older spellings of addresses are served and not described.
    described = [(path, method, tags) for path, method, tags in ROUTES if (path, method) in told]
    assert len(described) > 100
    assert {(path, method): told[path, method] for path, method, _ in described} == {
        (path, method): scope.value if (scope := scope_of(tags, method)) else None for path, method, tags in described
    }
