"""Simulated learners, for what needs many answers."""

import numpy as np

from lyceum.algorithms.arrays import Floats
from lyceum.algorithms.tracing.answers import Answers, collect


def cohort(
    rng: np.random.Generator, *, learners: int, each: int, items: int = 12, skills: int = 3, with_time: bool = False
) -> Answers:
    """Learners of different ability who get better with every answer; an item asks for one skill or for two."""
    difficulty = rng.normal(0.0, 1.0, items)
    ability = rng.normal(0.0, 1.0, learners)
    practised = np.zeros((learners, skills))
    rows = []
    for step in range(each):
        for learner in range(learners):
            item = int(rng.integers(items))
            asked = (item % skills,) if item % 4 else tuple({item % skills, (item + 1) % skills})
            logit = ability[learner] - difficulty[item] + 0.3 * practised[learner, list(asked)].mean()
            rows.append((learner, item, asked, int(rng.random() < 1.0 / (1.0 + np.exp(-logit))), step * 3_000.0))
            practised[learner, list(asked)] += 1.0
    who, what, which, correct, when = (list(column) for column in zip(*rows, strict=True))
    return collect(who, what, which, correct=correct, seconds=when if with_time else None)[0]


def with_other_answers(answers: Answers, after: int, rng: np.random.Generator) -> Answers:
    """The same, but each learner's answers from that place on are thrown anew."""
    place = places(answers)
    correct = np.where(place >= after, rng.integers(0, 2, answers.size), answers.correct).astype(np.float64)
    return Answers(
        answers.learner,
        answers.item,
        answers.asked_by,
        answers.skill,
        answers.skill_set,
        correct,
        answers.seconds,
        answers.n_items,
        answers.n_skills,
    )


def places(answers: Answers) -> Floats:
    """Which of its learner's answers each is, from 0."""
    starts = np.searchsorted(answers.learner, answers.learner)
    return np.arange(answers.size) - starts
