"""Which channels a socket listens to, and by what right."""

from collections.abc import Mapping

from lyceum.platform import access_log
from lyceum.platform.broadcast import Inbox, Position
from lyceum.platform.channel import Channel
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.realtime.contracts import ChannelForbidden, ChannelUnknown, TooManySubscriptions
from lyceum.realtime.rules import MAX_SUBSCRIPTIONS, split_channel
from lyceum.realtime.signing_in import SignIn

SUBSCRIBED = "subscribed"


class Subscriptions:
    """The subscriptions of one socket.

    Args:
        kernel: the process's resources.
        channels: every domain's, by prefix.
        sign_in: whose socket it is.
        inbox: what the channels' messages are put into.
    """

    def __init__(self, kernel: Kernel, channels: Mapping[str, Channel], sign_in: SignIn, inbox: Inbox) -> None:
        self._kernel = kernel
        self._channels = channels
        self._sign_in = sign_in
        self._inbox = inbox

    async def subscribe(self, name: str, *, token: str | None, after: Position | None) -> None:
        """Listen to a channel, and say so in the inbox, with the position it starts at.

        Raises:
            ChannelUnknown: if no domain offers it.
            ChannelForbidden: if the person may not.
            TooManySubscriptions: if the socket has its fill.
            Unauthenticated: if the sign-in does not hold any more.
        """
        if name not in self._inbox.channels and len(self._inbox.channels) >= MAX_SUBSCRIPTIONS:
            raise TooManySubscriptions(
                f"A connection listens to {MAX_SUBSCRIPTIONS} channels at the most. Unsubscribe from one first.",
                details={"channel": name},
            )
        principal: Principal | None = None
        try:
            async with unit_of_work(self._kernel) as uow:
                principal = await self._sign_in.judge(uow, token)
                await self._require(uow, principal, name)
        except ChannelForbidden as refusal:
            await access_log.note_refusal(self._kernel, principal, refusal)
            raise
        # A repeated subscription starts over at the position it names.
        await self._inbox.remove(name)
        await self._inbox.add(name, after, announce=SUBSCRIBED)

    async def sign_in_again(self, token: str) -> None:
        """Go on with a fresher token.

        Raises:
            Unauthenticated: if it does not hold.
            OtherPerson: if it is another person's.
        """
        async with unit_of_work(self._kernel) as uow:
            await self._sign_in.judge(uow, token)

    async def unsubscribe(self, name: str) -> None:
        """Stop listening; no error if it did not."""
        await self._inbox.remove(name)

    async def review(self) -> list[str]:
        """Judge the sign-in and every right anew; the channels that had to be left.

        Raises:
            Unauthenticated: if the sign-in does not hold any more.
        """
        lost = []
        async with unit_of_work(self._kernel) as uow:
            principal = await self._sign_in.judge(uow)
            for name in sorted(self._inbox.channels):
                try:
                    await self._require(uow, principal, name)
                except ChannelForbidden:
                    lost.append(name)
        for name in lost:
            await self._inbox.remove(name)
        return lost

    async def _require(self, uow: UnitOfWork, principal: Principal, name: str) -> None:
        parts = split_channel(name)
        channel = self._channels.get(parts[0]) if parts else None
        if parts is None or channel is None:
            raise ChannelUnknown(f"There is no channel {name[:80]!r}.", details={"channel": name})
        if not await channel.may_subscribe(uow, principal, parts[1]):
            refusal = ChannelForbidden(
                f"You may not listen to {name!r}, or it does not exist.", details={"channel": name}
            )
            refusal.refused_access = {"kind": parts[0]}
            raise refusal
