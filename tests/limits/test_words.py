"""How long to wait, as a person would say it."""

import pytest

from lyceum.platform.http.admission import refusal_of
from lyceum.platform.limits.counting import Rule
from lyceum.platform.limits.verdict import Refused
from lyceum.platform.limits.windows import Scope, Window


@pytest.mark.parametrize(
    ("span_s", "wait_s", "span", "wait"),
    [
        (1, 1, "1 second", "1 second"),
        (60, 63, "1 minute", "63 seconds"),
        (3600, 3702, "1 hour", "62 minutes"),
        (86_400, 7_201, "24 hours", "3 hours"),
    ],
)
def test_lengths_of_time_are_said_in_words_and_never_too_short(span_s: int, wait_s: int, span: str, wait: str) -> None:
    window = Window("upload", Scope.PERSON, Rule(5, span_s * 1000))

    refusal = refusal_of(window, Refused(0, 0, wait_s * 1000, -1))

    assert refusal.message == f"That was too often: 5 in {span} is the limit 'upload'. Wait {wait}."
    assert refusal.retry_after_s == wait_s
