"""Wiring of the domain practice."""

from lyceum.platform.domain import Domain
from lyceum.practice import routes, routes_predictions, routes_statistics
from lyceum.practice.sessions import awaited_among
from lyceum.practice.subscribers import SUBSCRIPTIONS
from lyceum.practice.workflows import SCHEDULES, WORKFLOWS

DOMAIN = Domain(
    name="practice",
    about="The learner model: sessions, attempts, what is believed of a learner, what to ask next, and when again.",
    routers=(routes.router, routes_predictions.router, routes_statistics.router),
    subscriptions=SUBSCRIPTIONS,
    workflows=WORKFLOWS,
    schedules=SCHEDULES,
    withholds=awaited_among,
)
