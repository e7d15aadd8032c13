"""Rakuten France against its stand-in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.channels import france
from rakumap.channels.france import France
from rakumap.channels.http import Client
from rakumap.channels.paris import from_paris, to_paris
from rakumap.core.errors import ChannelError
from rakumap.core.job import Job
from rakumap.core.trade import Offer, OrderState, Sent
from rakumap.core.words import SENTENCES
from tests.channels.conftest import all_lines, clean, nothing_left, offers_of, report_rows
from tests.servers.france import LOGIN, TOKEN, FranceStand

NOW = datetime.now(UTC).replace(second=0, microsecond=0)


@pytest.fixture
def stand() -> Iterator[FranceStand]:
    with FranceStand(120) as running:
        running.page_size = 50
        yield running
        clean(running)


@pytest.fixture
def shop(stand: FranceStand, client: Client) -> France:
    return France({"base_url": stand.url, "login": LOGIN, "profile_id": "77"}, {"token": TOKEN}, client=client)


def offer(stand: FranceStand, place: int, quantity: int = 4) -> Offer:
    advert = stand.adverts[place]
    return Offer(str(advert.advertid), advert.sku, quantity, advert.price, "EUR")


def test_every_advert_is_a_listing(shop: France, stand: FranceStand, tmp_path: Path) -> None:
    stand.adverts[0].sku = ""
    stand.adverts[1].sku = stand.adverts[2].sku
    stand.adverts[3].unlimited = True
    stand.adverts[4].title = "Théière « été » & œuf <b>"
    rows, problems = report_rows(shop.fetch_report(Job(), tmp_path))
    assert problems == []
    assert [
        (row.listing_id, row.sku, row.title, row.quantity, row.price, row.currency, row.unlimited) for row in rows
    ] == [(str(one.advertid), one.sku, one.title, one.stock, one.price, "EUR", one.unlimited) for one in stand.adverts]
    assert stand.asked("export") == 3


def test_errors_are_found_whatever_the_status(shop: France, stand: FranceStand, tmp_path: Path) -> None:
    for status in (200, 400, 403, 404, 418):
        stand.error_status = status
        stand.quota = 1
        error = nothing_left(shop, tmp_path / "in")
        assert error.code == "channel_quota", status
        assert 0 < int(str(error.values["retry_after"])) <= 3600


def test_quota_is_told_apart_from_rights(shop: France, stand: FranceStand, monkeypatch: pytest.MonkeyPatch) -> None:
    stand.fail("quota")
    assert shop.test(Job()).code == "channel_quota"
    monkeypatch.setitem(france.VERSIONS, "getnewsales", "1999-01-01")
    result = shop.test(Job())
    assert (result.code, result.values["kind"]) == ("channel_said", "ParameterError")


def test_a_wrong_token_is_told_without_the_token(
    stand: FranceStand, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = France({"base_url": stand.url, "login": LOGIN}, {"token": "canary/5ecret"}, client=client)
    with caplog.at_level(logging.DEBUG):
        result = wrong.test(Job())
        stand.fail("500", "getnewsales", 9)
        failing = wrong.test(Job())
        stand.faults.clear()
        stand.fail("redirect", "getnewsales")
        away = wrong.test(Job())
    assert [one.code for one in (result, failing, away)] == ["login_refused", "channel_failing", "channel_redirect"]
    for text in (str(result), str(failing), str(away), caplog.text):
        assert "canary" not in text


def test_broken_pages_leave_nothing(
    shop: France, stand: FranceStand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.fail("cut", "export", 9)
    assert nothing_left(shop, tmp_path / "in").code == "channel_cut"
    stand.faults.clear()
    stand.fail("html", "export")
    assert nothing_left(shop, tmp_path / "in").code == "answer_unreadable"
    stand.export_extra = "<nbresults>500</nbresults>"
    error = nothing_left(shop, tmp_path / "in")
    assert (error.code, error.values["found"]) == ("listings_short", 120)
    stand.export_extra = "<nexttoken>50</nexttoken>"
    assert nothing_left(shop, tmp_path / "in").code == "listings_loop"


def test_quantities_go_out_with_the_price_and_are_followed(shop: France, stand: FranceStand, tmp_path: Path) -> None:
    offers = offers_of(shop.fetch_report(Job(), tmp_path), 7)
    prices = [advert.price for advert in stand.adverts]
    stand.polls_needed = 2
    done = shop.submit(Job(), offers, "key")
    assert {result.sent for result in done.results} == {Sent.SUBMITTED}
    assert done.ticket is not None
    assert {one.sent for one in shop.follow(Job(), done.ticket, offers)} == {Sent.SUBMITTED}
    assert {one.sent for one in shop.follow(Job(), done.ticket, offers)} == {Sent.SUBMITTED}
    assert {one.sent for one in shop.follow(Job(), done.ticket, offers)} == {Sent.CONFIRMED}
    assert {advert.stock for advert in stand.adverts} == {7}
    assert [advert.price for advert in stand.adverts] == prices


def test_what_must_not_be_sent(shop: France, stand: FranceStand) -> None:
    good = offer(stand, 0)
    bad = {
        "offer_no_sku": replace(good, listing_id="1", sku=" "),
        "offer_sku_unsendable": replace(good, listing_id="2", sku="A;1"),
        "offer_no_price": replace(good, listing_id="3", sku="P1", price=None),
        "offer_currency": replace(good, listing_id="4", sku="P2", currency="GBP"),
    }
    more = [
        replace(good, listing_id="5", sku="A\n1"),
        replace(good, listing_id="6", sku="P3", price=Decimal(0)),
        replace(good, listing_id="7", sku="TWICE"),
        replace(good, listing_id="8", sku="TWICE"),
        replace(good, listing_id="9", sku="P4", sku_repeats=True),
    ]
    done = shop.submit(Job(), [*bad.values(), *more, good], "key")
    codes = [result.code for result in done.results]
    assert codes == [*bad, "offer_sku_unsendable", "offer_no_price", *["offer_sku_repeats"] * 3, None]
    assert all(code in SENTENCES for code in codes if code)
    assert [line for one in stand.imports.values() for line in one.lines] == [f"{good.sku};{good.price};4"]
    nothing = shop.submit(Job(), list(bad.values()), "key")
    assert nothing.ticket is None
    assert len(stand.imports) == 1


def test_lines_that_fail_say_why(shop: France, stand: FranceStand) -> None:
    offers = [offer(stand, 0), replace(offer(stand, 1), sku="UNKNOWN")]
    done = shop.submit(Job(), offers, "key")
    assert done.ticket is not None
    shop.follow(Job(), done.ticket, offers)
    right, wrong = shop.follow(Job(), done.ticket, offers)
    assert right.sent is Sent.CONFIRMED
    assert (wrong.sent, wrong.code) == (Sent.FAILED, "offer_refused")
    assert "Référence inconnue" in wrong.message
    stand.quiet_errors = True
    assert [one.code for one in shop.follow(Job(), done.ticket, offers)] == ["import_unclear", "import_unclear"]
    stand.imports[int(done.ticket)].cancelled = True
    assert [one.code for one in shop.follow(Job(), done.ticket, offers)] == ["import_cancelled"] * 2
    stand.imports.clear()
    assert [one.code for one in shop.follow(Job(), done.ticket, offers)] == ["import_forgotten"] * 2


def test_a_lost_reply_to_an_import(shop: France, stand: FranceStand) -> None:
    stand.fail("drop", "import", 9)
    with pytest.raises(ChannelError, match="submit_unknown"):
        shop.submit(Job(), [offer(stand, 0)], "key")
    stand.faults.clear()
    stand.fail("quota", "import")
    with pytest.raises(ChannelError, match="channel_quota"):
        shop.submit(Job(), [offer(stand, 0)], "key")


def test_only_ten_files_an_hour(shop: France, stand: FranceStand) -> None:
    for _ in range(10):
        shop.submit(Job(), [offer(stand, 0)], "key")
    with pytest.raises(ChannelError, match="channel_own_limit") as caught:
        shop.submit(Job(), [offer(stand, 0)], "key")
    assert caught.value.values["retry_after"]
    assert len(stand.imports) == 10


def test_one_item_is_one_unit(shop: France, stand: FranceStand) -> None:
    new = stand.sell(stand.adverts[0], 2, NOW)
    stand.sell(stand.adverts[1], 1, NOW - timedelta(days=100), status="ACCEPTED")
    stand.sell(stand.adverts[2], 1, NOW, status="CANCELLED")
    for _ in range(60):
        stand.sell(stand.adverts[3], 1, NOW, status="CLOSED")
    stand.adverts[1].sku = ""
    lines = all_lines(shop, NOW)
    assert len(lines) == 64
    first, second, old, cancelled = lines[:4]
    assert {first.order_id, second.order_id} == {str(new.purchaseid)}
    assert first.line_id != second.line_id
    assert (first.quantity, first.time, first.state) == (1, NOW, OrderState.OPEN)
    assert first.listing_ids == (str(stand.adverts[0].advertid),)
    assert (first.sku, first.title) == (stand.adverts[0].sku, stand.adverts[0].title)
    assert (old.sku, old.listing_ids, old.state) == ("", (str(stand.adverts[1].advertid),), OrderState.OPEN)
    assert cancelled.state is OrderState.CANCELLED
    assert {line.state for line in lines[4:]} == {OrderState.SHIPPED}


def test_no_sales_and_no_warnings(shop: France) -> None:
    assert all_lines(shop, NOW) == []
    assert shop.warnings(Job()) == ()
    assert shop.test(Job()).ok


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001 - what it wants
def test_the_time_in_france(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    back = from_paris(to_paris(aware))
    assert back in (aware, aware - timedelta(hours=1))
    zoneinfo = pytest.importorskip("zoneinfo")
    try:
        zone = zoneinfo.ZoneInfo("Europe/Paris")
    except zoneinfo.ZoneInfoNotFoundError:
        return
    if moment.year < 2037:  # as far as zone data goes without a rule
        assert aware.astimezone(zone).replace(tzinfo=None) == to_paris(aware)


@given(st.decimals(Decimal("0.01"), Decimal(99_999), places=2))
def test_a_price_is_written_exactly(price: Decimal) -> None:
    for written in (france._price(price), france._price(price.quantize(Decimal("0.000001")))):
        assert Decimal(written) == price
        assert len(written.partition(".")[2]) == 2
