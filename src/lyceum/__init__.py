"""Lyceum: an open learning platform that brings a person to mastery of a document or topic, with the evidence."""

__version__ = "0.1.0"
