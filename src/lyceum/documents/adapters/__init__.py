"""Extractors, one file format each; loaded on first use because their libraries are heavy."""
