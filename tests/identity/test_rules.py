"""Roles, addresses and names, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.identity.contracts.people import EmailInvalid, FullNameInvalid, LanguageInvalid, Role, UsernameInvalid
from lyceum.identity.rules import (
    ROLE_ALIASES,
    clean_email,
    clean_full_name,
    clean_language,
    clean_username,
    email_key,
    may_repeat_refresh,
    propose_username,
    user_agent_family,
    user_type,
)


def test_roles_have_the_names_that_are_in_use() -> None:
    assert ROLE_ALIASES["learner"] is Role.STUDENT
    assert ROLE_ALIASES["educator"] is Role.TEACHER
    assert user_type({Role.STUDENT, Role.ADMIN}) is Role.ADMIN


@pytest.mark.parametrize(
    ("email", "cleaned"),
    [
        ("ada@example.org", "ada@example.org"),
        (" Ada.Lovelace+cards@Mail.Example.ORG ", "Ada.Lovelace+cards@mail.example.org"),
        ("learner@localhost", "learner@localhost"),
        ("jörg@müller.example", "jörg@müller.example"),
        ("用户@例子.公司", "用户@例子.公司"),
    ],
)
def test_an_address_that_letters_can_reach_is_kept(email: str, cleaned: str) -> None:
    assert clean_email(email) == cleaned


@pytest.mark.parametrize(
    "email",
    ["", "@", "a@", "@b.cd", "a@b", "a@b.", "a@.b", "a@b..cd", ".a@b.cd", "a.@b.cd", "a@b@c.de", "a b@c.de", "a@b c.de",
     "a@-b.cd", "a@b-.cd", "a\n@b.cd", "a@b.cd\x00", "<a@b.cd>", "a,b@c.de", f"a@{'b' * 64}.cd",
     f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}", "\u200ba@b.cd"],
)  # fmt: skip
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(EmailInvalid):
        clean_email(email)


@pytest.mark.parametrize(
    "email",
    ["=?utf-8?q?=61da?=@b.cd", "=?utf-8?q?eve=40e.fg=2C?=@b.cd", "=?utf-8?q?a=0D=0ABcc:_eve?=@b.cd",
     "ada@stra\u00dfe.cd", "ada@\uff42.cd", "ada@b\u3002cd", "ada@\u2460.cd"],
)  # fmt: skip
def test_an_address_whose_letters_would_go_to_another_is_refused(email: str) -> None:
    with pytest.raises(EmailInvalid):
        clean_email(email)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused_and_stays_what_it_is(text: str) -> None:
    try:
        cleaned = clean_email(text)
    except EmailInvalid:
        return

    assert clean_email(cleaned) == cleaned
    assert cleaned.count("@") == 1


@given(st.emails())
def test_two_spellings_of_an_address_are_the_same_one(email: str) -> None:
    assert email_key(email.upper()) == email_key(email.lower())


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u3164", "\u2800 \uffa0", "\U000e0041", "\u2060", "\u0301"])
def test_a_name_of_which_nothing_is_seen_is_refused(name: str) -> None:
    with pytest.raises(FullNameInvalid):
        clean_full_name(name)


@given(st.text(max_size=250))
def test_a_name_is_cleaned_once_and_for_all(text: str) -> None:
    try:
        cleaned = clean_full_name(text)
    except FullNameInvalid:
        return

    assert clean_full_name(cleaned) == cleaned
    assert 0 < len(cleaned) <= 200


@given(st.text(min_size=1, max_size=60), st.integers(0, 2**40 - 1))
def test_a_proposed_username_is_a_good_one(full_name: str, chance: int) -> None:
    username = propose_username(full_name, chance)

    assert clean_username(username) == username


@pytest.mark.parametrize("username", ["ab", "a" * 33, "-abc", "abc-", "a b c", "ab@c", "", "äöü"])
def test_what_is_no_username_is_refused(username: str) -> None:
    with pytest.raises(UsernameInvalid):
        clean_username(username)


@pytest.mark.parametrize(
    ("tag", "cleaned"), [("EN", "en"), ("pt-br", "pt-BR"), ("ZH-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")]
)
def test_languages_are_spelt_as_usual(tag: str, cleaned: str) -> None:
    assert clean_language(tag) == cleaned


@pytest.mark.parametrize("tag", ["", "e", "english", "en_GB", "en-", "../en", "en\n"])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(LanguageInvalid):
        clean_language(tag)


@given(st.floats(0, 3600), st.booleans())
def test_a_repetition_is_forgiven_early_and_while_the_successor_is_unused(seconds: float, successor_used: bool) -> None:  # noqa: FBT001  drawn
    used_at = datetime(2026, 3, 2, tzinfo=UTC)

    forgiven = may_repeat_refresh(used_at, used_at + timedelta(seconds=seconds), successor_used=successor_used)

    assert forgiven == (timedelta(seconds=seconds) <= timedelta(seconds=10) and not successor_used)


@pytest.mark.parametrize(
    ("user_agent", "family"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36", "Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari"),
        ("curl/8.0", "other"),
        ("", "other"),
    ],
)
def test_browsers_are_told_apart_by_family(user_agent: str, family: str) -> None:
    assert user_agent_family(user_agent) == family
