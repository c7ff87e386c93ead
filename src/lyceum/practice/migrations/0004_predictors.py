"""The registry of predictors, and what each of them said of an answer before it was given."""

from alembic import op

revision = "practice_0004"
down_revision = "practice_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both; the one predictor that needs no training serves until another is better."""
    op.execute("""
        create table practice.predictor (
            id integer generated always as identity primary key,
            name text not null,
            version integer not null,
            state text not null
                constraint predictor_state check (state in ('candidate', 'shadow', 'serving', 'retired')),
            share double precision not null constraint predictor_share check (share between 0 and 1),
            artefact text,
            digest text,
            answers integer not null,
            learners integer not null,
            trained_until timestamptz,
            loss double precision,
            loss_to_beat double precision,
            trained_at timestamptz,
            served_from timestamptz,
            constraint predictor_version unique (name, version)
        )""")
    op.execute("create unique index predictor_serving on practice.predictor (state) where state = 'serving'")
    op.execute("create unique index predictor_candidate on practice.predictor (state) where state = 'candidate'")
    op.execute("""
        insert into practice.predictor (name, version, state, share, answers, learners)
        values ('bkt+irt', 1, 'serving', 1, 0, 0)""")
    # One row for an answer, however many predictors there are.
    op.execute("""
        create table practice.prediction (
            attempt_id uuid primary key,
            learner_id uuid not null,
            predictors integer[] not null,
            chances double precision[] not null,
            correct boolean not null,
            effective_at timestamptz not null
        )""")
    op.execute("create index prediction_newest on practice.prediction (effective_at, attempt_id)")
