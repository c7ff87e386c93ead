"""Wiring of the domain people."""

from lyceum.people.routes import bonds, classes, groups, guardians, invitations, organisations, plans
from lyceum.people.subscribers import SUBSCRIPTIONS
from lyceum.people.workflows import END_PLANS, SCHEDULES
from lyceum.platform.domain import Domain

DOMAIN = Domain(
    name="people",
    about="Organisations, classes, groups, follows, blocks, guardians, plans.",
    # Before `bonds`, whose paths take an id where these have a word.
    routers=(
        organisations.router,
        classes.router,
        groups.router,
        guardians.router,
        invitations.router,
        plans.router,
        bonds.router,
    ),
    subscriptions=SUBSCRIPTIONS,
    workflows=(END_PLANS,),
    schedules=SCHEDULES,
)
