"""P4 (SEC-02): what is sealed opens to what it was, and nowhere else, and tells nothing while it is closed."""

import secrets

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lyceum.platform.sealing.rings import Ring, RootKey, SecretKeyMismatch
from lyceum.platform.sealing.sealer import Sealer

SECRETS = st.binary(min_size=32, max_size=80)
NAMES = st.text(max_size=40)
# What UTF-8 has no bytes for as well: a lone surrogate may come in from JSON.
TEXTS = st.text(st.characters(exclude_categories=()))


def sealer(*root_keys: bytes) -> Sealer:
    keys = tuple(map(RootKey, root_keys))
    return Sealer(Ring(keys), keys[-1])


@given(root=SECRETS, secret=st.binary(), purpose=NAMES, place=NAMES)
def test_p04_what_is_sealed_opens_to_the_same_bytes(root: bytes, secret: bytes, purpose: str, place: str) -> None:
    sealed = sealer(root).seal(purpose, secret, place)

    assert sealer(root).open(purpose, sealed, place) == secret


@given(root=SECRETS, text=TEXTS)
def test_p04_what_is_sealed_opens_to_the_same_text(root: bytes, text: str) -> None:
    assert sealer(root).open_text("a", sealer(root).seal_text("a", text)) == text


@given(root=SECRETS, secret=st.binary(min_size=8))
def test_p04_equal_secrets_look_different_and_show_nothing(root: bytes, secret: bytes) -> None:
    first, second = (sealer(root).seal("a", secret, "b") for _ in range(2))

    assert first != second
    assert secret not in first


@given(data=st.data(), secret=st.binary(max_size=60))
def test_p04_a_changed_value_does_not_open(data: st.DataObject, secret: bytes) -> None:
    ours = sealer(b"k" * 32)
    sealed = ours.seal("a", secret, "b")
    place, bit = data.draw(st.integers(0, len(sealed) - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(sealed)
    changed[place] ^= 1 << bit

    with pytest.raises(SecretKeyMismatch):
        ours.open("a", bytes(changed), "b")


@given(data=st.data(), secret=st.binary(max_size=60))
def test_p04_a_cut_value_does_not_open(data: st.DataObject, secret: bytes) -> None:
    ours = sealer(b"k" * 32)
    sealed = ours.seal("a", secret)

    with pytest.raises(SecretKeyMismatch):
        ours.open("a", sealed[: data.draw(st.integers(0, len(sealed) - 1))])


@given(purpose=NAMES, place=NAMES, other_purpose=NAMES, other_place=NAMES)
def test_p04_a_moved_value_does_not_open(purpose: str, place: str, other_purpose: str, other_place: str) -> None:
    assume((purpose, place) != (other_purpose, other_place))
    ours = sealer(b"k" * 32)
    sealed = ours.seal(purpose, b"secret", place)

    with pytest.raises(SecretKeyMismatch):
        ours.open(other_purpose, sealed, other_place)


@given(root=SECRETS, other=SECRETS, noise=st.binary(max_size=80))
def test_p04_a_value_of_another_key_does_not_open(root: bytes, other: bytes, noise: bytes) -> None:
    assume(root != other)

    for foreign in (sealer(other).seal("a", b"secret"), noise):
        with pytest.raises(SecretKeyMismatch):
            sealer(root).open("a", foreign)


@given(roots=st.lists(SECRETS, min_size=2, max_size=5, unique=True), data=st.data())
def test_p04_every_key_of_a_ring_opens_what_it_sealed_and_a_retired_one_opens_nothing(
    roots: list[bytes], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(roots) - 1))
    sealed = sealer(roots[place]).seal("a", b"secret")

    assert sealer(*roots).open("a", sealed) == b"secret"
    with pytest.raises(SecretKeyMismatch):
        sealer(*roots[:place], *roots[place + 1 :]).open("a", sealed)


def test_p04_a_million_seals_would_not_repeat_a_nonce() -> None:
    """96 bits of chance each: what is checked is that they are chance, not that there are enough."""
    ours = sealer(secrets.token_bytes(32))

    nonces = {ours.seal("a", b"secret")[12:24] for _ in range(1000)}

    assert len(nonces) == 1000
