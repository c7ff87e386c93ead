"""Attacks on a served Lyceum, one file per family; each of them is refused."""
