"""What a person is told: in their language, bound once; every refusal has words in every language."""

import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic_core.core_schema import ErrorType

import lyceum
from lyceum.platform import i18n, telling
from lyceum.platform.errors import LyceumError

PACKAGE = Path(lyceum.__file__).parent
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# What is raised with details that stand in its text.
DETAILS: dict[str, dict[str, Any]] = {
    "API_KEY_SCOPE_MISSING": {"scope": "practice:write"},
    "CHANNEL_FORBIDDEN": {"channel": "user:1"},
    "CHANNEL_UNKNOWN": {"channel": "user:1"},
    "DOCUMENT_TOO_LARGE": {"limit_mb": 50},
    "FRAME_INVALID": {"field": "auth"},
    "OBJECT_RANGE_INVALID": {"size": 5},
    "PASSWORD_TOO_WEAK": {"advice": [telling.phrase("password.length", number=12), telling.phrase("password.digit")]},
    "PERMISSION_MISSING": {"permission": "users:manage"},
}
# What only a job is refused with, and no class is for.
JOB_CODES = ("JOB_KEEPS_CRASHING",)
_WITHOUT_ERRORS = re.compile(r"\.(__main__|migrations|migrating|adapters|building)\b")


def codes() -> list[str]:
    for module in pkgutil.walk_packages(lyceum.__path__, "lyceum."):
        if not _WITHOUT_ERRORS.search(module.name):
            importlib.import_module(module.name)

    def family(error: type[LyceumError]) -> set[type[LyceumError]]:
        return {error}.union(*(family(child) for child in error.__subclasses__()))

    ours = {error.code for error in family(LyceumError) if error.__module__.startswith("lyceum.")}
    return sorted({*ours, *JOB_CODES})


def told(language: str, code: str) -> str:
    with telling.answering(language):
        return telling.refusal(code, "The most exact there is.", DETAILS.get(code, {}))


@pytest.mark.parametrize("language", sorted(i18n.languages()))
def test_every_refusal_has_a_text_in_every_language(language: str) -> None:
    assert {f"error.{code}" for code in codes()} - i18n.catalogue(language).keys() == set()


def test_every_refusal_is_told_whole_in_another_language_and_exactly_in_english() -> None:
    for code in codes():
        german, pseudo = told("de", code), told(i18n.PSEUDO, code)

        assert told("en", code) == "The most exact there is."
        assert german not in {told("en", code), i18n.catalogue("en")[f"error.{code}"]}, code
        assert not PLACEHOLDER.search(german), code
        assert (pseudo[0], pseudo[-1]) == ("⟦", "⟧"), code


def test_what_is_refused_by_a_code_of_another_version_is_told_as_it_came() -> None:
    assert told("de", "NEVER_HEARD_OF") == "The most exact there is."


def test_no_wire_model_refuses_a_value_in_words_of_its_own() -> None:
    """A `ValueError` has no type by which its text could be found; a `PydanticCustomError` has."""
    models = [*PACKAGE.glob("*/schemas.py"), *PACKAGE.glob("*/*_schemas.py"), *PACKAGE.glob("*/schemas/*.py")]
    custom = {
        kind
        for path in models
        for kind in re.findall(r"PydanticCustomError\(\s*\"(\w+)\"", path.read_text(encoding="utf-8"))
    }

    assert len(models) > 10
    assert [str(path) for path in models if "ValueError(" in path.read_text(encoding="utf-8")] == []
    assert {f"invalid.{kind}" for kind in custom} <= i18n.catalogue("en").keys()
    assert custom


def test_every_usual_way_to_be_wrong_has_a_text() -> None:
    ours = {key.removeprefix("invalid.") for key in i18n.catalogue("en") if key.startswith("invalid.")}
    usual = {"missing", "extra_forbidden", "enum", "literal_error", "timezone_aware", "finite_number"}
    usual |= {kind for kind in get_args(ErrorType) if re.match(r"(string|int|float|bool|uuid|date|datetime)_", kind)}
    usual -= {"string_sub_type", "string_not_ascii", "uuid_version", "date_past", "date_future", "datetime_past"}
    usual -= {"datetime_future"}

    assert usual - ours == set()


def test_a_wish_wins_over_the_account_and_the_account_over_english() -> None:
    with telling.answering(None):
        assert telling.language() == "en"
        telling.prefer("de-AT")
        assert telling.language() == "de"
    with telling.answering("en"):
        telling.prefer("de")
        assert telling.language() == "en"
    with telling.answering(None):
        telling.prefer("fr")
        assert telling.language() == "en"


def test_an_answer_without_words_has_no_language() -> None:
    with telling.answering("de"):
        assert telling.language_told() is None
        telling.text("error.GONE")
        assert telling.language_told() == "de"
    assert telling.language_told() is None


def test_phrases_are_put_into_words_wherever_they_lie() -> None:
    note = telling.phrase("studio.note.items", made=3, all=7)
    data = {"notes": [note, "as it is"], "number": 5, "weak": telling.phrase("error.GONE")}

    with telling.answering("de"):
        assert telling.worded(data) == {
            "notes": ["3 von 7 Aufgaben", "as it is"],
            "number": 5,
            "weak": i18n.catalogue("de")["error.GONE"],
        }


def test_values_may_be_called_anything() -> None:
    phrase = telling.phrase("studio.weakness.language.other", language="fr", key="k")

    with telling.answering("de"):
        assert "(fr)" in telling.worded(phrase)
        assert telling.refusal("GONE", "", {"key": 1, "language": 2, "code": 3}) == i18n.catalogue("de")["error.GONE"]


def test_what_a_job_kept_of_its_failure_is_told_in_the_readers_language() -> None:
    kept = {"code": "DOCUMENT_TOO_LARGE", "message": "The file has 51 MB.", "details": {"limit_mb": 50}}

    with telling.answering("de"):
        german = telling.failure(kept)
        assert telling.failure(None) is None
    with telling.answering("en"):
        assert telling.failure(kept) == kept

    assert german is not None
    assert "größer als 50 MB" in german["message"]
