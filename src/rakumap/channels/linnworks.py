"""Linnworks as the source of items and levels, and as the place links are written to as channel SKUs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from rakumap.channels import addresses
from rakumap.channels.api import Api, dicts, tested, text, whole
from rakumap.channels.calls import Call, Reply
from rakumap.channels.connector import TestResult
from rakumap.channels.http import Client
from rakumap.channels.limits import Limit
from rakumap.channels.sources import LINNWORKS, check_source, source_settings_of
from rakumap.core.errors import ChannelError, UserError
from rakumap.core.job import Job
from rakumap.core.source import SourceItem, SourceLink

_PAGE = 200
_BATCH = 100
_MINUTE = 60.0
_LIMITS: Mapping[str, Limit] = {
    "CreateInventoryItemChannelSKUs": Limit(150, _MINUTE),
    "GetStockItemsFull": Limit(150, _MINUTE),
}
_USUAL = Limit(150, _MINUTE)
"""Assumed for methods whose limit is not published; the published ones are 150 and 250 a minute."""


class Linnworks:
    """A Linnworks account. Methods block and may be used from one thread at a time.

    They raise ``ChannelError`` for what the service did, ``UserError`` for what the settings say, and ``Cancelled``.
    """

    def __init__(
        self, settings: Mapping[str, str], secrets: Mapping[str, str], *, client: Client | None = None
    ) -> None:
        keys = source_settings_of(LINNWORKS)
        self._api = Api(check_source(LINNWORKS, settings), secrets, keys, client)
        self._server = ""
        self._session = ""

    # items --------------------------------------------------------------------------------------------------------

    def items(self, job: Job) -> Iterator[tuple[SourceItem, ...]]:
        """All stock items with their level at the location of the settings, a page at a time.

        Raises:
            UserError: ``location_unknown``.
        """
        location = self._location(job)
        for page in self._stock(job, ["StockLevels"]):
            yield tuple(_item(one, location) for one in page if text(one.get("ItemNumber")))

    def _stock(self, job: Job, requirements: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
        """Pages of stock items; there is no total, so a short page is the last."""
        known: set[str] = set()
        number, done = 1, 0
        while True:
            parameters = {
                "keyword": "",
                "loadCompositeParents": True,
                "loadVariationParents": False,
                "entriesPerPage": _PAGE,
                "pageNumber": number,
                "dataRequirements": list(requirements),
                "searchTypes": ["SKU", "Title", "Barcode"],
            }
            answer = self._call("Stock", "GetStockItemsFull", parameters, job)
            if not isinstance(answer, list):
                raise self._unreadable("GetStockItemsFull")
            page = dicts(answer)
            fresh = {text(one.get("StockItemId")) for one in page} - known
            if page and not fresh:
                raise ChannelError("listings_loop", host=self._api.host)
            known |= fresh
            done += len(page)
            job.checkpoint("items", done)
            yield page
            if len(answer) < _PAGE:
                return
            number += 1

    def _location(self, job: Job) -> str:
        """The id of the location of the settings, by its name or its id."""
        wanted = self._api.settings["location"]
        found = {
            text(one.get("LocationName")): text(one.get("StockLocationId"))
            for one in dicts(self._call("Inventory", "GetStockLocations", {}, job))
        }
        for name, key in found.items():
            if wanted in (name, key) or wanted.casefold() == name.casefold():
                return key
        raise UserError("location_unknown", location=wanted, known=", ".join(sorted(found)))

    def ids(self, skus: Sequence[str], job: Job) -> dict[str, str]:
        """Give the item's id for each SKU that is there."""
        found: dict[str, str] = {}
        for start in range(0, len(skus), _BATCH):
            asked = {"SKUS": list(skus[start : start + _BATCH])}
            answer = self._call("Inventory", "GetStockItemIdsBySKU", {"request": asked}, job)
            if not isinstance(answer, dict):
                raise self._unreadable("GetStockItemIdsBySKU")
            found |= {text(one.get("SKU")): text(one.get("StockItemId")) for one in dicts(answer.get("Items"))}
        return found

    # links --------------------------------------------------------------------------------------------------------

    def links(self, job: Job) -> Iterator[tuple[SourceLink, ...]]:
        """The channel SKUs of every item, of the source and sub source of the settings where those are set."""
        for page in self._stock(job, []):
            skus = {text(one.get("StockItemId")): text(one.get("ItemNumber")) for one in page}
            if not skus:
                continue
            asked = {"inventoryItemIds": list(skus)}
            answer = self._call("Inventory", "BatchGetInventoryItemChannelSKUs", asked, job)
            if not isinstance(answer, list):
                raise self._unreadable("BatchGetInventoryItemChannelSKUs")
            rows = [row for one in dicts(answer) for row in dicts(one.get("ChannelSkus"))]
            found = (link_of(row, skus) for row in rows)
            yield tuple(link for link in found if self._ours(link))

    def push(
        self,
        job: Job,
        new: Sequence[SourceLink] = (),
        changed: Sequence[SourceLink] = (),
        gone: Sequence[SourceLink] = (),
    ) -> None:
        """Take away, change and make channel SKUs; decide before what may be overwritten.

        ``changed`` and ``gone`` need their ``row_id``. After ``submit_unknown`` read ``links`` again before another try:
        making the same one twice would make two.
        """
        for start in range(0, len(gone), _BATCH):
            keys = [link.row_id for link in gone[start : start + _BATCH]]
            name = "inventoryItemChannelSKUIds"
            self._call("Inventory", "DeleteInventoryItemChannelSKUs", {name: keys}, job, writes=True)
        for method, links in (("Update", changed), ("Create", new)):
            for start in range(0, len(links), _BATCH):
                rows = [_row(link) for link in links[start : start + _BATCH]]
                self._call(
                    "Inventory",
                    f"{method}InventoryItemChannelSKUs",
                    {"inventoryItemChannelSKUs": rows},
                    job,
                    writes=True,
                    repeatable=method == "Update",
                )

    def _ours(self, link: SourceLink) -> bool:
        wanted = (self._api.settings.get("source"), self._api.settings.get("sub_source"))
        return all(
            want is None or want.casefold() == have.casefold()
            for want, have in zip(wanted, (link.source, link.sub_source), strict=True)
        )

    def test(self, job: Job) -> TestResult:
        """Sign in and look for the location."""

        def work() -> TestResult:
            self._location(job)
            return TestResult(True, "test_login", {"host": self._api.host})

        return tested(work)

    # calls --------------------------------------------------------------------------------------------------------

    def _call(
        self,
        controller: str,
        method: str,
        parameters: Mapping[str, object],
        job: Job,
        *,
        writes: bool = False,
        repeatable: bool = True,
    ) -> Any:
        """Call a method of the session's server; a session that has ended is begun again, once."""
        fields = {name: json.dumps(value, ensure_ascii=False) for name, value in parameters.items()}
        rate = self._api.rate(method, _LIMITS.get(method, _USUAL))
        for fresh in (False, True):
            if fresh or not self._session:
                self._sign_in(job)
            url, headers = f"{self._server}/api/{controller}/{method}", {"Authorization": self._session}
            call = Call.form(url, fields, headers=headers, writes=writes, repeatable=repeatable, rate=rate)
            reply = self._api.call(call, job)
            if reply.status != 401:
                break
        if not reply.ok:
            raise self._failure(reply, writes)
        return reply.json() if reply.body.strip() else None

    def _sign_in(self, job: Job) -> None:
        names = {"ApplicationId": "application_id", "ApplicationSecret": "application_secret", "Token": "install_token"}
        request = json.dumps({name: self._api.secrets[key] for name, key in names.items()})
        url = f"{self._api.base}/api/Auth/AuthorizeByApplication"
        reply = self._api.call(Call.form(url, {"request": request}), job)
        if not reply.ok:
            raise self._failure(reply)
        answer = reply.json()
        server, session = (text(answer.get(name)) if isinstance(answer, dict) else "" for name in ("Server", "Token"))
        if not server or not session:
            raise reply.unreadable("Server, Token")
        try:
            self._server = addresses.parse(server).url.rstrip("/")
        except UserError:  # it would be sent the session
            raise reply.unreadable("Server") from None
        self._session = session

    def _failure(self, reply: Reply, writes: bool = False) -> ChannelError:
        found = reply.failure(writes=writes)
        if found.code not in ("channel_answer", "channel_denied"):
            return found
        try:
            answer = reply.json()
        except ChannelError:
            return found
        words = text(answer.get("Message")) if isinstance(answer, dict) else ""
        if not words:
            return found
        if found.code == "channel_denied":
            return ChannelError("login_refused", host=self._api.host, message=self._api.mask(words))
        return self._api.said(words)

    def _unreadable(self, what: str) -> ChannelError:
        return ChannelError("answer_unreadable", host=self._api.host, what=what)


def _item(one: Mapping[str, Any], location: str) -> SourceItem:
    level = next((row for row in dicts(one.get("StockLevels")) if _location_of(row) == location), {})
    return SourceItem(
        item_id=text(one.get("StockItemId")),
        sku=text(one.get("ItemNumber")),
        title=text(one.get("ItemTitle")),
        barcode=text(one.get("BarcodeNumber")) or None,
        level=whole(level.get("StockLevel")) or 0,
        in_open_orders=max(0, whole(level.get("InOrders")) or 0),
    )


def _location_of(level: Mapping[str, Any]) -> str:
    location = level.get("Location")
    return text(location.get("StockLocationId")) if isinstance(location, dict) else ""


def link_of(row: Mapping[str, Any], skus: Mapping[str, str]) -> SourceLink:
    """Read a StockItemChannelSKU; ``skus`` gives the SKU of an item's id."""
    item_id = text(row.get("StockItemId"))
    return SourceLink(
        item_id=item_id,
        item_sku=skus.get(item_id, ""),
        channel_sku=text(row.get("SKU")),
        source=text(row.get("Source")),
        sub_source=text(row.get("SubSource")),
        reference=text(row.get("ChannelReferenceId")),
        row_id=text(row.get("ChannelSKURowId")) or None,
        ignore_sync=row.get("IgnoreSync") is True,
        max_listed=whole(row.get("MaxListedQuantity")) or 0,
        end_when=whole(row.get("EndWhenStock")) or 0,
        percentage=_decimal(row.get("StockPercentage")),
        submitted_quantity=whole(row.get("SubmittedQuantity")),
        update_status=text(row.get("UpdateStatus")),
        updated=_moment(text(row.get("LastUpdate"))),
    )


def _row(link: SourceLink) -> dict[str, Any]:
    """Write a StockItemChannelSKU. A percentage is a double there: exact for two decimals."""
    row: dict[str, Any] = {
        "SKU": link.channel_sku,
        "Source": link.source,
        "SubSource": link.sub_source,
        "ChannelReferenceId": link.reference,
        "StockItemId": link.item_id,
        "IgnoreSync": link.ignore_sync,
        "MaxListedQuantity": link.max_listed,
        "EndWhenStock": link.end_when,
        "StockPercentage": float(link.percentage),
    }
    if link.row_id is not None:
        row["ChannelSKURowId"] = link.row_id
    return row


def _decimal(value: Any) -> Decimal:
    try:
        return Decimal(value) if not isinstance(value, float) else Decimal(str(value))
    except (InvalidOperation, TypeError, ValueError):
        return Decimal(0)


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
