"""What makes a sign-in suspicious (AUTH-18): each rule by itself, and what holds for all of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.identity.suspicion import (
    ASK_FROM,
    POINTS,
    RECENTLY,
    Place,
    Sighting,
    Sign,
    SignInFacts,
    is_impossible,
    judge,
)
from lyceum.platform import i18n

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BERLIN = Place("192.0.0.0/16", "DE", 52.52, 13.41)
SYDNEY = Place("203.0.0.0/16", "AU", -33.87, 151.21)
NOWHERE = Place("198.51.0.0/16")

places = st.builds(
    Place,
    st.sampled_from(["192.0.0.0/16", "203.0.0.0/16", ""]),
    st.none() | st.sampled_from(["DE", "AU"]),
    st.none() | st.floats(-90, 90),
    st.none() | st.floats(-180, 180),
)
moments = st.integers(0, 10_000_000).map(lambda seconds: NOW - timedelta(seconds=seconds))
sightings = st.builds(Sighting, places, moments)
facts = st.builds(
    SignInFacts,
    now=st.builds(Sighting, places, st.just(NOW)),
    before=st.lists(sightings, max_size=4).map(tuple),
    is_known_device=st.booleans(),
    is_known_network=st.booleans(),
    failures=st.integers(0, 20),
    accounts_failed_here=st.integers(0, 100),
    token_reused_at=st.none() | moments,
    password_reset_at=st.none() | moments,
)
AT_HOME = SignInFacts(
    now=Sighting(BERLIN, NOW),
    before=(Sighting(BERLIN, NOW - timedelta(days=1)),),
    is_known_device=True,
    is_known_network=True,
)


def test_a_sign_in_as_ever_shows_no_sign() -> None:
    assert judge(AT_HOME).signs == ()


@pytest.mark.parametrize(
    ("changes", "signs"),
    [
        ({"is_known_device": False}, {Sign.NEW_DEVICE}),
        ({"is_known_network": False}, {Sign.NEW_NETWORK}),
        ({"is_known_device": False, "is_known_network": False}, {Sign.NEW_DEVICE, Sign.NEW_NETWORK}),
        ({"now": Sighting(SYDNEY, NOW), "is_known_network": False}, {Sign.NEW_COUNTRY}),
        ({"failures": 5}, {Sign.MANY_FAILURES}),
        ({"password_reset_at": NOW}, set()),
    ],
)
def test_what_happens_to_everybody_is_not_asked_for_a_code(changes: dict[str, object], signs: set[Sign]) -> None:
    judgement = judge(replace(AT_HOME, **changes))  # type: ignore[arg-type]  # a table of changes

    assert set(judgement.signs) == signs
    assert not judgement.asks


@pytest.mark.parametrize(
    ("changes", "signs"),
    [
        (
            {"now": Sighting(SYDNEY, NOW), "before": (Sighting(BERLIN, NOW - timedelta(hours=2)),)},
            {Sign.NEW_COUNTRY, Sign.IMPOSSIBLE_TRAVEL},
        ),
        ({"accounts_failed_here": 10, "is_known_device": False}, {Sign.CREDENTIAL_STUFFING, Sign.NEW_DEVICE}),
        ({"token_reused_at": NOW, "is_known_device": False}, {Sign.TOKEN_REUSED, Sign.NEW_DEVICE}),
        (
            {"password_reset_at": NOW, "is_known_device": False, "is_known_network": False},
            {Sign.FRESH_RESET, Sign.NEW_DEVICE, Sign.NEW_NETWORK},
        ),
    ],
)
def test_what_points_to_a_thief_is_asked_for_a_code(changes: dict[str, object], signs: set[Sign]) -> None:
    judgement = judge(replace(AT_HOME, **changes))  # type: ignore[arg-type]  # a table of changes

    assert set(judgement.signs) == signs
    assert judgement.asks


def test_who_could_have_flown_is_not_suspected() -> None:
    seen = Sighting(BERLIN, NOW - timedelta(hours=20))

    assert not is_impossible(seen, Sighting(SYDNEY, NOW))
    assert is_impossible(seen, Sighting(SYDNEY, seen.at + timedelta(hours=12)))


def test_without_coordinates_nothing_is_impossible() -> None:
    assert not is_impossible(Sighting(NOWHERE, NOW), Sighting(SYDNEY, NOW))
    assert not is_impossible(Sighting(BERLIN, NOW), Sighting(Place("203.0.0.0/16", "AU"), NOW))


@given(facts)
def test_the_first_sign_in_ever_is_new_everywhere_and_not_suspected_for_it(found: SignInFacts) -> None:
    signs = judge(replace(found, before=())).signs

    assert not {Sign.NEW_DEVICE, Sign.NEW_NETWORK, Sign.NEW_COUNTRY, Sign.IMPOSSIBLE_TRAVEL} & set(signs)


@given(facts)
def test_a_score_is_the_sum_of_its_signs_and_decides(found: SignInFacts) -> None:
    judgement = judge(found)

    assert judgement.score == sum(POINTS[sign] for sign in set(judgement.signs))
    assert len(set(judgement.signs)) == len(judgement.signs)
    assert judgement.asks == (judgement.score >= ASK_FROM)
    assert not {Sign.NEW_NETWORK, Sign.NEW_COUNTRY} <= set(judgement.signs)


@given(facts)
def test_a_known_device_is_never_more_suspicious_than_an_unknown_one(found: SignInFacts) -> None:
    known, unknown = (judge(replace(found, is_known_device=is_known)).score for is_known in (True, False))

    assert known <= unknown


@given(facts, st.integers(0, 1000))
def test_more_failures_never_make_a_sign_in_less_suspicious(found: SignInFacts, more: int) -> None:
    worse = replace(found, failures=found.failures + more, accounts_failed_here=found.accounts_failed_here + more)

    assert judge(found).score <= judge(worse).score


@given(facts)
def test_what_is_long_ago_counts_no_more(found: SignInFacts) -> None:
    long_ago = NOW - RECENTLY - timedelta(seconds=1)
    signs = judge(replace(found, token_reused_at=long_ago, password_reset_at=long_ago)).signs

    assert not {Sign.TOKEN_REUSED, Sign.FRESH_RESET} & set(signs)


@given(sightings, sightings)
def test_a_journey_is_as_possible_there_as_back(here: Sighting, there: Sighting) -> None:
    assert is_impossible(here, there) == is_impossible(there, here)


@pytest.mark.parametrize("language", sorted(i18n.languages()))
def test_every_sign_is_told_in_words(language: str) -> None:
    assert {f"sign.{sign}" for sign in Sign} <= i18n.catalogue(language).keys()
