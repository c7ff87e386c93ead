"""What strict readers said of generated items: `python bench/reading.py` prints shares and agreement.

Each folder of `bench/data/readings` holds the sheets that were read (made by `bench/items_sheet.py`), and the verdicts
of two readers who saw neither the code nor each other's.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

READINGS = Path(__file__).parent / "data" / "readings"
QUESTIONS = ("key_right", "one_answer", "clear_alone", "options_plausible", "worth_asking")

Verdicts = dict[str, dict[str, str]]


def main() -> None:
    """Print one table."""
    print("| reading | items | good, first reader | good, second | both | agreement | kappa |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for folder in sorted(READINGS.iterdir(), reverse=True):
        first, second = verdicts(folder / "first.csv"), verdicts(folder / "second.csv")
        if first.keys() != second.keys():
            raise ValueError(f"the readers of {folder.name} judged different items")
        one, other = [is_good(each) for each in first.values()], [is_good(second[number]) for number in first]
        both = sum(a and b for a, b in zip(one, other, strict=True))
        agreed, chance_corrected = agreement(one, other)
        print(
            f"| {folder.name} | {len(one)} | {sum(one)} | {sum(other)} | {both}"
            f" | {agreed:.2f} | {chance_corrected:.2f} |"
        )
        for question in QUESTIONS:
            noes = [sum(each[question] == "n" for each in read.values()) for read in (first, second)]
            print(f"| … {question.replace('_', ' ')}: no | | {noes[0]} | {noes[1]} | | | |")


def verdicts(file: Path) -> Verdicts:
    """The verdicts of one reader, by the number of the item."""
    with file.open(newline="") as lines:
        return {row["number"]: row for row in csv.DictReader(lines)}


def is_good(verdict: dict[str, str]) -> bool:
    """Whether no question was answered with no."""
    return all(verdict[question] == "y" for question in QUESTIONS)


def agreement(one: Sequence[bool], other: Sequence[bool]) -> tuple[float, float]:
    """The share of items judged alike, and Cohen's kappa (1960)."""
    alike = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
    first, second = sum(one) / len(one), sum(other) / len(other)
    by_chance = first * second + (1 - first) * (1 - second)
    return alike, (alike - by_chance) / (1 - by_chance)


if __name__ == "__main__":
    main()
