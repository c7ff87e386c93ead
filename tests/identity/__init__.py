"""Tests of identity, through HTTP where there is a route."""
