"""Rule reads: aliases and transforms of a channel, with what each would do, and which of them are switched on.

An alias counts until a person switches it off; a transform is only offered until a person switches it on. What was
switched stands in ``meta``, by channel.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, literal, select

from rakumap.core.aliases import ALIAS, Learned
from rakumap.core.errors import UserError
from rakumap.core.model import ChannelId, ItemKey
from rakumap.core.transforms import Transform, contradicts_links, named, offered, would_link
from rakumap.store import alias_reads
from rakumap.store.engine import Database
from rakumap.store.schema import LIVE, decision, item, link, listing, meta

_SWITCHES = "learned_rules"


@dataclass(frozen=True, slots=True)
class Rule:
    """A learned rule as a person sees it."""

    name: str
    """``alias:SKU`` or the name of a transform."""
    on: bool
    learned: int
    """Decisions it was learned from; 0: it was imported."""
    would_link: int
    contradict: int
    item_sku: str = ""
    """What an alias means."""


@dataclass(frozen=True, slots=True)
class Switches:
    """What a person switched, and aliases that came from a file (SKU on the channel: SKU of the item)."""

    aliases_off: frozenset[str] = frozenset()
    transforms_on: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """As it is kept."""
        found = asdict(self)
        return json.dumps({name: v if isinstance(v, dict) else sorted(v) for name, v in found.items()})


def meta_name(channel_id: ChannelId) -> str:
    """The fact of ``meta`` that holds the switches of a channel."""
    return f"{_SWITCHES}.{channel_id}"


def switches(database: Database, channel_id: ChannelId) -> Switches:
    """Raises ``StoreError`` when the store cannot be read."""
    query = select(meta.c.value).where(meta.c.name == meta_name(channel_id))
    with database.read() as connection:
        text = connection.execute(query).scalar_one_or_none()
    found = {} if text is None else json.loads(text)
    on = frozenset(name for name in found.get("transforms_on", ()) if _is_known(name))
    return Switches(frozenset(found.get("aliases_off", ())), on, dict(found.get("aliases", {})))


def learned(database: Database, channel_id: ChannelId) -> Learned:
    """What SKUs are known to mean by the rules that are switched on; those that contradict a link mean nothing."""
    switched = switches(database, channel_id)
    aliases = _aliases(database, channel_id, switched)
    on = {sku: key for sku, key in aliases.items() if sku not in switched.aliases_off}
    if not switched.transforms_on:
        return Learned(on, {})
    with database.read() as connection:
        seen = _Seen(connection, channel_id)
    found: dict[str, ItemKey] = {}
    torn: set[str] = set()
    for one in map(named, sorted(switched.transforms_on)):
        if contradicts_links(one, seen.links, seen.items):
            continue
        for sku in would_link(one, seen.waiting, (pair[0] for pair in seen.links), seen.items):
            target = seen.items[one.item_sku(sku) or ""]
            if found.setdefault(sku, target) != target:
                torn.add(sku)
    return Learned(on, {sku: key for sku, key in found.items() if sku not in torn})


def rules(database: Database, channel_id: ChannelId) -> list[Rule]:
    """Aliases by SKU, then transforms by name."""
    switched = switches(database, channel_id)
    aliases = _aliases(database, channel_id, switched)
    with database.read() as connection:
        seen = _Seen(connection, channel_id)
    skus = {key: sku for sku, key in seen.items.items()}
    waits = set(seen.waiting)
    found = [
        Rule(
            f"{ALIAS}:{sku}", sku not in switched.aliases_off, int(sku not in switched.aliases),
            int(sku in waits and (sku, key) not in seen.refused), int((sku, key) in seen.refused), skus.get(key, ""),
        )
        for sku, key in sorted(aliases.items())
    ]  # fmt: skip
    known = offered(seen.by_person)
    for one in sorted({*known, *map(named, switched.transforms_on)}):
        found.append(_counted(one, known.get(one, 0), one.name in switched.transforms_on, seen))
    return found


def _counted(one: Transform, count: int, on: bool, seen: _Seen) -> Rule:
    links = would_link(one, seen.waiting, (pair[0] for pair in seen.links), seen.items)
    refused = sum(1 for sku in links if (sku, seen.items[one.item_sku(sku) or ""]) in seen.refused)
    against = contradicts_links(one, seen.links, seen.items) + refused
    return Rule(one.name, on, count, len(links) - refused, against)


def _aliases(database: Database, channel_id: ChannelId, switched: Switches) -> dict[str, ItemKey]:
    found = alias_reads.aliases(database, channel_id)
    if switched.aliases:
        wanted = sorted(set(switched.aliases.values()))
        query = select(item.c.sku, item.c.id).where(item.c.sku.in_(wanted), item.c.deleted == literal(0))
        with database.read() as connection:
            known = {row[0]: ItemKey(row[1]) for row in connection.execute(query)}
        found = {sku: known[of] for sku, of in switched.aliases.items() if of in known} | found
    return found


def _is_known(name: str) -> bool:
    try:
        named(name)
    except UserError:
        return False
    return True


class _Seen:
    """The SKUs of a channel and of the inventory, and what stands between them."""

    def __init__(self, connection: Connection, channel_id: ChannelId) -> None:
        here = (listing.c.channel_id == channel_id, listing.c.presence == LIVE, listing.c.sku != "")
        tied = listing.outerjoin(link, link.c.listing_key == listing.c.id).outerjoin(item, item.c.id == link.c.item_key)
        query = select(listing.c.sku, item.c.sku, link.c.origin, listing.c.excluded, listing.c.no_item)
        rows = connection.execute(query.select_from(tied).where(*here)).all()
        self.links = [(row[0], row[1]) for row in rows if row[1] is not None]
        self.by_person = [(row[0], row[1]) for row in rows if row[1] is not None and row[2].startswith("person")]
        self.waiting = [row[0] for row in rows if row[1] is None and not row[3] and not row[4]]
        found = connection.execute(select(item.c.sku, item.c.id).where(item.c.deleted == literal(0)))
        self.items = {row[0]: ItemKey(row[1]) for row in found}
        no = select(listing.c.sku, decision.c.item_key).join(decision, decision.c.listing_key == listing.c.id)
        self.refused = {(row[0], ItemKey(row[1])) for row in connection.execute(no.where(*here))}


__all__ = ["Rule", "Switches", "learned", "meta_name", "rules", "switches"]
