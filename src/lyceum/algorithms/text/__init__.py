"""Words, sentences and plain-text hygiene."""
