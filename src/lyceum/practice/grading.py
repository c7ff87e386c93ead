"""Is it right? The shape of a response and the way it is graded are the item type's."""

from collections.abc import Awaitable, Callable, Sequence
from typing import assert_never

from lyceum.algorithms.grading.choice import QUALITY_OF_BUTTON, grade_button, grade_choice
from lyceum.algorithms.grading.grades import Effort, FeedbackCode, Grade
from lyceum.algorithms.grading.text_answer import LONGEST_WRITTEN_OUT, grade_text, is_overlong, normalise_answer
from lyceum.library.contracts import Item, ItemType
from lyceum.practice.contracts.attempts import Response, ResponseMisfit

# Only where a text is nearly right does it matter whether it is another term of the subject.
_NEARLY = frozenset({FeedbackCode.SPELLING, FeedbackCode.PLURAL, FeedbackCode.NEAR_MISS})
_LONGEST_TEXT = 500

# Whoever does not know an answer says so with an empty text, whatever the type; a flashcard has a button for it.
_NO_ANSWER = ""

OtherAnswers = Callable[[Sequence[str]], Awaitable[Sequence[str]]]


async def grade(item: Item, response: Response, effort: Effort, other_answers: OtherAnswers) -> Grade:
    """The grade of a response.

    Args:
        item: with its key.
        response: as it arrived.
        effort: hints and time.
        other_answers: fetches what other items of the subject accept, for what was typed; called once at the most, and
            only when it matters.

    Raises:
        ResponseMisfit: if the response is not of the shape this type of item takes.
    """
    match item.type:
        case ItemType.FLASHCARD:
            return grade_button(_button(response))
        case ItemType.CLOZE:
            gaps = _texts(response, len(item.accepted))
            return _worst(await _grade_texts(gaps, item.accepted, effort, other_answers))
        case ItemType.SHORT_ANSWER:
            return (await _grade_texts([_text(response)], item.accepted[:1], effort, other_answers))[0]
        case ItemType.MULTIPLE_CHOICE:
            ids = [option["id"] for option in item.options or ()]
            return grade_choice(_option(response, ids), str(item.key), ids, effort=effort)
        case ItemType.TRUE_FALSE:
            return grade_choice(_verdict(response), item.key is True, (True, False), effort=effort)
        case _:
            assert_never(item.type)


def judges_self(item: Item) -> bool:
    """Whether the learner says how well they knew it."""
    return item.type is ItemType.FLASHCARD


async def _grade_texts(
    typed: Sequence[str], accepted: Sequence[Sequence[str]], effort: Effort, other_answers: OtherAnswers
) -> list[Grade]:
    """The grade of each text, by what is accepted in its place."""
    grades = [grade_text(text, right, effort=effort) for text, right in zip(typed, accepted, strict=True)]
    near = [place for place, first in enumerate(grades) if first.feedback in _NEARLY]
    if near:
        others = set(map(normalise_answer, await other_answers([typed[place] for place in near])))
        for place in near:
            text = typed[place]
            if normalise_answer(text) in others:
                grades[place] = grade_text(text, accepted[place], other_terms=[text], effort=effort)
    return grades


def _worst(grades: Sequence[Grade]) -> Grade:
    """An item with several gaps is as right as its worst gap; the score is the share of right ones."""
    worst = min(grades, key=lambda each: each.quality)
    share = sum(each.score for each in grades) / len(grades)
    return Grade(all(each.correct for each in grades), share, worst.quality, worst.feedback, worst.matched)


def _button(response: Response) -> int:
    if isinstance(response, bool) or not isinstance(response, int) or response not in QUALITY_OF_BUTTON:
        raise ResponseMisfit("A flashcard is answered with 1 (again), 2 (hard), 3 (good) or 4 (easy).")
    return response


def _option(response: Response, ids: Sequence[str]) -> str | None:
    if response == _NO_ANSWER:
        return None
    if not isinstance(response, str) or response not in ids:
        raise ResponseMisfit(f"A multiple-choice item is answered with the id of an option: {', '.join(ids)}.")
    return response


def _verdict(response: Response) -> bool | None:
    if response == _NO_ANSWER:
        return None
    if not isinstance(response, bool):
        raise ResponseMisfit("A statement is answered with true or false.")
    return response


def _text(response: Response) -> str:
    if not isinstance(response, str):
        raise ResponseMisfit("A short answer is answered with a text.")
    return _short(response)


def _short(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise ResponseMisfit(f"The text of an answer has at most {_LONGEST_TEXT} characters.")
    if is_overlong(text):
        raise ResponseMisfit(
            f"The text of an answer stands for at most {LONGEST_WRITTEN_OUT} letters; some characters stand for many."
        )
    return text


def _texts(response: Response, gaps: int) -> list[str]:
    texts = [response] if isinstance(response, str) else response
    if not isinstance(texts, list) or len(texts) != gaps:
        raise ResponseMisfit(f"A cloze item is answered with a list of texts, one per gap; this one has {gaps}.")
    return [_short(text) for text in texts]
