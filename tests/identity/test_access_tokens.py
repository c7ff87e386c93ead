"""What a request is let in with: access tokens, good and bad."""

import base64
import contextlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from lyceum.identity import access_tokens
from lyceum.identity.contracts.signing_in import TokenInvalid
from lyceum.identity.facade import rotate_keys, validate_token
from lyceum.identity.remembering import Remembered
from lyceum.platform.unit_of_work import unit_of_work
from tests.identity.site import Json, Site, bearer, code_of

Header = dict[str, Any]


def parts(token: str) -> tuple[Header, Json]:
    """The header and the claims of a token."""
    header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
    return header, claims


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


async def key_set(site: Site) -> Json:
    return dict((await site.http.get("/.well-known/jwks.json")).json())


async def test_a_token_says_what_it_must(site: Site) -> None:
    person = await site.registered(email="ada@example.org")

    header, claims = parts(person["access_token"])

    now = int(site.clock.now().timestamp())
    assert (header["alg"], header["typ"]) == ("RS256", "at+jwt")
    assert (claims["iss"], claims["aud"]) == ("lyceum", "lyceum-api")
    assert (claims["iat"], claims["nbf"], claims["exp"]) == (now, now, now + 900)
    assert claims["sub"] == person["user_id"]
    assert claims["email"] == "ada@example.org"
    assert (claims["user_type"], claims["roles"]) == ("student", ["student"])
    assert claims["permissions"] == person["user"]["permissions"]
    assert claims["sid"]
    assert claims["jti"]


async def test_anybody_can_verify_a_token_with_the_published_keys(site: Site) -> None:
    person = await site.registered()

    published = await key_set(site)

    claims = jwt.decode(person["access_token"], KeySet.import_key_set(published), algorithms=["RS256"]).claims  # type: ignore[arg-type]  # a plain dictionary is what arrives
    assert claims["sub"] == person["user_id"]


async def test_published_keys_are_public_halves_and_may_be_cached(site: Site) -> None:
    response = await site.http.get("/.well-known/jwks.json")

    (key,) = response.json()["keys"]
    assert set(key) == {"kty", "kid", "use", "alg", "n", "e"}
    assert response.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize("token", [None, "", "nonsense", "a.b.c", "e30.e30.e30", "é" * 10, "x" * 5_000])
async def test_a_request_without_a_token_of_ours_is_refused(site: Site, token: str | None) -> None:
    headers = {b"authorization": f"Bearer {token}".encode("latin-1")} if token is not None else {}

    response = await site.http.get("/users/me", headers=headers)

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert code_of(response) == ("TOKEN_INVALID" if token else "AUTHENTICATION_REQUIRED")


def _unsigned(header: Header, claims: Json, _public: Json) -> str:
    return f"{encoded({**header, 'alg': 'none'})}.{encoded(claims)}."


def _own_key(header: Header, claims: Json, _public: Json) -> str:
    return jwt.encode(header, claims, RSAKey.generate_key(2048), algorithms=["RS256"])


def _own_key_in_the_header(header: Header, claims: Json, _public: Json) -> str:
    key = RSAKey.generate_key(2048)
    jwk = key.as_dict(private=False)
    head, body = encoded({**header, "jwk": jwk}), encoded(claims)
    signature = jwt.encode(header, claims, key, algorithms=["RS256"]).rpartition(".")[2]
    return f"{head}.{body}.{signature}"


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def _public_key_as_password(header: Header, claims: Json, public: Json) -> str:
    pem = RSAKey.import_key(public).as_pem(private=False)
    return jwt.encode(
        {**header, "alg": "HS256"}, claims, OctKey.import_key(base64.b64encode(pem)), algorithms=["HS256"]
    )


def _another_algorithm(header: Header, claims: Json, _public: Json) -> str:
    return jwt.encode({**header, "alg": "ES256"}, claims, ECKey.generate_key("P-256"), algorithms=["ES256"])


def _unknown_key(header: Header, claims: Json, _public: Json) -> str:
    return _own_key({**header, "kid": "somebody-elses"}, claims, {})


@pytest.mark.parametrize(
    "forge",
    [_unsigned, _own_key, _own_key_in_the_header, _public_key_as_password, _another_algorithm, _unknown_key],
    ids=lambda forge: forge.__name__.strip("_"),
)
async def test_a_forged_token_is_refused(site: Site, forge: Callable[[Header, Json, Json], str]) -> None:
    person = await site.registered()
    public = (await key_set(site))["keys"][0]

    forged = forge(*parts(person["access_token"]), public)

    response = await site.me(forged)
    assert (response.status_code, code_of(response)) == (401, "TOKEN_INVALID")


async def test_a_changed_claim_breaks_the_signature(site: Site) -> None:
    person, other = await site.registered(), await site.registered()
    head, _, signature = person["access_token"].split(".")
    claims = parts(person["access_token"])[1] | {"sub": other["user_id"]}

    response = await site.me(f"{head}.{encoded(claims)}.{signature}")

    assert (response.status_code, code_of(response)) == (401, "TOKEN_INVALID")


async def _signed(site: Site, token: str, *, header: Header | None = None, without: str = "", **claims: object) -> str:
    """The same token with other claims, signed by the real key."""
    kernel = site.kernel
    ring = kernel.memory["identity.key_ring"]
    old_header, old = parts(token)
    key = ring.keys[old_header["kid"]].key
    kept = {name: value for name, value in (old | claims).items() if name != without}
    return jwt.encode(old_header | (header or {}), kept, key, algorithms=["RS256"])


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "another-service"},
        {"aud": ["lyceum-api", "another-service"]},
        {"iss": "another-issuer"},
        {"without": "aud"},
        {"without": "exp"},
        {"without": "nbf"},
        {"without": "sid"},
        {"sub": "not-an-id"},
        {"exp": "soon"},
        {"exp": 1e300},
        {"header": {"typ": "JWT"}},
        {"sub": "0198c0de-7a11-7000-8000-000000000001"},
        {"sid": "0198c0de-7a11-7000-8000-000000000001"},
        {"jti": "x" * 4096},
    ],
    ids=lambda change: str(change)[:80],
)
async def test_a_token_that_is_signed_but_not_for_us_is_refused(site: Site, change: dict[str, Any]) -> None:
    person = await site.registered()

    token = await _signed(site, person["access_token"], **change)

    response = await site.me(token)
    assert (response.status_code, code_of(response)) == (401, "TOKEN_INVALID")


async def test_what_is_remembered_of_an_api_key_is_no_access_token(site: Site) -> None:
    person = await site.registered()

    with pytest.raises(TokenInvalid):
        access_tokens.require_in_time(site.kernel, Remembered(UUID(person["user_id"])))


async def test_a_token_of_the_future_is_refused_but_a_clock_may_be_a_little_off(site: Site) -> None:
    person = await site.registered()
    now = int(site.clock.now().timestamp())

    early = await site.me(await _signed(site, person["access_token"], nbf=now + 20, jti="early"))
    later = await site.me(await _signed(site, person["access_token"], nbf=now + 40, jti="later"))

    assert (early.status_code, later.status_code) == (200, 401)


async def test_suspension_acts_at_the_next_request(site: Site) -> None:
    person = await site.registered()
    assert (await site.me(person["access_token"])).status_code == 200

    await site.sql("update identity.account set status = 'suspended'")

    response = await site.me(person["access_token"])
    assert (response.status_code, code_of(response)) == (403, "ACCOUNT_SUSPENDED")


async def test_a_deleted_accounts_token_lets_nobody_in(site: Site) -> None:
    person = await site.registered()

    await site.sql("update identity.account set status = 'deleted'")

    response = await site.me(person["access_token"])
    assert (response.status_code, code_of(response)) == (401, "SESSION_REVOKED")


async def test_tokens_are_signed_again_after_the_keys_were_thrown_away(site: Site) -> None:
    person = await site.registered()
    await site.sql("delete from identity.signing_key")
    site.wait(minutes=2)

    fresh = await site.refresh(person["refresh_token"])

    assert fresh.status_code == 200
    assert (await site.me(fresh.json()["access_token"])).status_code == 200


async def test_a_new_role_acts_at_the_next_request(site: Site) -> None:
    person = await site.registered()

    await site.sql("update identity.account set roles = '{teacher}'")

    assert "courses:create" in (await site.me(person["access_token"])).json()["permissions"]


async def test_during_a_rotation_two_keys_live_and_no_token_is_lost(site: Site) -> None:
    before = await site.registered()
    async with unit_of_work(site.kernel) as uow:
        new_kid = await rotate_keys(uow)
    old_kid = parts(before["access_token"])[0]["kid"]

    # Published at once, and still signing with the old one.
    assert {key["kid"] for key in (await key_set(site))["keys"]} == {old_kid, new_kid}
    site.wait(minutes=14, seconds=59)
    during = (await site.login(before["user"]["email"])).json()
    assert parts(during["access_token"])[0]["kid"] == old_kid
    assert (await site.me(before["access_token"])).status_code == 200

    # The new one signs; what the old one signed last still verifies.
    site.wait(seconds=1)
    after = (await site.login(before["user"]["email"])).json()
    assert parts(after["access_token"])[0]["kid"] == new_kid
    site.wait(minutes=14)
    assert (await site.me(during["access_token"])).status_code == 200
    assert (await site.me(after["access_token"])).status_code == 200

    # Then it is gone.
    site.wait(minutes=2)
    assert {key["kid"] for key in (await key_set(site))["keys"]} == {new_kid}


async def test_a_retired_key_verifies_nothing_not_even_what_was_verified_before(site: Site) -> None:
    person = await site.registered()
    long_lived = await _signed(site, person["access_token"], exp=int(datetime(2030, 1, 1, tzinfo=UTC).timestamp()))
    assert (await site.me(long_lived)).status_code == 200
    async with unit_of_work(site.kernel) as uow:
        await rotate_keys(uow)

    site.wait(minutes=32)

    response = await site.me(long_lived)
    assert (response.status_code, code_of(response)) == (401, "TOKEN_INVALID")


async def test_a_rotation_that_is_rolled_back_leaves_the_keys_as_they_were(site: Site) -> None:
    await site.registered()
    before = await key_set(site)

    with contextlib.suppress(RuntimeError):
        async with unit_of_work(site.kernel) as uow:
            await rotate_keys(uow)
            raise RuntimeError

    assert await key_set(site) == before


async def test_introspection_says_whether_a_token_holds(site: Site) -> None:
    person = await site.registered()
    headers = bearer(person["access_token"])
    other = (await site.login(person["user"]["email"])).json()

    good = await site.http.post("/auth/introspect", json={"token": other["access_token"]}, headers=headers)
    await site.http.post("/auth/revoke", json={"token": other["access_token"]})
    ended = await site.http.post("/auth/introspect", json={"token": other["access_token"]}, headers=headers)

    assert good.json()["active"] is True
    assert good.json()["sub"] == person["user_id"]
    assert ended.json() == {"active": False}
    assert code_of(await site.me(other["access_token"])) == "SESSION_REVOKED"


async def test_introspection_of_a_strangers_token_tells_nothing(site: Site) -> None:
    person, stranger = await site.registered(), await site.registered()

    response = await site.http.post(
        "/auth/introspect", json={"token": stranger["access_token"]}, headers=bearer(person["access_token"])
    )

    assert response.json() == {"active": False}


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
async def test_revoking_a_token_ends_its_session(site: Site, which: str) -> None:
    person = await site.registered()

    response = await site.http.post("/auth/revoke", json={"token": person[which]})

    assert response.status_code == 204
    assert code_of(await site.me(person["access_token"])) == "SESSION_REVOKED"


async def test_revoking_an_unknown_token_is_no_error(site: Site) -> None:
    response = await site.http.post("/auth/revoke", json={"token": "unknown"})

    assert response.status_code == 204


async def test_another_domain_may_ask_whether_a_token_holds(site: Site) -> None:
    person = await site.registered()

    async with unit_of_work(site.kernel) as uow:
        good = await validate_token(uow, person["access_token"])
        bad = await validate_token(uow, "nonsense")

    assert good is not None
    assert str(good.account_id) == person["user_id"]
    assert bad is None


async def test_remembered_tokens_are_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lyceum.identity.remembering._MOST", 3)
    people = [await site.registered() for _ in range(5)]

    answers = [(await site.me(person["access_token"])).status_code for person in people]

    assert set(answers) == {200}
    assert len(site.kernel.memory["identity.remembered"]) == 3
