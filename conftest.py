"""What holds for every test of the repository; fixtures are in tests/conftest.py."""

pytest_plugins = (
    "tests.plugins.loopback_only",
    "tests.plugins.hypothesis_profiles",
    "tools.coverage_floors",
)
