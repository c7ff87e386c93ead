"""What is secret or personal is hidden by key and by form, and the rest stays readable."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.platform.kernel import Kernel
from lyceum.platform.masking import MASK, masked, masked_fields, masked_text
from lyceum.platform.sealing.sealer import sealer_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("ada@example.org", "***@***"),
        ("a letter to <Ada.Lovelace+1@Sub.Example.org>, sent", "a letter to <***@***>, sent"),
        ("Key (email_key)=(ada@example.org) already exists.", "Key (email_key)=(***@***) already exists."),
        ("postgresql://user:pass@host/db", "postgresql://***@host/db"),
        ("lyk_0198c0de7a11_abcDEF1 was used", "*** was used"),
        ("got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln here", "got *** here"),
        ("/verify?token=abc&page=2", "/verify?token=***&page=2"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer ***"),
        ("at 12:00 @ home, 50 % = half", "at 12:00 @ home, 50 % = half"),
    ],
)
def test_secrets_and_addresses_are_hidden_and_the_rest_is_not(text: str, hidden: str) -> None:
    assert masked_text(text) == hidden
    assert masked_text(hidden) == hidden


@pytest.mark.parametrize(
    "name", ["password", "new_password", "Email", "e_mail", "access_token", "api_key", "client_secret"]
)
def test_a_field_whose_name_says_it_is_secret_is_hidden_whole(name: str) -> None:
    assert masked_fields({name: "value"}) == {name: MASK}
    assert masked_fields({"inner": [{name: {"deep": "value"}}]}) == {"inner": [{name: MASK}]}


def test_counts_and_claims_about_secrets_are_no_secrets() -> None:
    fields = {"tokens": 12, "email_verified": True, "password_age_days": None, "api_key_id": "0198c0de"}

    assert masked_fields(fields) == fields


@given(JSON)
def test_masking_keeps_the_shape_and_hides_nothing_more_the_second_time(data: object) -> None:
    once = masked(data)

    assert json.loads(json.dumps(once)) is not ...
    assert masked(once) == once


@given(st.from_regex(r"[a-z]{1,20}@[a-z]{1,20}\.[a-z]{2,5}", fullmatch=True), st.text("abc ,.()\n"))
def test_no_address_is_left_whatever_stands_around_it(address: str, around: str) -> None:
    assert address not in masked_text(f"{around} {address} {around}")


def test_a_pseudonym_is_stable_and_tells_nothing(kernel: Kernel) -> None:
    sealer = sealer_of(kernel)

    name = sealer.pseudonym("person", "ada@example.org")

    assert name == sealer.pseudonym("person", "ada@example.org")
    assert name not in {sealer.pseudonym("person", "bob@example.org"), sealer.pseudonym("class", "ada@example.org")}
    assert name.startswith("person-")
