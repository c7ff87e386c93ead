"""Which passwords are accepted (AUTH-14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.identity.password_policy import LONGEST_WORD, MAX_BYTES, Broken, Candidate, broken_rules, is_common
from lyceum.identity.passwords import common_words


def broken(password: str, email: str = "ada@example.org", full_name: str = "Ada Lovelace") -> set[str]:
    found: list[Broken] = broken_rules(Candidate(password, email, full_name), common_words())
    return {rule.rule for rule in found}


@pytest.mark.parametrize(
    "password",
    [
        "Tall-Giraffe-79-hums",
        "xK9#mQ2$vL5@",
        "Vier.Elche.tanzen.3mal",
        "Дождь-идёт-7-дней",
        "Ünïcödé-Wörter-42x",
        "correct Horse lantern staple 9",
        "R2-d2_beeps~loudly",
    ],
)
def test_a_password_that_is_hard_to_guess_is_accepted(password: str) -> None:
    assert broken(password) == set()


@pytest.mark.parametrize(
    ("password", "rules"),
    [
        ("Sh0rt-pwd!?", {"length"}),
        ("tall-giraffe-79-hums", {"upper"}),
        ("TALL-GIRAFFE-79-HUMS", {"lower"}),
        ("Tall-Giraffe-hums", {"digit"}),
        ("TallGiraffe79hums", {"special"}),
        ("Tall-Giraffe-79\x07hums", {"unprintable"}),
        ("password123", {"length", "upper", "special", "common"}),
    ],
)
def test_every_broken_rule_is_named(password: str, rules: set[str]) -> None:
    assert broken(password) == rules


@pytest.mark.parametrize(
    "password",
    [
        "Password123!",
        "P@ssw0rd1234",
        "P4$$w0rd!2024",
        "pAsSwOrD#2025",
        "!!Password1!!",
        "Passw0rd!Passw0rd!",
        "Qwertyuiop1!",
        "1qaz2wsx3edC!",
        "Qwerty-Asdfgh-1",
        "Abcdefghijk1!",
        "123456789Aa!",
        "Aaaaaaaaaaa1!",
        "A1!A1!A1!A1!",
        "Welcome2024!!",
        "Iloveyou1234!",
        "Sunshine-2025",
        "M0nkey!M0nkey!",
        "Liverpool-2024",
        "Letmein!12345",
        "Dr4g0nM4st3r!9",
        "Administrator1!",
        "Summer-2025-!!",
        "Michelle.1987!",
        "Trustno1-Trustno1",
        "Lyceum-2026!!",
        "Admin!!Admin99",
        "M0nkey1!M0nkey1!",
        "Correct Horse Battery Staple 1!",
    ],
)
def test_a_usual_password_in_disguise_is_common(password: str) -> None:
    assert "common" in broken(password)


@pytest.mark.parametrize(
    ("password", "email", "full_name"),
    [
        ("Lovelace-is-9-great", "ada@example.org", "Ada Lovelace"),
        ("go-HOPPER-go-1906", "g@example.org", "Grace Hopper"),
        ("Countess.of.1815!", "countess.of@example.org", "Ada"),
        ("Tall-adalove79-Hums", "adalove79@example.org", ""),
        ("Ann@example.org1", "ann@example.org", ""),
    ],
)
def test_a_password_is_not_made_of_its_owners_name_or_address(password: str, email: str, full_name: str) -> None:
    assert broken(password, email, full_name) == {"personal"}


def test_a_short_name_may_occur_by_chance() -> None:
    assert broken("Granada-19-waits", "ada@example.org", "Ada Li") == set()


def test_a_password_has_an_end() -> None:
    assert broken("Aa1-" * 256) == {"common"}
    assert broken("Tall-Giraffe-79-hums" + "é" * MAX_BYTES) == {"too_long"}


def test_a_refusal_never_repeats_the_password() -> None:
    rules = broken_rules(Candidate("swordfish"), common_words())

    assert rules
    assert not any("swordfish" in rule.advice for rule in rules)


@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=40))
def test_any_text_gets_an_answer(password: str, email: str, full_name: str) -> None:
    assert isinstance(broken(password, email, full_name), set)


@given(
    st.sampled_from(sorted(common_words())),
    st.text("0123456789!?#*-_.", max_size=8),
    st.text("0123456789!?#*-_.", max_size=8),
    st.randoms(use_true_random=False),
)
def test_no_case_and_no_digits_around_it_disguise_a_usual_word(word: str, before: str, after: str, rng: object) -> None:
    mixed = "".join(letter.upper() if rng.random() < 0.5 else letter for letter in word)  # type: ignore[attr-defined]  # a Random

    assert is_common(f"{before}{mixed}{after}", common_words())


@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&*+-?@_", min_size=16, max_size=40))
def test_random_characters_are_hardly_ever_common(password: str) -> None:
    # Hypothesis likes repetition; what has few different characters is rightly refused.
    if len(set(password.casefold())) >= 10:
        assert not is_common(password, frozenset({"password", "dragon"}))


def test_the_list_is_words_in_lower_case() -> None:
    words = common_words()

    assert len(words) > 1500
    assert all(word.isalpha() and word == word.casefold() and len(word) <= LONGEST_WORD for word in words)
