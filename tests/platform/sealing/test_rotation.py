"""The secret key is changed while everything runs: old and new values open, and then only the new key is needed."""

import asyncio
import hashlib
import hmac
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr
from sqlalchemy import text

from lyceum.identity import facade as identity
from lyceum.platform.clock import Clock
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing import changing
from lyceum.platform.sealing.keepers import FileKeeper, RingIsFixed, RingKeeper, SettingsKeeper, fresh_key
from lyceum.platform.sealing.resealing import count_by_key, reseal, reseal_some
from lyceum.platform.sealing.rings import SecretKeyMismatch, SecretKeyMissing
from lyceum.platform.sealing.sealer import ANNOUNCED_FOR, readable_id, sealer_of
from lyceum.platform.settings import SECRET_KEY_FILE, Settings
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from tests.builders import MovableClock


def another_process(kernel: Kernel, **settings: object) -> Kernel:
    return replace(kernel, memory={}, settings=kernel.settings.model_copy(update=settings))


def steps_of(kernel: Kernel, *, killed_after: int | None = None) -> Callable[[str, Any], Awaitable[Any]]:
    """Runs steps as a workflow does, each in a transaction, until the process "dies"."""
    done = 0

    async def step(_name: str, action: Callable[[UnitOfWork], Awaitable[Any]]) -> Any:  # noqa: ANN401  as the step gives
        nonlocal done
        if done == killed_after:
            raise asyncio.CancelledError
        done += 1
        async with unit_of_work(kernel) as uow:
            return await action(uow)

    return step


def as_sealed_before(secret: bytes, purpose: str, value: bytes) -> bytes:
    """What every version without a ring wrote."""
    own = hmac.digest(hmac.digest(secret, f"lyceum {purpose}".encode(), hashlib.sha256), b"", hashlib.sha256)
    nonce = os.urandom(12)
    return nonce + AESGCM(own).encrypt(nonce, value, purpose.encode())


def test_what_a_version_without_a_ring_sealed_opens_still(kernel: Kernel) -> None:
    file = kernel.settings.home / SECRET_KEY_FILE
    file.write_bytes(b"5" * 64)
    sealed = as_sealed_before(b"5" * 64, "access token signing key", b"private")

    assert sealer_of(kernel).open("access token signing key", sealed, "a kid") == b"private"
    assert file.read_bytes() == b"5" * 64
    with pytest.raises(SecretKeyMismatch):
        sealer_of(kernel).open("another purpose", sealed, "a kid")


def test_a_new_key_seals_only_once_every_process_knows_it(kernel: Kernel, clock: MovableClock) -> None:
    first, second = another_process(kernel), another_process(kernel)
    old = sealer_of(first).key
    sealer_of(second)

    changing.rotate(first.settings, clock.now())
    assert sealer_of(first).key == sealer_of(second).key == old
    clock.move(ANNOUNCED_FOR - timedelta(seconds=1))
    assert sealer_of(first).key == old
    assert len(sealer_of(second).ring.keys) == 2
    clock.move(timedelta(seconds=1))

    sealed = sealer_of(first).seal("a", b"secret")
    assert sealer_of(first).key != old
    assert sealer_of(second).open("a", sealed) == b"secret"


def test_a_ring_is_for_its_owner_only_and_nothing_is_left_beside_it(kernel: Kernel, clock: MovableClock) -> None:
    changing.rotate(kernel.settings, clock.now())

    files = [path for path in kernel.settings.home.iterdir() if "secret" in path.name]
    assert [path.name for path in files] == [SECRET_KEY_FILE]
    assert files[0].stat().st_mode & 0o777 == 0o600


async def test_everything_is_sealed_anew_after_a_kill_in_the_middle(kernel: Kernel, clock: MovableClock) -> None:
    await _three_signing_keys(kernel)
    changing.rotate(kernel.settings, clock.now())
    clock.move(ANNOUNCED_FOR)
    old, new = sealer_of(kernel).ring.keys
    (private,) = (column for column in kernel.sealed if column.name == "identity.signing_key.private_sealed")
    async with unit_of_work(kernel) as uow:
        assert (await reseal_some(uow, private, None, rows=1))["resealed"] == 1
    with pytest.raises(asyncio.CancelledError):
        await reseal(steps_of(kernel, killed_after=0), [private])

    resealed = await reseal(steps_of(kernel), [private])
    again = await reseal(steps_of(kernel), [private])

    assert (resealed, again) == (2, 0)
    async with unit_of_work(kernel) as uow:
        assert await count_by_key(uow, [private]) == {readable_id(new): 3}
    changing.remove(kernel.settings, readable_id(old))
    async with unit_of_work(another_process(kernel)) as uow:
        assert await identity.rotate_keys(uow)


async def test_one_value_that_does_not_open_keeps_no_other_from_being_sealed_anew(
    kernel: Kernel, clock: MovableClock
) -> None:
    await _three_signing_keys(kernel)
    async with unit_of_work(kernel) as uow:
        await uow.execute(
            text(
                "update identity.signing_key set private_sealed = 'spoilt'"
                " where kid = (select min(kid) from identity.signing_key)"
            )
        )
    changing.rotate(kernel.settings, clock.now())
    clock.move(ANNOUNCED_FOR)

    assert await reseal(steps_of(kernel), kernel.sealed) == 2


async def test_a_key_that_still_seals_something_is_not_retired(kernel: Kernel, clock: MovableClock) -> None:
    await _three_signing_keys(kernel)
    changing.rotate(kernel.settings, clock.now())
    clock.move(timedelta(days=31))
    old, new = sealer_of(kernel).ring.keys

    async with unit_of_work(kernel) as uow:
        for key in (old, new):
            with pytest.raises(changing.KeyInUse):
                await changing.retire(uow, readable_id(key))
    await reseal(steps_of(kernel), kernel.sealed)
    async with unit_of_work(kernel) as uow:
        await changing.retire(uow, readable_id(old))

    assert sealer_of(another_process(kernel)).ring.keys == (new,)


async def test_a_key_is_not_retired_while_browsers_hold_what_it_signed(kernel: Kernel, clock: MovableClock) -> None:
    changing.rotate(kernel.settings, clock.now())
    clock.move(ANNOUNCED_FOR + timedelta(days=1))
    old = readable_id(sealer_of(kernel).ring.keys[0])

    async with unit_of_work(kernel) as uow:
        with pytest.raises(changing.KeyInUse):
            await changing.retire(uow, old)
        await changing.retire(uow, old, at_once=True)
        with pytest.raises(changing.KeyUnknown):
            await changing.retire(uow, old, at_once=True)


@pytest.mark.parametrize("kept", ["file", "settings"])
def test_every_keeper_keeps_a_ring(kept: str, tmp_path: Path, clock: Clock) -> None:
    keeper = keeper_called(kept, tmp_path)

    ring = keeper.read()

    assert keeper.read() == ring
    assert keeper.stamp() == keeper.stamp()
    assert len({key.id for key in ring.keys}) == len(ring.keys)
    assert ring.sealing(clock.now()) == ring.keys[-1]


def keeper_called(kept: str, home: Path) -> RingKeeper:
    if kept == "file":
        keeper = FileKeeper(home / "secret.key")
        keeper.read()
        keeper.add(fresh_key())
        return keeper
    return SettingsKeeper(Settings(home=home, secret_key=SecretStr("n" * 32), secret_keys_old=(SecretStr("o" * 32),)))


def test_what_a_file_keeps_is_read_back_as_it_was(tmp_path: Path, clock: MovableClock) -> None:
    keeper = FileKeeper(tmp_path / "secret.key")
    ring = keeper.add(fresh_key(clock.now()))

    assert FileKeeper(tmp_path / "secret.key").read() == ring
    assert keeper.remove(ring.keys[0].id).keys == ring.keys[1:]
    assert keeper.remove(ring.keys[1].id).keys == ring.keys[1:], "the last key stays"


@pytest.mark.parametrize(
    "content",
    [
        "lyceum key ring 1\n",
        "lyceum key ring 1\nzz always\n",
        "lyceum key ring 1\nab 2026-01-01T00:00:00\n",
        "lyceum key ring 1\nab\n",
    ],
)
def test_a_damaged_ring_is_not_replaced_by_another(tmp_path: Path, content: str) -> None:
    file = tmp_path / "secret.key"
    file.write_text(content)

    with pytest.raises(SecretKeyMissing):
        FileKeeper(file).read()
    with pytest.raises(SecretKeyMissing):
        FileKeeper(file).add(fresh_key())
    assert file.read_text() == content


async def test_configured_keys_are_rotated_by_configuring_them(kernel: Kernel, clock: MovableClock) -> None:
    old, new = SecretStr("o" * 32), SecretStr("n" * 32)
    before = another_process(kernel, secret_key=old)
    announced = another_process(kernel, secret_key=old, secret_keys_old=(new,))
    after = another_process(kernel, secret_key=new, secret_keys_old=(old,))

    for sealing in (before, announced):
        assert sealer_of(after).open("a", sealer_of(sealing).seal("a", b"secret")) == b"secret"
    assert sealer_of(announced).open("a", sealer_of(after).seal("a", b"secret")) == b"secret"
    with pytest.raises(RingIsFixed):
        changing.rotate(after.settings, clock.now())
    async with unit_of_work(after) as uow:
        with pytest.raises(RingIsFixed):
            await changing.retire(uow, readable_id(sealer_of(after).ring.keys[0]))


def test_a_blind_index_is_found_after_a_rotation_and_tells_nothing(kernel: Kernel, clock: MovableClock) -> None:
    before = sealer_of(kernel).index("e-mail", "ada@example.org")
    changing.rotate(kernel.settings, clock.now())
    clock.move(ANNOUNCED_FOR)

    after = sealer_of(kernel)

    assert after.index("e-mail", "ada@example.org") != before
    assert {before, after.index("e-mail", "ada@example.org")} == set(after.indexes("e-mail", "ada@example.org"))
    assert before not in after.indexes("e-mail", "bob@example.org")
    assert before not in after.indexes("another column", "ada@example.org")


async def _three_signing_keys(kernel: Kernel) -> None:
    for _ in range(3):
        async with unit_of_work(kernel) as uow:
            await identity.rotate_keys(uow)
