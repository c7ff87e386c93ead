"""Wiring of the domain library."""

from lyceum.library.routes import decks, exchange, items, subjects
from lyceum.library.subscribers import SUBSCRIPTIONS
from lyceum.platform.domain import Domain

DOMAIN = Domain(
    name="library",
    about="What can be learned: subjects, skills with their prerequisites, items in versions, decks.",
    routers=(subjects.router, decks.router, exchange.router, items.router),
    subscriptions=SUBSCRIPTIONS,
)
