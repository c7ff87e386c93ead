"""Wiring of the domain ai."""

from lyceum.platform.domain import Domain

DOMAIN = Domain(name="ai", about="Engines that work on language: embeddings, behind one door.")
