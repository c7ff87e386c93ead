"""Signing keys and the secret key: what lies where, and what happens if one of them is lost."""

import asyncio
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from lyceum.app.composition import Composition
from lyceum.identity.contracts import SecretKeyMismatch
from lyceum.identity.sealing import Sealer, sealer_of
from lyceum.platform.kernel import Kernel
from lyceum.platform.settings import SECRET_KEY_FILE
from tests.builders import MovableClock, open_kernel
from tests.identity.site import Site, code_of, open_site


def restarted(kernel: Kernel, **settings: object) -> Kernel:
    """Another process of the same installation."""
    return replace(kernel, memory={}, settings=kernel.settings.model_copy(update=settings))


async def test_the_database_alone_signs_nothing(site: Site) -> None:
    await site.registered()

    (row,) = await site.sql("select public_jwk::text as public, private_sealed from identity.signing_key")

    assert '"d"' not in row["public"]
    with pytest.raises(SecretKeyMismatch):
        Sealer(b"another secret key").open("access token signing key", row["private_sealed"])


async def test_the_secret_key_is_a_file_for_its_owner_only(site: Site) -> None:
    await site.registered()

    file = site.kernel.settings.home / SECRET_KEY_FILE

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_bytes()) == 64
    assert [path.name for path in file.parent.iterdir() if SECRET_KEY_FILE in path.name] == [SECRET_KEY_FILE]


async def test_processes_that_start_at_once_agree_on_the_secret_key(kernel: Kernel) -> None:
    processes = [restarted(kernel) for _ in range(8)]

    sealers = await asyncio.gather(*(asyncio.to_thread(sealer_of, process) for process in processes))

    assert len({sealer.secret for sealer in sealers}) == 1


async def test_processes_that_sign_at_once_share_one_key(
    kernel: Kernel, composition: Composition, clock: MovableClock
) -> None:
    async with (
        open_site(restarted(kernel), composition, clock) as one,
        open_site(restarted(kernel), composition, clock) as two,
    ):
        first, second = await asyncio.gather(one.registered(email="a@b.cd"), two.registered(email="e@f.gh"))

        assert (await two.me(first["access_token"])).status_code == 200
        assert (await one.me(second["access_token"])).status_code == 200
        assert len(await one.sql("select 1 from identity.signing_key")) == 1


async def test_a_configured_secret_key_needs_no_file(
    kernel: Kernel, composition: Composition, clock: MovableClock
) -> None:
    configured = restarted(kernel, secret_key=SecretStr("k" * 32))

    async with open_site(configured, composition, clock) as site:
        await site.registered()

    assert not (kernel.settings.home / SECRET_KEY_FILE).exists()


async def test_a_process_that_cannot_keep_a_secret_key_says_what_to_do(
    kernel: Kernel, composition: Composition, clock: MovableClock
) -> None:
    not_a_folder = kernel.settings.home / "file"
    not_a_folder.write_text("in the way")

    async with open_site(restarted(kernel, home=not_a_folder), composition, clock) as site:
        response = await site.register()

    assert (response.status_code, code_of(response)) == (503, "SECRET_KEY_MISSING")
    assert "LYCEUM_SECRET_KEY" in response.json()["error"]["message"]


async def test_a_process_with_another_secret_key_says_what_to_do(
    site: Site, composition: Composition, clock: MovableClock
) -> None:
    person = await site.registered()
    stranger = restarted(site.kernel, secret_key=SecretStr("k" * 32))

    async with open_site(stranger, composition, clock) as other:
        response = await other.login(person["user"]["email"])

    assert (response.status_code, code_of(response)) == (503, "SECRET_KEY_MISMATCH")
    assert "LYCEUM_SECRET_KEY" in response.json()["error"]["message"]


async def test_a_token_of_another_installation_is_refused(
    site: Site,
    database_url: str,
    servers: dict[str, str],
    composition: Composition,
    clock: MovableClock,
    tmp_path: Path,
) -> None:
    person = await site.registered()
    await site.sql("delete from identity.signing_key")
    async with (
        open_kernel(database_url, servers["valkey"], composition, home=tmp_path / "other", clock=clock) as kernel,
        open_site(kernel, composition, clock) as other,
    ):
        await other.registered(email="somebody@example.org")

        response = await other.me(person["access_token"])

    assert (response.status_code, code_of(response)) == (401, "TOKEN_INVALID")


def test_a_seal_hides_and_is_broken_by_any_change() -> None:
    sealer = Sealer(b"secret")
    sealed = sealer.seal("a purpose", b"message")

    assert b"message" not in sealed
    assert sealer.open("a purpose", sealed) == b"message"
    for spoilt in (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"\x00" * 40):
        with pytest.raises(SecretKeyMismatch):
            sealer.open("a purpose", spoilt)
    with pytest.raises(SecretKeyMismatch):
        sealer.open("another purpose", sealed)
    assert sealer.derive("a", b"x") != sealer.derive("b", b"x")
