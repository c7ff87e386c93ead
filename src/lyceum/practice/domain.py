"""Wiring of the domain practice."""

from lyceum.platform.domain import Domain
from lyceum.practice.routes import router
from lyceum.practice.sessions import awaited_among
from lyceum.practice.workflows import MAKE_PARTITIONS, SCHEDULES

DOMAIN = Domain(
    name="practice",
    about="The learner model: sessions, attempts, what is believed of a learner, what to ask next, and when again.",
    routers=(router,),
    workflows=(MAKE_PARTITIONS,),
    schedules=SCHEDULES,
    withholds=awaited_among,
)
