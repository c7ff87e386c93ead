"""Policy of practice: how far a belief is from not knowing."""

import pytest

from lyceum.practice import rules


@pytest.mark.parametrize(("mastery", "confidence"), [(0.0, 1.0), (0.5, 0.0), (1.0, 1.0), (0.25, 0.25), (0.9, 0.64)])
def test_confidence_grows_from_even_odds_to_certainty(mastery: float, confidence: float) -> None:
    assert rules.confidence_in(mastery) == pytest.approx(confidence)
    assert rules.confidence_in(1.0 - mastery) == pytest.approx(confidence)
