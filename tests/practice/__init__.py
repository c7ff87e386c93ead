"""Practice: the fold, dates, settings, partitions."""
