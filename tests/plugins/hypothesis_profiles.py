"""How hard Hypothesis tries: 100 examples at home, 1,000 where CI is set.

HYPOTHESIS_PROFILE names another choice.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "dev",
    max_examples=100,
    # Two workers on two busy cores stall at random; how long a test takes is measured elsewhere.
    deadline=None,
)
settings.register_profile(
    "ci",
    parent=settings.get_profile("dev"),
    max_examples=1000,
    # The same examples in every run, so that a red build can be repeated.
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))
