"""Ways to know where a network address is."""
