"""Runs `lyceum evaluate` and prints what it found as JSON."""

import argparse
import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from lyceum.algorithms.arrays import Ints
from lyceum.algorithms.measures.scores import Scores
from lyceum.algorithms.scheduling import evaluation as recall
from lyceum.algorithms.scheduling import review_log
from lyceum.algorithms.scheduling.evaluation import RecallScores
from lyceum.algorithms.tracing.answers import Answers, collect
from lyceum.algorithms.tracing.choosing import with_networks
from lyceum.algorithms.tracing.evaluation import Predicted, Split, networks_for, pooled, predicted, without_overlap
from lyceum.cli.log_files import LogUnusable, read_answers, read_reviews
from lyceum.cli.terminal import say
from lyceum.platform.settings import Settings

_SEED = 20_26
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class _Task:
    """The work of one process."""

    answers: Answers
    split: Split
    networks: int


def run(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Print the figures of a log."""
    begun = time.perf_counter()
    if arguments.kind == "reviews":
        found = evaluate_reviews(arguments.file)
    else:
        found = evaluate_answers(arguments.file, arguments.train_folds, arguments.test_folds, arguments.workers)
    say(json.dumps({**found, "seconds": round(time.perf_counter() - begun, 2)}, indent=2))
    return 0


def evaluate_answers(
    path: Path, train: frozenset[int] | None, test: frozenset[int] | None, workers: int
) -> dict[str, Any]:
    """Figures of every predictor, and of the one that each split's training learners chose."""
    log = read_answers(path)
    answers, rows = collect(log.learner, log.item, log.skills, correct=log.correct, seconds=log.seconds)
    fold = np.array(log.fold)[rows]
    splits = list(_splits(path, answers, fold, train, test))
    networks = networks_for(splits)
    tasks = [_Task(answers, split, networks) for split in splits]
    if workers == 1 or len(tasks) == 1:
        found = [_predicted(task) for task in tasks]
    else:
        with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=get_context("spawn")) as pool:
            found = list(pool.map(_predicted, tasks))
    evaluation = pooled(found)
    chosen = {"name": evaluation.chosen_name, **_figures(evaluation.chosen)}
    return {"models": {name: _figures(each) for name, each in evaluation.models.items()}, "chosen": chosen}


def evaluate_reviews(path: Path) -> dict[str, Any]:
    """Figures of every predictor of recall, and of the one that the reviews before each part chose."""
    log = read_reviews(path)
    reviews = review_log.collect(log.card, log.milliseconds, log.rating, log.kind)
    try:
        evaluation = recall.evaluate(reviews)
    except ValueError as error:
        raise LogUnusable(
            f"{str(path)!r}: {error}; reviews of cards whose first is not of type 0 do not count."
        ) from error
    chosen = {"name": evaluation.chosen_name, **_figures(evaluation.chosen)}
    return {"models": {name: _figures(each) for name, each in evaluation.models.items()}, "chosen": chosen}


def _splits(
    path: Path,
    answers: Answers,
    fold: Ints,
    train: frozenset[int] | None,
    test: frozenset[int] | None,
) -> Iterator[Split]:
    """One for all folds to test if they are named, or one for each fold; more where users are on both sides."""
    there = frozenset(np.unique(fold).tolist())
    if unknown := ((train or frozenset()) | (test or frozenset())) - there:
        raise LogUnusable(f"{str(path)!r} has no fold {_listed(unknown)}; its folds are {_listed(there)}.")
    if test is None and train is not None:
        test = there - train
    tests = [frozenset({each}) for each in sorted(there)] if test is None else [test]
    for tested in tests:
        trained = there - tested if train is None else train
        if not tested or not trained or tested & trained:
            raise LogUnusable(
                f"{str(path)!r}: folds to train on and other folds to test are needed; "
                f"to train on: {_listed(trained) or 'none'}, to test: {_listed(tested) or 'none'}."
            )
        splits = without_overlap(answers, np.isin(fold, list(tested)), np.isin(fold, list(trained)), _chance())
        if not splits:
            raise LogUnusable(
                f"{str(path)!r}: the one user of the folds to train on ({_listed(trained)}) is also tested "
                f"(in {_listed(tested)}); nobody is predicted by what their own answers have taught. Add users."
            )
        yield from splits


def _predicted(task: _Task) -> Predicted:
    return predicted(task.answers, task.split, _chance(), with_networks(task.networks))


def _chance() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(_SEED))


def _figures(found: Scores | RecallScores) -> Mapping[str, float]:
    return {name: round(value, _DIGITS) for name, value in asdict(found).items()}


def _listed(folds: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(folds)))
