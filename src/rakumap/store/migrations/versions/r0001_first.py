"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "channel",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("enabled", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("inventory_sync", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("default_max", sa.BigInteger(), nullable=True),
        sa.Column("default_end", sa.BigInteger(), nullable=True),
        sa.Column("default_percentage", sa.BigInteger(), nullable=True),
        sa.Column("removed", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("enabled_at", sa.BigInteger(), nullable=True),
        sa.Column("forced_at", sa.BigInteger(), nullable=True),
        sa.Column("forced_monotonic", sa.BigInteger(), nullable=True),
        sa.Column("forced_boot", sa.Text(), nullable=True),
        sa.Column("report_time", sa.BigInteger(), nullable=True),
        sa.Column("report_fingerprint", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "channel_name",
        "channel",
        ["name"],
        unique=True,
        sqlite_where=sa.text("removed = 0"),
        postgresql_where=sa.text("removed = 0"),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("undoable", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('do', 'undo', 'redo')"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("entry_target", "entry", ["target"], unique=False)
    op.create_table(
        "item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("sku_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default=sa.text("('')"), nullable=False),
        sa.Column("title_key", sa.Text(), server_default=sa.text("('')"), nullable=False),
        sa.Column("barcode", sa.Text(), nullable=True),
        sa.Column("level", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("in_open_orders", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("deleted", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sku"),
    )
    op.create_index("item_barcode", "item", ["barcode"], unique=False)
    op.create_index("item_sku_key", "item", ["sku_key"], unique=False)
    op.create_index("item_title_key", "item", ["title_key"], unique=False)
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("key2", sa.BigInteger(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_change_entry_id"), "change", ["entry_id"], unique=False)
    op.create_table(
        "held",
        sa.Column(
            "channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("report_time", sa.BigInteger(), nullable=True),
        sa.Column("held_at", sa.BigInteger(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
        ),
        sa.PrimaryKeyConstraint("channel_id"),
    )
    op.create_table(
        "listing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("listing_id", sa.Text(), nullable=False),
        sa.Column("own_id", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("presence", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("sku_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("unlimited", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("barcode", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("variation", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=True),
        sa.Column("duplicate", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.Column("first_run", sa.BigInteger(), nullable=True),
        sa.Column("ignore_sync", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("ignored_by_report", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("excluded", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("no_item", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("max_listed", sa.BigInteger(), nullable=True),
        sa.Column("end_when", sa.BigInteger(), nullable=True),
        sa.Column("percentage", sa.BigInteger(), nullable=True),
        sa.Column("old_sku", sa.Text(), nullable=True),
        sa.Column("submitted_quantity", sa.BigInteger(), nullable=True),
        sa.Column("last_update", sa.BigInteger(), nullable=True),
        sa.Column("update_status", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel_id", "listing_id"),
    )
    op.create_index("listing_presence", "listing", ["channel_id", "presence"], unique=False)
    op.create_index("listing_sku", "listing", ["channel_id", "sku"], unique=False)
    op.create_table(
        "problem",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=True),
        sa.Column("listing_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_problem_channel_id"), "problem", ["channel_id"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("new", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("gone", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sku_changed", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("linked", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("unlinked", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("links_kept", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("problems", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("run_channel", "run", ["channel_id", "started_at"], unique=False)
    op.create_table(
        "run_lock",
        sa.Column(
            "channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("heartbeat_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
        ),
        sa.PrimaryKeyConstraint("channel_id"),
    )
    op.create_table(
        "decision",
        sa.Column(
            "listing_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "item_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('rejected', 'unlinked')"),
        sa.ForeignKeyConstraint(
            ["item_key"],
            ["item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["listing_key"],
            ["listing.id"],
        ),
        sa.PrimaryKeyConstraint("listing_key", "item_key"),
    )
    op.create_table(
        "link",
        sa.Column(
            "listing_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("item_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("linked_at", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_key"],
            ["item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["listing_key"],
            ["listing.id"],
        ),
        sa.PrimaryKeyConstraint("listing_key"),
    )
    op.create_index("link_item", "link", ["item_key"], unique=False)
