"""Directed graphs: order and reduction."""
