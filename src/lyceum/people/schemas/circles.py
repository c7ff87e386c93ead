"""Wire models of organisations, classes and groups."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from lyceum.people import rules
from lyceum.people.contracts import Circle, CircleText
from lyceum.people.schemas import examples
from lyceum.platform.http.paging import PageBody

Name = Annotated[str, Field(max_length=400, description="One line, 1 to 120 characters.")]
Description = Annotated[str, Field(max_length=4000, description="Some lines, up to 2,000 characters.")]
Limit = Annotated[int, Field(ge=1, le=rules.LARGEST_CIRCLE, description="How many may be in it.")]
SubjectIds = Annotated[list[UUID], Field(max_length=50, description="What is learned: subjects of the library.")]
Tags = Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=20, description="What it is about.")]
Jurisdiction = Annotated[
    str, Field(min_length=2, max_length=2, description="The country whose law holds, two letters of ISO 3166-1.")
]


class Request(BaseModel):
    """What is sent: an unknown field is refused, so that nobody gives themselves what a route does not give."""

    model_config = ConfigDict(extra="forbid")


class Change(Request):
    """What is to be changed; what is left out, or null, stays as it is."""

    def changes(self) -> dict[str, Any]:
        """The fields of `CircleText` that get another value."""
        given = self.model_dump(exclude_none=True)
        return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


class NewClass(Request):
    """A class to be."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"name": "Economics, year 11", "subject_ids": [examples.SUBJECT_ID]}}
    )

    name: Name
    description: Description = ""
    organisation_id: Annotated[UUID | None, Field(description="An organisation you are in; it stays this one.")] = None
    subject_ids: SubjectIds = []
    member_limit: Limit = 100

    def text(self) -> CircleText:
        """The request, for the use case."""
        return CircleText(
            name=self.name,
            description=self.description,
            organisation_id=self.organisation_id,
            subject_ids=tuple(self.subject_ids),
            member_limit=self.member_limit,
        )


class ClassChange(Change):
    """What a class is to say of itself."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Economics, year 12"}})

    name: Name | None = None
    description: Description | None = None
    subject_ids: SubjectIds | None = None
    member_limit: Limit | None = None


class NewGroup(Request):
    """A group to be."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"name": "Exam in June", "is_private": True, "tags": ["economics"]}}
    )

    name: Name
    description: Description = ""
    is_private: Annotated[bool, Field(description="Private: only members see it, and joining takes its code.")] = True
    tags: Tags = []
    member_limit: Limit = 50

    def text(self) -> CircleText:
        """The request, for the use case."""
        return CircleText(
            name=self.name,
            description=self.description,
            is_private=self.is_private,
            tags=tuple(self.tags),
            member_limit=self.member_limit,
        )


class GroupChange(Change):
    """What a group is to say of itself."""

    model_config = ConfigDict(json_schema_extra={"example": {"is_private": False}})

    name: Name | None = None
    description: Description | None = None
    is_private: bool | None = None
    tags: Tags | None = None
    member_limit: Limit | None = None


class NewOrganisation(Request):
    """An organisation to be."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Hill Street School", "jurisdiction": "GB"}})

    name: Name
    description: Description = ""
    jurisdiction: Jurisdiction | None = None
    member_limit: Limit = rules.LARGEST_CIRCLE

    def text(self) -> CircleText:
        """The request, for the use case."""
        return CircleText(
            name=self.name,
            description=self.description,
            jurisdiction=self.jurisdiction,
            member_limit=self.member_limit,
        )


class OrganisationChange(Change):
    """What an organisation is to say of itself."""

    model_config = ConfigDict(json_schema_extra={"example": {"jurisdiction": "IE"}})

    name: Name | None = None
    description: Description | None = None
    jurisdiction: Jurisdiction | None = None
    member_limit: Limit | None = None


class JoinCodeView(BaseModel):
    """What lets somebody join."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.JOIN_CODE})

    code: str | None = Field(description="As it is written on a wall; null while nobody can join by one.")
    expires_at: datetime | None = Field(description="When it ends; null if it does not.")
    uses_left: int | None = Field(description="How many more may join by it; null if as many as there is room for.")


class NewCode(Request):
    """How long a new code is to hold."""

    model_config = ConfigDict(json_schema_extra={"example": {"expires_at": "2026-02-01T00:00:00Z", "max_uses": 30}})

    expires_at: Annotated[AwareDatetime | None, Field(description="When it is to end.")] = None
    max_uses: Annotated[int | None, Field(ge=1, le=rules.LARGEST_CIRCLE, description="How many may join by it.")] = None


class CodeBody(Request):
    """A code, as somebody typed it."""

    model_config = ConfigDict(json_schema_extra={"example": {"code": examples.CODE}})

    code: Annotated[str, Field(max_length=64, description="In any case, with or without spaces and hyphens.")]


class CircleView(BaseModel):
    """What every kind of circle shows."""

    id: UUID
    name: str
    description: str
    member_limit: int
    members: int = Field(description="How many are in it.")
    role: str | None = Field(description="Your role; null if you are not in it.")
    status: str | None = Field(description="How you stand to it: invited, active, left; null if you never did.")
    join_code: JoinCodeView | None = Field(description="Only for who leads it.")
    created_at: datetime

    @classmethod
    def of(cls, circle: Circle) -> Self:
        """From what the domain knows; each kind takes what it shows."""
        said = {name: getattr(circle.text, name) for name in CircleText.__dataclass_fields__}
        return cls.model_validate(
            {
                **{name: value for name, value in said.items() if name in cls.model_fields},
                "id": circle.id,
                "members": circle.members,
                "role": rules.role_of(circle.kind, circle.rank).value if circle.rank else None,
                "status": circle.status,
                "join_code": JoinCodeView.model_validate(circle.join_code) if circle.join_code else None,
                "created_at": circle.created_at,
            }
        )


class ClassView(CircleView):
    """A class, as you see it."""

    model_config = ConfigDict(json_schema_extra={"example": examples.CLASS})

    organisation_id: UUID | None
    subject_ids: list[UUID]


class GroupView(CircleView):
    """A group, as you see it."""

    model_config = ConfigDict(json_schema_extra={"example": examples.GROUP})

    is_private: bool
    tags: list[str]


class OrganisationView(CircleView):
    """An organisation, as you see it."""

    model_config = ConfigDict(json_schema_extra={"example": examples.ORGANISATION})

    jurisdiction: str | None


class ClassPage(PageBody[ClassView]):
    """One page of classes."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.page_of(examples.CLASS)})


class GroupPage(PageBody[GroupView]):
    """One page of groups."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": examples.page_of(examples.GROUP)})


class OrganisationPage(PageBody[OrganisationView]):
    """One page of organisations."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra={"example": examples.page_of(examples.ORGANISATION)}
    )
