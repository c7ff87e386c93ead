"""Migrations of the schema, one numbered file per step."""
