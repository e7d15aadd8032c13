"""The stand-ins refuse what the contracts say is refused, and take in silence what is taken in silence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

import pytest

from tests.servers.base import Answer, Ask, Stand
from tests.servers.endpoint import TOKEN as CHANNEL_TOKEN
from tests.servers.endpoint import EndpointStand
from tests.servers.france import LOGIN, TOKEN, FranceStand
from tests.servers.ichiba import IchibaStand
from tests.servers.linnworks import LinnworksStand

NOW = datetime.now(UTC)
S = TypeVar("S", bound=Stand)


class Start(Protocol):
    def __call__(self, stand: S) -> S: ...


@pytest.fixture
def start() -> Iterator[Start]:
    with ExitStack() as stack:

        def enter(stand: S) -> S:
            stack.enter_context(stand)
            return stand

        yield enter


def ichiba(stand: IchibaStand, name: str, asked: Any = None, **headers: str) -> Answer:
    """Ask without a network."""
    method, query = ("POST", {}) if not name.startswith("2.0/items") else ("GET", dict(asked))
    usual = {"authorization": stand.authorization, "content-type": "application/json; charset=utf-8"}
    return stand.answered(Ask(method, name, query, usual | headers, json.dumps(asked).encode()))


@pytest.mark.parametrize(
    "query",
    [
        {"hits": "101"},
        {"hits": "0"},
        {"offset": "10001"},
        {"offset": "0", "cursorMark": "*"},
        {"cursorMark": "*", "sortKey": "title"},
        {"quantity": "1"},
    ],
)
def test_ichiba_refuses_a_search(start: Start, query: Mapping[str, str]) -> None:
    assert ichiba(start(IchibaStand(3)), "2.0/items/search", query).status == 400


def test_ichiba_counts_and_checks(start: Start) -> None:
    stand = start(IchibaStand(3))
    row = {"manageNumber": "nobody", "variantId": "v", "mode": "ABSOLUTE", "quantity": 1}
    assert ichiba(stand, "2.0/inventories/bulk-upsert", {"inventories": [row]}).status == 204
    assert ("nobody", "v") not in stand.inventory
    assert ichiba(stand, "2.0/inventories/bulk-upsert", {"inventories": [row]}).status == 429
    for _ in range(5):
        ichiba(stand, "2.0/inventories/bulk-get", {"inventories": [row]})
    assert ichiba(stand, "2.0/inventories/bulk-get", {"inventories": [row]}).status == 429
    stand.windows.clear()
    assert ichiba(stand, "2.0/inventories/bulk-upsert", {"inventories": [row] * 401}).status == 400
    assert ichiba(stand, "2.0/inventories/bulk-get", {"inventories": [row] * 1001}).status == 400
    assert ichiba(stand, "2.0/inventories/bulk-upsert", {"inventories": [row | {"quantity": 100_000}]}).status == 400
    assert ichiba(stand, "2.0/inventories/bulk-get", {"inventories": [row]}, authorization="ESA x").status == 401
    assert ichiba(stand, "2.0/inventories/bulk-get", {}, **{"content-type": "application/json"}).status == 415
    assert stand.violations == []
    ichiba(stand, "2.0/inventories/bulk-upsert", {"inventories": [row | {"mode": "RELATIVE"}]})
    assert stand.violations


def test_ichiba_and_the_forms_of_orders(start: Start) -> None:
    stand = start(IchibaStand(3))
    stand.sell(next(iter(stand.inventory)))
    begin, end = NOW - timedelta(days=2), NOW + timedelta(days=1)

    def search(begin: datetime, end: datetime, offset: str) -> Answer:
        times = {
            "startDatetime": f"{begin:%Y-%m-%dT%H:%M:%S}{offset}",
            "endDatetime": f"{end:%Y-%m-%dT%H:%M:%S}{offset}",
        }
        return ichiba(stand, "2.0/order/searchOrder", {"dateType": 1, "PaginationRequestModel": {}, **times})

    assert search(begin, end, "+0900").status == 200
    assert b"ERROR_011" in search(begin, end, "+09:00").body
    assert search(end - timedelta(days=64), end, "+0900").status == 400
    nothing = json.loads(search(begin - timedelta(days=9), begin, "+0900").body)
    assert nothing["PaginationResponseModel"]["totalPages"] is None
    numbers = {"orderNumberList": [stand.orders[0]["orderNumber"]]}
    assert b"ERROR_009" in ichiba(stand, "2.0/order/getOrder", numbers).body
    assert b"SkuModelList" not in ichiba(stand, "2.0/order/getOrder", numbers | {"version": 6}).body
    assert b"SkuModelList" in ichiba(stand, "2.0/order/getOrder", numbers | {"version": 7}).body


def test_france_checks_and_answers_in_the_old_encoding(start: Start) -> None:
    stand = start(FranceStand(10))
    stand.plant()
    usual = {"action": "export", "login": LOGIN, "pwd": TOKEN, "version": "2018-06-29"}

    def ask(**change: str) -> bytes:
        return stand.answered(Ask("GET", "stock_ws", usual | change, {}, b"")).body

    page = ask()
    assert page.startswith(b'<?xml version="1.0" encoding="ISO-8859-1"?>\n\n')
    page.decode("iso-8859-1")
    assert page.count(b"RIVAL") == 2
    assert b"InvalidUserConnection" in ask(pwd="wrong")
    assert b"is not supported" in ask(version="2017-01-01")
    assert stand.violations == []
    ask(purgeandreplace="true")
    assert stand.violations == ["purgeandreplace"]
    stand.quota = 0
    assert b"Quota exceeded" in ask()


def test_linnworks_and_the_endpoint_check(start: Start) -> None:
    account = start(LinnworksStand(300))
    account.sessions.add("s")

    def ask(entries: int, session: str = "s") -> Answer:
        form = {"entriesPerPage": entries, "pageNumber": 1, "dataRequirements": []}
        body = urlencode({name: json.dumps(value) for name, value in form.items()}).encode()
        headers = {"content-type": "application/x-www-form-urlencoded", "authorization": session}
        return account.answered(Ask("POST", "api/Stock/GetStockItemsFull", {}, headers, body))

    assert ask(201).status == 400
    assert len(json.loads(ask(200).body)) == 200
    assert ask(200, "other").status == 401
    for _ in range(200):
        last = ask(1).status
    assert last == 429
    stand = start(EndpointStand(3))
    rows = [{"SKU": "nobody", "Reference": "", "Quantity": 1}, {"SKU": next(iter(stand.products)), "Quantity": -1}]
    body = json.dumps({"AuthorizationToken": CHANNEL_TOKEN, "Products": rows}).encode()
    answer = stand.answered(Ask("POST", "InventoryUpdate", {}, {"content-type": "application/json"}, body))
    (echo,) = json.loads(answer.body)["Products"]
    assert echo["Error"]
