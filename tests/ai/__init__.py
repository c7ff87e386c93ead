"""Tests of the domain ai."""
