"""A stand-in for a channel that speaks the Channel Integration contract."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from tests.servers.base import Answer, Ask, Refused, Stand, document
from tests.servers.goods import goods

TOKEN = "sandbox-channel-token"
_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}Z")


class EndpointStand(Stand):
    """A marketplace. ``products`` are by SKU, in the order they were listed."""

    path = "/linnworks"

    def __init__(self, count: int = 0, port: int = 0) -> None:
        super().__init__(port)
        self.products: dict[str, dict[str, Any]] = {}
        self.orders: list[dict[str, Any]] = []
        self.page_size = 200
        self.hidden: set[str] = set()
        """SKUs that are not there any more for InventoryUpdate."""
        self.refusing: dict[str, str] = {}
        """SKU -> the error it gets."""
        self.updates: list[list[dict[str, Any]]] = []
        self.stuck = False
        """Gives the first page for ever."""
        for good in goods(count):
            self.products[good.sku] = {
                "SKU": good.sku,
                "Title": f"{good.title} {good.colour} {good.size}".strip(),
                "Quantity": good.quantity,
                "Price": float(good.price),
                "Reference": f"REF{good.number:06d}",
            }

    def plant(self) -> None:
        """Put in what real shops have of oddities: a product without a Reference, and one that cannot be changed."""
        *_, nameless, stubborn = self.products.values()
        nameless["Reference"] = ""
        self.refusing[stubborn["SKU"]] = "The listing is being edited"

    def sell(self, sku: str, units: int = 1, received: datetime | None = None) -> str:
        """Let somebody buy; returns the order's reference."""
        with self.lock:
            number = f"CH-{len(self.orders) + 1:06d}"
            item = {"OrderLineNumber": "1", "SKU": sku, "ItemTitle": self.products[sku]["Title"], "Qty": units}
            service = {"OrderLineNumber": "2", "SKU": "", "ItemTitle": "Gift wrap", "Qty": 1, "IsService": True}
            self.orders.append(
                {
                    "ReferenceNumber": number,
                    "ReceivedDate": f"{received or datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}",
                    "PaymentStatus": "PAID",
                    "DeliveryAddress": {"FullName": "XXXXXX"},
                    "OrderItems": [item, service],
                }
            )
            self.products[sku]["Quantity"] = max(0, self.products[sku]["Quantity"] - units)
        return number

    def handle(self, ask: Ask) -> Answer:
        if ask.method != "POST" or not ask.headers.get("content-type", "").startswith("application/json"):
            raise Refused(Answer(b"", 405, "text/plain"))
        asked = ask.json()
        if asked.get("AuthorizationToken") != TOKEN:
            return document({"Error": "User not found"})
        route = {
            "Products": self._products,
            "InventoryUpdate": self._update,
            "Orders": self._orders,
            "ConfigTest": self._config_test,
        }.get(ask.name)
        if route is None:
            raise Refused(Answer(b"", 404, "text/plain"))
        return route(asked)

    def _config_test(self, _: dict[str, Any]) -> Answer:
        return document({"Error": None})

    def _products(self, asked: dict[str, Any]) -> Answer:
        number = 1 if self.stuck else asked["PageNumber"]
        start = (number - 1) * self.page_size
        page = list(self.products.values())[start : start + self.page_size]
        more = self.stuck or start + self.page_size < len(self.products)
        return document({"Error": None, "HasMorePages": more, "Products": page})

    def _update(self, asked: dict[str, Any]) -> Answer:
        rows = asked["Products"]
        if not 1 <= len(rows) <= 1000:
            return document({"Error": "1 to 1000 products", "Products": []})
        self.updates.append(rows)
        answered = []
        for row in rows:
            sku, quantity = row["SKU"], row["Quantity"]
            if sku not in self.products or sku in self.hidden:
                continue
            error = self.refusing.get(sku) or ("Quantity below zero" if quantity < 0 else None)
            if error is None:
                self.products[sku]["Quantity"] = quantity
            answered.append({"SKU": sku, "Error": error})
        return document({"Error": None, "Products": answered})

    def _orders(self, asked: dict[str, Any]) -> Answer:
        if not _TIME.fullmatch(asked["UTCTimeFrom"]):
            return document({"Error": "UTCTimeFrom is no time", "Orders": [], "HasMorePages": False})
        since = datetime.fromisoformat(asked["UTCTimeFrom"])
        found = [order for order in self.orders if datetime.fromisoformat(order["ReceivedDate"]) >= since]
        start = (asked["PageNumber"] - 1) * 100
        more = start + 100 < len(found)
        return document({"Error": None, "HasMorePages": more, "Orders": found[start : start + 100]})
