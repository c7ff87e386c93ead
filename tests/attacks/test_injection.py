"""No text of a request is ever taken for SQL, for HTML or for a header: every string of every route is made hostile.

Each route is asked as the table of guards asks it, with one of its texts at a time exchanged: a field of the body, at
any depth; a parameter of the query, also those the table leaves out; what stands in the address.
"""

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

import asyncpg
import httpx
import pytest
import structlog
from sqlalchemy import Engine, event

from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.app.http import describe_api
from lyceum.platform.kernel import Kernel
from tests.guards.asking import ask
from tests.guards.person import Person
from tests.guards.table import Line, lines
from tests.guards.walk import API, Walk, walking
from tests.guards.world import OWNER, World, founded, furnish

MARK = "c0ffee1dea"
SQL = f"x'\") or 1=1; -- {MARK} %s $1 :name"
HTML = f"<script>alert('{MARK}')</script>"
HEADER = f"x\r\nset-cookie: {MARK}=1\r\n\r\n{HTML}"
# In an address or an id, where there is no room for more.
HOSTILE_PART = quote(f"x'or'1'='1'--{MARK}", safe="")
# So many texts at least find somebody who takes them, or the test asks too little.
_TAKEN = 50

Files = Mapping[str, tuple[str, bytes]]


class Attempt(NamedTuple):
    """One request with one text exchanged, and what it is called when it fails."""

    name: str
    method: str
    path: str
    query: dict[str, Any]
    body: Any


class Heard:
    """The statements that reached the driver, without their parameters."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def through_the_engine(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.statements.append(statement)

    def listen_to_the_driver(self, monkeypatch: pytest.MonkeyPatch) -> None:
        execute = asyncpg.Connection._execute  # noqa: SLF001  where every query with arguments passes

        async def heard(connection: Any, query: str, *rest: Any, **named: Any) -> Any:  # noqa: ANN401  the driver's own
            self.statements.append(query)
            return await execute(connection, query, *rest, **named)

        monkeypatch.setattr(asyncpg.Connection, "_execute", heard)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Heard]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    heard = Heard()
    heard.listen_to_the_driver(monkeypatch)
    event.listen(Engine, "before_cursor_execute", heard.through_the_engine)
    yield heard
    event.remove(Engine, "before_cursor_execute", heard.through_the_engine)


def exchanged(body: Any, hostile: str, place: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  any JSON
    """The body with one of its texts exchanged, once for each, and the place of it; names of fields count too."""
    match body:
        case dict():
            for name, value in body.items():
                yield from ((at, {**body, name: other}) for at, other in exchanged(value, hostile, f"{place}.{name}"))
            yield f"{place}.+", {**body, hostile: hostile}
        case list():
            for number, value in enumerate(body):
                for at, other in exchanged(value, hostile, f"{place}[{number}]"):
                    yield at, [*body[:number], other, *body[number + 1 :]]
        case str():
            yield place, hostile
        case _:
            pass


def attempts(line: Line, world: World, who: Person, parameters: dict[str, list[str]]) -> Iterator[Attempt]:
    """Every way of asking a route of the table with one text exchanged."""
    asked = ask(line.route, world, who)
    pattern = re.sub(r":\w+}", "}", line.address)
    ids = world.ids | dict(asked.ids or {})

    def to(**other: str) -> str:
        return API + pattern.format_map(ids | other)

    query = dict(asked.query or {})
    for name in re.findall(r"{(\w+)}", pattern):
        yield Attempt(f"{line.route} {{{name}}}", line.method, to(**{name: HOSTILE_PART}), query, asked.json)
    for hostile in (SQL, HTML, HEADER):
        for name in sorted({*query, *parameters.get(line.operation, ())}):
            yield Attempt(f"{line.route} ?{name}", line.method, to(), {**query, name: hostile}, asked.json)
        for place, body in exchanged(asked.json, hostile):
            yield Attempt(f"{line.route} {place}", line.method, to(), query, body)


async def send(who: Person, attempt: Attempt, files: Files | None) -> httpx.Response:
    """Ask; where the table uploads a file, the fields go beside it."""
    content = {"data": attempt.body, "files": dict(files)} if files else {"json": attempt.body}
    return await who.http.request(attempt.method, attempt.path, params=attempt.query, headers=who.headers, **content)


def wrong_with(answer: httpx.Response, statements: list[str]) -> list[str]:
    """What an answer to a hostile text shows that it must not."""
    found = [f"in SQL: {each[:200]}" for each in statements if MARK in each]
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        found.append(f"answered {answer.status_code}: {answer.text[:200]}")
    if any(MARK in name.lower() for name in answer.headers) or MARK in answer.headers.get("set-cookie", ""):
        found.append(f"in the headers: {answer.headers}")
    if "html" in answer.headers.get("content-type", "") and HTML in answer.text:
        found.append("in HTML")
    return found


# Some thousand requests, each taken back.
@pytest.mark.timeout(900)
async def test_no_text_of_a_request_is_taken_for_more_than_text(kernel: Kernel, heard: Heard) -> None:
    composition = compose(DOMAINS)
    parameters = named_in_queries(describe_api(composition).openapi())
    found: list[str] = []
    answered: Counter[int] = Counter()
    async with founded(kernel, composition) as world:
        await furnish(world)
        async with walking(world, kernel, composition) as walk:
            for line in lines():
                if line.method in {"WS", "LISTEN"}:
                    continue
                who = walk.world.people[OWNER]
                files = ask(line.route, walk.world, who).files
                for attempt in attempts(line, walk.world, who, parameters):
                    answer = await tried_out(walk, who, attempt, files, heard)
                    answered[answer.status_code] += 1
                    found += [f"{attempt.name}: {each}" for each in wrong_with(answer, heard.statements)]

    assert found == []
    # Most are refused for what they are; these were taken for what somebody has to say, and kept or looked for.
    assert answered[httpx.codes.OK] + answered[httpx.codes.CREATED] > _TAKEN


async def tried_out(walk: Walk, who: Person, attempt: Attempt, files: Files | None, heard: Heard) -> httpx.Response:
    """The answer to an attempt, whose changes are taken back."""
    heard.statements.clear()
    async with walk.database.undone():
        answer = await send(who, attempt, files)
    walk.forget()
    return answer


def named_in_queries(document: dict[str, Any]) -> dict[str, list[str]]:
    """The parameters of each operation's query, by the table's name of the operation."""
    return {
        f"{method.upper()} {path.removeprefix(API)}": [
            each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"
        ]
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_a_text_in_a_statement_would_be_noticed() -> None:
    answer = httpx.Response(200, headers={"content-type": "application/json"}, text=json.dumps(HTML))

    assert wrong_with(answer, [f"select '{MARK}'"])
    assert wrong_with(httpx.Response(200, html=HTML), [])
    assert wrong_with(httpx.Response(200, headers={"set-cookie": f"{MARK}=1"}), [])
    assert wrong_with(answer, ["select $1"]) == []
