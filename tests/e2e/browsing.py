"""A browser of the system's, kept away from every network, and pages that remember what went wrong in them."""

import os
import re
import shutil
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from playwright.async_api import (
    APIResponse,
    Browser,
    BrowserContext,
    ConsoleMessage,
    FilePayload,
    Page,
    Request,
    async_playwright,
)

from lyceum.app.web_files import is_built
from tests.builders import PATIENCE_S, eventually
from tests.e2e.installation import Installation

Json = dict[str, Any]

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # Nothing but this machine has an address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
_PASSWORD = "Wander7-Quilt-Orbit-Plum"
# A page that is left, or a query that is no longer wanted, takes its requests with it.
_LEFT = "net::ERR_ABORTED"
_LINK = re.compile(r"https?://[^/\s]+(/[\w-]+#token=[\w.~-]+)")
# The browser tells of a problem a little after it has happened.
_TOLD_WITHIN_S = PATIENCE_S
# A page that has asked for nothing for so long has all it wants.
_QUIET_S = 0.5


def chromium() -> str | None:
    """The system's browser: LYCEUM_CHROMIUM, or one on PATH."""
    return os.environ.get("LYCEUM_CHROMIUM") or next(filter(None, map(shutil.which, _PROGRAMS)), None)


def what_is_missing() -> str | None:
    """Why these tests cannot run here, and what to do; None if they can."""
    if chromium() is None:
        return "no chromium was found: install it (Debian: apt-get install chromium), or name it in LYCEUM_CHROMIUM"
    if not is_built():
        return "the web app is not built: run `make web`"
    return None


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """One browser without a window, with a profile of its own that is gone afterwards."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(_ARGUMENTS))
        yield browser
        await browser.close()


@dataclass
class Problems:
    """What went wrong in a page that nobody expected."""

    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._add(f"exception: {error}"))
        page.on("requestfailed", self._on_failed)

    @asynccontextmanager
    async def expected(self, *patterns: str) -> AsyncIterator[None]:
        """Problems that match one of the patterns are no surprise inside the block; each has to come."""
        expected = [re.compile(pattern) for pattern in patterns]
        before = len(self.found)
        yield

        async def have_all_come() -> bool:
            return all(any(pattern.search(each) for each in self.found[before:]) for pattern in expected)

        try:
            await eventually(have_all_come, within_s=_TOLD_WITHIN_S)
        except AssertionError as error:
            message = f"not every problem that was expected ({', '.join(patterns)}) came: {self.found[before:]}"
            raise AssertionError(message) from error
        surprises = [each for each in self.found[before:] if not any(pattern.search(each) for pattern in expected)]
        self.found[before:] = surprises

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._add(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_failed(self, request: Request) -> None:
        if request.failure != _LEFT:
            self._add(f"request: {request.method} {request.url}: {request.failure}")

    def _add(self, problem: str) -> None:
        self.found.append(problem)


@dataclass
class Questions:
    """What pages ask the server and have not been told; streams of events, which never end, are left out."""

    _open: set[Request] = field(default_factory=set)
    _changed_at: float = 0.0

    def watch(self, page: Page) -> None:
        page.on("request", self._on_asked)
        page.on("requestfinished", self._on_told)
        page.on("requestfailed", self._on_told)

    async def are_answered(self) -> bool:
        """Whether nothing is open, and nothing was asked or told for a while."""
        return not self._open and time.monotonic() - self._changed_at >= _QUIET_S

    def _on_asked(self, request: Request) -> None:
        if request.resource_type != "eventsource":
            self._open.add(request)
            self._changed_at = time.monotonic()

    def _on_told(self, request: Request) -> None:
        self._open.discard(request)
        self._changed_at = time.monotonic()


@dataclass
class Visitor:
    """Somebody with a browser of their own: a page, cookies, and what went wrong.

    Attributes:
        page: the first tab; others are opened with `tab`.
        email: of the account, once signed up.
    """

    page: Page
    context: BrowserContext
    installation: Installation
    problems: Problems
    email: str = ""
    _questions: Questions = field(default_factory=Questions)

    def __post_init__(self) -> None:
        self._watch(self.page)

    async def tab(self) -> Page:
        """Another tab of the same browser."""
        page = await self.context.new_page()
        self._watch(page)
        return page

    async def open(self, path: str) -> Page:
        """Go to an address of the app, and wait until its page has its heading."""
        await self.page.goto(path)
        await self.page.get_by_role("heading", level=1).first.wait_for()
        return self.page

    async def sign_up(self, name: str = "ada") -> None:
        """Make an account through the API; the cookies it answers with are this browser's."""
        account = {"email": f"{name}@example.org", "password": _PASSWORD, "full_name": name.title()}
        response = await self.context.request.post("/api/v1/auth/register", data={**account, "session": "cookie"})
        assert response.status == 201, await response.text()
        self.email = account["email"]

    async def move(self, by: timedelta) -> None:
        """Let time pass, for the server and for this browser's clock; timers of the page go on as they were.

        Not in the middle of a question: one asked before the sign-in expired and heard after it would be refused.
        """
        await eventually(self._questions.are_answered)
        self.installation.clock.move(by)
        await self.context.clock.set_system_time(self.installation.clock.now())

    async def get(self, path: str) -> Json:
        """Ask the API as this person, to compare with what the page shows: `get("users/me")`."""
        return await _fine(self.context.request.get(f"/api/v1/{path}"))

    async def post(self, path: str, body: Json | None = None) -> Json:
        """Do something through the API as this person, to prepare what a test looks at."""
        headers = {"x-csrf-token": await self._csrf()}
        return await _fine(self.context.request.post(f"/api/v1/{path}", data=body or {}, headers=headers))

    async def link(self, page: str, to: str = "") -> str:
        """What the newest letter to them, or to another address, links to.

        `link("verify-email")` is the address of that page of the app.
        """
        found: list[str] = []

        async def has_come() -> bool:
            letters = self.installation.letters(to or self.email)
            found[:] = [each for letter in letters for each in _LINK.findall(letter)]
            return any(each.startswith(f"/{page}#") for each in found)

        await eventually(has_come)
        return [each for each in found if each.startswith(f"/{page}#")][-1]

    async def upload(self, content: bytes, name: str = "notes.md") -> Json:
        """Hand in a document, and wait until everything was learned from it; the result of the job."""
        headers = {"x-csrf-token": await self._csrf()}
        file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        sent = self.context.request.post("/api/v1/documents", multipart={"file": file}, headers=headers)
        uploaded = await _fine(sent)

        async def has_ended() -> bool:
            return (await self.get(f"jobs/{uploaded['job_id']}"))["status"] not in {"queued", "running"}

        await eventually(has_ended)
        job = await self.get(f"jobs/{uploaded['job_id']}")
        assert job["status"] == "completed", job
        return {**job["result"], "document_id": uploaded["document_id"]}

    def _watch(self, page: Page) -> None:
        self.problems.watch(page)
        self._questions.watch(page)

    async def _csrf(self) -> str:
        cookies = await self.context.cookies(f"{self.installation.url}/")
        return next((cookie["value"] for cookie in cookies if cookie["name"] == "lyceum_csrf"), "")


async def _fine(request: Awaitable[APIResponse]) -> Json:
    """The body of a success."""
    response = await request
    assert response.ok, f"{response.url}: {response.status} {await response.text()}"
    body: Json = await response.json() if response.status != 204 else {}
    return body
