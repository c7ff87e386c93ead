"""Finding the passages a question is about."""
