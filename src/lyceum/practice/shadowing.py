"""What every predictor says of an answer, had it been asked right before; noted beside what came.

Outside of any request, so that an answer costs its learner no more for being predicted, and from what was known before
the answer alone, so that predictors are compared on answers none of them had seen.
"""

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import carrying, registry
from lyceum.practice.events import AttemptRecorded
from lyceum.practice.store import answer_log, predictions, predictors
from lyceum.practice.store.answer_log import Logged
from lyceum.practice.store.predictions import Said
from lyceum.practice.store.predictors import Registered


async def predict_beside(uow: UnitOfWork, event: AttemptRecorded) -> None:
    """Note what each predictor would have said of one answer."""
    given = await answer_log.find(uow, event.learner_id, event.attempt_id, event.recorded_at)
    if given is None:
        return
    chances = await _chances(uow, given, await predictors.list_active(uow))
    if chances:
        at, attempt_id = given.outcome.place
        await predictions.add(uow, Said(attempt_id, given.learner_id, chances, given.outcome.correct, at))


async def _chances(uow: UnitOfWork, given: Logged, active: list[Registered]) -> dict[int, float]:
    """By the id of each predictor that has something to say."""
    outcome = given.outcome
    said: dict[int, float] = {}
    of_training: dict[str, dict[str, float]] = {}
    for each in active:
        if each.name == registry.BELIEFS:
            if given.believed is not None:
                said[each.id] = given.believed
            continue
        trained = await carrying.predictors_of(uow.kernel, each)
        if trained is None or each.artefact is None:
            continue
        if each.artefact not in of_training:
            learner = await carrying.follow(uow, trained, each.artefact, given.learner_id, before=outcome.place)
            chances = trained.chances(learner, [outcome.question], outcome.place[0])
            of_training[each.artefact] = {name: found[0] for name, found in chances.items()}
        said[each.id] = of_training[each.artefact][each.name]
    return said
