"""The three kinds of imports: inventory items, listing limits, links; what is theirs alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Insert,
    Select,
    Text,
    Update,
    and_,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
    update,
)

from rakumap.core.model import ChannelId, ItemRow
from rakumap.store import changes, staging_sql
from rakumap.store.changes import as_text, change_rows, link_text, stored_text
from rakumap.store.engine import Staging
from rakumap.store.imports import CHANGED, NEW, UNCHANGED, ImportStaging, row_table
from rakumap.store.schema import decision, item, link, listing, order_line, to_ms


@dataclass(frozen=True, slots=True)
class LimitChange:
    """One accepted row of a Min/Max file: only the fields named are set; ``None`` clears."""

    line: int
    sku: str
    listing_id: str | None
    values: Mapping[str, int | Decimal | None]
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One row of a links file. ``origin`` and ``linked_at`` are kept when the file came from an export."""

    line: int
    sku: str
    listing_id: str | None
    item_sku: str
    origin: str = "person/import"
    linked_at: datetime | None = None


_NEWEST_ITEM = select(func.coalesce(func.max(item.c.id), 0))


@lru_cache(maxsize=1)
def _item_of_row() -> Update:
    c = row_table.c
    same = select(item.c.id).where(item.c.sku == c.sku).scalar_subquery()
    return update(row_table).where(c.sku.in_(select(item.c.sku))).values(target=same)


class ItemStaging(ImportStaging[ItemRow]):
    """An inventory file: new items are made, known ones updated in the columns the file has.

    An item whose import was undone is new again, without anything of then.
    """

    action = "inventory_import"
    slots = ("title", "barcode", "level", "in_open_orders")
    columns = ("line", "sku", "value1", "value2", "value3", "value4")
    key = row_table.c.sku

    def _values(self, row: ItemRow) -> tuple[object, ...]:
        return row.line, row.sku, row.title, row.barcode, row.level, row.in_open_orders

    def _match(self, connection: Connection) -> None:
        connection.execute(_item_of_row())

    def _compare(self, connection: Connection) -> None:
        connection.execute(self._verdicts())

    @classmethod
    @lru_cache(maxsize=8)
    def _verdicts(cls) -> Update:
        c = row_table.c
        known = item.alias("known")
        differs = or_(
            *(
                and_(c[f"value{n}"].is_not(None), as_text(known.c[name]).is_distinct_from(cls._value(n, name)))
                for n, name in enumerate(cls.slots, 1)
            )
        )
        kind = case((known.c.deleted == literal(1), NEW), (differs, CHANGED), else_=UNCHANGED)
        query = select(kind).where(known.c.id == c.target).scalar_subquery()
        verdict = func.coalesce(query, NEW)
        return update(row_table).where(c.verdict.is_(None)).values(verdict=verdict)

    @staticmethod
    def _value(n: int, name: str) -> ColumnElement[Any]:
        """The text a row gives to a column of its item; a column it lacks becomes empty."""
        value = row_table.c[f"value{n}"]
        if name == "barcode":
            return func.nullif(value, "")
        return func.coalesce(value, "" if name == "title" else "0")

    def _collect(self, connection: Connection) -> None:
        self._make_items(connection)
        for statement in self._changed():
            connection.execute(statement)

    @classmethod
    @lru_cache(maxsize=8)
    def _changed(cls) -> tuple[Insert, ...]:
        c = row_table.c
        back = change_rows("item", item.c.id, "deleted", literal("1"), literal("0"))
        back = back.join(row_table, and_(c.target == item.c.id, c.verdict == NEW))
        found = [changes.adding(back.where(item.c.deleted == literal(1)))]
        for n, name in enumerate(cls.slots, 1):
            value = cls._value(n, name)
            given = or_(c[f"value{n}"].is_not(None), item.c.deleted == literal(1))
            query = change_rows("item", item.c.id, name, as_text(item.c[name]), as_text(value))
            query = query.join(row_table, and_(c.target == item.c.id, c.verdict.in_((NEW, CHANGED)), given))
            found.append(changes.adding(query.where(as_text(item.c[name]).is_distinct_from(value))))
        return tuple(found)

    def _make_items(self, connection: Connection) -> None:
        """Make the items that never were; the journal says that until now they were deleted."""
        counting, into = self._made()
        count = connection.execute(counting).scalar_one()
        last = connection.execute(_NEWEST_ITEM).scalar_one()
        staging_sql.insert_many(connection, item, into, count)
        made = change_rows("item", item.c.id, "deleted", literal("1"), literal("0"))
        changes.add_select(connection, made.where(item.c.id > last), applied=True)

    @classmethod
    @lru_cache(maxsize=8)
    def _made(cls) -> tuple[Select[Any], Insert]:
        """How many items are to be made, and the statement that makes them."""
        c = row_table.c
        title, barcode, level, in_open_orders = (cls._value(n, name) for n, name in enumerate(cls.slots, 1))
        numbers = [cast(value, BigInteger) for value in (level, in_open_orders)]
        fresh = select(c.sku, func.folded(c.sku), title, func.folded(title), barcode, *numbers)
        fresh = fresh.where(c.verdict == NEW, c.target.is_(None))
        columns = ["sku", "sku_key", "title", "title_key", "barcode", "level", "in_open_orders"]
        into = insert(item).from_select(columns, fresh.order_by(c.line))
        return select(func.count()).select_from(fresh.subquery()), into


class SourceItemStaging(ItemStaging):
    """Items of the inventory's source: as a file's, but never with fewer in open orders than our own lines hold.

    The source may not know of an order yet that was downloaded here.
    """

    def _match(self, connection: Connection) -> None:
        super()._match(connection)
        c = row_table.c
        held = select(func.sum(order_line.c.counted)).where(
            order_line.c.item_key == c.target, order_line.c.settled == literal(0)
        )
        ours = func.coalesce(held.scalar_subquery(), 0)
        lines = select(order_line.c.item_key).where(order_line.c.settled == literal(0))
        more = and_(c.target.in_(lines), ours > cast(c.value4, BigInteger))
        connection.execute(update(row_table).where(more).values(value4=cast(ours, Text)))

    def absent(self, sample: int = 20) -> tuple[int, tuple[str, ...]]:
        """How many items of the store were not among the rows, and the SKUs of the first of them."""
        gone = select(item.c.sku).where(item.c.deleted == literal(0), item.c.sku.not_in(select(row_table.c.sku)))
        with self._staging.compute() as connection:
            count = connection.execute(select(func.count()).select_from(gone.subquery())).scalar_one()
            names = connection.execute(gone.order_by(item.c.sku).limit(sample)).scalars()
            return count, tuple(names)


class LimitStaging(ImportStaging[LimitChange]):
    """A Min/Max file: limits of live listings, found by SKU, or by listing id where the SKU repeats."""

    action = "limits_import"
    slots = ("max_listed", "end_when", "percentage")
    columns = ("line", "sku", "warning", "listing_id", "value1", "value2", "value3")

    def _values(self, row: LimitChange) -> tuple[object, ...]:
        values = [_limit_text(name, row.values[name]) if name in row.values else None for name in self.slots]
        return row.line, row.sku, row.warning, _own_id(row.listing_id, row.sku), *values

    def _match(self, connection: Connection) -> None:
        self._match_listing(connection)

    def _compare(self, connection: Connection) -> None:
        c = row_table.c
        known = listing.alias("known")
        differs = or_(*(self._differs(n, known.c[name]) for n, name in enumerate(self.slots, 1)))
        query = select(case((differs, CHANGED), else_=UNCHANGED)).where(known.c.id == c.target).scalar_subquery()
        connection.execute(update(row_table).where(c.verdict.is_(None)).values(verdict=query))

    @staticmethod
    def _differs(n: int, stored: ColumnElement[Any]) -> ColumnElement[bool]:
        value = row_table.c[f"value{n}"]
        return and_(value.is_not(None), as_text(stored).is_distinct_from(func.nullif(value, "")))

    def _collect(self, connection: Connection) -> None:
        c = row_table.c
        for n, name in enumerate(self.slots, 1):
            after = func.nullif(c[f"value{n}"], "")
            query = change_rows("listing", listing.c.id, name, as_text(listing.c[name]), after)
            query = query.join(row_table, and_(c.target == listing.c.id, c.verdict == CHANGED))
            changes.add_select(connection, query.where(self._differs(n, listing.c[name])))


class LinkStaging(ImportStaging[LinkRow]):
    """A links file: unlinked listings are linked; one that is linked to something else is refused."""

    action = "links_import"
    slots = ("item_sku", "linked_at", "origin")
    columns = ("line", "sku", "listing_id", "value1", "value2", "value3")
    decisive = 1

    @staticmethod
    def _named(sku: str, listing_id: str | None, first: str | None) -> dict[str, str]:
        return ImportStaging._named(sku, listing_id, None) | ({"item": first} if first else {})

    def _values(self, row: LinkRow) -> tuple[object, ...]:
        at = to_ms(row.linked_at or changes.utc_now())
        return row.line, row.sku, _own_id(row.listing_id, row.sku), row.item_sku, f"{at:015d}", row.origin

    def _match(self, connection: Connection) -> None:
        self._match_listing(connection)
        c = row_table.c
        stocked = select(item.c.id).where(item.c.sku == c.value1, item.c.deleted == literal(0)).exists()
        self._refuse(connection, ~stocked, "item_unknown", "item_sku")

    def _compare(self, connection: Connection) -> None:
        c = row_table.c
        now = select(item.c.sku).join(link, link.c.item_key == item.c.id)
        linked_sku = now.where(link.c.listing_key == c.target).scalar_subquery()
        waiting = c.verdict.is_(None)
        same = update(row_table).where(waiting, linked_sku == c.value1).values(verdict=UNCHANGED)
        connection.execute(same)
        self._judge_linked(connection, linked_sku.is_not(None))
        connection.execute(update(row_table).where(c.verdict.is_(None)).values(verdict=NEW))

    def _judge_linked(self, connection: Connection, linked: ColumnElement[bool]) -> None:
        """Give the rows whose listing is linked to another item their verdict."""
        self._refuse(connection, linked, "linked_elsewhere", "item_sku")

    def _collect(self, connection: Connection) -> None:
        c = row_table.c
        accepted = c.verdict.in_((NEW, CHANGED))
        new = link_text(item.c.id, cast(c.value2, BigInteger), c.value3)
        old = link_text(link.c.item_key, link.c.linked_at, link.c.origin)
        stocked = and_(item.c.sku == c.value1, item.c.deleted == literal(0))
        query = change_rows("listing", c.target, "link", old, new)
        query = query.select_from(row_table.join(item, stocked).outerjoin(link, link.c.listing_key == c.target))
        changes.add_select(connection, query.where(accepted))
        said = change_rows(
            "decision", decision.c.listing_key, "decision", decision.c.kind, literal(None), key2=decision.c.item_key
        )
        said = said.join(row_table, and_(c.target == decision.c.listing_key, accepted))
        said = said.join(item, and_(item.c.id == decision.c.item_key, item.c.sku == c.value1))
        changes.add_select(connection, said)
        marked = change_rows("listing", listing.c.id, "no_item", literal("1"), literal("0"))
        marked = marked.join(row_table, and_(c.target == listing.c.id, accepted))
        changes.add_select(connection, marked.where(listing.c.no_item == literal(1)))


class SourceLinkStaging(LinkStaging):
    """Links of the inventory's source: what a person decided here stays, unless ``replace`` says otherwise.

    ``take`` names what is replaced all the same: listing, the item it is linked to here ("" for none), the item there.
    """

    def __init__(
        self, staging: Staging, channel_id: ChannelId, *, replace: bool, take: Sequence[tuple[int, str, str]] = ()
    ) -> None:
        super().__init__(staging, channel_id)
        self._replace = replace
        self._take = take

    def _chosen(self) -> ColumnElement[bool]:
        """Whether a person chose to replace what is here by this row."""
        if self._replace or not self._take:
            return true() if self._replace else false()
        c = row_table.c
        now = select(item.c.sku).join(link, link.c.item_key == item.c.id).where(link.c.listing_key == c.target)
        return tuple_(c.target, func.coalesce(now.scalar_subquery(), ""), c.value1).in_(self._take)

    def _match(self, connection: Connection) -> None:
        super()._match(connection)
        c = row_table.c
        pair = select(decision.c.kind).join(item, item.c.id == decision.c.item_key)
        said = pair.where(decision.c.listing_key == c.target, item.c.sku == c.value1)
        self._refuse(connection, and_(said.exists(), not_(self._chosen())), "pair_rejected", "item_sku")

    def _judge_linked(self, connection: Connection, linked: ColumnElement[bool]) -> None:
        waiting = and_(row_table.c.verdict.is_(None), linked, self._chosen())
        connection.execute(update(row_table).where(waiting).values(verdict=CHANGED))
        super()._judge_linked(connection, linked)


def _own_id(listing_id: str | None, sku: str) -> str | None:
    """The id by which a row names its listing: where the channel has none, an export names it by its SKU."""
    return None if listing_id == f"sku:{sku}" else listing_id or None


def _limit_text(name: str, value: int | Decimal | None) -> str:
    return stored_text(listing.c[name], value) or ""
