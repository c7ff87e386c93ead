"""One open socket: reads frames, sends what its inbox holds, and ends for exactly one reason.

Reading, sending and looking at the clock race each other; whoever ends first decides how the socket is closed. Sending
waits for the client, so what a slow client does not read stays in the bounded inbox, and overflowing is what cuts it.
"""

import asyncio
import contextlib
import secrets
from uuid import UUID

from starlette.websockets import WebSocket

from lyceum.platform import telling
from lyceum.platform.broadcast import Inbox, InboxOverflowed, Position
from lyceum.platform.database import unavailable
from lyceum.platform.errors import LyceumError, Unauthenticated
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.realtime import rules
from lyceum.realtime.contracts import (
    ChannelForbidden,
    ChannelUnknown,
    CloseCode,
    FrameInvalid,
    FramesTooFrequent,
    FrameUnreadable,
    PresenceStatus,
)
from lyceum.realtime.metrics import FRAMES_REFUSED, FRAMES_SENT
from lyceum.realtime.schemas import ClientFrame, PresenceUpdate, read_frame, write_frame
from lyceum.realtime.signing_in import SignIn, expiry_of
from lyceum.realtime.sockets import Sockets
from lyceum.realtime.subscribing import Subscriptions

log = get_logger(__name__)


# Reviews that failed because the database was away, before the socket is closed unjudged.
_MAX_FAILED_REVIEWS = 5
# What a client that is well does not get, at least not again and again.
_STRIKES = (FrameUnreadable, FrameInvalid, FramesTooFrequent, ChannelForbidden, ChannelUnknown, Unauthenticated)


class Connection:
    """The socket of a signed-in person; see `sockets.Socket`.

    Args:
        websocket: accepted.
        kernel: the process's resources.
        inbox: what is to be sent.
        sign_in: whose socket it is.
        subscriptions: what it listens to.
        sockets: the register it is entered in.
    """

    def __init__(
        self,
        websocket: WebSocket,
        kernel: Kernel,
        inbox: Inbox,
        *,
        sign_in: SignIn,
        subscriptions: Subscriptions,
        sockets: Sockets,
    ) -> None:
        self.id = secrets.token_hex(8)
        self.status = PresenceStatus.ONLINE
        self._websocket = websocket
        self._kernel = kernel
        self._inbox = inbox
        self._sign_in = sign_in
        self._subscriptions = subscriptions
        self._sockets = sockets
        self._times = sockets.times
        self._failed_reviews = 0
        self._end: asyncio.Future[CloseCode] = asyncio.get_running_loop().create_future()
        now_s = asyncio.get_running_loop().time()
        self._heard_at_s = now_s
        self._frames = rules.Budget(rules.FRAME_BURST, now_s)
        self._patience = rules.Budget(rules.MAX_STRIKES, now_s)

    @property
    def user_id(self) -> UUID:
        """Whose socket it is."""
        return self._sign_in.principal.user_id

    def cut(self, code: CloseCode) -> None:
        """Close it."""
        if not self._end.done():
            self._end.set_result(code)

    async def run(self) -> CloseCode | None:
        """Serve the client; the reason the server has to close the socket, None if the client left."""
        self._tell(
            "connected",
            {
                "connection_id": self.id,
                "user_id": str(self.user_id),
                "heartbeat_s": self._times.heartbeat_s,
            },
        )
        racing = [
            asyncio.create_task(self._read(), name="socket-read"),
            asyncio.create_task(self._send(), name="socket-send"),
            asyncio.create_task(self._watch(), name="socket-watch"),
            asyncio.create_task(self._ended(), name="socket-ended"),
        ]
        try:
            done, _ = await asyncio.wait(racing, return_when=asyncio.FIRST_COMPLETED)
            # If several ended at once, a reason of ours says more than that the client left.
            return next((code for code in [task.result() for task in done] if code is not None), None)
        finally:
            for task in racing:
                task.cancel()
            await asyncio.gather(*racing, return_exceptions=True)

    async def _ended(self) -> CloseCode | None:
        return await self._end

    async def _send(self) -> CloseCode | None:
        try:
            while True:
                message = await self._inbox.get()
                if message is not None:
                    await self._websocket.send_text(write_frame(message, telling.worded(message.payload)))
                    FRAMES_SENT.inc()
        except InboxOverflowed:
            return CloseCode.SLOW_CONSUMER
        except (OSError, RuntimeError):
            return None  # Gone: the reader would say so a moment later.

    async def _read(self) -> CloseCode | None:
        while True:
            received = await self._websocket.receive()
            if received["type"] == "websocket.disconnect":
                return None
            self._heard_at_s = asyncio.get_running_loop().time()
            text = received.get("text")
            if len(text or received.get("bytes") or "") > rules.MAX_FRAME_BYTES:
                return CloseCode.TOO_BIG
            code = await self._answer(text)
            if code is not None:
                return code

    async def _answer(self, text: str | None) -> CloseCode | None:
        """Do what a frame asks, or say why not; a code if this was one frame too many."""
        frame = None
        try:
            self._spend_frame()
            if text is None:
                raise FrameUnreadable("The frame is binary; send JSON as text.")
            frame = read_frame(text)
            await self._act(frame)
        except LyceumError as error:
            if isinstance(error, Unauthenticated) and (frame is None or frame.auth is None):
                return CloseCode.NOT_SIGNED_IN
            self._refuse(error, frame)
            if isinstance(error, _STRIKES):
                return self._strike()
        except Exception as error:  # one of the loops that must survive anything
            known = unavailable(error)
            if known is None:
                log.exception("socket_frame_failed", action=frame.action if frame else None)
            self._refuse(known or LyceumError("Something went wrong on our side. Try again."), frame)
        return None

    def _spend_frame(self) -> None:
        budget = self._frames.spend(self._heard_at_s, per_s=rules.FRAMES_PER_S, most=rules.FRAME_BURST)
        if budget is None:
            raise FramesTooFrequent(f"Send at most {rules.FRAMES_PER_S:g} frames a second.", retry_after_s=1)
        self._frames = budget

    def _strike(self) -> CloseCode | None:
        patience = self._patience.spend(self._heard_at_s, per_s=rules.STRIKES_FORGIVEN_PER_S, most=rules.MAX_STRIKES)
        if patience is None:
            return CloseCode.TOO_MANY_BAD_FRAMES
        self._patience = patience
        return None

    async def _act(self, frame: ClientFrame) -> None:
        match frame.action:
            case "ping":
                self._tell("pong", {})
            case "subscribe":
                after = Position(frame.after.epoch, frame.after.sequence) if frame.after else None
                await self._subscriptions.subscribe(_channel_of(frame), token=frame.auth, after=after)
            case "unsubscribe":
                await self._subscriptions.unsubscribe(_channel_of(frame))
                self._tell("unsubscribed", {}, channel=_channel_of(frame))
            case "presence":
                await self._set_presence(frame.payload or PresenceUpdate())
            case "authenticate":
                if frame.auth is None:
                    raise FrameInvalid("'auth' is missing; send the access token in it.", details={"field": "auth"})
                await self._subscriptions.sign_in_again(frame.auth)
                self._tell("authenticated", {"user_id": str(self.user_id)})

    async def _set_presence(self, update: PresenceUpdate) -> None:
        self.status = PresenceStatus(update.status)
        await self._sockets.renew(self, activity=update.activity)
        self._tell("presence", {"status": self.status.value, "activity": update.activity})

    async def _watch(self) -> CloseCode | None:
        """Wait for what only time brings: an overflow, silence, the end of the sign-in or of a right."""
        loop = asyncio.get_running_loop()
        review_at_s = loop.time() + self._until_review_s()
        while True:
            silent_at_s = self._heard_at_s + self._times.silence_s
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(min(silent_at_s, review_at_s)):
                    await self._inbox.overflowed.wait()
                    return CloseCode.SLOW_CONSUMER
            if loop.time() >= self._heard_at_s + self._times.silence_s:
                return CloseCode.SILENT
            if loop.time() >= review_at_s:
                code = await self._review()
                if code is not None:
                    return code
                review_at_s = loop.time() + self._until_review_s()

    async def _review(self) -> CloseCode | None:
        try:
            lost = await self._subscriptions.review()
        except Unauthenticated:
            return CloseCode.NOT_SIGNED_IN
        except Exception as error:  # noqa: BLE001  one of the loops that must survive anything
            self._failed_reviews += 1
            log.warning("socket_review_failed", error=type(error).__name__, failed=self._failed_reviews)
            return CloseCode.TRY_AGAIN_LATER if self._failed_reviews >= _MAX_FAILED_REVIEWS else None
        self._failed_reviews = 0
        for name in lost:
            self._tell("unsubscribed", {"code": ChannelForbidden.code}, channel=name)
        return None

    def _until_review_s(self) -> float:
        expiry = expiry_of(self._sign_in.credentials)
        if expiry is None:
            return self._times.review_s
        # A little past the end, so that the judgement finds the token expired; never in a tight loop.
        left_s = expiry - self._kernel.clock.now().timestamp() + 0.5
        return min(self._times.review_s, max(left_s, 1.0))

    def _refuse(self, error: LyceumError, frame: ClientFrame | None) -> None:
        FRAMES_REFUSED.labels(error.code).inc()
        payload = {
            "code": error.code,
            "message": telling.refusal(error.code, error.message, error.details),
            "details": telling.worded(error.details),
            "retryable": error.retryable,
        }
        if frame is not None:
            payload["action"] = frame.action
        self._tell("error", payload, channel=(frame.channel or "") if frame else "")

    def _tell(self, kind: str, payload: dict[str, object], *, channel: str = "") -> None:
        self._kernel.broadcast.tell(self._inbox, kind, payload, channel=channel)


def _channel_of(frame: ClientFrame) -> str:
    if not frame.channel:
        raise FrameInvalid("'channel' is missing, e.g. \"user:<id>\".", details={"field": "channel"})
    return frame.channel
