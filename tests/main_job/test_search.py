"""Search over HTTP: by words at once, by meaning a little later, only in what is one's own."""

from typing import Any
from uuid import UUID

import pytest

from lyceum.ai.embedding import MEMORY
from lyceum.algorithms.retrieval.bm25 import impact, rarity
from lyceum.documents import indexing, search_store
from lyceum.documents.workflows import INDEX_DOCUMENT, INDEX_GAPS
from lyceum.platform.ids import new_id
from lyceum.platform.jobs import start_job
from lyceum.platform.resilience.bulkhead import Bulkhead, Places
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import run_to_end
from tests.ai.hashing import LetterHashing, use
from tests.main_job.site import Json, Learned, Learner, Site, fine, learn, refused

TREES = """# Trees

## Leaves

**Photosynthesis** is the making of sugar from light, water and air in a leaf. **Photosynthesis** gives off oxygen.

## Roots

A **root** is the part of a tree below the ground, which takes up water and holds the tree where it is.
"""
EMBEDDED = "select engine, count(*) from documents.passage_embedding group by engine order by engine"


@pytest.fixture
def letters(site: Site) -> LetterHashing:
    """This process embeds by letters."""
    embedder = LetterHashing()
    use(site.kernel, embedder)
    return embedder


async def embed_all(site: Site) -> None:
    """Run the jobs that reading started."""
    query = "select id from platform.job where kind = 'documents.index_document' and status = 'queued' order by id"
    documents = "select id from documents.document order by id"
    jobs = [row.id for row in await site.rows(query)]
    for job_id, row in zip(jobs, await site.rows(documents), strict=True):
        await run_to_end(site.kernel, INDEX_DOCUMENT, job_id, {"document_id": str(row.id)})


async def found(learner: Learner, question: str, document_id: str | None = None, **query: object) -> Json:
    path = f"documents/{document_id}/search" if document_id else "search"
    return fine(await learner.get(path, q=question, **query))


def marked(item: Json) -> list[str]:
    return [item["text"][mark["start"] : mark["end"]] for mark in item["marks"]]


async def test_a_document_that_was_read_is_found_by_its_words(site: Site, ada: Learner, cells: Learned) -> None:
    use(site.kernel, None)

    answer = await found(ada, "What releases energy from food?", cells.document_id)

    best = answer["items"][0]
    assert best["text"].startswith("A mitochondrion is an organelle")
    assert (best["page"], best["heading"], best["document_title"]) == (1, "The parts of a cell", "Cells")
    assert {"releases", "energy", "food"} <= set(marked(best))
    assert best["why"]["words"] > 0
    assert best["why"]["meaning"] is None
    assert answer["engines"] == ["bm25"]
    assert answer["is_confident"]


async def test_words_are_found_in_all_their_forms_and_misspelt(site: Site, ada: Learner, cells: Learned) -> None:
    use(site.kernel, None)

    for question in ("diffusing particle", "difusion of partikles"):
        answer = await found(ada, question, cells.document_id)
        assert "Diffusion is the movement of particles" in answer["items"][0]["text"], question
        assert {"particles"} <= set(marked(answer["items"][0])), question


async def test_once_embedded_a_document_is_found_by_meaning_too(
    site: Site, ada: Learner, cells: Learned, letters: LetterHashing
) -> None:
    before = await found(ada, "mitochondrium", cells.document_id)
    await embed_all(site)
    after = await found(ada, "mitochondrium", cells.document_id)

    assert before["engines"] == ["bm25"]
    assert after["engines"] == ["bm25", "letters.1"]
    assert all(-1 <= item["why"]["meaning"] <= 1 for item in after["items"])
    assert after["items"][0]["text"].startswith("A mitochondrion")
    # The headings are embedded with the passage.
    assert letters.texts[1].startswith("Cells. The parts of a cell. A mitochondrion")


async def test_embedding_twice_changes_nothing_and_costs_nothing(
    site: Site, ada: Learner, cells: Learned, letters: LetterHashing
) -> None:
    await embed_all(site)
    made = len(letters.texts)

    again = await indexing.embed_next(site.kernel, UUID(cells.document_id))

    assert again == 0
    assert len(letters.texts) == made
    assert await site.rows(EMBEDDED) == [("letters.1", made)]
    assert len(await ada.all(f"documents/{cells.document_id}/passages")) == made


@pytest.mark.usefixtures("letters")
async def test_vectors_of_another_engine_are_not_compared_and_are_replaced(
    site: Site, ada: Learner, cells: Learned
) -> None:
    await embed_all(site)
    use(site.kernel, LetterHashing("letters.2"))

    before = await found(ada, "energy", cells.document_id)
    await run_gaps(site)
    after = await found(ada, "energy", cells.document_id)

    assert before["engines"] == ["bm25"]
    assert after["engines"] == ["bm25", "letters.2"]
    assert [engine for engine, _ in await site.rows(EMBEDDED)] == ["letters.2"]


async def run_gaps(site: Site) -> None:
    async with unit_of_work(site.kernel) as uow:
        job_id = await start_job(uow, INDEX_GAPS, {}, owner_id=None)
    await run_to_end(site.kernel, INDEX_GAPS, job_id, {})


async def test_a_document_of_a_time_without_an_engine_is_embedded_later(
    site: Site, ada: Learner, cells: Learned
) -> None:
    use(site.kernel, None)
    await embed_all(site)
    assert await site.rows(EMBEDDED) == []

    use(site.kernel, LetterHashing())
    await run_gaps(site)

    assert (await found(ada, "energy", cells.document_id))["engines"] == ["bm25", "letters.1"]


async def test_an_archived_document_is_neither_found_nor_embedded(
    site: Site, ada: Learner, cells: Learned, letters: LetterHashing
) -> None:
    assert (await ada.delete(f"documents/{cells.document_id}")).status_code == 204
    await embed_all(site)

    assert letters.texts == []
    assert (await found(ada, "energy"))["items"] == []
    assert refused(await ada.get(f"documents/{cells.document_id}/search", q="energy")) == (404, "DOCUMENT_NOT_FOUND")


@pytest.mark.usefixtures("letters")
async def test_everything_and_a_subject_are_searched_together(site: Site, ada: Learner, cells: Learned) -> None:
    trees = await learn(site, ada, TREES.encode(), "trees.md")
    await embed_all(site)

    everywhere = await found(ada, "water through a membrane")
    in_trees = await found(ada, "water through a membrane", subject_id=trees.subject_id)

    assert {item["document_id"] for item in everywhere["items"]} == {cells.document_id, trees.document_id}
    assert everywhere["items"][0]["document_id"] == cells.document_id
    assert {item["document_id"] for item in in_trees["items"]} == {trees.document_id}
    assert (await found(ada, "water", subject_id=str(new_id())))["items"] == []


@pytest.mark.usefixtures("letters")
async def test_nobody_finds_what_is_anothers(site: Site, ada: Learner, eve: Learner, cells: Learned) -> None:
    await embed_all(site)

    assert refused(await eve.get(f"documents/{cells.document_id}/search", q="energy")) == (404, "DOCUMENT_NOT_FOUND")
    assert (await found(eve, "energy"))["items"] == []
    assert (await found(eve, "energy", subject_id=cells.subject_id))["items"] == []
    assert refused(await ada.get(f"documents/{new_id()}/search", q="energy")) == (404, "DOCUMENT_NOT_FOUND")


async def test_a_question_about_something_else_is_not_answered_with_confidence(
    site: Site, ada: Learner, cells: Learned
) -> None:
    use(site.kernel, None)

    assert not (await found(ada, "Who was elected president in 1860?", cells.document_id))["is_confident"]


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    "question",
    ["", "   ", "\x00", "the of and", "!!! & | ( ' \\ :* <-> ) --", "%_%", "日本語", "'; drop table x; --", "é" * 2000],
)
async def test_any_question_is_answered(ada: Learner, cells: Learned, question: str) -> None:
    answer = await found(ada, question, cells.document_id)

    assert isinstance(answer["items"], list)
    assert not answer["is_confident"]


async def test_a_blank_question_finds_nothing(ada: Learner, cells: Learned) -> None:
    assert (await found(ada, " \x00 ", cells.document_id))["items"] == []


@pytest.mark.parametrize("query", [{}, {"q": "x" * 10_000}, {"q": "x", "limit": "0"}, {"q": "x", "limit": "51"}])
async def test_a_search_that_cannot_be_meant_is_refused(ada: Learner, cells: Learned, query: dict[str, Any]) -> None:
    status, code = refused(await ada.get(f"documents/{cells.document_id}/search", **query))

    assert (status, code) == (422, "INVALID")


async def test_no_more_is_found_than_asked_for(site: Site, ada: Learner, cells: Learned) -> None:
    use(site.kernel, None)

    assert len((await found(ada, "cell membrane", cells.document_id, limit=1))["items"]) == 1


async def test_the_score_by_words_is_that_of_bm25(site: Site, ada: Learner, cells: Learned) -> None:
    use(site.kernel, None)
    rows = await site.rows(WORDS_OF_PASSAGES)
    lengths = [row.length for row in rows]
    having = [row for row in rows if row.times]

    answer = await found(ada, "osmosis", cells.document_id)

    expected = [
        rarity(len(having), len(rows)) * impact(row.times, row.length, sum(lengths) / len(lengths)) for row in having
    ]
    assert [item["why"]["words"] for item in answer["items"]] == pytest.approx(sorted(expected, reverse=True), abs=1e-3)


# Of each passage: its length in words that count, and how often one of them is in it.
WORDS_OF_PASSAGES = """
    select sum(cardinality(word.positions))::integer as length,
        coalesce(sum(cardinality(word.positions)) filter (where word.lexeme = 'osmosi'), 0)::integer as times
    from documents.passage p join documents.document d on d.id = p.document_id
    cross join unnest(documents.lexemes(
        'en', d.title || '. ' || array_to_string(p.heading_path, '. ') || '. ' || p.text)) word
    group by p.id"""


async def test_by_the_index_of_a_large_shelf_the_same_is_found_as_one_by_one(
    site: Site, ada: Learner, eve: Learner, cells: Learned, letters: LetterHashing
) -> None:
    theirs = await learn(site, eve, TREES.encode(), "trees.md")
    mine = await learn(site, ada, TREES.encode(), "trees.md")
    await embed_all(site)
    (vector,) = letters.embed(["Leaves make sugar"])

    async with unit_of_work(site.kernel) as uow:
        scope = await search_store.find_scope(uow, ada.user_id, document_id=None, subject_id=None)
        near = search_store.Near(letters.name, vector.tolist())
        by_one, by_index = [
            await search_store.find_candidates(uow, scope, {}, near=near, breadth=search_store.Breadth(100, most))
            for most in (scope.passages, 0)
        ]

    assert set(map(str, scope.ids)) == {cells.document_id, mine.document_id}
    assert theirs.document_id not in map(str, scope.ids)
    assert len(by_one) == scope.passages
    assert {each.id: each.meaning for each in by_index} == {each.id: each.meaning for each in by_one}


async def test_the_same_question_is_answered_once_until_the_documents_change(
    ada: Learner, eve: Learner, cells: Learned, letters: LetterHashing, site: Site
) -> None:
    await embed_all(site)
    made = len(letters.texts)

    first = await found(ada, "energy of the cell")
    again = await found(ada, "energy of the cell")

    assert again == first
    assert first["items"]
    assert len(letters.texts) == made + 1
    assert (await found(eve, "energy of the cell"))["items"] == []
    assert (await ada.delete(f"documents/{cells.document_id}")).status_code == 204
    assert (await found(ada, "energy of the cell"))["items"] == []


async def test_when_too_many_search_one_goes_by_words_alone_says_so_and_is_not_remembered(
    site: Site, ada: Learner, cells: Learned, letters: LetterHashing
) -> None:
    await embed_all(site)
    made = len(letters.texts)
    desk = site.kernel.memory[MEMORY]
    open_to_all, desk.questions = desk.questions, Bulkhead("embedding", Places(1, 0, 0))

    async with desk.questions.place():
        partial = await found(ada, "energy", cells.document_id)
    desk.questions = open_to_all
    whole = await found(ada, "energy", cells.document_id)

    assert (partial["engines"], partial["is_partial"]) == (["bm25"], True)
    assert partial["items"]
    assert (whole["engines"], whole["is_partial"]) == (["bm25", "letters.1"], False)
    assert len(letters.texts) == made + 1
