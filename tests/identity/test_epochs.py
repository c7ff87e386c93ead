"""What a process remembers of somebody ends with the next request after a change, on every process (ADR 0016)."""

import ast
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from lyceum.app.composition import Composition
from lyceum.identity import store as identity_store
from lyceum.identity.contracts.people import AccountStatus, Role
from lyceum.identity.remembering import HOLDS_FOR
from lyceum.identity.store import accounts
from lyceum.platform.epochs import key_of
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import MovableClock, eventually, open_kernel
from tests.identity.site import Json, Site, bearer, code_of, open_site
from tests.valkey_server import ValkeyServer, own_valkey

# They write what is in no principal, some of it at every refresh.
IN_NO_PRINCIPAL = {"mark_used", "forget_addresses", "tell_owner", "forgive", "keep", "is_to_be_told"}


@pytest.fixture
async def valkey() -> AsyncIterator[ValkeyServer]:
    async with own_valkey() as server:
        yield server


@pytest.fixture
async def pair(
    database_url: str, valkey: ValkeyServer, composition: Composition, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[tuple[Site, Site]]:
    """Two processes of one installation, each with a memory of its own."""

    @asynccontextmanager
    async def process() -> AsyncIterator[Site]:
        async with (
            open_kernel(database_url, valkey.url, composition, home=tmp_path, clock=clock) as kernel,
            open_site(kernel, composition, clock) as site,
        ):
            yield site

    async with process() as one, process() as other:
        yield one, other


async def known_to(sites: tuple[Site, Site], person: Json) -> None:
    """Each process has seen them more than once."""
    for site in sites * 2:
        assert (await site.me(person["access_token"])).status_code == 200


async def suspend_unannounced(site: Site, person: Json) -> None:
    """A change whose word was lost."""
    async with unit_of_work(site.kernel) as uow:
        statement = text("update identity.account set status = 'suspended' where id = :id")
        await uow.execute(statement, {"id": UUID(person["user_id"])})


async def test_signing_out_acts_at_the_next_request_on_every_process(pair: tuple[Site, Site]) -> None:
    one, other = pair
    person = await one.registered()
    await known_to(pair, person)

    assert (await one.http.post("/auth/logout", headers=bearer(person["access_token"]))).status_code == 204

    assert code_of(await other.me(person["access_token"])) == "SESSION_REVOKED"
    assert code_of(await one.me(person["access_token"])) == "SESSION_REVOKED"


async def test_a_change_of_roles_and_a_suspension_act_at_the_next_request(pair: tuple[Site, Site]) -> None:
    one, other = pair
    person = await one.registered()
    await known_to(pair, person)

    async with unit_of_work(one.kernel) as uow:
        await accounts.set_roles(uow, UUID(person["user_id"]), {Role.ADMIN})
    assert (await other.http.get("/users", headers=bearer(person["access_token"]))).status_code == 200

    async with unit_of_work(one.kernel) as uow:
        await accounts.set_status(uow, UUID(person["user_id"]), AccountStatus.SUSPENDED)
    assert code_of(await other.me(person["access_token"])) == "ACCOUNT_SUSPENDED"


async def test_while_nothing_changes_the_database_is_not_asked_who_somebody_is(pair: tuple[Site, Site]) -> None:
    one, _ = pair
    person = await one.registered()
    await known_to(pair, person)

    await suspend_unannounced(one, person)

    assert (await one.me(person["access_token"])).status_code == 200


async def test_a_change_whose_word_was_lost_is_found_out_within_seconds(
    pair: tuple[Site, Site], clock: MovableClock
) -> None:
    one, other = pair
    person = await one.registered()
    await known_to(pair, person)
    await suspend_unannounced(one, person)

    clock.move(HOLDS_FOR)

    assert code_of(await one.me(person["access_token"])) == "ACCOUNT_SUSPENDED"
    assert code_of(await other.me(person["access_token"])) == "ACCOUNT_SUSPENDED"
    assert HOLDS_FOR.total_seconds() <= 10


async def test_while_valkey_is_away_everybody_reads_for_themselves(
    pair: tuple[Site, Site], valkey: ValkeyServer
) -> None:
    one, other = pair
    person = await one.registered()
    await known_to(pair, person)

    valkey.kill()
    assert (await one.http.post("/auth/logout", headers=bearer(person["access_token"]))).status_code == 204

    assert code_of(await other.me(person["access_token"])) == "SESSION_REVOKED"


async def test_a_valkey_that_lost_its_memory_vouches_for_nobody(pair: tuple[Site, Site], valkey: ValkeyServer) -> None:
    one, other = pair
    person = await one.registered()
    await known_to(pair, person)
    valkey.kill()
    await one.http.post("/auth/logout", headers=bearer(person["access_token"]))
    await valkey.start()
    for site in pair:
        await site.kernel.live.ping()
        await eventually(site.kernel.live.ping)

    assert code_of(await other.me(person["access_token"])) == "SESSION_REVOKED"


async def test_what_was_read_before_a_change_committed_is_not_gone_by_afterwards(
    pair: tuple[Site, Site], clock: MovableClock
) -> None:
    one, other = pair
    person = await one.registered()
    await known_to(pair, person)
    async with unit_of_work(one.kernel) as uow:
        await accounts.set_status(uow, UUID(person["user_id"]), AccountStatus.SUSPENDED)

        # The change is under way: the other process reads what still holds, and may not remember it.
        assert (await other.me(person["access_token"])).status_code == 200
        clock.move(HOLDS_FOR / 10)

    assert code_of(await other.me(person["access_token"])) == "ACCOUNT_SUSPENDED"


async def test_a_process_that_dies_between_commit_and_word_leaves_no_way_in(pair: tuple[Site, Site]) -> None:
    one, other = pair
    person = await one.registered()
    await known_to(pair, person)
    async with unit_of_work(one.kernel) as uow:
        await accounts.set_status(uow, UUID(person["user_id"]), AccountStatus.SUSPENDED)
        # What would be said after the commit is not said any more.
        uow.callbacks.clear()

    assert code_of(await other.me(person["access_token"])) == "ACCOUNT_SUSPENDED"


async def test_the_word_outlasts_the_longest_request(pair: tuple[Site, Site]) -> None:
    one, _ = pair
    person = await one.registered()
    async with unit_of_work(one.kernel) as uow:
        await accounts.set_status(uow, UUID(person["user_id"]), AccountStatus.ACTIVE)

    left_s = await one.kernel.live.client.ttl(key_of(UUID(person["user_id"])))

    assert left_s > Settings.model_fields["request_timeout_s"].default


def test_whatever_writes_to_accounts_or_sessions_says_so() -> None:
    silent = set()
    for path in Path(str(identity_store.__file__)).parent.glob("*.py"):
        source = path.read_text()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.AsyncFunctionDef):
                body = ast.get_source_segment(source, node) or ""
                if ("update(account)" in body or "update(session)" in body) and "disturb(" not in body:
                    silent.add(node.name)

    assert silent <= IN_NO_PRINCIPAL, f"call epochs.disturb in {sorted(silent - IN_NO_PRINCIPAL)}"
