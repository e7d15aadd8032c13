"""One mechanism for every change and its undo: a set of field changes, applied by set SQL and kept in the journal.

A change names a field of a row with its value before and after, as text. Applying it checks that the row still holds
the value *before*; undoing it is the same set with the two swapped. So a value edited since is noticed whoever edited
it, no change can be applied twice, and the number of statements does not depend on the number of rows.

All functions run inside the caller's transaction on its connection.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Executable,
    Index,
    Insert,
    Integer,
    MetaData,
    ScalarSelect,
    Select,
    SmallInteger,
    String,
    Table,
    Text,
    Update,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)

from rakumap.core.errors import StaleChange
from rakumap.core.model import HOLD, NEW_LINKS, Applied, Change, ChannelId, EntryId, ItemKey, ListingKey
from rakumap.store import order_effects, schema, staging_sql
from rakumap.store.schema import CHANGE_COLUMNS, change, channel, decision, entry, item, link, listing

NAMED_ROWS = 5_000
"""Above this many touched rows a screen reads everything again instead of row by row."""
KEPT_NAMES = 20
_ITEM_DIGITS, _TIME_DIGITS = 12, 15

temporary = MetaData()
delta = Table(
    "delta",
    temporary,
    *(make() for make in CHANGE_COLUMNS),
    # 0 left out, 1 to be applied, 2 applied already.
    Column("ok", SmallInteger, nullable=False, server_default="1"),
    Index("delta_key", "key"),
    prefixes=["TEMPORARY"],
)
picked = Table(
    "picked",
    temporary,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("item_key", Integer),
    Column("expected", Integer),
    Column("origin", Text),
    prefixes=["TEMPORARY"],
)
"""Listings that a call names; for links with the item wanted, the one they were seen linked to, and why."""

_EMPTY = tuple(delete(table) for table in (delta, picked))

LISTING_FIELDS = (
    "ignore_sync",
    "ignored_by_report",
    "excluded",
    "no_item",
    "max_listed",
    "end_when",
    "percentage",
    "old_sku",
    "released",
)
ITEM_FIELDS = ("title", "barcode", "level", "in_open_orders", "deleted")
CHANNEL_FIELDS = (
    "name",
    "settings",
    "enabled",
    "inventory_sync",
    "default_max",
    "default_end",
    "default_percentage",
    "removed",
    "enabled_at",
)
_LEADING = ("link", "deleted")
"""Fields without which the other changes of the same row make no sense: they are left out together."""
_TABLES: dict[str, tuple[Table, tuple[str, ...]]] = {
    "listing": (listing, LISTING_FIELDS),
    "item": (item, ITEM_FIELDS),
    "channel": (channel, CHANNEL_FIELDS),
}


@dataclass(frozen=True, slots=True)
class Note:
    """What the journal says about a change set: who, what, where, and the values of its sentence."""

    action: str
    by: str = "person"
    channel_id: ChannelId | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    undoable: bool = True
    kind: str = "do"
    target: EntryId | None = None


def start(connection: Connection) -> None:
    """Make the temporary tables if they are not there, and empty them."""
    staging_sql.ensure(connection, delta, picked)
    for statement in _EMPTY:
        connection.execute(statement)


def pick(connection: Connection, keys: Iterable[int]) -> None:
    """Put row numbers where set SQL can join them; each once."""
    pick_pairs(connection, {key: (None, None, None) for key in keys})


def pick_pairs(connection: Connection, pairs: Mapping[int, tuple[int | None, int | None, str | None]]) -> None:
    """Put listings with the item wanted, the one expected and the link's origin where set SQL can join them."""
    rows = [(key, *values) for key, values in pairs.items()]
    staging_sql.fill(connection, picked, ("key", "item_key", "expected", "origin"), rows)


def add(connection: Connection, changes: Iterable[Change], key2: int = 0) -> None:
    """Add changes made in Python; few."""
    rows = [
        {"entity": c.entity, "key": c.key, "key2": key2, "field": c.field, "before": c.before, "after": c.after}
        for c in changes
        if c.before != c.after
    ]
    if rows:
        connection.execute(insert(delta), rows)


def add_select(connection: Connection, query: Select[Any], *, applied: bool = False) -> int:
    """Add changes made by a query with the columns entity, key, key2, field, before, after; returns how many.

    ``applied``: the rows hold the values after already, inserted in this transaction.
    """
    return connection.execute(adding(query, applied=applied)).rowcount


def adding(query: Select[Any], *, applied: bool = False) -> Insert:
    """The statement of ``add_select``, for queries that are the same every time."""
    names = ["entity", "key", "key2", "field", "before", "after", "ok"]
    return insert(delta).from_select(names, query.add_columns(literal(2 if applied else 1, SmallInteger)))


def as_text(expression: Any) -> ColumnElement[str]:
    """The text the journal keeps of a stored value."""
    return cast(expression, Text)


def stored_text(column: Column[Any], value: object) -> str | None:
    """The text the journal keeps of a Python value of that column."""
    bind = getattr(column.type, "process_bind_param", None)
    stored = value if bind is None else bind(value, None)
    return None if stored is None else str(stored)


def link_text(item_key: Any, linked_at: Any, origin: Any) -> ColumnElement[str]:
    """A link as the journal's text: item number and milliseconds in fixed width, then the origin."""
    number = func.substr(as_text(literal(10**_ITEM_DIGITS, BigInteger) + item_key), 2, type_=String)
    time = func.substr(as_text(literal(10**_TIME_DIGITS, BigInteger) + type_coerce(linked_at, BigInteger)), 2)
    return number.concat(" ").concat(time).concat(" ").concat(origin)


def _parsed_link(text: Any) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[str]]:
    """The item number, milliseconds and origin of ``link_text``."""
    number = cast(func.substr(text, 1, _ITEM_DIGITS), BigInteger)
    time = cast(func.substr(text, _ITEM_DIGITS + 2, _TIME_DIGITS), BigInteger)
    return number, time, func.substr(text, _ITEM_DIGITS + _TIME_DIGITS + 3, type_=String)


def change_rows(entity: str, key: Any, field_: str, before: Any, after: Any, key2: Any = 0) -> Select[Any]:
    """A query for ``add_select``: the given expressions under the names of a change."""
    constant = literal(key2, BigInteger) if isinstance(key2, int) else key2
    return select(
        literal(entity).label("entity"),
        key.label("key"),
        constant.label("key2"),
        literal(field_).label("field"),
        before.label("before"),
        after.label("after"),
    )


def commit(connection: Connection, note: Note, *, strict: bool = True, force_entry: bool = False) -> Applied:
    """Apply the collected changes, write the journal entry, say what was touched.

    ``strict`` refuses the whole set when a row no longer holds the value before; otherwise such rows are left out,
    counted as skipped and named. Without any change no entry is written, unless ``force_entry``.

    Raises:
        StaleChange: a row changed since, and ``strict``.
    """
    fields, skipped = mark_stale(connection)
    if skipped and strict:
        raise StaleChange("changed_since", names=", ".join(names_of_skipped(connection)))
    kept = names_of_skipped(connection) if skipped else ()
    linked = ("listing", "link") in fields
    if linked and note.kind == "do" and _hold_back(connection):
        fields.append(("listing", "released"))
    count = connection.execute(_touched()).scalar_one()
    if not count and not force_entry:
        return Applied(None, skipped=skipped, kept=kept)
    for entity, field_ in fields:
        for statement in _writes(entity, field_):
            connection.execute(statement)
    entry_id = add_entry(connection, note, count)
    _keep(connection, entry_id)
    applied = _applied(connection, entry_id, count, skipped, kept)
    if linked and order_effects.resolve(connection, utc_now(), _newly_linked()):
        connection.execute(delete(delta))
        count_orders(connection, Note("order_resolved", "orders", note.channel_id, undoable=False))
        return replace(applied, everything=True)
    return applied


@lru_cache(maxsize=1)
def _newly_linked() -> Select[Any]:
    return select(delta.c.key).where(_NEW_LINK)


def count_orders(connection: Connection, note: Note) -> Applied:
    """Bring what resolved order lines have not done yet to their items, with a journal entry; ``delta`` is empty."""
    count = sum(connection.execute(statement).rowcount for statement in _order_effects())
    applied = commit(connection, note) if count else Applied(None)
    order_effects.finish(connection)
    return applied


@lru_cache(maxsize=1)
def _order_effects() -> tuple[Insert, ...]:
    return tuple(map(adding, order_effects.item_changes()))


_NEW_LINK = and_(delta.c.field == "link", delta.c.ok == 1, delta.c.after.is_not(None))


_CHANNELS = select(channel.c.id, channel.c.settings).where(channel.c.removed == literal(0))


def _hold_back(connection: Connection) -> bool:
    """Collect that new links wait to be released, on channels whose setting says so; whether there are any."""
    holding = [row.id for row in connection.execute(_CHANNELS) if json.loads(row.settings).get(NEW_LINKS) == HOLD]
    if not holding:
        return False
    held = change_rows("listing", listing.c.id, "released", literal("1"), literal("0"))
    held = held.join(delta, and_(delta.c.key == listing.c.id, _NEW_LINK))
    held = held.where(listing.c.released == literal(1), listing.c.channel_id.in_(holding))
    return bool(add_select(connection, held))


@lru_cache(maxsize=1)
def _touched() -> Select[Any]:
    touched = select(row_kind(), delta.c.key).where(delta.c.ok != 0).distinct().subquery()
    return select(func.count()).select_from(touched)


def add_entry(connection: Connection, note: Note, count: int) -> EntryId:
    """Write one journal entry and return its number."""
    result = connection.execute(
        insert(entry).values(
            time=utc_now(),
            made_by=note.by,
            action=note.action,
            channel_id=note.channel_id,
            count=count,
            details=json.dumps(dict(note.values), ensure_ascii=False),
            undoable=note.undoable,
            kind=note.kind,
            target=note.target,
        )
    )
    inserted = result.inserted_primary_key
    assert inserted is not None  # noqa: S101 - an insert of one row always has its key
    return EntryId(inserted[0])


def record(connection: Connection, note: Note, count: int) -> EntryId:
    """Write an entry with the collected changes without applying them: the caller changes the rows itself."""
    entry_id = add_entry(connection, note, count)
    _keep(connection, entry_id)
    return entry_id


def _keep(connection: Connection, entry_id: EntryId) -> None:
    connection.execute(_keeping(), {"of_entry": entry_id})


@lru_cache(maxsize=1)
def _keeping() -> Insert:
    columns = ["entity", "key", "key2", "field", "before", "after"]
    values = select(bindparam("of_entry", type_=change.c.entry_id.type), *(delta.c[name] for name in columns))
    return insert(change).from_select(["entry_id", *columns], values.where(delta.c.ok != 0))


def load_inverse(connection: Connection, entry_id: EntryId) -> None:
    """Collect the changes of an entry with before and after swapped."""
    query = select(change.c.entity, change.c.key, change.c.key2, change.c.field, change.c.after, change.c.before).where(
        change.c.entry_id == entry_id
    )
    add_select(connection, query)


def row_kind() -> ColumnElement[str]:
    """Whose row a collected change touches: a decision is about its listing."""
    return case((delta.c.entity == "decision", "listing"), else_=delta.c.entity)


def mark_stale(connection: Connection) -> tuple[list[tuple[str, str]], int]:
    """Mark the collected changes whose row no longer holds the value before.

    Returns the fields there are, and how many changes are marked.
    """
    query, count = _looks()
    fields = [(row[0], row[1]) for row in connection.execute(query)]
    for entity, field_ in fields:
        connection.execute(_marks(entity, field_))
    if connection.execute(count).scalar_one():
        _leave_together(connection)
    return fields, connection.execute(count).scalar_one()


@lru_cache(maxsize=1)
def _looks() -> tuple[Select[Any], Select[Any]]:
    fields = (
        select(delta.c.entity, delta.c.field).where(delta.c.ok != 2).distinct().order_by(delta.c.entity, delta.c.field)
    )
    return fields, select(func.count()).where(delta.c.ok == 0)


@lru_cache(maxsize=64)
def _marks(entity: str, field_: str) -> Update:
    stale = or_(_current(entity, field_).is_distinct_from(delta.c.before), *_guards(entity, field_))
    return update(delta).where(_is(entity, field_), delta.c.ok != 2, stale).values(ok=0)


def _leave_together(connection: Connection) -> None:
    for statement in _leaving_together():
        connection.execute(statement)


@lru_cache(maxsize=1)
def _leaving_together() -> tuple[Update, ...]:
    lead = delta.alias("lead")
    left = select(lead.c.key).where(lead.c.ok == 0, lead.c.field.in_(_LEADING))
    return tuple(
        update(delta)
        .where(delta.c.entity.in_(entities), delta.c.key.in_(left.where(lead.c.entity.in_(entities))))
        .values(ok=0)
        for entities in (("listing", "decision"), ("item",))
    )


def _is(entity: str, field_: str) -> ColumnElement[bool]:
    return and_(delta.c.entity == entity, delta.c.field == field_)


def _current(entity: str, field_: str) -> ScalarSelect[Any]:
    """The text of what the row holds now, beside a row of ``delta``."""
    if field_ == "link":
        value: Any = link_text(link.c.item_key, link.c.linked_at, link.c.origin)
        return select(value).where(link.c.listing_key == delta.c.key).scalar_subquery()
    if field_ == "decision":
        same = and_(decision.c.listing_key == delta.c.key, decision.c.item_key == delta.c.key2)
        return select(decision.c.kind).where(same).scalar_subquery()
    table, known = _TABLES[entity]
    if field_ not in known:
        raise KeyError(field_)
    return select(as_text(table.c[field_])).where(table.c.id == delta.c.key).scalar_subquery()


def _guards(entity: str, field_: str) -> list[ColumnElement[bool]]:
    """What else forbids a change: an item with links is not deleted, a deleted one is not linked, names stay unique."""
    if (entity, field_) == ("item", "deleted"):
        return [and_(delta.c.after == "1", exists().where(link.c.item_key == delta.c.key))]
    if field_ == "link":
        number = _parsed_link(delta.c.after)[0]
        gone = exists().where(item.c.id == number, item.c.deleted == literal(1))
        return [and_(delta.c.after.is_not(None), gone)]
    if (entity, field_) == ("channel", "removed"):
        mine = select(channel.c.name).where(channel.c.id == delta.c.key).scalar_subquery()
        return [and_(delta.c.after == "0", _taken(mine))]
    if (entity, field_) == ("channel", "name"):
        return [_taken(delta.c.after)]
    return []


def _taken(name: ColumnElement[Any]) -> ColumnElement[bool]:
    other = channel.alias("other")
    return exists().where(other.c.name == name, other.c.id != delta.c.key, other.c.removed == literal(0))


@lru_cache(maxsize=64)
def _writes(entity: str, field_: str) -> tuple[Executable, ...]:
    """The statements that bring the accepted changes of a field into their table; the same every time."""
    chosen = and_(_is(entity, field_), delta.c.ok == 1)
    filled = and_(chosen, delta.c.after.is_not(None))
    if field_ == "link":
        columns = ["listing_key", "item_key", "linked_at", "origin"]
        values = select(delta.c.key, *_parsed_link(delta.c.after)).where(filled)
        return (
            delete(link).where(link.c.listing_key.in_(select(delta.c.key).where(chosen))),
            insert(link).from_select(columns, values),
        )
    if field_ == "decision":
        said = tuple_(decision.c.listing_key, decision.c.item_key)
        columns = ["listing_key", "item_key", "kind"]
        values = select(delta.c.key, delta.c.key2, delta.c.after).where(filled)
        return (
            delete(decision).where(said.in_(select(delta.c.key, delta.c.key2).where(chosen))),
            insert(decision).from_select(columns, values),
        )
    table, _ = _TABLES[entity]
    column = table.c[field_]
    storage = getattr(column.type, "impl_instance", column.type)
    new: dict[str, Any] = {field_: type_coerce(cast(delta.c.after, storage), column.type)}
    if (entity, field_) == ("item", "title"):
        new["title_key"] = func.folded(delta.c.after)
    return (update(table).where(table.c.id == delta.c.key, chosen).values(new),)


def names_of_skipped(connection: Connection) -> tuple[str, ...]:
    """SKUs of listings and items, names of channels, of what is left out."""
    name = case(
        (delta.c.entity == "item", select(item.c.sku).where(item.c.id == delta.c.key).scalar_subquery()),
        (delta.c.entity == "channel", select(channel.c.name).where(channel.c.id == delta.c.key).scalar_subquery()),
        else_=select(listing.c.sku).where(listing.c.id == delta.c.key).scalar_subquery(),
    )
    query = select(name).where(delta.c.ok == 0).distinct().limit(KEPT_NAMES)
    return tuple(str(found) for found in connection.execute(query).scalars() if found)


def _applied(connection: Connection, entry_id: EntryId, count: int, skipped: int, kept: tuple[str, ...]) -> Applied:
    if count > NAMED_ROWS:
        return Applied(entry_id, count=count, skipped=skipped, kept=kept, everything=True)
    rows = connection.execute(_touched_rows()).all()
    listings = frozenset(ListingKey(key) for entity, key in rows if entity in ("listing", "decision"))
    items = frozenset(ItemKey(key) for entity, key in rows if entity == "item")
    whole = any(entity in ("channel", "item") for entity, _ in rows)
    return Applied(entry_id, listings, items, count, skipped, everything=whole, kept=kept)


@lru_cache(maxsize=1)
def _touched_rows() -> Select[Any]:
    return select(delta.c.entity, delta.c.key).where(delta.c.ok != 0).distinct()


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def now_ms() -> int:
    """The time a change set is made at, as stored."""
    return schema.to_ms(utc_now())
