"""Trigram indexes of the items' folded SKUs and titles, on SQLite only, so far; which write changed a listing last."""

import sqlalchemy as sa
from alembic import op

from rakumap.store import sqlite_search

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the indexes and fill them."""
    op.add_column("listing", sa.Column("change_stamp", sa.BigInteger(), nullable=True))
    some = sa.text("change_stamp IS NOT NULL")
    op.create_index("listing_change_stamp", "listing", ["change_stamp"], sqlite_where=some, postgresql_where=some)
    if op.get_bind().dialect.name == "sqlite":
        sqlite_search.create(op.get_bind())
