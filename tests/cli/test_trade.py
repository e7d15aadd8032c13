"""Quantities and orders on the command line, on a market of ours behind a report file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rakumap.channels import kinds
from rakumap.channels.connector import FetchedReport, TestResult
from rakumap.channels.report_file import ReportFile
from rakumap.core.job import Job
from rakumap.core.trade import OrderLine
from tests.cli.program import NAME, Program
from tests.services.market import Market


class FileMarket(Market):
    """A market whose listings come as a file."""

    settings: Mapping[str, str]

    def fetch_report(self, job: Job, into: Path) -> FetchedReport:
        return ReportFile(self.settings).fetch_report(job, into)


@pytest.fixture
def market(monkeypatch: pytest.MonkeyPatch) -> Market:
    found = FileMarket()

    def make(settings: Mapping[str, str], *_: object) -> Any:
        found.settings = settings
        return found

    monkeypatch.setitem(kinds.KINDS, "report-file", make)
    return found


@pytest.fixture
def seller(shop: Program, market: Market) -> Program:
    """A shop with three links and Inventory Sync on."""
    shop.json("channel", "set", NAME, "--set", "orders=/nowhere")
    shop.json("channel", "sync-on", NAME)
    shop.json("autolink", NAME)
    return shop


def order(market: Market, order_id: str, sku: str, listing_id: str, quantity: int = 1) -> None:
    now = datetime.now(UTC)
    market.order(OrderLine(order_id, "1", now, sku, f"Title {sku}", quantity, listing_ids=(listing_id,)), now)


def listing(program: Program, sku: str, *columns: str) -> Any:
    (found,) = program.json("listings", NAME, "--filter", f"sku:={sku}", "--columns", ",".join(columns))
    return tuple(found.values())


def test_the_whole_round(seller: Program, market: Market) -> None:
    would = seller.json("submit", NAME, "--dry-run")
    assert (would["due"], would["sent"]) == (3, 0)
    red = next(one for one in would["rows"] if one["sku"] == "MUG-RED")
    assert (red["quantity"], red["channel_quantity"], red["steps"], red["why"]) == (
        *(11, 12),
        *("available 11; send 11", "changed"),
    )
    assert market.requests == []
    assert seller.json("submit", NAME) == {"due": 3, "sent": 3, "confirmed": 3, "failed": 0}
    assert market.quantities == {"id-1": 11, "id-2": 3, "id-3": 5}
    assert listing(seller, "MUG-RED", "submitted_quantity", "update_status", "drift") == (11, "confirmed", None)
    order(market, "o1", "MUG-RED", "id-1", 2)
    order(market, "o2", "TWICE", "id-5")
    assert seller.json("orders", NAME) == {"downloaded": 2, "lines": 2, "resolved": 1, "unresolved": 1}
    assert seller.json("orders", NAME)["downloaded"] == 0
    assert listing(seller, "MUG-RED", "will_send") == (9,)
    assert seller.json("submit", NAME)["sent"] == 1
    assert market.quantities["id-1"] == 9
    seller.json("link", NAME, "TWICE", "TWICE", "--listing-id", "id-5")
    found = seller.json("orders", NAME, "--list")
    assert (found["resolved"], found["unresolved"]) == (2, 0)
    assert {(one["order_id"], one["item"], one["state"]) for one in found["rows"]} == {
        ("o1", "MUG-RED", "open"),
        ("o2", "TWICE", "open"),
    }
    assert seller.json("submit", NAME)["sent"] == 1
    assert market.quantities["id-5"] == 3


def test_orders_come_before_quantities(seller: Program, market: Market) -> None:
    order(market, "o1", "MUG-RED", "id-1", 4)
    seller.json("submit", NAME)
    assert market.quantities["id-1"] == 7


def test_a_selection(seller: Program, market: Market) -> None:
    assert seller.json("submit", NAME, "--filter", "sku:MUG")["sent"] == 2
    assert set(market.quantities) == {"id-1", "id-2"}


def test_a_part_that_is_refused_ends_with_1(seller: Program, market: Market) -> None:
    market.refused["id-2"] = "no such article"
    assert seller.json("submit", NAME, code=1) == {"due": 3, "sent": 3, "confirmed": 2, "failed": 1}
    assert listing(seller, "MUG-BLUE", "update_status") == ("failed: no such article",)


def test_a_channel_that_does_not_answer_ends_with_4(seller: Program, market: Market) -> None:
    market.fault("lost")
    found = seller.json("submit", NAME, code=4)
    assert found["error"]["code"] == "channel_unreachable"
    assert (found["due"], found["sent"]) == (3, 0)
    market.fault("no orders")
    assert seller.json("orders", NAME, code=4)["error"]["code"] == "channel_failing"
    market.fault("no orders")  # the quantities go out all the same, and it is said
    assert len(seller.inside("submit", NAME).err.splitlines()) == 1
    assert set(market.quantities) == {"id-1", "id-2", "id-3"}


def test_switches_end_with_3(seller: Program, market: Market) -> None:
    seller.json("channel", "sync-off", NAME)
    assert seller.json("submit", NAME, code=3)["error"]["code"] == "sync_is_off"
    assert seller.json("submit", NAME, "--dry-run")["due"] == 3
    seller.json("channel", "disable", NAME)
    assert seller.json("submit", NAME, code=3)["error"]["code"] == "channel_disabled"
    assert seller.json("orders", NAME, code=3)["error"]["code"] == "channel_disabled"
    assert market.requests == []


def test_after_a_restore_a_person_has_to_say_so(seller: Program, market: Market, tmp_path: Path) -> None:
    seller.json("submit", NAME)
    seller.json("backup", tmp_path / "copy.db")
    seller.json("restore", tmp_path / "copy.db")
    assert seller.json("submit", NAME, code=3)["error"]["code"] == "restored_not_confirmed"
    assert len(market.requests) == 1
    assert seller.json("submit", NAME, "--after-restore")["confirmed"] == 3
    assert seller.json("submit", NAME)["due"] == 0


def test_new_links_can_wait(seller: Program, market: Market) -> None:
    assert seller.json("channel", "set", NAME, "--set", "new_links=hold")["settings"]["new_links"] == "hold"
    assert seller.json("channel", "set", NAME, "--set", "new_links=maybe", code=1)["error"]["code"] == "setting_value"
    assert seller.json("channel", "set", NAME, "--set", "at_zero=end", code=1)["error"]["code"] == "setting_value"
    seller.json("link", NAME, "TWICE", "TWICE", "--listing-id", "id-5")
    assert seller.json("submit", NAME)["sent"] == 3
    seller.json("set", NAME, "TWICE", "released=yes", "--listing-id", "id-5")
    assert seller.json("submit", NAME)["sent"] == 1


def test_the_log_has_all_events(seller: Program, market: Market) -> None:
    seller.json("submit", NAME)
    events = [one["event"] for one in seller.json("log")]
    assert events == ["RAKUTEN_INVENTORY_SYNC", "RAKUTEN_ORDER_SYNC", "RAKUTEN_MAPPING_SYNC"]
    assert seller.json("log", "--event", "RAKUTEN_INVENTORY_SYNC")[0]["message"].startswith("3 of 3 quantities")


def test_what_is_said_without_json(seller: Program, market: Market) -> None:
    assert "MUG-RED: available 11; send 11" in seller.inside("submit", NAME, "--dry-run").out
    assert seller.inside("submit", NAME).out.startswith("3 of 3 quantities were sent: 3 confirmed")
    order(market, "o1", "MUG-RED", "id-1", 2)
    assert seller.inside("orders", NAME, "--list").out.splitlines() == [
        "New orders: 1; lines that wait for a link: 0.",
        "o1: 2 of MUG-RED = MUG-RED",
    ]


def test_a_licence_key_that_ends_is_said_by_test(seller: Program, market: Market) -> None:
    market.test = lambda _: TestResult(True, "test_login", {"host": "market.test"})  # type: ignore[assignment, method-assign]
    assert seller.json("channel", "test", NAME)["warnings"] == []
    ends = TestResult(False, "licence_ended", {"host": "market.test", "time": "2026-02-01"})
    market.warnings = lambda _: (ends,)  # type: ignore[assignment, method-assign]
    assert [one["code"] for one in seller.json("channel", "test", NAME)["warnings"]] == ["licence_ended"]
    assert "ended at 2026-02-01" in seller.inside("channel", "test", NAME).err
