"""Quality and speed of search, through the product's own code on an embedded PostgreSQL.

    python bench/retrieval.py DATA [--passages 100000] [--latency-only]

DATA holds `retrieval_psychology.json.gz` and `retrieval_anatomy.json.gz`: the paragraphs of a textbook, its review
questions, and the module each question belongs to. A question is a hit if a passage of its module is found.

For the latency the paragraphs are taken again and again until there are enough; the embedding of a copy is mixed of
four parts of the original's and one of another's, so that hardly two are the same. Their index is built in one go, as
no upload would.
"""

import argparse
import asyncio
import gzip
import json
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import mean, quantiles
from typing import Any
from uuid import UUID

from sqlalchemy import text

from bench import usage
from bench.installation import temporary_folder
from lyceum.app.addresses import open_addresses
from lyceum.app.composition import Role, compose
from lyceum.app.domains import DOMAINS
from lyceum.app.process import prepare_database, run_process
from lyceum.documents import indexing, search_store, store
from lyceum.documents.contracts import Document, DocumentStatus, SearchAnswer
from lyceum.documents.media_types import MediaType
from lyceum.documents.searching import SearchRequest, search
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work

_BOOKS = ("psychology", "anatomy")
_DEPTH = 50
_PER_DOCUMENT = 2000
_FEW = 500
_QUESTIONS = 400


@dataclass(frozen=True)
class Book:
    """A textbook that was put in: where each passage belongs, and what is asked."""

    document_id: UUID
    modules: list[str]
    questions: list[tuple[str, str]]


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--passages", type=int, default=100_000, help="for the latency; 0 leaves it out")
    parser.add_argument("--latency-only", action="store_true", help="embed 500 paragraphs of each book, and no more")
    options = parser.parse_args()
    asyncio.run(_measure(options.data, options.passages, _FEW if options.latency_only else None))


async def _measure(data: Path, passages: int, most: int | None) -> None:
    raw = {name: json.loads(gzip.decompress((data / f"retrieval_{name}.json.gz").read_bytes())) for name in _BOOKS}
    with temporary_folder() as folder:
        async with _kernel(folder / "home") as kernel:
            owner = _somebody()
            books = {name: await _put_in(kernel, owner, name, raw[name]["passages"][:most]) for name in _BOOKS}
            asked = {name: Book(books[name][0], books[name][1], _questions(raw[name]["queries"])) for name in _BOOKS}
            if most is None:
                await _measure_quality(kernel, owner, asked)
            else:
                for name, book in asked.items():
                    await _embed(kernel, name, book)
            if passages:
                await _latency(kernel, asked, passages)


async def _measure_quality(kernel: Kernel, owner: Principal, asked: dict[str, Book]) -> None:
    print("by words alone, before anything is embedded")
    for name, book in asked.items():
        print(f"  {name}: {_quality(book, await _ask(kernel, owner, book, book.questions))}")
    for name, book in asked.items():
        await _embed(kernel, name, book)
    print("by words and meaning")
    answers = {name: await _ask(kernel, owner, book, book.questions) for name, book in asked.items()}
    for name, book in asked.items():
        print(f"  {name}: {_quality(book, answers[name])}")
    for name, other in (_BOOKS, _BOOKS[::-1]):
        print(f"  {name}: {await _abstention(kernel, owner, asked[name], asked[other], answers[name])}")


@asynccontextmanager
async def _kernel(home: Path) -> AsyncIterator[Kernel]:
    settings = Settings(home=home, log_level="error", embedding_threads=2)
    composition = compose(DOMAINS, roles=[Role.API])
    async with AsyncExitStack() as stack:
        addresses = stack.enter_context(open_addresses(settings))
        prepare_database(addresses, composition)
        process = await stack.enter_async_context(run_process(settings, addresses, composition))
        yield process.kernel


async def _put_in(kernel: Kernel, owner: Principal, title: str, passages: Sequence[Any]) -> tuple[UUID, list[str]]:
    """A document with these passages, as if it had been read; its id, and the module of each position."""
    document = Document(
        id=new_id(),
        owner_id=owner.user_id,
        subject_id=None,
        title=title,
        file_name=f"{title}.md",
        media_type=MediaType.MARKDOWN.value,
        size_bytes=1,
        sha256=title,
        object_key=title,
        status=DocumentStatus.READY,
        page_count=1,
        error=None,
        language="en",
        job_id=new_id(),
        created_at=kernel.clock.now(),
    )
    rows = [
        {
            "id": new_id(),
            "document_id": document.id,
            "position": position,
            "page": 1,
            "heading_path": passage["heading"].split(" > "),
            "bold_terms": [],
            "page_breaks": [],
            "text": passage["text"],
            "start_offset": 0,
            "end_offset": 0,
        }
        for position, passage in enumerate(passages)
    ]
    begun = time.perf_counter()
    async with unit_of_work(kernel) as uow:
        await store.add_document(uow, document)
        await store.replace_passages(uow, document.id, rows)
        stored = time.perf_counter()
        await search_store.index_words(uow, document.id)
    print(
        f"{title}: {len(rows)} passages kept in {stored - begun:.2f} s, words in {time.perf_counter() - stored:.2f} s"
    )
    return document.id, [passage.get("module", "") for passage in passages]


def _questions(queries: Sequence[Any]) -> list[tuple[str, str]]:
    return [(query["query"], query["gold_module"]) for query in queries]


async def _embed(kernel: Kernel, name: str, book: Book) -> None:
    begun, made = time.perf_counter(), 0
    while embedded := await indexing.embed_next(kernel, book.document_id):
        made += embedded
    seconds = time.perf_counter() - begun
    print(f"{name}: {made} passages embedded in {seconds:.1f} s, {made / seconds:.0f} a second")


async def _ask(
    kernel: Kernel, owner: Principal, book: Book, questions: Sequence[tuple[str, str]]
) -> list[SearchAnswer]:
    requests = [SearchRequest(question=each, limit=_DEPTH, document_id=book.document_id) for each, _ in questions]
    return [await search(kernel, owner, request) for request in requests]


def _quality(book: Book, answers: Sequence[SearchAnswer]) -> str:
    ranks = []
    for (_, gold), answer in zip(book.questions, answers, strict=True):
        modules = [book.modules[hit.passage.position] for hit in answer.hits]
        ranks.append(modules.index(gold) + 1 if gold in modules else None)
    shares = {depth: mean(rank is not None and rank <= depth for rank in ranks) for depth in (1, 5, 10)}
    reciprocal = mean(1 / rank if rank else 0.0 for rank in ranks)
    hits = ", ".join(f"hit@{depth} {share:.3f}" for depth, share in shares.items())
    return f"{len(ranks)} questions, {hits}, MRR {reciprocal:.3f}"


async def _abstention(kernel: Kernel, owner: Principal, book: Book, other: Book, own: Sequence[SearchAnswer]) -> str:
    """How well confidence tells the book's own questions from another book's."""
    foreign = await _ask(kernel, owner, book, other.questions)
    inside, outside = ([each.confidence for each in answers] for answers in (own, foreign))
    wins = sum((a > b) + (a == b) / 2 for a in inside for b in outside)
    trusted, doubted = mean(each.is_confident for each in own), mean(not each.is_confident for each in foreign)
    auc = wins / len(inside) / len(outside)
    return f"abstention AUC {auc:.3f}; own questions trusted {trusted:.3f}, another book's doubted {doubted:.3f}"


async def _latency(kernel: Kernel, books: dict[str, Book], passages: int) -> None:
    begun = time.perf_counter()
    reader, documents = await _fill(kernel, books, passages)
    print(f"{passages} passages in {len(documents)} documents, filled in {time.perf_counter() - begun:.0f} s")
    every = [each for book in books.values() for each, _ in book.questions]
    questions = Random(7).sample(every, _QUESTIONS)
    for label, document_id in (("one document", documents[0]), ("everything", None)):
        times, cpu = [], _cpu_s(kernel)
        for question in questions:
            begun = time.perf_counter()
            await search(kernel, reader, SearchRequest(question=question, limit=20, document_id=document_id))
            times.append((time.perf_counter() - begun) * 1000)
        cuts = quantiles(times[20:], n=20)
        cpu_ms = (_cpu_s(kernel) - cpu) / len(questions) * 1000
        print(f"  {label}: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms; CPU with PostgreSQL's {cpu_ms:.1f} ms")


def _cpu_s(kernel: Kernel) -> float:
    """CPU so far: independent of what else the machine does."""
    pid_file = kernel.settings.home / "pg" / "postmaster.pid"
    return time.process_time() + usage.tree_cpu_s(int(pid_file.read_text().split()[0]))


async def _fill(kernel: Kernel, books: dict[str, Book], passages: int) -> tuple[Principal, list[UUID]]:
    """Another owner, with so many passages."""
    reader = _somebody()
    async with unit_of_work(kernel) as uow:
        await uow.execute(text("drop index documents.passage_embedding_near"))
    sources = [book.document_id for book in books.values()]
    documents = []
    for number in range(-(-passages // _PER_DOCUMENT)):
        document_id = await _put_in_copy(kernel, reader, sources[number % len(sources)])
        documents.append(document_id)
    async with unit_of_work(kernel) as uow:
        await uow.execute(text("set local maintenance_work_mem = '400MB'"))
        await uow.execute(
            text(
                "create index passage_embedding_near on documents.passage_embedding"
                " using hnsw (embedding halfvec_ip_ops)"
            )
        )
        await uow.execute(text("analyze"))
    return reader, documents


async def _put_in_copy(kernel: Kernel, owner: Principal, source: UUID) -> UUID:
    document_id = new_id()
    values = {"id": document_id, "owner": owner.user_id, "source": source, "n": _PER_DOCUMENT}
    async with unit_of_work(kernel) as uow:
        for statement in _COPY:
            await uow.execute(text(statement), {name: values[name] for name in re.findall(r"(?<!:):(\w+)", statement)})
        await search_store.index_words(uow, document_id)
    return document_id


_COPY = (
    """insert into documents.document (id, owner_id, title, file_name, media_type, size_bytes, sha256, object_key,
           status, job_id, created_at)
       select :id, :owner, title, file_name, media_type, size_bytes, sha256, object_key,
           status, gen_random_uuid(), created_at from documents.document where id = :source""",
    """insert into documents.passage (id, document_id, position, page, heading_path, bold_terms, page_breaks, text,
           start_offset, end_offset)
       select gen_random_uuid(), :id, row_number() over () - 1, 1, heading_path, '{}', '[]', text, 0, 0
       from (select o.* from documents.passage o join documents.passage_embedding e on e.passage_id = o.id
             cross join generate_series(1, 10) where o.document_id = :source order by random() limit :n) sampled""",
    """insert into documents.passage_embedding (passage_id, document_id, engine, embedding)
       select passage_id, :id, engine, l2_normalize(own + own + own + own + other) from (
           select distinct on (p.id) p.id as passage_id, e.engine, e.embedding as own,
               lead(e.embedding, 7, e.embedding) over (order by random()) as other
           from documents.passage p
           join documents.passage o on o.document_id = :source and o.text = p.text
           join documents.passage_embedding e on e.passage_id = o.id
           where p.document_id = :id) mixed""",
)


def _somebody() -> Principal:
    return Principal(new_id(), None, frozenset(), frozenset())


if __name__ == "__main__":
    main()
