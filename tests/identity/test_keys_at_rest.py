"""Signing keys and the secret key: what lies where, and what happens if one of them is lost."""

import asyncio
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from lyceum.app.composition import Composition
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.rings import SecretKeyMismatch
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.settings import SECRET_KEY_FILE
from tests.builders import MovableClock, open_kernel
from tests.identity.site import PASSWORD, Site, bearer, code_of, open_site


def restarted(kernel: Kernel, **settings: object) -> Kernel:
    """Another process of the same installation."""
    return replace(kernel, memory={}, settings=kernel.settings.model_copy(update=settings))


async def test_the_database_alone_signs_nothing(site: Site) -> None:
    await site.registered()

    (row,) = await site.sql("select kid, public_jwk::text as public, private_sealed from identity.signing_key")
    stranger = restarted(site.kernel, secret_key=SecretStr("another secret key, of 32 letters"))

    assert '"d"' not in row["public"]
    with pytest.raises(SecretKeyMismatch):
        sealer_of(stranger).open("access token signing key", row["private_sealed"], row["kid"])


async def test_the_secret_key_is_a_file_for_its_owner_only(site: Site) -> None:
    await site.registered()

    file = site.kernel.settings.home / SECRET_KEY_FILE

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_bytes()) == 64
    assert [path.name for path in file.parent.iterdir() if SECRET_KEY_FILE in path.name] == [SECRET_KEY_FILE]


async def test_processes_that_start_at_once_agree_on_the_secret_key(kernel: Kernel) -> None:
    processes = [restarted(kernel) for _ in range(8)]

    sealers = await asyncio.gather(*(asyncio.to_thread(sealer_of, process) for process in processes))

    assert len({sealer.key.secret for sealer in sealers}) == 1


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


async def test_everything_that_identity_seals_is_bound_to_its_row_and_reached_by_a_rotation(site: Site) -> None:
    person = await site.registered()
    body = {"name": "n", "scopes": ["library:read"]}
    await site.http.post("/users/me/api-keys", json=body, headers=bearer(person["access_token"]))
    change = {"email": "ada.king@example.org", "password": PASSWORD}
    await site.http.put("/users/me/email", json=change, headers=bearer(person["access_token"]))
    sealed = {column.name: column for column in site.kernel.sealed if column.name.startswith("identity.")}
    stored = await site.sql(
        "select table_name || '.' || column_name as name from information_schema.columns"
        " where table_schema = 'identity' and column_name like '%sealed'"
    )

    assert set(sealed) == {f"identity.{row['name']}" for row in stored}
    for column in sealed.values():
        key, table = column.key.name, column.table.fullname
        rows = await site.sql(f"select {key}::text as place, {column.column.name} as value from {table}")  # noqa: S608  our names
        opened = [
            sealer_of(site.kernel).open(column.purpose, row["value"], row["place"]) for row in rows if row["value"]
        ]
        assert opened, column.name
        for row in rows:
            with pytest.raises(SecretKeyMismatch):
                sealer_of(site.kernel).open(column.purpose, row["value"] or b"", "another row")
