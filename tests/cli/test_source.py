"""Linnworks from the command line: set up, items in, links out and in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.program import NAME, Program
from tests.servers.linnworks import APPLICATION_ID, APPLICATION_SECRET, INSTALL_TOKEN, LinnworksStand

ENV = "--secrets-from-env"


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Iterator[LinnworksStand]:
    monkeypatch.setenv("RAKUMAP_SECRET_APPLICATION_ID", APPLICATION_ID)
    monkeypatch.setenv("RAKUMAP_SECRET_APPLICATION_SECRET", APPLICATION_SECRET)
    monkeypatch.setenv("RAKUMAP_SECRET_INSTALL_TOKEN", INSTALL_TOKEN)
    with LinnworksStand(30) as running:
        yield running


def test_items_come_from_the_source(program: Program, stand: LinnworksStand) -> None:
    assert program.json("inventory", "pull", code=1)["error"]["code"] == "source_none"
    made = program.json("inventory", "source", "linnworks", "--set", f"base_url={stand.url}", "location=Outlet")
    assert made == {"kind": "linnworks", "settings": {"base_url": stand.url, "location": "Outlet"}}
    assert program.json("inventory", "pull", code=1)["error"]["code"] == "secret_needed"
    would = program.json("inventory", "pull", "--dry-run", ENV)
    assert would == {"applied": 30, "unchanged": 0, "refused": 0, "problems": [], "not_at_source": 0}
    assert program.json("inventory", "pull", ENV)["applied"] == 30
    assert program.inside("inventory", "pull", ENV).out == "Applied 0 rows, 30 unchanged, 0 refused.\n"
    stand.items.popitem()
    assert "1 items here are not at Linnworks and were kept" in program.inside("inventory", "pull", ENV).out
    assert program.json("undo")["count"] == 30
    assert program.json("inventory", "source", "linnworks", "--set", "location=")["settings"] == {"base_url": stand.url}


def test_refusals_have_their_codes(program: Program, stand: LinnworksStand, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.json("inventory", "source", "amazon", code=1)["error"]["code"] == "kind_not_available"
    program.json("inventory", "source", "linnworks", "--set", f"base_url={stand.url}")
    monkeypatch.setenv("RAKUMAP_SECRET_INSTALL_TOKEN", "canary")
    done = program.inside("inventory", "pull", ENV, code=4)
    assert "does not accept the credentials" in done.err
    assert "canary" not in done.err


def sourced(shop: Program, stand: LinnworksStand) -> None:
    """Give the shop's items to the account, and say where links go."""
    for item, sku in zip(stand.items.values(), ("MUG-RED", "MUG-BLUE", "0017"), strict=False):
        item["ItemNumber"] = sku
    place = ("source=RAKUTEN", "sub_source=UK")
    shop.json("inventory", "source", "linnworks", "--set", f"base_url={stand.url}", *place)


def test_links_go_out_and_come_in(shop: Program, stand: LinnworksStand) -> None:
    sourced(shop, stand)
    shop.json("autolink", NAME)
    nothing = {"unchanged": 0, "refused": 0, "problems": []}
    assert shop.json("links", "push", NAME, "--dry-run", ENV) == {"applied": 3, **nothing}
    assert stand.links == {}
    assert shop.json("links", "push", NAME, ENV) == {"applied": 3, **nothing}
    assert shop.json("links", "push", NAME, ENV)["unchanged"] == 3
    shop.json("undo")
    assert shop.json("links", "pull", NAME, "--dry-run", ENV)["applied"] == 3
    assert shop.json("links", "pull", NAME, ENV)["applied"] == 3
    assert shop.inside("links", "pull", NAME, ENV).out == "Applied 0 rows, 3 unchanged, 0 refused.\n"
    assert shop.json("undo")["count"] == 3


def test_conflicts_are_shown_side_by_side(shop: Program, stand: LinnworksStand) -> None:
    sourced(shop, stand)
    shop.json("link", NAME, "MUG-RED", "MUG-BLUE")
    red = next(iter(stand.items))
    stand._create(
        {"inventoryItemChannelSKUs": [{"SKU": "MUG-RED", "Source": "RAKUTEN", "SubSource": "UK", "StockItemId": red}]}
    )
    for command in ("push", "pull"):
        found = shop.json("links", command, NAME, ENV, code=1)
        assert (found["applied"], found["refused"]) == (0, 1)
        one = found["problems"][0]
        assert (one["listing_id"], one["sku"], one["here"], one["there"]) == ("id-1", "MUG-RED", "MUG-BLUE", "MUG-RED")
        assert "here MUG-BLUE, there MUG-RED" in shop.inside("links", command, NAME, ENV, code=1).out
    assert shop.json("links", "pull", NAME, "--replace", ENV)["applied"] == 1
    assert shop.json("links", "push", NAME, ENV)["unchanged"] == 1


def test_what_was_pushed_before_it_broke_is_said(shop: Program, stand: LinnworksStand) -> None:
    sourced(shop, stand)
    shop.json("autolink", NAME)
    stand.fail("drop", "CreateInventoryItemChannelSKUs", 1)
    found = shop.json("links", "push", NAME, ENV, code=4)
    assert (found["applied"], found["error"]["code"]) == (0, "submit_unknown")
    assert shop.json("links", "push", NAME, ENV)["unchanged"] == 3
