"""Who comes for the first time is told what this is, and can read it."""

from playwright.async_api import expect

from tests.e2e.browsing import Visitor
from tests.e2e.looking import axe_in_every_look, screenshots


async def test_a_stranger_is_welcomed(visitor: Visitor) -> None:
    page = await visitor.open("/")

    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "welcome")
