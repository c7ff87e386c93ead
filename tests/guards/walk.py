"""The walk: ask each route of the table as each who is in it, and say where the app answers otherwise.

Each request is taken back before the next, so none spoils the world for another. Besides the answer itself, three
things are looked at. An answer to a stranger tells no id of what is Ada's. What somebody is told about themselves is
what they were told before Ada began to learn. And no request of a stranger changes a row that is about her.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
from sqlalchemy import text
from starlette.types import Message

from lyceum.app.composition import Composition
from lyceum.platform.http.authentication import Credentials
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.realtime.contracts import CloseCode
from tests.builders import PATIENCE_S
from tests.guards.asking import ask
from tests.guards.one_connection import OneConnection
from tests.guards.person import Person
from tests.guards.table import CHANGES, TOLD, Line, unmarked
from tests.guards.world import KEY, OWNER, SIGNED_IN, World, open_door

API = "/api/v1"
_OF_THE_WORLD = ("identity.remembered", "library.")
# Outside of the API: an address that is whole.
_WHOLE = ("/api/", "/health/", "/metrics", "/setup", "/docs", "/redoc")
# Every table, and how many of its rows this transaction has changed or deleted, what was taken back among them.
_TABLES = text("""
    select schemaname || '.' || relname as name, n_tup_upd + n_tup_del as touched from pg_stat_xact_user_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'dbos')""")
_ROWS = "select '{name}' as name, '{name} ' || t::text as row from {name} t"


# What somebody was told about themselves, by route and by who they are.
Told = dict[tuple[str, str], object]


class Walk:
    """A walk through a world.

    Args:
        world: furnished, and served on `database`.
        composition: of what is served.
        database: whose transactions can be taken back.
        before: what everybody was told about themselves before Ada began, as `told_to_all` found it; what is not in
            it is not compared.
    """

    def __init__(self, world: World, composition: Composition, database: OneConnection, before: Told) -> None:
        self.world = world
        self._composition = composition
        self.database = database
        self._before = before
        self._rows: dict[str, frozenset[str]] = {}
        self._touched: dict[str, int] = {}

    async def deviations(self, lines: Iterable[Line]) -> list[str]:
        """Where the app does otherwise than the table says, a sentence each."""
        if not self._rows:
            self._touched = await self._touched_by_now()
            self._rows = await self._rows_about_her(self._touched)
        found = []
        for line in lines:
            for name in line.answers:
                found += await self._step(line, name)
        return found

    async def asked(self, line: Line, who: Person) -> httpx.Response:
        """What `who` is answered; taken back at once."""
        async with self.database.undone():
            response = await send(self.world, line, who)
        self._forget(line, response)
        return response

    async def _step(self, line: Line, name: str) -> list[str]:
        who, expected = self.world.people[name], line.answers[name]
        async with self.database.undone():
            if line.method == "WS":
                return _unequal(line, name, expected, await _knock(self.world, who))
            if line.method == "LISTEN":
                return _unequal(line, name, expected, await self._listen(line, who)) if name in SIGNED_IN else []
            response = await send(self.world, line, who)
            found = _unequal(line, name, unmarked(expected), answer_of(response))
            if name not in (OWNER, KEY):
                found += self._told_otherwise(line, who, name, response)
                if line.method != "GET" and response.is_success and CHANGES not in expected:
                    found += await self._changed(line, name)
        self._forget(line, response)
        return found

    def _forget(self, line: Line, response: httpx.Response) -> None:
        """What the process remembers of what a request did has been taken back."""
        if line.method != "GET" and response.is_success:
            self.forget()

    def forget(self) -> None:
        """Let go of what the process remembers of people and of what they learn; its keys and models are kept."""
        memory = self.world.site.kernel.memory
        for name in [name for name in memory if name.startswith(_OF_THE_WORLD)]:
            del memory[name]

    async def _listen(self, line: Line, who: Person) -> str:
        prefix, _, rest = line.address.format_map(self.world.ids).partition(":")
        async with unit_of_work(self.world.site.kernel) as uow:
            principal = await self._composition.authenticate(uow, Credentials(bearer=who.token))
            listens = await self._composition.channels[prefix].may_subscribe(uow, principal, rest)
        return "yes" if listens else "no"

    def _told_otherwise(self, line: Line, who: Person, name: str, response: httpx.Response) -> list[str]:
        known, body = f"{response.request.url} {ask(line.route, self.world, who).json}", response.text
        told = [key for key, value in self.world.hers.items() if value in body and value not in known]
        if TOLD in line.answers[name]:
            return [] if told else [f"{line.route}: {name} is told nothing of hers"]
        found = [f"{line.route}: {name} is told her {key}" for key in told]
        if line.is_about_oneself and self._before.get((line.route, name), _body(response)) != _body(response):
            found.append(f"{line.route}: {name} is told what depends on what Ada did: {body[:300]}")
        return found

    async def _changed(self, line: Line, name: str) -> list[str]:
        touched = await self._touched_by_now()
        # Looked at are only tables that a row was changed in since they were looked at last, be it by somebody else.
        tables = [table for table, times in touched.items() if times != self._touched.get(table, 0)]
        self._touched = touched
        rows = await self._rows_about_her(tables)
        lost = [row for table in tables for row in sorted(self._rows.get(table, frozenset()) - rows[table])]
        return [f"{line.route}: {name} changes what is hers: {row[:300]}" for row in lost[:3]]

    async def _touched_by_now(self) -> dict[str, int]:
        async with unit_of_work(self.world.site.kernel) as uow:
            return {row.name: row.touched for row in await uow.execute(_TABLES)}

    async def _rows_about_her(self, tables: Iterable[str]) -> dict[str, frozenset[str]]:
        """Every row of these tables that has one of her ids in it, as text."""
        rows: dict[str, list[str]] = {table: [] for table in tables}
        if not rows:
            return {}
        each = " union all ".join(_ROWS.format(name=table) for table in rows)
        query = text(f"select name, row from ({each}) x where row ~ :hers")  # noqa: S608  names of tables
        async with unit_of_work(self.world.site.kernel) as uow:
            for row in await uow.execute(query, {"hers": "|".join(self.world.hers.values())}):
                rows[row.name].append(row.row)
        return {table: frozenset(found) for table, found in rows.items()}


@asynccontextmanager
async def walking(
    world: World, kernel: Kernel, composition: Composition, before: Told | None = None
) -> AsyncIterator[Walk]:
    """Serve the world anew, on a database whose changes are taken back."""
    database = OneConnection(kernel.database.url, 2)
    again = replace(kernel, database=database, memory={})
    site = open_door(again, composition)
    async with database.opened(), site.clients() as client:
        yield Walk(world.served_by(site, client), composition, database, before or {})
    await again.cache.close()
    await database.close()


async def told_to_all(world: World, lines: Sequence[Line]) -> Told:
    """What everybody is told about themselves, by route and by who they are."""
    return {
        (line.route, name): _body(await send(world, line, world.people[name]))
        for line in lines
        if line.is_about_oneself and line.method == "GET" and not _is_about_more(line)
        for name in line.answers
    }


async def send(world: World, line: Line, who: Person) -> httpx.Response:
    """Ask as the table's line does."""
    asked = ask(line.route, world, who)
    address = re.sub(r":\w+}", "}", line.address).format_map(world.ids | dict(asked.ids or {}))
    path = address if address == "/" or address.startswith(_WHOLE) else API + address
    if asked.files:
        return await who.http.request(
            line.method, path, params=asked.query, data=asked.json, files=dict(asked.files), headers=who.headers
        )
    return await who.http.request(line.method, path, params=asked.query, json=asked.json, headers=who.headers)


def _is_about_more(line: Line) -> bool:
    """Whether it asks for something of hers, which was not there before, or for the figures of the whole process."""
    return "#" in line.route or "_id" in line.address or line.address == "/metrics"


def answer_of(response: httpx.Response) -> str:
    """The status, and the code of what was refused."""
    if response.is_success:
        return str(response.status_code)
    try:
        return f"{response.status_code} {response.json()['error']['code']}"
    except (ValueError, KeyError):
        return f"{response.status_code} {response.text[:200]}"


async def _knock(world: World, who: Person) -> str:
    """Open a socket, and what came of it: `open`, or why it was closed."""
    sent: asyncio.Queue[Message] = asyncio.Queue()
    told: asyncio.Queue[Message] = asyncio.Queue()
    headers = [(name.encode(), value.encode()) for name, value in who.headers.items()]
    scope = {
        "type": "websocket",
        "path": f"{API}/realtime/connect",
        "raw_path": b"",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "subprotocols": [],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    sent.put_nowait({"type": "websocket.connect"})
    if not who.token:
        sent.put_nowait({"type": "websocket.receive", "text": json.dumps({"action": "ping"})})
    serving = asyncio.ensure_future(world.site.app(scope, sent.get, told.put))
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = await told.get()
                if message["type"] == "websocket.send":
                    return "open"
                if message["type"] == "websocket.close":
                    return CloseCode(message["code"]).name
    finally:
        sent.put_nowait({"type": "websocket.disconnect", "code": 1000})
        async with asyncio.timeout(PATIENCE_S):
            await serving


def _unequal(line: Line, name: str, expected: str, answer: str) -> list[str]:
    return [] if answer == expected else [f"{line.route}: {name} gets {answer!r} instead of {expected!r}"]


def _body(response: httpx.Response) -> object:
    """What a success tells; a refusal tells its request's id, which is another each time."""
    return response.text if response.is_success else None
