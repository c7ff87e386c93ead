"""One skill looked at closely: what is believed and since when, what it hangs together with, what asks for it."""

from collections.abc import Sequence
from uuid import UUID

from lyceum.library import facade as library
from lyceum.library.contracts import PracticeScope, Skill
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.withholding import withheld
from lyceum.practice import facade as practice
from lyceum.progress.contracts import ItemStanding, SkillDetail, SkillProgress

_MOST_ITEMS = 50


async def look_closely(uow: UnitOfWork, learner: Principal, skill_id: UUID) -> SkillDetail:
    """All there is to say of one of the learner's skills.

    Raises:
        SkillNotFound: if they have none with this id.
    """
    around = await library.neighbours_of(uow, learner, skill_id)
    needs, needed_by = len(around.needs), len(around.needed_by)
    known = await with_beliefs(uow, learner, [around.skill, *around.needs, *around.needed_by])
    items, count = await _items(uow, learner, skill_id)
    return SkillDetail(
        skill=known[0],
        needs=known[1 : 1 + needs],
        needed_by=known[1 + needs : 1 + needs + needed_by],
        items=items,
        item_count=count,
        series=await practice.mastery_series(uow, learner, skill_id),
    )


async def with_beliefs(uow: UnitOfWork, learner: Principal, skills: Sequence[Skill]) -> list[SkillProgress]:
    """The skills, in their order, each with what is believed of the learner."""
    beliefs = await practice.mastery_of(uow, learner, [skill.id for skill in skills])
    return [
        SkillProgress(skill.subject_id, skill.name, belief.mastery >= practice.MASTERED_AT, belief)
        for skill, belief in zip(skills, beliefs, strict=True)
    ]


async def _items(uow: UnitOfWork, learner: Principal, skill_id: UUID) -> tuple[list[ItemStanding], int]:
    """The items that ask for a skill, those that come back soonest first and the new ones last; how many there are."""
    asking = (await library.items_for_practice(uow, learner, PracticeScope(skill_ids=(skill_id,)))).ids
    reviews = {review.item_id: review for review in await practice.reviews_of(uow, learner, asking)}
    shown = [*reviews, *(each for each in asking if each not in reviews)][:_MOST_ITEMS]
    items = await library.find_items(uow, learner, shown)
    secret = await withheld(uow, learner, shown)
    return [ItemStanding(items[each], reviews.get(each), each in secret) for each in shown], len(asking)
