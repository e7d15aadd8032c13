"""The tables; private to ``store``.

Numbers that must stay exact are kept as scaled integers, times as milliseconds since 1970 UTC, flags as 0 and 1, so that
SQLite and PostgreSQL hold the same values and ``CAST(column AS TEXT)`` gives the same text on both: the journal compares
such texts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

from rakumap.store.units import EPOCH as EPOCH
from rakumap.store.units import GONE as GONE
from rakumap.store.units import GONE_PARENT as GONE_PARENT
from rakumap.store.units import LIVE as LIVE
from rakumap.store.units import PARENT as PARENT
from rakumap.store.units import from_ms as from_ms
from rakumap.store.units import scaled as scaled
from rakumap.store.units import to_ms as to_ms
from rakumap.store.units import unscaled


class Time(TypeDecorator[datetime]):
    """An aware UTC time as whole milliseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """To the database."""
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else from_ms(value)


class Flag(TypeDecorator[bool]):
    """Yes or no as 1 or 0."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """To the database."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else bool(value)


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal as an integer, ``digits`` places behind the point."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, digits: int) -> None:
        super().__init__()
        self.digits = digits

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """To the database."""
        return None if value is None else scaled(value, self.digits)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """From the database, without trailing zeros."""
        return None if value is None else unscaled(value, self.digits)


Key = BigInteger().with_variant(Integer, "sqlite")
metadata = MetaData()


def _col(name: str, type_: Any, default: str | None = None, **options: Any) -> Column[Any]:
    """A column; with ``default`` it is never null and has that server default."""
    if default is not None:
        return Column(name, type_, nullable=False, server_default=text(default), **options)
    return Column(name, type_, **options)


channel = Table(
    "channel",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("settings", Text, nullable=False),
    _col("enabled", Flag, "0"),
    _col("inventory_sync", Flag, "0"),
    _col("default_max", BigInteger),
    _col("default_end", BigInteger),
    _col("default_percentage", Scaled(2)),
    _col("removed", Flag, "0"),
    _col("enabled_at", Time),
    _col("forced_at", Time),
    _col("forced_monotonic", BigInteger),
    _col("forced_boot", Text),
    _col("report_time", Time),
    _col("report_fingerprint", Text),
    _col("orders_at", Time),
    # With postgresql_where here, SQLAlchemy would load that whole dialect at every start (75 ms); it comes with its store.
    Index("channel_name", "name", unique=True, sqlite_where=text("removed = 0")),
)

listing = Table(
    "listing",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("channel_id", ForeignKey("channel.id"), nullable=False),
    Column("listing_id", Text, nullable=False),
    _col("own_id", Flag, "1"),
    _col("presence", SmallInteger, "1"),
    Column("sku", Text, nullable=False),
    Column("sku_key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    _col("quantity", BigInteger),
    _col("unlimited", Flag, "0"),
    _col("price", Scaled(4)),
    _col("currency", Text),
    _col("barcode", Text),
    _col("parent_id", Text),
    _col("variation", Text),
    _col("updated_at", Time),
    _col("duplicate", Flag, "0"),
    _col("gone_at", Time),
    _col("first_run", BigInteger),
    _col("ignore_sync", Flag, "0"),
    _col("ignored_by_report", Flag, "0"),
    _col("excluded", Flag, "0"),
    _col("no_item", Flag, "0"),
    _col("max_listed", BigInteger),
    _col("end_when", BigInteger),
    _col("percentage", Scaled(2)),
    _col("old_sku", Text),
    _col("submitted_quantity", BigInteger),
    _col("last_update", Time),
    _col("update_status", Text),
    _col("released", Flag, "1"),
    _col("confirmed_quantity", BigInteger),
    _col("confirmed_at", Time),
    _col("drift_quantity", BigInteger),
    _col("drift_tries", BigInteger, "0"),
    _col("change_stamp", BigInteger),
    UniqueConstraint("channel_id", "listing_id"),
    Index("listing_sku", "channel_id", "sku"),
    Index("listing_presence", "channel_id", "presence"),
    Index("listing_parent", "channel_id", "parent_id", sqlite_where=text("parent_id IS NOT NULL")),
    Index("listing_change_stamp", "change_stamp", sqlite_where=text("change_stamp IS NOT NULL")),
)

seen = Table(
    "seen",
    metadata,
    Column("listing_key", ForeignKey("listing.id"), primary_key=True, autoincrement=False),
    Column("digest", BigInteger, nullable=False),
)
"""Digests of rows of the newest reports, by which the next ones are recognised; see ``store.seen``."""

item = Table(
    "item",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("sku", Text, nullable=False, unique=True),
    Column("sku_key", Text, nullable=False),
    _col("title", Text, "''"),
    _col("title_key", Text, "''"),
    _col("barcode", Text),
    _col("level", BigInteger, "0"),
    _col("in_open_orders", BigInteger, "0"),
    _col("deleted", Flag, "0"),
    Index("item_sku_key", "sku_key"),
    Index("item_title_key", "title_key"),
    Index("item_barcode", "barcode"),
)

link = Table(
    "link",
    metadata,
    Column("listing_key", ForeignKey("listing.id"), primary_key=True, autoincrement=False),
    Column("item_key", ForeignKey("item.id"), nullable=False),
    Column("linked_at", Time, nullable=False),
    Column("origin", Text, nullable=False),
    Index("link_item", "item_key"),
)

decision = Table(
    "decision",
    metadata,
    Column("listing_key", ForeignKey("listing.id"), primary_key=True, autoincrement=False),
    Column("item_key", ForeignKey("item.id"), primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    CheckConstraint("kind IN ('rejected', 'unlinked')"),
)

problem = Table(
    "problem",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("channel_id", ForeignKey("channel.id"), nullable=False, index=True),
    Column("line", BigInteger, nullable=False),
    Column("field", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("details", Text, nullable=False),
    _col("sku", Text),
    _col("listing_id", Text),
)

run = Table(
    "run",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("channel_id", ForeignKey("channel.id"), nullable=True),
    Column("event", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    _col("reason", Text),
    Column("started_at", Time, nullable=False),
    _col("ended_at", Time),
    Column("outcome", Text, nullable=False),
    *(_col(n, BigInteger, "0") for n in ("total", "new", "changed", "gone", "sku_changed", "linked", "unlinked")),
    *(_col(n, BigInteger, "0") for n in ("links_kept", "problems")),
    _col("code", Text),
    _col("details", Text, "'{}'"),
    _col("source", Text),
    CheckConstraint("channel_id IS NOT NULL OR source IS NOT NULL", name="run_of"),
    Index("run_channel", "channel_id", "started_at"),
)

run_lock = Table(
    "run_lock",
    metadata,
    Column("run_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", ForeignKey("channel.id"), unique=True, nullable=True),
    Column("source", Text, unique=True, nullable=True),
    Column("owner", Text, nullable=False),
    Column("heartbeat_at", Time, nullable=False),
)

held = Table(
    "held",
    metadata,
    Column("channel_id", ForeignKey("channel.id"), primary_key=True, autoincrement=False),
    Column("run_id", BigInteger, nullable=False),
    Column("path", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    _col("report_time", Time),
    Column("held_at", Time, nullable=False),
    Column("difference", Text, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("time", Time, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("action", Text, nullable=False),
    _col("channel_id", BigInteger),
    Column("count", BigInteger, nullable=False),
    Column("details", Text, nullable=False),
    _col("undoable", Flag, "1"),
    Column("kind", Text, nullable=False),
    _col("target", BigInteger),
    CheckConstraint("kind IN ('do', 'undo', 'redo')"),
    Index("entry_target", "target"),
    sqlite_autoincrement=True,
)

CHANGE_COLUMNS: tuple[Callable[[], Column[Any]], ...] = (
    lambda: Column("entity", Text, nullable=False),
    lambda: Column("key", BigInteger, nullable=False),
    lambda: Column("key2", BigInteger, nullable=False),
    lambda: Column("field", Text, nullable=False),
    lambda: Column("before", Text),
    lambda: Column("after", Text),
)

change = Table(
    "change",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry_id", ForeignKey("entry.id"), nullable=False, index=True),
    *(make() for make in CHANGE_COLUMNS),
)

OPEN_STATES = ("prepared", "sent", "submitted", "failed")
"""An offer in one of them is the newest word about its listing; ``confirmed`` and ``superseded`` ones are history."""
_is_open = "state NOT IN ('confirmed', 'superseded')"

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("channel_id", ForeignKey("channel.id"), nullable=False),
    Column("listing_key", ForeignKey("listing.id"), nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    _col("drift", BigInteger),
    _col("batch", Text),
    _col("ticket", Text),
    _col("tries", BigInteger, "0"),
    _col("not_before", Time),
    _col("code", Text),
    _col("message", Text),
    Column("created_at", Time, nullable=False),
    Column("changed_at", Time, nullable=False),
    CheckConstraint("state IN ('prepared', 'sent', 'submitted', 'confirmed', 'failed', 'superseded')"),
    Index("outbox_open", "listing_key", unique=True, sqlite_where=text(_is_open)),
    Index("outbox_waiting", "channel_id", "state", sqlite_where=text(_is_open)),
    Index("outbox_changed", "changed_at"),
    sqlite_autoincrement=True,
)
"""Quantities on their way; ``id`` rises and is never given twice, ``drift`` is the channel's number sent against."""

order_line = Table(
    "order_line",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("channel_id", ForeignKey("channel.id"), nullable=False),
    Column("order_id", Text, nullable=False),
    Column("line_id", Text, nullable=False),
    Column("time", Time, nullable=False),
    Column("sku", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("listing_ids", Text, nullable=False),
    _col("listing_key", BigInteger),
    _col("item_key", BigInteger),
    _col("resolved_at", Time),
    _col("counted", BigInteger, "0"),
    _col("settled", Flag, "0"),
    UniqueConstraint("channel_id", "order_id", "line_id"),
    CheckConstraint("state IN ('open', 'shipped', 'cancelled')"),
    Index("order_line_waiting", "listing_key", sqlite_where=text("resolved_at IS NULL")),
    Index("order_line_unsettled", "item_key", sqlite_where=text("settled = 0")),
)
"""Order lines, nothing of the buyer. ``counted`` is how many of it stand in the item's open orders now; ``settled`` that
its shipping or cancelling has taken effect."""

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
