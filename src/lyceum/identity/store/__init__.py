"""All SQL of identity: accounts, sessions, and the installation's keys."""
