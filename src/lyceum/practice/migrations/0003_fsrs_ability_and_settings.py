"""What FSRS remembers of items, ability per skill, dates as days of the learner, and how each wants to review."""

from alembic import op

revision = "practice_0003"
down_revision = "practice_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. What was folded before keeps its dates; FSRS begins with the next attempt, or with a replay."""
    op.execute("""
        create table practice.learner_setting (
            learner_id uuid primary key,
            scheduler text not null constraint learner_setting_scheduler check (scheduler in ('fsrs', 'sm2')),
            desired_retention double precision not null
                constraint learner_setting_retention check (desired_retention between 0.7 and 0.97),
            changed_at timestamptz not null
        )""")
    op.execute("""
        alter table practice.item_state
            add column sm2_interval integer not null default 0,
            add column sm2_day date,
            add column stability double precision,
            add column difficulty double precision,
            add column day date,
            add column is_recalled boolean not null default false,
            add column lapses integer not null default 0,
            add column due_on date""")
    op.execute("""
        update practice.item_state set sm2_interval = interval_days, sm2_day = (reviewed_at at time zone 'UTC')::date,
            day = (last_effective_at at time zone 'UTC')::date, is_recalled = repetitions > 0,
            due_on = (due_at at time zone 'UTC')::date""")
    op.execute("drop index practice.item_state_due")
    op.execute("""
        alter table practice.item_state
            alter column sm2_interval drop default,
            alter column day set not null,
            alter column is_recalled drop default,
            alter column lapses drop default,
            alter column due_on set not null,
            drop column due_at,
            drop column reviewed_at""")
    op.execute("create index item_state_due on practice.item_state (learner_id, due_on)")
    op.execute("""
        alter table practice.skill_state
            add column ability double precision not null default 0,
            add column ability_variance double precision not null default 1""")
    op.execute("""
        alter table practice.skill_state
            alter column ability drop default,
            alter column ability_variance drop default""")
