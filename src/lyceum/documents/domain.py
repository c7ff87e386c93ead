"""Wiring of the domain documents."""

from lyceum.documents.routes import router
from lyceum.platform.domain import Domain

DOMAIN = Domain(
    name="documents",
    about="Uploads, extraction and passages: from a file to text that can be quoted with its page.",
    routers=(router,),
)
