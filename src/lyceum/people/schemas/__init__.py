"""Wire models of people."""
