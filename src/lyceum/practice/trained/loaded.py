"""The predictors of a file, as practice asks them: by the ids of items and skills, and by the time of day."""

from collections.abc import Sequence
from datetime import datetime

from lyceum.algorithms.tracing import memory
from lyceum.algorithms.tracing.following import Followed, Follower
from lyceum.practice.ports import Outcome, Question
from lyceum.practice.trained import artefacts

MOST_BYTES = artefacts.MOST_BYTES


class TrainedPredictors:
    """The `Predictors` of one training.

    Args:
        content: of the file.

    Raises:
        ArtefactUnusable: if it cannot be used.
    """

    def __init__(self, content: bytes) -> None:
        artefact = artefacts.read(content)
        self._follower = Follower(artefact.training)
        self._items = {item_id: number for number, item_id in enumerate(artefact.items)}
        self._skills = {skill_id: number for number, skill_id in enumerate(artefact.skills)}

    @property
    def names(self) -> tuple[str, ...]:
        """Of each that can be asked."""
        return self._follower.names

    def start(self) -> Followed:
        """A learner nobody has seen yet."""
        return self._follower.start()

    def take(self, learner: Followed, given: Outcome) -> None:
        """Take in an answer; in place."""
        asked, second = self._numbered(given.question), given.place[0].timestamp()
        self._follower.take(learner, asked, correct=given.correct, second=second)

    def chances(self, learner: Followed, asked: Sequence[Question], at: datetime) -> dict[str, list[float]]:
        """What each predictor says of each question, were it asked at that moment."""
        return self._follower.chances(learner, [self._numbered(each) for each in asked], at.timestamp())

    def reasons(self, name: str, learner: Followed, asked: Question, at: datetime) -> dict[str, float]:
        """What moved one predictor's logit, in logits by feature."""
        return self._follower.reasons(name, learner, self._numbered(asked), at.timestamp())

    def _numbered(self, asked: Question) -> memory.Question:
        """By the numbers of the training; what it has not seen gets one that is far beyond, and always the same."""
        item = self._items.get(asked.item_id)
        skills = tuple(sorted(self._skills.get(each, len(self._skills) + each.int) for each in asked.skill_ids))
        return memory.Question(len(self._items) + asked.item_id.int if item is None else item, skills, skills)


def load(content: bytes) -> TrainedPredictors:
    """The predictors of a file; see `TrainedPredictors`."""
    return TrainedPredictors(content)
