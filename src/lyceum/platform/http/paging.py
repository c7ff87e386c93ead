"""`limit` and `cursor` of a list, as a parameter of a route."""

from typing import Annotated

from fastapi import Depends, Query

from lyceum.platform.pages import DEFAULT_LIMIT, LARGEST_LIMIT, PageRequest


async def page_request(
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT, description="Items at the most.")] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None, Query(max_length=1024, description="`next_cursor` of the page before; leave out for the first.")
    ] = None,
) -> PageRequest:
    """The page a request asks for; a coroutine, because FastAPI runs a plain function in a thread."""
    return PageRequest(limit, cursor)


Paging = Annotated[PageRequest, Depends(page_request)]
