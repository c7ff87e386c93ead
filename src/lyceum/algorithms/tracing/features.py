"""What can be known of an answer before it is given, as numbers: counts, recency, rates, gaps."""

from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.tracing.answers import Answers, Histories

# Ours: half of the weight on the last answer, on the last four, on the last twenty-two.
DECAYS = (0.5, 0.85, 0.97)
ITEM_DECAY = DECAYS[1]
# Ours: an item's rate as if this many answers of the usual rate had been seen besides.
ITEM_SHRINKAGE = 3.0
SKILL_SHRINKAGE = 10.0
LEARNER_SHRINKAGE = 3.0
# Ours: in training, an answer's rates leave out every n-th learner with its own. Leaving out that learner alone would
# tell the answer: the same item's rate is lower for whoever was right.
_GROUPS = 5
LAGS = (1, 2, 3, 4, 5)
SKILL_LAGS = LAGS[:3]
# Ours: a rate is not taken for surer than this.
LOGIT_BOUNDS = (0.01, 0.99)


@dataclass(frozen=True, slots=True)
class Rates:
    """How items and skills were answered by the learners a model is trained on.

    Attributes:
        usual: rate of right answers overall, in (0, 1).
        item_right, item_seen: (n_items,) answers.
        skill_right, skill_seen: (n_skills,) answers.
    """

    usual: float
    item_right: Floats
    item_seen: Floats
    skill_right: Floats
    skill_seen: Floats


def rates(answers: Answers) -> Rates:
    """Counts of every item and skill."""
    right = answers.correct[answers.asked_by]
    return Rates(
        usual=float((answers.correct.sum() + 1.0) / (answers.size + 2.0)),
        item_right=np.bincount(answers.item, answers.correct, answers.n_items),
        item_seen=np.bincount(answers.item, minlength=answers.n_items).astype(np.float64),
        skill_right=np.bincount(answers.skill, right, answers.n_skills),
        skill_seen=np.bincount(answers.skill, minlength=answers.n_skills).astype(np.float64),
    )


def describe(answers: Answers, known: Rates, *, is_counted: bool) -> tuple[list[str], Floats]:
    """Numbers about each answer that were known before it was given.

    Args:
        answers: whole histories, each from its learner's first answer.
        known: how others answered.
        is_counted: whether these very answers are among those that `known` counts. Then each learner's own are taken
            out, so that no number holds what is to be predicted, and training sees what serving will see.

    Returns:
        Names, and (n, len(names)) float32; row k depends on answers of the same learner before k alone (and `known`).
    """
    table = _Table(answers, known, is_counted=is_counted)
    names: list[str] = []
    columns: list[Floats] = []
    for part in (table.difficulty, table.of_learner, table.of_item, table.of_skills, table.of_time):
        for name, column in part().items():
            names.append(name)
            columns.append(column.astype(np.float32))
    return names, np.stack(columns, axis=1)


class _Table:
    """The histories that the numbers are counted in."""

    def __init__(self, answers: Answers, known: Rates, *, is_counted: bool) -> None:
        self.answers = answers
        self.usual = known.usual
        self.learner = Histories(answers.learner)
        item_key = answers.learner * np.int64(answers.n_items) + answers.item
        skill_key = answers.learner[answers.asked_by] * np.int64(answers.n_skills) + answers.skill
        self.item = Histories(item_key)
        self.skill = Histories(skill_key)
        self.set = Histories(answers.learner * np.int64(answers.skill_set.max(initial=0) + 1) + answers.skill_set)
        self.asked_right = answers.correct[answers.asked_by]
        item_seen, item_right = known.item_seen[answers.item], known.item_right[answers.item]
        skill_seen, skill_right = known.skill_seen[answers.skill], known.skill_right[answers.skill]
        if is_counted:
            group = np.unique(answers.learner, return_inverse=True)[1] % _GROUPS
            item_group = group * np.int64(answers.n_items) + answers.item
            skill_group = group[answers.asked_by] * np.int64(answers.n_skills) + answers.skill
            item_seen, item_right = item_seen - _sum(item_group), item_right - _sum(item_group, answers.correct)
            skill_seen = skill_seen - _sum(skill_group)
            skill_right = skill_right - _sum(skill_group, self.asked_right)
        skill_rate = (skill_right + SKILL_SHRINKAGE * self.usual) / (skill_seen + SKILL_SHRINKAGE)
        self.skill_rate = answers.mean_over_skills(skill_rate)
        self.item_rate = (item_right + ITEM_SHRINKAGE * self.skill_rate) / (item_seen + ITEM_SHRINKAGE)
        self.item_seen = item_seen
        self.surprise = answers.correct - self.item_rate

    def difficulty(self) -> dict[str, Floats]:
        return {
            "item_logit": _logit(self.item_rate),
            "skill_logit": _logit(self.skill_rate),
            "item_seen": np.log1p(self.item_seen),
            "skills_asked": np.log(self.answers.skills_asked()),
        }

    def of_learner(self) -> dict[str, Floats]:
        count, right = self.learner.count(), self.learner.total(self.answers.correct)
        found = {"learner_right": np.log1p(right), "learner_wrong": np.log1p(count - right)}
        total = self.learner.total(self.surprise)
        found["learner_surprise"] = total / (count + LEARNER_SHRINKAGE)
        for decay in DECAYS:
            found[f"learner_surprise_{decay}"] = self.learner.decayed(self.surprise, decay) * (1.0 - decay)
            found[f"learner_rate_{decay}"] = self.learner.decayed(self.answers.correct - self.usual, decay) * (
                1 - decay
            )
        for lag in LAGS:
            found[f"learner_last_{lag}"] = self.learner.lagged(self.surprise, lag, 0.0)
        return found

    def of_item(self) -> dict[str, Floats]:
        correct = self.answers.correct
        count, right = self.item.count(), self.item.total(correct)
        found = {
            "item_right": np.log1p(right),
            "item_wrong": np.log1p(count - right),
            "item_last": self.item.lagged(correct - 0.5, 1, 0.0),
            "item_decayed": self.item.decayed(correct - 0.5, ITEM_DECAY),
        }
        found["item_gap"] = self._gap(self.item)
        return found

    def of_skills(self) -> dict[str, Floats]:
        mean, right = self.answers.mean_over_skills, self.asked_right
        count, rights = self.skill.count(), self.skill.total(right)
        surprise = self.surprise[self.answers.asked_by]
        found = {
            "skill_right": mean(np.log1p(rights)),
            "skill_wrong": mean(np.log1p(count - rights)),
            "skill_surprise": mean(self.skill.total(surprise) / (count + LEARNER_SHRINKAGE)),
            "skill_new": mean((count == 0).astype(np.float64)),
        }
        for decay in DECAYS:
            found[f"skill_surprise_{decay}"] = mean(self.skill.decayed(surprise, decay)) * (1.0 - decay)
        for lag in SKILL_LAGS:
            found[f"skill_last_{lag}"] = mean(self.skill.lagged(right - 0.5, lag, 0.0))
        found["set_gap"] = self._gap(self.set)
        found["set_run"] = (found["set_gap"] == np.log(2.0)).astype(np.float64)
        return found

    def of_time(self) -> dict[str, Floats]:
        """Nothing, where nobody knows when an answer was given."""
        seconds = self.answers.seconds
        if seconds is None:
            return {}
        found = {}
        for name, histories in (("learner", self.learner), ("set", self.set), ("item", self.item)):
            since = np.maximum(seconds - histories.lagged(seconds, 1, np.nan), 0.0)
            found[f"{name}_seconds"] = np.nan_to_num(np.log1p(since), nan=0.0)
            found[f"{name}_hour_ago"] = (since > 3_600.0).astype(np.float64)
            found[f"{name}_day_ago"] = (since > 86_400.0).astype(np.float64)
        return found

    def _gap(self, histories: Histories) -> Floats:
        """Log of how many answers ago the same was asked, plus 1; 0 if never."""
        place = self.learner.count().astype(np.float64)
        before = histories.lagged(place, 1, -1.0)
        return np.where(before < 0.0, 0.0, np.log1p(place - before))


def _sum(keys: Ints, values: Floats | None = None) -> Floats:
    """Sum over all rows with the same key, for each row; of 1 if no values are given."""
    _, place = np.unique(keys, return_inverse=True)
    summed: Floats = np.bincount(place, values).astype(np.float64)[place]
    return summed


def _logit(chance: Floats) -> Floats:
    held: Floats = np.clip(chance, *LOGIT_BOUNDS)
    return np.log(held / (1.0 - held))
