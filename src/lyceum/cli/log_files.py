"""Reads logs of answers and of reviews from gzipped CSV, and says on which line what is wrong."""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, TypeVar

from lyceum.platform.errors import LyceumError

_RIGHT = {"0": 0, "1": 1, "0.0": 0, "1.0": 1}
# Of moments that are no further off, 64 bits hold the difference.
_FURTHEST_MS = 2**62
# Nanoseconds since 1970 are a hundredth of it; further off a difference could not be squared.
_FURTHEST_S = 1e20
# Of a value that is refused so much is shown.
_LONGEST_SHOWN = 40

Value = TypeVar("Value")


class LogUnusable(LyceumError):
    """The file is not what the command reads."""

    status, code = 422, "LOG_UNUSABLE"


@dataclass(slots=True)
class AnswerLog:
    """Columns of a log of answers, as long as each other, in the order of the file.

    Attributes:
        fold: 1, 2, …; a learner's answers are predicted when their fold is tested.
        learner, item: as they are called in the file.
        skills: of each item; one that has no name where the file names none.
        correct: 0 or 1.
        seconds: when, on any clock; None if the file does not say, or says the same everywhere.
    """

    fold: list[int] = field(default_factory=list)
    learner: list[str] = field(default_factory=list)
    item: list[str] = field(default_factory=list)
    skills: list[tuple[str, ...]] = field(default_factory=list)
    correct: list[int] = field(default_factory=list)
    seconds: list[float] | None = None


@dataclass(slots=True)
class ReviewLog:
    """Columns of a log of reviews, as long as each other, in the order of the file.

    Attributes:
        card: as it is called in the file.
        milliseconds: when, on the learner's clock.
        rating: 1 again, 2 hard, 3 good, 4 easy.
        kind: 0 learning, 1 review, 2 relearning, 3 filtered or cramming.
    """

    card: list[str] = field(default_factory=list)
    milliseconds: list[int] = field(default_factory=list)
    rating: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)


def read_answers(path: Path) -> AnswerLog:
    """The log in a file with the columns fold, user, item, skills (joined by _), correct, and perhaps t (seconds).

    Raises:
        LogUnusable: if it is no such file.
    """
    log = AnswerLog()
    seconds: list[float] = []
    untimed: int | None = None
    with _rows(path, ("fold", "user", "item", "skills", "correct"), ("t",)) as rows:
        for line, (fold, user, item, skills, correct, moment) in rows:
            log.fold.append(_number(path, line, "fold", fold))
            log.learner.append(_named(path, line, "user", user))
            log.item.append(_named(path, line, "item", item))
            log.skills.append(tuple(skills.split("_")))
            if correct not in _RIGHT:
                _refuse(path, line, "correct", correct, "0 or 1")
            log.correct.append(_RIGHT[correct])
            if moment:
                seconds.append(_moment(path, line, moment))
            elif untimed is None and moment is not None:
                untimed = line
    if seconds and untimed is not None:
        _refuse(path, untimed, "t", "", "a number of seconds, on every line or on none,")
    log.seconds = seconds if len(set(seconds)) > 1 else None
    return log


def read_reviews(path: Path) -> ReviewLog:
    """The log in a file with the columns card, t_ms, rating (1 to 4) and type (0 to 3).

    Raises:
        LogUnusable: if it is no such file.
    """
    log = ReviewLog()
    with _rows(path, ("card", "t_ms", "rating", "type"), ()) as rows:
        for line, (card, moment, rating, kind) in rows:
            log.card.append(_named(path, line, "card", card))
            log.milliseconds.append(_millisecond(path, line, moment))
            log.rating.append(_among(path, line, "rating", rating, range(1, 5)))
            log.kind.append(_among(path, line, "type", kind, range(6)))
    return log


@contextmanager
def _rows(path: Path, needed: Sequence[str], possible: Sequence[str]) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """Line numbers and values of the columns, in this order; None for a possible one that the file has not."""
    try:
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield _values(path, csv.reader(file), needed, possible)
    except gzip.BadGzipFile as error:
        raise LogUnusable(f"{str(path)!r} is not a gzip file; compress it with `gzip FILE` first.") from error
    except (EOFError, zlib.error) as error:
        raise LogUnusable(
            f"{str(path)!r} ends in the middle or is damaged ({error}); fetch or make it again."
        ) from error
    except UnicodeDecodeError as error:
        raise LogUnusable(f"{str(path)!r} is not UTF-8 ({error.reason}); save it as UTF-8.") from error
    except csv.Error as error:
        raise LogUnusable(f"{str(path)!r} is not CSV: {error}.") from error
    except OSError as error:
        raise LogUnusable(f"{str(path)!r} cannot be read: {error.strerror or error}.") from error


def _values(
    path: Path, lines: Iterator[list[str]], needed: Sequence[str], possible: Sequence[str]
) -> Iterator[tuple[int, list[str]]]:
    header = [name.strip() for name in next(lines, [])]
    if not header:
        raise LogUnusable(f"{str(path)!r} is empty; a first line with the columns {', '.join(needed)} is expected.")
    if missing := [name for name in needed if name not in header]:
        raise LogUnusable(
            f"{str(path)!r} has no column {', '.join(missing)}; its first line names {', '.join(header)}, "
            f"and {', '.join(needed)} are needed."
        )
    places = [header.index(name) if name in header else None for name in (*needed, *possible)]
    is_bare = True
    for line, values in enumerate(lines, start=2):
        if not values:
            # An empty line says nothing; editors leave one at the end.
            continue
        is_bare = False
        if len(values) != len(header):
            raise LogUnusable(
                f"{str(path)!r}, line {line}: {len(header)} values are expected, as in the first line; "
                f"there are {len(values)}."
            )
        yield line, [None if place is None else values[place].strip() for place in places]  # type: ignore[misc]  # see _rows
    if is_bare:
        raise LogUnusable(f"{str(path)!r} has a first line and nothing below it; there is nothing to evaluate.")


def _refuse(path: Path, line: int, column: str, value: str, expected: str) -> NoReturn:
    shown = value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
    raise LogUnusable(f"{str(path)!r}, line {line}: {column} is {shown!r}; {expected} is expected.")


def _named(path: Path, line: int, column: str, value: str) -> str:
    return value or _refuse(path, line, column, value, "a name or number")


def _number(path: Path, line: int, column: str, value: str) -> int:
    return _parsed(path, line, column, value, _whole, "a whole number")


def _moment(path: Path, line: int, value: str) -> float:
    seconds = _parsed(path, line, "t", value, float, "a number of seconds")
    return seconds if abs(seconds) <= _FURTHEST_S else _refuse(path, line, "t", value, "a number of seconds")


def _millisecond(path: Path, line: int, value: str) -> int:
    number = _number(path, line, "t_ms", value)
    return number if abs(number) <= _FURTHEST_MS else _refuse(path, line, "t_ms", value, "a moment in milliseconds")


def _whole(value: str) -> int:
    """A whole number, also as programs write one that keep numbers with fractions: `3.0`."""
    try:
        return int(value)
    except ValueError:
        whole, _, fraction = value.partition(".")
        if fraction.strip("0"):
            raise
        return int(whole)


def _among(path: Path, line: int, column: str, value: str, allowed: range) -> int:
    number = _number(path, line, column, value)
    if number not in allowed:
        _refuse(path, line, column, value, f"a whole number from {allowed[0]} to {allowed[-1]}")
    return number


def _parsed(path: Path, line: int, column: str, value: str, parse: Callable[[str], Value], expected: str) -> Value:
    try:
        return parse(value)
    except ValueError:
        _refuse(path, line, column, value, expected)
