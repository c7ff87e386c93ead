"""`limit` and `cursor` of a list as a parameter of a route, and the body it answers with."""

from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from lyceum.platform.pages import DEFAULT_LIMIT, LARGEST_LIMIT, PageRequest

T = TypeVar("T")


class PageBody(BaseModel, Generic[T]):
    """One page of a list; a route declares `PageBody[Item]` and returns the `Page` it was given."""

    model_config = ConfigDict(from_attributes=True)

    items: list[T]
    next_cursor: str | None = Field(None, description="Pass it as `cursor` for the next page; null on the last.")


async def page_request(
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT, description="Items at the most.")] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None, Query(max_length=1024, description="`next_cursor` of the page before; leave out for the first.")
    ] = None,
) -> PageRequest:
    """The page a request asks for; a coroutine, because FastAPI runs a plain function in a thread."""
    return PageRequest(limit, cursor)


Paging = Annotated[PageRequest, Depends(page_request)]
