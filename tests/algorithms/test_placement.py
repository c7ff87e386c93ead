"""What a placement asks: what tells most, of every skill in turn, and not the same of everybody."""

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.irt.ability import PRIOR, Ability, update
from lyceum.algorithms.irt.three_pl import ItemCurve, information, p_correct
from lyceum.algorithms.selection.choices import ReasonCode
from lyceum.algorithms.selection.placement import MOST_TELLING, PlacementItem, placement_item

BANK = [PlacementItem(number, (number % 3,), ItemCurve(b=-3.0 + number / 10.0)) for number in range(60)]

items = st.lists(
    st.builds(
        PlacementItem,
        item=st.integers(),
        skills=st.lists(st.integers(0, 4), min_size=1, max_size=2, unique=True).map(tuple),
        curve=st.builds(ItemCurve, a=st.floats(0.5, 2), b=st.floats(-3, 3), c=st.floats(0, 0.5)),
    ),
    max_size=20,
    unique_by=lambda each: each.item,
)


def place(theta: float, seed: int, length: int = 15) -> tuple[Ability, list[PlacementItem]]:
    rng, ability, asked = random.Random(seed), PRIOR, Counter[object]()
    left, given_items = list(BANK), []
    for _ in range(length):
        choice = placement_item(left, asked, ability, rng=rng)
        assert choice is not None
        chosen = next(each for each in left if each.item == choice.item)
        left.remove(chosen)
        given_items.append(chosen)
        asked[choice.skill] += 1
        ability = update(ability, chosen.curve, correct=rng.random() < p_correct(theta, chosen.curve))
    return ability, given_items


def test_one_of_the_most_telling_items_is_asked() -> None:
    telling = sorted(BANK, key=lambda each: -information(0.5, each.curve))[:MOST_TELLING]

    asked = {
        choice.item
        for seed in range(60)
        if (choice := placement_item(BANK, {}, Ability(0.5, 0.6), rng=random.Random(seed)))
    }

    assert asked == {each.item for each in telling}


def test_skills_take_turns() -> None:
    _, given_items = place(0.0, seed=4)

    assert Counter(each.skills[0] for each in given_items) == {0: 5, 1: 5, 2: 5}


def test_able_people_are_asked_harder_things_and_their_level_is_found() -> None:
    weak, strong = ([place(theta, seed) for seed in range(40)] for theta in (-1.5, 1.5))

    def mean(values: list[float]) -> float:
        return sum(values) / len(values)

    assert mean([given_items[-1].curve.b for _, given_items in weak]) < -0.5
    assert mean([given_items[-1].curve.b for _, given_items in strong]) > 0.5
    assert mean([ability.mean for ability, _ in strong]) - mean([ability.mean for ability, _ in weak]) > 1.8
    assert all(ability.standard_error < 0.55 for ability, _ in (*weak, *strong))


def test_items_that_tell_alike_are_asked_of_different_people() -> None:
    alike = [PlacementItem(number, ("s",), ItemCurve()) for number in range(30)]

    asked = Counter(
        choice.item for seed in range(300) if (choice := placement_item(alike, {}, PRIOR, rng=random.Random(seed)))
    )

    assert len(asked) == 30
    assert max(asked.values()) < 30


@given(items, st.dictionaries(st.integers(0, 4), st.integers(0, 3)), st.integers())
def test_what_is_asked_is_of_a_skill_asked_least_and_says_what_it_tells(
    bank: list[PlacementItem], asked: dict[object, int], seed: int
) -> None:
    choice = placement_item(bank, asked, PRIOR, rng=random.Random(seed))

    if not bank:
        assert choice is None
        return
    assert choice is not None
    (chosen,) = (each for each in bank if each.item == choice.item)
    assert choice.skill in chosen.skills
    assert asked.get(choice.skill, 0) == min(asked.get(skill, 0) for each in bank for skill in each.skills)
    assert choice.score == choice.components[0].contribution == information(0.0, chosen.curve)
    assert [reason.code for reason in choice.reasons] == [ReasonCode.FINDS_LEVEL]
