"""All SQL of the domain documents."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, literal, select, text, update
from sqlalchemy.dialects import postgresql

from lyceum.documents.contracts import Document, DocumentPassage, DocumentStatus, SearchAnswer
from lyceum.documents.tables import document as documents
from lyceum.documents.tables import passage as passages
from lyceum.documents.tables import passage_embedding as embeddings
from lyceum.platform.cached import Cached
from lyceum.platform.locks import lock_key
from lyceum.platform.unit_of_work import UnitOfWork

_DOCUMENT = [documents.c[name] for name in Document.__dataclass_fields__]
_PASSAGE = [passages.c[name] for name in DocumentPassage.__dataclass_fields__]
_PAGES_GONE_OVER_TO = text("'$[*][1] ? (@ == $page)'")
# Whose it is, and a digest of what was asked. Long texts, asked by one person a few times: not in a process's memory.
SEARCHES: Cached[SearchAnswer] = Cached(
    "search",
    "search:{owner}:{asked}",
    SearchAnswer,
    room="search:{owner}",
    may_stay=lambda answer: not answer.is_partial,
    is_near=False,
)
_LOCK = text("select pg_advisory_xact_lock(:key)")


def forget_searches(uow: UnitOfWork, owner_id: UUID) -> None:
    """What this owner's searches found may be found no more, or more may be."""
    uow.forget(rooms=[SEARCHES.room_of(owner=owner_id)])


async def lock_content(uow: UnitOfWork, owner_id: UUID, sha256: str) -> None:
    """Let one transaction at a time decide about one file of one owner."""
    await uow.execute(_LOCK, {"key": lock_key("documents.content", str(owner_id), sha256)})


async def add_document(uow: UnitOfWork, document: Document) -> None:
    """Insert a document."""
    values = {name: getattr(document, name) for name in Document.__dataclass_fields__}
    await uow.execute(insert(documents).values(**values))


async def find_content(uow: UnitOfWork, owner_id: UUID, sha256: str, subject_id: UUID | None) -> Document | None:
    """The newest live document of this owner with the same content; in that subject, if one is named."""
    query = _live().where(documents.c.owner_id == owner_id, documents.c.sha256 == sha256)
    if subject_id is not None:
        query = query.where(documents.c.subject_id == subject_id)
    row = (await uow.execute(query.order_by(documents.c.id.desc()).limit(1))).one_or_none()
    return _document(row) if row else None


async def find_owned(uow: UnitOfWork, owner_id: UUID, document_id: UUID) -> Document | None:
    """A live document of this owner."""
    row = (await uow.execute(_live().where(_is(document_id), documents.c.owner_id == owner_id))).one_or_none()
    return _document(row) if row else None


async def find_archived(uow: UnitOfWork, document_id: UUID) -> Document | None:
    """A document that was put away, whoever owned it."""
    query = select(*_DOCUMENT).where(_is(document_id), documents.c.archived_at.is_not(None))
    row = (await uow.execute(query)).one_or_none()
    return _document(row) if row else None


async def find_and_hold(uow: UnitOfWork, document_id: UUID) -> Document | None:
    """A live document whoever owns it; it cannot be archived before this transaction ends."""
    row = (await uow.execute(_live().where(_is(document_id)).with_for_update(read=True))).one_or_none()
    return _document(row) if row else None


async def list_owned(
    uow: UnitOfWork, owner_id: UUID, limit: int | None, *, before: UUID | None, subject_id: UUID | None
) -> list[Document]:
    """Live documents of this owner, the newest first."""
    query = _live().where(documents.c.owner_id == owner_id).order_by(documents.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(documents.c.id < before)
    if subject_id is not None:
        query = query.where(documents.c.subject_id == subject_id)
    return [_document(row) for row in await uow.execute(query)]


async def change_document(uow: UnitOfWork, document_id: UUID, **changes: object) -> None:
    """Change columns of a document."""
    changing = update(documents).where(_is(document_id)).values(**changes).returning(documents.c.owner_id)
    if owner_id := (await uow.execute(changing)).scalar_one_or_none():
        forget_searches(uow, owner_id)


async def fail_unfinished(uow: UnitOfWork, job_id: UUID, error: dict[str, Any]) -> None:
    """Say why the document of this job is learned from no further, unless it was ready or has failed already."""
    unfinished = documents.c.status.in_([DocumentStatus.UPLOADED, DocumentStatus.READING])
    changing = update(documents).where(documents.c.job_id == job_id, unfinished)
    await uow.execute(changing.values(status=DocumentStatus.FAILED, error=error))


async def archive(uow: UnitOfWork, owner_id: UUID, document_id: UUID) -> UUID | None:
    """Put a live document of this owner away; the id of its job, or None if there is no such document."""
    changed = await uow.execute(
        update(documents)
        .where(_is(document_id), documents.c.owner_id == owner_id, documents.c.archived_at.is_(None))
        .values(archived_at=uow.clock.now())
        .returning(documents.c.job_id)
    )
    job_id: UUID | None = changed.scalar_one_or_none()
    forget_searches(uow, owner_id)
    return job_id


async def replace_passages(uow: UnitOfWork, document_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """Make these the passages of a document. A position keeps its id, so that what quotes it still finds it."""
    # What was embedded may not be what stands there now.
    await uow.execute(delete(embeddings).where(embeddings.c.document_id == document_id))
    stale = passages.c.position >= len(rows)
    await uow.execute(delete(passages).where(passages.c.document_id == document_id, stale))
    if not rows:
        return
    adding = postgresql.insert(passages)
    content = ("page", "heading_path", "bold_terms", "page_breaks", "text", "start_offset", "end_offset")
    await uow.execute(
        adding.on_conflict_do_update(
            constraint="passage_position", set_={name: adding.excluded[name] for name in content}
        ),
        rows,
    )


async def find_passage(uow: UnitOfWork, owner_id: UUID, passage_id: UUID) -> DocumentPassage | None:
    """A passage of a document of this owner, archived or not."""
    own = select(*_PASSAGE).join(documents, documents.c.id == passages.c.document_id)
    own = own.where(passages.c.id == passage_id, documents.c.owner_id == owner_id)
    row = (await uow.execute(own)).one_or_none()
    return passage_of(row) if row else None


async def find_position(uow: UnitOfWork, document_id: UUID, passage_id: UUID) -> int | None:
    """Where a passage stands in a document; None if it does not."""
    query = select(passages.c.position).where(passages.c.document_id == document_id, passages.c.id == passage_id)
    position: int | None = (await uow.execute(query)).scalar_one_or_none()
    return position


async def list_passages(
    uow: UnitOfWork, document_id: UUID, *, after: int = -1, limit: int | None = None, page: int | None = None
) -> list[DocumentPassage]:
    """Passages of a document in reading order, from the position after `after`; of one page, if it is named."""
    query = (
        select(*_PASSAGE)
        .where(passages.c.document_id == document_id, passages.c.position > after)
        .order_by(passages.c.position)
        .limit(limit)
    )
    if page is not None:
        query = query.where(_stands_on(page))
    return [passage_of(row) for row in await uow.execute(query)]


async def jobs_of_documents(uow: UnitOfWork, ids: Sequence[UUID]) -> list[UUID]:
    """Those of the jobs that live documents name: they tell what came of reading them."""
    named = select(documents.c.job_id).where(documents.c.job_id.in_(ids), documents.c.archived_at.is_(None))
    return list((await uow.execute(named)).scalars())


def _live() -> Select[Any]:
    return select(*_DOCUMENT).where(documents.c.archived_at.is_(None))


def _is(document_id: UUID) -> ColumnElement[bool]:
    return documents.c.id == document_id


def _stands_on(page: int) -> ColumnElement[bool]:
    """Whether some of a passage stands on a page: it begins there, or goes over to it."""
    named = literal({"page": page}, postgresql.JSONB)
    goes_over = func.jsonb_path_exists(passages.c.page_breaks, _PAGES_GONE_OVER_TO, named)
    return (passages.c.page == page) | goes_over


def _document(row: Row[Any]) -> Document:
    return Document(**{**row._asdict(), "status": DocumentStatus(row.status)})


def passage_of(row: Row[Any]) -> DocumentPassage:
    """A passage from a row that has its columns."""
    return DocumentPassage(
        id=row.id,
        position=row.position,
        page=row.page,
        heading_path=tuple(row.heading_path),
        bold_terms=tuple(row.bold_terms),
        page_breaks=tuple((offset, page) for offset, page in row.page_breaks),
        text=row.text,
    )
