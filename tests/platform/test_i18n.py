"""Texts in the reader's language."""

import re

import pytest

from lyceum.platform import i18n

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", sorted(i18n.languages()))
def test_every_catalogue_has_the_keys_and_placeholders_of_english(language: str) -> None:
    source, other = i18n.catalogue(i18n.SOURCE), i18n.catalogue(language)

    assert other.keys() == source.keys()
    for key, text in source.items():
        assert sorted(PLACEHOLDER.findall(other[key])) == sorted(PLACEHOLDER.findall(text)), key
        assert other[key].strip() == other[key] != ""


@pytest.mark.parametrize(
    ("header", "preferred", "expected"),
    [
        (None, None, "en"),
        ("de", None, "de"),
        ("de-AT", None, "de"),
        ("fr, de;q=0.8, en;q=0.5", None, "de"),
        ("de;q=0.3, en;q=0.9", None, "en"),
        ("de;q=0", None, "en"),
        ("fr, *;q=0.1", None, "en"),
        ("*, de;q=0.5", None, "en"),
        ("en", "de", "de"),
        ("de", "fr", "de"),
        ("de", "qps", "qps"),
        ("DE", None, "de"),
        (";;q=,,=de;q=x, \x00 de;q=0.5", None, "en"),
        ("x" * 100_000, None, "en"),
    ],
)
def test_the_language_is_the_chosen_one_then_the_most_wished(
    header: str | None, preferred: str | None, expected: str
) -> None:
    assert i18n.negotiate(header, preferred) == expected


def test_a_text_takes_values() -> None:
    assert i18n.translate("error.OBJECT_RANGE_INVALID", "de", size=5).endswith("die 5 Bytes hat.")


def test_a_placeholder_without_a_value_stays_visible_and_values_are_not_templates() -> None:
    assert "{size}" in i18n.translate("error.OBJECT_RANGE_INVALID", "en")
    assert "{size}" in i18n.translate("error.OBJECT_RANGE_INVALID", "en", size="{size}")


@pytest.mark.parametrize("language", ["fr", "../../etc/passwd", ""])
def test_an_unknown_language_is_answered_in_english(language: str) -> None:
    assert i18n.translate("error.GONE", language) == i18n.catalogue("en")["error.GONE"]


def test_an_unknown_key_is_shown_as_it_is() -> None:
    assert i18n.translate("exam.nothing", "de") == "exam.nothing"


def test_the_pseudo_locale_is_longer_bracketed_and_keeps_placeholders() -> None:
    text = i18n.pseudo("The file {name} is gone.")

    assert text.startswith("⟦Ţĥé fîļé {name}")
    assert text.endswith("⟧")
    assert len(text) > len("The file {name} is gone.") * 1.3
