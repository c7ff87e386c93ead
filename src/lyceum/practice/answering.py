"""Taking an answer: graded here, kept once, folded into what is believed, told to the other domains.

One learner's answers are taken one after another, under a lock, whatever session or device they come from.
"""

import hashlib
import json
from dataclasses import asdict, replace
from functools import partial
from typing import Any
from uuid import UUID

from lyceum.algorithms.grading.grades import Effort, Grade
from lyceum.algorithms.scheduling.fsrs import FsrsParams
from lyceum.library import facade as library
from lyceum.library.contracts import Item
from lyceum.platform.ids import new_id
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import dating, fold, grading, pinning, rules, sessions, snapshots
from lyceum.practice.contracts.attempts import Attempt, ClientAttemptIdReused, NewAttempt, Recorded
from lyceum.practice.contracts.reviews import DueReason
from lyceum.practice.contracts.sessions import Serving, Session
from lyceum.practice.contracts.settings import ReviewSetting
from lyceum.practice.events import AttemptRecorded
from lyceum.practice.fold import Evidence, ItemState, SkillState
from lyceum.practice.store import attempts, states
from lyceum.practice.store import sessions as session_store
from lyceum.practice.store.states import Around

_TOLD = tuple(name for name in NewAttempt.__dataclass_fields__ if name != "device")


async def record_attempt(uow: UnitOfWork, learner: Principal, new: NewAttempt) -> Recorded:
    """Take an answer. The same one again (same `client_attempt_id`) gives the first result and changes nothing.

    Raises:
        SessionNotFound, ItemNotFound: if the learner has none with that id.
        SessionEnded: if the session is over.
        ItemNotServed: if the session does not wait for an answer to this item.
        ClientAttemptIdReused: if the id came before with another answer.
        ResponseMisfit: if the response is not of the shape this type of item takes.
    """
    await session_store.lock_learner(uow, learner.user_id)
    return await take(uow, learner, new)


async def take(uow: UnitOfWork, learner: Principal, new: NewAttempt, *, offline: bool = False) -> Recorded:
    """As `record_attempt`, for whoever holds the learner's lock. `offline`: it was kept by a device until now."""
    fingerprint = _fingerprint(new)
    standing = await session_store.find_standing(uow, learner.user_id, new.session_id, new.client_attempt_id)
    if standing.is_known:
        return await _again(uow, learner, new, fingerprint)
    if (session := standing.session) is None:
        raise sessions.unknown(new.session_id)
    serving = await sessions.checked(uow, learner, session, standing.serving, new.item_id)
    item = await library.find_item(uow, learner, new.item_id, version=serving.version)
    # Hints are counted here; a client that showed some of its own may say so, and none can say fewer.
    new = replace(new, hints_used=max(new.hints_used, serving.hints))
    effort = Effort(hints=new.hints_used, time_s=None if new.time_ms is None else new.time_ms / 1000)
    graded = await grading.grade(item, new.response, effort, partial(library.other_answers, uow, item.id))
    around = await states.load_around(uow, learner.user_id, item.id, [skill.id for skill in item.skills])
    attempt = replace(_judged(uow, session, serving, (item, graded), new), offline=offline)
    parameters = _pinned(learner, item, attempt, around.setting)
    attempt, after = await _fold_in(uow, learner, replace(attempt, parameters=parameters), around)
    await attempts.add_attempt(uow, attempt, fingerprint, position=serving.position, after=after)
    uow.emit(_recorded(attempt, item, around))
    return Recorded(attempt, item, is_new=True)


async def _again(uow: UnitOfWork, learner: Principal, new: NewAttempt, fingerprint: bytes) -> Recorded:
    """What the same answer was told the first time."""
    kept = await attempts.find_attempt(uow, learner.user_id, new.client_attempt_id)
    if kept is None or kept.fingerprint != fingerprint:
        raise ClientAttemptIdReused("This client_attempt_id was used for another answer; make a new one.")
    item = await library.find_item(uow, learner, kept.attempt.item_id, version=kept.attempt.item_version)
    return Recorded(kept.attempt, item, is_new=False)


def _judged(
    uow: UnitOfWork, session: Session, serving: Serving, judged: tuple[Item, Grade], new: NewAttempt
) -> Attempt:
    """The attempt before what it was judged with is pinned to it, and before it is folded in."""
    item, grade = judged
    now = uow.clock.now()
    assisted = rules.is_assisted(
        hints_used=new.hints_used,
        was_revealed=serving.revealed_at is not None,
        judges_self=grading.judges_self(item),
    )
    return Attempt(
        id=new_id(),
        recorded_at=now,
        learner_id=session.learner_id,
        client_attempt_id=new.client_attempt_id,
        session_id=session.id,
        item_id=item.id,
        item_version=item.version,
        skill_ids=tuple(skill.id for skill in item.skills),
        mode=session.kind.value,
        response=new.response,
        correct=grade.correct,
        score=grade.score,
        quality=rules.quality_of(grade, assisted=assisted),
        feedback=grade.feedback.value,
        client_correct=new.client_correct,
        confidence=new.confidence,
        time_ms=new.time_ms,
        hints_used=new.hints_used,
        assisted=assisted,
        offline=False,
        occurred_at=new.occurred_at or now,
        effective_at=rules.effective_at(new.occurred_at, served_at=serving.served_at, received_at=now),
        device={name: value for name, value in asdict(new.device).items() if value is not None},
        parameters={},
        model_version=fold.MODEL_VERSION,
        choice=serving.choice,
        before={},
        after={},
    )


def _pinned(learner: Principal, item: Item, attempt: Attempt, setting: ReviewSetting) -> dict[str, Any]:
    return pinning.pinned(
        item,
        rating=rules.rating_of(attempt.quality, is_own_verdict=grading.judges_self(item)),
        day=dating.day_of(attempt.effective_at, learner.time_zone),
        setting=setting,
    )


async def _fold_in(uow: UnitOfWork, learner: Principal, attempt: Attempt, around: Around) -> tuple[Attempt, Around]:
    """The states after the attempt was folded in, and the attempt with what was believed around it."""
    evidence = evidence_of(attempt, around.setting.params)
    item, skills = around.item, around.skills
    item_after = await _item_after(uow, attempt.learner_id, item, evidence)
    skills_after = await _skills_after(uow, attempt.learner_id, skills, evidence)
    known = {each: skills.get(each) or fold.new_skill(evidence.skills[each]) for each in attempt.skill_ids}
    zone, setting = learner.time_zone, around.setting
    told = replace(
        attempt,
        before=snapshots.around(item, known, setting, zone, recall=fold.predicted_recall(item, evidence)),
        after=snapshots.around(item_after, skills_after, setting, zone, reason=_reason(item, item_after, setting)),
    )
    return told, Around(item_after, skills_after, setting)


def _reason(before: ItemState, after: ItemState, setting: ReviewSetting) -> DueReason:
    was_due, is_due = dating.due(before, setting), dating.due(after, setting)
    return rules.due_reason(
        was_recalled=before.is_recalled,
        is_recalled=after.is_recalled,
        is_later=was_due is None or is_due is None or is_due.day > was_due.day,
    )


async def _item_after(uow: UnitOfWork, learner_id: UUID, state: ItemState, evidence: Evidence) -> ItemState:
    if fold.follows(state, evidence):
        return fold.after_item(state, evidence)
    history = await attempts.item_evidence(uow, learner_id, evidence.item_id)
    return fold.fold_item([*history, evidence])


async def _skills_after(
    uow: UnitOfWork, learner_id: UUID, known: dict[UUID, SkillState], evidence: Evidence
) -> dict[UUID, SkillState]:
    late = [each for each in evidence.skills if not fold.follows(known.get(each), evidence)]
    history = [*await attempts.skill_evidence(uow, learner_id, late), evidence] if late else []
    after = {each: fold.after_skill(known.get(each), evidence, each) for each in evidence.skills if each not in late}
    for skill_id in late:
        after[skill_id] = fold.fold_skill(history, skill_id)
    return after


def evidence_of(attempt: Attempt, weights: FsrsParams) -> Evidence:
    """The part of an attempt that changes beliefs; `weights` are those whose version it pins."""
    return pinning.evidence(
        (attempt.effective_at, attempt.id),
        attempt.item_id,
        attempt.parameters,
        correct=attempt.correct,
        quality=attempt.quality,
        assisted=attempt.assisted,
        weights=weights,
    )


def _recorded(attempt: Attempt, item: Item, around: Around) -> AttemptRecorded:
    evidence = evidence_of(attempt, around.setting.params)
    states: list[ItemState | SkillState] = [around.item, *around.skills.values()]
    beliefs = attempt.after["skills"]
    return AttemptRecorded(
        attempt_id=attempt.id,
        learner_id=attempt.learner_id,
        session_id=attempt.session_id,
        item_id=attempt.item_id,
        item_version=attempt.item_version,
        subject_id=item.subject_id,
        document_id=item.document_id,
        skill_ids=attempt.skill_ids,
        mode=attempt.mode,
        correct=attempt.correct,
        score=attempt.score,
        quality=attempt.quality,
        assisted=attempt.assisted,
        offline=attempt.offline,
        mastered=tuple(each for each in attempt.skill_ids if beliefs[str(each)]["mastery"] >= rules.MASTERED_AT),
        came_late=not all(fold.follows(state, evidence) for state in states),
        time_ms=attempt.time_ms,
        effective_at=attempt.effective_at,
        recorded_at=attempt.recorded_at,
    )


def _fingerprint(new: NewAttempt) -> bytes:
    """What two sendings of the same answer have in common."""
    told = {name: getattr(new, name) for name in _TOLD} | {"device": [new.device.type, new.device.app_version]}
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).digest()
