"""`python -m bench`: measures on this machine, prints a Markdown table, and writes JSON where it is told to."""

import argparse
import asyncio
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import lyceum
from bench import caching, measures, road
from bench.installation import Installation, running, temporary_folder
from bench.measures import QUICK, Effort, Figures

PARTS = ("start", "idle", "requests", "cache", "events", "workflows", "road", "many")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure what a Lyceum process costs on this machine.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of: {', '.join(PARTS)}; none named: all")
    parser.add_argument("--quick", action="store_true", help="one short round: to see that it runs")
    parser.add_argument("--rounds", type=int, help="rounds whose medians are reported")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures of every round there")
    arguments = parser.parse_args(argv)
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; known: {', '.join(PARTS)}")
    effort = QUICK if arguments.quick else Effort()
    if arguments.rounds:
        effort = Effort(**{**{name: getattr(effort, name) for name in effort.__slots__}, "rounds": arguments.rounds})
    rounds = measure(set(arguments.parts or PARTS), effort)
    print(_table(measures.medians(rounds)))
    if arguments.json:
        arguments.json.write_text(json.dumps({"machine": _machine(), "rounds": rounds}, indent=1) + "\n")
    return 0


def measure(parts: set[str], effort: Effort) -> list[Figures]:
    """The figures of each round."""
    with temporary_folder() as folder:
        caches = folder / "bytecode"
        rounds = []
        _say("filling the bytecode cache")
        with running(Installation(folder / "first", caches)):
            pass
        for number in range(1, effort.rounds + 1):
            installation = Installation(folder / f"round-{number}", caches)
            _say(f"round {number} of {effort.rounds}: cold start")
            with running(installation) as started:
                figures = measures.start_figures("cold", started)
            _say(f"round {number} of {effort.rounds}: warm start, and the rest")
            with running(installation) as started:
                figures |= measures.start_figures("warm", started)
                figures = figures if "start" in parts else {}
                figures |= asyncio.run(_running_figures(installation, parts, effort))
            rounds.append(figures)
        return rounds


async def _running_figures(installation: Installation, parts: set[str], effort: Effort) -> Figures:
    figures: Figures = {}
    if "idle" in parts:
        figures |= await measures.idle(installation, effort)
    if "requests" in parts:
        figures |= await measures.requests(installation, effort)
    if "cache" in parts:
        figures |= await caching.cache(installation, effort)
    if "events" in parts:
        figures |= await measures.events(installation, effort)
    if "workflows" in parts:
        figures |= await measures.workflows(installation, effort)
    if "road" in parts:
        figures |= await road.road(installation, effort)
    if "many" in parts:
        figures |= await road.many(installation, effort)
    return figures


def _table(figures: Figures) -> str:
    rows = [f"| {name} | {_shown(value)} |" for name, value in figures.items()]
    return "\n".join(["| measure | median |", "| --- | ---: |", *rows])


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _machine() -> dict[str, str | int | None]:
    return {
        "lyceum": lyceum.__version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
