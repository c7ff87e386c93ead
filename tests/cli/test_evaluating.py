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


def chosen_loss(capsys: pytest.CaptureFixture[str], *arguments: str) -> float:
    assert main(["evaluate", "kt", *arguments]) == 0
    loss: float = json.loads(capsys.readouterr().out)["chosen"]["log_loss"]
    return loss


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

    assert "nobody is predicted by what their own answers have taught" in refused(capsys, "kt", str(spread))


@pytest.mark.parametrize("kind", ["by row", "by time"])
def test_folds_that_share_their_users_are_predicted_from_other_users(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = np.random.default_rng(8)
    ability, lines = rng.normal(size=20), [HEADER]
    for user in range(20):
        for place in range(30):
            item, fold = int(rng.integers(6)), place // 10 if kind == "by time" else rng.integers(3)
            right = int(rng.random() < 1 / (1 + np.exp(item / 2 - 1 - ability[user])))
            lines.append(f"{fold},{user},{item},{item % 2},{right}")
    log = written(tmp_path / "log.csv.gz", "\n".join(lines) + "\n")

    assert main(["evaluate", "kt", str(log), "--workers", "1"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert found["chosen"]["name"] == "stack"
    assert found["chosen"]["log_loss"] <= min(found["models"][name]["log_loss"] for name in ("elo", "bkt")) + 0.005


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
    "line 2: t is '1e308'": f"{HEADER},t\n1,1,1,1,1,1e308\n",
    "line 3: t is ''; a number of seconds, on every line or on none,": f"{HEADER},t\n1,1,1,1,1,3\n1,1,1,1,1,\n",
    "line 2: fold is '1.5'; a whole number": f"{HEADER}\n1.5,1,1,1,1\n",
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


def test_a_quoted_first_line_after_a_byte_order_mark_and_empty_lines_are_read(tmp_path: Path) -> None:
    header = ",".join(f'"{name}"' for name in HEADER.split(","))
    log = read_answers(written(tmp_path / "log.csv.gz", f"\ufeff{header}\r\n1,ann,i,a,1\r\n\r\n2,bob,i,a,0\r\n\r\n"))

    assert (log.fold, log.learner, log.correct) == ([1, 2], ["ann", "bob"], [1, 0])


def test_an_empty_line_does_not_move_the_number_of_those_below(tmp_path: Path) -> None:
    with pytest.raises(LogUnusable, match="line 4: correct is '2'"):
        read_answers(written(tmp_path / "log.csv.gz", f"{HEADER}\n1,1,1,1,1\n\n1,1,1,1,2\n"))


def test_of_a_long_value_that_is_refused_only_the_beginning_is_shown(tmp_path: Path) -> None:
    with pytest.raises(LogUnusable, match=r"fold is '9{40}…'; a whole number is expected"):
        read_answers(written(tmp_path / "log.csv.gz", f"{HEADER}\n{'9' * 5000},1,1,1,1\n"))


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


def test_a_moment_beyond_64_bits_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv.gz", f"card,t_ms,rating,type\n1,{10**30},3,0\n")

    with pytest.raises(LogUnusable, match=r"line 2: t_ms is '10+'; a moment in milliseconds is expected"):
        read_reviews(path)


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


def test_numbers_with_a_fraction_of_nothing_spaces_and_times_that_are_all_missing_are_read(tmp_path: Path) -> None:
    log = read_answers(written(tmp_path / "log.csv.gz", f"{HEADER},t\n2.0, ann , i ,a, 1 ,\n1.,bob,j,b,0,\n"))

    assert log.fold == [2, 1]
    assert (log.learner, log.item, log.correct) == (["ann", "bob"], ["i", "j"], [1, 0])
    assert log.seconds is None


@pytest.mark.parametrize("right", [0, 1])
def test_learners_who_are_always_right_or_always_wrong_choose_nothing_too_sure(
    right: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Trained on what is all alike, and tested on learners who are right half of the time."""
    rng = np.random.default_rng(3)
    lines = [
        f"{1 + (user >= 20)},{user},{rng.integers(6)},{item % 3},{right if user < 20 else rng.integers(2)}"
        for user in range(30)
        for item in range(12)
    ]
    log = written(tmp_path / "log.csv.gz", "\n".join([HEADER, *lines]) + "\n")

    # Not worse than to say 21 to 1 of every one of them.
    assert chosen_loss(capsys, str(log), "--train-folds", "1", "--test-folds", "2") < 1.7


def test_one_learner_with_nearly_all_answers_breaks_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(3)
    lines = [
        f"{user % 2},{user},{rng.integers(50)},{rng.integers(5)},{rng.integers(2)}"
        for user in range(24)
        for _ in range(3000 if user == 0 else 3)
    ]
    log = written(tmp_path / "log.csv.gz", "\n".join([HEADER, *lines]) + "\n")

    assert chosen_loss(capsys, str(log), "--workers", "1") < 0.75
