"""Attempts, late ones among them, and changes of mind in any order: the state is that of a replay, at every moment."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from lyceum.practice import dating, fold
from lyceum.practice.contracts.settings import DEFAULT_SETTING, FittedWeights, ReviewSetting, Scheduler, Weights
from lyceum.practice.dating import Due
from tests.practice.histories import FITTED, Arrivals, some_evidence

reviews = st.builds(
    ReviewSetting,
    st.sampled_from(Scheduler),
    st.floats(0.7, 0.97),
    st.sampled_from(Weights),
    st.sampled_from([None, *(FittedWeights(version, each) for version, each in enumerate(FITTED, 1))]),
)


class OneLearner(RuleBasedStateMachine):
    """One learner's log, what requests have made of it, and how they want to review."""

    def __init__(self) -> None:
        super().__init__()
        self.arrivals = Arrivals()
        self.setting = DEFAULT_SETTING
        self.dates: dict[object, Due | None] = {}

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """An answer arrives; it may count from before others that are here already."""
        new = data.draw(some_evidence(len(self.arrivals.log)))
        self.arrivals.take(new)
        self.dates[new.item_id] = dating.due(self.arrivals.items[new.item_id], self.setting)

    @rule(setting=reviews)
    def change_setting(self, setting: ReviewSetting) -> None:
        """Every item is dated anew."""
        self.setting = setting
        self.dates = {item: dating.due(state, setting) for item, state in self.arrivals.items.items()}

    @invariant()
    def is_what_a_replay_gives(self) -> None:
        """From the log and the setting of now, and nothing else."""
        items, skills = fold.fold_all(reversed(self.arrivals.log))

        assert (self.arrivals.items, self.arrivals.skills) == (items, skills)
        assert self.dates == {item: dating.due(state, self.setting) for item, state in items.items()}


OneLearner.TestCase.settings = settings(max_examples=30, stateful_step_count=15)
TestOneLearner = OneLearner.TestCase
