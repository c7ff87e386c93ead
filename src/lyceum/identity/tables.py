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
    # Of `people`, which says when it changes.
    sa.Column("plan", sa.Text, nullable=False, server_default="free"),
    sa.Column("email_verified_at", _MOMENT),
    # Plain where it was kept before it was sealed; `resealing` moves it.
    sa.Column("pending_email", sa.Text),
    sa.Column("pending_email_sealed", sa.LargeBinary),
    sa.Column("pending_email_until", _MOMENT),
    sa.Column("password_reset_at", _MOMENT),
    sa.Column("failed_login_attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("lockouts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("locked_until", _MOMENT),
    sa.Column("lock_letter_due", sa.Boolean, nullable=False, server_default=sa.false()),
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
    sa.CheckConstraint(
        "(pending_email is null and pending_email_sealed is null) = (pending_email_until is null)",
        name="account_pending_email",
    ),
    sa.Index("account_lock_letter", "id", postgresql_where=sa.text("lock_letter_due")),
    sa.Index("account_administrator", "id", postgresql_where=sa.text("'super_admin' = any (roles)")),
)

# A browser an account has signed in with, or a program as far as programs can be told apart. It has failures of its
# own: whoever knows the address can lock strangers' devices out, and never the owner's.
device = sa.Table(
    "device",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("account_id", UUID, sa.ForeignKey("identity.account.id", ondelete="cascade"), nullable=False),
    # Keyed and made with the account's id: two accounts of one browser have nothing in common here.
    sa.Column("token_hash", sa.LargeBinary),
    sa.Column("browser", sa.Text, nullable=False),
    sa.Column("system", sa.Text, nullable=False),
    sa.Column("first_seen_at", _MOMENT, nullable=False),
    # None: every sign-in on it was found suspicious, and nobody has entered the code of a letter yet.
    sa.Column("known_since", _MOMENT),
    sa.Column("last_seen_at", _MOMENT, nullable=False),
    sa.Column("failed_login_attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("lockouts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("locked_until", _MOMENT),
    sa.UniqueConstraint("account_id", "token_hash", name="device_token"),
)

# One sign-in: the family of every refresh token that descends from it.
session = sa.Table(
    "session",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("account_id", UUID, sa.ForeignKey("identity.account.id", ondelete="cascade"), nullable=False),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("user_agent_family", sa.Text, nullable=False),
    sa.Column("system", sa.Text, nullable=False, server_default="other"),
    sa.Column("device_id", UUID, sa.ForeignKey("identity.device.id", ondelete="set null")),
    sa.Column("address_sealed", sa.LargeBinary),
    sa.Column("network_key", sa.LargeBinary),
    # None: found suspicious, and nobody has entered the code of the letter yet.
    sa.Column("confirmed_at", _MOMENT),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("last_used_at", _MOMENT, nullable=False),
    sa.Column("expires_at", _MOMENT, nullable=False),
    sa.Column("revoked_at", _MOMENT),
    sa.Column("revoke_reason", sa.Text),
    sa.CheckConstraint("client in ('token', 'cookie')", name="session_client"),
    sa.CheckConstraint("(revoked_at is null) = (revoke_reason is null)", name="session_revoked"),
    sa.Index("session_account", "account_id", "id"),
    sa.Index("session_device", "device_id"),
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

api_key = sa.Table(
    "api_key",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("account_id", UUID, sa.ForeignKey("identity.account.id", ondelete="cascade"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scopes", ARRAY(sa.Text), nullable=False),
    # Of the secret a digest, and that sealed: a fresh key can be made by nobody who has the database alone.
    sa.Column("secret_sealed", sa.LargeBinary, nullable=False),
    sa.Column("requests_per_hour", sa.Integer),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("expires_at", _MOMENT),
    sa.Column("last_used_at", _MOMENT),
    sa.Column("revoked_at", _MOMENT),
    sa.CheckConstraint("cardinality(scopes) > 0", name="api_key_scopes"),
    sa.CheckConstraint("requests_per_hour > 0", name="api_key_requests"),
    sa.Index("api_key_account", "account_id", "id"),
)

setup_link = sa.Table(
    "setup_link",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("expires_at", _MOMENT, nullable=False),
    sa.Column("used_at", _MOMENT),
)

# A token that went out by letter. It is computed from the id with the installation's secret; only its hash lies here.
mailed_link = sa.Table(
    "mailed_link",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("account_id", UUID, sa.ForeignKey("identity.account.id", ondelete="cascade"), nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False),
    # Plain, with the key it is found by, where they were kept before they were sealed; `resealing` moves them.
    sa.Column("email", sa.Text),
    sa.Column("email_key", sa.Text),
    sa.Column("email_sealed", sa.LargeBinary),
    sa.Column("email_index", sa.LargeBinary),
    sa.Column("session_id", UUID, sa.ForeignKey("identity.session.id", ondelete="cascade")),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("expires_at", _MOMENT, nullable=False),
    sa.Column("used_at", _MOMENT),
    sa.UniqueConstraint("token_hash", name="mailed_link_token"),
    sa.CheckConstraint(
        "purpose in ('verify_email', 'reset_password', 'confirm_email', 'undo_email', 'end_session',"
        " 'confirm_sign_in')",
        name="mailed_link_purpose",
    ),
    sa.Index("mailed_link_account", "account_id", "purpose"),
    sa.Index("mailed_link_session", "session_id"),
    sa.Index("mailed_link_reserved", "email_key", postgresql_where=sa.text("purpose = 'undo_email'")),
    sa.Index("mailed_link_reserved_sealed", "email_index", postgresql_where=sa.text("purpose = 'undo_email'")),
)

# Letters on their way: a row goes when its letter has been handed over.
letter = sa.Table(
    "letter",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("address_sealed", sa.LargeBinary, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("account_id", UUID, sa.ForeignKey("identity.account.id", ondelete="cascade")),
    sa.Column("link_id", UUID, sa.ForeignKey("identity.mailed_link.id", ondelete="cascade")),
    sa.Column("details", JSONB, nullable=False),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_try_at", _MOMENT, nullable=False),
    sa.Index("letter_due", "next_try_at"),
    sa.Index("letter_account", "account_id"),
    sa.Index("letter_link", "link_id"),
)

# Who failed to sign in from where, as keyed hashes, for a day: to see one address try many accounts.
failed_sign_in = sa.Table(
    "failed_sign_in",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("address_key", sa.LargeBinary, nullable=False),
    sa.Column("account_key", sa.LargeBinary, nullable=False),
    sa.Column("failed_at", _MOMENT, nullable=False),
    sa.Index("failed_sign_in_address", "address_key", "failed_at"),
    sa.Index("failed_sign_in_moment", "failed_at"),
)
