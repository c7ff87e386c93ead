"""What to ask next, and why."""
