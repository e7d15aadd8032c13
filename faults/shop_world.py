"""A shop in bad weather: random orders, stock, reports, decisions, faults and crashes, with what must hold checked always.

After every step the store is read and compared with what a plain model expects (``faults.oracle``); at every request
that reaches the channel its numbers are worked out anew from the stock known at that moment.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from faults.oracle import Eye, Facts, check
from faults.rough_market import RoughMarket
from faults.weather import Crash, Weather
from rakumap.core.errors import UserError
from rakumap.core.model import ItemRow, Limits, ListingKey
from rakumap.core.trade import Offer, OrderState
from rakumap.store.engine import open_database
from rakumap.store.maintenance import restore
from tests.services.market import MINUTE, Trade
from tests.store.shop import Shop

SKUS = tuple("ABCDEFGH")
ITEMS = tuple("ABCDX")
LISTED = SKUS[:4]
"""What is listed and linked when a world begins."""
LIMITS = (None, None, 0, 2, 5)
SHARES = (None, None, 0, 5_000, 3_333)


def make_template(folder: Path) -> Path:
    """A store in which a few listings are linked to items; worlds begin with a copy of it."""
    path = folder / "template.db"
    shop = Shop(folder, open_database(path, folder))
    trade = Trade(shop)
    trade.sell(*LISTED)
    trade.stock("X", 10)
    shop.database.close()
    return path


class World:
    """One store, one market, and what must hold between them."""

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
        self.market.page = self.random.choice((2, 10, 50))
        self.trade = Trade(Shop(folder, open_database(self.path, folder / "backups")), self.market)
        self.shop.clock += timedelta(days=1)
        self.market.on_request = self._arrived
        self.eye = Eye(self.path)
        self.facts = self.eye.facts()
        self.wanted: list[Facts] = []
        self.saved: tuple[Path, Facts] | None = None
        self.arrived: dict[str, int] = {}
        self.orders = 0
        self.did: deque[str] = deque(maxlen=15)
        self.counts: Counter[str] = Counter()
        actions: Sequence[tuple[int, Callable[[], object]]] = (
            (24, self.buy), (24, self.ship_or_cancel), (24, self.stock), (10, self.report), (16, self.download),
            (28, self.submit), (14, self.link), (4, self.unlink), (4, self.undo), (3, self.redo), (5, self.limit),
            (1, self.default), (8, self.flag), (4, self.list_or_delist), (4, self.meddle), (4, self.refuse),
            (4, self.work), (2, self.hold), (2, self.switch), (1, self.reopen), (1, self.back_up), (1, self.restore),
            (2, self.confirm),
        )  # fmt: skip
        self.weights, self.actions = zip(*actions, strict=True)

    @property
    def shop(self) -> Shop:
        """The shop with the open store."""
        return self.trade.shop

    def close(self) -> None:
        """Let go of the store."""
        self.eye.close()
        self.shop.database.close()

    # one step -------------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Do something, perhaps dying in the middle of it, and look whether everything holds."""
        (action,) = self.random.choices(self.actions, self.weights)
        dies = self.random.random() < 0.12
        self.did.append(f"{action.__name__}{' (dies)' if dies else ''}")
        self.counts[action.__name__] += 1
        self.shop.clock += timedelta(seconds=self.random.choice((1, 30, 90, 900)))
        self.wanted = [self.facts]
        try:
            self.weather.left = self.random.randint(1, 80) if dies else None
            action()
            self.wanted = self.wanted[-1:]
        except Crash:
            self.counts["crashes"] += 1
            self.weather.left = None
            self._restart()
        except UserError as error:
            self._note(error)
        finally:
            self.weather.left = None
        self._look(self.wanted)

    def _note(self, error: UserError) -> None:
        self.did.append(f"  {error.code}")
        self.counts[f"error {error.code}"] += 1

    def _restart(self) -> None:
        """What a new process finds: no connection of the old one, and a lock that nobody believes in any more."""
        self.shop.database.close()
        self.shop.clock += 2 * MINUTE
        self.trade.connect()

    def _look(self, wanted: Sequence[Facts]) -> None:
        """Compare the store with the model; whatever it says now is what the next step begins with."""
        now = self.eye.facts()
        check(self.facts, now, wanted, self.market.over)
        if not now.switches.waits:
            for place, confirmed in now.confirmed.items():
                assert confirmed in (None, self.market.has.get(place)), (
                    f"the channel does not have {confirmed} of {place}"
                )
        self.facts = now

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
        self.market.slow = self.random.random() < 0.3

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
        """An inventory file says a new level."""
        sku = self.random.choice(ITEMS)
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

    # a request reaches the channel --------------------------------------------------------------------------------------

    def _arrived(self, offers: Sequence[Offer]) -> None:
        """Its numbers are those of the rule, now, and none is older than one before it."""
        with self.weather.fair():
            self._look([self.facts])
            for one in offers:
                place = one.listing_id
                assert self.facts.may_send(place), f"nothing of {place} may be sent: {self.facts.rows[place]}"
                right = self.facts.number(place)
                assert one.quantity == right, f"{one.quantity} of {place} was sent instead of {right}"
                query = "SELECT max(id), max(CASE state WHEN 'sent' THEN id END) FROM outbox WHERE listing_key = ?"
                ((newest, sent),) = self.eye.ask(query, self.facts.keys[place])
                assert newest == sent, f"what is sent of {place} is not the newest"
                assert newest >= self.arrived.get(place, 0), f"an older number of {place} after a newer one"
                self.arrived[place] = newest
            self.counts["numbers that arrived"] += len(offers)
            if self.random.random() < 0.3:  # somebody else goes on meanwhile
                self._meanwhile(self.random.choice((self.stock, self.unlink, self.flag, self.limit)))

    def _meanwhile(self, action: Callable[[], object]) -> None:
        self.wanted = [self.facts]
        try:
            action()
            self.wanted = self.wanted[-1:]
        except UserError as error:
            self._note(error)
        self._look(self.wanted)
        self.wanted = [self.facts]

    # the end --------------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """In fair weather everything comes right: orders are here, and the channel has what the rule says."""
        shop, market = self.shop, self.market
        if self.facts.switches.waits:
            self.trade.sending.confirm_restored()
        shop.catalog.change_channel(shop.channel, enabled=True, inventory_sync=True)
        market.refused.clear()
        market.work()
        market.slow = False
        self._look([])
        for _ in range(3):
            self.trade.report()
            self._look([])
            self.trade.download()
            self._look([self.facts])
            shop.clock += timedelta(hours=7)
            self.trade.submit()
            self._look([self.facts])
        self._all_orders_are_here()
        drifting = set(shop.skus("is:drift"))
        for place in self.facts.rows:
            if self.facts.may_send(place) and place.removeprefix("id-") not in drifting:
                has = market.quantities[place]
                assert has == self.facts.number(place), (
                    f"the channel has {has} of {place}, not {self.facts.number(place)}"
                )
        self.counts["order lines"] += len(self.facts.lines)

    def _all_orders_are_here(self) -> None:
        recent = self.shop.clock - timedelta(days=1)
        for key, (changed, line) in self.market.orders_placed.items():
            stored = self.facts.lines.get(key)
            listed = line.state is OrderState.OPEN if self.market.orders_are_whole else changed >= recent
            assert stored is not None or not listed, f"{key} never came"
            if stored is not None and key not in self.market.over:
                assert stored.state == "open", f"{key} is {stored.state}"


def as_share(hundredths: int) -> Decimal:
    """A percentage as the program takes it."""
    return Decimal(hundredths).scaleb(-2)
