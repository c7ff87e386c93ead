"""Codes of practice as sentences for a person, in the language they read, as `i18n.negotiate` gives it."""

from collections.abc import Mapping

from lyceum.algorithms.selection.choices import ReasonCode
from lyceum.platform import i18n
from lyceum.practice.clues import Clue, ClueCode, Shape


def reason(code: str, numbers: Mapping[str, float], language: str) -> str:
    """Why an item is asked."""
    key = f"practice.reason.{code}"
    match ReasonCode(code):
        case ReasonCode.SKILL_TO_LEARN:
            return i18n.translate(key, language, mastery=i18n.percent(numbers["mastery"], language))
        case ReasonCode.RIGHT_CHALLENGE:
            return i18n.translate(key, language, p_correct=i18n.percent(numbers["p_correct"], language))
        case ReasonCode.MORE_PRACTICE:
            return i18n.counted(key, language, numbers["times_asked"])
        case ReasonCode.PREREQUISITE_FIRST:
            return i18n.counted(key, language, numbers["waiting"])
        case _:
            return i18n.translate(key, language)


def feedback(code: str, language: str) -> str:
    """What was found about an answer."""
    return i18n.translate(f"practice.feedback.{code}", language)


def due(code: str, language: str) -> str:
    """Why an item is due when it is."""
    return i18n.translate(f"practice.due.{code}", language)


def hint(clue: Clue, language: str) -> str:
    """What helps towards an answer."""
    match clue.code:
        case ClueCode.WHERE if clue.heading is not None:
            return i18n.translate("practice.hint.where_under", language, page=clue.page, heading=clue.heading)
        case ClueCode.WHERE:
            return i18n.translate("practice.hint.where", language, page=clue.page)
        case ClueCode.SHAPE:
            then = i18n.translate("practice.hint.then", language)
            shapes = f"; {then} ".join(_shape(each, language) for each in clue.shapes)
            return i18n.translate("practice.hint.shape", language, shapes=f"{shapes[:1].upper()}{shapes[1:]}")
        case ClueCode.STRIKE:
            return i18n.translate("practice.hint.strike", language, option=clue.option)
        case ClueCode.SENTENCE:
            return i18n.translate("practice.hint.sentence", language, sentence=clue.sentence)


def hint_in_every_language(clue: Clue) -> list[str]:
    """What anybody might read of a clue, whatever language they choose."""
    return [hint(clue, language) for language in sorted({*i18n.languages(), i18n.PSEUDO})]


def _shape(shape: Shape, language: str) -> str:
    if not shape.lengths:
        return i18n.translate("practice.hint.first", language, first=shape.first)
    kind = "word" if len(shape.lengths) == 1 else "words"
    kind = "letter" if shape.lengths == (1,) else kind
    letters = ", ".join(map(str, shape.lengths))
    said = i18n.translate(f"practice.hint.{kind}", language, words=len(shape.lengths), letters=letters)
    if shape.first is None:
        return said
    return i18n.translate("practice.hint.lengths_and_first", language, lengths=said, first=shape.first)
