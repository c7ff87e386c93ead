"""Wire models of search."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.documents.contracts import SearchAnswer, SearchHit

_FOUND: JsonDict = {
    "id": "5a9f2f0e-0d3c-5f43-8f0e-5b6f8f4f1c11",
    "document_id": "0198c0de-7a11-7000-8000-000000000010",
    "document_title": "Demand and Supply",
    "page": 3,
    "heading": "Demand for Goods and Services",
    "text": "Economists use the term demand to refer to the amount of some good or service consumers are willing …",
    "score": 0.97,
    "why": {"words": 9.81, "meaning": 0.71},
    "marks": [{"start": 24, "end": 30}],
}


class WhyView(BaseModel):
    """What speaks for a passage."""

    words: float = Field(description="BM25 over the passages searched; 0 if it has no word of the question.")
    meaning: float | None = Field(description="Cosine with the question, -1 to 1; null if it is not embedded (yet).")


class MarkView(BaseModel):
    """A range of `text` that has a word of the question."""

    start: int
    end: int = Field(description="The character after the last.")


class FoundView(BaseModel):
    """A passage that was found."""

    model_config = ConfigDict(json_schema_extra={"example": _FOUND})

    id: UUID
    document_id: UUID
    document_title: str
    page: int = Field(description="Where it begins, counted from 1.")
    heading: str | None = Field(description="The nearest heading above it.")
    text: str
    score: float = Field(description="0 to 1, relative to the best by words and the best by meaning.")
    why: WhyView
    marks: list[MarkView]

    @classmethod
    def of(cls, hit: SearchHit) -> Self:
        """From what was found."""
        passage = hit.passage
        return cls(
            id=passage.id,
            document_id=hit.document_id,
            document_title=hit.document_title,
            page=passage.page,
            heading=passage.heading_path[-1] if passage.heading_path else None,
            text=passage.text,
            score=round(hit.score, 4),
            why=WhyView(words=round(hit.words, 4), meaning=None if hit.meaning is None else round(hit.meaning, 4)),
            marks=[MarkView(start=start, end=end) for start, end in hit.marks],
        )


class SearchView(BaseModel):
    """What a search found."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [_FOUND],
                "engines": ["bm25", "minilm-l6-v2-int8.1"],
                "confidence": 0.93,
                "is_confident": True,
                "is_partial": False,
            }
        }
    )

    items: list[FoundView] = Field(description="The best first.")
    engines: list[str] = Field(description='What compared question and passages: "bm25" alone where nothing embeds.')
    confidence: float = Field(description="How likely these documents are about the question at all, 0 to 1.")
    is_confident: bool = Field(description="False if the documents may well not answer the question.")

    is_partial: bool = Field(
        description="True if it went by words alone because too many are searching: asked again, it may find more."
    )

    @classmethod
    def of(cls, answer: SearchAnswer) -> Self:
        """From what was found."""
        return cls(
            items=[FoundView.of(hit) for hit in answer.hits],
            engines=list(answer.engines),
            confidence=round(answer.confidence, 4),
            is_confident=answer.is_confident,
            is_partial=answer.is_partial,
        )
