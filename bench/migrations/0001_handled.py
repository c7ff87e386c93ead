"""What the bench's subscriber writes."""

from alembic import op

revision = "bench_0001"
down_revision = None
branch_labels = ("bench",)
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.execute("create table bench.handled (event_id uuid primary key, topic text not null)")
