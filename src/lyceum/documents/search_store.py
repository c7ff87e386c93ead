"""The SQL of retrieval: the index of words, the embeddings, and the statements that search both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from lyceum.algorithms.retrieval.bm25 import LENGTH_INFLUENCE, SATURATION
from lyceum.documents import store
from lyceum.documents.contracts import DocumentPassage
from lyceum.platform.unit_of_work import UnitOfWork

# Private characters around what ts_headline marks; no text has them, since hygiene drops them at ingestion.
MARK_START, MARK_END = "\ue000", "\ue001"

_FORGET_WORDS = text("delete from documents.posting where document_id = :document_id")

# The title and the headings count as words of each passage below them.
_INDEX_WORDS = text("""
    insert into documents.posting (document_id, lexeme, passages, positions, impacts)
    with word as (
        select p.position, t.lexeme, cardinality(t.positions) as times
        from documents.passage p join documents.document d on d.id = p.document_id
        cross join unnest(documents.lexemes(
            d.language, d.title || '. ' || array_to_string(p.heading_path, '. ') || '. ' || p.text)) t
        where d.id = :document_id
    ), passage_length as (
        select position, sum(times) as own, avg(sum(times)) over () as mean from word group by position
    )
    select :document_id, lexeme, count(*), array_agg(position order by position),
        array_agg((times * (k1 + 1) / (times + k1 * (1 - b + b * own / mean)))::real order by position)
    from word join passage_length using (position)
    cross join (select cast(:k1 as float8) as k1, cast(:b as float8) as b) as formula
    group by lexeme""")

_WITHOUT_EMBEDDING = text("""
    select p.id, p.text, p.heading_path
    from documents.passage p join documents.document d on d.id = p.document_id and d.archived_at is null
    where p.document_id = :document_id and not exists (
        select from documents.passage_embedding e where e.passage_id = p.id and e.engine = :engine)
    order by p.position limit :limit""")

# A passage that was replaced while its old text was embedded is left for the next time.
_KEEP_EMBEDDINGS = text("""
    with kept as (
        insert into documents.passage_embedding (passage_id, document_id, engine, embedding)
        select p.id, p.document_id, :engine, n.embedding::halfvec
        from unnest(cast(:ids as uuid[]), cast(:texts as text[]), cast(:embeddings as text[]))
            as n (id, text, embedding)
        join documents.passage p on p.id = n.id and p.text = n.text
        on conflict (passage_id) do update set engine = excluded.engine, embedding = excluded.embedding
        returning document_id
    )
    select distinct d.owner_id from kept join documents.document d on d.id = kept.document_id""")

_WITH_GAPS = text("""
    select d.id from documents.document d
    where d.archived_at is null and d.status = 'ready' and exists (
        select from documents.passage p where p.document_id = d.id and not exists (
            select from documents.passage_embedding e where e.passage_id = p.id and e.engine = :engine))
    order by d.id limit :limit""")

_SCOPE = text("""
    select coalesce(array_agg(d.id), '{}') as ids, array_agg(distinct coalesce(d.language, 'en')) as languages,
        coalesce(sum(passages.number), 0)::integer as passages
    from documents.document d
    cross join lateral (
        select coalesce(max(p.position) + 1, 0) as number from documents.passage p where p.document_id = d.id
    ) passages
    where d.owner_id = :owner_id and d.archived_at is null
        and (cast(:document_id as uuid) is null or d.id = :document_id)
        and (cast(:subject_id as uuid) is null or d.subject_id = :subject_id)""")

_WORDS = text("""
    select asked.lexeme, coalesce(sum(p.passages), 0)::integer as passages
    from (
        select distinct t.lexeme from unnest(cast(:languages as text[])) language
        cross join unnest(documents.lexemes(language, :question)) t
    ) asked
    left join documents.posting p on p.lexeme = asked.lexeme and p.document_id = any(cast(:ids as uuid[]))
    group by asked.lexeme""")

# People who misspell a word mostly get its first letter right, and the index is ordered by it.
_NEAREST_WORDS = text("""
    select asked.lexeme as asked, near.lexeme, near.passages, near.likeness
    from unnest(cast(:unknown as text[])) asked (lexeme)
    cross join lateral (
        select p.lexeme, sum(p.passages)::integer as passages, similarity(p.lexeme, asked.lexeme) as likeness
        from documents.posting p
        where p.document_id = any(cast(:ids as uuid[]))
            and p.lexeme >= left(asked.lexeme, 1) collate "C"
            and p.lexeme < chr(ascii(asked.lexeme) + 1) collate "C"
            and length(p.lexeme) between length(asked.lexeme) - 2 and length(asked.lexeme) + 2
            and similarity(p.lexeme, asked.lexeme) >= :least
        group by p.lexeme
        order by likeness desc, passages desc limit 1
    ) near""")

_LEXICAL = """
    select document_id, position, sum(impact * weight) as score
    from (
        select p.document_id, asked.weight, unnest(p.positions) as position, unnest(p.impacts) as impact
        from unnest(cast(:lexemes as text[]), cast(:weights as float8[])) as asked (lexeme, weight)
        join documents.posting p on p.lexeme = asked.lexeme and p.document_id = any(cast(:ids as uuid[]))
    ) found
    group by document_id, position order by score desc, document_id, position limit :candidates"""

# Materialised, so that every passage of the scope is compared, and none is missed.
_NEAR_EXACT = """
    select passage_id, cosine from (
        select e.passage_id, -(e.embedding <#> cast(:question as halfvec)) as cosine
        from documents.passage_embedding e
        where e.document_id = any(cast(:ids as uuid[])) and e.engine = :engine offset 0
    ) compared
    order by cosine desc, passage_id limit :candidates"""

_NEAR_INDEXED = """
    select e.passage_id, -(e.embedding <#> cast(:question as halfvec)) as cosine
    from documents.passage_embedding e
    where e.document_id = any(cast(:ids as uuid[])) and e.engine = :engine
    order by e.embedding <#> cast(:question as halfvec) limit :candidates"""

_SEARCH = """
    with lexical as materialized ({lexical}), near as materialized ({near}),
    found as (
        select p.id, l.score from lexical l
        join documents.passage p on p.document_id = l.document_id and p.position = l.position
    ),
    candidate as (select id from found union select passage_id from near)
    select candidate.id, coalesce(found.score, 0) as words,
        coalesce(near.cosine, -(e.embedding <#> cast(:question as halfvec))) as meaning
    from candidate
    left join found using (id) left join near on near.passage_id = candidate.id
    left join documents.passage_embedding e on e.passage_id = candidate.id and e.engine = :engine"""

_SEARCH_BY_WORDS = """
    select p.id, l.score as words, null::float8 as meaning from ({lexical}) l
    join documents.passage p on p.document_id = l.document_id and p.position = l.position"""

_SEARCH_EXACT = text(_SEARCH.format(lexical=_LEXICAL, near=_NEAR_EXACT))
_SEARCH_INDEXED = text(_SEARCH.format(lexical=_LEXICAL, near=_NEAR_INDEXED))
_SEARCH_WORDS = text(_SEARCH_BY_WORDS.format(lexical=_LEXICAL))
# An index scan goes on until there are enough passages of the scope among those it has met.
_SCAN_ON = text("""
    select set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', '100', true)""")

_SHOWN = text("""
    select p.id, p.position, p.page, p.heading_path, p.bold_terms, p.page_breaks, p.text,
        d.id as document_id, d.title,
        ts_headline(documents.stemmer(d.language), p.text, plainto_tsquery(documents.stemmer(d.language), :question),
            :marking) as marked
    from documents.passage p join documents.document d on d.id = p.document_id
    where p.id = any(cast(:ids as uuid[]))""")


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents a search goes through."""

    ids: list[UUID]
    languages: list[str]
    passages: int


@dataclass(frozen=True, slots=True)
class Near:
    """What a question means, to an engine."""

    engine: str
    vector: Sequence[float]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a passage; `marked` is its text with `MARK_START` and `MARK_END` around the words found."""

    passage: DocumentPassage
    document_id: UUID
    document_title: str
    marked: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage by its two scores; `meaning` is None where it has no embedding."""

    id: UUID
    words: float
    meaning: float | None


@dataclass(frozen=True, slots=True)
class Breadth:
    """How far a search looks.

    Attributes:
        candidates: passages taken by words, and as many by meaning.
        compare_all: up to so many passages are compared one by one; of more, the nearest are found by the index.
    """

    candidates: int
    compare_all: int


@dataclass(frozen=True, slots=True)
class NearestWord:
    """The word of the scope that looks most like one that is not in it."""

    asked: str
    lexeme: str
    passages: int
    likeness: float


async def index_words(uow: UnitOfWork, document_id: UUID) -> None:
    """Write the index of a document's words anew."""
    await uow.execute(_FORGET_WORDS, {"document_id": document_id})
    await uow.execute(_INDEX_WORDS, {"document_id": document_id, "k1": SATURATION, "b": LENGTH_INFLUENCE})


async def passages_without_embedding(
    uow: UnitOfWork, document_id: UUID, engine: str, limit: int
) -> list[tuple[UUID, str, list[str]]]:
    """Id, text and headings of passages this engine has not embedded; none of an archived document."""
    values = {"document_id": document_id, "engine": engine, "limit": limit}
    return [(row.id, row.text, row.heading_path) for row in await uow.execute(_WITHOUT_EMBEDDING, values)]


async def keep_embeddings(
    uow: UnitOfWork, engine: str, texts: Mapping[UUID, str], vectors: Sequence[Sequence[float]]
) -> None:
    """Keep what an engine made of passages with these texts; it replaces what another engine made."""
    values = {
        "engine": engine,
        "ids": list(texts),
        "texts": list(texts.values()),
        "embeddings": list(map(_written, vectors)),
    }
    for row in await uow.execute(_KEEP_EMBEDDINGS, values):
        store.forget_searches(uow, row.owner_id)


async def documents_with_gaps(uow: UnitOfWork, engine: str, limit: int) -> list[UUID]:
    """Documents of which this engine has not embedded every passage."""
    return [row.id for row in await uow.execute(_WITH_GAPS, {"engine": engine, "limit": limit})]


async def find_scope(uow: UnitOfWork, owner_id: UUID, *, document_id: UUID | None, subject_id: UUID | None) -> Scope:
    """The owner's live documents: one of them, those of a subject, or all."""
    values = {"owner_id": owner_id, "document_id": document_id, "subject_id": subject_id}
    row = (await uow.execute(_SCOPE, values)).one()
    return Scope(list(row.ids), list(row.languages or ()), row.passages)


async def count_words(uow: UnitOfWork, scope: Scope, question: str) -> dict[str, int]:
    """The words of a question in their index form, and in how many passages of the scope each stands."""
    values = {"ids": scope.ids, "languages": scope.languages, "question": question}
    return {row.lexeme: row.passages for row in await uow.execute(_WORDS, values)}


async def nearest_words(uow: UnitOfWork, scope: Scope, unknown: Sequence[str], least: float) -> list[NearestWord]:
    """For words that are not in the scope: those that are and look alike by at least `least`, 0 to 1."""
    values = {"ids": scope.ids, "unknown": list(unknown), "least": least}
    return [NearestWord(**row._asdict()) for row in await uow.execute(_NEAREST_WORDS, values)]


async def find_candidates(
    uow: UnitOfWork, scope: Scope, weights: Mapping[str, float], *, near: Near | None, breadth: Breadth
) -> list[Candidate]:
    """The best passages by words, and the best by meaning, each with both scores.

    Args:
        uow: the transaction.
        scope: where to look.
        weights: what each word counts.
        near: the question's meaning; None to go by words alone.
        breadth: how far to look.
    """
    values: dict[str, Any] = {
        "ids": scope.ids,
        "lexemes": list(weights),
        "weights": list(weights.values()),
        "candidates": breadth.candidates,
    }
    statement = _SEARCH_WORDS
    if near is not None:
        values |= {"engine": near.engine, "question": _written(near.vector)}
        is_small = scope.passages <= breadth.compare_all
        statement = _SEARCH_EXACT if is_small else _SEARCH_INDEXED
        if not is_small:
            await uow.execute(_SCAN_ON)
    return [Candidate(row.id, row.words, row.meaning) for row in await uow.execute(statement, values)]


async def load_shown(uow: UnitOfWork, ids: Sequence[UUID], question: str) -> dict[UUID, Shown]:
    """What is shown of passages: themselves, their document, and where they have the words of the question."""
    marking = f"HighlightAll=true, StartSel={MARK_START}, StopSel={MARK_END}"
    values = {"ids": list(ids), "question": question, "marking": marking}
    rows = await uow.execute(_SHOWN, values)
    return {row.id: Shown(store.passage_of(row), row.document_id, row.title, row.marked) for row in rows}


def _written(vector: Sequence[float]) -> str:
    """As pgvector reads it; half precision holds some four digits."""
    return f"[{','.join(f'{number:.6f}' for number in vector)}]"
