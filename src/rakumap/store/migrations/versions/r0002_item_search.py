"""Trigram indexes of the items' folded SKUs and titles, on SQLite only, so far; which report changed a listing last."""

import sqlalchemy as sa
from alembic import op

from rakumap.store import sqlite_search

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the indexes and fill them."""
    op.add_column("listing", sa.Column("changed_run", sa.BigInteger(), nullable=True))
    some = sa.text("changed_run IS NOT NULL")
    op.create_index("listing_changed_run", "listing", ["changed_run"], sqlite_where=some, postgresql_where=some)
    if op.get_bind().dialect.name == "sqlite":
        sqlite_search.create(op.get_bind())
