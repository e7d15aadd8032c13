"""Rakuten Ichiba against its stand-in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from rakumap.channels import ichiba_orders
from rakumap.channels.http import Client
from rakumap.channels.ichiba import Ichiba
from rakumap.core.errors import Cancelled, ChannelError
from rakumap.core.job import Job
from rakumap.core.trade import Offer, OrderState, Sent
from rakumap.core.words import SENTENCES
from tests.channels.conftest import all_lines, clean, nothing_left, offers_of, raw_rows, report_rows
from tests.servers.base import Window
from tests.servers.goods import goods
from tests.servers.ichiba import LICENSE_KEY, SERVICE_SECRET, IchibaStand

SECRETS = {"service_secret": SERVICE_SECRET, "license_key": LICENSE_KEY}
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def stand() -> Iterator[IchibaStand]:
    with IchibaStand(250) as running:
        running.windows = {"bulk-get": Window(1000, 1.0), "bulk-upsert": Window(1000, 1.0)}
        yield running
        clean(running)


@pytest.fixture
def shop(stand: IchibaStand, client: Client) -> Ichiba:
    return Ichiba({"base_url": stand.url}, SECRETS, client=client)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rates are tested on their own."""
    monkeypatch.setattr("rakumap.channels.limits.Limits.take", lambda *_: lambda: None)


def test_every_variant_is_a_listing(shop: Ichiba, stand: IchibaStand, tmp_path: Path) -> None:
    stand.items["aaa-deleted"] = {"manageNumber": "aaa-deleted"}
    report = shop.fetch_report(Job(), tmp_path)
    rows, problems = report_rows(report)
    assert problems == []
    assert {row.listing_id: row.quantity for row in rows} == {f"{m}/{v}": q for (m, v), q in stand.inventory.items()}
    sold = {f"item-{good.family:05d}/v{good.number:05d}": good for good in goods(250)}
    for row in rows:
        good = sold[row.listing_id or ""]
        title = " ".join(part for part in (good.title, good.colour, good.size) if part)
        assert (row.sku, row.title, row.barcode) == (good.sku, title, good.barcode)
        assert (row.price, row.currency) == (Decimal(int(good.price * 100)), "JPY")
        variation = f"Color: {good.colour}, Size: {good.size}" if good.colour else None
        assert (row.variation, row.parent_id) == (variation, f"item-{good.family:05d}" if good.colour else None)
        assert row.updated == datetime(2026, 2, 3, 1, 30, tzinfo=UTC)
    pages = -(-len(stand.items) // 100) + 1
    assert stand.asked("items/search") == pages
    assert report.charset == "utf-8"
    assert report.time is None


def test_what_a_listing_without_a_sku_is_called(shop: Ichiba, stand: IchibaStand, tmp_path: Path) -> None:
    stand.items.clear()
    stand.items["one"] = {"manageNumber": "one", "itemNumber": "N1", "variants": {"a": {}}}
    stand.items["two"] = {
        "manageNumber": "two",
        "itemNumber": "N2",
        "unlimitedInventoryFlag": True,
        "variants": {"x/1": {"standardPrice": "1980.50"}, "Y": {}},
    }
    rows = raw_rows(shop.fetch_report(Job(), tmp_path))
    assert [(row["listing_id"], row["sku"], row["quantity"], row["unlimited"], row["price"]) for row in rows] == [
        ("one/a", "N1", "", "no", ""),
        ("two/x/1", "two/x/1", "", "yes", "1980.50"),
        ("two/Y", "two/Y", "", "yes", ""),
    ]


@pytest.mark.parametrize(
    ("fault", "part", "times", "code"),
    [
        ("500", "items/search", 9, "channel_failing"),
        ("429", "bulk-get", 1, "channel_throttled"),
        ("cut", "bulk-get", 9, "channel_cut"),
        ("html", "items/search", 1, "answer_unreadable"),
        ("redirect", "items/search", 1, "channel_redirect"),
    ],
)
def test_a_broken_page_leaves_nothing(
    shop: Ichiba, stand: IchibaStand, tmp_path: Path, fault: str, part: str, times: int, code: str
) -> None:
    stand.fail(fault, part, times)
    assert nothing_left(shop, tmp_path / "in").code == code


def test_a_page_that_fails_once_is_asked_for_again(shop: Ichiba, stand: IchibaStand, tmp_path: Path) -> None:
    stand.fail("500", "items/search")
    stand.fail("cut", "bulk-get")
    stand.fail("429", "items/search", retry_after="0")
    assert len(raw_rows(shop.fetch_report(Job(), tmp_path))) == 250


def test_missing_pages_are_noticed(
    shop: Ichiba, stand: IchibaStand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = shop._search

    def short(parameters: dict[str, str], job: Job) -> dict[str, object]:
        page = ask(parameters, job)
        return page | {"results": page["results"][:-1]} if parameters["cursorMark"] == "*" else page

    monkeypatch.setattr(shop, "_search", short)
    error = nothing_left(shop, tmp_path / "in")
    assert (error.code, error.values["found"]) == ("listings_short", len(stand.items) - 1)
    monkeypatch.setattr(
        shop, "_search", lambda p, j: {"numFound": 0, "results": [], "nextCursorMark": "AB"[p["cursorMark"] == "A"]}
    )
    assert nothing_left(shop, tmp_path / "in").code == "listings_loop"


def test_quantities_are_sent_and_read_back(shop: Ichiba, stand: IchibaStand, tmp_path: Path) -> None:
    offers = offers_of(shop.fetch_report(Job(), tmp_path), 7)
    done = shop.submit(Job(), offers, "key")
    assert {result.sent for result in done.results} == {Sent.CONFIRMED}
    assert [result.listing_id for result in done.results] == [offer.listing_id for offer in offers]
    assert set(stand.inventory.values()) == {7}
    assert all(row["mode"] == "ABSOLUTE" for batch in stand.updates for row in batch)


def test_what_is_not_there_is_told(shop: Ichiba, stand: IchibaStand) -> None:
    first = next(f"{m}/{v}" for m, v in stand.inventory)
    asked = [
        Offer(first, "A", 3),
        Offer("item-99999/v1", "B", 3),
        Offer("no-slash", "C", 1),
        Offer(first + "x", "D", 100_000),
    ]
    results = shop.submit(Job(), asked, "key").results
    assert [(result.sent, result.code) for result in results] == [
        (Sent.CONFIRMED, None),
        (Sent.FAILED, "offer_unknown_listing"),
        (Sent.FAILED, "offer_no_pair"),
        (Sent.FAILED, "offer_too_many"),
    ]
    assert all(result.code is None or result.code in SENTENCES for result in results)
    assert stand.orphans == {("item-99999", "v1"): 3}


def test_rows_that_are_refused_do_not_hold_up_the_others(shop: Ichiba, stand: IchibaStand) -> None:
    good = [f"{m}/{v}" for m, v in list(stand.inventory)[:3]]
    asked = [Offer(good[0], "A", 3), Offer("not allowed/v1", "B", 3), Offer(good[1], "C", 4), Offer("ü/v", "D", 1)]
    results = shop.submit(Job(), asked, "key").results
    assert [result.sent for result in results] == [Sent.CONFIRMED, Sent.FAILED, Sent.CONFIRMED, Sent.FAILED]
    assert results[1].code == "offer_refused"
    assert "manageNumber is invalid" in results[1].message
    assert [len(batch) for batch in stand.updates] == [2]


def test_a_lost_reply_is_an_unknown_end(shop: Ichiba, stand: IchibaStand, impatient: Client) -> None:
    listing_id = next(f"{m}/{v}" for m, v in stand.inventory)
    stand.fail("drop", "bulk-upsert", 1)
    assert shop.submit(Job(), [Offer(listing_id, "A", 3)], "key").results[0].sent is Sent.CONFIRMED
    assert len(stand.updates) == 2, "the same absolute number, sent again"
    stand.fail("drop", "bulk-upsert", 9)
    with pytest.raises(ChannelError, match="submit_unknown"):
        shop.submit(Job(), [Offer(listing_id, "A", 4)], "key")
    stand.faults.clear()
    stand.fail("hang", "bulk-upsert", 1)
    slow = Ichiba({"base_url": stand.url}, SECRETS, client=impatient)
    with pytest.raises(ChannelError, match="submit_unknown"):
        slow.submit(Job(), [Offer(listing_id, "A", 4)], "key")


def test_a_read_back_that_fails_is_made_later(shop: Ichiba, stand: IchibaStand) -> None:
    listing_id = next(f"{m}/{v}" for m, v in stand.inventory)
    offers = [Offer(listing_id, "A", 3), Offer("item-99999/v1", "B", 3)]
    stand.fail("500", "bulk-get", 9)
    done = shop.submit(Job(), offers, "key")
    assert [result.sent for result in done.results] == [Sent.SUBMITTED, Sent.SUBMITTED]
    assert done.ticket
    stand.faults.clear()
    assert [result.sent for result in shop.follow(Job(), done.ticket, offers)] == [Sent.CONFIRMED, Sent.FAILED]


def test_a_wrong_key_and_a_missing_right(shop: Ichiba, stand: IchibaStand, client: Client) -> None:
    wrong = Ichiba({"base_url": stand.url}, SECRETS | {"license_key": "SL-other-secret"}, client=client)
    result = wrong.test(Job())
    assert (result.ok, result.code) == (False, "channel_denied")
    assert "SL-other-secret" not in str(result)
    assert shop.test(Job()).values["count"] == len(stand.items)
    stand.enabled = False
    assert shop.test(Job()).code in ("rights_missing", "channel_denied")


def test_orders_have_their_listing(shop: Ichiba, stand: IchibaStand) -> None:
    pair = next(iter(stand.inventory))
    number = stand.sell(pair, 2, NOW - timedelta(hours=1))
    (line,) = all_lines(shop, NOW - timedelta(days=1))
    sku = stand.items[pair[0]]["variants"][pair[1]]["merchantDefinedSkuId"]
    assert (line.order_id, line.quantity, line.sku) == (number, 2, sku)
    assert line.listing_ids == (f"{pair[0]}/{pair[1]}",)
    assert (line.state, line.time) == (OrderState.OPEN, NOW - timedelta(hours=1))
    for progress, state in ((500, OrderState.SHIPPED), (800, OrderState.OPEN), (900, OrderState.CANCELLED)):
        stand.orders[0]["orderProgress"] = progress
        assert all_lines(shop, NOW)[0].state is state, "an older order that changed comes again"


def test_no_orders(shop: Ichiba) -> None:
    assert all_lines(shop, NOW) == []


def test_long_spans_and_many_orders_are_cut(shop: Ichiba, stand: IchibaStand, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = next(iter(stand.inventory))
    stand.most_orders = 40
    monkeypatch.setattr(ichiba_orders, "_MOST", 40)
    monkeypatch.setattr(ichiba_orders, "_NUMBERS", 15)
    placed = [NOW - timedelta(days=1 + 2 * n) for n in range(110)]
    for moment in placed:
        stand.sell(pair, 1, moment)
    lines = all_lines(shop, NOW - timedelta(days=200))
    assert {line.time for line in lines} == set(placed)
    all_lines(shop, NOW - timedelta(days=4000))


def test_errors_in_an_answer_with_status_200(shop: Ichiba, stand: IchibaStand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ichiba_orders, "_written", lambda moment: moment.isoformat())
    with pytest.raises(ChannelError, match="channel_said") as caught:
        all_lines(shop, NOW)
    assert "ERROR_011" in str(caught.value.values["message"])


def test_without_a_version_there_are_no_skus(shop: Ichiba, stand: IchibaStand, monkeypatch: pytest.MonkeyPatch) -> None:
    stand.sell(next(iter(stand.inventory)))
    monkeypatch.setattr(ichiba_orders, "VERSION", 6)
    (line,) = all_lines(shop, NOW - timedelta(days=1))
    assert line.listing_ids == ()
    assert line.sku == stand.orders[0]["PackageModelList"][0]["ItemModelList"][0]["itemNumber"]


@pytest.mark.parametrize(("days", "codes"), [(80, []), (10, ["licence_ends"]), (-2, ["licence_ended"])])
def test_the_licence_key_is_watched(shop: Ichiba, stand: IchibaStand, days: int, codes: list[str]) -> None:
    stand.expiry = f"{NOW + timedelta(days=days):%Y-%m-%d}"
    assert [warning.code for warning in shop.warnings(Job())] == codes


def test_a_cancel_ends_a_submission(shop: Ichiba, stand: IchibaStand) -> None:
    stand.fail("hang", "bulk-upsert")
    job = Job()
    timer = threading.Timer(0.2, job.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        shop.submit(job, [Offer(next(f"{m}/{v}" for m, v in stand.inventory), "A", 1)], "key")
    timer.join()
