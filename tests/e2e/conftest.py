"""A browser per worker, an installation per test, and visitors whose pages must show no error."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.async_api import Browser, expect

from lyceum.app.composition import Composition
from tests.builders import PATIENCE_S
from tests.e2e.browsing import Problems, Visitor, open_browser, what_is_missing
from tests.e2e.installation import Installation, open_installation

_HERE = Path(__file__).parent
# A page of ours that does not come within this is a failure, on a busy machine too.
PATIENCE_MS = 1000 * PATIENCE_S


class NewVisitor(Protocol):
    """Opens a browser for somebody."""

    async def __call__(
        self, *, locale: str = ..., time_zone: str = ..., service_workers: Literal["allow", "block"] = ...
    ) -> Visitor: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever is in this folder is a browser's test."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The worker's browser; without one, or without a built app, its tests are skipped, and fail in CI."""
    if missing := what_is_missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    expect.set_options(timeout=PATIENCE_MS)
    async with open_browser() as opened:
        yield opened


@pytest.fixture
async def installation(
    database_url: str, servers: dict[str, str], composition: Composition, tmp_path: Path
) -> AsyncIterator[Installation]:
    async with open_installation(database_url, servers["valkey"], composition, tmp_path) as opened:
        yield opened


@pytest.fixture
async def new_visitor(browser: Browser, installation: Installation) -> AsyncIterator[NewVisitor]:
    """Opens a browser of its own for each visitor, in their language and time zone."""
    visitors: list[Visitor] = []

    async def make(
        *, locale: str = "en-GB", time_zone: str = "Europe/Berlin", service_workers: Literal["allow", "block"] = "block"
    ) -> Visitor:
        # A service worker would answer from its cache where a test wants to see the server; a test of it allows it.
        context = await browser.new_context(
            base_url=installation.url,
            locale=locale,
            timezone_id=time_zone,
            reduced_motion="reduce",
            service_workers=service_workers,
        )
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        visitors.append(Visitor(page, context, installation, Problems()))
        return visitors[-1]

    yield make
    for visitor in visitors:
        await visitor.context.close()
    found = [problem for visitor in visitors for problem in visitor.problems.found]
    assert not found, "the pages of this test had problems:\n" + "\n".join(found)


@pytest.fixture
async def visitor(new_visitor: NewVisitor) -> Visitor:
    """Somebody who has just come."""
    return await new_visitor()


@pytest.fixture
async def ada(visitor: Visitor) -> Visitor:
    """Somebody with an account, signed in."""
    await visitor.sign_up("ada")
    return visitor
