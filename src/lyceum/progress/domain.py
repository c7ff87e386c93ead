"""Wiring of the domain progress."""

from lyceum.platform.domain import Domain
from lyceum.progress.routes import router
from lyceum.progress.subscribers import SUBSCRIPTIONS

DOMAIN = Domain(
    name="progress",
    about="What a learner has done and knows, for them to look at.",
    routers=(router,),
    subscriptions=SUBSCRIPTIONS,
)
