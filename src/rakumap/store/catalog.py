"""Catalog: every write to the store.

One method is one transaction. Any thread may call any method; writers are serialised by ``Database``. Values in and out
are frozen; nothing of SQLAlchemy leaves. Every method raises ``StoreError`` when the store is in use, full, read-only
or damaged, and changes nothing then.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, literal, or_, select

from rakumap.core.errors import StaleChange, UserError
from rakumap.core.model import Applied, Change, ChannelId, EntryId, ItemKey, Limits, ListingKey
from rakumap.store import changes, equal_skus, journal
from rakumap.store.changes import Note, as_text, change_rows, delta, link_text, picked, stored_text
from rakumap.store.engine import Database
from rakumap.store.schema import GONE, LIVE, channel, decision, item, link, listing, meta

Value = str | int | bool | Decimal | None


@dataclass(frozen=True, slots=True)
class LinkChange:
    """Point a listing at an item (``None``: at nothing), given what it was linked to when the person saw it."""

    listing: ListingKey
    item: ItemKey | None
    expected: ItemKey | None = None
    origin: str | None = None
    """Who linked it and why, where that differs from link to link, such as ``autolink/equal_barcode``."""


@dataclass(frozen=True, slots=True)
class EqualSkus:
    """What linking by equal SKU would do: how many pairs, and how many listings are left out and why."""

    pairs: int
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Counts by reason: ``repeats`` (SKU under several listings), ``rejected``, ``excluded``, ``no_match``."""


class Catalog:
    """Every write to the store; see the module for the contract."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # channels -----------------------------------------------------------------------------------------------------

    def add_channel(self, kind: str, name: str, settings: Mapping[str, str]) -> tuple[ChannelId, Applied]:
        """Make a channel, switched off; undoing hides it again.

        Raises:
            UserError: a channel of that name exists.
        """
        with self.database.write() as connection:
            _check_name(connection, name)
            changes.start(connection)
            values = {"name": name, "kind": kind, "settings": _settings_text(settings), "removed": True}
            result = connection.execute(insert(channel).values(**values))
            inserted = result.inserted_primary_key
            assert inserted is not None  # noqa: S101 - one row was inserted
            key = ChannelId(inserted[0])
            changes.add(connection, [Change("channel", key, "removed", "1", "0")])
            return key, changes.commit(connection, Note("channel_added", channel_id=key, values={"name": name}))

    def change_channel(
        self,
        key: ChannelId,
        *,
        name: str | None = None,
        settings: Mapping[str, str] | None = None,
        enabled: bool | None = None,
        inventory_sync: bool | None = None,
        defaults: Limits | None = None,
        removed: bool | None = None,
    ) -> Applied:
        """Change what is given of a channel; enabling it starts its wait for the next half hour.

        Raises:
            UserError: another channel has that name.
        """
        wanted: dict[str, Value | datetime] = {}
        action = "channel_changed"
        if name is not None:
            wanted["name"] = name
        if settings is not None:
            wanted["settings"] = _settings_text(settings)
        if inventory_sync is not None:
            wanted["inventory_sync"] = inventory_sync
            action = "sync_on" if inventory_sync else "sync_off"
        if enabled is not None:
            wanted["enabled"] = enabled
            action = "channel_enabled" if enabled else "channel_disabled"
            if enabled:
                wanted["enabled_at"] = datetime.now(UTC)
        if defaults is not None:
            wanted["default_max"] = defaults.max_listed
            wanted["default_end"] = defaults.end_when
            wanted["default_percentage"] = defaults.percentage
        if removed is not None:
            wanted["removed"] = removed
            action = "channel_removed" if removed else "channel_added"
        with self.database.write() as connection:
            if name is not None:
                _check_name(connection, name, key)
            row = connection.execute(select(channel).where(channel.c.id == key)).mappings().one()
            if enabled is not None and row["enabled"] == enabled:
                wanted.pop("enabled_at", None)
            changes.start(connection)
            found = [
                Change(
                    "channel",
                    key,
                    column,
                    stored_text(channel.c[column], row[column]),
                    stored_text(channel.c[column], v),
                )
                for column, v in wanted.items()
            ]
            changes.add(connection, found)
            note = Note(action, channel_id=key, values={"name": name or row["name"]})
            return changes.commit(connection, note)

    # decisions ----------------------------------------------------------------------------------------------------

    def link(self, wanted: Sequence[LinkChange], origin: str, *, action: str = "link", by: str = "person") -> Applied:
        """Link or unlink listings, each from what it was seen linked to; of several for a listing the last counts.

        ``by`` anyone but a person leaves pairs out that a person said no to, and counts them as skipped.

        Raises:
            StaleChange: a listing is linked to something else by now.
            UserError: a listing or an item is not there any more, or the listing is a variation parent.
        """
        with self.database.write() as connection:
            changes.start(connection)
            skipped = _add_links(connection, wanted, origin, by)
            names = _pair_names(connection, wanted[0].listing, wanted[0].item) if len(wanted) == 1 else {}
            applied = changes.commit(connection, Note(action, by, _channel_of_picked(connection), names))
            return dataclasses.replace(applied, skipped=applied.skipped + skipped)

    def unlink(self, keys: Iterable[ListingKey], *, remember: bool = True) -> Applied:
        """Take the link off each linked listing; ``remember`` that a person said no to the pair."""
        with self.database.write() as connection:
            changes.start(connection)
            changes.pick(connection, keys)
            old = link_text(link.c.item_key, link.c.linked_at, link.c.origin)
            changes.add_select(
                connection,
                change_rows("listing", link.c.listing_key, "link", old, literal(None)).where(
                    _is_picked(link.c.listing_key)
                ),
            )
            if remember:
                _remember(connection, "unlinked")
            names = _single_names(connection, "link")
            return changes.commit(connection, Note("unlink", channel_id=_channel_of_picked(connection), values=names))

    def reject(self, pair: tuple[ListingKey, ItemKey]) -> Applied:
        """Remember that the item is not this listing's."""
        return self._decide(pair, "rejected", "reject")

    def revive(self, pair: tuple[ListingKey, ItemKey]) -> Applied:
        """Forget that a person said no to the pair."""
        return self._decide(pair, None, "revive")

    def _decide(self, pair: tuple[ListingKey, ItemKey], kind: str | None, action: str) -> Applied:
        with self.database.write() as connection:
            same = and_(decision.c.listing_key == pair[0], decision.c.item_key == pair[1])
            before = connection.execute(select(decision.c.kind).where(same)).scalar_one_or_none()
            changes.start(connection)
            changes.add(connection, [Change("decision", pair[0], "decision", before, kind)], key2=pair[1])
            values = _pair_names(connection, *pair)
            return changes.commit(connection, Note(action, channel_id=_channel_of(connection, pair[0]), values=values))

    def set_listings(self, keys: Iterable[ListingKey], values: Mapping[str, Value], *, action: str = "set") -> Applied:
        """Set user fields of listings to the same values, as one undo step; rows that hold them are left alone."""
        wanted = dict(values)
        if "ignore_sync" in wanted:
            wanted["ignored_by_report"] = False
        with self.database.write() as connection:
            changes.start(connection)
            changes.pick(connection, keys)
            for name, value in wanted.items():
                column = listing.c[name]
                after = literal(stored_text(column, value))
                query = change_rows("listing", listing.c.id, name, as_text(column), after)
                query = query.where(_is_picked(listing.c.id), as_text(column).is_distinct_from(after))
                changes.add_select(connection, query)
            names = {name: "" if value is None else str(value) for name, value in values.items()}
            names |= _single_names(connection, *wanted)
            return changes.commit(connection, Note(action, channel_id=_channel_of_picked(connection), values=names))

    def acknowledge(self, keys: Iterable[ListingKey], *, remap: bool) -> Applied:
        """Take the flag off changed SKUs; ``remap`` also links each to the one item of the new SKU, or to nothing."""
        with self.database.write() as connection:
            changes.start(connection)
            changes.pick(connection, keys)
            flagged = and_(_is_picked(listing.c.id), listing.c.old_sku.is_not(None))
            query = change_rows("listing", listing.c.id, "old_sku", listing.c.old_sku, literal(None))
            changes.add_select(connection, query.where(flagged))
            if remap:
                _add_remaps(connection, flagged)
            values = _single_names(connection, "old_sku")
            note = Note("sku_remap" if remap else "sku_keep", channel_id=_channel_of_picked(connection), values=values)
            return changes.commit(connection, note)

    def link_equal_skus(self, channel_id: ChannelId, keys: Iterable[ListingKey] | None = None) -> Applied:
        """Link every unlinked listing to the item of exactly its SKU where that is certain, as one undo step."""
        with self.database.write() as connection:
            equal_skus.collect(connection, channel_id, keys)
            return changes.commit(connection, Note("link_equal", "autolink", channel_id))

    def equal_skus(self, channel_id: ChannelId, keys: Iterable[ListingKey] | None = None) -> EqualSkus:
        """What ``link_equal_skus`` would do now; changes nothing."""
        with self.database.staging() as staging, staging.compute() as connection:
            return EqualSkus(
                equal_skus.collect(connection, channel_id, keys), equal_skus.left_out(connection, channel_id)
            )

    # undo ---------------------------------------------------------------------------------------------------------

    def undo(self, entry_id: EntryId | None = None) -> Applied:
        """Undo one entry (the newest that can be); what was edited since stays and is named in ``kept``.

        Raises:
            UserError: there is nothing to undo, or that entry cannot be.
        """
        with self.database.write() as connection:
            return journal.reverse(connection, journal.to_undo(connection, entry_id), "undo")

    def redo(self) -> Applied:
        """Do again what was undone last, unless something else was done since.

        Raises:
            UserError: there is nothing to redo.
        """
        with self.database.write() as connection:
            return journal.reverse(connection, journal.to_redo(connection), "redo")

    def undo_preview(self, entry_id: EntryId | None = None) -> journal.UndoPreview:
        """What undoing would revert and what would stay; changes nothing."""
        with self.database.staging() as staging, staging.compute() as connection:
            return journal.preview(connection, journal.to_undo(connection, entry_id))

    def put_meta(self, name: str, value: str) -> None:
        """Remember one fact about the store itself, such as that it came from a backup."""
        with self.database.write() as connection:
            connection.execute(delete(meta).where(meta.c.name == name))
            connection.execute(insert(meta).values(name=name, value=value))


def _settings_text(settings: Mapping[str, str]) -> str:
    return json.dumps(dict(settings), ensure_ascii=False, sort_keys=True)


def _check_name(connection: Connection, name: str, own: ChannelId | None = None) -> None:
    if not name.strip():
        raise UserError("channel_name_empty")
    same = select(channel.c.id).where(
        channel.c.name == name, channel.c.removed == literal(0), channel.c.id != (own or 0)
    )
    if connection.execute(same).first() is not None:
        raise UserError("channel_name_taken", name=name)


def _is_picked(key: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a row is picked; not a join, in which SQLite may walk through all listings instead of the picked ones."""
    return key.in_(select(picked.c.key))


def _channel_of_picked(connection: Connection) -> ChannelId | None:
    """The channel of the picked listings; they are of one."""
    query = select(listing.c.channel_id).where(_is_picked(listing.c.id)).limit(1)
    return connection.execute(query).scalar_one_or_none()


def _channel_of(connection: Connection, key: ListingKey) -> ChannelId | None:
    return connection.execute(select(listing.c.channel_id).where(listing.c.id == key)).scalar_one_or_none()


def _pair_names(connection: Connection, listing_key: int, item_key: int | None) -> dict[str, str]:
    row = connection.execute(select(listing.c.sku, listing.c.title).where(listing.c.id == listing_key)).first()
    named = select(item.c.sku).where(item.c.id == item_key)
    sku = None if item_key is None else connection.execute(named).scalar_one_or_none()
    names = {"listing": (row[0] or row[1]) if row else "", "item": sku or ""}
    return {name: value for name, value in names.items() if value}


def _single_names(connection: Connection, *fields: str) -> dict[str, str]:
    """The names for the journal when the collected changes touch one listing only."""
    query = select(delta.c.key, delta.c.before).where(delta.c.field.in_(fields))
    rows = connection.execute(query.order_by(delta.c.field.desc()).limit(4)).all()
    if len({row[0] for row in rows}) != 1:
        return {}
    old = rows[0][1] if fields == ("link",) else None
    return _pair_names(connection, rows[0][0], int(old[:12]) if old else None)


def _add_links(connection: Connection, wanted: Sequence[LinkChange], origin: str, by: str) -> int:
    """Collect links; return how many an automatic run leaves out because a person said no to the pair."""
    changes.pick_pairs(connection, {one.listing: (one.item, one.expected, one.origin) for one in wanted})
    _check_links(connection)
    differs = [link.c.item_key.is_distinct_from(picked.c.item_key)]
    said = and_(decision.c.listing_key == picked.c.key, decision.c.item_key == picked.c.item_key)
    skipped = 0
    if by != "person":
        query = select(func.count()).select_from(picked.join(decision, said))
        skipped = connection.execute(query).scalar_one()
        differs.append(~select(decision.c.kind).where(said).exists())
    old = link_text(link.c.item_key, link.c.linked_at, link.c.origin)
    new = link_text(picked.c.item_key, literal(changes.now_ms()), func.coalesce(picked.c.origin, literal(origin)))
    query = change_rows("listing", picked.c.key, "link", old, new).select_from(
        picked.outerjoin(link, link.c.listing_key == picked.c.key)
    )
    changes.add_select(connection, query.where(*differs))
    _forget(connection)
    return skipped


def _check_links(connection: Connection) -> None:
    """Raise when a listing is linked to something else than was seen, or when one of a pair is not there."""
    differs, missing = _link_checks()
    other = connection.execute(differs).first()
    if other is not None:
        raise StaleChange("link_changed", **_pair_names(connection, other[0], other[1]))
    if connection.execute(missing).first() is not None:
        raise UserError("pair_missing")


@lru_cache(maxsize=1)
def _link_checks() -> tuple[Select[Any], Select[Any]]:
    seen = select(picked.c.key, link.c.item_key).outerjoin(link, link.c.listing_key == picked.c.key)
    there = select(listing.c.id).where(listing.c.id == picked.c.key, listing.c.presence.in_((LIVE, GONE)))
    stocked = select(item.c.id).where(item.c.id == picked.c.item_key, item.c.deleted == literal(0))
    missing = or_(~there.exists(), and_(picked.c.item_key.is_not(None), ~stocked.exists()))
    return (
        seen.where(link.c.item_key.is_distinct_from(picked.c.expected)).limit(1),
        select(picked.c.key).where(missing).limit(1),
    )


def _forget(connection: Connection) -> None:
    """Linking a pair takes back the no that a person said to it before, and that there is no item."""
    for query in _taken_back():
        changes.add_select(connection, query)


@lru_cache(maxsize=1)
def _taken_back() -> tuple[Select[Any], Select[Any]]:
    new = and_(delta.c.field == "link", delta.c.key == picked.c.key, picked.c.item_key.is_not(None))
    pair = and_(decision.c.listing_key == picked.c.key, decision.c.item_key == picked.c.item_key)
    said = change_rows(
        "decision", decision.c.listing_key, "decision", decision.c.kind, literal(None), key2=decision.c.item_key
    )
    marked = change_rows("listing", listing.c.id, "no_item", literal("1"), literal("0"))
    marked = marked.select_from(picked.join(delta, new).join(listing, listing.c.id == picked.c.key))
    return (
        said.select_from(picked.join(delta, new).join(decision, pair)),
        marked.where(listing.c.no_item == literal(1)),
    )


def _add_remaps(connection: Connection, flagged: ColumnElement[bool]) -> None:
    """Collect the links of picked listings to the one item of their new SKU, or to nothing.

    A repeated SKU and a pair that a person said no to give nothing.
    """
    said = select(decision.c.kind).where(decision.c.listing_key == listing.c.id, decision.c.item_key == item.c.id)
    same = and_(item.c.sku == listing.c.sku, item.c.deleted == literal(0), listing.c.duplicate == literal(0))
    old = link_text(link.c.item_key, link.c.linked_at, link.c.origin)
    new = link_text(item.c.id, literal(changes.now_ms()), literal("person/remap"))
    query = change_rows("listing", listing.c.id, "link", old, new)
    query = query.outerjoin(link, link.c.listing_key == listing.c.id)
    query = query.outerjoin(item, and_(same, ~said.correlate(listing, item).exists()))
    changes.add_select(connection, query.where(flagged, link.c.item_key.is_distinct_from(item.c.id)))
    linked = and_(delta.c.key == listing.c.id, delta.c.field == "link", delta.c.after.is_not(None))
    marked = change_rows("listing", listing.c.id, "no_item", literal("1"), literal("0")).join(delta, linked)
    changes.add_select(connection, marked.where(listing.c.no_item == literal(1)))


def _remember(connection: Connection, kind: str) -> None:
    """Add a decision for every pair whose link the collected changes take away."""
    pair = and_(decision.c.listing_key == link.c.listing_key, decision.c.item_key == link.c.item_key)
    query = change_rows(
        "decision", link.c.listing_key, "decision", decision.c.kind, literal(kind), key2=link.c.item_key
    )
    query = query.join(delta, and_(delta.c.key == link.c.listing_key, delta.c.field == "link"))
    query = query.outerjoin(decision, pair).where(decision.c.kind.is_distinct_from(kind))
    changes.add_select(connection, query)


__all__ = ["Catalog", "EqualSkus", "LinkChange"]
