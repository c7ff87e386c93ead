"""The file of trained predictors: what is read is what was written, and anything else is refused."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

import numpy as np
import pytest

from lyceum.algorithms.tracing import elo, memory, network
from lyceum.algorithms.tracing.following import Follower, Training
from lyceum.algorithms.tracing.network import Shape
from lyceum.practice.contracts.predictors import ArtefactUnusable
from lyceum.practice.ports import Outcome, Question
from lyceum.practice.store.answer_log import Logged
from lyceum.practice.trained import artefacts, training
from lyceum.practice.trained.artefacts import Artefact
from lyceum.practice.trained.loaded import TrainedPredictors
from lyceum.practice.trained.log import Log, LogBuilder
from lyceum.practice.trained.training import Made
from tests.algorithms.cohorts import cohort

START = datetime(2026, 3, 1, tzinfo=UTC)


def uuid(family: int, number: int) -> UUID:
    return UUID(int=(family << 32) + number)


@cache
def made() -> Made:
    """Twelve learners, fifty answers each."""
    return training.train(log_of(12, 50), networks=False)


def log_of(learners: int, each: int) -> Log:
    """Answers to twenty items of four skills."""
    chance = np.random.default_rng(3)
    rows = [(learner, int(chance.integers(20)), place) for learner in range(learners) for place in range(each)]
    builder = LogBuilder()
    for learner, item, place in rows:
        outcome = Outcome(
            (START + timedelta(minutes=place), uuid(4, place)),
            Question(uuid(2, item), (uuid(3, item % 4),)),
            correct=bool(chance.random() < 0.3 + 0.4 * (item % 2) + 0.005 * place),
        )
        builder.add(Logged(uuid(1, learner), outcome, None))
    return builder.log


def with_header(**changes: object) -> bytes:
    line, _, body = made().content.partition(b"\n")
    return json.dumps({**json.loads(line), **changes}).encode() + b"\n" + body


def with_body(body: bytes) -> bytes:
    header = {"format": artefacts.FORMAT, "version": artefacts.VERSION, "size": len(body)}
    return json.dumps({**header, "sha256": hashlib.sha256(body).hexdigest()}).encode() + b"\n" + body


def test_what_is_read_is_written_again_as_the_same_file() -> None:
    content = made().content

    assert artefacts.write(artefacts.read(content)) == content


def test_the_same_answers_give_the_same_file() -> None:
    again = made.__wrapped__()

    assert again == made()


def test_without_beliefs_there_is_nothing_to_beat() -> None:
    assert made().believed is None
    assert made().chosen in made().names


def test_the_predictors_of_a_file_follow_a_learner_they_know_nothing_of() -> None:
    trained = TrainedPredictors(made().content)
    learner, known, new = trained.start(), Question(uuid(2, 1), (uuid(3, 1),)), Question(uuid(9, 1), (uuid(9, 2),))

    for number in range(5):
        trained.take(learner, Outcome((START + timedelta(hours=number), uuid(4, number)), known, correct=True))
    told = trained.chances(learner, [known, new], START + timedelta(days=1))

    assert set(told) == set(trained.names) == set(made().names)
    assert all(0.0 < chance < 1.0 for chances in told.values() for chance in chances)
    assert told["elo"][0] > TrainedPredictors(made().content).chances(trained.start(), [known], START)["elo"][0]
    assert trained.reasons("logistic", learner, known, START + timedelta(days=1))["skill_history"] != 0.0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "does not begin"),
        (b"{}\n", "does not begin"),
        (b"[1]\nx", "does not begin"),
        (b"\x80\x04K\x01.", "does not begin"),
        (b"x" * 10_000, "does not begin"),
        (with_header(version=2), "version 2"),
        (with_header(format="something"), "does not begin"),
        (made().content[:-1], "checksum"),
        (made().content[:-1] + b"?", "checksum"),
        (with_header(sha256="0" * 64), "checksum"),
        (with_body(b"no archive"), "not what such a file holds"),
    ],
    ids=["empty", "no-format", "no-object", "pickle", "long", "newer", "other", "short", "damaged", "sum", "archive"],
)
def test_a_file_that_is_damaged_or_of_another_version_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(ArtefactUnusable, match=why):
        artefacts.read(content)


def test_what_would_have_to_be_unpickled_is_refused() -> None:
    packed = io.BytesIO()
    np.savez(packed, plain=np.array([{"usual": 0.5}], dtype=object))

    with pytest.raises(ArtefactUnusable, match="not what such a file holds"):
        artefacts.read(with_body(packed.getvalue()))


def test_a_file_that_lacks_something_is_refused() -> None:
    body = made().content.partition(b"\n")[2]
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as whole, zipfile.ZipFile(kept, "w") as part:
        for name in whole.namelist():
            if name != "elo.difficulty.npy":
                part.writestr(name, whole.read(name))

    with pytest.raises(ArtefactUnusable, match="not what such a file holds"):
        artefacts.read(with_body(kept.getvalue()))


def test_a_file_that_would_fill_the_memory_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artefacts, "_MOST_UNPACKED", 100)

    with pytest.raises(ArtefactUnusable, match="not what such a file holds"):
        artefacts.read(made().content)


def test_networks_are_kept_too() -> None:
    answers = cohort(np.random.default_rng(1), learners=12, each=12, with_time=True)
    shape = Shape(state=6, head=5, embedding=3, steps=7, batch=8)
    fits = tuple(network.fit(answers, np.random.default_rng(seed), epochs=1, shape=shape) for seed in range(2))
    whole = Training(known=fits[0].known, elo=elo.fit(answers), networks=fits)
    items, skills = ([uuid(family, number) for number in range(count)] for family, count in ((2, 12), (3, 3)))

    read = artefacts.read(artefacts.write(Artefact(whole, items, skills))).training

    asked = memory.Question(3, (0,), "one")
    said = [Follower(each).chances(Follower(each).start(), [asked], 5.0) for each in (whole, read)]
    assert said[0] == said[1]
    assert set(said[0]) == {"item_rate", "elo", "dkt"}


@pytest.mark.slow
def test_with_networks_a_large_cohort_has_one_more_predictor_and_its_stack_uses_it() -> None:
    whole = training.train(log_of(20, 250), networks=True)
    trained = TrainedPredictors(whole.content)

    assert whole.names == ("item_rate", "elo", "bkt", "logistic", "dkt", "stack")
    assert set(whole.losses) == set(whole.names)
    assert artefacts.read(whole.content).training.stacked == ("elo", "bkt", "logistic", "dkt")
    assert 0.0 < trained.chances(trained.start(), [Question(uuid(2, 1), (uuid(3, 1),))], START)["stack"][0] < 1.0
