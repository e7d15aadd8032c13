"""Runs of the source of inventory, which belong to no channel, and a lock of its own."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0005", "0004"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Let a run and a lock belong to the source; what is there stays the channels'."""
    with op.batch_alter_table("run") as batch:
        batch.alter_column("channel_id", existing_type=KEY, nullable=True)
        batch.add_column(sa.Column("source", sa.Text(), nullable=True))
        batch.create_check_constraint("run_of", "channel_id IS NOT NULL OR source IS NOT NULL")
    op.create_table(
        "run_lock_next",
        sa.Column("run_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", KEY, nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("heartbeat_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"]),
        sa.PrimaryKeyConstraint("run_id"),
        sa.UniqueConstraint("channel_id"),
        sa.UniqueConstraint("source"),
    )
    op.execute(
        "INSERT INTO run_lock_next (run_id, channel_id, owner, heartbeat_at)"
        " SELECT run_id, channel_id, owner, heartbeat_at FROM run_lock"
    )
    op.drop_table("run_lock")
    op.rename_table("run_lock_next", "run_lock")
