"""Finding the passages a question is about, by its words and by its meaning."""

import hashlib
import re
from dataclasses import dataclass, replace
from uuid import UUID

from lyceum.ai import facade as ai
from lyceum.algorithms.retrieval.fusion import fused
from lyceum.algorithms.text.hygiene import clean_line
from lyceum.documents import browsing, rules, search_store, store
from lyceum.documents.contracts import SearchAnswer, SearchHit
from lyceum.documents.search_store import MARK_END, MARK_START, Breadth, Candidate, Near, Scope, Shown
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

WORDS_ENGINE = "bm25"
_MARK = re.compile(f"[{MARK_START}{MARK_END}]")
_BREADTH = Breadth(candidates=100, compare_all=20_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What to look for, and where: in one document, in those of a subject, or in all of somebody's."""

    question: str
    limit: int
    document_id: UUID | None = None
    subject_id: UUID | None = None


async def search(kernel: Kernel, owner: Principal, request: SearchRequest) -> SearchAnswer:
    """The owner's passages that fit best; cached, and forgotten with every change of their documents (SRC-04).

    Opens its own transaction, after the question was embedded.

    Raises:
        DocumentNotFound: if a document was named that they do not have.
    """
    # Blanks are where gaps of exercises were.
    question = clean_line(request.question.replace("_", " "))
    asked = f"{request.document_id} {request.subject_id} {request.limit} {question}"
    digest = hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()
    return await kernel.cache.get(
        store.SEARCHES.of(owner=owner.user_id, asked=digest), lambda: _find(kernel, owner, request, question)
    )


async def _find(kernel: Kernel, owner: Principal, request: SearchRequest, question: str) -> SearchAnswer:
    asked = await ai.embed(kernel, [question]) if question else None
    near = Near(asked.engine, asked.vectors[0].tolist()) if asked else None
    async with unit_of_work(kernel) as uow:
        if request.document_id is not None:
            await browsing.find_document(uow, owner, request.document_id)
        scope = await search_store.find_scope(
            uow, owner.user_id, document_id=request.document_id, subject_id=request.subject_id
        )
        if not question or not scope.passages:
            return SearchAnswer(hits=(), engines=(WORDS_ENGINE,), confidence=0.0, is_confident=False)
        answer = await _answer(uow, scope, question, near=near, limit=request.limit)
    # Where nothing embeds at all, by words is all there is.
    return replace(answer, is_partial=asked is None and ai.embedding_engine(kernel) is not None)


async def _answer(uow: UnitOfWork, scope: Scope, question: str, *, near: Near | None, limit: int) -> SearchAnswer:
    words = await _asked_words(uow, scope, question)
    weights = rules.word_weights(words, scope.passages)
    candidates = await search_store.find_candidates(uow, scope, weights, near=near, breadth=_BREADTH)
    scores = fused([each.words for each in candidates], [each.meaning or 0.0 for each in candidates])
    ranked = sorted(zip(scores, candidates, strict=True), key=lambda pair: (-pair[0], pair[1].id))[:limit]
    shown = await search_store.load_shown(uow, [each.id for _, each in ranked], " ".join([question, *weights]))
    confidence = rules.confidence(
        words,
        scope.passages,
        best_words=max((each.words for each in candidates), default=0.0),
        best_meaning=max((each.meaning for each in candidates if each.meaning is not None), default=None),
    )
    return SearchAnswer(
        hits=tuple(_hit(shown[each.id], each, score) for score, each in ranked),
        engines=_engines(candidates, near),
        confidence=confidence,
        is_confident=confidence >= rules.LEAST_CONFIDENCE,
    )


async def _asked_words(uow: UnitOfWork, scope: Scope, question: str) -> list[rules.AskedWord]:
    """The words of a question; of one that stands nowhere, the nearest that does."""
    known = await search_store.count_words(uow, scope, question)
    unknown = rules.misspelt(known)
    nearest = await search_store.nearest_words(uow, scope, unknown, rules.LEAST_LIKENESS) if unknown else []
    instead = {each.asked: rules.AskedWord(each.lexeme, each.passages, each.likeness) for each in nearest}
    return [instead.get(lexeme) or rules.AskedWord(lexeme, passages) for lexeme, passages in known.items()]


def _engines(candidates: list[Candidate], near: Near | None) -> tuple[str, ...]:
    """By words always; by meaning if there was anything to compare the question with."""
    took_part = near is not None and any(each.meaning is not None for each in candidates)
    return (WORDS_ENGINE, near.engine) if near is not None and took_part else (WORDS_ENGINE,)


def _hit(shown: Shown, candidate: Candidate, score: float) -> SearchHit:
    return SearchHit(
        passage=shown.passage,
        document_id=shown.document_id,
        document_title=shown.document_title,
        score=score,
        words=candidate.words,
        meaning=candidate.meaning,
        marks=_marks(shown),
    )


def _marks(shown: Shown) -> tuple[tuple[int, int], ...]:
    """Where the marks stand, as ranges of the text without them."""
    ranges: list[tuple[int, int]] = []
    start = 0
    for number, match in enumerate(_MARK.finditer(shown.marked)):
        offset = match.start() - number
        if match.group() == MARK_START:
            start = offset
        else:
            ranges.append((start, offset))
    return tuple(ranges)
