"""The round: report, orders, quantities; a step that fails does not stop the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from rakumap.channels.connector import FetchedReport, TestResult
from rakumap.channels.report_file import ReportFile
from rakumap.core.errors import Cancelled, ChannelError
from rakumap.core.job import Job
from rakumap.core.model import CHECK_EVENT, ORDER_EVENT, REPORT_EVENT, SUBMIT_EVENT, ForceReason, Outcome
from rakumap.core.trade import OrderLine, Submission
from rakumap.core.words import sentence
from rakumap.services.alerts import Alerts
from rakumap.services.autolinking import Autolinking
from rakumap.services.orders import Orders
from rakumap.services.round import Round
from rakumap.services.running import Clock
from rakumap.services.submission import Submission as Sending
from rakumap.services.sync import ReportSync, SyncResult, watch
from rakumap.store.order_book import OrderBook
from rakumap.store.outbox import Outbox
from rakumap.store.runs import Runs
from tests.services.market import Market
from tests.services.shop import Shop, rows


class FileMarket(Market):
    """A market whose listings come as a file."""

    settings: Mapping[str, str]
    broken = False
    asked = 0
    live = False
    """Its listings are asked for page by page."""
    said: tuple[TestResult, ...] = ()

    def warnings(self, job: Job) -> tuple[TestResult, ...]:
        self.asked += 1
        if self.broken:
            raise ChannelError("channel_unreachable", host="market.test")
        return self.said

    def fetch_report(self, job: Job, into: Path) -> FetchedReport:
        if self.broken:
            raise ChannelError("channel_unreachable", host="market.test")
        found = ReportFile(self.settings).fetch_report(job, into)
        return replace(found, time=None, live=True) if self.live else found


class Rounds:
    """A shop whose channel is a market, linked and on."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.market = shop, FileMarket()
        services, channel = shop.services, shop.channel
        self.market.settings = {**channel.settings, "orders": "somewhere"}
        services.channels.configure(channel.id, settings=self.market.settings)
        services.channels.sync(channel.id, True)
        clock = Clock(shop.clock.now, shop.clock.stamp)
        runs, queries, database = Runs(services.database), services.queries, services.database

        def connect(*_: object, **__: object) -> FileMarket:
            return self.market

        self.sync = ReportSync(database, queries, services.paths, connect, clock)
        orders = Orders(runs, OrderBook(database), queries, connect, clock)
        sending = Sending(runs, Outbox(database), queries, connect, clock)
        linking = Autolinking(services.suggesting, queries, runs, clock)
        alerts = Alerts(runs, queries, connect, clock)
        self.round = Round(self.sync, orders, sending, alerts, queries, clock, linking)
        shop.write(rows("A", "B"))
        self.refresh()
        shop.items("A", "B")
        shop.link("A")
        shop.link("B")

    def refresh(self) -> SyncResult:
        self.shop.clock.to_next_half_hour()
        return self.round.refresh(self.shop.channel.id, Job())

    def order(self, sku: str, quantity: int) -> None:
        now = self.shop.clock.now()
        self.market.order(OrderLine(f"o-{sku}", "1", now, sku, sku, quantity, listing_ids=(f"id-{sku}",)), now)

    def events(self) -> list[tuple[str, Outcome]]:
        """What was done since the first round, newest first."""
        runs = self.shop.services.queries.runs(key=self.shop.channel.id)
        return [(one.event, one.outcome) for one in runs][:-3]


@pytest.fixture
def rounds(shop: Shop) -> Rounds:
    return Rounds(shop)


def test_a_round_ends_with_quantities_that_know_the_orders(rounds: Rounds) -> None:
    rounds.order("A", 3)
    rounds.shop.write(rows("A", "B", quantity=6))
    result = rounds.refresh()
    assert result.outcome is Outcome.DONE
    assert [one.outcome for one in result.after] == [Outcome.DONE, Outcome.DONE]
    assert rounds.market.quantities == {"id-A": 7, "id-B": 10}
    assert [event for event, _ in rounds.events()] == [SUBMIT_EVENT, ORDER_EVENT, REPORT_EVENT]


def test_nothing_follows_when_no_report_is_due(rounds: Rounds) -> None:
    assert rounds.round.refresh(rounds.shop.channel.id, Job()).after == ()
    assert rounds.events() == []


def test_a_report_that_fails_stops_nothing(rounds: Rounds) -> None:
    rounds.market.broken = True
    result = rounds.refresh()
    assert result.outcome is Outcome.FAILED
    assert [one.outcome for one in result.after] == [Outcome.DONE, Outcome.DONE]
    assert rounds.market.quantities == {"id-A": 10, "id-B": 10}


def test_orders_that_fail_stop_nothing(rounds: Rounds) -> None:
    rounds.market.fault("no orders")
    result = rounds.refresh()
    assert [one.outcome for one in result.after] == [Outcome.FAILED, Outcome.DONE]
    assert result.after[0].error is not None
    assert rounds.market.quantities == {"id-A": 10, "id-B": 10}


def test_without_inventory_sync_only_orders_come(rounds: Rounds) -> None:
    rounds.shop.services.channels.sync(rounds.shop.channel.id, False)
    rounds.order("A", 3)
    assert len(rounds.refresh().after) == 1
    assert rounds.market.requests == []
    assert rounds.shop.listings("sku:A")[0].will_send == 7


def test_a_report_file_without_orders_is_not_asked_for_any(rounds: Rounds) -> None:
    channel = rounds.shop.channel
    settings = {name: text for name, text in channel.settings.items() if name != "orders"}
    rounds.shop.services.channels.configure(channel.id, settings=settings)
    rounds.refresh()
    assert [event for event, _ in rounds.events()] == [SUBMIT_EVENT, REPORT_EVENT]


def test_a_channel_that_wants_to_be_left_alone_is(rounds: Rounds) -> None:
    def throttled(job: Job, offers: object, key: str) -> Submission:
        raise ChannelError("channel_throttled", host="market.test", retry_after=24 * 3600)

    submit = rounds.market.submit
    rounds.market.submit = throttled  # type: ignore[method-assign]
    rounds.refresh()
    rounds.market.submit = submit  # type: ignore[method-assign]
    rounds.shop.clock.wait(timedelta(seconds=10))
    rounds.shop.write(rows("A", "B", quantity=8))
    with pytest.raises(Cancelled):
        _watch_once(rounds)
    assert rounds.market.requests == []
    rounds.refresh()  # half an hour at most
    assert rounds.market.quantities == {"id-A": 10, "id-B": 10}


def _watch_once(rounds: Rounds) -> list[SyncResult]:
    job, told = Job(), list[SyncResult]()

    def done(result: SyncResult) -> None:
        told.append(result)
        job.cancel()

    if not rounds.round.due():
        job.cancel()
    watch(rounds.round, job, done)
    return told


def test_watch_runs_rounds(rounds: Rounds) -> None:
    rounds.shop.clock.to_next_half_hour()
    with pytest.raises(Cancelled):
        _watch_once(rounds)
    assert rounds.market.quantities == {"id-A": 10, "id-B": 10}
    assert rounds.round.due() == []


def test_drift_is_mended_by_the_next_round(rounds: Rounds) -> None:
    rounds.refresh()
    assert len(rounds.market.requests) == 1
    rounds.market.quantities["id-A"] = 2
    with rounds.shop.services.database.write() as connection:
        # The file's time is of this computer's clock, what was confirmed of ours, which is ahead.
        connection.exec_driver_sql("UPDATE listing SET confirmed_at = 0")
    rounds.shop.write(["id-A,A,Title A,2,no,9.99,GBP,,,,", "id-B,B,Title B,10,no,9.99,GBP,,,,"])
    rounds.refresh()
    assert rounds.market.quantities == {"id-A": 10, "id-B": 10}
    assert rounds.shop.skus("is:drift") == []


def confirmed_just_now(rounds: Rounds) -> None:
    """What was confirmed is of this computer's clock, which may be ahead of the shop's."""
    now = int(rounds.shop.clock.now().timestamp() * 1000) + 1_000
    with rounds.shop.services.database.write() as connection:
        connection.exec_driver_sql("UPDATE listing SET confirmed_at = ?", (now,))


@pytest.mark.parametrize("quantity", [2, 1], ids=["another number", "the number before: the very report of before"])
def test_drift_is_mended_where_listings_are_asked_for_page_by_page(rounds: Rounds, quantity: int) -> None:
    rounds.market.live = True
    rounds.shop.write(["id-A,A,Title A,1,no,9.99,GBP,,,,", "id-B,B,Title B,10,no,9.99,GBP,,,,"])
    rounds.refresh()
    assert rounds.market.quantities["id-A"] == 10
    confirmed_just_now(rounds)
    rounds.market.quantities["id-A"] = quantity  # lost there, without a word
    rounds.shop.write([f"id-A,A,Title A,{quantity},no,9.99,GBP,,,,", "id-B,B,Title B,10,no,9.99,GBP,,,,"])
    rounds.refresh()
    assert rounds.market.quantities == {"id-A": 10, "id-B": 10}


def test_a_report_that_is_asked_for_is_never_older_than_another(rounds: Rounds) -> None:
    rounds.market.live = True
    rounds.shop.write(["id-A,A,Title A,1,no,9.99,GBP,,,,"])
    rounds.refresh()
    rounds.shop.clock.at -= timedelta(hours=3)  # the clock was set back
    rounds.shop.write(["id-A,A,Title A,2,no,9.99,GBP,,,,"])
    assert rounds.sync.force(rounds.shop.channel.id, Job(), ForceReason.OTHER).outcome is Outcome.DONE


def test_warnings_are_asked_for_once_a_day_and_logged(rounds: Rounds) -> None:
    market = rounds.market
    market.said = (TestResult(False, "licence_ends", {"host": "market.test", "days": 9, "time": "2026-02-01"}),)
    before = market.asked
    rounds.refresh()
    assert market.asked == before, "the first round asked"
    rounds.shop.clock.wait(timedelta(days=1))
    market.broken = True
    rounds.refresh()
    assert market.asked == before + 1
    market.broken = False
    for _ in range(3):
        rounds.shop.write(rows("A", "B"))
        rounds.refresh()
    assert market.asked == before + 2, "after a failure again, then no more"
    (run,) = rounds.shop.services.queries.runs(event=CHECK_EVENT)
    assert sentence(run.code or "", run.values).startswith("The licence key for market.test ends in 9 days")
