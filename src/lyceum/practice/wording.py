"""Codes of practice as sentences for a person, in the language they read, as `i18n.negotiate` gives it."""

from collections.abc import Mapping

from lyceum.algorithms.selection.choices import ReasonCode
from lyceum.platform import i18n
from lyceum.practice import rules
from lyceum.practice.clues import Clue, ClueCode, Shape
from lyceum.practice.contracts.settings import Fit, ReviewSetting, Scheduler, Weights


def reason(code: str, numbers: Mapping[str, float], language: str) -> str:
    """Why an item is asked."""
    key = f"practice.reason.{code}"
    match ReasonCode(code):
        case ReasonCode.SKILL_TO_LEARN:
            return i18n.translate(key, language, mastery=i18n.percent(numbers["mastery"], language))
        case ReasonCode.RIGHT_CHALLENGE:
            return i18n.translate(key, language, p_correct=i18n.percent(numbers["p_correct"], language))
        case ReasonCode.YOUR_MIX:
            return i18n.translate(key, language, share=i18n.percent(numbers["share"], language))
        case ReasonCode.MORE_PRACTICE:
            return i18n.counted(key, language, numbers["times_asked"])
        case ReasonCode.PREREQUISITE_FIRST:
            return i18n.counted(key, language, numbers["waiting"])
        case _:
            return i18n.translate(key, language)


def flag(code: str, option: str | None, language: str) -> str:
    """What may be wrong with an item; `option` is the text of the one it is about."""
    return i18n.translate(f"practice.flag.{code}", language, option=option)


def difficulty(chance: float, language: str) -> str:
    """How hard an item is: the share of learners as able as most who get it right."""
    return i18n.translate("practice.difficulty", language, share=i18n.percent(chance, language))


def setting(chosen: ReviewSetting, found: Fit | None, language: str) -> str:
    """By what a learner's reviews are dated."""
    if chosen.scheduler is Scheduler.SM2:
        return i18n.translate("practice.setting.sm2", language)
    if chosen.weights is Weights.DEFAULT:
        return i18n.translate("practice.setting.default", language)
    if found is None:
        return i18n.translate("practice.setting.not_fitted", language, least=rules.LEAST_TO_FIT)
    return i18n.translate(f"practice.setting.{'fitted' if found.serves else 'not_better'}", language)


def fit(found: Fit, language: str) -> str:
    """What fitting FSRS's weights came to."""
    gain = found.log_loss / found.log_loss_default - 1.0
    key = f"practice.fit.{'better' if found.serves else 'worse'}"
    return i18n.translate(key, language, reviews=found.reviews, gain=i18n.percent(abs(gain), language))


def forecast(total: int, days: int, language: str) -> str:
    """How many reviews the next days would bring."""
    a_day = round(total / days)
    if not a_day:
        return i18n.translate("practice.forecast.none", language)
    return i18n.counted("practice.forecast", language, a_day)


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


def moved(feature: str, contribution: float, language: str) -> str:
    """What speaks for a right answer, or against it."""
    return i18n.translate(f"practice.moved.{feature}.{'up' if contribution > 0.0 else 'down'}", language)


def why_serving(answers: int, tried_on: float | None, predictors: int, language: str) -> str:
    """Why the predictor serves that does.

    Args:
        answers: it was trained on; 0 for the one that needs no training.
        tried_on: the share of the learners a candidate is told to; None if there is none.
        predictors: how many predict now, this one among them.
        language: of the reader.
    """
    if answers:
        return i18n.translate("practice.serving.measured", language, answers=answers)
    if tried_on is not None:
        return i18n.translate("practice.serving.tried", language, share=i18n.percent(tried_on, language))
    return i18n.translate(f"practice.serving.{'untrained' if predictors == 1 else 'unbeaten'}", language)


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
