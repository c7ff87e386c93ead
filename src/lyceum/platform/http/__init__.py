"""What every domain's routes share: the transaction around a request, who is asking, errors, pages, idempotency."""
