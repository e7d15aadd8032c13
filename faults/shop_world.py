"""A shop in bad weather: random orders, stock, reports, decisions, faults and crashes, with what must hold checked always.

After every step the store is read and compared with what a plain model expects (``faults.oracle``); at every request
that reaches the channel its numbers are worked out anew from the stock known at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from faults.oracle import Facts, check
from faults.shop_town import LISTED, Town
from faults.weather import Crash, Weather
from rakumap.core.errors import UserError
from rakumap.core.trade import Offer, OrderState
from rakumap.store.engine import open_database
from tests.services.market import MINUTE, Trade
from tests.store.shop import Shop


def make_template(folder: Path) -> Path:
    """A store in which a few listings are linked to items; worlds begin with a copy of it."""
    path = folder / "template.db"
    shop = Shop(folder, open_database(path, folder))
    trade = Trade(shop)
    trade.sell(*LISTED)
    trade.stock("X", 10)
    shop.database.close()
    return path


class World(Town):
    """A town in which every step is looked at."""

    def __init__(self, seed: str, folder: Path, template: Path, weather: Weather) -> None:
        super().__init__(seed, folder, template, weather)
        self.market.on_request = self._arrived
        actions: Sequence[tuple[int, Callable[[], object]]] = (
            (24, self.buy), (24, self.ship_or_cancel), (24, self.stock), (10, self.report), (16, self.download),
            (28, self.submit), (14, self.link), (4, self.unlink), (4, self.undo), (3, self.redo), (5, self.limit),
            (1, self.default), (8, self.flag), (4, self.list_or_delist), (4, self.meddle), (4, self.refuse),
            (10, self.work), (2, self.hold), (2, self.switch), (1, self.reopen), (1, self.back_up), (1, self.restore),
            (6, self.confirm),
        )  # fmt: skip
        self.weights, self.actions = zip(*actions, strict=True)

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
            if self.random.random() < 0.4:  # somebody else goes on meanwhile
                self._meanwhile(self.random.choice((self.stock, self.stock, self.unlink, self.flag, self.limit)))

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
