"""Finding the lowest point of a function."""
