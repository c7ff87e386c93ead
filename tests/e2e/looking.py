"""Looking at a page: does axe find anything in any look, and what does it look like."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Page

_AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_SHOWN = 5


@dataclass(frozen=True)
class Look:
    """How somebody has set up their screen."""

    name: str
    scheme: Literal["light", "dark"]
    width: int = 1280
    height: int = 800


LOOKS = (Look("light", "light"), Look("dark", "dark"), Look("320", "light", width=320, height=640))


@asynccontextmanager
async def looked_at(page: Page, look: Look) -> AsyncIterator[None]:
    """The page as it is with that set-up."""
    before = page.viewport_size
    await page.emulate_media(color_scheme=look.scheme)
    await page.set_viewport_size({"width": look.width, "height": look.height})
    yield
    await page.emulate_media(color_scheme=None)
    if before is not None:
        await page.set_viewport_size(before)


async def axe(page: Page, *, within: str | None = None) -> None:
    """Fail if axe finds a barrier on the page as it is now, or within what a selector names."""
    await page.evaluate(_axe_source())
    result = await page.evaluate(
        "async (within) => (await axe.run(within ?? document, { resultTypes: ['violations'] })).violations", within
    )
    assert not result, _readable(page, result)


async def axe_in_every_look(page: Page) -> None:
    """Fail if axe finds a barrier in any look, or if the page has to be scrolled sideways."""
    for look in LOOKS:
        async with looked_at(page, look):
            await axe(page)
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= look.width, f"{page.url} is {wide} px wide on a screen of {look.width} px"


async def screenshots(page: Page, name: str) -> None:
    """Pictures of the page in every look, in the folder that LYCEUM_SCREENSHOTS names; none if it is not set."""
    if folder := os.environ.get("LYCEUM_SCREENSHOTS"):
        for look in LOOKS:
            async with looked_at(page, look):
                await page.screenshot(path=Path(folder) / f"{name}-{look.name}.png", full_page=True)


@cache
def _axe_source() -> str:
    if not _AXE.is_file():
        reason = "axe-core is not installed: run `make check`, which installs what checks the web app"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return _AXE.read_text(encoding="utf-8")


def _readable(page: Page, violations: list[dict[str, Any]]) -> str:
    lines = [f"axe finds {len(violations)} kinds of barriers at {page.url}:"]
    for violation in violations:
        nodes = violation["nodes"]
        lines.append(f"- {violation['id']} ({violation['impact']}): {violation['help']}")
        for node in nodes[:_SHOWN]:
            lines.append(f"    {json.dumps(node['target'])}: {node['html'][:200]}")
            lines += [f"      {line}" for line in node.get("failureSummary", "").splitlines()[1:3]]
        if len(nodes) > _SHOWN:
            lines.append(f"    and {len(nodes) - _SHOWN} more")
    return "\n".join(lines)
