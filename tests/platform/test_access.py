"""Rules that are data: what they allow, what they deny, and what no order and no forgotten fact can change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.platform.access import (
    ALWAYS,
    ANY,
    AllOf,
    AnyOf,
    Condition,
    Decision,
    Effect,
    FactValue,
    Is,
    Not,
    OneOf,
    Question,
    Rule,
    Same,
    decide,
    holds,
)

NAMES = ("owner", "member", "blocked", "visibility", "home", "away")
VALUES: tuple[FactValue, ...] = (True, False, "public", "private", "DE", "FR")
PERMISSIONS = ("users:view", "courses:create")

names, values = st.sampled_from(NAMES), st.sampled_from(VALUES)
facts = st.dictionaries(names, values)
whole_facts = st.fixed_dictionaries(dict.fromkeys(NAMES, values))
leaves: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Is, names, values), st.builds(OneOf, names, st.frozensets(values)), st.builds(Same, names, names)
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
actions, kinds = st.sampled_from(("view", "edit", ANY)), st.sampled_from(("learner", "group", ANY))


@st.composite
def rule(draw: st.DrawFn, effect: Effect | None = None) -> Rule:
    effect = effect or draw(st.sampled_from(Effect))
    permission = draw(st.none() | st.sampled_from(PERMISSIONS)) if effect is Effect.ALLOW else None
    name = draw(st.text("abc", min_size=1, max_size=8))
    return Rule(name, effect, draw(actions), draw(kinds), "Because.", draw(conditions), permission)


rules = st.lists(rule(), max_size=6)
questions = st.builds(
    Question,
    st.sampled_from(("view", "edit")),
    st.sampled_from(("learner", "group")),
    facts,
    st.frozensets(st.sampled_from(PERMISSIONS)),
)


def naive(condition: Condition, known: dict[str, FactValue]) -> bool:
    """Two-valued, for facts that are all known."""
    match condition:
        case Is(name, value):
            return known[name] == value
        case OneOf(name, among):
            return known[name] in among
        case Same(name, other):
            return known[name] == known[other]
        case Not(inner):
            return not naive(inner, known)
        case AllOf(each):
            return all(naive(one, known) for one in each)
        case AnyOf(each):
            return any(naive(one, known) for one in each)


def allow(when: Condition = ALWAYS, permission: str | None = None, name: str = "let in") -> Rule:
    return Rule(name, Effect.ALLOW, "view", "learner", "They may.", when, permission)


def deny(when: Condition = ALWAYS, name: str = "keep out") -> Rule:
    return Rule(name, Effect.DENY, ANY, ANY, "They may not.", when)


ASKED = Question("view", "learner", {"owner": True, "blocked": False})


def test_without_a_rule_nothing_is_allowed() -> None:
    assert decide([], ASKED) == Decision(allowed=False, rule=None, why="No rule allows 'view' on this learner.")


def test_a_decision_says_which_rule_it_comes_from_and_why() -> None:
    assert decide([allow(Is("owner"))], ASKED) == Decision(allowed=True, rule="let in", why="They may.")
    assert decide([allow(), deny()], ASKED) == Decision(allowed=False, rule="keep out", why="They may not.")


def test_a_rule_of_another_action_or_kind_decides_nothing() -> None:
    assert not decide([allow()], Question("edit", "learner")).allowed
    assert not decide([allow()], Question("view", "group")).allowed


def test_a_permission_is_needed_besides_the_condition() -> None:
    rules = [allow(Is("owner"), "users:view")]
    holder = Question("view", "learner", {"owner": True}, frozenset({"users:view"}))
    stranger = Question("view", "learner", {"owner": False}, frozenset({"users:view"}))

    assert decide(rules, holder).allowed
    assert not decide(rules, ASKED).allowed
    assert not decide(rules, stranger).allowed


def test_what_was_not_gathered_lets_nobody_in_and_keeps_a_denial_standing() -> None:
    assert not decide([allow(Is("member"))], ASKED).allowed
    assert not decide([allow(Not(Is("member")))], ASKED).allowed
    assert not decide([allow(), deny(Is("suspended"))], ASKED).allowed
    assert decide([allow(), deny(Is("blocked"))], ASKED).allowed


def test_jurisdictions_and_visibilities_are_facts_like_others() -> None:
    at_home = AllOf((Same("home", "away"), OneOf("visibility", frozenset({"public", "members"}))))

    assert holds(at_home, {"home": "DE", "away": "DE", "visibility": "members"}) is True
    assert holds(at_home, {"home": "DE", "away": "FR", "visibility": "members"}) is False
    assert holds(at_home, {"home": "DE", "away": "FR"}) is False
    assert holds(at_home, {"home": "DE", "visibility": "members"}) is None


def test_a_rule_that_denies_needs_no_permission() -> None:
    with pytest.raises(ValueError, match="only for being allowed"):
        Rule("odd", Effect.DENY, ANY, ANY, "Odd.", permission="users:view")


@given(conditions, whole_facts)
def test_with_all_facts_known_conditions_are_those_of_logic(condition: Condition, known: dict[str, FactValue]) -> None:
    assert holds(condition, known) is naive(condition, known)


@given(conditions, whole_facts, st.sets(names))
def test_a_verdict_from_some_facts_stands_when_more_are_known(
    condition: Condition, known: dict[str, FactValue], forgotten: set[str]
) -> None:
    early = holds(condition, {name: value for name, value in known.items() if name not in forgotten})

    assert early in (None, holds(condition, known))


@given(st.lists(rule(Effect.DENY), max_size=6), questions)
def test_only_a_rule_that_allows_can_let_somebody_in(denying: list[Rule], question: Question) -> None:
    assert not decide(denying, question).allowed


@given(rules, questions, rule(Effect.DENY), st.data())
def test_an_explicit_denial_wins_wherever_it_stands(
    some: list[Rule], question: Question, last: Rule, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(some)))

    if last.covers(question) and last.applies_to(question):
        assert not decide([*some[:place], last, *some[place:]], question).allowed


@given(rules, questions, st.data())
def test_the_order_of_rules_does_not_matter(some: list[Rule], question: Question, data: st.DataObject) -> None:
    unique = list({each.name: each for each in some}.values())
    shuffled = data.draw(st.permutations(unique))

    assert decide(shuffled, question) == decide(unique, question)


@given(rules, questions, rule(Effect.ALLOW), rule(Effect.DENY))
def test_another_allowance_takes_nothing_away_and_another_denial_gives_nothing(
    some: list[Rule], question: Question, allowing: Rule, denying: Rule
) -> None:
    before = decide(some, question).allowed

    assert decide([*some, allowing], question).allowed >= before
    assert decide([*some, denying], question).allowed <= before


@given(rules, questions, st.sets(names), st.sets(st.sampled_from(PERMISSIONS)))
def test_forgetting_a_fact_or_losing_a_permission_never_lets_somebody_in(
    some: list[Rule], question: Question, forgotten: set[str], lost: set[str]
) -> None:
    fewer = Question(
        question.action,
        question.kind,
        {name: value for name, value in question.facts.items() if name not in forgotten},
        question.permissions - lost,
    )

    assert decide(some, fewer).allowed <= decide(some, question).allowed


@given(rules, questions)
def test_every_decision_names_a_rule_of_its_effect_or_none(some: list[Rule], question: Question) -> None:
    decision = decide(some, question)

    effects = {each.effect for each in some if each.name == decision.rule}
    assert decision.why
    if decision.rule is None:
        assert not decision.allowed
    else:
        assert (Effect.ALLOW if decision.allowed else Effect.DENY) in effects
