"""Wiring of the domain studio."""

from lyceum.platform.domain import Domain
from lyceum.studio.routes import uploads
from lyceum.studio.subscribers import SUBSCRIPTIONS
from lyceum.studio.workflows import LEARN_DOCUMENT

DOMAIN = Domain(
    name="studio",
    about="Generation and checking of learning material, grounded in passages.",
    routers=(uploads,),
    subscriptions=SUBSCRIPTIONS,
    workflows=(LEARN_DOCUMENT,),
)
