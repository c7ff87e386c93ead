"""What an item of each type must say, and prerequisites that never run in a circle."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.library.contracts import ContentMisfit, ItemContent, ItemType
from lyceum.library.rules import checked, fitting

OPTIONS = [{"id": "a", "text": "It falls."}, {"id": "b", "text": "It rises."}]
GOOD = {
    ItemType.FLASHCARD: ItemContent(type=ItemType.FLASHCARD, stem="Osmosis?", key="Water on the move.", accepted=[]),
    ItemType.CLOZE: ItemContent(
        type=ItemType.CLOZE, stem="____ and ____", key=["salt", "pepper"], accepted=[["salt", "NaCl"], ["pepper"]]
    ),
    ItemType.SHORT_ANSWER: ItemContent(
        type=ItemType.SHORT_ANSWER, stem="What moves?", key="water", accepted=[["water", "H2O"]]
    ),
    ItemType.MULTIPLE_CHOICE: ItemContent(
        type=ItemType.MULTIPLE_CHOICE, stem="What does it do?", key="b", accepted=[], options=OPTIONS
    ),
    ItemType.TRUE_FALSE: ItemContent(type=ItemType.TRUE_FALSE, stem="Water moves.", key=False, accepted=[]),
}


@pytest.mark.parametrize("kind", ItemType)
def test_a_good_item_is_kept_as_it_is(kind: ItemType) -> None:
    assert checked(GOOD[kind]) == GOOD[kind]


@pytest.mark.parametrize("kind", [ItemType.CLOZE, ItemType.SHORT_ANSWER])
def test_the_key_is_the_first_of_what_is_accepted(kind: ItemType) -> None:
    good = GOOD[kind]
    keys = good.key if isinstance(good.key, list) else [good.key]

    bare = checked(replace(good, accepted=[]))
    more = checked(replace(good, accepted=[["other", str(key), "other"] for key in keys]))

    assert bare.accepted == [[key] for key in keys]
    assert more.accepted == [[key, "other"] for key in keys]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (ItemType.FLASHCARD, {"key": ["one"]}),
        (ItemType.FLASHCARD, {"key": " "}),
        (ItemType.FLASHCARD, {"accepted": [["x"]]}),
        (ItemType.FLASHCARD, {"options": OPTIONS}),
        (ItemType.CLOZE, {"key": "salt"}),
        (ItemType.CLOZE, {"key": ["salt"]}),
        (ItemType.CLOZE, {"stem": "No gap."}),
        (ItemType.CLOZE, {"stem": "No gap.", "key": [], "accepted": []}),
        (ItemType.CLOZE, {"accepted": [["salt"]]}),
        (ItemType.CLOZE, {"key": ["salt", "!"], "accepted": []}),
        (ItemType.SHORT_ANSWER, {"key": True}),
        (ItemType.SHORT_ANSWER, {"accepted": [["water"], ["ice"]]}),
        (ItemType.SHORT_ANSWER, {"accepted": [["…"]]}),
        (ItemType.MULTIPLE_CHOICE, {"key": "c"}),
        (ItemType.MULTIPLE_CHOICE, {"key": True}),
        (ItemType.MULTIPLE_CHOICE, {"options": None}),
        (ItemType.MULTIPLE_CHOICE, {"options": OPTIONS[1:]}),
        (ItemType.MULTIPLE_CHOICE, {"options": [*OPTIONS, {"id": "a", "text": "It stays."}]}),
        (ItemType.MULTIPLE_CHOICE, {"options": [*OPTIONS, {"id": "c", "text": "it  FALLS."}]}),
        (ItemType.MULTIPLE_CHOICE, {"options": [{"id": str(n), "text": str(n)} for n in range(11)], "key": "1"}),
        (ItemType.MULTIPLE_CHOICE, {"accepted": [["It rises."]]}),
        (ItemType.TRUE_FALSE, {"key": "true"}),
        (ItemType.TRUE_FALSE, {"accepted": [["true"]]}),
        (ItemType.TRUE_FALSE, {"options": OPTIONS}),
    ],
)
def test_what_an_item_of_its_type_does_not_say_is_refused(kind: ItemType, change: dict[str, object]) -> None:
    with pytest.raises(ContentMisfit):
        checked(replace(GOOD[kind], **change))  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("kind", [ItemType.CLOZE, ItemType.SHORT_ANSWER])
def test_an_answer_that_stands_for_more_than_anybody_types_is_refused(kind: ItemType) -> None:
    good = GOOD[kind]

    with pytest.raises(ContentMisfit, match="stands for at most"):
        checked(replace(good, accepted=[*good.accepted[:-1], ["ﷺ" * 500]]))


EDGES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=60)


def has_cycle(edges: list[tuple[int, int]]) -> bool:
    """By taking away whatever has nothing before it, until nothing is left or nothing can be taken."""
    left = set(edges)
    while left:
        free = {skill for edge in left for skill in edge} - {skill for skill, _ in left}
        kept = {edge for edge in left if edge[1] not in free}
        if kept == left:
            return True
        left = kept
    return False


@given(EDGES, EDGES)
def test_prerequisites_never_run_in_a_circle(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    known = fitting([], first)
    added = fitting(known, second)

    assert not has_cycle(known + added)
    left_out = [edge for edge in second if edge not in added]
    assert all(has_cycle([*known, *added, edge]) for edge in left_out)


def test_of_two_that_contradict_each_other_the_first_stays() -> None:
    assert fitting([("b", "a")], [("a", "b"), ("c", "b"), ("a", "c"), ("d", "d")]) == [("c", "b")]
