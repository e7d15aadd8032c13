"""Digests of report rows, and an index by which the children of a parent are found."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    """Make the table, empty: the next report fills it."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "seen",
        sa.Column("listing_key", key, autoincrement=False, nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_key"],
            ["listing.id"],
        ),
        sa.PrimaryKeyConstraint("listing_key"),
    )
    some = sa.text("parent_id IS NOT NULL")
    op.create_index(
        "listing_parent",
        "listing",
        ["channel_id", "parent_id"],
        unique=False,
        sqlite_where=some,
        postgresql_where=some,
    )
