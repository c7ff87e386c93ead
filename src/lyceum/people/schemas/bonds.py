"""Wire models of follows, blocks, profiles and privacy."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from lyceum.people.contracts import Visibility
from lyceum.people.schemas import examples
from lyceum.people.schemas.circles import Jurisdiction, Request
from lyceum.people.schemas.members import PersonCardView
from lyceum.platform.http.paging import PageBody


class BondView(BaseModel):
    """A person in a list of yours."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.BOND})

    person: PersonCardView
    since: datetime


class BondPage(PageBody[BondView]):
    """One page of people."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.page_of(examples.BOND)})


class RelationsView(BaseModel):
    """How you stand to a person; whether they blocked you is told to nobody."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.RELATIONS})

    teacher_of: bool
    student_of: bool
    guardian_of: bool
    ward_of: bool
    administers: bool
    shares_class: bool
    shares_group: bool
    shares_organisation: bool
    follows: bool
    followed_by: bool


class ProfileView(BaseModel):
    """A person, as you may see them."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.PROFILE})

    person: PersonCardView
    relations: RelationsView
    followers: int
    following: int


class PrivacyView(BaseModel):
    """What you let others see, and the law you are under."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.PRIVACY})

    profile_visibility: Visibility = Field(description="Who sees your profile, besides those who learn with you.")
    show_activity: bool = Field(description="Whether who sees your profile sees what you do.")
    show_leaderboard: bool = Field(description="Whether you stand in leaderboards.")
    jurisdiction: str | None = Field(description="Your country, two letters of ISO 3166-1; null if you did not say.")


class PrivacyChange(Request):
    """What is to be changed; what is left out, or null, stays as it is."""

    model_config = ConfigDict(json_schema_extra={"example": {"profile_visibility": "private"}})

    profile_visibility: Visibility | None = None
    show_activity: bool | None = None
    show_leaderboard: bool | None = None
    jurisdiction: Annotated[Jurisdiction | None, Field(description="Your country.")] = None

    def changes(self) -> dict[str, Any]:
        """The fields of `Privacy` that get another value."""
        return self.model_dump(exclude_none=True)
