"""A marketplace with a state and faults of its own, and a shop that trades on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rakumap.channels.connector import FetchedReport, TestResult
from rakumap.core.errors import ChannelError
from rakumap.core.job import Job
from rakumap.core.model import Channel, ItemRow, Listing
from rakumap.core.schedule import ForceStamp
from rakumap.core.trade import Offer, OfferResult, OrderLine, OrderState, Sent, Submission
from rakumap.services.orders import Downloaded, Orders
from rakumap.services.running import Clock
from rakumap.services.submission import Submission as Sending
from rakumap.services.submission import Submitted
from rakumap.store.order_book import OrderBook
from rakumap.store.outbox import Outbox
from tests.store.shop import Shop, row

MINUTE = timedelta(minutes=1)


class Market:
    """What a channel is: quantities by listing id, orders, and an answer per batch that is the same for the same key.

    ``faults`` says what happens to the next requests: ``lost`` (the request never arrives), ``silent`` (it is done and
    the answer is lost), anything else is called.
    """

    def __init__(self, *, batch: int = 3) -> None:
        self.batch = batch
        self.quantities: dict[str, int] = {}
        self.orders_placed: dict[tuple[str, str], tuple[datetime, OrderLine]] = {}
        self.refused: dict[str, str] = {}
        self.faults: list[str] = []
        self.slow = False
        """Takes batches and works on them later, when ``work`` is called."""
        self.requests: list[tuple[str, tuple[Offer, ...]]] = []
        """Every request that arrived, with its key."""
        self.done: list[tuple[str, int]] = []
        """Every number that took effect, in order."""
        self.has: dict[str, int] = {}
        """The newest of them by listing."""
        self.answers: dict[str, Submission] = {}
        self.work_left: dict[str, tuple[Offer, ...]] = {}
        self.finished: dict[str, tuple[OfferResult, ...]] = {}
        self.page = 2
        self.orders_are_whole = False
        """Lists every order under way whenever it is asked, and none that is over."""
        self.on_request: Any = None

    def fault(self, *names: str) -> None:
        """Let the next requests go wrong."""
        self.faults += names

    # what a seller asks ---------------------------------------------------------------------------------------------

    def submit(self, job: Job, offers: Sequence[Offer], key: str) -> Submission:
        fault = self.faults.pop(0) if self.faults else ""
        assert 0 < len(offers) <= self.batch
        if fault == "lost":
            raise ChannelError("channel_unreachable", host="market.test")
        if fault == "refused here":
            return Submission(
                tuple(OfferResult(one.listing_id, Sent.FAILED, "offer_no_price", unsent=True) for one in offers)
            )
        self.requests.append((key, tuple(offers)))
        if self.on_request is not None:
            self.on_request(offers)
        if key in self.answers:
            assert {one.listing_id for one in self.answers[key].results} == {one.listing_id for one in offers}
        else:
            self.answers[key] = self._take(key, tuple(offers))
        if fault == "silent":
            raise ChannelError("channel_slow", host="market.test")
        return self.answers[key]

    def _take(self, key: str, offers: tuple[Offer, ...]) -> Submission:
        if self.slow:
            self.work_left[key] = offers
            return Submission(tuple(OfferResult(one.listing_id, Sent.SUBMITTED) for one in offers), key)
        return Submission(tuple(map(self._set, offers)))

    def _set(self, offer: Offer) -> OfferResult:
        if offer.listing_id in self.refused:
            return OfferResult(offer.listing_id, Sent.FAILED, message=self.refused[offer.listing_id])
        self.quantities[offer.listing_id] = offer.quantity
        self.done.append((offer.listing_id, offer.quantity))
        self.has[offer.listing_id] = offer.quantity
        return OfferResult(offer.listing_id, Sent.CONFIRMED)

    def work(self) -> None:
        """Do what was taken, oldest first."""
        for ticket, offers in self.work_left.items():
            self.finished[ticket] = tuple(map(self._set, offers))
        self.work_left = {}

    def follow(self, job: Job, ticket: str, offers: Sequence[Offer]) -> tuple[OfferResult, ...]:
        if ticket in self.finished:
            return self.finished[ticket]
        return tuple(OfferResult(one.listing_id, Sent.SUBMITTED) for one in offers)

    def orders(self, job: Job, since: datetime) -> Iterator[tuple[OrderLine, ...]]:
        if self.faults and self.faults[0] == "no orders":
            self.faults.pop(0)
            raise ChannelError("channel_failing", host="market.test", status=503)
        found = [
            line
            for changed, line in self.orders_placed.values()
            if (line.state is OrderState.OPEN if self.orders_are_whole else changed >= since)
        ]
        for start in range(0, len(found), self.page):
            if start and self.faults and self.faults[0] == "orders cut":
                self.faults.pop(0)
                raise ChannelError("channel_cut", host="market.test")
            yield tuple(found[start : start + self.page])

    def warnings(self, job: Job) -> tuple[TestResult, ...]:
        return ()

    def fetch_report(self, job: Job, into: Path) -> FetchedReport:
        raise AssertionError("reports go straight to the store here")

    def test(self, job: Job) -> TestResult:
        return TestResult(True, "test_address")

    # what buyers do -------------------------------------------------------------------------------------------------

    def order(self, line: OrderLine, now: datetime) -> None:
        """An order line is placed, or changes; a new one takes its quantity off the listing."""
        key = (line.order_id, line.line_id)
        if key not in self.orders_placed:
            for one in line.listing_ids[:1]:
                if one in self.quantities:
                    self.quantities[one] = max(0, self.quantities[one] - line.quantity)
        self.orders_placed[key] = (now, line)

    def turn(self, order_id: str, state: OrderState, now: datetime, line_id: str = "1") -> None:
        """A line is shipped or cancelled."""
        _, line = self.orders_placed[order_id, line_id]
        self.orders_placed[order_id, line_id] = (now, replace(line, state=state))


@dataclass
class Trade:
    """A store with a channel whose market is ours, Inventory Sync on, and a clock moved by hand."""

    shop: Shop
    market: Market = field(default_factory=Market)

    def __post_init__(self) -> None:
        self.connect()
        self.shop.catalog.change_channel(self.shop.channel, enabled=True, inventory_sync=True)
        # What the store itself stamps is of the real clock; ours starts a little later.
        self.shop.clock = datetime.now(UTC).replace(microsecond=0) + MINUTE

    def connect(self) -> None:
        """Build the services anew, as a new process does."""
        shop, clock = self.shop, Clock(lambda: self.shop.clock, lambda: ForceStamp(self.shop.clock, 0, ""))
        self.outbox, self.book = Outbox(shop.database), OrderBook(shop.database)
        self.sending = Sending(shop.runs, self.outbox, shop.queries, lambda *_: self.market, clock)
        self.orders = Orders(shop.runs, self.book, shop.queries, lambda *_: self.market, clock)

    @property
    def channel(self) -> Channel:
        return self.shop.queries.channel(self.shop.channel)

    def sell(self, *skus: str, level: int = 10) -> None:
        """List, stock and link these; the market has one of each."""
        self.market.quantities |= {f"id-{sku}": 1 for sku in skus if f"id-{sku}" not in self.market.quantities}
        self.report()
        for sku in skus:
            self.stock(sku, level)
            self.shop.link(sku, sku, listing_id=f"id-{sku}")

    def report(self) -> None:
        """The market's listings with its quantities of now."""
        rows = [row(one.removeprefix("id-"), one, quantity=count) for one, count in self.market.quantities.items()]
        self.shop.report(*rows)
        self.shop.clock += MINUTE

    def stock(self, sku: str, level: int) -> None:
        self.shop.import_items(ItemRow(2, sku, level=level))

    def submit(self, **how: Any) -> Submitted:
        self.shop.clock += MINUTE
        return self.sending.submit(self.shop.channel, Job(), **how)

    def download(self) -> Downloaded:
        self.shop.clock += MINUTE
        return self.orders.download(self.shop.channel, Job())

    def order(self, order_id: str, sku: str, quantity: int = 1, *, line_id: str = "1", **more: Any) -> None:
        self.shop.clock += MINUTE
        now = self.shop.clock
        values: dict[str, Any] = {"sku": sku, "title": f"Title {sku}", "listing_ids": (f"id-{sku}",)} | more
        self.market.order(OrderLine(order_id, line_id, now, quantity=quantity, **values), now)

    def turn(self, order_id: str, state: OrderState, line_id: str = "1") -> None:
        self.shop.clock += MINUTE
        self.market.turn(order_id, state, self.shop.clock, line_id)

    def find(self, sku: str) -> Listing:
        return self.shop.find(sku, f"id-{sku}")

    def numbers(self, sku: str) -> tuple[int, int]:
        """Level and open orders of an item."""
        found = self.shop.queries.item_named(sku)
        assert found is not None
        return found.level, found.in_open_orders

    def states(self, sku: str) -> list[tuple[int, str]]:
        """The numbers and states of the offers of a listing, oldest first."""
        query = "SELECT quantity, state FROM outbox WHERE listing_key = :key ORDER BY id"
        return [(found[0], found[1]) for found in self.shop.sql(query, key=self.find(sku).key)]
