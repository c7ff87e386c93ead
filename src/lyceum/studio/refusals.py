"""Why a draft is not shown: one code per gate, counted in the result of the job."""

from enum import StrEnum


class Refusal(StrEnum):
    """The gate that refused."""

    QUOTE_NOT_IN_PASSAGE = "quote_not_in_passage"
    NOT_TEACHING_TEXT = "not_teaching_text"
    ANSWER_IN_STEM = "answer_in_stem"
    NO_BLANK = "no_blank"
    ANSWER_UNFIT = "answer_unfit"
    NOT_A_SENTENCE = "not_a_sentence"
    POINTS_ELSEWHERE = "points_elsewhere"
    NEEDS_CONTEXT = "needs_context"
    ADDRESSES_READER = "addresses_reader"
    WORKED_EXAMPLE = "worked_example"
    TOO_LITTLE_LEFT = "too_little_left"
    TOO_LONG = "too_long"
    HARD_TO_READ = "hard_to_read"
    DUPLICATE = "duplicate"
    ALREADY_ASKED = "already_asked"
    TOO_FEW_OPTIONS = "too_few_options"
    OPTIONS_NOT_DISTINCT = "options_not_distinct"
    OPTIONS_UNEQUAL = "options_unequal"
    KEY_NOT_AMONG_OPTIONS = "key_not_among_options"
    DISTRACTOR_UNKNOWN = "distractor_unknown"
    DISTRACTOR_FROM_ELSEWHERE = "distractor_from_elsewhere"
    DISTRACTOR_TOO_SIMILAR = "distractor_too_similar"
    DISTRACTOR_MAY_BE_RIGHT = "distractor_may_be_right"
    STEM_FAVOURS_KEY = "stem_favours_key"
    SOLVER_UNSURE = "solver_unsure"
    NOT_WHAT_IS_SAID = "not_what_is_said"
