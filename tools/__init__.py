"""Checks of this repository that no ready-made tool makes, and scripts that the Makefile calls."""
