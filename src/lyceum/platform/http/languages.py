"""Routes of languages: which ones there are texts in, for whoever chooses one before they are anybody here."""

from typing import Annotated, Self

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from lyceum.platform import i18n
from lyceum.platform.errors import NotFound
from lyceum.platform.http.admission import charged
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import OutsideRouter
from lyceum.platform.limit_table import LimitClass

# Nothing here needs a transaction.
router = OutsideRouter(prefix="/languages", tags=["languages"])

Tag = Annotated[str, Path(description="The language's tag.", max_length=35, examples=["de"])]


class LanguageNotFound(NotFound):
    """There are no texts in this language."""

    code = "LANGUAGE_NOT_FOUND"


class LanguageView(BaseModel):
    """A language."""

    model_config = ConfigDict(json_schema_extra={"example": {"tag": "de", "name": "Deutsch"}})

    tag: str = Field(description="As in BCP 47; what an account's `language` and `Accept-Language` take.")
    name: str = Field(description="What it calls itself.")

    @classmethod
    def of(cls, tag: str) -> Self:
        """The view of a language that there are texts in."""
        return cls(tag=tag, name=i18n.translate("language.name", tag))


class LanguageList(BaseModel):
    """Every language to choose from."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"items": [{"tag": "de", "name": "Deutsch"}, {"tag": "en", "name": "English"}]}}
    )

    items: list[LanguageView]


@router.get("", summary="List languages")
@charged(LimitClass.PUBLIC)
async def list_languages() -> LanguageList:
    """The languages that texts are in. Anybody may ask."""
    return LanguageList(items=[LanguageView.of(tag) for tag in sorted(i18n.languages())])


@router.get("/{tag}", summary="Read a language", responses=error_responses(LanguageNotFound))
@charged(LimitClass.PUBLIC)
async def read_language(tag: Tag) -> LanguageView:
    """One language; also the made-up one that translators test with, `qps`, which no list has."""
    if tag not in i18n.languages() | {i18n.PSEUDO}:
        raise LanguageNotFound(f"There are no texts in {tag!r}. Expected one of {', '.join(sorted(i18n.languages()))}.")
    return LanguageView.of(tag)
