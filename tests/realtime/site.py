"""A served realtime domain and clients of it: a real server on loopback, tokens that a test hands out and revokes."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from granian.constants import Interfaces
from granian.server.embed import Server
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from lyceum.platform.channel import Channel
from lyceum.platform.errors import Forbidden, Unauthenticated
from lyceum.platform.http.authentication import Credentials
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.realtime.domain import DOMAIN
from lyceum.realtime.sockets import Sockets, Times
from tests.builders import PATIENCE_S, eventually

Frame = dict[str, Any]


class SignIns:
    """Stands where `identity` does: knows which token is whose."""

    def __init__(self) -> None:
        self._principals: dict[str, Principal] = {}
        self._suspended: set[UUID] = set()

    def issue(self, user_id: UUID | None = None, *permissions: str, language: str = "en") -> tuple[str, Principal]:
        held = frozenset(permissions)
        principal = Principal(user_id or new_id(), new_id(), frozenset(), held, language=language)
        token = new_id().hex
        self._principals[token] = principal
        return token, principal

    def revoke(self, token: str) -> None:
        del self._principals[token]

    def suspend(self, user_id: UUID) -> None:
        self._suspended.add(user_id)

    async def __call__(self, _uow: UnitOfWork, credentials: Credentials) -> Principal:
        try:
            principal = self._principals[credentials.bearer or credentials.cookie or ""]
        except KeyError:
            raise Unauthenticated("Sign in.") from None
        if principal.user_id in self._suspended:
            raise Forbidden("This account is suspended.")
        return principal


@dataclass
class Rooms:
    """A channel family of another domain: who is in the room may listen."""

    members: dict[str, set[UUID]] = field(default_factory=dict)

    async def may_subscribe(self, _uow: UnitOfWork, principal: Principal, rest: str) -> bool:
        return principal.user_id in self.members.get(rest, set())


class Client:
    """One socket, as a browser has it."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, **frame: object) -> None:
        await self.connection.send(json.dumps(frame))

    async def receive(self, within_s: float = PATIENCE_S) -> Frame:
        async with asyncio.timeout(within_s):
            frame: Frame = json.loads(await self.connection.recv())
        return frame

    async def expect(self, *kinds: str, within_s: float = PATIENCE_S) -> Frame:
        """The next frame, which must be of one of these types."""
        frame = await self.receive(within_s)
        assert frame["type"] in kinds, frame
        return frame

    async def subscribe(self, channel: str, after: Frame | None = None) -> Frame:
        """Subscribe, perhaps after a frame seen before; the server's confirmation."""
        position = {"after": {"epoch": after["epoch"], "sequence": after["sequence"]}} if after else {}
        await self.send(action="subscribe", channel=channel, **position)
        return await self.expect("subscribed")

    async def is_silent(self) -> bool:
        """Whether nothing was sent to this client that it has not read."""
        await self.send(action="ping")
        frame = await self.receive()
        return bool(frame["type"] == "pong")

    async def rest(self, within_s: float = PATIENCE_S) -> list[Frame]:
        """All frames until the server closes."""
        frames = []
        with contextlib.suppress(ConnectionClosed):
            while True:
                frames.append(await self.receive(within_s))
        return frames

    async def close_code(self, within_s: float = PATIENCE_S) -> int:
        """The code the server closes with."""
        await self.rest(within_s)
        return self.connection.close_code or 0


@dataclass
class Site:
    """What a test needs of a served process."""

    kernel: Kernel
    sign_ins: SignIns
    rooms: Rooms
    closing: asyncio.Event
    port: int
    sockets: Sockets

    @asynccontextmanager
    async def connect(self, token: str | None = None, headers: dict[str, str] | None = None) -> AsyncIterator[Client]:
        """An open socket; with a token it is signed in and has been greeted."""
        sent = dict(headers or {}) | ({"Authorization": f"Bearer {token}"} if token else {})
        url = f"ws://127.0.0.1:{self.port}/api/v1/realtime/connect"
        async with connect(
            url, additional_headers=sent, proxy=None, ping_interval=None, open_timeout=PATIENCE_S
        ) as connection:
            client = Client(connection)
            if token:
                await client.expect("connected")
            yield client

    def room(self, *members: Principal) -> str:
        """The channel of a new room."""
        rest = new_id().hex
        self.rooms.members[rest] = {member.user_id for member in members}
        return f"room:{rest}"


@asynccontextmanager
async def open_site(kernel: Kernel, times: Times = Times()) -> AsyncIterator[Site]:  # noqa: B008  frozen
    """Serve realtime on a free port."""
    sign_ins, rooms, closing = SignIns(), Rooms(), asyncio.Event()
    app = FastAPI()
    for router in DOMAIN.routers:
        app.include_router(router, prefix="/api/v1")
    channels = (*DOMAIN.channels, Channel("room", rooms.may_subscribe))
    sockets = Sockets(kernel, closing, times)
    app.state.kernel, app.state.authenticate, app.state.closing = kernel, sign_ins, closing
    app.state.channels, app.state.sockets = {channel.prefix: channel for channel in channels}, sockets
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = Server(app, port=port, interface=Interfaces.ASGINL, log_enabled=False)
    serving = asyncio.create_task(server.serve())

    async def listens() -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        writer.close()
        return True

    await eventually(listens)
    try:
        yield Site(kernel, sign_ins, rooms, closing, port, sockets)
    finally:
        closing.set()
        server.stop()  # type: ignore[no-untyped-call]  # granian has no annotations here
        await asyncio.wait([serving], timeout=10.0)
