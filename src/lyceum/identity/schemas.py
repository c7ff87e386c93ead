"""What identity's routes take and give."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic.config import JsonDict

from lyceum.identity.contracts.appearance import Appearance, Contrast, Motion, TextSize, Theme
from lyceum.identity.contracts.people import AccountStatus, NewPerson, Person, ProfileChange, Role
from lyceum.identity.contracts.signing_in import ClientKind, SignedInPerson, TokenFacts
from lyceum.identity.rules import ROLE_ALIASES, user_type

_EMAIL = "ada@example.org"
_PASSWORD = "Tall-Giraffe-79-hums"  # noqa: S105  an example in the documentation
_TOKEN = "Zk3vXr1Yh0nT6c2bQdA9sE7wLmUoJgPi4tRyV5xBfNk"  # noqa: S105  an example in the documentation
_PERSON: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000001",
    "email": _EMAIL,
    "email_verified": True,
    "pending_email": None,
    "username": "ada-lovelace-7k3qm",
    "full_name": "Ada Lovelace",
    "display_name": "Ada Lovelace",
    "user_type": "student",
    "roles": ["student"],
    "permissions": ["ai:generate", "courses:view", "profile:edit", "profile:view"],
    "teacher_requested": False,
    "language": "en",
    "time_zone": "Europe/London",
    "theme": "auto",
    "text_size": "medium",
    "contrast": "standard",
    "motion": "auto",
    "plan": "free",
    "created_at": "2026-01-05T09:00:00Z",
}
MANAGED_PERSON: JsonDict = {**_PERSON, "status": "active"}

Email = Annotated[str, Field(max_length=254, json_schema_extra={"format": "email"}, description="Your address.")]
NewPassword = Annotated[
    SecretStr,
    Field(
        max_length=1024,
        description="12 characters or more with upper and lower case, a digit and another character; not a usual"
        " password, not your name or address.",
    ),
]
FullName = Annotated[str, Field(max_length=200, description="What you are called.")]
Language = Annotated[str, Field(max_length=35, description="A BCP 47 tag.", examples=["en", "pt-BR"])]
TimeZone = Annotated[str, Field(max_length=64, description="An IANA name.", examples=["Europe/London"])]
SessionKind = Annotated[
    ClientKind,
    Field(description="`token`: tokens in the body, for programs. `cookie`: tokens in httpOnly cookies, for browsers."),
]
Token = Annotated[SecretStr, Field(min_length=1, max_length=4096)]


class Request(BaseModel):
    """What identity is sent."""

    # An unknown field is refused: nobody gives themselves a role by naming one.
    model_config = ConfigDict(extra="forbid")


class _NewAccount(Request):
    email: Email
    password: NewPassword
    full_name: FullName
    username: Annotated[str | None, Field(max_length=32, description="Left out: one is made from the name.")] = None
    language: Language = "en"
    time_zone: TimeZone = "UTC"
    theme: Theme = Theme.AUTO
    text_size: TextSize = TextSize.MEDIUM
    contrast: Contrast = Contrast.STANDARD
    motion: Motion = Motion.AUTO
    session: SessionKind = ClientKind.TOKEN

    def person(self, *, wants_to_teach: bool = False) -> NewPerson:
        """The request, for the use case."""
        return NewPerson(
            email=self.email,
            password=self.password.get_secret_value(),
            full_name=self.full_name,
            username=self.username,
            wants_to_teach=wants_to_teach,
            language=self.language,
            time_zone=self.time_zone,
            appearance=Appearance(
                theme=self.theme, text_size=self.text_size, contrast=self.contrast, motion=self.motion
            ),
        )


class RegisterRequest(_NewAccount):
    """Who wants an account."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"email": _EMAIL, "password": _PASSWORD, "full_name": "Ada Lovelace"}}
    )

    user_type: Literal["student", "learner", "teacher", "educator"] = Field(
        "student", description="Who wants to teach begins as a student, and teaches once approved."
    )

    @property
    def wants_to_teach(self) -> bool:
        """Whether more than a student's role is asked for."""
        return ROLE_ALIASES[self.user_type] is Role.TEACHER


class SetupRequest(_NewAccount):
    """Who becomes the first administrator."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"token": _TOKEN, "email": _EMAIL, "password": _PASSWORD, "full_name": "Ada Lovelace"}
        }
    )

    token: Token = Field(description="From the link that `lyceum up` prints.")


class LoginRequest(Request):
    """Who signs in."""

    model_config = ConfigDict(json_schema_extra={"example": {"email": _EMAIL, "password": _PASSWORD}})

    email: Email
    password: SecretStr = Field(max_length=1024)
    session: SessionKind = ClientKind.TOKEN


class RefreshRequest(Request):
    """A refresh token; browsers leave it out and send their cookie."""

    model_config = ConfigDict(json_schema_extra={"example": {"refresh_token": _TOKEN}})

    refresh_token: Token | None = None


class TokenRequest(Request):
    """A token to look at or to end."""

    model_config = ConfigDict(json_schema_extra={"example": {"token": _TOKEN}})

    token: Token


class ProfileChangeRequest(Request):
    """What to change; a field that is left out or null stays as it is."""

    model_config = ConfigDict(json_schema_extra={"example": {"time_zone": "Asia/Tokyo", "text_size": "large"}})

    full_name: FullName | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None
    theme: Theme | None = None
    text_size: TextSize | None = None
    contrast: Contrast | None = None
    motion: Motion | None = None

    def change(self) -> ProfileChange:
        """The request, for the use case."""
        return ProfileChange(**dict(self))


RoleName = Literal["student", "learner", "teacher", "educator", "admin", "super_admin"]


class RoleRequest(Request):
    """What somebody is from now on."""

    model_config = ConfigDict(json_schema_extra={"example": {"role": "teacher"}})

    role: Literal["student", "learner", "teacher", "educator", "admin"]


class StatusRequest(Request):
    """Whether somebody may use their account."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "suspended"}})

    status: Literal[AccountStatus.ACTIVE, AccountStatus.SUSPENDED]


class PersonView(BaseModel):
    """An account, as its owner sees it."""

    model_config = ConfigDict(json_schema_extra={"example": _PERSON})

    id: UUID
    email: str
    email_verified: bool = Field(description="Whether letters to the address are known to reach you.")
    pending_email: str | None = Field(None, description="The address to change to, whose letter was not answered yet.")
    username: str = Field(description="Unique here; others may see it.")
    full_name: str
    display_name: str = Field(description="What others see: the full name.")
    user_type: Role = Field(description="The highest of the roles.")
    roles: list[Role]
    permissions: list[str] = Field(description="Strings `resource:action`.")
    teacher_requested: bool = Field(description="Asked to teach, and not answered yet.")
    language: str
    time_zone: str
    theme: Theme
    text_size: TextSize
    contrast: Contrast
    motion: Motion = Field(description="`auto`: as the device asks for.")
    plan: str = Field(description="What the account is entitled to, by name; see `GET /plans`.")
    created_at: datetime

    @classmethod
    def of(cls, person: Person) -> "PersonView":
        """The view of a person."""
        return cls(
            id=person.id,
            email=person.email,
            email_verified=person.email_verified,
            pending_email=person.pending_email,
            username=person.username,
            full_name=person.full_name,
            display_name=person.full_name,
            user_type=user_type(person.roles),
            roles=sorted(person.roles),
            permissions=sorted(person.permissions),
            teacher_requested=person.teacher_requested,
            language=person.language,
            time_zone=person.time_zone,
            **asdict(person.appearance),
            plan=person.plan,
            created_at=person.created_at,
        )


class ManagedPersonView(PersonView):
    """An account, as an administrator sees it."""

    model_config = ConfigDict(json_schema_extra={"example": MANAGED_PERSON})

    status: AccountStatus

    @classmethod
    def of(cls, person: Person) -> "ManagedPersonView":
        """The view of a person."""
        return cls(**PersonView.of(person).model_dump(), status=person.status)


class SignInView(BaseModel):
    """A fresh sign-in. With cookies, the tokens are in the cookies and nowhere else."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "user_id": _PERSON["id"],
                "token_type": "bearer",  # nosec B105  an example, as the next
                "access_token": "eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
                "refresh_token": _TOKEN,
                "expires_in": 900,
                "refresh_expires_in": 604800,
                "user": _PERSON,
            }
        }
    )

    user_id: UUID
    token_type: Literal["bearer", "cookie"]
    access_token: str | None = Field(None, description="Send it as `Authorization: Bearer …`.")
    refresh_token: str | None = Field(None, description="Opaque; exchange it once at `auth/refresh`.")
    expires_in: int = Field(description="Seconds until the access token ends.")
    refresh_expires_in: int = Field(description="Seconds until the sign-in ends if it is not used.")
    user: PersonView

    @classmethod
    def of(cls, signed_in: SignedInPerson, kind: ClientKind) -> "SignInView":
        """The view of a sign-in; without tokens for a client that holds them in cookies."""
        tokens, in_body = signed_in.tokens, kind is ClientKind.TOKEN
        return cls(
            user_id=signed_in.person.id,
            token_type="bearer" if in_body else "cookie",
            access_token=tokens.access_token if in_body else None,
            refresh_token=tokens.refresh_token if in_body else None,
            expires_in=tokens.access_expires_in_s,
            refresh_expires_in=tokens.refresh_expires_in_s,
            user=PersonView.of(signed_in.person),
        )


class TokenView(BaseModel):
    """What an access token says, if it would be accepted now (after RFC 7662)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "active": True,
                "sub": _PERSON["id"],
                "sid": "0198c0de-7a11-7000-8000-000000000002",
                "jti": "0198c0de7a1170008000000000000003",
                "iat": 1767603600,
                "exp": 1767604500,
            }
        }
    )

    active: bool
    sub: UUID | None = None
    sid: UUID | None = None
    jti: str | None = None
    iat: int | None = None
    exp: int | None = None

    @classmethod
    def of(cls, facts: TokenFacts | None) -> "TokenView":
        """The view of a token, or of one that does not hold."""
        if facts is None:
            return cls(active=False)
        return cls(
            active=True,
            sub=facts.account_id,
            sid=facts.session_id,
            jti=facts.token_id,
            iat=int(facts.issued_at.timestamp()),
            exp=int(facts.expires_at.timestamp()),
        )


class KeySetView(BaseModel):
    """A JSON Web Key Set (RFC 7517): the public keys that verify access tokens."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"keys": [{"kty": "RSA", "kid": "0198c0de", "use": "sig", "alg": "RS256", "n": "…", "e": "AQ"}]}
        }
    )

    keys: list[dict[str, Any]]
