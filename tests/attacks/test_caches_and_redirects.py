"""What stands between a person and this server keeps nothing of theirs, and is led nowhere."""

import pytest

from tests.identity.site import bearer
from tests.people.site import Person, Site, fine


@pytest.mark.parametrize("path", ["/users/me", "/subjects", "/users/me/sessions", "/progress/me/stats", "/people/me"])
async def test_no_cache_keeps_what_is_somebodys(ada: Person, path: str) -> None:
    answer = await ada.get(path)

    assert answer.headers["cache-control"] in {"private, no-cache", "no-store"}


async def test_what_is_everybodys_says_so_itself(site: Site) -> None:
    answer = await site.http.get("/.well-known/jwks.json")

    assert answer.headers.get_list("cache-control") == ["public, max-age=300"]


@pytest.mark.parametrize("path", ["/subjects/", "/auth/login/", "//evil.example/", "/batch/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_nobody_is_led_to_the_host_that_a_request_names(site: Site, method: str, path: str) -> None:
    """Nor from HTTPS to HTTP, password and all, behind a proxy that ends TLS."""
    answer = await site.http.request(method, path, headers={"host": "evil.example"})

    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "evil.example" not in answer.headers.values()


async def test_one_persons_kept_answer_is_nobody_elses(site: Site, ada: Person) -> None:
    ben, once = await site.person(name="Ben Okri"), {"idempotency-key": "the same"}
    mine = fine(await site.http.post("/subjects", json={"title": "Mine"}, headers=bearer(ada.token) | once), 201)

    theirs = await site.http.post("/subjects", json={"title": "Mine"}, headers=bearer(ben.token) | once)

    assert fine(theirs, 201)["id"] != mine["id"]
    assert "idempotency-replayed" not in theirs.headers


async def test_a_kept_answer_is_not_for_a_key_that_may_not_ask(site: Site, ada: Person) -> None:
    once = {"idempotency-key": "the same"}
    fine(await site.http.post("/subjects", json={"title": "Mine"}, headers=bearer(ada.token) | once), 201)
    made = await ada.post("/users/me/api-keys", {"name": "reads", "scopes": ["library:read"]})

    answer = await site.http.post("/subjects", json={"title": "Mine"}, headers=bearer(fine(made, 201)["key"]) | once)

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "API_KEY_SCOPE_MISSING"
