"""`lyceum evaluate`: the figures as JSON without any server, and files that are not what it reads."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from lyceum.cli import log_files
from lyceum.cli.log_files import LogUnusable, read_answers, read_reviews
from lyceum.cli.main import main

HEADER = "fold,user,item,skills,correct"


def written(path: Path, text: str) -> Path:
    path.write_bytes(gzip.compress(text.encode()))
    return path


@pytest.fixture
def log(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    ability, lines = rng.normal(size=24), [HEADER]
    for user in range(24):
        for _ in range(10):
            item = int(rng.integers(6))
            right = int(rng.random() < 1 / (1 + np.exp(item / 2 - 1 - ability[user])))
            lines.append(f"{user % 3 + 1},{user},{item},{item % 2}_{2 + item % 3},{right}")
    return written(tmp_path / "log.csv.gz", "\n".join(lines) + "\n")


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, dict[str, float]]]:
    assert main(["evaluate", *arguments]) == 0
    found: dict[str, dict[str, dict[str, float]]] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["evaluate", *arguments]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err


def test_every_fold_is_predicted_from_the_others(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, "kt", str(log), "--workers", "1")

    assert set(found) == {"models", "chosen", "seconds"}
    assert {"item_rate", "elo", "bkt", "stack"} <= set(found["models"])
    assert set(found["models"]["elo"]) == {"auc", "rmse", "log_loss"}
    assert set(found["chosen"]) == {"name", "auc", "rmse", "log_loss"}


def test_several_processes_find_the_same(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = (shown(capsys, "kt", str(log), "--workers", number) for number in ("1", "2"))

    assert one["models"] == two["models"]
    assert one["chosen"] == two["chosen"]


def test_folds_to_train_on_and_to_test_can_be_named(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = shown(capsys, "kt", str(log), "--train-folds", "1,2", "--test-folds", "3", "--workers", "1")
    tested = shown(capsys, "kt", str(log), "--test-folds", "3")
    trained = shown(capsys, "kt", str(log), "--train-folds", "1,2")
    other = shown(capsys, "kt", str(log), "--train-folds", "1", "--test-folds", "3")

    assert both["models"] == tested["models"] == trained["models"]
    assert both["models"] != other["models"]


def test_a_fold_that_is_not_there_or_is_both_is_refused(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no fold 9; its folds are 1, 2, 3" in refused(capsys, "kt", str(log), "--test-folds", "9")
    both = refused(capsys, "kt", str(log), "--train-folds", "1,2", "--test-folds", "2")
    assert "to train on: 1, 2, to test: 2" in both
    assert "to test: none" in refused(capsys, "kt", str(log), "--train-folds", "1,2,3")


def test_one_fold_alone_cannot_be_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = written(tmp_path / "log.csv.gz", f"{HEADER}\n1,1,1,1,1\n")

    assert "to train on: none" in refused(capsys, "kt", str(alone))


def test_users_who_are_all_in_every_fold_leave_nobody_to_train_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spread = written(tmp_path / "log.csv.gz", f"{HEADER}\n1,ann,1,1,1\n2,ann,1,1,0\n")

    assert "all answers of a user belong into one fold" in refused(capsys, "kt", str(spread))


@pytest.mark.parametrize("arguments", [["--test-folds", "1,x"], ["--workers", "0"], ["--workers", "many"]])
def test_an_argument_that_is_no_number_is_wrong_usage(log: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "kt", str(log), *arguments])

    assert ended.value.code == 2


BAD = {
    "has no column skills, correct": "fold,user,item\n1,1,1\n",
    "is empty": "",
    "nothing below it": f"{HEADER}\n",
    "line 3: correct is '2'; 0 or 1 is expected": f"{HEADER}\n1,1,1,1,1\n1,1,1,1,2\n",
    "line 2: fold is 'one'; a whole number": f"{HEADER}\none,1,1,1,1\n",
    "line 2: user is ''": f"{HEADER}\n1,,1,1,1\n",
    "line 4: 5 values are expected": f"{HEADER}\n1,1,1,1,1\n1,1,1,1,0\n1,1,1\n",
    "line 2: t is 'noon'": f"{HEADER},t\n1,1,1,1,1,noon\n",
    "line 2: t is 'nan'": f"{HEADER},t\n1,1,1,1,1,nan\n",
}


@pytest.mark.parametrize("message", BAD)
def test_a_bad_file_is_refused_with_what_is_wrong_and_where(
    message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in refused(capsys, "kt", str(written(tmp_path / "log.csv.gz", BAD[message])))


def test_a_file_that_cannot_be_unpacked_is_refused(log: Path, tmp_path: Path) -> None:
    plain, cut, odd = (tmp_path / name for name in ("plain.csv", "cut.csv.gz", "odd.csv.gz"))
    plain.write_text(HEADER)
    cut.write_bytes(log.read_bytes()[:-20])
    odd.write_bytes(gzip.compress(b"fold,user\xff\n"))

    for path, message in ((plain, "not a gzip file"), (cut, "ends in the middle"), (odd, "not UTF-8")):
        with pytest.raises(LogUnusable, match=message):
            read_answers(path)
    with pytest.raises(LogUnusable, match="cannot be read"):
        read_answers(tmp_path / "missing.csv.gz")


def test_a_value_longer_than_csv_allows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LogUnusable, match="is not CSV"):
        read_answers(written(tmp_path / "long.csv.gz", f"{HEADER}\n1,1,{'9' * 200_000},1,1\n"))


def test_answers_are_read_with_their_times_skills_and_further_columns(tmp_path: Path) -> None:
    log = read_answers(written(tmp_path / "log.csv.gz", f"\ufeff{HEADER},t,x\n2,ann,i,a_b,1,5,?\n1,bob,j,,0.0,7.5,?\n"))

    assert log.fold == [2, 1]
    assert log.learner == ["ann", "bob"]
    assert log.skills == [("a", "b"), ("",)]
    assert log.correct == [1, 0]
    assert log.seconds == [5.0, 7.5]


def test_times_that_are_all_the_same_are_none(tmp_path: Path) -> None:
    text = f"{HEADER},t\n1,1,1,1,1,0\n1,1,1,1,1,0\n"

    assert read_answers(written(tmp_path / "log.csv.gz", text)).seconds is None


def test_reviews_are_read_and_ratings_outside_their_range_refused(tmp_path: Path) -> None:
    good = written(tmp_path / "good.csv.gz", "card,t_ms,rating,type,duration_ms\n7,1000,3,0,9\n")
    bad = written(tmp_path / "bad.csv.gz", "card,t_ms,rating,type\n7,1000,5,0\n")

    log = read_reviews(good)

    assert log == log_files.ReviewLog(card=["7"], milliseconds=[1000], rating=[3], kind=[0])
    with pytest.raises(LogUnusable, match="rating is '5'; a whole number from 1 to 4"):
        read_reviews(bad)


def test_recall_is_evaluated_in_order_of_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng, lines = np.random.default_rng(2), ["card,t_ms,rating,type"]
    for card in range(40):
        day = int(rng.integers(100))
        for number in range(6):
            rating = 3 if rng.random() < 0.8 else 1
            lines.append(f"{card},{(day * 24 + 12) * 3_600_000},{rating},{min(number, 1)}")
            day += int(rng.integers(1, 9))

    found = shown(capsys, "reviews", str(written(tmp_path / "log.csv.gz", "\n".join(lines))))

    assert set(found) == {"models", "chosen", "seconds"}
    assert {"average", "sm2", "fsrs_default", "fsrs", "fsrs_recalibrated"} <= set(found["models"])
    assert set(found["chosen"]) == {"name", "log_loss", "rmse_bins", "auc"}


def test_too_few_reviews_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = written(tmp_path / "log.csv.gz", "card,t_ms,rating,type\n7,1000,3,0\n")

    assert "at least 60 reviews" in refused(capsys, "reviews", str(few))
