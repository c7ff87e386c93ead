"""`limit` with `cursor`, or with `offset`, of a list as parameters of a route, and the body it answers with.

A cursor is the way to read a list. An offset is for whoever shows numbered pages: it reaches the first 10,000 rows, and
adds `pagination` to the answer, whatever the list is of.
"""

from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from lyceum.platform.errors import Invalid
from lyceum.platform.pages import DEFAULT_LIMIT, LARGEST_LIMIT, LARGEST_OFFSET, PageRequest, Window

T = TypeVar("T")


class PageBody(BaseModel, Generic[T]):
    """One page of a list; a route declares `PageBody[Item]` and returns the `Page` it was given."""

    model_config = ConfigDict(from_attributes=True)

    items: list[T]
    next_cursor: str | None = Field(None, description="Pass it as `cursor` for the next page; null on the last.")


class Pagination(BaseModel):
    """Where a page stands in its list. Only with `offset`."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "current_page": 2,
                "total_pages": 3,
                "total_items": 50,
                "has_next": True,
                "is_total_exact": True,
            }
        }
    )

    current_page: int = Field(ge=1, description="Its number, from 1, in pages of `limit`.")
    total_pages: int = Field(ge=0, description="Pages of `limit` that there are.")
    total_items: int = Field(ge=0, le=LARGEST_OFFSET, description=f"Items of the list, counted up to {LARGEST_OFFSET}.")
    has_next: bool = Field(description="Whether there are items after it.")
    is_total_exact: bool = Field(description=f"False if there are more than {LARGEST_OFFSET}.")


class TwoPlacesNamed(Invalid):
    """A list is read on from a cursor or from an offset, not from both."""

    code = "TWO_PLACES_NAMED"


def pagination(window: Window) -> dict[str, int | bool]:
    """Where a page stands, for the answer."""
    return Pagination(
        current_page=window.offset // window.limit + 1,
        total_pages=-(-window.total // window.limit),
        total_items=window.total,
        has_next=window.offset + window.limit < window.total or not window.is_exact,
        is_total_exact=window.is_exact,
    ).model_dump()


async def page_request(
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT, description="Items at the most.")] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None, Query(max_length=1024, description="`next_cursor` of the page before; leave out for the first.")
    ] = None,
    offset: Annotated[
        int | None,
        Query(
            ge=0,
            description=f"Items before the page, up to {LARGEST_OFFSET}, instead of `cursor`; the answer then has"
            " `pagination`.",
            json_schema_extra={"maximum": LARGEST_OFFSET},
        ),
    ] = None,
) -> PageRequest:
    """The page a request asks for; a coroutine, because FastAPI runs a plain function in a thread.

    Raises:
        TwoPlacesNamed: if it names a cursor and an offset.
        OffsetTooLarge: if the offset is beyond what can be counted off.
    """
    if offset is None:
        return PageRequest(limit, cursor)
    if cursor is not None:
        raise TwoPlacesNamed("Name a cursor or an offset; the page is after one of them.", details={"field": "offset"})
    return PageRequest.numbered(offset, limit)


Paging = Annotated[PageRequest, Depends(page_request)]
