"""A stand-in for RMS WEB SERVICE of Rakuten Ichiba: items 2.0, inventories 2.0, orders, licence key."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from tests.servers.base import Answer, Ask, Refused, Stand, Window, document
from tests.servers.goods import Good, goods

SERVICE_SECRET = "SP-sandbox-service"
LICENSE_KEY = "SL-sandbox-licence"
JAPAN = timezone(timedelta(hours=9))

_SEARCH = {
    *(
        "title",
        "tagline",
        "manageNumber",
        "itemNumber",
        "articleNumber",
        "variantId",
        "merchantDefinedSkuId",
        "genreId",
    ),
    *("itemType", "standardPriceFrom", "standardPriceTo", "isVariantStockout", "isItemStockout", "isHiddenItem"),
    *(
        "isHiddenVariant",
        "isSearchable",
        "createdFrom",
        "createdTo",
        "updatedFrom",
        "updatedTo",
        "sortKey",
        "sortOrder",
    ),
    *("hits", "offset", "cursorMark", "isInventoryIncluded"),
}
_OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+0900")
_CODE = "ORDER_EXT_API_"


def failed(code: str, message: str, path: str | None = None, status: int = 400) -> Refused:
    return Refused(document({"errors": [_error(code, message, path)]}, status))


def _error(code: str, message: str, path: str | None = None) -> dict[str, Any]:
    return {"code": code, "message": message} | ({} if path is None else {"metadata": {"propertyPath": path}})


class IchibaStand(Stand):
    """A shop in Japan. ``inventory`` holds what is known there, ``orphans`` what nobody will ever see."""

    path = "/es"

    def __init__(self, count: int = 0, port: int = 0) -> None:
        super().__init__(port)
        both = f"{SERVICE_SECRET}:{LICENSE_KEY}".encode()
        self.authorization = "ESA " + base64.b64encode(both).decode()
        self.items: dict[str, dict[str, Any]] = {}
        self.inventory: dict[tuple[str, str], int] = {}
        self.orphans: dict[tuple[str, str], int] = {}
        self.orders: list[dict[str, Any]] = []
        self.enabled = True
        self.most_orders = 15_000
        self.expiry = (datetime.now(UTC) + timedelta(days=80)).strftime("%Y-%m-%d")
        self.updates: list[list[dict[str, Any]]] = []
        """Every batch of quantities that was taken."""
        self.windows = {"bulk-get": Window(5, 1.0), "bulk-upsert": Window(1, 1.0)}
        for good in goods(count):
            self.add(good)

    def add(self, good: Good) -> tuple[str, str]:
        """Put a good on sale; returns its pair."""
        number = f"item-{good.family:05d}"
        variant = f"v{good.number:05d}"
        item = self.items.setdefault(
            number,
            {
                "manageNumber": number,
                "itemNumber": f"N{good.family:05d}",
                "title": good.title,
                "itemType": "NORMAL",
                "genreId": "100000",
                "hideItem": False,
                "unlimitedInventoryFlag": False,
                "variantSelectors": [],
                "variants": {},
                "created": "2026-01-05T09:00:00+09:00",
                "updated": "2026-02-03T10:30:00+09:00",
            },
        )
        chosen = {"color": good.colour, "size": good.size} if good.colour else {}
        if chosen and not item["variantSelectors"]:
            item["variantSelectors"] = [
                {"key": "color", "displayName": "Color"},
                {"key": "size", "displayName": "Size"},
            ]
        item["variants"][variant] = {
            "merchantDefinedSkuId": good.sku,
            "selectorValues": chosen,
            "hidden": False,
            "standardPrice": str(int(good.price * 100)),
            "articleNumber": {"value": good.barcode},
        }
        self.inventory[number, variant] = good.quantity
        return number, variant

    def plant(self) -> None:
        """Put in what real shops have of oddities: no SKU, no end of stock, deleted but still in the index."""
        *_, last, other = self.items.values()
        for variant in last["variants"].values():
            variant["merchantDefinedSkuId"] = None
        other["unlimitedInventoryFlag"] = True
        self.items["zzz-deleted"] = {"manageNumber": "zzz-deleted"}

    def sell(self, pair: tuple[str, str], units: int = 1, placed: datetime | None = None) -> str:
        """Let somebody buy; the channel takes the pieces off by itself. Returns the order's number."""
        placed = (placed or datetime.now(UTC)).astimezone(JAPAN)
        number = f"400000-{placed:%Y%m%d}-{len(self.orders) + 1:08d}"
        item = self.items[pair[0]]
        with self.lock:
            self.inventory[pair] = max(0, self.inventory[pair] - units)
            detail = 1_000_000 + len(self.orders)
            sku = item["variants"][pair[1]].get("merchantDefinedSkuId")
            model = {
                "itemDetailId": detail,
                "itemName": item["title"],
                "itemId": 10_000_000,
                "itemNumber": item.get("itemNumber"),
                "manageNumber": pair[0],
                "price": 1000,
                "units": units,
                "restoreInventoryFlag": 0,
                "deleteItemFlag": 0,
                "SkuModelList": [{"variantId": pair[1], "merchantDefinedSkuId": sku, "skuInfo": None}],
            }
            package = {"basketId": detail, "ItemModelList": [model]}
            order = {
                "orderNumber": number,
                "orderProgress": 100,
                "orderDatetime": f"{placed:%Y-%m-%dT%H:%M:%S}+0900",
                "OrdererModel": {"familyName": "XXXXXX"},
                "PackageModelList": [package],
            }
            self.orders.append(order)
        return number

    # requests -----------------------------------------------------------------------------------------------------

    def handle(self, ask: Ask) -> Answer:
        if ask.headers.get("authorization") != self.authorization:
            raise failed("GE0011", "Un-Authorised", status=401)
        if not self.enabled:
            raise Refused(document({"Results": {"errorCode": "ES04-01", "message": "Un-Authorised"}}, 403))
        if ask.method == "POST" and ask.headers.get("content-type") != "application/json; charset=utf-8":
            raise Refused(document({"Results": {"errorCode": "ES04-03", "message": "unsupported media type"}}, 415))
        window = self.windows.get(ask.name.rpartition("/")[2])
        if window is not None and window.full():
            raise Refused(document({"message": "API rate limit exceeded"}, 429))
        routes = {
            ("GET", "2.0/items/search"): self._search,
            ("POST", "2.0/inventories/bulk-get"): self._bulk_get,
            ("POST", "2.0/inventories/bulk-upsert"): self._bulk_upsert,
            ("POST", "2.0/order/searchOrder"): self._search_order,
            ("POST", "2.0/order/getOrder"): self._get_order,
            ("GET", "1.0/license-management/license-key/expiry-date"): self._expiry,
        }
        route = routes.get((ask.method, ask.name))
        if route is None:
            raise failed("GE0014", "Not Found", status=404)
        return route(ask)

    def _search(self, ask: Ask) -> Answer:
        query = ask.query
        if query.keys() - _SEARCH:
            raise failed("IE0007", f"unknown parameter {sorted(query.keys() - _SEARCH)}")
        hits, offset = int(query.get("hits", 10)), int(query.get("offset", 0))
        mark = query.get("cursorMark")
        if not 1 <= hits <= 100 or not 0 <= offset <= 10_000:
            raise failed("IE0007", "hits or offset out of range")
        if mark is not None and (query.keys() & {"offset", "sortKey", "sortOrder"}):
            raise failed("IE0007", "cursorMark excludes offset, sortKey and sortOrder")
        start = offset
        if mark is not None:
            start = 0 if mark == "*" else int(base64.b64decode(mark))
        numbers = sorted(self.items)[start : start + hits]
        answer: dict[str, Any] = {"numFound": len(self.items), "offset": offset}
        if mark is not None:
            answer["nextCursorMark"] = (
                base64.b64encode(str(start + len(numbers)).encode()).decode() if numbers else mark
            )
        answer["results"] = [{"item": self.items[number]} for number in numbers]
        return document(answer)

    def _rows(self, ask: Ask, most: int) -> list[dict[str, Any]]:
        rows = ask.json().get("inventories")
        if not isinstance(rows, list) or not 1 <= len(rows) <= most:
            raise failed("IE0003", f"1 to {most} inventories", "inventories")
        return rows

    def _bulk_get(self, ask: Ask) -> Answer:
        found = []
        for row in self._rows(ask, 1000):
            pair = (row["manageNumber"], row["variantId"])
            if pair in self.inventory:
                found.append({"manageNumber": pair[0], "variantId": pair[1], "quantity": self.inventory[pair]})
        return document({"inventories": found})

    def _bulk_upsert(self, ask: Ask) -> Answer:
        rows = self._rows(ask, 400)
        errors = [error for place, row in enumerate(rows) if (error := self._wrong(place, row)) is not None]
        if errors:
            raise Refused(document({"errors": errors}, 400))
        self.updates.append(rows)
        for row in rows:
            pair = (row["manageNumber"], row["variantId"])
            (self.inventory if pair in self.inventory else self.orphans)[pair] = row["quantity"]
        return Answer(status=204)

    def _wrong(self, place: int, row: Mapping[str, Any]) -> dict[str, Any] | None:
        path = f"inventories[{place}]"
        if row.get("mode") != "ABSOLUTE":
            self.violations.append(f"mode {row.get('mode')}")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", str(row.get("manageNumber"))):
            return _error("IE0004", "manageNumber is invalid", f"{path}.manageNumber")
        quantity = row.get("quantity")
        if not isinstance(quantity, int) or isinstance(quantity, bool) or not 0 <= quantity <= 99_999:
            return _error("IE0003", "quantity is out of range", f"{path}.quantity")
        return None

    def _search_order(self, ask: Ask) -> Answer:
        asked = ask.json()
        start, end = asked.get("startDatetime", ""), asked.get("endDatetime", "")
        if asked.get("dateType") not in range(1, 7):
            return _messages("ERROR", "SEARCH_ORDER_ERROR_009", status=400)
        if not _OFFSET.fullmatch(start) or not _OFFSET.fullmatch(end):
            return _messages("ERROR", "SEARCH_ORDER_ERROR_011", status=400)
        since, until = datetime.fromisoformat(start), datetime.fromisoformat(end)
        if until - since > timedelta(days=63) or datetime.now(UTC) - since > timedelta(days=730):
            return _messages("ERROR", "SEARCH_ORDER_ERROR_010", status=400)
        paging = asked["PaginationRequestModel"]
        amount, page = paging.get("requestRecordsAmount", 30), paging.get("requestPage", 1)
        if not 1 <= amount <= 1000:
            return _messages("ERROR", "SEARCH_ORDER_ERROR_009", status=400)
        found = [
            order["orderNumber"]
            for order in self.orders
            if since <= datetime.fromisoformat(order["orderDatetime"]) <= until
        ][: self.most_orders]
        if not found:
            nothing = {"totalRecordsAmount": None, "totalPages": None, "requestPage": None}
            return _messages("INFO", "SEARCH_ORDER_INFO_102", orderNumberList=[], PaginationResponseModel=nothing)
        sizes = {"totalRecordsAmount": len(found), "totalPages": -(-len(found) // amount), "requestPage": page}
        numbers = found[(page - 1) * amount : page * amount]
        return _messages("INFO", "SEARCH_ORDER_INFO_101", orderNumberList=numbers, PaginationResponseModel=sizes)

    def _get_order(self, ask: Ask) -> Answer:
        asked = ask.json()
        numbers, version = asked.get("orderNumberList"), asked.get("version")
        if version is None or version < 3:
            return _messages("ERROR", "GET_ORDER_ERROR_009", status=400)
        if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
            return _messages("ERROR", "GET_ORDER_ERROR_010", status=400)
        found = [order for order in self.orders if order["orderNumber"] in numbers]
        if version < 7:
            found = json.loads(json.dumps(found))
            for order in found:
                for package in order["PackageModelList"]:
                    for item in package["ItemModelList"]:
                        del item["SkuModelList"]
        return _messages("INFO", "GET_ORDER_INFO_101", OrderModelList=found)

    def _expiry(self, ask: Ask) -> Answer:
        if ask.query.get("licenseKey") != LICENSE_KEY:
            raise failed("GE0014", "Not Found", status=404)
        return document({"expiryDate": self.expiry})


def _messages(kind: str, code: str, status: int = 200, **rest: Any) -> Answer:
    message = {"messageType": kind, "messageCode": _CODE + code, "message": "メッセージ"}
    return document({"MessageModelList": [message], **rest}, status)
