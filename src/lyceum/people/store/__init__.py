"""All SQL of the domain people."""
