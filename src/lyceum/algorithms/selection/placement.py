"""What to ask somebody nobody knows yet: the item that tells most about their level, and not always the same one."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from lyceum.algorithms.irt.ability import Ability
from lyceum.algorithms.irt.three_pl import ItemCurve, information
from lyceum.algorithms.selection.choices import Choice, Component, ComponentName, Dice, Reason, ReasonCode

# Kingsbury & Zara 1989: chance among the most telling few keeps one item from being everybody's first.
MOST_TELLING = 5


@dataclass(frozen=True, slots=True)
class PlacementItem:
    """One item that may be asked, with the skills it asks for and how hard it is."""

    item: Hashable
    skills: tuple[Hashable, ...]
    curve: ItemCurve


def placement_item(
    candidates: Sequence[PlacementItem],
    asked: Mapping[Hashable, int],
    ability: Ability,
    *,
    rng: Dice,
    among: int = MOST_TELLING,
) -> Choice | None:
    """The item to ask next in a placement, one of the most telling of the skills that were asked for least.

    Args:
        candidates: the items that were not asked in this placement.
        asked: how often each skill was asked for in this placement; a skill that is not in it was never.
        ability: of the learner, by their answers so far.
        rng: decides among the most telling.
        among: how many those are.

    Returns:
        The choice, whose score is the item's information at the ability; None if there is nothing left to ask.

    Source: maximum information as Birnbaum 1968; chance among the best few as Kingsbury & Zara 1989.
    """
    fewest = min((asked.get(skill, 0) for each in candidates for skill in each.skills), default=0)
    # Until items are calibrated many tell alike: chance decides among those, not their place in the list.
    fair = [
        (information(ability.mean, each.curve), rng.random(), each, skill)
        for each in candidates
        for skill in each.skills
        if asked.get(skill, 0) == fewest
    ]
    if not fair:
        return None
    fair.sort(key=lambda told: (-told[0], told[1]))
    telling, _, chosen, skill = fair[int(rng.random() * min(among, len(fair)))]
    numbers = {"ability": ability.mean, "standard_error": ability.standard_error, "information": telling}
    return Choice(
        item=chosen.item,
        skill=skill,
        score=telling,
        components=(Component(ComponentName.INFORMATION, telling, telling),),
        reasons=(Reason(ReasonCode.FINDS_LEVEL, numbers),),
    )
