"""Wire models of who is in a circle, and who is invited to one."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lyceum.people.contracts import CircleKind, CircleRole, MembershipStatus
from lyceum.people.schemas import examples
from lyceum.people.schemas.circles import Request
from lyceum.platform.http.paging import PageBody


class PersonCardView(BaseModel):
    """A person, as others are shown them."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.PERSON})

    id: UUID
    full_name: str
    username: str


class MemberView(BaseModel):
    """Somebody in a circle."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.MEMBER})

    person: PersonCardView = Field(description="Who is only invited is shown by their username alone.")
    role: CircleRole
    status: MembershipStatus = Field(description="Who leads it also sees who is invited.")
    since: datetime


class RoleBody(Request):
    """The role somebody is to have."""

    model_config = ConfigDict(json_schema_extra={"example": {"role": "moderator"}})

    role: CircleRole


class InviteBody(Request):
    """Who is to be invited. There is no role to choose: an invitation makes a plain member."""

    model_config = ConfigDict(json_schema_extra={"example": {"username": "ada-lovelace-7k3qm"}})

    username: Annotated[str, Field(min_length=1, max_length=64, description="Their username; ask them for it.")]


class InvitationView(BaseModel):
    """A circle that waits for your answer."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.INVITATION})

    circle_id: UUID
    kind: CircleKind
    name: str
    invited_at: datetime


class MemberPage(PageBody[MemberView]):
    """One page of members."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.page_of(examples.MEMBER)})


class InvitationPage(PageBody[InvitationView]):
    """One page of invitations."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra={"example": examples.page_of(examples.INVITATION)}
    )
