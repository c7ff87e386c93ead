"""A domain of the tests: one route, one event, one workflow with three steps, one subscriber; it proves the kernel."""
