"""Routes of subjects and of their skills."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, status

from lyceum.library import browsing, collecting, skill_map
from lyceum.library.browsing import ScopeMissing
from lyceum.library.contracts import (
    OtherSubject,
    PrerequisiteCycle,
    SkillExists,
    SkillNotFound,
    SubjectNotEmpty,
    SubjectNotFound,
)
from lyceum.library.schemas.subjects import (
    NewSkillBody,
    PrerequisitesBody,
    SkillList,
    SkillPage,
    SkillView,
    SubjectPage,
    SubjectView,
    TitleBody,
)
from lyceum.platform.errors import Invalid, Unauthenticated
from lyceum.platform.http.authentication import SignedIn
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.paging import Paging
from lyceum.platform.http.routing import Router
from lyceum.platform.http.transaction import Transaction
from lyceum.platform.http.versions import Deprecation
from lyceum.platform.pages import CursorInvalid

router = Router(tags=["library"])

SubjectId = Annotated[UUID, Path(description="One of your subjects.")]
SkillId = Annotated[UUID, Path(description="A skill of one of your subjects.")]
InSubject = Annotated[UUID | None, Query(description="Only what belongs to this subject.")]
InDocument = Annotated[UUID | None, Query(description="Only what this document teaches.")]
# It was promised to answer with the whole of a map, however large that is.
_IN_PAGES_ELSEWHERE = Deprecation(
    since=datetime(2026, 11, 21, tzinfo=UTC), successor="/api/v1/subjects/{subject_id}/skills"
)


@router.post(
    "/subjects",
    status_code=status.HTTP_201_CREATED,
    summary="Create a subject",
    responses=error_responses(Unauthenticated, Invalid),
)
async def create_subject(uow: Transaction, owner: SignedIn, new: TitleBody) -> SubjectView:
    """A new, empty subject of yours: documents uploaded into it share its skills."""
    return SubjectView.model_validate(await collecting.create_subject(uow, owner.user_id, new.title))


@router.get("/subjects", summary="List subjects", responses=error_responses(Unauthenticated, CursorInvalid))
async def list_subjects(uow: Transaction, owner: SignedIn, page: Paging) -> SubjectPage:
    """Your subjects, the newest first."""
    found = await browsing.list_subjects(uow, owner, page)
    views = [SubjectView.model_validate(each) for each in found.items]
    return SubjectPage(items=views, next_cursor=found.next_cursor)


@router.get(
    "/subjects/{subject_id}", summary="Read a subject", responses=error_responses(Unauthenticated, SubjectNotFound)
)
async def read_subject(uow: Transaction, owner: SignedIn, subject_id: SubjectId) -> SubjectView:
    """One of your subjects."""
    return SubjectView.model_validate(await collecting.find_subject(uow, owner.user_id, subject_id))


@router.patch("/subjects/{subject_id}", summary="Rename a subject", responses=error_responses(SubjectNotFound))
async def rename_subject(uow: Transaction, owner: SignedIn, subject_id: SubjectId, new: TitleBody) -> SubjectView:
    """Give one of your subjects another title."""
    return SubjectView.model_validate(await collecting.rename_subject(uow, owner, subject_id, new.title))


@router.delete(
    "/subjects/{subject_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Archive a subject",
    responses=error_responses(SubjectNotFound, SubjectNotEmpty),
)
async def archive_subject(uow: Transaction, owner: SignedIn, subject_id: SubjectId) -> None:
    """Put one of your subjects away, once it has no decks. What you learned of it stays learned."""
    await collecting.archive_subject(uow, owner, subject_id)


@router.post(
    "/subjects/{subject_id}/skills",
    status_code=status.HTTP_201_CREATED,
    summary="Create a skill",
    responses=error_responses(SubjectNotFound, SkillExists),
)
async def create_skill(uow: Transaction, owner: SignedIn, subject_id: SubjectId, new: NewSkillBody) -> SkillView:
    """A new skill of one of your subjects, behind the others, for items of your own."""
    return SkillView.of(await browsing.count_for(uow, await skill_map.create_skill(uow, owner, subject_id, new.name)))


@router.get(
    "/subjects/{subject_id}/skills",
    summary="List the skills of a subject",
    responses=error_responses(Unauthenticated, SubjectNotFound, CursorInvalid),
)
async def list_skills_of(
    uow: Transaction, owner: SignedIn, subject_id: SubjectId, page: Paging, document_id: InDocument = None
) -> SkillPage:
    """The skills of one of your subjects, in the order they are taught."""
    found = await browsing.list_skills_of(uow, owner, subject_id, page, document_id=document_id)
    return SkillPage(items=[SkillView.of(row) for row in found.items], next_cursor=found.next_cursor)


@router.get(
    "/skills",
    summary="List skills",
    dependencies=[Depends(_IN_PAGES_ELSEWHERE)],
    responses=error_responses(Unauthenticated, SubjectNotFound, ScopeMissing),
)
async def list_skills(
    uow: Transaction, owner: SignedIn, subject_id: InSubject = None, document_id: InDocument = None
) -> SkillList:
    """All skills of one of your subjects or documents at once, in the order they are taught."""
    found = await browsing.list_skills(uow, owner, subject_id=subject_id, document_id=document_id)
    return SkillList(items=[SkillView.of(row) for row in found])


@router.put(
    "/skills/{skill_id}/prerequisites",
    summary="Set the prerequisites of a skill",
    responses=error_responses(SkillNotFound, OtherSubject, PrerequisiteCycle),
)
async def set_prerequisites(uow: Transaction, owner: SignedIn, skill_id: SkillId, body: PrerequisitesBody) -> SkillView:
    """Say all that is better learned before one of your skills. Nothing can be learned before itself."""
    changed = await skill_map.set_prerequisites(uow, owner, skill_id, body.skill_ids)
    return SkillView.of(await browsing.count_for(uow, changed))
