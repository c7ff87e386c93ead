"""The app without a connection, and when there is a newer one: with the service worker that other tests do without."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, expect

from lyceum.app.composition import Composition
from lyceum.app.web_files import STATIC
from tests.e2e.browsing import Problems, Visitor
from tests.e2e.conftest import PATIENCE_MS, NewVisitor
from tests.e2e.installation import open_installation
from tests.e2e.looking import axe_in_every_look

_KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) kept.push(new URL(request.url).pathname);
  return kept;
}"""


async def test_the_app_opens_without_a_connection_and_says_that_there_is_none(new_visitor: NewVisitor) -> None:
    ada = await new_visitor(service_workers="allow")
    await ada.sign_up()
    page = await ada.open("/library")
    await _is_kept(page)

    async with ada.problems.expected("ERR_INTERNET_DISCONNECTED"):
        await ada.context.set_offline(True)
        await page.reload()
        await expect(page.get_by_text("No connection to Lyceum.")).to_be_visible()
        await expect(page.get_by_role("link", name="Lyceum")).to_be_visible()
        await axe_in_every_look(page)
        await ada.context.set_offline(False)
        await expect(page.get_by_text("No connection to Lyceum.")).to_be_hidden()
    await expect(page.get_by_role("heading", name="Library")).to_be_visible()


async def test_nothing_that_the_api_said_is_kept_by_the_browser(new_visitor: NewVisitor) -> None:
    ada = await new_visitor(service_workers="allow")
    await ada.sign_up()
    page = await ada.open("/")
    await _is_kept(page)
    for path in ("/library", "/progress", "/settings", "/"):
        await ada.open(path)

    kept = await page.evaluate(_KEPT)

    assert "/index.html" in kept
    assert not [path for path in kept if path.startswith(("/api", "/health", "/setup", "/metrics"))]


async def test_a_new_version_is_offered_and_taken_when_asked(
    browser: Browser, database_url: str, servers: dict[str, str], composition: Composition, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    newer = shutil.copytree(STATIC, tmp_path / "newer")
    async with open_installation(database_url, servers["valkey"], composition, home) as first:
        context = await browser.new_context(base_url=first.url, service_workers="allow", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        ada = Visitor(await context.new_page(), context, first, Problems())
        await ada.sign_up()
        page = await ada.open("/account")
        await _is_kept(page)
        await page.get_by_label("Your name").fill("Ada King")
    _renew(newer)
    port = urlsplit(first.url).port or 0
    async with open_installation(database_url, servers["valkey"], composition, home, port=port, static=newer):
        await page.evaluate("navigator.serviceWorker.getRegistration().then((each) => each.update())")
        await expect(page.get_by_text("A new version of Lyceum is here.")).to_be_visible()
        # What is being typed is safe until the person says so.
        await expect(page.get_by_label("Your name")).to_have_value("Ada King")
        assert await page.locator("meta[name=build]").count() == 0

        await page.get_by_role("button", name="Reload").click()

        await expect(page.locator("meta[name=build]")).to_have_attribute("content", "newer")
        await expect(page.get_by_role("heading", name="Your account")).to_be_visible()
        await expect(page.get_by_text("A new version of Lyceum is here.")).to_be_hidden()
        await context.close()


async def _is_kept(page: Page) -> None:
    """Wait until the service worker has everything, and answers for this page."""
    await page.evaluate("navigator.serviceWorker.ready")
    await page.reload()
    await page.wait_for_function("navigator.serviceWorker.controller !== null")


def _renew(build: Path) -> None:
    """Make another build of one: its page says so, and its service worker knows the page by another revision."""
    for name, before, after in (
        ("index.html", "<head>", '<head><meta name="build" content="newer">'),
        ("sw.js", '{url:"index.html",revision:"', '{url:"index.html",revision:"newer'),
    ):
        text = (build / name).read_text(encoding="utf-8")
        assert before in text
        (build / name).write_text(text.replace(before, after), encoding="utf-8")
        for packed in build.glob(f"{name}.*"):
            packed.unlink()
