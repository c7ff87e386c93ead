"""Attempts as columns, drawn at random."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from lyceum.algorithms.folding.batch import AskedColumns, AttemptColumns, States, new_states

ITEMS, SKILLS = 3, 3
PRIOR = 0.2
_HOUR_US = 3_600_000_000


class Drawn(NamedTuple):
    """One attempt."""

    item: int
    hours: int
    travel: int
    quality: int
    is_assisted: bool
    skills: tuple[int, ...]
    curve: tuple[float, float, float]
    bkt: tuple[float, float, float, float]
    weights: int


attempts = st.builds(
    Drawn,
    st.integers(0, ITEMS - 1),
    st.integers(0, 24 * 30),
    st.integers(-1, 1),
    st.integers(0, 5),
    st.booleans(),
    st.sampled_from([(0,), (1,), (0, 1), (2, 0, 1)]),
    st.tuples(st.floats(0.2, 2.5), st.floats(-4, 4), st.floats(0, 0.5)),
    st.tuples(st.floats(0, 1), st.floats(0, 0.5), st.floats(0, 0.4), st.floats(0, 1)),
    st.integers(0, 1),
)
histories = st.lists(attempts, max_size=40)


def columns(history: list[Drawn]) -> tuple[AttemptColumns, AskedColumns]:
    """The attempts, one after another in time."""
    hours = np.cumsum([each.hours for each in history], dtype=np.int64)
    quality = np.array([each.quality for each in history], np.int64)
    correct = (quality >= 3).astype(np.int64)
    assisted = np.array([each.is_assisted for each in history], np.int64)
    counts = [len(each.skills) for each in history]
    told = AttemptColumns(
        item=np.array([each.item for each in history], np.int64),
        at=1_772_000_000_000_000 + hours * _HOUR_US,
        day=739_000 + hours // 24 + np.array([each.travel for each in history], np.int64),
        quality=quality,
        rating=np.clip(quality - 1, 1, 4),
        correct=correct,
        knows=correct * (1 - assisted),
        fitted=np.array([each.weights for each in history], np.int64),
        skills_from=np.append(0, np.cumsum(counts, dtype=np.int64)),
    )
    rows = [(skill, *each.bkt, *each.curve) for each in history for skill in each.skills]
    skill, *how = np.array(rows, np.float64).reshape(len(rows), 8).T.copy()
    return told, AskedColumns(skill.astype(np.int64), *how)


def nothing_yet() -> States:
    """Before the first of them."""
    return new_states(ITEMS, np.full(SKILLS, PRIOR))
