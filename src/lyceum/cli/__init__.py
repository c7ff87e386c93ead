"""The command `lyceum`: what a person types, and nothing a use case should decide."""
