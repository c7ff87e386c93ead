"""`GET /api/v1/realtime/connect`: the WebSocket.

A client proves who it is with a bearer token in `Authorization`, the browser's cookie (from a page of our own), or a
first frame `{"action": "authenticate", "auth": "<token>"}` within five seconds. A refusal is a close code, because a
browser cannot see why a handshake failed.
"""

import asyncio
import contextlib
from collections.abc import Mapping

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from lyceum.platform import i18n, telling
from lyceum.platform.channel import Channel
from lyceum.platform.database import unavailable
from lyceum.platform.errors import Forbidden, RateLimited, Unauthenticated
from lyceum.platform.http.admission import admit
from lyceum.platform.http.authentication import Authenticate, Credentials
from lyceum.platform.kernel import Kernel
from lyceum.platform.limit_table import LimitClass
from lyceum.platform.logs import get_logger
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.realtime.connection import Connection
from lyceum.realtime.contracts import CloseCode, FrameInvalid, FrameUnreadable, SignInMissing, TooManySockets
from lyceum.realtime.metrics import SOCKETS_CUT
from lyceum.realtime.rules import MAX_FRAME_BYTES
from lyceum.realtime.schemas import read_frame
from lyceum.realtime.signing_in import SignIn, offered_credentials
from lyceum.realtime.sockets import Sockets
from lyceum.realtime.subscribing import Subscriptions

log = get_logger(__name__)
router = APIRouter(prefix="/realtime", tags=["realtime"])

_SIGN_IN_WITHIN_S = 5.0
_CLOSE_WITHIN_S = 1.0


@router.websocket("/connect")
async def connect(websocket: WebSocket) -> None:
    """Open a socket."""
    await websocket.accept()
    code: CloseCode | None
    try:
        code = await _serve(websocket)
    except WebSocketDisconnect:
        code = None
    except TooManySockets:
        code = CloseCode.TOO_MANY_SOCKETS
    except (Unauthenticated, Forbidden):
        # The latter is a suspended account's.
        code = CloseCode.NOT_SIGNED_IN
    except RateLimited:
        code = CloseCode.TRY_AGAIN_LATER
    except Exception as error:  # one of the loops that must survive anything
        if unavailable(error) is None:
            log.exception("socket_failed")
        code = CloseCode.TRY_AGAIN_LATER
    if code is not None:
        SOCKETS_CUT.labels(code.name.lower()).inc()
        log.debug("socket_cut", reason=code.name)
        with contextlib.suppress(TimeoutError, OSError, RuntimeError):
            # A client that reads nothing does not take the closing frame either.
            async with asyncio.timeout(_CLOSE_WITHIN_S):
                await websocket.close(code, code.name)


async def _serve(websocket: WebSocket) -> CloseCode | None:
    """Sign in and serve; the reason the server has to close the socket, None if the client left."""
    here = _Surroundings(websocket)
    if here.closing.is_set():
        return CloseCode.GOING_AWAY
    credentials = offered_credentials(websocket, here.kernel.settings.public_url)
    # Who says later who they are is counted by their address alone.
    await admit(websocket, here.kernel, LimitClass.READ if credentials.offered else LimitClass.PUBLIC)
    if not credentials.offered:
        credentials = await _first_frame(websocket, here.closing)
    async with unit_of_work(here.kernel) as uow:
        principal = await here.authenticate(uow, credentials)
    sign_in = SignIn(here.authenticate, credentials, principal)
    async with here.kernel.broadcast.listen() as inbox:
        subscriptions = Subscriptions(here.kernel, here.channels, sign_in, inbox)
        connection = Connection(
            websocket, here.kernel, inbox, sign_in=sign_in, subscriptions=subscriptions, sockets=here.sockets
        )
        try:
            await here.sockets.enter(connection)
            # A browser cannot choose what its handshake wishes for, so it is what the person chose that counts.
            with telling.answering(i18n.negotiate(None, principal.language)):
                return await connection.run()
        finally:
            await here.sockets.leave(connection)


async def _first_frame(websocket: WebSocket, closing: asyncio.Event) -> Credentials:
    """The token of the first frame.

    Raises:
        SignInMissing: if it is something else, or does not come in time.
    """
    receiving = asyncio.create_task(websocket.receive_text())
    ending = asyncio.create_task(closing.wait())
    try:
        await asyncio.wait({receiving, ending}, timeout=_SIGN_IN_WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
        if receiving.done():
            # Anything but our frame is no token either; bytes show as a KeyError.
            with contextlib.suppress(KeyError, FrameUnreadable, FrameInvalid):
                text = receiving.result()
                frame = read_frame(text) if len(text) <= MAX_FRAME_BYTES else None
                if frame is not None and frame.action == "authenticate" and frame.auth is not None:
                    return Credentials(bearer=frame.auth)
    finally:
        receiving.cancel()
        ending.cancel()
        await asyncio.gather(receiving, ending, return_exceptions=True)
    raise SignInMissing('Sign in first: {"action": "authenticate", "auth": "<access token>"}.')


class _Surroundings:
    """What the app puts at `app.state`: kernel, authenticate, channels, closing; and the register of sockets."""

    def __init__(self, websocket: WebSocket) -> None:
        state = websocket.app.state
        self.kernel: Kernel = state.kernel
        self.authenticate: Authenticate = state.authenticate
        self.channels: Mapping[str, Channel] = state.channels
        self.closing: asyncio.Event = state.closing
        if not hasattr(state, "sockets"):
            state.sockets = Sockets(self.kernel, self.closing)
        self.sockets: Sockets = state.sockets
