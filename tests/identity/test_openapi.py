"""The description of identity's routes is complete enough to write a client from (API-14)."""

from tests.identity.site import Json, Site

OURS = ("/api/v1/auth/", "/api/v1/users/", "/api/v1/.well-known/")


async def operations(site: Site) -> dict[str, Json]:
    paths: Json = (await site.http.get("/openapi.json")).json()["paths"]
    return {
        f"{method} {path}": operation
        for path, methods in paths.items()
        if path.startswith(OURS)
        for method, operation in methods.items()
    }


async def test_every_route_says_what_it_does_and_how_it_refuses(site: Site) -> None:
    described = await operations(site)

    assert len(described) >= 16
    for name, operation in described.items():
        assert operation["summary"], name
        assert len(operation["description"]) > 30, name
        assert any(status.startswith("4") for status in operation["responses"]) or "jwks" in name, name


async def test_every_body_has_an_example(site: Site) -> None:
    document: Json = (await site.http.get("/openapi.json")).json()
    schemas = document["components"]["schemas"]

    requests = {"Register", "Login", "Refresh", "Setup", "ProfileChange", "Token", "Role", "Status", "ApiKey"}
    answers = {"SignIn", "Person", "ManagedPerson", "Token", "KeySet", "ApiKey", "MadeApiKey", "Scopes"}
    names = {f"{name}Request" for name in requests} | {f"{name}View" for name in answers}
    assert {name for name in names if "example" not in schemas[name]} == set()


async def test_the_examples_of_requests_are_accepted(site: Site) -> None:
    document: Json = (await site.http.get("/openapi.json")).json()
    example = document["components"]["schemas"]["RegisterRequest"]["example"]

    assert (await site.http.post("/auth/register", json=example)).status_code == 201
    login = document["components"]["schemas"]["LoginRequest"]["example"]
    assert (await site.http.post("/auth/login", json=login)).status_code == 200
