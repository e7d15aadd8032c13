"""Linnworks against its stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from rakumap.channels.http import Client, Retries
from rakumap.channels.linnworks import Linnworks
from rakumap.core.errors import ChannelError, UserError
from rakumap.core.job import Job
from rakumap.core.source import SourceLink
from tests.servers.base import Window
from tests.servers.linnworks import SECRETS, LinnworksStand


@pytest.fixture
def stand() -> Iterator[LinnworksStand]:
    with LinnworksStand(400) as running:
        yield running


@pytest.fixture
def account(stand: LinnworksStand, client: Client) -> Linnworks:
    settings = {"base_url": stand.url, "source": "RAKUTEN", "sub_source": "Shop"}
    return Linnworks(settings, SECRETS, client=client)


def link(stand: LinnworksStand, place: int, sku: str) -> SourceLink:
    key, item = list(stand.items.items())[place]
    return SourceLink(
        key, item["ItemNumber"], sku, "RAKUTEN", "Shop", reference="L1", max_listed=5, percentage=Decimal("12.5")
    )


def test_items_with_the_levels_of_the_location(account: Linnworks, stand: LinnworksStand, client: Client) -> None:
    items = [item for page in account.items(Job()) for item in page]
    assert [(item.sku, item.title, item.barcode) for item in items] == [
        (one["ItemNumber"], one["ItemTitle"], one["BarcodeNumber"]) for one in stand.items.values()
    ]
    level = next(iter(stand.items.values()))["StockLevels"][1]
    assert (items[0].level, items[0].in_open_orders) == (level["StockLevel"], level["InOrders"])
    assert stand.asked("GetStockItemsFull") == 3, "a full page may be the last but one"
    outlet = Linnworks({"base_url": stand.url, "location": "outlet"}, SECRETS, client=client)
    assert {item.level for page in outlet.items(Job()) for item in page} == {1}


def test_a_location_that_is_not_there(stand: LinnworksStand, client: Client) -> None:
    account = Linnworks({"base_url": stand.url, "location": "Leeds"}, SECRETS, client=client)
    with pytest.raises(UserError, match="location_unknown") as caught:
        list(account.items(Job()))
    assert caught.value.values["known"] == "Default, Outlet"
    assert account.test(Job()).code == "location_unknown"


def test_a_session_that_ends_is_begun_again_once(account: Linnworks, stand: LinnworksStand) -> None:
    pages = account.items(Job())
    next(pages)
    stand.end_sessions()
    assert len([item for page in pages for item in page]) == 200
    assert stand.asked("AuthorizeByApplication") == 2


def test_wrong_credentials_are_told_without_them(stand: LinnworksStand, client: Client) -> None:
    wrong = Linnworks({"base_url": stand.url}, SECRETS | {"install_token": "canary-token"}, client=client)
    result = wrong.test(Job())
    assert (result.ok, result.code) == (False, "login_refused")
    assert "canary" not in str(result)
    assert stand.asked("AuthorizeByApplication") == 1


def test_a_server_that_must_not_get_the_session(
    account: Linnworks, stand: LinnworksStand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LinnworksStand, "url", "http://elsewhere.example")
    with pytest.raises(ChannelError, match="answer_unreadable"):
        list(account.items(Job()))


def test_links_go_out_and_come_back(account: Linnworks, stand: LinnworksStand) -> None:
    new = [link(stand, 0, "C-1"), link(stand, 0, "C-2"), link(stand, 250, "C-3")]
    account.push(Job(), new)
    other = replace(new[0], channel_sku="E-1", source="EBAY", sub_source="E")
    account.push(Job(), [other])
    back = [one for page in account.links(Job()) for one in page]
    assert [replace(one, row_id=None, submitted_quantity=None) for one in back] == new, (
        "those of other channels are not"
    )
    account.push(Job(), changed=[replace(back[0], channel_sku="C-9", ignore_sync=True)], gone=[back[1]])
    again = {one.channel_sku: one for page in account.links(Job()) for one in page}
    assert sorted(again) == ["C-3", "C-9"]
    assert again["C-9"].ignore_sync
    assert again["C-9"].row_id == back[0].row_id
    assert len(stand.links) == 3


def test_a_link_is_never_made_twice_by_itself(account: Linnworks, stand: LinnworksStand) -> None:
    account.test(Job())
    stand.fail("drop", "CreateInventoryItemChannelSKUs", 1)
    with pytest.raises(ChannelError, match="submit_unknown"):
        account.push(Job(), [link(stand, 0, "C-1")])
    assert len(stand.links) == 1
    stand.fail("500", "CreateInventoryItemChannelSKUs", 1)
    with pytest.raises(ChannelError, match="submit_unknown"):
        account.push(Job(), [link(stand, 0, "C-2")])
    assert stand.asked("CreateInventoryItemChannelSKUs") == 2


def test_a_link_that_is_refused(account: Linnworks, stand: LinnworksStand) -> None:
    with pytest.raises(ChannelError, match="channel_said") as caught:
        account.push(Job(), [replace(link(stand, 0, "C-1"), item_id="nobody")])
    assert caught.value.values["message"] == "StockItemId is unknown"


def test_ids_of_skus(account: Linnworks, stand: LinnworksStand) -> None:
    skus = [one["ItemNumber"] for one in stand.items.values()]
    found = account.ids([*skus[:150], "nobody"], Job())
    assert found == {one["ItemNumber"]: key for key, one in list(stand.items.items())[:150]}


def test_too_many_calls_are_told(account: Linnworks, stand: LinnworksStand) -> None:
    stand.windows["GetStockItemsFull"] = Window(1, 60.0)
    with pytest.raises(ChannelError, match="channel_throttled") as caught:
        list(account.items(Job()))
    assert caught.value.values["retry_after"] == 60


def test_the_same_page_for_ever(stand: LinnworksStand, monkeypatch: pytest.MonkeyPatch) -> None:
    account = Linnworks({"base_url": stand.url}, SECRETS, client=Client(retries=Retries(tries=1)))
    handle = stand._stock
    monkeypatch.setattr(stand, "_stock", lambda values: handle({**values, "pageNumber": 1}))
    with pytest.raises(ChannelError, match="listings_loop"):
        list(account.items(Job()))
