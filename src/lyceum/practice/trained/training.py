"""Trains every predictor a cohort is large enough for, in a process of its own, and says how well each did."""

from dataclasses import dataclass

import numpy as np

from lyceum.algorithms.arrays import Ints
from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.tracing import choosing
from lyceum.algorithms.tracing.answers import collect
from lyceum.algorithms.tracing.choosing import CANDIDATES, NETWORK
from lyceum.algorithms.tracing.following import training_of
from lyceum.practice.trained import artefacts
from lyceum.practice.trained.artefacts import Artefact
from lyceum.practice.trained.log import Log

# The same answers give the same predictors.
_SEED = 20_26


@dataclass(frozen=True, slots=True)
class Made:
    """What a training came to.

    Attributes:
        content: of the file.
        names: of the predictors in it.
        losses: by name, log loss on learners that the predictor had not seen; empty if the cohort is too small.
        chosen: the one to serve, as `choosing.train` says; None if nothing was measured.
        believed: log loss of the beliefs on the answers that the losses are of; None where they are not known.
        answers, learners: of the cohort.
    """

    content: bytes
    names: tuple[str, ...]
    losses: dict[str, float]
    chosen: str | None
    believed: float | None
    answers: int
    learners: int


def train(log: Log, *, networks: bool) -> Made:
    """Train, measure and choose.

    Args:
        log: at least one answer.
        networks: whether networks are tried too, if the cohort is large enough; they take minutes.
    """
    # Numbered as `collect` numbers: in the order in which they first appear.
    skills = [log.skill_sets[number] for number in log.asked]
    answers, rows = collect(log.learners, log.items, skills, correct=log.correct, seconds=log.seconds)
    candidates = {name: each for name, each in CANDIDATES.items() if networks or name != NETWORK}
    made = choosing.train(answers, np.random.Generator(np.random.PCG64(_SEED)), candidates)
    training = training_of(answers, made)
    return Made(
        content=artefacts.write(Artefact(training, log.item_ids, log.skill_ids)),
        names=training.names,
        losses=dict(made.losses),
        chosen=made.chosen if made.losses else None,
        believed=_loss_of_beliefs(log, rows[made.judged]),
        answers=answers.size,
        learners=len(set(log.learners)),
    )


def _loss_of_beliefs(log: Log, rows: Ints) -> float | None:
    chances = np.array(log.believed)[rows]
    is_known = ~np.isnan(chances)
    if not is_known.any():
        return None
    return log_loss(np.array(log.correct, dtype=np.float64)[rows][is_known], chances[is_known])
