"""A deployment is (domains x role): processes that serve different parts share one database and pass work on."""

import pytest

from tests.app.conftest import Lyceum, Rows, is_well
from tests.builders import eventually
from tests.conftest import PROBE

BROKEN = "tests.probe.broken:DOMAIN"


async def test_an_api_and_a_worker_with_relay_share_a_database(lyceum: Lyceum, rows: Rows) -> None:
    api = await lyceum("serve", "probe", "--roles", "api").start_soon()
    worker = await lyceum("serve", "--roles", "worker,relay").start_soon()

    answers = [api.post("/api/v1/probe/notes", json={"key": f"k{n % 3}"}) for n in range(9)]

    assert {answer.status_code for answer in answers} == {201}

    async def done() -> bool:
        ended = rows.one("select count(*) from platform.job where status = 'completed' and kind = 'probe.work'")
        return ended == 9 and rows.count("probe.heard") == 9

    await eventually(done)
    assert rows.all("select distinct pid from probe.heard") == [(worker.pid,)]
    assert rows.all("select distinct pid from probe.step") == [(worker.pid,)]


def test_a_route_that_is_not_served_here_answers_404_in_the_envelope(lyceum: Lyceum) -> None:
    api = lyceum("serve", "probe", "--roles", "api").start()

    elsewhere = api.get("/api/v1/users/me")

    assert elsewhere.status_code == 404
    error = elsewhere.json()["error"]
    assert (error["code"], error["type"]) == ("ROUTE_NOT_FOUND", "NOT_FOUND_ERROR")
    assert error["path"] == "/api/v1/users/me"
    assert error["request_id"] == elsewhere.headers["x-request-id"]


async def test_a_worker_serves_no_routes_but_says_how_it_is(lyceum: Lyceum) -> None:
    worker = await lyceum("serve", "--roles", "worker,relay").start_soon()

    assert worker.post("/api/v1/probe/notes", json={"key": "a"}).status_code == 404
    await eventually(lambda: is_well(worker))


@pytest.mark.slow
async def test_a_domain_that_raises_at_every_call_leaves_the_others_answering(lyceum: Lyceum, rows: Rows) -> None:
    process = await lyceum("serve", plugins=[BROKEN, PROBE]).start_soon()

    for n in range(20):
        crashed = process.get("/api/v1/broken/read")
        assert (crashed.status_code, crashed.json()["error"]["code"]) == (500, "INTERNAL_ERROR")
        assert process.post("/api/v1/broken/start").status_code == 202
        assert process.post("/api/v1/probe/notes", json={"key": f"k{n}"}).status_code == 201

    async def done() -> bool:
        ended = "select count(*) from platform.job where kind = %s and status = %s"
        return (
            rows.one(ended, "probe.work", "completed") == 20
            and rows.one(ended, "broken.work", "failed") == 20
            and rows.count("probe.heard") == 20
            and rows.one("select count(*) from platform.dead_letter where subscription = 'broken.hear'") == 20
        )

    await eventually(done)
    await eventually(lambda: is_well(process))
    assert "RuntimeError: route" not in process.output


def test_a_plugin_that_cannot_be_imported_is_named_in_one_line(lyceum: Lyceum) -> None:
    process = lyceum("serve", plugins=["tests.probe.unimportable:DOMAIN", PROBE]).launch()

    assert process.wait() == 1
    (line,) = process.output.splitlines()
    assert line.startswith("lyceum: The plugin 'tests.probe.unimportable:DOMAIN' cannot be loaded (RuntimeError:")
