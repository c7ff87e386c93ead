"""Measures what a Lyceum process costs: `python -m bench`."""
