"""What keeps a failing neighbour from becoming our failure: a circuit breaker, retries, deadlines (C6, C7, ERR-06)."""
