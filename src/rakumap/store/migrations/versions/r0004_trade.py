"""Quantities going out, order lines coming in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state NOT IN ('confirmed', 'superseded')")
WAITING = sa.text("resolved_at IS NULL")
UNSETTLED = sa.text("settled = 0")


def upgrade() -> None:
    """Add the outbox, the order lines, and what a listing and a channel know of both."""
    op.add_column("channel", sa.Column("orders_at", sa.BigInteger(), nullable=True))
    for column in (
        sa.Column("released", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("confirmed_quantity", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("drift_quantity", sa.BigInteger(), nullable=True),
        sa.Column("drift_tries", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
    ):
        op.add_column("listing", column)
    _outbox()
    _order_line()


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("listing_key", KEY, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("drift", sa.BigInteger(), nullable=True),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.Column("ticket", sa.Text(), nullable=True),
        sa.Column("tries", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('prepared', 'sent', 'submitted', 'confirmed', 'failed', 'superseded')"),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"]),
        sa.ForeignKeyConstraint(["listing_key"], ["listing.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_open", "outbox", ["listing_key"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(
        "outbox_waiting", "outbox", ["channel_id", "state"], unique=False, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("outbox_changed", "outbox", ["changed_at"], unique=False)


def _order_line() -> None:
    op.create_table(
        "order_line",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("listing_ids", sa.Text(), nullable=False),
        sa.Column("listing_key", sa.BigInteger(), nullable=True),
        sa.Column("item_key", sa.BigInteger(), nullable=True),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("counted", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("settled", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("state IN ('open', 'shipped', 'cancelled')"),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel_id", "order_id", "line_id"),
    )
    op.create_index(
        "order_line_waiting",
        "order_line",
        ["listing_key"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "order_line_unsettled",
        "order_line",
        ["item_key"],
        unique=False,
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )
