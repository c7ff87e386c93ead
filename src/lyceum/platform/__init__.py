"""The kernel: what every domain stands on, and nothing a domain owns."""
