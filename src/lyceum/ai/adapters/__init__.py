"""Engines of the domain ai; each is imported when it is first asked for."""
