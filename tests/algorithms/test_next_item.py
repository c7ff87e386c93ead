"""What is asked next, and the reasons given."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isclose
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.selection.choices import DEFAULT_POLICY, Candidate, Choice, ComponentName, ReasonCode, SkillState
from lyceum.algorithms.selection.next_item import next_item
from lyceum.algorithms.tracing.bkt import BktParams, BktState, predict_correct, update

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rated(Candidate):
    """A candidate with the probability that it is answered right."""

    p_correct: float = 0.7


def asked(item: str, skill: str, *, due_in: timedelta, ago: timedelta = DAY, p_correct: float = 0.7) -> Candidate:
    due_at, last_asked_at = NOW + due_in, NOW - ago
    return Rated(item, (skill,), due_at=due_at, times_asked=1, last_asked_at=last_asked_at, p_correct=p_correct)


def chance(candidate: Candidate) -> float:
    assert isinstance(candidate, Rated)
    return candidate.p_correct


def offered(candidates: Sequence[Candidate], skills: list[SkillState]) -> dict[str, Any]:
    """The candidates as selection takes them: those asked before one by one, the new ones by skill."""
    new = [each for each in candidates if not each.times_asked and each.due_at is None]
    has_new = {skill for each in new for skill in each.skills}
    return {
        "asked": [each for each in candidates if each not in new],
        "skills": [each._replace(has_new=each.skill in has_new) for each in skills],
        "new_items": lambda skill: [each for each in new if skill in each.skills],
    }


def choose(
    candidates: Sequence[Candidate],
    skills: list[SkillState],
    just_answered: str | None = None,
    recent_kinds: Sequence[str] = (),
    seed: int = 7,
) -> Choice | None:
    return next_item(
        **offered(candidates, skills),
        chance=chance,
        now=NOW,
        rng=random.Random(seed),
        just_answered=just_answered,
        recent_kinds=recent_kinds,
    )


def item_of(choice: Choice | None) -> object:
    assert choice is not None
    return choice.item


def test_nothing_is_asked_when_all_is_mastered_and_nothing_is_due() -> None:
    items = [asked("a", "s", due_in=DAY), Rated("new", ("s",), p_correct=0.9)]

    assert choose(items, [SkillState("s", 0.97, 0.2)]) is None


def test_nothing_is_asked_when_there_is_nothing_to_ask() -> None:
    assert choose([], [SkillState("s", 0.1, 0.2)]) is None
    assert choose([Rated("a", ("unknown",), p_correct=0.5)], []) is None


def test_a_due_item_of_a_mastered_skill_is_reviewed() -> None:
    choice = choose([asked("a", "s", due_in=-DAY), Rated("b", ("s",), p_correct=0.7)], [SkillState("s", 0.99, 0.2)])

    assert choice is not None
    assert choice.item == "a"
    assert choice.reasons[0].code is ReasonCode.REVIEW_DUE
    assert choice.reasons[0].numbers["days_overdue"] == 1.0


def test_a_mastered_skill_gives_way_to_one_still_to_learn() -> None:
    items = [Rated("known", ("k",), p_correct=0.75), Rated("unknown", ("u",), p_correct=0.3)]

    assert item_of(choose(items, [SkillState("k", 0.96, 0.3), SkillState("u", 0.2, 0.1)])) == "unknown"


def test_inside_a_skill_the_item_of_the_right_difficulty_is_asked() -> None:
    chances = {"hard": 0.2, "fits": 0.76, "easy": 0.99}
    items = [Rated(name, ("s",), p_correct=p_correct) for name, p_correct in chances.items()]

    assert item_of(choose(items, [SkillState("s", 0.4, 0.2)])) == "fits"


def test_the_item_just_answered_is_not_repeated_while_another_is_worth_asking() -> None:
    items = [asked("last", "s", due_in=-DAY), Rated("other", ("s",), p_correct=0.4)]

    assert item_of(choose(items, [SkillState("s", 0.4, 0.2)], just_answered="last")) == "other"


def test_the_only_item_worth_asking_is_repeated() -> None:
    items = [asked("last", "s", due_in=DAY, ago=timedelta(minutes=1)), asked("far", "m", due_in=DAY)]
    skills = [SkillState("s", 0.4, 0.2), SkillState("m", 0.99, 0.2)]

    assert item_of(choose(items, skills, just_answered="last")) == "last"


def test_an_item_not_yet_due_rests_while_its_skill_has_something_new() -> None:
    items = [asked("seen", "s", due_in=DAY, p_correct=0.75), Rated("new", ("s",), p_correct=0.3)]

    choice = choose(items, [SkillState("s", 0.4, 0.2)])

    assert choice is not None
    assert choice.item == "new"
    assert ReasonCode.NEW_ITEM in {reason.code for reason in choice.reasons}


def test_a_skill_practised_a_moment_ago_lets_another_go_first() -> None:
    items = [
        asked("tired", "t", due_in=DAY, ago=timedelta(seconds=20)),
        asked("rested", "r", due_in=DAY, ago=timedelta(hours=1)),
    ]

    assert item_of(choose(items, [SkillState("t", 0.3, 0.2), SkillState("r", 0.4, 0.2)])) == "rested"


def test_what_others_build_on_goes_first_and_says_so() -> None:
    items = [Rated("later", ("b",), p_correct=0.75), Rated("first", ("a",), p_correct=0.3)]
    skills = [SkillState("b", 0.2, 0.3, prerequisites=("a",)), SkillState("a", 0.3, 0.2)]

    choice = choose(items, skills)

    assert choice is not None
    assert choice.item == "first"
    told = {reason.code: reason.numbers for reason in choice.reasons}
    assert told[ReasonCode.PREREQUISITE_FIRST] == {"mastery": 0.3, "waiting": 1.0}


def test_a_skill_waits_no_longer_when_what_it_builds_on_is_nearly_mastered() -> None:
    items = [Rated("later", ("b",), p_correct=0.75), Rated("first", ("a",), p_correct=0.3)]
    skills = [SkillState("b", 0.2, 0.2, prerequisites=("a",)), SkillState("a", 0.9, 0.2)]

    choice = choose(items, skills)

    assert item_of(choice) == "later"
    assert choice is not None
    assert ReasonCode.PREREQUISITE_FIRST not in {reason.code for reason in choice.reasons}


def test_a_due_review_does_not_wait_for_prerequisites() -> None:
    items = [asked("due", "b", due_in=-DAY), Rated("first", ("a",), p_correct=0.7)]
    skills = [SkillState("b", 0.97, 0.2, prerequisites=("a",)), SkillState("a", 0.5, 0.2)]

    assert item_of(choose(items, skills)) == "due"


def test_skills_that_build_on_each_other_in_a_circle_are_asked_all_the_same() -> None:
    items = [Rated("one", ("a",)), Rated("other", ("b",))]
    skills = [SkillState("a", 0.0, 0.2, prerequisites=("b",)), SkillState("b", 0.0, 0.2, prerequisites=("a", "b"))]

    assert choose(items, skills) is not None


def test_among_items_that_fit_alike_another_kind_than_the_last_is_asked() -> None:
    items = [Rated(name, ("s",), kind=name) for name in ("card", "gap", "options")]

    recent = ["gap", "card", "gap"]
    choices = [choose(items, [SkillState("s", 0.4, 0.2)], recent_kinds=recent, seed=seed) for seed in range(50)]

    others = [choice for choice in choices if item_of(choice) == "options"]
    assert len(others) > 35
    assert all(ReasonCode.ANOTHER_KIND in {reason.code for reason in choice.reasons} for choice in others if choice)


def test_chance_has_nothing_to_say_where_everything_is_known() -> None:
    items = [Rated(name, ("s",), kind=name) for name in ("card", "gap")]

    choices = [
        next_item(
            **offered(items, [SkillState("s", 0.4, 0.2)]),
            chance=chance,
            now=NOW,
            rng=random.Random(seed),
            unknown=lambda item: float(item.kind == "gap"),
        )
        for seed in range(20)
    ]

    assert {item_of(choice) for choice in choices} == {"gap"}


def test_the_chance_of_a_right_answer_is_asked_of_the_chosen_skill_alone() -> None:
    seen: list[object] = []

    def noted(candidate: Candidate) -> float:
        seen.append(candidate.item)
        return 0.5

    items = [Candidate(f"{skill}{number}", (skill,)) for skill in "ab" for number in range(3)]
    skills = [SkillState("a", 0.9, 0.2), SkillState("b", 0.1, 0.2)]
    next_item(**offered(items, skills), chance=noted, now=NOW, rng=random.Random(7))

    assert seen == ["b0", "b1", "b2"]


def test_skills_that_are_never_learnt_are_compared_by_what_is_missing() -> None:
    items = [Rated("near", ("n",), p_correct=0.7), Rated("far", ("f",), p_correct=0.7)]

    assert item_of(choose(items, [SkillState("n", 0.9, 0.0), SkillState("f", 0.1, 0.0)])) == "far"


times = st.one_of(st.none(), st.floats(-400, 400).map(lambda days: NOW + timedelta(days=days)))
candidates = st.lists(
    st.builds(
        Rated,
        item=st.integers(0, 30),
        skills=st.lists(st.integers(0, 5), max_size=2, unique=True).map(tuple),
        p_correct=st.floats(0, 1),
        kind=st.sampled_from(["gap", "card", None]),
        due_at=times,
        times_asked=st.integers(0, 5),
        last_asked_at=times,
    ),
    max_size=30,
)
skill_states = st.lists(
    st.builds(
        SkillState,
        skill=st.integers(0, 5),
        mastery=st.floats(0, 1),
        learn=st.floats(0, 1),
        prerequisites=st.lists(st.integers(0, 6), max_size=3).map(tuple),
    ),
    max_size=6,
    unique_by=lambda state: state.skill,
)


@given(candidates, skill_states, st.integers(0, 30), st.integers())
def test_the_score_is_the_sum_of_its_components_and_the_choice_repeats_with_the_dice(
    items: list[Candidate], states: list[SkillState], last: int, seed: int
) -> None:
    choice, again = (
        next_item(
            **offered(items, states),
            chance=chance,
            now=NOW,
            rng=random.Random(seed),
            just_answered=last,
            recent_kinds=["gap", "card", "gap"],
        )
        for _ in range(2)
    )

    assert choice == again
    if choice is None:
        return
    assert isclose(choice.score, sum(each.contribution for each in choice.components), abs_tol=1e-12)
    assert {each.name for each in choice.components} == set(ComponentName) - {ComponentName.INFORMATION}
    assert all(0.0 <= each.measure <= 1.0 for each in choice.components)
    assert choice.skill in {state.skill for state in states}
    assert any(choice.skill in each.skills for each in items if each.item == choice.item)


@given(candidates, skill_states, st.integers())
def test_what_is_given_as_a_reason_is_so(items: list[Candidate], states: list[SkillState], seed: int) -> None:
    choice = choose(items, states, seed=seed)
    if choice is None:
        return
    item = next(each for each in items if each.item == choice.item and choice.skill in each.skills)
    told = {reason.code: reason.numbers for reason in choice.reasons}

    assert (ReasonCode.REVIEW_DUE in told) == (item.due_at is not None and item.due_at <= NOW)
    assert (ReasonCode.NEW_ITEM in told) == (item.times_asked == 0)
    if numbers := told.get(ReasonCode.SKILL_TO_LEARN):
        assert numbers["mastery"] < DEFAULT_POLICY.mastery_stop
    if numbers := told.get(ReasonCode.RIGHT_CHALLENGE):
        assert abs(numbers["p_correct"] - numbers["target"]) <= 1.02 * DEFAULT_POLICY.target_width


@given(candidates, skill_states)
def test_something_is_asked_exactly_when_something_is_due_or_unmastered(
    items: list[Candidate], states: list[SkillState]
) -> None:
    mastered = {state.skill: state.mastery >= 0.95 for state in states}
    is_worth = any(
        skill in mastered and (not mastered[skill] or (each.due_at is not None and each.due_at <= NOW))
        for each in items
        for skill in each.skills
    )

    assert (choose(items, states) is not None) == is_worth


def test_simulated_learners_reach_mastery_and_then_are_left_alone() -> None:
    rng = random.Random(11)
    params = BktParams(prior=0.2, learn=0.2, guess=0.2, slip=0.1)
    beliefs = {skill: BktState(params.prior) for skill in range(8)}
    knows = {skill: rng.random() < params.prior for skill in range(8)}
    last: object = None
    choice: Choice | None = None
    asked_times = dict.fromkeys(range(40), 0)

    for attempt in range(400):
        items = [
            Rated(
                item, (item % 8,), times_asked=asked_times[item], p_correct=predict_correct(beliefs[item % 8], params)
            )
            for item in range(40)
        ]
        states = [SkillState(skill, belief.mastery, params.learn) for skill, belief in beliefs.items()]
        moment = NOW + timedelta(minutes=attempt)
        choice = next_item(**offered(items, states), chance=chance, now=moment, rng=rng, just_answered=last)
        if choice is None:
            break
        skill = int(str(choice.skill))
        right = rng.random() < (0.9 if knows[skill] else 0.2)
        beliefs[skill] = update(beliefs[skill], params, correct=right)
        knows[skill] = knows[skill] or rng.random() < params.learn
        last = choice.item
        asked_times[int(str(choice.item))] += 1

    assert choice is None
    assert all(belief.mastery >= 0.95 for belief in beliefs.values())
