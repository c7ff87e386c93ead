"""Routes of one's API keys."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response, status

from lyceum.identity import api_keys
from lyceum.identity.api_key_schemas import (
    ApiKeyPage,
    ApiKeyRequest,
    ApiKeyView,
    MadeApiKeyView,
    ScopesView,
)
from lyceum.identity.contracts.api_keys import ApiKeyClosed, ApiKeyNotFound, TooManyApiKeys
from lyceum.identity.contracts.signing_in import (
    AccountSuspended,
    ConfirmationNeeded,
    SessionRevoked,
    TokenExpired,
    TokenInvalid,
)
from lyceum.platform.errors import Invalid, LyceumError, Unauthenticated, Unreadable
from lyceum.platform.http.authentication import CsrfFailed, SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.pages import CursorInvalid

router = Router(prefix="/users/me/api-keys", tags=["users"])

_SIGNED_IN: tuple[type[LyceumError], ...] = (
    Unauthenticated,
    TokenInvalid,
    TokenExpired,
    SessionRevoked,
    AccountSuspended,
    ApiKeyClosed,
)

KeyId = Annotated[UUID, Path(description="The key.", examples=["0198c0de-7a11-7000-8000-000000000004"])]


@router.get("", summary="List your API keys", responses=error_responses(*_SIGNED_IN, CursorInvalid))
async def list_keys(uow: Transaction, principal: SignedIn, page: Paging) -> ApiKeyPage:
    """Your keys that were not revoked, the oldest first. Of a key only its beginning is shown."""
    found = (await api_keys.list_keys(uow, principal, page)).map(ApiKeyView.of)
    return ApiKeyPage.model_validate(found)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Make an API key",
    responses=error_responses(*_SIGNED_IN, CsrfFailed, Unreadable, Invalid, ConfirmationNeeded, TooManyApiKeys),
)
async def make(response: Response, uow: Transaction, principal: SignedIn, body: ApiKeyRequest) -> MadeApiKeyView:
    """Shows the key once; keep it where programs keep secrets. Takes a password given within the last ten minutes.

    Send it as `Authorization: Bearer lyk_…`. It may do what its scopes say and you may do yourself, and it may never
    change your account. An answer that got lost is not given again, also not for an `Idempotency-Key`: revoke that key
    and make another.
    """
    response.headers["cache-control"] = "no-store"
    return MadeApiKeyView.made(await api_keys.make(uow, principal, body.new_key()))


@router.get("/scopes", summary="What an API key may be made for", responses=error_responses(*_SIGNED_IN))
async def list_scopes(principal: SignedIn) -> ScopesView:  # noqa: ARG001  for who is signed in
    """Each scope with what it opens, in your language."""
    return ScopesView.all()


@router.delete(
    "/{key_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Revoke an API key",
    responses=error_responses(*_SIGNED_IN, CsrfFailed, Invalid, ApiKeyNotFound),
)
async def revoke(uow: Transaction, principal: SignedIn, key_id: KeyId) -> None:
    """It is refused from the next request on."""
    await api_keys.revoke(uow, principal, key_id)
