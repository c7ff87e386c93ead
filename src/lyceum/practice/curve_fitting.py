"""The table of answers that calibration weighs, as arrays; loaded when something is measured, because numpy is."""

from collections.abc import Sequence

import numpy as np

from lyceum.algorithms.irt.marginal import calibrate
from lyceum.algorithms.irt.three_pl import ItemCurve
from lyceum.library.contracts import ItemParameters
from lyceum.practice.store.first_answers import Sheet


def fit(made_with: Sequence[ItemParameters], sheets: Sequence[Sheet]) -> list[dict[str, float | int]]:
    """`{a, b, c, answers}` of each item.

    Args:
        made_with: what each item was taken for; few answers change little of it.
        sheets: what each learner answered, by the items' places.
    """
    answers = np.full((len(sheets), len(made_with)), -1, dtype=np.int8)
    for row, sheet in enumerate(sheets):
        answers[row, sheet.places] = sheet.correct
    found = calibrate(answers, "3PL", [ItemCurve(**each.curve()) for each in made_with])
    asked = (answers >= 0).sum(axis=0)
    return [
        {"a": float(a), "b": float(b), "c": float(c), "answers": int(number)}
        for a, b, c, number in zip(found.a, found.b, found.c, asked, strict=True)
    ]
