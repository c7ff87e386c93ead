"""The skills of a subject and what is learned before what: a graph without cycles, whoever draws it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from lyceum.algorithms.text.words import term_key
from lyceum.library import collecting, rules
from lyceum.library.contracts import (
    NewSkill,
    OtherSubject,
    PrerequisiteCycle,
    Skill,
    SkillExists,
    SkillNeighbours,
    SkillNotFound,
)
from lyceum.library.store import skills, subjects
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


async def add_skills(uow: UnitOfWork, subject_id: UUID, document_id: UUID, new: Sequence[NewSkill]) -> dict[str, UUID]:
    """The id of each skill by its key; a key the subject knows is the skill it has.

    A prerequisite that would close a cycle, perhaps with one from another document, is left out: what was there first
    stays.
    """
    await subjects.renew_content(uow, subject_id)
    ids = await skills.put_skills(uow, subject_id, document_id, new)
    wanted = [(ids[each.key], ids[before]) for each in new for before in each.prerequisite_keys if before in ids]
    if wanted:
        await skills.add_edges(uow, rules.fitting(await skills.edges_of(uow, subject_id), wanted))
    return ids


async def create_skill(uow: UnitOfWork, owner: Principal, subject_id: UUID, name: str) -> Skill:
    """A new skill of one of the owner's subjects, behind the others.

    Raises:
        SubjectNotFound: if they have no such subject.
        SkillExists: if it has a skill of this name, or of another form of it.
    """
    await collecting.find_subject(uow, owner.user_id, subject_id)
    await subjects.renew_content(uow, subject_id)
    key = term_key(name) or name.casefold()
    if await skills.ids_of(uow, subject_id, [key]):
        raise SkillExists(f"The subject has a skill named {name!r}, or another form of it. Use that one.")
    ids = await skills.put_skills(uow, subject_id, None, [NewSkill(key=key, name=name)])
    return await find_skill(uow, owner, ids[key])


async def find_skill(uow: UnitOfWork, owner: Principal, skill_id: UUID) -> Skill:
    """A skill in one of the owner's subjects.

    Raises:
        SkillNotFound: if there is none with this id.
    """
    return (await find_skills(uow, owner, [skill_id]))[skill_id]


async def find_skills(uow: UnitOfWork, owner: Principal, skill_ids: Sequence[UUID]) -> dict[UUID, Skill]:
    """Skills in the owner's subjects, by id.

    Raises:
        SkillNotFound: if one of them is not there.
    """
    found = await skills.find_skills(uow, owner.user_id, skill_ids)
    if strangers := set(skill_ids) - found.keys():
        raise SkillNotFound(f"You have no skill {str(min(strangers))!r}.")
    return found


async def neighbours_of(uow: UnitOfWork, owner: Principal, skill_id: UUID) -> SkillNeighbours:
    """A skill in one of the owner's subjects, with what it needs and what needs it.

    Raises:
        SkillNotFound: if there is none with this id.
    """
    skill = await find_skill(uow, owner, skill_id)
    later = await skills.dependents_of(uow, skill_id)
    found = await skills.find_skills(uow, owner.user_id, [*skill.prerequisites, *later])

    def taught(ids: Collection[UUID]) -> tuple[Skill, ...]:
        return tuple(sorted((found[each] for each in ids if each in found), key=lambda each: each.position))

    return SkillNeighbours(skill, taught(skill.prerequisites), taught(later))


async def set_prerequisites(uow: UnitOfWork, owner: Principal, skill_id: UUID, before: Sequence[UUID]) -> Skill:
    """Give a skill these prerequisites and no others.

    Raises:
        SkillNotFound: if the owner has not all of them.
        OtherSubject: if one is of another subject.
        PrerequisiteCycle: if the skill would have to be learned before itself.
    """
    wanted = list(dict.fromkeys(before))
    found = await find_skills(uow, owner, [skill_id, *wanted])
    skill = found[skill_id]
    if any(found[each].subject_id != skill.subject_id for each in wanted):
        raise OtherSubject("A skill and its prerequisites belong to one subject.")
    await subjects.renew_content(uow, skill.subject_id)
    known = [edge for edge in await skills.edges_of(uow, skill.subject_id) if edge[0] != skill_id]
    if len(rules.fitting(known, [(skill_id, each) for each in wanted])) < len(wanted):
        raise PrerequisiteCycle("One of these skills is itself learned after this one. Leave it out.")
    await skills.replace_edges(uow, skill_id, wanted)
    return replace(skill, prerequisites=tuple(wanted))
