"""How likely a learner answers items right now, by which predictor, and what speaks for it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from lyceum.algorithms.irt import ability
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.library import facade as library
from lyceum.library.contracts import Item, ItemNotFound
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import carrying, fold, registry, rules, seeing
from lyceum.practice.contracts.predictors import Prediction, Predictions
from lyceum.practice.fold import SkillState
from lyceum.practice.ports import Question
from lyceum.practice.store import states
from lyceum.practice.store.predictors import Registered

# What says less than this, in logits, is no reason.
_LEAST_TOLD = 0.05
_MOST_TOLD = 5
_SUREST = 1e-9
_NEUTRAL = ItemCurve(1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Said:
    """A chance, and what moved its logit."""

    chance: float
    moved: Mapping[str, float]


async def predict(
    uow: UnitOfWork, who: Principal, item_ids: Sequence[UUID], *, learner_id: UUID | None = None
) -> Predictions:
    """The chance of a right answer for each of some items of a learner, each once, in the order asked for.

    Args:
        uow: the transaction.
        who: whoever asks.
        item_ids: items in the learner's library.
        learner_id: somebody else, whose progress they may see; None for themselves.

    Raises:
        PersonNotFound: if the learner may not be seen.
        ItemNotFound: if the learner has no such item.
    """
    learner = who
    if learner_id is not None and learner_id != who.user_id:
        learner = await seeing.seen_by(uow, who, learner_id)
    items = await _items(uow, learner, item_ids)
    skill_ids = list({skill.id for item in items for skill in item.skills})
    known = await states.load_skills(uow, learner.user_id, skill_ids)
    for told in await registry.told_to(uow, learner.user_id):
        if (said := await _trained(uow, learner.user_id, items, told)) is not None:
            break
    else:
        told = await registry.beliefs(uow)
        said = [_believed(item, known) for item in items]
    return Predictions(
        items=tuple(_prediction(item, known, each) for item, each in zip(items, said, strict=True)),
        name=told.name,
        version=told.version,
        is_fallback=told.name == registry.BELIEFS,
    )


async def _items(uow: UnitOfWork, learner: Principal, item_ids: Sequence[UUID]) -> list[Item]:
    wanted = list(dict.fromkeys(item_ids))
    found = await library.find_items(uow, learner, wanted)
    if missing := [each for each in wanted if each not in found]:
        raise ItemNotFound(f"There is no item {str(missing[0])!r} in this library.")
    return [found[each] for each in wanted]


async def _trained(uow: UnitOfWork, learner_id: UUID, items: Sequence[Item], told: Registered) -> list[_Said] | None:
    """What a trained predictor says; None if there is none, or its file cannot be used."""
    trained = await carrying.predictors_of(uow.kernel, told)
    if trained is None or told.artefact is None:
        return None
    learner, now = await carrying.follow(uow, trained, told.artefact, learner_id), uow.clock.now()
    asked = [Question(item.id, tuple(skill.id for skill in item.skills)) for item in items]
    chances = trained.chances(learner, asked, now)[told.name]
    return [
        _Said(chance, trained.reasons(told.name, learner, each, now))
        for chance, each in zip(chances, asked, strict=True)
    ]


def _believed(item: Item, known: Mapping[UUID, SkillState]) -> _Said:
    """By BKT and IRT: from what anybody is believed to know, item, skills and ability are put in one after another."""
    anybody = fold.new_skill(rules.TRACING)
    own = [known.get(skill.id, anybody) for skill in item.skills]
    traced = [replace(each, ability=ability.PRIOR) for each in own]
    curve = ItemCurve(item.parameters.a, item.parameters.b, item.parameters.c)
    steps = [
        _chance([anybody], _NEUTRAL),
        _chance([anybody], curve),
        _chance(traced, curve),
        _chance(own, curve),
    ]
    logits = [_logit(each) for each in steps]
    names = ("item_difficulty", "skill_history", "own_record")
    moved = {name: logits[number + 1] - logits[number] for number, name in enumerate(names)}
    return _Said(steps[-1], moved)


def _chance(skills: Sequence[SkillState], curve: ItemCurve) -> float:
    return sum(rules.p_correct(each, curve) for each in skills) / len(skills)


def _prediction(item: Item, known: Mapping[UUID, SkillState], said: _Said) -> Prediction:
    answers = [known[skill.id].practice_count if skill.id in known else 0 for skill in item.skills]
    telling = sorted(said.moved.items(), key=lambda each: -abs(each[1]))[:_MOST_TOLD]
    return Prediction(
        item_id=item.id,
        chance=said.chance,
        confidence=rules.confidence_of(sum(answers) / len(answers)),
        reasons={name: part for name, part in telling if abs(part) >= _LEAST_TOLD},
    )


def _logit(chance: float) -> float:
    held = min(max(chance, _SUREST), 1.0 - _SUREST)
    return math.log(held / (1.0 - held))
