"""Reads the settings for a command; where one is wrong, says where it stands and what was expected."""

import difflib
import os
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import SecretStr, ValidationError

from lyceum.platform.settings import SETTINGS_FILE, Settings, default_home

_PREFIX = "LYCEUM_"
# How much alike two names must be for one to be a slip of the other.
_ALIKE = 0.7


class SettingsUnusable(Exception):
    """Something is wrong with the settings: a sentence for each thing."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_settings() -> Settings:
    """The settings of this installation.

    Raises:
        SettingsUnusable: if a setting or their file is wrong.
    """
    file = default_home() / SETTINGS_FILE
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsUnusable([_said(problem) for problem in error.errors()]) from error
    except OSError as error:
        hint = "make it readable for this user, or set LYCEUM_HOME to a folder that is"
        raise SettingsUnusable([f"{str(file)!r} cannot be read ({error.strerror}); {hint}."]) from error
    except ValueError as error:
        # The file is no TOML, or a variable that holds a list is no JSON.
        if os.access(file, os.R_OK) and "EnvSettingsSource" not in str(error):
            problem = f"{str(file)!r} is not TOML: {error}. Expected lines such as: port = 8001"
        else:
            problem = f"{error}. A list is written as JSON, as in LYCEUM_PLUGINS='[\"module:attribute\"]'"
        raise SettingsUnusable([f"{problem}."]) from error


def slips(environment: Mapping[str, str]) -> Iterator[str]:
    """Remarks about variables that are no settings, but look like one misspelt."""
    for variable in environment:
        name = variable.upper().removeprefix(_PREFIX).lower()
        if variable.upper().startswith(_PREFIX) and name not in Settings.model_fields and (meant := _meant(name)):
            yield f"{variable} is not a setting and changes nothing; did you mean {_PREFIX}{meant.upper()}?"


def _said(problem: Any) -> str:  # noqa: ANN401  pydantic's ErrorDetails
    name = ".".join(map(str, problem["loc"]))
    field = Settings.model_fields.get(name)
    if field is None:
        meant = _meant(name.lower().removeprefix(_PREFIX.lower()))
        hint = f"did you mean {meant!r}?" if meant else "src/lyceum/platform/settings.py lists them all."
        return f"{SETTINGS_FILE}: there is no setting {name!r}; {hint}"
    place = _PREFIX + name.upper()
    if place not in map(str.upper, os.environ):
        place = f"{SETTINGS_FILE}: {name}"
    # What is sealed stays so: it is not repeated.
    is_secret = "SecretStr" in str(field.annotation) or isinstance(problem["input"], SecretStr)
    given = "" if is_secret else f" is {problem['input']!r}"
    return f"{place}{given}: {_expected(problem)} ({field.description})"


def _expected(problem: Mapping[str, Any]) -> str:
    match problem["type"]:
        case "too_short" | "string_too_short":
            return f"expected {problem['ctx']['min_length']} characters or more"
        case _:
            return str(problem["msg"]).removeprefix("Value error, ").replace("Input should be", "expected")


def _meant(name: str) -> str | None:
    return next(iter(difflib.get_close_matches(name, Settings.model_fields, n=1, cutoff=_ALIKE)), None)
