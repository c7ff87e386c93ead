"""Each type of item graded as a fair teacher would, in the languages people learn in."""

from collections.abc import Sequence

import pytest

from lyceum.algorithms.grading.grades import UNAIDED, Effort, FeedbackCode
from lyceum.library.contracts import Item, ItemType
from lyceum.practice.contracts.attempts import Response, ResponseMisfit
from lyceum.practice.grading import grade, judges_self
from tests.practice.items import cloze, item_of, short_answer


async def nothing(_typed: Sequence[str]) -> Sequence[str]:
    return ()


async def verdict(item: Item, response: Response, effort: Effort = UNAIDED) -> tuple[bool, int, FeedbackCode]:
    graded = await grade(item, response, effort, nothing)
    return graded.correct, graded.quality, graded.feedback


EXACT, ACCENTS, PLURAL = FeedbackCode.EXACT, FeedbackCode.ACCENTS, FeedbackCode.PLURAL
SPELLING, NEAR, WRONG = FeedbackCode.SPELLING, FeedbackCode.NEAR_MISS, FeedbackCode.WRONG
BLANK = FeedbackCode.BLANK


@pytest.mark.parametrize(
    ("accepted", "typed", "feedback"),
    [
        (["osmosis"], "Osmosis", EXACT),
        (["osmosis"], "  the OSMOSIS. ", EXACT),
        (["law of demand"], "law-of-demand", EXACT),
        (["water", "H2O"], "h2o", EXACT),
        (["water", "H2O"], "H3O", WRONG),
        (["price ceiling"], "price ceilings", PLURAL),
        (["e-mail"], "email", SPELLING),
        (["photosynthesis"], "photo synthesis", SPELLING),
        (["photosynthesis"], "photosynthessis", SPELLING),
        (["meiosis"], "mitosis", NEAR),
        (["three"], "3", EXACT),
        (["3"], "three", EXACT),
        (["25 years"], "twenty-five years", EXACT),
        (["seventeen"], "seventen", SPELLING),
        (["eighteen"], "eighteeen", SPELLING),
        (["seventeen"], "seventy", WRONG),
        (["1000"], "1,000", EXACT),
        (["1000"], "10 00", WRONG),
        (["-3.5"], "3.5", WRONG),
        (["Züge"], "Zuege", EXACT),
        (["Zuege"], "Züge", EXACT),
        (["Züge"], "Zuge", ACCENTS),
        (["Straße"], "Strasse", EXACT),
        (["Osmose"], "die Osmose", EXACT),
        (["Gesetz"], "ein Gesetz", EXACT),
        (["die casting"], "casting", WRONG),
        (["zwei"], "2", EXACT),
        (["ミトコンドリア"], "ﾐﾄｺﾝﾄﾞﾘｱ", EXACT),
        (["ＧＤＰ"], "GDP", EXACT),
        (["浸透"], "浸透。", EXACT),
        (["かぎ"], "かき", WRONG),
        (["café"], "cafe", ACCENTS),
        (["osmosis"], "", BLANK),
        (["osmosis"], " . ", BLANK),
    ],
)
async def test_a_short_answer_is_right_however_it_is_written_and_no_other_is(
    accepted: list[str], typed: str, feedback: FeedbackCode
) -> None:
    graded = await grade(short_answer(*accepted), typed, UNAIDED, nothing)

    assert graded.feedback is feedback
    assert graded.correct is (feedback in (EXACT, ACCENTS, PLURAL, SPELLING))


async def test_another_term_of_the_subject_is_no_misspelling() -> None:
    async def others(_typed: Sequence[str]) -> Sequence[str]:
        return ("photosynthesist",)

    graded = await grade(short_answer("photosynthesis"), "photosynthesist", UNAIDED, others)

    assert (graded.correct, graded.feedback) == (False, FeedbackCode.OTHER_TERM)


async def test_the_other_terms_are_fetched_once_for_all_gaps_that_are_nearly_right() -> None:
    asked: list[Sequence[str]] = []

    async def others(typed: Sequence[str]) -> Sequence[str]:
        asked.append(typed)
        return ("photosynthesist",)

    keys = ["photosynthesis", "respiration", "osmosis"]
    item = item_of(ItemType.CLOZE, keys, accepted=[[key] for key in keys], stem="____ and ____ and ____")
    graded = await grade(item, ["photosynthesist", "respirations", "osmosis"], UNAIDED, others)

    assert asked == [["photosynthesist", "respirations"]]
    assert (graded.correct, graded.feedback) == (False, FeedbackCode.OTHER_TERM)
    assert graded.score == pytest.approx(2 / 3)


async def test_the_other_terms_are_not_fetched_where_they_cannot_matter() -> None:
    async def never(_typed: Sequence[str]) -> Sequence[str]:
        raise AssertionError("fetched")

    for typed in ("osmosis", "water", ""):
        await grade(short_answer("osmosis"), typed, UNAIDED, never)


@pytest.mark.parametrize(
    ("effort", "quality"), [(UNAIDED, 5), (Effort(hints=1), 3), (Effort(hints=2), 3), (Effort(hints=3), 2)]
)
async def test_a_right_choice_or_verdict_is_worth_less_with_help(effort: Effort, quality: int) -> None:
    choice = item_of(ItemType.MULTIPLE_CHOICE, "b", options=["It falls.", "It rises.", "Nothing."])

    assert await verdict(choice, "b", effort) == (True, quality, EXACT)
    assert await verdict(item_of(ItemType.TRUE_FALSE, key=True), response=True, effort=effort) == (True, quality, EXACT)
    assert await verdict(item_of(ItemType.TRUE_FALSE, key=False), response=False, effort=effort) == (
        True,
        quality,
        EXACT,
    )


async def test_a_wrong_choice_or_verdict_is_wrong_with_any_help() -> None:
    choice = item_of(ItemType.MULTIPLE_CHOICE, "b", options=["It falls.", "It rises.", "Nothing."])

    for effort in (UNAIDED, Effort(hints=3)):
        assert await verdict(choice, "a", effort) == (False, 1, WRONG)
        assert await verdict(item_of(ItemType.TRUE_FALSE, key=True), response=False, effort=effort) == (False, 1, WRONG)


async def test_several_gaps_are_as_right_as_the_worst_of_them() -> None:
    item = item_of(ItemType.CLOZE, ["salt", "pepper"], accepted=[["salt", "NaCl"], ["pepper"]])

    half = await grade(item, ["nacl", "sugar"], UNAIDED, nothing)
    whole = await grade(item, ["salt", "Pepper"], UNAIDED, nothing)

    assert (half.correct, half.score, half.quality, half.feedback) == (False, 0.5, 1, WRONG)
    assert (whole.correct, whole.score, whole.quality) == (True, 1.0, 5)


async def test_one_gap_may_be_answered_with_a_bare_text() -> None:
    assert await verdict(cloze("osmosis"), "osmosis") == (True, 5, EXACT)


@pytest.mark.parametrize(("button", "expected"), [(1, (False, 1)), (2, (True, 3)), (3, (True, 4)), (4, (True, 5))])
async def test_a_flashcard_is_judged_by_the_learner(button: int, expected: tuple[bool, int]) -> None:
    card = item_of(ItemType.FLASHCARD, "Water on the move.")

    assert (await verdict(card, button))[:2] == expected
    assert judges_self(card)
    assert not judges_self(cloze("osmosis"))


CHOICE = item_of(ItemType.MULTIPLE_CHOICE, "b", options=["It falls.", "It rises."])


@pytest.mark.parametrize("item", [CHOICE, item_of(ItemType.TRUE_FALSE, key=True), short_answer("x"), cloze("x")])
async def test_an_empty_text_says_that_it_is_not_known(item: Item) -> None:
    assert await verdict(item, "") == (False, 0, FeedbackCode.BLANK)


@pytest.mark.parametrize(
    ("item", "response"),
    [
        (CHOICE, "c"),
        (CHOICE, "It rises."),
        (CHOICE, 1),
        (CHOICE, ["b"]),
        (item_of(ItemType.TRUE_FALSE, key=True), "true"),
        (item_of(ItemType.TRUE_FALSE, key=True), 1),
        (short_answer("x"), ["x"]),
        (short_answer("x"), True),
        (short_answer("x"), "x" * 501),
        (short_answer("x"), "ﷺ" * 500),
        (cloze("x"), ["ﷺ" * 500]),
        (cloze("x"), ["x", "y"]),
        (cloze("x"), 3),
        (item_of(ItemType.FLASHCARD, "x"), True),
        (item_of(ItemType.FLASHCARD, "x"), 5),
    ],
)
async def test_a_response_of_another_shape_is_refused(item: Item, response: Response) -> None:
    with pytest.raises(ResponseMisfit):
        await grade(item, response, UNAIDED, nothing)
