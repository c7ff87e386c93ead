"""Grading of typed, chosen and self-graded answers."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lyceum.algorithms.grading.choice import grade_button, grade_choice, grade_recall
from lyceum.algorithms.grading.grades import Effort, FeedbackCode, quality_from
from lyceum.algorithms.grading.text_answer import LONGEST_WRITTEN_OUT, grade_text, is_overlong, normalise_answer


@pytest.mark.parametrize(
    ("typed", "accepted", "feedback"),
    [
        ("demand curve", "demand curve", FeedbackCode.EXACT),
        ("  The Demand-Curve. ", "demand curve", FeedbackCode.EXACT),
        ("ＤＮＡ", "DNA", FeedbackCode.EXACT),
        ("newtons first law", "Newton’s first law", FeedbackCode.EXACT),
        ("supply & demand", "supply and demand", FeedbackCode.EXACT),
        ("1,000", "1000", FeedbackCode.EXACT),
        ("resume", "résumé", FeedbackCode.ACCENTS),
        ("demand curves", "demand curve", FeedbackCode.PLURAL),
        ("mitochondria", "mitochondrion", FeedbackCode.PLURAL),
        ("equilibirum", "equilibrium", FeedbackCode.SPELLING),
        ("photosyntesis", "photosynthesis", FeedbackCode.SPELLING),
        ("price equilibrum", "price equilibrium", FeedbackCode.SPELLING),
    ],
)
def test_these_answers_are_right(typed: str, accepted: str, feedback: FeedbackCode) -> None:
    grade = grade_text(typed, [accepted])

    assert grade.correct
    assert grade.feedback is feedback
    assert grade.matched == accepted


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("macroeconomics", "microeconomics"),
        ("meiosis", "mitosis"),
        ("afferent", "efferent"),
        ("inelastic", "elastic"),
        ("hypotonic", "hypertonic"),
        ("3.5", "-3.5"),
        ("35", "3.5"),
        ("1493", "1492"),
        ("50", "50%"),
        ("C", "C#"),
        ("supply curve", "demand curve"),
        ("curve", "demand curve"),
        ("new deal plan", "new deal"),
    ],
)
def test_these_answers_are_wrong(typed: str, accepted: str) -> None:
    assert not grade_text(typed, [accepted]).correct


def test_another_term_of_the_document_is_never_a_misspelling() -> None:
    assert grade_text("nucleoside", ["nucleotide"]).correct
    grade = grade_text("nucleoside", ["nucleotide"], other_terms=["nucleoside"])

    assert not grade.correct
    assert grade.feedback is FeedbackCode.OTHER_TERM


def test_any_accepted_answer_is_right_and_the_exact_one_is_named() -> None:
    assert grade_text("GDP", ["gross domestic product", "GDP"]).matched == "GDP"


@pytest.mark.parametrize("typed", ["", "   ", "?!", "\u200b"])
def test_an_answer_without_content_is_blank(typed: str) -> None:
    grade = grade_text(typed, ["demand"])

    assert (grade.correct, grade.quality, grade.feedback) == (False, 0, FeedbackCode.BLANK)


def test_a_near_miss_is_wrong_and_says_so() -> None:
    grade = grade_text("mitotis", ["mitosis"])

    assert (grade.correct, grade.quality, grade.feedback) == (False, 2, FeedbackCode.NEAR_MISS)


def test_what_is_longer_than_any_word_is_right_or_wrong_and_not_nearly_so() -> None:
    grade = grade_text("a" * 300 + "b", ["a" * 300 + "c"])

    assert (grade.correct, grade.feedback) == (False, FeedbackCode.WRONG)


def test_grading_without_an_accepted_answer_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="accepted"):
        grade_text("x", [])


@example("\ue000")
@example("\ue001")
@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_answer(text)

    assert normalise_answer(once) == once or once.split()[0] in {"a", "an", "the"}


@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_grading_any_text_ends_with_a_grade(typed: str, accepted: str) -> None:
    grade = grade_text(typed, [accepted])

    assert 0 <= grade.quality <= 5
    assert grade.correct == (grade.score == 1.0)


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=30))
def test_the_accepted_answer_itself_is_right(answer: str) -> None:
    assert grade_text(answer, [answer]).correct or not normalise_answer(answer)


@pytest.mark.parametrize(
    ("effort", "quality"),
    [
        (Effort(), 5),
        (Effort(time_s=10, expected_time_s=8), 5),
        (Effort(time_s=20, expected_time_s=8), 4),
        (Effort(hints=1), 3),
        (Effort(hints=2, time_s=60, expected_time_s=8), 3),
        (Effort(hints=3), 2),
    ],
)
def test_hints_and_hesitation_lower_the_quality_of_a_right_answer(effort: Effort, quality: int) -> None:
    assert grade_text("demand", ["demand"], effort=effort).quality == quality


@given(st.sampled_from(FeedbackCode), st.booleans(), st.integers(0, 9))
def test_more_hints_never_raise_the_quality(feedback: FeedbackCode, correct: bool, hints: int) -> None:  # noqa: FBT001  drawn by Hypothesis
    with_more = quality_from(feedback, correct=correct, effort=Effort(hints=hints + 1))

    assert with_more <= quality_from(feedback, correct=correct, effort=Effort(hints=hints))


@pytest.mark.parametrize("sign", ["ﷺ", "ﷻ", "㌖", "&", "½"])
def test_a_text_that_stands_for_very_much_is_compared_with_nothing(sign: str) -> None:
    text = sign * 500

    assert is_overlong(text)
    assert normalise_answer(text) == ""
    assert not grade_text("x", [text]).correct


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ﷺﷻ㌖&½ΐßﬃ")), max_size=500))
def test_no_normal_form_is_longer_than_may_be_compared(text: str) -> None:
    assert len(normalise_answer(text)) <= LONGEST_WRITTEN_OUT


@pytest.mark.parametrize("letter", ["a", "ß", "ÿ", "한", "か\u3099", "e\u0301"])
def test_as_much_as_may_be_typed_is_never_overlong(letter: str) -> None:
    text = (letter * 500)[:500]

    assert grade_text(text, [text]).correct


def test_a_choice_is_right_only_if_it_is_the_key() -> None:
    assert grade_choice("b", "b", ["a", "b"]).correct
    assert not grade_choice("a", "b", ["a", "b"]).correct
    assert grade_choice(None, "b", ["a", "b"]).feedback is FeedbackCode.BLANK


def test_a_choice_that_was_not_offered_is_refused() -> None:
    with pytest.raises(ValueError, match="not offered"):
        grade_choice("z", "b", ["a", "b"])
    with pytest.raises(ValueError, match="key"):
        grade_choice("a", "z", ["a", "b"])


def test_a_flashcard_is_known_from_quality_three_on() -> None:
    assert [grade_recall(quality).correct for quality in range(6)] == [False] * 3 + [True] * 3
    assert [grade_button(button).quality for button in (1, 2, 3, 4)] == [1, 3, 4, 5]


def test_a_verdict_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 5"):
        grade_recall(6)
    with pytest.raises(ValueError, match="again"):
        grade_button(5)
