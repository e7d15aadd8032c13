"""What the simulated shop must look like: its own reading of the store and its own rule, in plain Python.

Nothing of the program computes here. The store is read by the driver alone, on a connection of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from rakumap.store.sqlite_driver import driver
from rakumap.store.units import LIVE


class Row(NamedTuple):
    """What was decided about a listing; ``share`` is its percentage in hundredths."""

    live: bool = True
    item: str | None = None
    ignored: bool = False
    excluded: bool = False
    released: bool = True
    most: int | None = None
    end: int | None = None
    share: int | None = None


class Switches(NamedTuple):
    """What was decided about the channel; ``waits``: the store came out of a backup and nobody has said yes yet."""

    enabled: bool
    sync: bool
    most: int | None
    end: int | None
    share: int | None
    removed: bool
    hold: bool
    waits: bool


class Line(NamedTuple):
    """One order line as the store holds it."""

    sku: str
    listing: str | None
    item: str | None
    quantity: int
    state: str
    counted: int
    settled: bool
    resolved_at: int | None


@dataclass(frozen=True)
class Facts:
    """What the store says at one moment. Levels and open orders are those of items that are not deleted."""

    rows: Mapping[str, Row]
    levels: Mapping[str, int]
    switches: Switches
    in_orders: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[tuple[str, str], Line] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)
    confirmed: Mapping[str, int | None] = field(default_factory=dict)
    submitted: Mapping[str, int | None] = field(default_factory=dict)

    def with_row(self, place: str, **values: Any) -> Facts:
        """The same with other decisions about one listing."""
        return replace(self, rows={**self.rows, place: self.rows.get(place, Row())._replace(**values)})

    def with_switches(self, **values: Any) -> Facts:
        """The same with other switches."""
        return replace(self, switches=self.switches._replace(**values))

    def with_level(self, sku: str, level: int) -> Facts:
        """The same with another level of an item."""
        return replace(self, levels={**self.levels, sku: level})

    def held(self, sku: str) -> int:
        """How many of an item resolved lines hold that are neither shipped nor cancelled."""
        return sum(one.quantity for one in self.lines.values() if one.item == sku and one.state == "open")

    def number(self, place: str) -> int | None:
        """The quantity rule: what the channel may get of a listing; ``None`` when it is linked to nothing."""
        row, of_channel = self.rows[place], self.switches
        if row.item is None:
            return None
        base = max(0, self.levels[row.item] - self.held(row.item))
        end = next(one for one in (row.end, of_channel.end, 0) if one is not None)
        share = next(one for one in (row.share, of_channel.share, 10_000) if one is not None)
        most = row.most if row.most is not None else of_channel.most
        if base <= end:
            return 0
        return base * share // 10_000 if most is None else min(most, base * share // 10_000)

    def may_send(self, place: str) -> bool:
        """Whether anything of a listing may go to the channel."""
        row, of_channel = self.rows[place], self.switches
        on = of_channel.enabled and of_channel.sync and not of_channel.waits and not of_channel.removed
        return on and row.live and row.item is not None and row.released and not row.ignored and not row.excluded


class Eye:
    """Reads the store beside the program."""

    def __init__(self, path: Path) -> None:
        self._raw = driver.connect(str(path), isolation_level=None)
        self._version: int | None = None
        self._facts: Facts | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    def ask(self, query: str, *values: object) -> list[Any]:
        """The rows of a query."""
        return list(self._raw.execute(query, values))

    def facts(self) -> Facts:
        """What the store says now; read again only when somebody has written."""
        ((version,),) = self.ask("PRAGMA data_version")
        if self._facts is None or version != self._version:
            self._version, self._facts = version, self._read()
        return self._facts

    def _read(self) -> Facts:
        rows, keys, confirmed, submitted = {}, {}, {}, {}
        query = (
            "SELECT listing.id, listing_id, presence, item.sku, ignore_sync, excluded, released, max_listed, end_when,"
            " percentage, confirmed_quantity, submitted_quantity FROM listing"
            " LEFT JOIN link ON listing_key = listing.id LEFT JOIN item ON item.id = item_key ORDER BY listing.id"
        )
        for key, place, presence, item, ignored, excluded, released, most, end, share, has, last in self.ask(query):
            flags = bool(ignored), bool(excluded), bool(released)
            rows[place] = Row(presence == LIVE, item, *flags, most, end, share)
            keys[place], confirmed[place], submitted[place] = key, has, last
        items = self.ask("SELECT sku, level, in_open_orders FROM item WHERE deleted = 0 ORDER BY id")
        query = (
            "SELECT order_id, line_id, line.sku, listing.listing_id, item.sku, quantity_, state, counted, settled,"
            " resolved_at FROM (SELECT *, quantity AS quantity_ FROM order_line) AS line"
            " LEFT JOIN item ON item.id = item_key LEFT JOIN listing ON listing.id = listing_key ORDER BY line.id"
        )
        lines: dict[tuple[str, str], Line] = {}
        for order, number, sku, place, item, quantity, state, counted, settled, at in self.ask(query):
            assert (order, number) not in lines, "a line is there twice"
            lines[order, number] = Line(sku, place, item, quantity, state, counted, bool(settled), at)
        ((enabled, sync, most, end, share, removed, hold),) = self.ask(
            "SELECT enabled, inventory_sync, default_max, default_end, default_percentage, removed,"
            " json_extract(settings, '$.new_links') FROM channel"
        )
        waits = bool(self.ask("SELECT 1 FROM meta WHERE name = 'restored_at'"))
        return Facts(
            rows,
            {sku: level for sku, level, _ in items},
            Switches(bool(enabled), bool(sync), most, end, share, bool(removed), hold == "hold", waits),
            {sku: count for sku, _, count in items},
            lines,
            keys,
            confirmed,
            submitted,
        )


def check_lines(before: Facts, now: Facts, over: set[tuple[str, str]]) -> dict[str, int]:
    """Every line is there once, resolved once through its own listing's link, and never over before it was.

    ``over`` are the lines that the channel has ever called shipped or cancelled, or listed no more. Returns how much
    of each item was shipped since ``before``.
    """
    assert before.lines.keys() <= now.lines.keys(), "a line is lost"
    shipped: dict[str, int] = {}
    for key, line in now.lines.items():
        old = before.lines.get(key)
        if old == line and line.item is None:
            assert line.listing is None or now.rows[line.listing].item is None, f"{key} waits although it is linked"
            continue
        if old == line:
            continue
        own = f"id-{line.sku}"
        assert line.listing in (None, own), f"{key} stands for another listing"
        if old is not None and old.item is not None:
            assert (old.item, old.resolved_at) == (line.item, line.resolved_at), f"{key} was resolved again"
        elif line.item is not None:
            linked = {facts.rows[own].item for facts in (before, now) if own in facts.rows}
            assert line.item in linked, f"{key} resolved to an item that its listing is not linked to"
        else:
            assert line.listing is None or now.rows[line.listing].item is None, f"{key} waits although it is linked"
        assert line.state == "open" or key in over, f"{key} is {line.state} and the channel never said so"
        assert old is None or not old.settled or (line.settled, line.state) == (True, old.state), f"{key} came back"
        counts = line.quantity if line.item is not None and line.state == "open" else 0
        assert line.counted == counts, f"{key} holds {line.counted} instead of {counts}"
        assert line.item is None or line.settled == (line.state != "open"), f"{key} is settled: {line.settled}"
        if line.item is not None and line.settled and line.state == "shipped" and not (old is not None and old.settled):
            shipped[line.item] = shipped.get(line.item, 0) + line.quantity
    return shipped


def check(before: Facts, now: Facts, wanted: Sequence[Facts], over: set[tuple[str, str]]) -> None:
    """What was decided is one of ``wanted`` (anything, when that is empty), and orders did to the stock what they do."""
    shipped = check_lines(before, now, over)
    for sku, count in now.in_orders.items():
        assert count == now.held(sku), f"open orders of {sku}: {count} instead of {now.held(sku)}"
    differs = [_difference(one, now, shipped) for one in wanted]
    assert not differs or {} in differs, f"the store says otherwise than any of: {differs}"


def _difference(wanted: Facts, now: Facts, shipped: Mapping[str, int]) -> dict[str, tuple[object, object]]:
    """What is wanted and not so, and what is so instead."""
    levels = {sku: level - shipped.get(sku, 0) for sku, level in wanted.levels.items()}
    pairs: list[tuple[Mapping[str, object], Mapping[str, object]]] = [
        (wanted.rows, now.rows),
        (levels, now.levels),
        (wanted.switches._asdict(), now.switches._asdict()),
    ]
    return {
        name: (one.get(name), other.get(name))
        for one, other in pairs
        for name in sorted(one.keys() | other.keys())
        if one.get(name) != other.get(name)
    }
