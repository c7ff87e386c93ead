"""Limits: the engine, and over HTTP."""
