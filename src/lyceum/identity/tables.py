"""Tables of identity, in the schema `identity`."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, UUID

metadata = sa.MetaData(schema="identity")

_MOMENT = TIMESTAMP(timezone=True)

account = sa.Table(
    "account",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("email", sa.Text, nullable=False),
    # Case-folded in Python (rules.email_key): the one place that says when two addresses are the same.
    sa.Column("email_key", sa.Text, nullable=False),
    sa.Column("username", sa.Text, nullable=False),
    sa.Column("full_name", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text),
    sa.Column("roles", ARRAY(sa.Text), nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="active"),
    sa.Column("teacher_requested_at", _MOMENT),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("theme", sa.Text, nullable=False, server_default="auto"),
    sa.Column("text_size", sa.Text, nullable=False, server_default="medium"),
    sa.Column("contrast", sa.Text, nullable=False, server_default="standard"),
    sa.Column("motion", sa.Text, nullable=False, server_default="auto"),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("updated_at", _MOMENT, nullable=False),
    sa.UniqueConstraint("email_key", name="account_email_key"),
    sa.UniqueConstraint("username", name="account_username"),
    sa.CheckConstraint("status in ('active', 'suspended', 'deleted')", name="account_status"),
    sa.CheckConstraint("theme in ('light', 'dark', 'auto')", name="account_theme"),
    sa.CheckConstraint("text_size in ('small', 'medium', 'large', 'larger')", name="account_text_size"),
    sa.CheckConstraint("contrast in ('standard', 'more')", name="account_contrast"),
    sa.CheckConstraint("motion in ('auto', 'reduced', 'full')", name="account_motion"),
    sa.CheckConstraint("roles <@ array['student', 'teacher', 'admin', 'super_admin']", name="account_roles"),
    sa.Index("account_administrator", "id", postgresql_where=sa.text("'super_admin' = any (roles)")),
)

# One sign-in: the family of every refresh token that descends from it.
session = sa.Table(
    "session",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("account_id", UUID, sa.ForeignKey("identity.account.id", ondelete="cascade"), nullable=False),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("user_agent_family", sa.Text, nullable=False),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("last_used_at", _MOMENT, nullable=False),
    sa.Column("expires_at", _MOMENT, nullable=False),
    sa.Column("revoked_at", _MOMENT),
    sa.Column("revoke_reason", sa.Text),
    sa.CheckConstraint("client in ('token', 'cookie')", name="session_client"),
    sa.CheckConstraint("(revoked_at is null) = (revoke_reason is null)", name="session_revoked"),
    sa.Index("session_account", "account_id", "id"),
)

refresh_token = sa.Table(
    "refresh_token",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("session_id", UUID, sa.ForeignKey("identity.session.id", ondelete="cascade"), nullable=False),
    sa.Column("issued_at", _MOMENT, nullable=False),
    sa.Column("expires_at", _MOMENT, nullable=False),
    sa.Column("used_at", _MOMENT),
    sa.Column("successor_hash", sa.LargeBinary),
    sa.CheckConstraint("(used_at is null) = (successor_hash is null)", name="refresh_token_used"),
    sa.Index("refresh_token_session", "session_id"),
)

signing_key = sa.Table(
    "signing_key",
    metadata,
    sa.Column("kid", sa.Text, primary_key=True),
    sa.Column("public_jwk", JSONB, nullable=False),
    sa.Column("private_sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("signs_from", _MOMENT, nullable=False),
    sa.Column("verifies_until", _MOMENT),
)

setup_link = sa.Table(
    "setup_link",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("expires_at", _MOMENT, nullable=False),
    sa.Column("used_at", _MOMENT),
)
