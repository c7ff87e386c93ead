"""What is measured, and how: each function gives figures of one round; the rounds' medians are what is reported."""

import asyncio
import contextlib
import statistics
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench import usage
from bench.client import Client, load
from bench.installation import Installation, Started

CLIENTS = 8
API = "/api/v1"
_WARM_UP = 200
_GIVE_UP_S = 60.0

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much to measure.

    Attributes:
        rounds: of everything; the medians are reported.
        requests: per round and kind of request.
        backlog: events that wait when the relay begins.
        live: events emitted by the clients, one per request.
        workflows: started one after the other.
        idle_s: how long to watch a process that has nothing to do.
        candidates: items of the large subject.
    """

    rounds: int = 3
    requests: int = 2000
    backlog: int = 5000
    live: int = 1000
    workflows: int = 40
    idle_s: float = 10.0
    candidates: int = 100_000


QUICK = Effort(rounds=1, requests=500, backlog=1000, live=300, workflows=10, idle_s=3.0, candidates=5000)


def start_figures(kind: str, started: Started) -> Figures:
    """What a start took."""
    return {
        f"{kind} start: wall, s": started.wall_s,
        f"{kind} start: CPU of the process and its helpers, s": started.cpu_s,
        f"{kind} start: of which helpers (initdb, pg_ctl), s": started.children_cpu_s,
        f"{kind} start: CPU of PostgreSQL and Valkey, s": started.servers_cpu_s,
    }


async def idle(installation: Installation, effort: Effort) -> Figures:
    """Memory and CPU of each process while nobody asks for anything."""
    groups = {"app": [installation.pid], "PostgreSQL": usage.tree(installation.postgres)}
    groups["Valkey"] = [installation.valkey]
    await asyncio.sleep(1.0)
    before = {name: sum(map(usage.cpu_s, pids)) for name, pids in groups.items()}
    await asyncio.sleep(effort.idle_s)
    figures: Figures = {"idle: app, RSS, MB": usage.memory(installation.pid).rss_mb}
    for name, pids in groups.items():
        figures[f"idle: {name}, PSS, MB"] = sum(usage.memory(pid).pss_mb for pid in pids)
        figures[f"idle: {name}, CPU, %"] = 100 * (sum(map(usage.cpu_s, pids)) - before[name]) / effort.idle_s
    figures["idle: app, threads"] = usage.threads(installation.pid)
    return figures


async def sign_in(installation: Installation, number: int) -> str:
    """Register a learner; gives the access token."""
    email = f"learner-{number}@example.org"
    person = {"email": email, "password": "Correct horse, 9 batteries", "full_name": "Learner"}
    async with Client(installation.url) as client:
        answer = await client.request("POST", f"{API}/auth/register", person)
    if answer.status != 201:
        raise RuntimeError(f"registering was answered {answer.status}: {answer.body!r}")
    token: str = answer.json()["access_token"]
    return token


async def requests(installation: Installation, effort: Effort) -> Figures:
    """CPU of the app process alone, and latency, with all clients asking at once, each a person of their own."""
    figures: Figures = {}
    tokens = [await sign_in(installation, number) for number in range(CLIENTS)]
    async with connected(installation, [{"authorization": f"Bearer {token}"} for token in tokens]) as clients:
        subjects = [(await client.request("POST", f"{API}/subjects", {"title": "Cells"})).json() for client in clients]
        kinds: dict[str, Callable[[int], tuple[str, str, object]]] = {
            "health (no database)": lambda _: ("GET", "/health/live", None),
            "read of what is fixed": lambda _: ("GET", f"{API}/languages", None),
            # Token check, limits and the cache.
            "cached read": lambda _: ("GET", f"{API}/users/me", None),
            # Token check, limits and one row of PostgreSQL.
            "authenticated read": lambda number: ("GET", f"{API}/subjects/{subjects[number]['id']}", None),
            "authenticated write": lambda _: ("PATCH", f"{API}/users/me", {"theme": "dark"}),
        }
        for name, request in kinds.items():
            prepared = [client.prepare(*request(number)) for number, client in enumerate(clients)]
            await load(clients, prepared, _WARM_UP, 200)
            cpu_before, wall_before = installation.cpu_s(), time.perf_counter()
            seconds = await load(clients, prepared, effort.requests, 200)
            wall_s, cpu_s = time.perf_counter() - wall_before, installation.cpu_s() - cpu_before
            figures[f"{name}: CPU, ms"] = 1000 * cpu_s / effort.requests
            figures[f"{name}: p50, ms"] = 1000 * quantile(seconds, 0.5)
            figures[f"{name}: p99, ms"] = 1000 * quantile(seconds, 0.99)
            figures[f"{name}: per second"] = effort.requests / wall_s
    figures["after load: app, RSS, MB"] = usage.memory(installation.pid).rss_mb
    return figures


async def events(installation: Installation, effort: Effort) -> Figures:
    """From commit to handled: a backlog in one go, and events as they come."""
    async with connected(installation) as clients:
        marks = await _emit(clients[:1], batches=1, count=effort.backlog)
        figures: Figures = {"events: backlog, handled per second": effort.backlog / _span(marks)}
        marks = await _emit(clients, batches=effort.live, count=1)
        figures["events: live, emitted and handled per second"] = effort.live / _span(marks)
        delays = []
        for _ in range(effort.workflows):
            marks = await _emit(clients[:1], batches=1, count=1)
            delays += [marks["handled"][batch] - committed for batch, committed in marks["committed"].items()]
    figures["events: commit to handler, p50, ms"] = 1000 * quantile(delays, 0.5)
    figures["events: commit to handler, p95, ms"] = 1000 * quantile(delays, 0.95)
    return figures


async def workflows(installation: Installation, effort: Effort) -> Figures:
    """From the request that starts a workflow to its first step."""
    delays = []
    async with Client(installation.url) as client:
        for number in range(effort.workflows):
            # Spread over the period of polling.
            await asyncio.sleep(0.1 + 0.1 * number / effort.workflows)
            await client.request("DELETE", f"{API}/bench/marks")
            begun = time.monotonic()
            workflow_id = (await client.request("POST", f"{API}/bench/workflows")).json()
            marks = await _wait_for(client, lambda marks: bool(marks["started"]))
            delays.append(marks["started"][workflow_id] - begun)
    return {
        "workflow: request to first step, p50, ms": 1000 * quantile(delays, 0.5),
        "workflow: request to first step, p95, ms": 1000 * quantile(delays, 0.95),
    }


def medians(rounds: Sequence[Figures]) -> Figures:
    """The median of each figure over the rounds."""
    return {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}


@contextlib.asynccontextmanager
async def connected(installation: Installation, headers: Sequence[dict[str, str]] = ()) -> AsyncIterator[list[Client]]:
    """A connection for each of the headers."""
    each = headers or [{}] * CLIENTS
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Client(installation.url, own)) for own in each]


async def _emit(clients: Sequence[Client], *, batches: int, count: int) -> dict[str, Any]:
    """Emit, and wait until all is handled; the marks."""
    await clients[0].request("DELETE", f"{API}/bench/marks")
    numbers = iter(range(batches))

    async def emit(client: Client) -> None:
        for number in numbers:
            emission = {"batch": str(number), "count": count, "keys": 500}
            await client.request("POST", f"{API}/bench/events", emission)

    await asyncio.gather(*map(emit, clients))
    return await _wait_for(clients[0], lambda marks: marks["count"] >= batches * count)


async def _wait_for(client: Client, fulfilled: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    deadline = time.monotonic() + _GIVE_UP_S
    while time.monotonic() < deadline:
        marks: dict[str, Any] = (await client.request("GET", f"{API}/bench/marks")).json()
        if fulfilled(marks):
            return marks
        await asyncio.sleep(0.02)
    raise RuntimeError(f"waited {_GIVE_UP_S:g} s for events or a workflow; look at the log of the app")


def _span(marks: dict[str, Any]) -> float:
    """From the first commit to the last handler's."""
    return float(marks["settled"] - min(marks["committed"].values()))


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
