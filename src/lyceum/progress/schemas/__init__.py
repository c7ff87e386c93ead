"""Wire models of progress."""
