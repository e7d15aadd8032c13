"""The actors of the simulated shop: buyers, the channel, people, the program; each action says what it should come to."""

from __future__ import annotations

import random
import shutil
from collections import Counter, deque
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from faults.oracle import Eye, Facts
from faults.rough_market import RoughMarket
from faults.weather import Weather
from rakumap.core.model import ItemRow, Limits, ListingKey
from rakumap.core.trade import OrderState
from rakumap.store.engine import open_database
from rakumap.store.maintenance import restore
from tests.services.market import Trade
from tests.store.shop import Shop

SKUS = tuple("ABCDEFGH")
ITEMS = tuple("ABCDX")
LISTED = SKUS[:4]
"""What is listed and linked when a world begins."""
LIMITS = (None, None, None, 0, 2, 5, 30)
SHARES = (None, None, None, None, 0, 5_000, 3_333)


class Town:
    """One store and one market with all who act on them; ``wanted`` is what the action at work may come to."""

    def __init__(self, seed: str, folder: Path, template: Path, weather: Weather) -> None:
        self.random = random.Random(seed)
        self.weather = weather
        self.folder = folder
        self.path = folder / "store.db"
        shutil.copy2(template, self.path)
        self.market = RoughMarket(weather.die)
        self.market.quantities = dict.fromkeys((f"id-{sku}" for sku in LISTED), 1)
        self.market.orders_are_whole = self.random.random() < 0.4
        self.market.repeats = self.random.random() < 0.3
        self.market.batch = self.random.choice((1, 1, 2, 3))
        self.market.page = self.random.choice((2, 10, 50))
        self.trade = Trade(Shop(folder, open_database(self.path, folder / "backups")), self.market)
        self.shop.clock += timedelta(days=1)
        self.eye = Eye(self.path)
        self.facts = self.eye.facts()
        self.wanted: list[Facts] = []
        self.saved: tuple[Path, Facts] | None = None
        self.arrived: dict[str, int] = {}
        self.orders = 0
        self.did: deque[str] = deque(maxlen=15)
        self.counts: Counter[str] = Counter()

    @property
    def shop(self) -> Shop:
        """The shop with the open store."""
        return self.trade.shop

    def close(self) -> None:
        """Let go of the store."""
        self.eye.close()
        self.shop.database.close()

    def _expect(self, facts: Facts) -> None:
        """What the store says when the action is done; a crash may leave what it said before."""
        self.wanted.append(facts)

    # buyers and the channel -------------------------------------------------------------------------------------------

    def buy(self) -> None:
        """Somebody orders; a channel may name the listing, or only its SKU, or an id that we do not know."""
        self.orders += 1
        sku = self.random.choice(SKUS)
        ids: tuple[str, ...] = self.random.choice(((f"id-{sku}",), (), ("unknown", f"id-{sku}")))
        for line in range(1, self.random.choice((1, 1, 2)) + 1):
            self.trade.order(f"o{self.orders}", sku, self.random.randint(1, 3), line_id=str(line), listing_ids=ids)

    def ship_or_cancel(self) -> None:
        """A line ends, or the channel says again that it is open; one that is long over is listed no more."""
        if self.market.orders_placed:
            order, line = self.random.choice(list(self.market.orders_placed))
            state = self.random.choice((OrderState.OPEN, *list(OrderState)[1:] * 3))
            self.trade.turn(order, state, line)
            if state is not OrderState.OPEN and self.random.random() < 0.3:
                del self.market.orders_placed[order, line]

    def list_or_delist(self) -> None:
        """A listing appears on the channel or goes."""
        place = f"id-{self.random.choice(SKUS)}"
        if place not in self.market.quantities:
            self.market.quantities[place] = self.random.randint(0, 5)
        elif self.random.random() < 0.3:
            del self.market.quantities[place]

    def meddle(self) -> None:
        """Somebody changes a quantity on the channel itself."""
        if self.market.quantities:
            self.market.quantities[self.random.choice(list(self.market.quantities))] = self.random.randint(0, 60)

    def refuse(self) -> None:
        """The channel begins to refuse a listing, or takes all again."""
        if self.random.random() < 0.6:
            self.market.refused.clear()
        else:
            self.market.refused[f"id-{self.random.choice(SKUS)}"] = "not now"

    def work(self) -> None:
        """The channel does what it took, and takes the next at once or slowly."""
        self.market.work()
        self.market.slow = self.random.random() < 0.25

    # the program ------------------------------------------------------------------------------------------------------

    def report(self) -> None:
        """The channel's listings come in."""
        rows = {place: row._replace(live=place in self.market.quantities) for place, row in self.facts.rows.items()}
        facts = Facts(rows, self.facts.levels, self.facts.switches)
        for place in self.market.quantities:
            facts = facts.with_row(place, live=True)
        self._expect(facts)
        self.trade.report()

    def download(self) -> None:
        """Orders are asked for; the answer may fail or break off."""
        if self.random.random() < 0.3:
            self.market.fault(self.random.choice(("no orders", "orders cut")))
        before = {sku: level - self.facts.held(sku) for sku, level in self.facts.levels.items()}
        try:
            self.trade.download()
        finally:
            self.market.faults.clear()
        if self.market.orders_are_whole:
            now = self.eye.facts()
            for sku, level in now.levels.items():
                assert level - now.held(sku) <= before[sku], f"available of {sku} rose on a guess"

    def submit(self) -> None:
        """Quantities go out, with whatever may go wrong on the way."""
        if self.random.random() < 0.45:
            faults = ("lost", "silent", "refused here", "settings", "dies before", "dies after", "")
            self.market.fault(*self.random.choices(faults, k=2))
        keys = self._keys(3) if self.random.random() < 0.3 else None
        self.market.heard.clear()
        self.market.unheard.clear()
        unanswered = {one for (one,) in self.eye.ask("SELECT listing_key FROM outbox WHERE state = 'sent'")}
        before = self.facts.submitted
        try:
            result = self.trade.submit(keys=keys, mend=self.random.random() < 0.8)
        finally:
            self.market.faults.clear()
        self.counts[f"submissions {result.outcome}"] += 1
        now = self.eye.facts()
        for place in sorted(self.market.unheard - self.market.heard):
            if now.keys[place] not in unanswered:
                assert now.submitted[place] == before[place], f"{place} counts as submitted and nothing went out"
                self.counts["refused on our side"] += 1

    def stock(self) -> None:
        """An inventory file says a new level, mostly of an item whose number is on its way."""
        query = (
            "SELECT sku, max(state = 'prepared') FROM outbox JOIN link USING (listing_key)"
            " JOIN item ON item.id = item_key WHERE state IN ('prepared', 'sent', 'submitted') GROUP BY sku ORDER BY sku"
        )
        found = self.eye.ask(query)
        hot = [sku for sku, next_out in found if next_out] or [sku for sku, _ in found]
        sku = self.random.choice(hot if hot and self.random.random() < 0.8 else ITEMS)
        self._import(sku, self.facts.held(sku) + self.random.choice((-1, 0, 2, 5, 10, 20, 50)))

    def _import(self, sku: str, level: int) -> None:
        self._expect(self.facts.with_level(sku, level))
        self.shop.import_items(ItemRow(2, sku, level=level))

    def link(self) -> None:
        """A person links a listing, or links it elsewhere."""
        live = [place for place, row in self.facts.rows.items() if row.live]
        waiting = [place for place in live if self.facts.rows[place].item is None]
        if not live:
            return
        place, sku = self.random.choice(waiting or live), self.random.choice(ITEMS)
        if sku not in self.facts.levels:  # its import was undone
            self._import(sku, 10)
            return
        row = self.facts.rows[place]
        if row.item != sku:
            self._expect(self.facts.with_row(place, item=sku, released=row.released and not self.facts.switches.hold))
        self.shop.link(place.removeprefix("id-"), sku, listing_id=place, replace=row.item is not None)

    def unlink(self) -> None:
        """A person takes links off."""
        places = self._places(2)
        facts = self.facts
        for place in places:
            facts = facts.with_row(place, item=None)
        self._expect(facts)
        self.shop.catalog.unlink([ListingKey(self.facts.keys[place]) for place in places])

    def undo(self) -> None:
        """What comes back is the journal's affair: any decision is believed, what orders did is not."""
        self.wanted = []
        self.shop.catalog.undo()
        with self.weather.fair():
            if self.eye.facts().switches.removed:
                self.shop.catalog.redo()

    def redo(self) -> None:
        """See ``undo``."""
        self.wanted = []
        self.shop.catalog.redo()

    def limit(self) -> None:
        """Limits of a few listings."""
        most = self.random.random() < 0.4
        value, share = self.random.choice(LIMITS), self.random.choice(SHARES)
        name, stored = (
            self.random.choice((("max_listed", "most"), ("end_when", "end"))) if most else ("percentage", "share")
        )
        self._set(2, name, stored, value if most else share)

    def flag(self) -> None:
        """Ignore Sync, Excluded, Released of a few listings."""
        name, stored = self.random.choice(
            (("ignore_sync", "ignored"), ("excluded", "excluded"), ("released", "released"))
        )
        self._set(3, name, stored, self.random.random() < (0.85 if name == "released" else 0.15))

    def _set(self, most: int, name: str, stored: str, value: int | None) -> None:
        places = self._places(most)
        facts = self.facts
        for place in places:
            facts = facts.with_row(place, **{stored: value})
        self._expect(facts)
        given = as_share(value) if stored == "share" and value is not None else value
        self.shop.catalog.set_listings([ListingKey(self.facts.keys[place]) for place in places], {name: given})

    def default(self) -> None:
        """The channel's own limits."""
        most, end, share = (
            self.random.choice((None, None, 8)),
            self.random.choice((None, 1)),
            self.random.choice(SHARES),
        )
        self._expect(self.facts.with_switches(most=most, end=end, share=share))
        limits = Limits(most, end, None if share is None else as_share(share))
        self.shop.catalog.change_channel(self.shop.channel, defaults=limits)

    def hold(self) -> None:
        """Whether new links wait to be released."""
        choice = self.random.choice(("hold", "send", "send"))
        settings = {**self.trade.channel.settings, "new_links": choice}
        self._expect(self.facts.with_switches(hold=choice == "hold"))
        self.shop.catalog.change_channel(self.shop.channel, settings=settings)

    def switch(self) -> None:
        """Inventory Sync on or off; the channel itself is on then."""
        on = not self.facts.switches.sync or self.random.random() < 0.5
        self._expect(self.facts.with_switches(enabled=True, sync=on))
        self.shop.catalog.change_channel(self.shop.channel, enabled=True, inventory_sync=on)

    def reopen(self) -> None:
        """The program is closed and started again."""
        self.weather.left = None
        self.shop.reopen()
        self.trade.connect()

    def back_up(self) -> None:
        """A verified copy of the store is made."""
        self.weather.left = None
        path = self.folder / "backup.db"
        path.unlink(missing_ok=True)
        self.shop.database.verified_backup(path)
        self.saved = path, self.facts

    def restore(self) -> None:
        """The store comes out of its backup: it says what it said then, and waits for a person's word."""
        self.weather.left = None
        if self.saved is None:
            return
        path, facts = self.saved
        self.eye.close()
        self.shop.database.close()
        kept = restore(path, self.path, self.folder / "backups")
        assert kept is not None
        kept.unlink()
        self.shop.reopen()
        self.trade.connect()
        self.eye = Eye(self.path)
        self.arrived.clear()
        self.facts = facts
        self._expect(facts.with_switches(waits=True))

    def confirm(self) -> None:
        """A person says that the restored store may send: from then on nothing counts as confirmed."""
        if self.facts.switches.waits:
            self._expect(self.facts.with_switches(waits=False))
            self.trade.sending.confirm_restored()
            assert set(self.eye.facts().confirmed.values()) <= {None}, "not everything is sent anew"

    def _places(self, most: int) -> list[str]:
        live = [place for place, row in self.facts.rows.items() if row.live]
        return self.random.sample(live, min(len(live), self.random.randint(1, most)))

    def _keys(self, most: int) -> list[ListingKey]:
        return [ListingKey(self.facts.keys[place]) for place in self._places(most)]


def as_share(hundredths: int) -> Decimal:
    """A percentage as the program takes it."""
    return Decimal(hundredths).scaleb(-2)
