"""Trigram indexes of the items' folded SKUs and titles; on SQLite only, so far."""

from alembic import op

from rakumap.store import sqlite_search

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the indexes and fill them."""
    if op.get_bind().dialect.name == "sqlite":
        sqlite_search.create(op.get_bind())
