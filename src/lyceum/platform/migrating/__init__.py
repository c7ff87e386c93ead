"""The part of migrating that needs Alembic, which is too heavy for a start: `run` drives it, `env` is its entry."""
