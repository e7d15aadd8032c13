"""Answers that real services gave, where the folder with them is at hand (RAKUMAP_CONTRACT_SAMPLES); none is copied."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from rakumap.channels.api import Api
from rakumap.channels.calls import Reply
from rakumap.channels.connector import ICHIBA, settings_of
from rakumap.channels.ichiba_orders import checked, lines_of
from rakumap.channels.linnworks import link_of
from rakumap.core.trade import OrderState

FOLDER = Path(os.environ.get("RAKUMAP_CONTRACT_SAMPLES") or Path(__file__).parents[3] / "shared/contracts/samples")
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the recorded answers are not here")


def recorded(name: str) -> Reply:
    """The answer of a cassette: its YAML holds the body as one quoted string."""
    text = (FOLDER / "ichiba_rakutenws" / f"test_rakutenpay_order_{name}_order.yaml").read_text("utf-8")
    quoted = re.search(r'string: ("(?:[^"\\]|\\.)*")', text, re.DOTALL)
    assert quoted is not None
    # In YAML a line break within quotes is a space, none behind a backslash, and "\ " is one.
    joined = re.sub(r"\\\n\s*", "", quoted[1])
    joined = re.sub(r"\s*\n\s*", " ", joined).replace("\\ ", " ")
    return Reply(200, {}, json.loads(joined).encode(), "shop")


def answer(name: str) -> dict[str, Any]:
    api = Api({}, {"service_secret": "s", "license_key": "l"}, settings_of(ICHIBA), None)
    return checked(api, recorded(name))


def test_a_search_for_orders() -> None:
    assert answer("search")["orderNumberList"][1] == "375055-20200802-00000845"


def test_an_order() -> None:
    (order,) = answer("get")["OrderModelList"]
    (line,) = lines_of(order, "shop")
    assert (line.order_id, line.line_id, line.quantity) == ("375055-20200802-00000845", "1258237841", 1)
    assert (line.state, line.listing_ids) == (OrderState.SHIPPED, ())
    assert line.sku == "225678787"
    assert "XXXXXX" not in str(line)


def test_an_order_that_was_confirmed() -> None:
    assert answer("confirm")["MessageModelList"][0]["messageType"] == "INFO"


def test_channel_skus() -> None:
    one = json.loads((FOLDER / "linnworks/channel_linked_item.json").read_text("utf-8"))["channel_skus_response"]
    link = link_of(one, {one["StockItemId"]: "ITEM"})
    assert (link.channel_sku, link.source, link.sub_source) == ("C6-8OIO-RBT8", "AMAZON", "Amazon Canada")
    assert (link.item_sku, link.submitted_quantity, link.update_status) == ("ITEM", 30, "Confirmed")
    assert link.updated is not None
    many = json.loads((FOLDER / "linnworks/get_item_channel_skus.json").read_text("utf-8"))
    rows = [row for item in many["response_data"] for row in item["ChannelSkus"]]
    assert len({link_of(row, {}).row_id for row in rows}) == 3
