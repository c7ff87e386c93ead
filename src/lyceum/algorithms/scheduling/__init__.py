"""When to ask again: spaced repetition."""
