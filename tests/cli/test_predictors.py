"""What an operator does with the answers of an installation: train on them, take a predictor back, export them."""

import stat
import sys
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from lyceum.platform.errors import LyceumError
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import exporting
from tests.cli.conftest import Sit
from tests.cli.seat import Seat
from tests.practice.answer_log import START, fill, people, put


async def test_training_says_how_well_each_predictor_did_and_which_is_tried(seat: Seat) -> None:
    await fill(seat.kernel, people(14), 45)

    status, told = await seat.train()

    lines = told.splitlines()
    assert status == 0
    assert lines[0] == "Trained on 630 answers of 14 learners."
    assert lines[1].startswith("Log loss on learners who were left out")
    losses = {name: float(loss) for name, loss in (line.split() for line in lines[2:-1])}
    assert set(losses) == {"bkt+irt", "item_rate", "elo", "bkt", "logistic", "stack"}
    assert list(losses.values()) == sorted(losses.values())
    assert lines[-1].startswith("What they say together, stack, is tried")


async def test_networks_that_there_is_too_little_for_are_told_of(seat: Seat) -> None:
    await fill(seat.kernel, people(11), 10)

    _, told = await seat.train(networks=True)

    assert told.splitlines()[-1] == "The networks were not tried: the answers are too few for them as yet."


async def test_too_few_learners_are_trained_on_and_nothing_is_tried(sit: Sit) -> None:
    seat = sit("de")
    await fill(seat.kernel, people(3), 20)

    status, told = await seat.train()

    assert status == 0
    assert "Log-Loss" not in told
    assert told.splitlines()[-1].startswith("Das ist zu wenig, um daran zu messen: Es braucht zehn Lernende")


async def test_answers_that_are_all_right_are_trained_on_and_nothing_is_tried(seat: Seat) -> None:
    async with unit_of_work(seat.kernel) as uow:
        for who in people(12):
            for day in range(10):
                await put(uow, who.answer(START + timedelta(days=day), correct=True))

    status, told = await seat.train()

    assert status == 0
    assert told.splitlines()[0] == "Trained on 120 answers of 12 learners."
    assert "right answers as well as wrong ones" in told


async def test_without_answers_training_says_so(seat: Seat) -> None:
    assert await seat.train() == (0, "Nobody has answered anything yet: there is nothing to train on.\n")


async def test_a_training_that_is_not_waited_for_goes_on_without_the_command(
    seat: Seat, capsys: pytest.CaptureFixture[str]
) -> None:
    seat.closing.set()

    status, _ = await seat.train(works=False)

    assert status == 1
    assert "goes on when a server runs" in capsys.readouterr().err


async def test_predictors_are_shown_and_one_is_taken_back(seat: Seat) -> None:
    assert await seat.predictors() == "bkt+irt 1 serves 100% of the learners (needs no training)\n"
    await fill(seat.kernel, people(14), 45)
    await seat.train()

    shown = (await seat.predictors()).splitlines()
    tried = next(line for line in shown if " is tried on 20% of the learners" in line).split()[0]
    after = await seat.predictors(tried)

    assert shown[0].startswith("bkt+irt 1 serves 80% of the learners")
    assert after.splitlines()[0].startswith("bkt+irt 1 serves 100%")
    assert f"{tried} 1" not in after
    with pytest.raises(LyceumError, match="told to nobody"):
        await seat.predictors(tried)


async def test_every_answer_is_exported_without_a_name(
    seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learners = people(3)
    ids = await fill(seat.kernel, learners, 11)
    # More than one row group.
    monkeypatch.setattr(exporting, "_ROWS", 10)
    path = tmp_path / "answers.parquet"

    status, told = await seat.export(path)

    table = pq.read_table(path)
    assert (status, told) == (0, f"Wrote 33 answers to {path}.\n")
    assert pq.ParquetFile(path).num_row_groups == 4
    assert set(table["attempt_id"].to_pylist()) == {str(each) for each in ids}
    names = table["learner"].to_pylist()
    assert len(set(names)) == 3
    # One learner after another, and nobody's id anywhere.
    assert names == [name for name in dict.fromkeys(names) for _ in range(11)]
    assert not {str(each.id) for each in learners} & set(table["learner"].to_pylist())
    assert all(0.0 < each < 1.0 for each in table["believed"].to_pylist())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_the_same_learner_has_the_same_name_in_every_export(seat: Seat, tmp_path: Path) -> None:
    await fill(seat.kernel, people(2), 3)

    for name in ("one", "two"):
        await seat.export(tmp_path / name)

    assert pq.read_table(tmp_path / "one").equals(pq.read_table(tmp_path / "two"))


async def test_no_file_is_written_over_and_none_is_left_half_written(
    seat: Seat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.parquet"
    path.write_text("mine")

    status, _ = await seat.export(path)
    nowhere, _ = await seat.export(tmp_path / "nowhere" / "answers.parquet")

    assert (status, nowhere) == (1, 1)
    assert path.read_text() == "mine"
    told = capsys.readouterr().err
    assert "already; name another" in told
    assert "cannot be written: No such file or directory" in told
    assert not (tmp_path / "answers.parquet.part").exists()


async def test_without_pyarrow_the_export_says_what_to_install(
    seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "lyceum.practice.adapters.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(LyceumError, match="extra `parquet`"):
        await seat.export(tmp_path / "answers.parquet")
