"""Bayesian knowledge tracing: the probability that a learner has one skill."""

from dataclasses import dataclass, replace

# A wrong answer raises the belief where guess + slip > 1, which cannot be within these. Baker, Corbett & Aleven 2008
# call models degenerate above 0.5 of either; for slip the lower line is ours.
HIGHEST_GUESS = 0.5
HIGHEST_SLIP = 0.4


@dataclass(frozen=True, slots=True)
class BktParams:
    """Parameters of one skill; each a probability, with guess <= 0.5, slip <= 0.4.

    prior: P(L0), known before the first attempt. learn: P(T), learnt at one attempt. guess: P(G), right without
    knowing. slip: P(S), wrong in spite of knowing. forget: P(F), lost between two attempts.
    """

    # Ours: the middle of the values published for mathematics tutors; calibration replaces them per skill.
    prior: float = 0.2
    learn: float = 0.15
    guess: float = 0.2
    slip: float = 0.1
    forget: float = 0.0

    def __post_init__(self) -> None:
        limits = {"prior": 1.0, "learn": 1.0, "guess": HIGHEST_GUESS, "slip": HIGHEST_SLIP, "forget": 1.0}
        for name, highest in limits.items():
            value: float = getattr(self, name)
            if not 0.0 <= value <= highest:
                raise ValueError(f"{name} must be in 0..{highest}, got {value!r}")


@dataclass(frozen=True, slots=True)
class BktState:
    """Belief about one learner and one skill: `mastery` is P(L), in [0, 1]."""

    mastery: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.mastery <= 1.0:
            raise ValueError(f"mastery must be in 0..1, got {self.mastery!r}")


def for_item(params: BktParams, chance: float) -> BktParams:
    """The parameters of a skill, as one item asks for it: an answer that chance gives right is no sign of knowing.

    Args:
        params: parameters of the skill; they are not changed.
        chance: probability that somebody who knows nothing is right, in [0, 1]: one in n options.

    Returns:
        The same with `guess` at least the chance, but no more than `HIGHEST_GUESS`.
    """
    guess = min(max(params.guess, chance), HIGHEST_GUESS)
    return params if guess == params.guess else replace(params, guess=guess)


def initial(params: BktParams) -> BktState:
    """The belief before the first attempt: P(L0)."""
    return BktState(params.prior)


def predict_correct(state: BktState, params: BktParams) -> float:
    """Probability that the next answer is right, in [0, 1].

    Source: Corbett & Anderson 1995, eq. 4: P(L)(1 - P(S)) + (1 - P(L))P(G).
    """
    return state.mastery * (1.0 - params.slip) + (1.0 - state.mastery) * params.guess


def update(state: BktState, params: BktParams, *, correct: bool) -> BktState:
    """Posterior mastery after one attempt, then one learning step.

    Args:
        state: the belief before the attempt; it is not changed.
        params: parameters of the skill.
        correct: the graded answer.

    Returns:
        A new state. When the parameters say that the answer could not happen (0/0), the answer carries no
        information and only the learning step is made.

    Source: Corbett & Anderson 1995, eqs. 1-3. Forgetting is added (paper: none), as in Khajah et al. 2016.
    """
    return BktState(traced(state.mastery, params.learn, params.guess, params.slip, params.forget, int(correct)))


def traced(mastery: float, learn: float, guess: float, slip: float, forget: float, correct: int) -> float:
    """`update` in plain numbers, which `lyceum.algorithms.folding` compiles: P(L) after one attempt.

    Args:
        mastery: P(L) before it.
        learn: P(T).
        guess: P(G).
        slip: P(S).
        forget: P(F).
        correct: 1 or 0.
    """
    if correct:
        if_known, if_unknown = mastery * (1.0 - slip), (1.0 - mastery) * guess
    else:
        if_known, if_unknown = mastery * slip, (1.0 - mastery) * (1.0 - guess)
    evidence = if_known + if_unknown
    posterior = if_known / evidence if evidence > 0.0 else mastery
    learnt = posterior * (1.0 - forget) + (1.0 - posterior) * learn
    return min(1.0, max(0.0, learnt))
