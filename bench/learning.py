"""How well learners are predicted and what it costs: answers, recall, items, tests, ways of practising, simulations.

    python -m bench.learning DATA [--only PART …] [--workers N]

DATA holds folders with a log of the same name in each (`assist2009_pid/assist2009_pid.csv.gz`): of answers with the
columns fold, user, item, skills, correct, or of reviews with card, t_ms, rating, type. What is simulated needs no data.
Seconds are CPU seconds unless they say otherwise; set OMP_NUM_THREADS=1, or threads that wait are counted too.
"""

import argparse
import gzip
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from bench import learning_simulation, learning_speed, ways
from lyceum.algorithms.irt import adaptive_test, marginal
from lyceum.algorithms.irt.adaptive_test import Bank, Rules
from lyceum.algorithms.tracing import bkt_fit
from lyceum.algorithms.tracing.answers import collect
from lyceum.cli.evaluating import evaluate_answers, evaluate_reviews
from lyceum.cli.log_files import read_answers

PARTS = ("kt", "reviews", "irt", "cat", "ways", "speed", "simulation")
# Takes the better part of an hour: only when it is named.
MILLION = "million"
_BANKS = 20
_MILLION = 1_000_000
_CAP = 0.3


def main() -> None:
    """Print a table for every part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", nargs="+", choices=(*PARTS, MILLION), default=PARTS)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    if "kt" in options.only:
        next_answers(options.data, options.workers)
    if MILLION in options.only:
        million(options.data, options.workers)
    if "reviews" in options.only:
        recall(options.data)
    if "irt" in options.only:
        calibration()
    if "cat" in options.only:
        adaptive_tests()
    if "ways" in options.only:
        ways.measure()
    if "speed" in options.only:
        learning_speed.measure()
    if "simulation" in options.only:
        learning_simulation.mastery()
        learning_simulation.schedulers()


def next_answers(data: Path, workers: int) -> None:
    """Every predictor on every log of answers."""
    print("| answers | model | AUC | RMSE | log loss |\n| --- | --- | --- | --- | --- |")
    for path in _logs(data, "correct"):
        found = evaluate_answers(path, None, None, workers)
        _print_rows(path.parent.name, found, ("auc", "rmse", "log_loss"))
    print("\n| answers | BKT fit, all folds together, s |\n| --- | --- |")
    for path in _logs(data, "correct"):
        log = read_answers(path)
        answers, _ = collect(log.learner, log.item, log.skills, correct=log.correct)
        begun = time.process_time()
        bkt_fit.fit(answers)
        print(f"| {path.parent.name} | {time.process_time() - begun:.2f} |")
    print()


def million(data: Path, workers: int) -> None:
    """How long an evaluation of a million answers takes, however they are divided into folds.

    The largest log is repeated with learners of other names; that they are copies makes its other figures worthless.
    """
    path = max(_logs(data, "correct"), key=lambda each: each.stat().st_size)
    log = read_answers(path)
    copies = -(-_MILLION // len(log.correct))
    lines = [
        (f"{copy}.{learner}", f"{item},{'_'.join(map(str, skills))},{correct}")
        for copy in range(copies)
        for learner, item, skills, correct in zip(log.learner, log.item, log.skills, log.correct, strict=True)
    ][:_MILLION]
    number = {learner: place for place, learner in enumerate(dict.fromkeys(learner for learner, _ in lines))}
    divisions: dict[str, list[int]] = {
        "5, of other learners each": [number[learner] % 5 for learner, _ in lines],
        "10, of other learners each": [number[learner] % 10 for learner, _ in lines],
        "5, of every learner's answers": [place % 5 for place in range(_MILLION)],
    }
    print(f"| {path.parent.name}, {_MILLION:,} answers, folds | workers | s, by the clock |\n| --- | --- | --- |")
    for name, folds in divisions.items():
        with tempfile.NamedTemporaryFile(suffix=".csv.gz") as file:
            text = (f"{fold},{learner},{rest}\n" for fold, (learner, rest) in zip(folds, lines, strict=True))
            with gzip.open(file, "wt", encoding="utf-8") as grown:
                grown.write("fold,user,item,skills,correct\n")
                grown.writelines(text)
            file.flush()
            begun = time.perf_counter()
            evaluate_answers(Path(file.name), None, None, workers)
            print(f"| {name} | {workers} | {time.perf_counter() - begun:.0f} |", flush=True)
    print()


def recall(data: Path) -> None:
    """Every predictor on every log of reviews."""
    print("| reviews | model | log loss | RMSE (bins) | AUC |\n| --- | --- | --- | --- | --- |")
    for path in _logs(data, "rating"):
        found = evaluate_reviews(path)
        _print_rows(path.parent.name, found, ("log_loss", "rmse_bins", "auc"))
    print()


def calibration() -> None:
    """Known items of three parameters are looked for in the answers of 2,000 people to 40 of them."""
    print("| 3PL, 2,000 x 40 | RMSE a | RMSE b | RMSE c | s |\n| --- | --- | --- | --- | --- |")
    rows = []
    for seed in range(1, 11):
        rng = np.random.default_rng(seed)
        ability = rng.normal(size=(2_000, 1))
        truth = Bank(rng.lognormal(0, 0.3, 40).clip(0.5, 2.5), rng.normal(size=40).clip(-2.5, 2.5), rng.beta(5, 17, 40))
        chance = truth.c + (1.0 - truth.c) / (1.0 + np.exp(-truth.a * (ability - truth.b)))
        answers = (rng.random(chance.shape) < chance).astype(np.int8)
        begun = time.process_time()
        found = marginal.calibrate(answers)
        seconds = time.process_time() - begun
        pairs = ((found.a, truth.a), (found.b, truth.b), (found.c, truth.c))
        rows.append([*(float(np.sqrt(np.mean((one - other) ** 2))) for one, other in pairs), seconds])
    for name, values in (("mean of ten", np.mean(rows, axis=0)), ("worst of ten", np.max(rows, axis=0))):
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |")
    print()


def adaptive_tests() -> None:
    """Items until the standard error is below 0.3, of 500 with three parameters, for 400 people and twenty banks."""
    print("| adaptive test, mean of 20 banks | items | highest exposure | RMSE of ability |\n| --- | --- | --- | --- |")
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for seed in range(_BANKS):
        rng = np.random.default_rng(seed)
        bank = Bank(rng.lognormal(0, 0.3, 500), rng.normal(0, 1.2, 500), rng.beta(5, 17, 500))
        abilities = rng.normal(size=400)
        rules = {
            "no cap": Rules(),
            f"cap {_CAP}, prices": adaptive_test.priced(bank, _CAP, rng),
            f"cap {_CAP} alone": Rules(cap=_CAP),
        }
        for name, rule in rules.items():
            found = adaptive_test.simulate(bank, abilities, rng, rule)
            off = float(np.sqrt(np.mean((found.estimate - abilities) ** 2)))
            rows.setdefault(name, []).append((float(found.length.mean()), float(found.exposure.max()), off))
    for name, values in rows.items():
        items, exposure, off = np.mean(values, axis=0)
        print(f"| {name} | {items:.2f} | {exposure:.2f} | {off:.3f} |")
    print()


def _logs(data: Path, column: str) -> Iterator[Path]:
    """The logs below the folder whose first line has this column."""
    for path in sorted(data.rglob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            if column in file.readline().strip().split(","):
                yield path


def _print_rows(log: str, found: Mapping[str, Any], figures: tuple[str, ...]) -> None:
    for name, model in (*found["models"].items(), (f"chosen: {found['chosen']['name']}", found["chosen"])):
        print(f"| {log} | {name} | " + " | ".join(f"{model[figure]:.4f}" for figure in figures) + " |")


if __name__ == "__main__":
    main()
