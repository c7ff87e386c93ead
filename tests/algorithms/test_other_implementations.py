"""What independent implementations gave, kept as values: they bring too much along to be installed for this.

pyBKT 1.4.3 (https://github.com/CAHLR/pyBKT) brings pandas, matplotlib and an old scikit-learn; catsim 0.21
(https://github.com/douglasrizzo/catsim) scipy and numexpr. FSRS is held against py-fsrs itself, in test_fsrs.py.
"""

import pytest

from lyceum.algorithms.irt.three_pl import ItemCurve, information, p_correct
from lyceum.algorithms.measures.scores import log_loss
from lyceum.algorithms.tracing import bkt_fit
from lyceum.algorithms.tracing.answers import collect
from lyceum.algorithms.tracing.bkt import BktParams, initial, predict_correct, update

ANSWERS = (1, 0, 1, 1, 0, 1, 1, 1)


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        (
            BktParams(prior=0.3, learn=0.12, guess=0.22, slip=0.09),
            [
                0.42700000000000005,
                0.6910098360655738,
                0.4235286942127714,
                0.6876281841411833,
                0.8473917699373595,
                0.6284012349965862,
                0.8232440901314315,
                0.8895978563929037,
            ],
        ),
        (
            BktParams(prior=0.5, learn=0.2, guess=0.1, slip=0.3, forget=0.05),
            [
                0.39999999999999997,
                0.6137499999999999,
                0.519271844660194,
                0.6438968869776573,
                0.6634652060574074,
                0.5967208432675265,
                0.6570191617364658,
                0.6650936547097874,
            ],
        ),
    ],
    ids=["without forgetting", "with forgetting"],
)
def test_a_skill_is_traced_as_by_pybkt(params: BktParams, expected: list[float]) -> None:
    state, said = initial(params), []
    for answer in ANSWERS:
        said.append(predict_correct(state, params))
        state = update(state, params, correct=bool(answer))

    assert said == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("theta", "item", "chance", "telling"),
    [
        (0.0, ItemCurve(), 0.5, 0.25),
        (0.7, ItemCurve(1.3, -0.4, 0.2), 0.8455210526134269, 0.20103534884556812),
        (-1.5, ItemCurve(0.6, 0.8, 0.25), 0.4007567498128971, 0.021749827197040376),
        (2.2, ItemCurve(2.1, 1.9, 0.1), 0.6872405159734701, 0.8544513229052612),
        (-3.0, ItemCurve(1.7, -2.5, 0.33), 0.5306200145424381, 0.22921218041205638),
    ],
)
def test_chance_and_information_are_those_of_catsim(
    theta: float, item: ItemCurve, chance: float, telling: float
) -> None:
    assert p_correct(theta, item) == pytest.approx(chance, rel=1e-12)
    assert information(theta, item) == pytest.approx(telling, rel=1e-12)


def test_fitted_parameters_explain_answers_about_as_well_as_those_of_pybkt() -> None:
    histories = ["0111", "0010", "1101", "0001", "0110", "0011", "1111", "0101"] * 40
    learners = [number for number, history in enumerate(histories) for _ in history]
    correct = [int(answer) for answer in "".join(histories)]
    answers, _ = collect(learners, learners, [("skill",)] * len(learners), correct=correct)

    said = bkt_fit.predict(answers, bkt_fit.fit(answers))

    # Theirs is the likeliest set of parameters, the best of five starts; ours keeps nearer to what is usual.
    assert log_loss(answers.correct, said) == pytest.approx(0.6067871231341716, abs=1e-3)
