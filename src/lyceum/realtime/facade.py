"""What other domains may ask: say something on a channel or to a person, and see who is there."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from lyceum.platform.broadcast import check_payload
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.realtime.contracts import Presence
from lyceum.realtime.presence import PresenceBook
from lyceum.realtime.sockets import LIFE_S, user_channel

__all__ = ["presence_of", "publish", "send_to_user", "user_channel"]


def publish(uow: UnitOfWork, channel: str, message_type: str, *, payload: Mapping[str, Any]) -> None:
    """Say something on a channel once this unit of work has committed.

    Args:
        uow: the transaction the message tells about.
        channel: the full name, e.g. `session:<id>`; its prefix is declared by a `Channel` of some domain.
        message_type: see `contracts.MessageType`.
        payload: plain JSON data, 32 KiB at the most. Listeners may miss it, so it says what changed, and the truth is
            where they can fetch it.

    Raises:
        ValueError: if the payload is not JSON or too large; raised at once, before anything commits.
    """
    told = dict(payload)
    check_payload(message_type, told)

    async def say() -> None:
        await uow.kernel.broadcast.publish(channel, message_type, told)

    uow.after_commit(say)


def send_to_user(uow: UnitOfWork, user_id: UUID, message_type: str, *, payload: Mapping[str, Any]) -> None:
    """Say something to all sockets of a person once this unit of work has committed; otherwise as `publish`."""
    publish(uow, user_channel(user_id), message_type, payload=payload)


async def presence_of(uow: UnitOfWork, user_ids: Iterable[UUID]) -> dict[UUID, Presence]:
    """Who is there.

    Args:
        uow: the unit of work in hand; the database is not touched.
        user_ids: of people the caller has the right to see.

    Returns:
        Presence by person; empty while Valkey is away, for then nobody knows.
    """
    return await PresenceBook(uow.kernel.live, uow.clock, LIFE_S).read(user_ids)
