"""`Idempotency-Key`: the same POST sent twice is done once, and answered twice the same."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from sqlalchemy import Row, delete, insert, select, text

from lyceum.platform import telling
from lyceum.platform.errors import Conflict, Invalid
from lyceum.platform.http.authentication import current_principal
from lyceum.platform.locks import lock_key
from lyceum.platform.tables import idempotency_key
from lyceum.platform.unit_of_work import UnitOfWork

HEADER = "idempotency-key"
_MAX_KEY = 200
KEPT_FOR = timedelta(days=1)
# What a repeated answer must carry; the rest (date, request id) belongs to the exchange, not to the answer.
_KEPT_HEADERS = ("content-type", "location")
_LOCK = text("select pg_advisory_xact_lock(:key)")


class IdempotencyKeyReused(Conflict):
    """The key was used before for another request."""

    code = "IDEMPOTENCY_KEY_REUSED"


class InvalidIdempotencyKey(Invalid):
    """The key is empty or too long."""

    code = "INVALID_IDEMPOTENCY_KEY"


async def once(uow: UnitOfWork, request: Request, handle: Callable[[Request], Awaitable[Response]]) -> Response:
    """Answer from the first time, or do it now and keep the answer, in the transaction of `uow`.

    A key belongs to the person who sent it and is kept for a day. Refused requests are not kept: they changed nothing
    and may be tried again.

    Raises:
        Unauthenticated: if nobody is signed in.
        IdempotencyKeyReused: if the key came before with another method, path or body.
        InvalidIdempotencyKey: if it is empty or longer than 200 characters.
    """
    key = request.headers[HEADER]
    if not 0 < len(key) <= _MAX_KEY:
        raise InvalidIdempotencyKey(f"An Idempotency-Key has 1 to {_MAX_KEY} characters; this one has {len(key)}.")
    owner = str((await current_principal(request)).user_id)
    fingerprint = await _fingerprint(request)
    # Two copies of one request at the same time: the second waits here, and then finds the first one's answer.
    await uow.execute(_LOCK, {"key": lock_key("idempotency", owner, key)})
    if kept := await _find(uow, owner, key):
        if kept.fingerprint != fingerprint:
            raise IdempotencyKeyReused("This Idempotency-Key was used for a different request; choose a new one.")
        return Response(kept.body, kept.status, headers={**kept.headers, "idempotency-replayed": "true"})
    response = await handle(request)
    if _may_be_kept(response):
        await _forget_old(uow, owner)
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        if language := telling.language_told():
            headers["content-language"] = language
        answer = {"status": response.status_code, "headers": headers, "body": bytes(response.body)}
        row = {"owner": owner, "key": key, "fingerprint": fingerprint, "created_at": uow.clock.now()}
        await uow.execute(insert(idempotency_key).values({**row, **answer}))
    return response


def _may_be_kept(response: Response) -> bool:
    # What is marked `no-store` holds secrets (fresh tokens, a one-time link): it must not lie in a table either.
    secret = response.headers.get("cache-control") == "no-store"
    return response.status_code < HTTPStatus.BAD_REQUEST and hasattr(response, "body") and not secret


async def _find(uow: UnitOfWork, owner: str, key: str) -> Row[Any] | None:
    mine = (idempotency_key.c.owner == owner) & (idempotency_key.c.key == key)
    young = idempotency_key.c.created_at > uow.clock.now() - KEPT_FOR
    return (await uow.execute(select(idempotency_key).where(mine & young))).one_or_none()


async def _forget_old(uow: UnitOfWork, owner: str) -> None:
    old = idempotency_key.c.created_at <= uow.clock.now() - KEPT_FOR
    await uow.execute(delete(idempotency_key).where((idempotency_key.c.owner == owner) & old))


async def _fingerprint(request: Request) -> bytes:
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return digest.digest()
