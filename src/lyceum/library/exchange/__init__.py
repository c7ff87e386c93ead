"""Decks as files: what is written for other programs, and what is read of theirs."""
