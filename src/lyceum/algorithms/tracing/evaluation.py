"""How well next answers are predicted, under the protocol: learners that were not trained on, answer after answer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Bools, Floats
from lyceum.algorithms.measures.scores import Scores, scores
from lyceum.algorithms.tracing.answers import Answers
from lyceum.algorithms.tracing.choosing import CANDIDATES, Candidate, train


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


def predicted(
    answers: Answers,
    tested: Bools,
    trained: Bools,
    rng: np.random.Generator,
    candidates: Mapping[str, Candidate] = CANDIDATES,
) -> Predicted:
    """Train on some learners, predict every answer of others from their own earlier answers.

    Args:
        answers: of all learners.
        tested: (n,) the answers to predict; of whole learners.
        trained: (n,) the answers to train on. Those of tested learners are left out.
        rng: for whoever needs chance.
        candidates: predictors to try.

    Raises:
        ValueError: if nobody is tested, or nobody is left to train on.
    """
    is_tested = np.isin(answers.learner, np.unique(answers.learner[tested]))
    training = trained & ~is_tested
    if not tested.any() or not training.any():
        raise ValueError("learners to test and other learners to train on are expected; one of them is missing")
    made = train(answers.of(training), rng, candidates)
    asked = answers.of(tested)
    said = {name: predictor(asked) for name, predictor in made.predictors.items()}
    return Predicted(asked.correct, said, made.chosen)


def pooled(splits: Iterable[Predicted]) -> Evaluation:
    """Scores over all splits. A predictor that was not tried everywhere (its cohort was too small) is left out."""
    parts = list(splits)
    correct = np.concatenate([part.correct for part in parts])
    everywhere = [name for name in parts[0].by_name if all(name in part.by_name for part in parts)]
    models = {name: scores(correct, np.concatenate([part.by_name[name] for part in parts])) for name in everywhere}
    served = np.concatenate([part.by_name[part.chosen] for part in parts])
    names = "+".join(name for name, _ in Counter(part.chosen for part in parts).most_common())
    return Evaluation(models, names, scores(correct, served))
