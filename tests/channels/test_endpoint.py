"""The Channel Integration contract against its stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from rakumap.channels.endpoint import Endpoint
from rakumap.channels.http import Client
from rakumap.core.errors import ChannelError
from rakumap.core.job import Job
from rakumap.core.trade import Offer, OrderState, Sent
from tests.channels.conftest import all_lines, nothing_left, offers_of, raw_rows, report_rows
from tests.servers.endpoint import TOKEN, EndpointStand

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def stand() -> Iterator[EndpointStand]:
    with EndpointStand(450) as running:
        yield running


@pytest.fixture
def shop(stand: EndpointStand, client: Client) -> Endpoint:
    return Endpoint({"base_url": stand.url}, {"authorization_token": TOKEN}, client=client)


def test_every_product_is_a_listing(shop: Endpoint, stand: EndpointStand, tmp_path: Path) -> None:
    first, second, *_ = stand.products.values()
    first["Reference"] = ""
    second["Title"] = '=HYPERLINK("x")\n"quoted", ’ü'
    rows, problems = report_rows(shop.fetch_report(Job(), tmp_path))
    assert problems == []
    assert [(row.listing_id, row.sku, row.title, row.quantity, row.price) for row in rows] == [
        (one["Reference"] or one["SKU"], one["SKU"], one["Title"], one["Quantity"], Decimal(str(one["Price"])))
        for one in stand.products.values()
    ]
    assert stand.asked("Products") == 3


def test_money_is_exact(shop: Endpoint, stand: EndpointStand, tmp_path: Path) -> None:
    stand.products = {"A": {"SKU": "A", "Title": "A", "Quantity": 2.0, "Price": 1e-3}}
    (row,) = raw_rows(shop.fetch_report(Job(), tmp_path))
    assert (row["price"], row["quantity"]) == ("0.001", "2")


def test_pages_that_never_end(shop: Endpoint, stand: EndpointStand, tmp_path: Path) -> None:
    stand.stuck = True
    assert nothing_left(shop, tmp_path / "in").code == "listings_loop"
    stand.products.clear()
    assert nothing_left(shop, tmp_path / "in").code == "answer_unreadable"


def test_a_result_for_every_sku(shop: Endpoint, stand: EndpointStand, tmp_path: Path) -> None:
    offers = offers_of(shop.fetch_report(Job(), tmp_path), 6)
    stand.hidden = {offers[1].sku}
    stand.refusing = {offers[2].sku: f"Listing ended {TOKEN}"}
    results = shop.submit(Job(), [*offers, Offer("X", "", 1)], "key").results
    assert (results[1].sent, results[1].code) == (Sent.FAILED, "offer_unknown_listing")
    assert (results[2].sent, results[2].message) == (Sent.FAILED, "Listing ended ***")
    assert results[-1].code == "offer_no_sku"
    assert {one.sent for one in (results[0], *results[3:-1])} == {Sent.CONFIRMED}
    assert stand.products[offers[0].sku]["Quantity"] == 6
    assert stand.updates[0][0] == {"SKU": offers[0].sku, "Reference": offers[0].listing_id, "Quantity": 6}


def test_too_many_at_once_are_refused(shop: Endpoint, stand: EndpointStand) -> None:
    with pytest.raises(ChannelError, match="channel_said"):
        shop.submit(Job(), [Offer(str(n), f"S{n}", 1) for n in range(shop.batch + 1)], "key")


def test_a_lost_reply(shop: Endpoint, stand: EndpointStand) -> None:
    sku = next(iter(stand.products))
    stand.fail("drop", "InventoryUpdate")
    assert shop.submit(Job(), [Offer("X", sku, 9)], "key").results[0].sent is Sent.CONFIRMED
    stand.fail("500", "InventoryUpdate", 9)
    with pytest.raises(ChannelError, match="submit_unknown"):
        shop.submit(Job(), [Offer("X", sku, 9)], "key")


def test_orders(shop: Endpoint, stand: EndpointStand) -> None:
    sku = next(iter(stand.products))
    stand.sell(sku, 1, NOW - timedelta(days=3))
    numbers = [stand.sell(sku, 2, NOW) for _ in range(130)]
    stand.orders[-1]["PaymentStatus"] = "CANCELLED"
    lines = all_lines(shop, NOW - timedelta(days=1))
    assert [line.order_id for line in lines] == numbers, "services are no lines"
    assert (lines[0].line_id, lines[0].sku, lines[0].quantity, lines[0].time) == ("1", sku, 2, NOW)
    assert lines[0].state is OrderState.OPEN
    assert lines[-1].state is OrderState.CANCELLED


def test_an_order_that_cannot_be_read(shop: Endpoint, stand: EndpointStand) -> None:
    stand.sell(next(iter(stand.products)), 1)
    stand.orders[0]["OrderItems"][0]["Qty"] = "many"
    with pytest.raises(ChannelError, match="answer_unreadable"):
        all_lines(shop, NOW - timedelta(days=1))


def test_the_credentials(shop: Endpoint, stand: EndpointStand, client: Client) -> None:
    assert shop.test(Job()).ok
    wrong = Endpoint({"base_url": stand.url}, {"authorization_token": "canary"}, client=client).test(Job())
    assert (wrong.ok, wrong.code, wrong.values["message"]) == (False, "channel_said", "User not found")
    elsewhere = Endpoint({"base_url": stand.url + "/x"}, {"authorization_token": TOKEN}, client=client).test(Job())
    assert elsewhere.code == "channel_not_found"
    assert shop.warnings(Job()) == ()
