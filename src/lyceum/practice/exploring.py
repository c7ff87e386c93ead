"""How little a learner's answers have told of each kind of question: where chance has more to say in what is asked.

Nothing is kept: it follows from how often each kind was asked, and from what is mastered now, which follow from the
attempts alone.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from functools import cache

from lyceum.algorithms.selection import bandit
from lyceum.algorithms.selection.bandit import Arm
from lyceum.algorithms.selection.choices import Candidate
from lyceum.practice import rules

Mastery = Callable[[Candidate], float]


def little_known(asked: Iterable[Candidate], mastery: Mastery) -> Callable[[Candidate], float]:
    """How little is known of a candidate's kind at its mastery, in [0, 1]: 1 for the kind that least is known of.

    Args:
        asked: what the learner was asked before, each with how often.
        mastery: of a candidate's skills, now.
    """

    def context(candidate: Candidate) -> tuple[float, float]:
        return 1.0, rules.mastery_tenth(mastery(candidate))

    times: Counter[tuple[Hashable, tuple[float, float]]] = Counter()
    for each in asked:
        times[each.kind, context(each)] += each.times_asked
    arms: dict[Hashable, Arm] = {}
    for (kind, where), count in times.items():
        # What it brought does not matter here: the bonus is for what is not known.
        arms[kind] = bandit.observed(arms.get(kind, bandit.untried(len(where))), where, 0.0, count)

    @cache
    def bonus(kind: Hashable, where: tuple[float, float]) -> float:
        most = max((bandit.bonus(arm, where) for arm in arms.values()), default=1.0)
        return bandit.bonus(arms[kind], where) / most if kind in arms else 1.0

    return lambda candidate: bonus(candidate.kind, context(candidate))
