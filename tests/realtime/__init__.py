"""Sockets as clients see them."""
