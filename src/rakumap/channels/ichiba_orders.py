"""Orders of Rakuten Ichiba: searched by the day they were placed, then fetched by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from rakumap.channels.api import Api, dicts, text, whole
from rakumap.channels.calls import Call, Reply
from rakumap.channels.limits import Limit
from rakumap.core.errors import ChannelError
from rakumap.core.job import Job
from rakumap.core.trade import OrderLine, OrderState

VERSION = 7
"""Of getOrder: the first with SKUs; which one is current is not published."""
LOOK_BACK = timedelta(days=30)
"""Only the day of placing can be searched for, so older orders are asked for again as long as they may change."""

_JAPAN = timezone(timedelta(hours=9))
_SPAN = timedelta(days=63)
_OLDEST = timedelta(days=729)
_SHORTEST = timedelta(minutes=1)
_MOST = 15_000
_NUMBERS = 1000
_FETCHED = 100
_BY_ORDER_DATE = 1
_RATE = Limit(2, 1.0)
"""Assumed: no limit is published."""

_STATES = {
    500: OrderState.SHIPPED,
    600: OrderState.SHIPPED,
    700: OrderState.SHIPPED,
    900: OrderState.CANCELLED,
}
"""Other values of orderProgress are open: awaiting something, or a cancellation that is only asked for."""


class IchibaOrders:
    """Asks for the order lines of a shop."""

    def __init__(self, api: Api, headers: Mapping[str, str]) -> None:
        self._api = api
        self._headers = headers

    def lines(self, job: Job, since: datetime) -> Iterator[tuple[OrderLine, ...]]:
        """Lines of every order placed since ``LOOK_BACK`` before then, a page an answer."""
        now = datetime.now(UTC)
        start, done = max(since - LOOK_BACK, now - _OLDEST), 0
        while start < now:
            end = min(start + _SPAN, now)
            for numbers in self._numbers(job, start, end):
                for place in range(0, len(numbers), _FETCHED):
                    lines = self._fetched(job, numbers[place : place + _FETCHED])
                    done += len(lines)
                    job.checkpoint("orders", done)
                    yield lines
            start = end

    def _numbers(self, job: Job, start: datetime, end: datetime) -> Iterator[list[str]]:
        """The numbers of the orders of a span; one that holds more than a search can give is cut in two."""
        page, pages = 1, 1
        while page <= pages:
            answer = self._ask(job, "searchOrder", _search(start, end, page))
            sizes = answer.get("PaginationResponseModel")
            sizes = sizes if isinstance(sizes, dict) else {}
            if (whole(sizes.get("totalRecordsAmount")) or 0) >= _MOST and end - start > _SHORTEST:
                middle = start + (end - start) / 2
                yield from self._numbers(job, start, middle)
                yield from self._numbers(job, middle, end)
                return
            pages = whole(sizes.get("totalPages")) or 0
            numbers = answer.get("orderNumberList")
            yield [one for one in numbers if isinstance(one, str)] if isinstance(numbers, list) else []
            page += 1

    def _fetched(self, job: Job, numbers: Sequence[str]) -> tuple[OrderLine, ...]:
        answer = self._ask(job, "getOrder", {"orderNumberList": list(numbers), "version": VERSION})
        return tuple(line for order in dicts(answer.get("OrderModelList")) for line in lines_of(order, self._api.host))

    def _ask(self, job: Job, method: str, document: object) -> dict[str, Any]:
        """Ask; an answer with status 200 may still hold errors."""
        url = f"{self._api.base}/2.0/order/{method}/"
        call = Call.json(url, document, headers=self._headers, rate=self._api.rate(method, _RATE))
        reply = self._api.call(call, job)
        return checked(self._api, reply)


def checked(api: Api, reply: Reply) -> dict[str, Any]:
    """Give the document of an answer of the order interface. Raises ``ChannelError`` for errors it tells of."""
    answer: Any = None
    if reply.ok or reply.status == 400:
        answer = reply.json()
    if not isinstance(answer, dict):
        raise reply.failure() if not reply.ok else reply.unreadable("JSON")
    for message in dicts(answer.get("MessageModelList")):
        if text(message.get("messageType")) == "ERROR":
            raise api.said(f"{text(message.get('messageCode'))} {text(message.get('message'))}")
    if not reply.ok:
        raise reply.failure()
    return answer


def lines_of(order: Mapping[str, Any], host: str) -> Iterator[OrderLine]:
    """Read the lines of an OrderModel; nothing of the buyer is looked at. Raises ``ChannelError``."""
    number = text(order.get("orderNumber"))
    placed = _moment(text(order.get("orderDatetime")))
    if not number or placed is None:
        raise ChannelError("answer_unreadable", host=host, what="orderNumber, orderDatetime")
    state = _STATES.get(whole(order.get("orderProgress")) or 0, OrderState.OPEN)
    seen: dict[str, int] = {}
    for package in dicts(order.get("PackageModelList")):
        for item in dicts(package.get("ItemModelList")):
            detail = text(item.get("itemDetailId")) or text(package.get("basketId"))
            units = whole(item.get("units"))
            if not detail or units is None or units < 0:
                raise ChannelError("answer_unreadable", host=host, what="itemDetailId, units")
            seen[detail] = seen.get(detail, 0) + 1
            gone = item.get("deleteItemFlag") == 1
            yield OrderLine(
                order_id=number,
                line_id=detail if seen[detail] == 1 else f"{detail}-{seen[detail]}",
                time=placed,
                quantity=units,
                title=text(item.get("itemName")),
                state=OrderState.CANCELLED if gone else state,
                **_identity(item),
            )


def _identity(item: Mapping[str, Any]) -> dict[str, Any]:
    """What a line can be found by: the listing, and a SKU as the report of the listings has it."""
    skus = dicts(item.get("SkuModelList"))
    first = skus[0] if skus else {}
    number, variant = text(item.get("manageNumber")), text(first.get("variantId"))
    listing_id = f"{number}/{variant}" if number and variant else ""
    sku = text(first.get("merchantDefinedSkuId")) or text(item.get("itemNumber")) or listing_id or number
    return {"sku": sku, "listing_ids": (listing_id,) if listing_id else ()}


def _search(start: datetime, end: datetime, page: int) -> dict[str, Any]:
    return {
        "dateType": _BY_ORDER_DATE,
        "startDatetime": _written(start),
        "endDatetime": _written(end),
        "PaginationRequestModel": {
            "requestRecordsAmount": _NUMBERS,
            "requestPage": page,
            "SortModelList": [{"sortColumn": 1, "sortDirection": 1}],
        },
    }


def _written(moment: datetime) -> str:
    """Write a time as the search takes it: in Japan, its offset without a colon."""
    return f"{moment.astimezone(_JAPAN):%Y-%m-%dT%H:%M:%S}+0900"


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=_JAPAN)
