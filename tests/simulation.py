"""A shop in bad weather: random orders, stock, reports, decisions, faults and crashes, with what must hold checked always.

``python -m tests.simulation --steps 1000000 --seed 1`` runs it for long; the suite runs a short one. A failure names the
seed and the step, and the last actions.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from rakumap.core.errors import UserError
from rakumap.core.model import ItemRow, Listing, ListingKey, State
from rakumap.core.trade import Offer, OrderState
from rakumap.store.engine import open_database
from tests.services.market import MINUTE, Market, Trade
from tests.store.shop import Shop

SKUS = tuple("ABCDEFGH")
ITEMS = tuple("ABCDX")
EPOCH = 4_000
"""Steps on one store; then a new one begins, so that its journal does not slow the rest down."""


class Crash(BaseException):
    """The process dies here."""


class Weather:
    """Kills the process at the n-th statement or commit that the store gets; everything after it fails too."""

    def __init__(self) -> None:
        self.left: int | None = None

    def strike(self, *_: object) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                raise Crash

    @contextmanager
    def over(self) -> Iterator[None]:
        """Listen to every statement and commit meanwhile."""
        event.listen(Engine, "before_cursor_execute", self.strike)
        event.listen(Engine, "commit", self.strike)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", self.strike)
            event.remove(Engine, "commit", self.strike)


class World:
    """One store, one market, and what must hold between them."""

    def __init__(self, seed: str, folder: Path, empty: Path, weather: Weather) -> None:
        self.random = random.Random(seed)
        self.weather = weather
        shutil.copy2(empty, folder / "store.db")
        self.folder = folder
        shop = Shop(folder, open_database(folder / "store.db", folder / "backups"))
        self.trade = Trade(shop, Market(batch=3))
        self.market = self.trade.market
        self.market.on_request = self._arrived
        self.arrived: dict[str, int] = {}
        self.levels: dict[str, int] = {}
        self.lines: dict[tuple[str, str], tuple[Any, ...]] = {}
        self.orders = 0
        self.did: deque[str] = deque(maxlen=15)
        self.counts: dict[str, int] = {}
        self.trade.sell(*SKUS[:4])
        self.levels = dict.fromkeys(SKUS[:4], 10)
        for sku in ITEMS:
            self._import(sku, 10)
        self.actions: Sequence[tuple[int, Callable[[], object]]] = (
            (6, self.buy),
            (8, self.ship_or_cancel),
            (12, self.stock),
            (5, self.report),
            (8, self.download),
            (14, self.submit),
            (8, self.link),
            (1, self.unlink),
            (2, self.undo),
            (2, self.redo),
            (3, self.limit),
            (4, self.flag),
            (2, self.list_or_delist),
            (2, self.meddle),
            (2, self.refuse),
            (2, self.work),
            (1, self.hold),
            (1, self.switch),
            (1, self.reopen),
        )

    def close(self) -> None:
        """Let go of the store."""
        self.trade.shop.database.close()

    # one step -------------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Do something, perhaps dying in the middle of it, and look whether everything holds."""
        weights, actions = zip(*self.actions, strict=True)
        (action,) = self.random.choices(actions, weights)
        dies = self.random.random() < 0.12
        self.did.append(f"{action.__name__}{' (dies)' if dies else ''}")
        self._count(action.__name__)
        self.trade.shop.clock += timedelta(seconds=self.random.choice((1, 30, 90, 900)))
        try:
            self.weather.left = self.random.randint(1, 80) if dies else None
            action()
        except Crash:
            self._count("crashes")
            self.weather.left = None
            self._restart()
        except UserError as error:
            self.did.append(f"  {error.code}")
            self._count(f"error {error.code}")
        finally:
            self.weather.left = None
        self._check()

    def _count(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1

    def _restart(self) -> None:
        self.trade.shop.clock += 2 * MINUTE  # until nobody believes that the dead one lives
        self.trade.connect()

    # what people, buyers and the channel do ---------------------------------------------------------------------------

    def buy(self) -> None:
        self.orders += 1
        sku = self.random.choice(SKUS)
        ids: tuple[str, ...] = self.random.choice(((f"id-{sku}",), (), ("unknown", f"id-{sku}")))
        for line in range(1, self.random.choice((1, 1, 2)) + 1):
            self.trade.order(f"o{self.orders}", sku, self.random.randint(1, 3), line_id=str(line), listing_ids=ids)

    def ship_or_cancel(self) -> None:
        if self.market.orders_placed:
            order, line = self.random.choice(list(self.market.orders_placed))
            self.trade.turn(order, self.random.choice((OrderState.OPEN, *list(OrderState)[1:] * 3)), line)
            if self.random.random() < 0.3:  # long over: the channel lists it no more
                del self.market.orders_placed[order, line]

    def stock(self) -> None:
        sku = self.random.choice(ITEMS)
        found = self.trade.shop.queries.item_named(sku)
        ordered = found.in_open_orders if found is not None else 0
        self._import(sku, ordered + self.random.choice((-1, 0, 2, 5, 10, 20, 50)))

    def _import(self, sku: str, level: int) -> None:
        try:
            self.trade.shop.import_items(ItemRow(2, sku, level=level))
        finally:
            self.weather.left = None  # whether it was done is read from the store
            found = self.trade.shop.queries.item_named(sku)
            if found is not None and found.level == level:
                self.levels[sku] = level

    def report(self) -> None:
        self.trade.report()

    def download(self) -> None:
        if self.random.random() < 0.3:
            self.market.fault(self.random.choice(("no orders", "orders cut")))
        self.trade.download()
        self.market.faults.clear()

    def submit(self) -> None:
        if self.random.random() < 0.4:
            self.market.fault(*self.random.choices(("lost", "silent", ""), k=2))
        keys = self._keys(3) if self.random.random() < 0.3 else None
        try:
            result = self.trade.submit(keys=keys, mend=self.random.random() < 0.8)
            self._count(f"submissions {result.outcome}")
            if result.error is not None and result.error.code in ("sync_is_off", "channel_disabled"):
                self.switch()
        finally:
            self.market.faults.clear()

    def link(self) -> None:
        one = self._any()
        if one is not None:
            sku = self.random.choice(ITEMS)
            self.trade.shop.link(one.sku, sku, listing_id=one.listing_id, replace=one.item_key is not None)

    def unlink(self) -> None:
        self.trade.shop.catalog.unlink(self._keys(2))

    def undo(self) -> None:
        self._stepping(self.trade.shop.catalog.undo)

    def redo(self) -> None:
        self._stepping(self.trade.shop.catalog.redo)

    def _stepping(self, step: Callable[[], object]) -> None:
        """Undo may take an import back: what the levels are is read from the journal's last word."""
        before = self._levels()
        try:
            step()
        finally:
            self.weather.left = None
            after, shipped = self._levels(), self._shipped_now()
            for sku, level in after.items():
                if before.get(sku) != level + shipped.get(sku, 0):
                    self.levels[sku] = level + shipped.get(sku, 0)

    def limit(self) -> None:
        name = self.random.choice(("max_listed", "end_when"))
        self.trade.shop.catalog.set_listings(self._keys(2), {name: self.random.choice((None, 0, 2, 5))})

    def flag(self) -> None:
        name = self.random.choice(("ignore_sync", "excluded", "released"))
        on = self.random.random() < (0.85 if name == "released" else 0.15)
        self.trade.shop.catalog.set_listings(self._keys(3), {name: on})

    def list_or_delist(self) -> None:
        sku = self.random.choice(SKUS)
        if f"id-{sku}" not in self.market.quantities:
            self.market.quantities[f"id-{sku}"] = self.random.randint(0, 5)
        elif self.random.random() < 0.3:
            del self.market.quantities[f"id-{sku}"]

    def meddle(self) -> None:
        """Somebody changes a quantity on the channel itself."""
        if self.market.quantities:
            self.market.quantities[self.random.choice(list(self.market.quantities))] = self.random.randint(0, 60)

    def refuse(self) -> None:
        if self.random.random() < 0.6:
            self.market.refused.clear()
        else:
            self.market.refused[f"id-{self.random.choice(SKUS)}"] = "not now"

    def work(self) -> None:
        self.market.work()
        self.market.slow = self.random.random() < 0.3

    def hold(self) -> None:
        settings = {**self.trade.channel.settings, "new_links": self.random.choice(("hold", "send", "send"))}
        self.trade.shop.catalog.change_channel(self.trade.shop.channel, settings=settings)

    def switch(self) -> None:
        on = not self.trade.channel.inventory_sync or self.random.random() < 0.5
        self.trade.shop.catalog.change_channel(self.trade.shop.channel, enabled=True, inventory_sync=on)

    def reopen(self) -> None:
        self.weather.left = None
        self.trade.shop.reopen()
        self.trade.connect()

    def _rows(self) -> list[Listing]:
        return self.trade.shop.shown("is:all")

    def _any(self) -> Listing | None:
        rows = self._rows()
        waiting = [one for one in rows if one.item_key is None]
        return self.random.choice(waiting or rows) if rows else None

    def _keys(self, most: int) -> list[ListingKey]:
        rows = self._rows()
        return [one.key for one in self.random.sample(rows, min(len(rows), self.random.randint(1, most)))]

    # what must hold -------------------------------------------------------------------------------------------------

    def _arrived(self, offers: Sequence[Offer]) -> None:
        """A request has reached the channel: its numbers are those of the rule, now, and none is older than another."""
        left, self.weather.left = self.weather.left, None
        shown = {one.listing_id: one for one in self._rows()}
        assert self.trade.channel.inventory_sync
        for one in offers:
            row = shown[one.listing_id]
            assert row.state is State.LINKED, one
            assert not row.ignore_sync, one
            assert not row.excluded, one
            assert row.released, one
            assert one.quantity == row.will_send, (one, row.will_send)
            query = "SELECT max(id), max(CASE state WHEN 'sent' THEN id END) FROM outbox WHERE listing_key = :key"
            ((newest, sent),) = self.trade.shop.sql(query, key=row.key)
            assert newest == sent, "what is sent is not the newest"
            assert newest >= self.arrived.get(one.listing_id, 0), "an older number after a newer one"
            self.arrived[one.listing_id] = newest
        if self.random.random() < 0.3:  # somebody else goes on meanwhile
            self.random.choice((self.stock, self.unlink, self.flag, self.limit))()
        self.weather.left = left

    def _check(self) -> None:
        shop = self.trade.shop
        for place, confirmed in shop.sql("SELECT listing_id, confirmed_quantity FROM listing"):
            assert confirmed in (None, self.market.has.get(place)), "the channel does not have what it is said to have"
        now: dict[tuple[str, str], tuple[Any, ...]] = {}
        query = (
            "SELECT order_id, line_id, item.sku, quantity, counted, settled, state, resolved_at, listing_key IS NOT NULL"
            " AND EXISTS (SELECT 1 FROM link WHERE link.listing_key = order_line.listing_key)"
            " FROM order_line LEFT JOIN item ON item.id = item_key"
        )
        held: dict[str, int] = {}
        for order, line, item, quantity, counted, settled, state, resolved_at, linked in shop.sql(query):
            assert (order, line) not in now, "a line is there twice"
            now[order, line] = (item, resolved_at, settled, quantity, state)
            before = self.lines.get((order, line))
            if before is not None and before[0] is not None:
                assert before[:2] == (item, resolved_at), "a resolved line was resolved again"
            assert item is not None or not linked, "a line with a linked listing waits"
            assert counted == (quantity if item is not None and state == "open" and not settled else 0)
            if item is not None:
                held[item] = held.get(item, 0) + counted
                if settled and state == "shipped" and not (before is not None and before[2]):
                    self.levels[item] = self.levels.get(item, 0) - quantity
        assert set(self.lines) <= set(now), "a line is lost"
        self.lines = now
        for sku, level, in_open in shop.sql("SELECT sku, level, in_open_orders FROM item WHERE deleted = 0"):
            assert in_open == held.get(sku, 0), (sku, in_open, held.get(sku, 0))
            assert level == self.levels.setdefault(sku, level), (sku, level, self.levels[sku])

    def _levels(self) -> dict[str, int]:
        return dict(self.trade.shop.sql("SELECT sku, level FROM item WHERE deleted = 0"))

    def _shipped_now(self) -> dict[str, int]:
        """What lines took off the levels that they had not by the last look."""
        found: dict[str, int] = {}
        query = (
            "SELECT order_id, line_id, item.sku, quantity FROM order_line JOIN item ON item.id = item_key"
            " WHERE settled = 1 AND order_line.state = 'shipped'"
        )
        for order, line, item, quantity in self.trade.shop.sql(query):
            before = self.lines.get((order, line))
            if before is None or not before[2]:
                found[item] = found.get(item, 0) + quantity
        return found

    def settle(self) -> None:
        """In fair weather everything comes right: orders are here, and the channel has what the rule says."""
        shop, market = self.trade.shop, self.market
        shop.catalog.change_channel(shop.channel, enabled=True, inventory_sync=True)
        market.refused.clear()
        market.work()
        market.slow = False
        for _ in range(3):
            self.trade.report()
            self.trade.download()
            shop.clock += timedelta(hours=7)
            self.trade.submit()
        self._check()
        stored = {(order, line) for order, line in self.lines}
        recent = shop.clock - timedelta(days=1)
        wanted = {key for key, (changed, _) in market.orders_placed.items() if changed >= recent}
        assert wanted <= stored, wanted - stored
        again = shop.skus("is:drift")
        for one in self._rows():
            sends = one.state is State.LINKED and not one.ignore_sync and not one.excluded and one.released
            if sends and one.sku not in again:
                assert market.quantities[one.listing_id] == one.will_send, one


def run(steps: int, seed: int, folder: Path, say: Callable[[str], None] = lambda _: None) -> dict[str, int]:
    """Simulate; raises ``AssertionError`` with seed, step and last actions when something does not hold."""
    weather, total, begun = Weather(), dict[str, int](), time.monotonic()
    empty = folder / "empty.db"
    open_database(empty, folder).close()
    with weather.over():
        for start in range(0, steps, EPOCH):
            home = folder / f"world-{start}"
            home.mkdir()
            world = World(f"{seed}/{start}", home, empty, weather)
            number = start
            try:
                for number in range(start, min(steps, start + EPOCH)):  # noqa: B007 - the note names it
                    world.step()
                world.settle()
            except BaseException as error:
                error.add_note(f"seed {seed}, step {number}, after: {', '.join(world.did)}")
                raise
            finally:
                world.close()
            shutil.rmtree(home)
            for name, count in world.counts.items():
                total[name] = total.get(name, 0) + count
            total["numbers that took effect"] = total.get("numbers that took effect", 0) + len(world.market.done)
            total["order lines"] = total.get("order lines", 0) + len(world.lines)
            say(f"{number + 1} steps, {time.monotonic() - begun:.0f} s")
    return total


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the stores are made; a disk in memory is faster")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        total = run(
            arguments.steps, arguments.seed, Path(folder), lambda text: print(text, file=sys.stderr, flush=True)
        )
    for name, count in sorted(total.items()):
        print(f"{count:>10}  {name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
