"""Who may do what with which thing, decided by rules that are data (RBAC-05).

    MAY_SEE_LEARNER = (
        Rule("own progress", Effect.ALLOW, "progress:view", "learner", when=Is("self"), because="It is your own."),
        Rule("blocked", Effect.DENY, ANY, "learner", when=Is("blocked"), because="One of you blocked the other."),
    )
    decide(MAY_SEE_LEARNER, Question("progress:view", "learner", {"self": False, "blocked": False}))

Nothing is allowed that no rule allows, and one rule that denies outweighs all that allow. A condition over a fact that
was not gathered is neither true nor false: it lets nobody in, and keeps nobody out of being refused. So a fact that was
forgotten can only cost access. A domain declares its rules in `rules.py` and gathers the facts through facades; what is
pure here has no clock, no database and no person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# As an action or a kind of a rule: each of them.
ANY = "*"

FactValue = str | int | bool
Facts = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Is:
    """A fact has a value."""

    name: str
    value: FactValue = True


@dataclass(frozen=True, slots=True)
class OneOf:
    """A fact has one of some values."""

    name: str
    values: frozenset[FactValue]


@dataclass(frozen=True, slots=True)
class Same:
    """Two facts have the same value: the jurisdiction of who asks and that of what is asked for."""

    name: str
    other: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of some conditions holds; of none, that is so."""

    conditions: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of some conditions holds; of none, that is not so."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """A condition does not hold."""

    condition: "Condition"


Condition = Is | OneOf | Same | AllOf | AnyOf | Not
ALWAYS = AllOf()


class Effect(StrEnum):
    """What a rule does where it applies."""

    ALLOW = "allow"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence about who may do what.

    Attributes:
        name: unique among the rules that are asked together; stands in the log.
        effect: allow or deny.
        action: `resource:action`, or `ANY`.
        kind: of the thing it is done to, or `ANY`.
        when: what must hold of the facts.
        permission: what whoever asks must hold besides; only of a rule that allows.
        because: the reason, as a sentence for a person.
    """

    name: str
    effect: Effect
    action: str
    kind: str
    because: str
    when: Condition = ALWAYS
    permission: str | None = None

    def __post_init__(self) -> None:
        if self.effect is Effect.DENY and self.permission is not None:
            raise ValueError(f"the rule {self.name!r} denies; a permission can be needed only for being allowed")

    def covers(self, question: "Question") -> bool:
        """Whether it speaks of this action on this kind of thing at all."""
        return self.action in (ANY, question.action) and self.kind in (ANY, question.kind)

    def applies_to(self, question: "Question") -> bool:
        """Whether it decides this question: allows for certain, or cannot be excluded from denying."""
        verdict = holds(self.when, question.facts)
        if self.effect is Effect.DENY:
            return verdict is not False
        return verdict is True and (self.permission is None or self.permission in question.permissions)


@dataclass(frozen=True, slots=True)
class Question:
    """Whether somebody may do something with a thing.

    Attributes:
        action: `resource:action`.
        kind: of the thing.
        facts: what is known of the two, by name; what is left out is unknown.
        permissions: of whoever asks.
    """

    action: str
    kind: str
    facts: Facts = field(default_factory=dict)
    permissions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer, the rule it comes from (None: no rule allows it), and why, as a sentence for a person."""

    allowed: bool
    rule: str | None
    why: str


def decide(rules: Iterable[Rule], question: Question) -> Decision:
    """Whether the rules together allow what is asked.

    Args:
        rules: in any order; it does not matter.
        question: what is asked, with the facts.

    Returns:
        The decision. Of several rules that would decide alike, the first by name is given as the reason.
    """
    applying = sorted(
        (rule for rule in rules if rule.covers(question) and rule.applies_to(question)), key=lambda rule: rule.name
    )
    for effect in (Effect.DENY, Effect.ALLOW):
        for rule in applying:
            if rule.effect is effect:
                return Decision(effect is Effect.ALLOW, rule.name, rule.because)
    return Decision(allowed=False, rule=None, why=f"No rule allows {question.action!r} on this {question.kind}.")


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Whether a condition holds; None if the facts do not say.

    Source: Kleene 1938, strong three-valued logic.
    """
    match condition:
        case Is(name, value):
            return _equal(facts, name, value)
        case OneOf(name, values):
            return facts[name] in values if name in facts else None
        case Same(name, other):
            return _equal(facts, name, facts[other]) if other in facts else None
        case Not(inner):
            verdict = holds(inner, facts)
            return None if verdict is None else not verdict
        case AllOf(conditions):
            return _all(holds(each, facts) for each in conditions)
        case AnyOf(conditions):
            refuted = _all(holds(Not(each), facts) for each in conditions)
            return None if refuted is None else not refuted


def _equal(facts: Facts, name: str, value: FactValue) -> bool | None:
    return facts[name] == value if name in facts else None


def _all(verdicts: Iterable[bool | None]) -> bool | None:
    found = set(verdicts)
    if False in found:
        return False
    return None if None in found else True
