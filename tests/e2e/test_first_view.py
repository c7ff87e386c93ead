"""The first page comes soon: what it asks for is fetched while its code is, once, and its letters come last."""

from playwright.async_api import Page, Request

from tests.builders import eventually
from tests.e2e.browsing import Visitor
from tests.e2e.test_practising import session_of

# Remembers what `index.html` asks for before anything takes it.
_REMEMBER = """
Object.defineProperty(window, "lyceumAhead", {
  configurable: true,
  set(ahead) {
    window.askedAhead = [...ahead.answers.keys()];
    Object.defineProperty(window, "lyceumAhead", { value: ahead, configurable: true });
  },
});
"""
# Remembers when the page had a heading.
_REMEMBER_HEADING = """
new MutationObserver((_, observer) => {
  if (!document.querySelector("h1")) return;
  window.headedAt = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""
_LETTERS_CAME_AT = """
performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".woff2")).map(({ startTime }) => startTime)
"""
_IS_THERE = "window.askedAhead !== undefined && window.lyceumAhead === undefined"


async def test_a_page_asks_for_each_thing_once_and_before_its_code_has_run(ada: Visitor) -> None:
    session = await session_of(ada, length=3)
    asked: list[str] = []
    await ada.page.add_init_script(_REMEMBER)
    ada.page.on("request", lambda request: asked.append(_address(request)))

    for path in ("/", "/library", f"/sessions/{session['id']}"):
        asked.clear()
        await ada.page.goto(path)
        await _comes_true(ada.page, _IS_THERE)

        ahead: list[str] = await ada.page.evaluate("window.askedAhead")
        assert len(ahead) > 1, path
        # What was asked for ahead and not taken would have been asked for again.
        assert [asked.count(each) for each in ahead] == [1] * len(ahead), (path, asked)


async def test_letters_come_once_the_page_is_there(ada: Visitor) -> None:
    await ada.page.add_init_script(_REMEMBER_HEADING)
    await ada.page.goto("/settings")

    await _comes_true(
        ada.page, "[...document.fonts].some(({ status, family }) => status === 'loaded' && /Inter/.test(family))"
    )
    came_at: list[float] = await ada.page.evaluate(_LETTERS_CAME_AT)
    assert await ada.page.evaluate("window.headedAt") < min(came_at)


async def _comes_true(page: Page, claim: str) -> None:
    # Not by `wait_for_function`, which the page's policy refuses.
    async def holds() -> bool:
        return bool(await page.evaluate(claim))

    await eventually(holds)


def _address(request: Request) -> str:
    return "/" + request.url.split("//", 1)[1].split("/", 1)[1]
