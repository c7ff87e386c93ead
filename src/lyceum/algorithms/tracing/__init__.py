"""What a learner knows: knowledge tracing."""
