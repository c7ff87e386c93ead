"""Where keys stand, what a skill keeps, and what is published first."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lyceum.studio.arranging import MOST_ITEMS_PER_SKILL, capped, in_order_of_publication, with_keys_spread
from lyceum.studio.drafts import DraftType, ItemDraft, Quote


def item(number: int, skill: str = "a", term: str = "t", kind: DraftType = DraftType.CLOZE) -> ItemDraft:
    return ItemDraft(kind, f"stem {number}", "key", ("key",), Quote(1, 1, 0, 1, "q"), term, 0.8, skill)


def choice(number: int, options: int = 4) -> ItemDraft:
    texts = ("key", *(f"wrong {each}" for each in range(options - 1)))
    return replace(item(number, kind=DraftType.MULTIPLE_CHOICE), options=texts)


@given(st.lists(st.sampled_from([3, 4]), max_size=30))
def test_keys_stand_in_every_place_about_equally_often_and_in_the_same_place_again(counts: list[int]) -> None:
    items = [choice(number, count) for number, count in enumerate(counts)]

    arranged = with_keys_spread(items)

    stood = Counter((len(each.options), each.options.index("key")) for each in arranged)
    for options in (3, 4):
        places = [stood[options, place] for place in range(options)]
        assert max(places) - min(places) <= 1
    assert [set(each.options) for each in arranged] == [set(each.options) for each in items]
    assert with_keys_spread(items) == arranged


def test_a_skill_keeps_the_first_items_of_every_term_before_the_last_of_any() -> None:
    items = [item(number, term=f"t{number % 3}") for number in range(60)]
    many_of_one = [item(100 + number, term="t0") for number in range(20)] + [item(200, term="t9")]

    assert len(capped(items)) == MOST_ITEMS_PER_SKILL
    assert Counter(each.term_key for each in capped(items)) == {"t0": 6, "t1": 5, "t2": 5}
    assert item(200, term="t9") in capped(many_of_one)


def test_the_first_items_come_from_every_skill_of_the_first_chapter_in_the_order_of_teaching() -> None:
    skills = [f"skill {number}" for number in range(30)]
    items = [item(10 * place + turn, skill) for place, skill in enumerate(skills) for turn in range(5)]

    ordered = in_order_of_publication(items, skills)

    assert Counter(ordered) == Counter(items)
    assert [each.skill_key for each in ordered[:24]] == [skill for skill in skills[:12] for _ in range(2)]
    assert {each.skill_key for each in ordered[: 12 * 5]} == set(skills[:12])
