"""FSRS's weights fitted to single learners, in versions, and which of them serve."""

from alembic import op

revision = "practice_0006"
down_revision = "practice_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what was fitted, whom to fit next, and what each learner wishes."""
    op.execute("""
        create table practice.learner_fit (
            learner_id uuid not null,
            version integer not null,
            weights double precision[] not null,
            reviews integer not null,
            log_loss double precision not null,
            log_loss_default double precision not null,
            serves boolean not null,
            fitted_at timestamptz not null,
            primary key (learner_id, version)
        )""")
    op.execute("""
        create table practice.learner_fitting (
            learner_id uuid primary key,
            changes integer not null,
            counted integer not null default 0
        )""")
    op.execute("""
        alter table practice.learner_setting
            add column weights text not null default 'fitted'
                constraint learner_setting_weights check (weights in ('default', 'fitted')),
            add column weights_version integer""")
