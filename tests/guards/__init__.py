"""Who gets through which route: one table of every route, and the walk that holds the running app against it."""
