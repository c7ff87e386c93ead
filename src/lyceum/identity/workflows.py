"""Durable work of identity: letters, forgetting what was kept for a while only, and changing the signing key."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from lyceum.identity import forgetting, keys, mailing
from lyceum.platform.pruning import forget_all
from lyceum.platform.workflow import JsonObject, Schedule, Workflow, WorkflowContext


async def _send_letter(context: WorkflowContext, payload: JsonObject) -> JsonObject:
    sent = await context.call("deliver", partial(mailing.deliver, context.kernel, UUID(payload["letter_id"])))
    return {"sent": sent}


async def _send_waiting(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    """What the mail server did not take, and what nobody was told of yet; ends at the first that has to wait again."""
    told = await context.step("tell of locks", mailing.tell_locked)
    handed_over = 0
    for letter_id in await context.step("look", mailing.letters_due):
        if not await context.call(letter_id, partial(mailing.deliver, context.kernel, UUID(letter_id))):
            break
        handed_over += 1
    return {"told": told, "sent": handed_over}


async def _forget_old(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    return await context.step("forget", forgetting.forget_old) | await forget_all(context.step, forgetting.ENDED)


async def _rotate_signing_keys(context: WorkflowContext, _payload: JsonObject) -> JsonObject:
    return {"made": await context.step("rotate", keys.rotate_if_due)}


SEND_LETTER = Workflow("identity.send_letter", _send_letter)
SEND_WAITING_LETTERS = Workflow("identity.send_waiting_letters", _send_waiting)
FORGET_OLD = Workflow("identity.forget_old", _forget_old)
ROTATE_SIGNING_KEYS = Workflow("identity.rotate_signing_keys", _rotate_signing_keys)
SCHEDULES = (
    Schedule("identity.send_waiting_letters", timedelta(minutes=5), SEND_WAITING_LETTERS, {}),
    Schedule("identity.forget_old", timedelta(days=1), FORGET_OLD, {}),
    Schedule("identity.rotate_signing_keys", timedelta(hours=12), ROTATE_SIGNING_KEYS, {}),
)
