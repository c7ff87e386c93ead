"""Wire models of the library."""
