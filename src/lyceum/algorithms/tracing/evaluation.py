"""How well next answers are predicted, under the protocol: learners that were not trained on, answer after answer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Bools, Floats
from lyceum.algorithms.measures.scores import Scores, scores
from lyceum.algorithms.tracing.answers import Answers
from lyceum.algorithms.tracing.choosing import CANDIDATES, NETWORKS, Candidate, train

# Ours: into so many parts learners are divided who have answers to test and answers to train on; into fewer where
# there are so many answers that training four times for each fold would take too long.
_PARTS, _PARTS_OF_MANY, _MANY_ANSWERS = 4, 2, 500_000
# Ours: answers of all splits together, times networks; an estimate from what one pass costs.
_ANSWERS_TO_TRAIN_ON = 12_000_000


@dataclass(frozen=True, slots=True)
class Split:
    """Which answers to predict, and which to train on: (n,) bool each."""

    tested: Bools
    trained: Bools


@dataclass(frozen=True, slots=True)
class Predicted:
    """One split's predictions.

    Attributes:
        correct: (n,) the answers of the tested learners.
        by_name: (n,) probabilities of each predictor.
        chosen: the name of the one that the training learners chose.
    """

    correct: Floats
    by_name: Mapping[str, Floats]
    chosen: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores over the answers of all splits together; `chosen_name` joins the names if splits chose differently."""

    models: Mapping[str, Scores]
    chosen_name: str
    chosen: Scores


def without_overlap(answers: Answers, tested: Bools, trained: Bools, rng: np.random.Generator) -> list[Split]:
    """A split, or several, none of which trains on anybody it tests.

    Args:
        answers: of all learners.
        tested: (n,) the answers to predict.
        trained: (n,) the answers to train on; a learner may have some of both.
        rng: divides the learners who have.

    Returns:
        Splits whose tested answers are together those asked for; none if there is nobody to train on. Whoever is
        tested is left out of the training. If that leaves too few answers, the learners who are on both sides are
        divided, and each part of them is tested on what the others have taught.
    """
    overlapping = np.intersect1d(answers.learner[tested], answers.learner[trained])
    is_overlapping = np.isin(answers.learner, overlapping)
    left = trained & ~is_overlapping
    count = min(_PARTS if answers.size < _MANY_ANSWERS else _PARTS_OF_MANY, len(overlapping))
    if left.sum() >= (1.0 - 1.0 / _PARTS) * trained.sum() or (count == 1 and left.any()):
        return [Split(tested, left)] if tested.any() and left.any() else []
    part = np.full(answers.size, -1)
    part[is_overlapping] = (rng.permutation(len(overlapping)) % count)[
        np.searchsorted(overlapping, answers.learner[is_overlapping])
    ]
    # Learners of no part may be tested on what any of them has taught; the first has room for them.
    splits = [Split(tested & (np.maximum(part, 0) == number), trained & (part != number)) for number in range(count)]
    return [each for each in splits if each.tested.any() and each.trained.any()]


def networks_for(splits: Iterable[Split]) -> int:
    """How many networks to train for each split, so that all of them together end within minutes: 1 to `NETWORKS`."""
    answers = sum(int(split.trained.sum()) for split in splits)
    return min(max(_ANSWERS_TO_TRAIN_ON // answers, 1), NETWORKS)


def predicted(
    answers: Answers, split: Split, rng: np.random.Generator, candidates: Mapping[str, Candidate] = CANDIDATES
) -> Predicted:
    """Train on some learners, predict answers of others from all their own earlier answers.

    Args:
        answers: of all learners.
        split: of them, whom to test and whom to train on; learners who are both are refused.
        rng: for whoever needs chance.
        candidates: predictors to try.

    Raises:
        ValueError: if nobody is tested, or nobody is left to train on, or somebody is on both sides.
    """
    if not split.tested.any() or not split.trained.any():
        raise ValueError("learners to test and other learners to train on are expected; one of them is missing")
    is_tested = np.isin(answers.learner, np.unique(answers.learner[split.tested]))
    if (is_tested & split.trained).any():
        raise ValueError("no learner may be tested and trained on; `without_overlap` divides them")
    made = train(answers.of(split.trained), rng, candidates)
    # What a learner answered outside of the tested fold is known when the tested one is given.
    asked, wanted = answers.of(is_tested), split.tested[is_tested]
    said = {name: predictor(asked)[wanted] for name, predictor in made.predictors.items()}
    return Predicted(asked.correct[wanted], said, made.chosen)


def pooled(splits: Iterable[Predicted]) -> Evaluation:
    """Scores over all splits. A predictor that was not tried everywhere (its cohort was too small) is left out."""
    parts = list(splits)
    correct = np.concatenate([part.correct for part in parts])
    everywhere = [name for name in parts[0].by_name if all(name in part.by_name for part in parts)]
    models = {name: scores(correct, np.concatenate([part.by_name[name] for part in parts])) for name in everywhere}
    served = np.concatenate([part.by_name[part.chosen] for part in parts])
    names = "+".join(name for name, _ in Counter(part.chosen for part in parts).most_common())
    return Evaluation(models, names, scores(correct, served))
