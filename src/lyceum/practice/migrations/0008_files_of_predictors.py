"""Which files of predictors are stored, and since when a predictor is retired: what files may be deleted."""

from alembic import op

revision = "practice_0008"
down_revision = "practice_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; the window of what is retired already begins now."""
    op.execute("alter table practice.predictor add column retired_at timestamptz")
    op.execute("update practice.predictor set retired_at = now() where state = 'retired'")
    op.execute("""
        create table practice.predictor_file (
            key text primary key,
            written_at timestamptz not null,
            is_doomed boolean not null default false
        )""")
    op.execute("""
        insert into practice.predictor_file (key, written_at)
        select artefact, min(trained_at) from practice.predictor where artefact is not null group by artefact""")
