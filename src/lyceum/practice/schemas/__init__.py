"""Wire models of practice."""
