"""Parameters of items in versions: what an item was made with, and what each calibration found."""

from alembic import op

revision = "library_0003"
down_revision = "library_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the parameters of each version of an item, and keep those of before."""
    op.execute("alter table library.item_version add column parameters_version integer not null default 1")
    op.execute("""
        create table library.item_parameters (
            item_id uuid not null,
            version integer not null,
            parameters_version integer not null,
            a double precision not null,
            b double precision not null,
            c double precision not null,
            answers integer not null,
            created_at timestamptz not null,
            primary key (item_id, version, parameters_version),
            foreign key (item_id, version) references library.item_version (item_id, version)
        )""")
