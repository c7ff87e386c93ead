"""What cached reads cost over HTTP, what a miss takes, and how many reads are hits (CCH-06)."""

import re
import time

from bench.client import Client, load
from bench.installation import Installation
from bench.measures import API, CLIENTS, Effort, Figures, connected, quantile, sign_in

_WARM_UP = 200
_READS = re.compile(r'^lyceum_cache_reads_total\{kind="(\w+)",source="(\w+)"\} (\S+)$', re.MULTILINE)


async def cache(installation: Installation, effort: Effort) -> Figures:
    """Reads of a person and of flags: again and again, and right after a change."""
    figures: Figures = {}
    tokens = [await sign_in(installation, 1000 + number) for number in range(CLIENTS)]
    async with connected(installation, [{"authorization": f"Bearer {token}"} for token in tokens]) as clients:
        for name, path in (("person", f"{API}/users/me"), ("flags", f"{API}/flags")):
            prepared = [client.prepare("GET", path) for client in clients]
            await load(clients, prepared, _WARM_UP, 200)
            cpu_before = installation.cpu_s()
            seconds = await load(clients, prepared, effort.requests, 200)
            figures[f"cached {name}: CPU, ms"] = 1000 * (installation.cpu_s() - cpu_before) / effort.requests
            figures[f"cached {name}: p50, ms"] = 1000 * quantile(seconds, 0.5)
            figures[f"cached {name}: p99, ms"] = 1000 * quantile(seconds, 0.99)
        misses = [await _read_after_change(clients[0], number) for number in range(effort.workflows)]
        figures["person after a change: p50, ms"] = 1000 * quantile(misses, 0.5)
        figures["person after a change: p99, ms"] = 1000 * quantile(misses, 0.99)
        reads = await _reads(clients[0])
    for kind, sources in reads.items():
        hits = sum(sources.values()) - sources.get("made", 0)
        figures[f"hits of {kind}, %"] = 100 * hits / sum(sources.values())
    return figures


async def _read_after_change(client: Client, number: int) -> float:
    """Seconds of one read, nobody else asking."""
    await client.request("PATCH", f"{API}/users/me", {"full_name": f"Learner {number}"})
    began = time.perf_counter()
    await client.request("GET", f"{API}/users/me")
    return time.perf_counter() - began


async def _reads(client: Client) -> dict[str, dict[str, float]]:
    """Reads by kind and source, as the metrics have them."""
    text = (await client.request("GET", "/metrics")).body.decode()
    found: dict[str, dict[str, float]] = {}
    for kind, source, number in _READS.findall(text):
        found.setdefault(kind, {})[source] = float(number)
    return found
