"""Routes of feature flags: one's own, and all of them for who runs the installation."""

from typing import Annotated, Self
from uuid import UUID

from fastapi import Path, status
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.platform import flags, telling
from lyceum.platform.errors import Invalid, Unauthenticated, Unreadable
from lyceum.platform.flags import FlagState, FlagUnknown
from lyceum.platform.http.authentication import CsrfFailed, SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.principal import PermissionMissing

router = Router(prefix="/flags", tags=["flags"])
administration = Router(prefix="/admin/flags", tags=["flags"])

_NAME = "identity.self_registration"
_FLAG: JsonDict = {
    "name": _NAME,
    "about": "People may make accounts for themselves.",
    "default": True,
    "share": 0,
    "people": 2,
}
_WRITING = (Unauthenticated, CsrfFailed, PermissionMissing, Unreadable, Invalid, FlagUnknown)

Name = Annotated[str, Path(max_length=100, description="The flag's name.", examples=[_NAME])]
PersonId = Annotated[UUID, Path(description="Whose.", examples=["0198c0de-7a11-7000-8000-000000000001"])]


class OwnFlags(BaseModel):
    """What is on for one person."""

    model_config = ConfigDict(json_schema_extra={"example": {"flags": {_NAME: True}}})

    flags: dict[str, bool] = Field(description="Every flag, and whether it is on for you.")


class FlagView(BaseModel):
    """A flag, as whoever turns it sees it."""

    model_config = ConfigDict(json_schema_extra={"example": _FLAG})

    name: str
    about: str = Field(description="What is so when it is on.")
    default: bool = Field(description="How it stands until somebody switches it.")
    share: int | None = Field(ge=0, le=100, description="Of a hundred people; null: as the default says.")
    people: int = Field(description="For how many people it stands otherwise.")

    @classmethod
    def of(cls, state: FlagState) -> Self:
        """The view of a flag, in the words of whoever is being answered."""
        flag = state.flag
        return cls(
            name=flag.name,
            about=telling.text(f"flag.{flag.name}"),
            default=flag.default,
            share=state.share,
            people=state.people,
        )


class FlagList(BaseModel):
    """Every flag."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_FLAG]}})

    items: list[FlagView]


class SwitchRequest(BaseModel):
    """For whom a flag is on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"share": 100}})

    share: int = Field(ge=0, le=100, description="Of a hundred people: 0 is off, 100 is on.")


class ExceptionRequest(BaseModel):
    """How a flag stands for one person."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"is_on": True}})

    is_on: bool


@router.get("", summary="Read what is on for you", responses=error_responses(Unauthenticated))
async def read_flags(uow: Transaction, principal: SignedIn) -> OwnFlags:
    """Every feature flag of this installation, and whether it is on for you."""
    return OwnFlags(flags=await flags.mine(uow, principal))


@administration.get("", summary="List flags", responses=error_responses(Unauthenticated, PermissionMissing))
async def list_flags(uow: Transaction, principal: SignedIn) -> FlagList:
    """Every feature flag and how it stands. Takes `system:configure`."""
    return FlagList(items=[FlagView.of(state) for state in await flags.every(uow, principal)])


@administration.put(
    "/{name}", status_code=status.HTTP_204_NO_CONTENT, summary="Switch a flag", responses=error_responses(*_WRITING)
)
async def switch_flag(uow: Transaction, principal: SignedIn, name: Name, body: SwitchRequest) -> None:
    """Turns a flag on for everybody, for nobody, or for a share of the people, always the same ones.

    Takes `system:configure`; acts at once, on every process.
    """
    await flags.switch(uow, principal, name, body.share)


@administration.delete(
    "/{name}", status_code=status.HTTP_204_NO_CONTENT, summary="Reset a flag", responses=error_responses(*_WRITING)
)
async def reset_flag(uow: Transaction, principal: SignedIn, name: Name) -> None:
    """Lets a flag stand as it comes. What it is for single people stays. Takes `system:configure`."""
    await flags.switch(uow, principal, name, None)


@administration.put(
    "/{name}/people/{person_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Switch a flag for one person",
    responses=error_responses(*_WRITING),
)
async def switch_for_person(
    uow: Transaction, principal: SignedIn, name: Name, person_id: PersonId, body: ExceptionRequest
) -> None:
    """Turns a flag on or off for one person, whatever it is for others. Takes `system:configure`."""
    await flags.except_person(uow, principal, name, person_id=person_id, turned=body.is_on)


@administration.delete(
    "/{name}/people/{person_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Reset a flag for one person",
    responses=error_responses(*_WRITING),
)
async def reset_for_person(uow: Transaction, principal: SignedIn, name: Name, person_id: PersonId) -> None:
    """Lets a flag stand for one person as it does for others. Takes `system:configure`."""
    await flags.except_person(uow, principal, name, person_id=person_id, turned=None)
