"""A stand-in for Linnworks: sign-in, stock items with levels, channel SKUs."""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import parse_qsl

from tests.servers.base import Answer, Ask, Refused, Stand, Window, document
from tests.servers.goods import goods

APPLICATION_ID = "00000000-0000-0000-0000-00000000a001"
APPLICATION_SECRET = "00000000-0000-0000-0000-00000000a002"
INSTALL_TOKEN = "sandbox-install-token"
SECRETS = {
    "application_id": APPLICATION_ID,
    "application_secret": APPLICATION_SECRET,
    "install_token": INSTALL_TOKEN,
}
"""What an application needs to be let in, by the names of its settings."""
LOCATIONS = {"Default": str(uuid.UUID(int=0)), "Outlet": str(uuid.UUID(int=7))}
_CHANNEL_SKU = {"SKU", "Source", "SubSource", "StockItemId"}


class LinnworksStand(Stand):
    """An account. ``items`` are stock items by id, ``links`` channel SKUs by row id."""

    def __init__(self, count: int = 0, port: int = 0) -> None:
        super().__init__(port)
        self.sessions: set[str] = set()
        self.items: dict[str, dict[str, Any]] = {}
        self.links: dict[str, dict[str, Any]] = {}
        self.windows = {
            "CreateInventoryItemChannelSKUs": Window(150, 60.0),
            "GetStockItemsFull": Window(150, 60.0),
        }
        for good in goods(count):
            key = str(uuid.UUID(int=0xA0000 + good.number))
            title = f"{good.title} {good.colour} {good.size}".strip()
            self.items[key] = {
                "StockItemId": key,
                "ItemNumber": good.sku,
                "ItemTitle": title,
                "BarcodeNumber": good.barcode,
                "IsVariationParent": False,
                "StockLevels": [
                    _level("Outlet", 1, 0, good.sku),
                    _level("Default", good.quantity + 5, good.number % 3, good.sku),
                ],
            }

    def end_sessions(self) -> None:
        """Let every session run out."""
        with self.lock:
            self.sessions.clear()

    def handle(self, ask: Ask) -> Answer:
        if ask.method != "POST" or ask.headers.get("content-type") != "application/x-www-form-urlencoded":
            raise _refused("Only forms are taken", 400)
        form = dict(parse_qsl(ask.body.decode(), keep_blank_values=True))
        try:
            values = {name: json.loads(text) for name, text in form.items()}
        except ValueError:
            raise _refused("A parameter is no JSON", 400) from None
        if ask.name == "api/Auth/AuthorizeByApplication":
            return self._authorize(values.get("request", {}))
        if ask.headers.get("authorization") not in self.sessions:
            raise _refused("Session has expired", 401)
        method = ask.name.rpartition("/")[2]
        if (window := self.windows.get(method)) is not None and window.full():
            raise _refused("API calls quota exceeded", 429)
        routes = {
            "api/Stock/GetStockItemsFull": self._stock,
            "api/Inventory/GetStockLocations": self._locations,
            "api/Inventory/GetStockItemIdsBySKU": self._ids,
            "api/Inventory/BatchGetInventoryItemChannelSKUs": self._batch,
            "api/Inventory/CreateInventoryItemChannelSKUs": self._create,
            "api/Inventory/UpdateInventoryItemChannelSKUs": self._update,
            "api/Inventory/DeleteInventoryItemChannelSKUs": self._delete,
        }
        route = routes.get(ask.name)
        if route is None:
            raise _refused("No such method", 404)
        return route(values)

    def _authorize(self, request: dict[str, str]) -> Answer:
        given = (request.get("ApplicationId"), request.get("ApplicationSecret"), request.get("Token"))
        if given != (APPLICATION_ID, APPLICATION_SECRET, INSTALL_TOKEN):
            raise _refused("Invalid credentials", 401)
        session = str(uuid.uuid4())
        self.sessions.add(session)
        return document({"Id": str(uuid.uuid4()), "Token": session, "Server": self.url, "TTL": 3600})

    def _stock(self, values: dict[str, Any]) -> Answer:
        if not 1 <= values["entriesPerPage"] <= 200 or values["pageNumber"] < 1:
            raise _refused("entriesPerPage must be 1 to 200", 400)
        start = (values["pageNumber"] - 1) * values["entriesPerPage"]
        page = list(self.items.values())[start : start + values["entriesPerPage"]]
        if "StockLevels" not in values["dataRequirements"]:
            page = [{name: value for name, value in one.items() if name != "StockLevels"} for one in page]
        return document(page)

    def _locations(self, _: dict[str, Any]) -> Answer:
        return document([{"StockLocationId": key, "LocationName": name} for name, key in LOCATIONS.items()])

    def _ids(self, values: dict[str, Any]) -> Answer:
        wanted = set(values["request"]["SKUS"])
        found = [one for one in self.items.values() if one["ItemNumber"] in wanted]
        return document({"Items": [{"StockItemId": one["StockItemId"], "SKU": one["ItemNumber"]} for one in found]})

    def _batch(self, values: dict[str, Any]) -> Answer:
        rows = {
            key: [one for one in self.links.values() if one["StockItemId"] == key] for key in values["inventoryItemIds"]
        }
        return document([{"StockItemId": key, "ChannelSkus": found} for key, found in rows.items() if found])

    def _create(self, values: dict[str, Any]) -> Answer:
        for row in values["inventoryItemChannelSKUs"]:
            if row.keys() & _CHANNEL_SKU != _CHANNEL_SKU or row["StockItemId"] not in self.items:
                raise _refused("StockItemId is unknown", 400)
            key = str(uuid.uuid4())
            self.links[key] = _whole(row) | {"ChannelSKURowId": key}
        return Answer(status=204)

    def _update(self, values: dict[str, Any]) -> Answer:
        for row in values["inventoryItemChannelSKUs"]:
            if row.get("ChannelSKURowId") not in self.links:
                raise _refused("ChannelSKURowId is unknown", 400)
            self.links[row["ChannelSKURowId"]] |= row
        return Answer(b"", 200)

    def _delete(self, values: dict[str, Any]) -> Answer:
        for key in values["inventoryItemChannelSKUIds"]:
            self.links.pop(key, None)
        return Answer(b"", 200)


def _refused(message: str, status: int) -> Refused:
    return Refused(document({"Code": "-", "Message": message}, status))


def _level(name: str, level: int, in_orders: int, sku: str) -> dict[str, Any]:
    return {
        "Location": {"StockLocationId": LOCATIONS[name], "LocationName": name},
        "StockLevel": level,
        "InOrders": in_orders,
        "Available": level - in_orders,
        "SKU": sku,
    }


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    unset = {"ChannelReferenceId": "", "UpdateStatus": "", "MaxListedQuantity": 0, "EndWhenStock": 0}
    return {**unset, "SubmittedQuantity": 0, "StockPercentage": 0.0, "IgnoreSync": False, **row}
