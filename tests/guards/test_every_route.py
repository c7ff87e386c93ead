"""Every route, asked by everybody, for everything: who gets through is what the table says."""

import logging
from collections import Counter

import pytest
import structlog
from fastapi.routing import iter_route_contexts
from starlette.routing import WebSocketRoute

from lyceum.app.composition import Composition, compose
from lyceum.app.domains import DOMAINS
from lyceum.app.http import API_PREFIX, describe_api
from lyceum.platform.kernel import Kernel
from tests.guards.asking import ASKING
from tests.guards.table import lines
from tests.guards.walk import told_to_all, walking
from tests.guards.world import founded, furnish


def operations(composition: Composition) -> set[str]:
    """Every method at every address of the running app, as the table writes them."""
    found = set()
    for context in iter_route_contexts(describe_api(composition).routes):
        path = str(context.path)
        address = path if path == f"{API_PREFIX}/openapi.json" else path.removeprefix(API_PREFIX)
        is_socket = isinstance(context.original_route, WebSocketRoute)
        methods = {"WS"} if is_socket else (context.methods or set()) - {"HEAD"}
        found |= {f"{method} {address}" for method in methods}
    return found


def test_every_route_and_every_channel_has_a_line_and_every_line_a_route() -> None:
    composition = compose(DOMAINS)
    in_table = {line.operation for line in lines() if line.method != "LISTEN"}
    channels = {line.address.partition(":")[0] for line in lines() if line.method == "LISTEN"}

    assert in_table == operations(composition)
    assert channels == set(composition.channels)


def test_no_line_stands_twice_and_every_way_of_asking_is_in_the_table() -> None:
    routes = [line.route for line in lines()]

    assert [route for route, times in Counter(routes).items() if times > 1] == []
    assert set(ASKING) - set(routes) == set()


@pytest.fixture(autouse=True)
def quiet() -> None:
    """A line per request, thousands of times, is what nobody reads."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


# Three thousand requests: half a minute, and many on a machine that has more to do.
@pytest.mark.timeout(900)
async def test_everybody_gets_what_the_table_says(kernel: Kernel) -> None:
    composition = compose(DOMAINS)
    async with founded(kernel, composition) as world:
        before = await told_to_all(world, lines())
        await furnish(world)
        async with walking(world, kernel, composition, before) as walk:
            deviations = await walk.deviations(lines())

    assert deviations == []
