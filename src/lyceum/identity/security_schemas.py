"""What identity's routes of letters, confirmation and sessions take and give."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from lyceum.identity import places
from lyceum.identity.contracts.signing_in import ClientKind, OwnSession
from lyceum.identity.schemas import Email, NewPassword, Request, Token
from lyceum.platform import i18n, telling
from lyceum.platform.http.paging import PageBody
from lyceum.platform.security_log import Entry

_EMAIL = "ada@example.org"
_OLD, _NEW = "Tall-Giraffe-79-hums", "Small-Otter-31-swims"
_TOKEN = "Zk3vXr1Yh0nT6c2bQdA9sE7wLmUoJgPi4tRyV5xBfNk"  # noqa: S105  an example in the documentation
_SESSION_ID = "0198c0de-7a11-7000-8000-000000000002"

_SESSION: JsonDict = {
    "id": _SESSION_ID,
    "is_current": True,
    "client": "cookie",
    "device": "Firefox on Linux",
    "created_at": "2026-01-05T09:00:00Z",
    "last_used_at": "2026-01-07T17:45:00Z",
    "expires_at": "2026-02-04T09:00:00Z",
    "place": "network 198.51.0.0/16",
}
_ENTRY: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000007",
    "kind": "identity.signed_in",
    "occurred_at": "2026-01-05T09:00:00Z",
    "details": {"session_id": _SESSION_ID, "client": "cookie"},
    "text": "Signed in",
}

OwnPassword = Annotated[SecretStr, Field(min_length=1, max_length=1024, description="Your password, as it is now.")]


class LetterTokenRequest(Request):
    """The token of a link from a letter."""

    model_config = ConfigDict(json_schema_extra={"example": {"token": _TOKEN}})

    token: Token = Field(description="What stands behind `#token=` in the link.")


class ForgottenPasswordRequest(Request):
    """Who forgot a password."""

    model_config = ConfigDict(json_schema_extra={"example": {"email": _EMAIL}})

    email: Email


class PasswordResetRequest(Request):
    """The token of a link from a letter, and the password from now on."""

    model_config = ConfigDict(json_schema_extra={"example": {"token": _TOKEN, "password": _NEW}})

    token: Token = Field(description="What stands behind `#token=` in the link.")
    password: NewPassword


class PasswordChangeRequest(Request):
    """The password as it is, and as it is to be."""

    model_config = ConfigDict(json_schema_extra={"example": {"current_password": _OLD, "new_password": _NEW}})

    current_password: OwnPassword
    new_password: NewPassword


class EmailChangeRequest(Request):
    """The address from now on, once its letter has been answered."""

    model_config = ConfigDict(json_schema_extra={"example": {"email": "ada.king@example.org", "password": _OLD}})

    email: Email
    password: OwnPassword


class ConfirmationRequest(Request):
    """A proof that it is still you; one of the two."""

    model_config = ConfigDict(json_schema_extra={"example": {"password": _OLD}})

    password: OwnPassword | None = None
    code: Annotated[
        str | None, Field(min_length=1, max_length=20, description="The digits of the letter.", examples=["271828"])
    ] = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.password is None) == (self.code is None):
            raise PydanticCustomError("names_not_one_proof", "name exactly one of password and code")
        return self


class OwnSessionView(BaseModel):
    """One of your sign-ins."""

    model_config = ConfigDict(json_schema_extra={"example": _SESSION})

    id: UUID
    is_current: bool = Field(description="Whether this request came through it.")
    client: ClientKind
    device: str = Field(description="What its program calls itself, in words.")
    created_at: datetime
    last_used_at: datetime = Field(description="When its tokens were last exchanged: up to a quarter of an hour ago.")
    expires_at: datetime
    place: str = Field(description="Where it was last used from, in words: a network, and a country if one is known.")

    @classmethod
    def of(cls, session: OwnSession) -> Self:
        """The view of a sign-in, in words for its owner."""
        return cls(
            id=session.id,
            is_current=session.is_current,
            client=session.client,
            device=telling.worded(places.device_described(session.browser, session.system)),
            created_at=session.created_at,
            last_used_at=session.last_used_at,
            expires_at=session.expires_at,
            place=telling.worded(places.described(session.network, session.country)),
        )


class OwnSessionPage(PageBody[OwnSessionView]):
    """One page of your sign-ins, the newest first."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_SESSION], "next_cursor": None}})


class SecurityEntryView(BaseModel):
    """Something that happened to your account's safety."""

    model_config = ConfigDict(json_schema_extra={"example": _ENTRY})

    id: UUID
    kind: str = Field(description="For a program; stable.")
    occurred_at: datetime
    details: dict[str, Any] = Field(description="Small facts; which ones depends on the kind.")
    text: str = Field(description="What happened, in your language.")

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The view of an entry, in words for its owner."""
        key = f"security.{entry.kind}"
        if key not in i18n.catalogue(i18n.SOURCE):
            key = "security.other"
        signs = [telling.phrase(f"sign.{sign}") for sign in str(entry.details.get("signs", "")).split()]
        return cls(
            id=entry.id,
            kind=entry.kind,
            occurred_at=entry.occurred_at,
            details=entry.details,
            text=telling.worded(telling.phrase(key, reasons=signs)),
        )


class SecurityEntryPage(PageBody[SecurityEntryView]):
    """One page of what happened to your account's safety, the newest first."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_ENTRY], "next_cursor": None}})
