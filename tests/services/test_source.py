"""The source of inventory: Linnworks' items come as an import does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from rakumap.core.errors import Cancelled, ChannelError, UserError
from rakumap.core.job import Job
from rakumap.core.model import ORDER_EVENT, InventoryItem
from rakumap.core.trade import OrderLine
from rakumap.services.importing import reason_text
from rakumap.services.secret_keeping import Way
from rakumap.services.source import Source
from rakumap.store.order_book import OrderBook
from rakumap.store.runs import Runs
from tests.servers.linnworks import INSTALL_TOKEN, SECRETS, LinnworksStand
from tests.services.shop import Shop, rows


@pytest.fixture
def stand() -> Iterator[LinnworksStand]:
    with LinnworksStand(250) as running:
        yield running


@pytest.fixture
def source(shop: Shop, stand: LinnworksStand) -> Source:
    shop.services.secrets.use(Way.SESSION)
    shop.services.source.configure("linnworks", {"base_url": stand.url}, SECRETS)
    return shop.services.source


def named(shop: Shop, sku: str) -> InventoryItem:
    found = shop.services.queries.item_named(sku)
    assert found is not None
    return found


def first(stand: LinnworksStand) -> dict[str, object]:
    return next(iter(stand.items.values()))


def test_items_come_and_go_back_in_one_step(shop: Shop, source: Source, stand: LinnworksStand) -> None:
    shop.items("OURS")
    found = source.pull(Job())
    assert (found.counts.new, found.counts.applied, found.refused) == (250, 250, ())
    assert (found.absent, found.absent_skus) == (1, ("OURS",))
    for one in stand.items.values():
        level = one["StockLevels"][1]
        item = named(shop, one["ItemNumber"])
        assert (item.title, item.barcode or "", item.level, item.in_open_orders) == (
            *(one["ItemTitle"], one["BarcodeNumber"]),
            *(level["StockLevel"], level["InOrders"]),
        )
    entry = shop.services.queries.history(limit=1)[0]
    assert (entry.action, entry.values["file"], entry.count) == ("inventory_import", "Linnworks", 250)
    assert source.pull(Job()).counts.unchanged == 250
    assert shop.services.queries.history(limit=1)[0].id == entry.id
    shop.services.mapping.undo()
    assert shop.services.queries.item_count() == 1
    assert named(shop, "OURS").level == 10


def test_what_changed_there_changes_here_and_what_is_gone_stays(
    shop: Shop, source: Source, stand: LinnworksStand
) -> None:
    source.pull(Job())
    key, one = next(iter(stand.items.items()))
    gone = list(stand.items.values())[-1]["ItemNumber"]
    stand.items = {name: value for name, value in stand.items.items() if value["ItemNumber"] != gone}
    stand.items[key]["StockLevels"][1]["StockLevel"] = -3
    would = source.pull(Job(), dry_run=True)
    assert (would.counts.changed, would.counts.unchanged, would.absent) == (1, 248, 1)
    before = named(shop, gone)
    assert named(shop, one["ItemNumber"]).level != -3
    source.pull(Job())
    assert named(shop, one["ItemNumber"]).level == -3
    assert named(shop, gone) == before


def test_a_row_that_cannot_be_kept_is_refused_alone(shop: Shop, source: Source, stand: LinnworksStand) -> None:
    items = list(stand.items.values())
    items[0]["ItemTitle"] = "Mug\x00"
    items[1]["StockLevels"][1]["StockLevel"] = 10**12
    items[2]["ItemNumber"] = items[3]["ItemNumber"]
    found = source.pull(Job())
    assert (found.counts.new, found.counts.refused) == (246, 4)
    assert [one.field for one in found.refused] == ["title", "level", "sku", "sku"]
    assert "NUL" in reason_text(found.refused[0])
    assert shop.services.queries.item_count() == 246


def test_our_open_orders_are_not_forgotten(shop: Shop, source: Source, stand: LinnworksStand) -> None:
    source.pull(Job())
    one = first(stand)
    sku = str(one["ItemNumber"])
    had = named(shop, sku).in_open_orders
    shop.write(rows("L"))
    shop.clock.to_next_half_hour()
    shop.sync.refresh(shop.channel.id, Job())
    shop.link("L", sku)
    now = datetime.now(UTC)
    run = Runs(shop.services.database).begin(shop.channel.id, "manual", "me", now, event=ORDER_EVENT)
    book = OrderBook(shop.services.database)
    book.add(shop.channel.id, run, [OrderLine("o", "1", now, "L", "L", had + 7, listing_ids=("id-L",))], now)
    book.settle(shop.channel.id, run, now)
    assert named(shop, sku).in_open_orders == had + had + 7
    source.pull(Job())
    assert named(shop, sku).in_open_orders == had + 7


def test_half_of_the_items_are_none(shop: Shop, source: Source, stand: LinnworksStand) -> None:
    stand.fail("html", "GetStockItemsFull", 99)
    with pytest.raises(ChannelError):
        source.pull(Job())
    assert shop.services.queries.item_count() == 0


def test_stopping_changes_nothing(shop: Shop, source: Source, stand: LinnworksStand) -> None:
    job = Job()
    stand.fail("hang", "GetStockItemsFull", 1)
    timer = threading.Timer(0.3, job.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        source.pull(job)
    timer.join()
    assert shop.services.queries.item_count() == 0


def test_what_is_missing_is_said(shop: Shop, stand: LinnworksStand) -> None:
    source = shop.services.source
    shop.services.secrets.use(Way.SESSION)
    with pytest.raises(UserError, match="source_none"):
        source.pull(Job())
    with pytest.raises(UserError, match="secret_unknown"):
        source.configure("linnworks", {}, {"token": "x"})
    with pytest.raises(UserError, match="setting_unknown"):
        source.configure("linnworks", {"place": "x"}, SECRETS)
    with pytest.raises(UserError, match="source_none"):
        source.setup()
    source.configure("linnworks", {"base_url": stand.url, "location": "Outlet"}, {})
    with pytest.raises(UserError, match="secret_needed"):
        source.pull(Job())
    source.configure("linnworks", {"location": ""}, SECRETS)
    assert dict(source.setup().settings) == {"base_url": stand.url}
    assert INSTALL_TOKEN.encode() not in shop.services.paths.store.read_bytes()
