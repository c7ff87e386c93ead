"""Wiring of the domain documents."""

from lyceum.documents.routes import router
from lyceum.documents.search_routes import documents_search, everywhere
from lyceum.documents.store import jobs_of_documents
from lyceum.documents.subscribers import SUBSCRIPTIONS
from lyceum.documents.workflows import INDEX_DOCUMENT, INDEX_GAPS, SCHEDULES
from lyceum.platform.domain import Domain

DOMAIN = Domain(
    name="documents",
    about="Uploads, extraction and passages: from a file to text that can be quoted with its page.",
    routers=(router, documents_search, everywhere),
    subscriptions=SUBSCRIPTIONS,
    workflows=(INDEX_DOCUMENT, INDEX_GAPS),
    schedules=SCHEDULES,
    points_to_jobs=jobs_of_documents,
)
