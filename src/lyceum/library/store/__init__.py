"""All SQL of the domain library."""
