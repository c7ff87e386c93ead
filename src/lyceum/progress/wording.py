"""What progress says to a person, in the language they read, as `i18n.negotiate` gives it."""

from collections.abc import Mapping

from lyceum.platform import i18n
from lyceum.progress.contracts import Because


def because(code: Because, numbers: Mapping[str, int], language: str) -> str:
    """Why to do something now. What counts something has a sentence for one and one for many."""
    counted = next(iter(numbers.values()), None)
    form = "" if counted is None else ".one" if counted == 1 else ".many"
    return i18n.translate(f"now.{code.value}{form}", language, **numbers)
