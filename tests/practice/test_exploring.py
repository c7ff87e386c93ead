"""What is known of kinds of questions follows from what was asked, and where."""

from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.selection.choices import Candidate
from lyceum.practice.exploring import little_known

KINDS = ("gap", "card", "choice")
MASTERY = {"low": 0.1, "high": 0.9}

asked = st.lists(
    st.builds(
        Candidate,
        st.integers(0, 9),
        st.sampled_from([("low",), ("high",)]),
        st.sampled_from(KINDS),
        times_asked=st.integers(1, 20),
    ),
    max_size=12,
)


def new(kind: str, skill: str = "low") -> Candidate:
    return Candidate("new", (skill,), kind)


def mastery(candidate: Candidate) -> float:
    return MASTERY[str(candidate.skills[0])]


def test_before_the_first_answer_as_little_is_known_of_every_kind() -> None:
    unknown = little_known([], mastery)

    assert {unknown(new(kind)) for kind in KINDS} == {1.0}


def test_less_is_known_of_a_kind_that_was_asked_less() -> None:
    unknown = little_known(
        [Candidate(1, ("low",), "gap", times_asked=30), Candidate(2, ("low",), "card", times_asked=2)], mastery
    )

    assert unknown(new("gap")) < 0.5
    assert unknown(new("card")) == unknown(new("choice")) == 1.0


def test_what_is_known_where_little_is_mastered_tells_less_of_where_much_is() -> None:
    unknown = little_known(
        [
            Candidate(1, ("low",), "gap", times_asked=30),
            Candidate(2, ("low",), "card", times_asked=1),
            Candidate(3, ("high",), "card", times_asked=30),
        ],
        mastery,
    )

    assert unknown(new("gap", "low")) < unknown(new("card", "low"))
    assert unknown(new("gap", "high")) > unknown(new("card", "high"))


@given(asked, st.sampled_from(KINDS), st.sampled_from(["low", "high"]))
def test_how_little_is_known_is_a_share_and_one_kind_has_all_of_it(
    history: list[Candidate], kind: str, skill: str
) -> None:
    unknown = little_known(history, mastery)

    assert 0.0 < unknown(new(kind, skill)) <= 1.0
    assert max(unknown(new(each, skill)) for each in KINDS) == 1.0
