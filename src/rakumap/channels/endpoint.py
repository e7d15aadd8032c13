"""The kind ``channel-integration``: any server that speaks the Channel Integration contract of Linnworks.

A listing's ``listing_id`` is its Reference, or its SKU where it has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rakumap.channels.api import Api, dicts, tested, text, whole
from rakumap.channels.calls import Call
from rakumap.channels.canonical import Listed, write_report
from rakumap.channels.connector import ENDPOINT, FetchedReport, TestResult, check, settings_of
from rakumap.channels.http import Client
from rakumap.core.errors import ChannelError
from rakumap.core.job import Job
from rakumap.core.trade import Offer, OfferResult, OrderLine, OrderState, Sent, Submission


class Endpoint:
    """Listings, quantities and orders of an endpoint. See ``Seller`` for what it raises."""

    batch = 1000
    orders_are_whole = False

    def __init__(
        self, settings: Mapping[str, str], secrets: Mapping[str, str], *, client: Client | None = None
    ) -> None:
        self._api = Api(check(ENDPOINT, settings), secrets, settings_of(ENDPOINT), client)

    # listings -----------------------------------------------------------------------------------------------------

    def fetch_report(self, job: Job, into: Path) -> FetchedReport:
        """Page through the products into one report."""
        return write_report(self._listings(job), into, self._api.host, job)

    def _listings(self, job: Job) -> Iterator[tuple[Listed, ...]]:
        known: set[str] = set()
        for products in self._pages("Products", "Products", {}, job):
            page = tuple(_listed(product) for product in products)
            fresh = {row.listing_id for row in page} - known
            if page and not fresh:  # the server gives the same page for ever
                raise ChannelError("listings_loop", host=self._api.host)
            known |= fresh
            yield page

    def _pages(
        self, method: str, part: str, parameters: Mapping[str, object], job: Job
    ) -> Iterator[list[dict[str, Any]]]:
        """Ask for page after page; one that is empty and says that more follow is broken."""
        number, more = 1, True
        while more:
            answer = self._ask(method, {**parameters, "PageNumber": number}, job)
            rows, following = answer.get(part), answer.get("HasMorePages", False)
            if not isinstance(rows, list) or not isinstance(following, bool) or (following and not rows):
                raise ChannelError("answer_unreadable", host=self._api.host, what=f"{part}, HasMorePages")
            yield dicts(rows)
            number, more = number + 1, following

    # quantities ---------------------------------------------------------------------------------------------------

    def submit(self, job: Job, offers: Sequence[Offer], key: str) -> Submission:
        """Send quantities; a SKU that does not come back is not known there."""
        products = [
            {"SKU": one.sku, "Reference": one.listing_id, "Quantity": one.quantity} for one in offers if one.sku
        ]
        errors: dict[str, str] = {}
        if products:
            answer = self._ask("InventoryUpdate", {"Products": products}, job, writes=True)
            errors = {text(row.get("SKU")): text(row.get("Error")) for row in dicts(answer.get("Products"))}
        return Submission(tuple(self._result(offer, errors) for offer in offers))

    def _result(self, offer: Offer, errors: Mapping[str, str]) -> OfferResult:
        if not offer.sku:
            return OfferResult(offer.listing_id, Sent.FAILED, "offer_no_sku", unsent=True)
        if offer.sku not in errors:
            return OfferResult(offer.listing_id, Sent.FAILED, "offer_unknown_listing")
        if errors[offer.sku]:
            return OfferResult(offer.listing_id, Sent.FAILED, "offer_refused", self._api.mask(errors[offer.sku]))
        return OfferResult(offer.listing_id, Sent.CONFIRMED)

    def follow(self, job: Job, ticket: str, offers: Sequence[Offer]) -> tuple[OfferResult, ...]:
        """Nothing is ever left open here; what asks is confirmed."""
        job.checkpoint()
        return tuple(OfferResult(offer.listing_id, Sent.CONFIRMED) for offer in offers)

    # orders, test, warnings ---------------------------------------------------------------------------------------

    def orders(self, job: Job, since: datetime) -> Iterator[tuple[OrderLine, ...]]:
        """The lines of orders since then."""
        moment = f"{since.astimezone(UTC):%Y-%m-%d %H:%M:%SZ}"
        for orders in self._pages("Orders", "Orders", {"UTCTimeFrom": moment}, job):
            yield tuple(line for order in orders for line in self._lines(order))

    def _lines(self, order: Mapping[str, Any]) -> Iterator[OrderLine]:
        """The goods of an order; services are none, and nothing of the buyer is looked at."""
        number, placed = text(order.get("ReferenceNumber")), _moment(text(order.get("ReceivedDate")))
        if not number or placed is None:
            raise ChannelError("answer_unreadable", host=self._api.host, what="ReferenceNumber, ReceivedDate")
        cancelled = text(order.get("PaymentStatus")).upper() == "CANCELLED"
        for item in dicts(order.get("OrderItems")):
            if item.get("IsService") is True:
                continue
            line, quantity = text(item.get("OrderLineNumber")), whole(item.get("Qty"))
            if not line or quantity is None or quantity < 0:
                raise ChannelError("answer_unreadable", host=self._api.host, what="OrderLineNumber, Qty")
            yield OrderLine(
                order_id=number,
                line_id=line,
                time=placed,
                sku=text(item.get("SKU")),
                title=text(item.get("ItemTitle")),
                quantity=quantity,
                state=OrderState.CANCELLED if cancelled else OrderState.OPEN,
            )

    def test(self, job: Job) -> TestResult:
        """Ask ConfigTest."""

        def work() -> TestResult:
            self._ask("ConfigTest", {}, job)
            return TestResult(True, "test_login", {"host": self._api.host})

        return tested(work)

    def warnings(self, job: Job) -> tuple[TestResult, ...]:
        """Nothing here ends by itself."""
        job.checkpoint()
        return ()

    def _ask(self, method: str, document: Mapping[str, object], job: Job, *, writes: bool = False) -> dict[str, Any]:
        """Call a method; its Error counts, whatever the status."""
        token = {"AuthorizationToken": self._api.secrets["authorization_token"]}
        # Quantities are absolute: they may arrive twice.
        reply = self._api.call(Call.json(f"{self._api.base}/{method}", {**token, **document}, writes=writes), job)
        try:
            answer = reply.json()
        except ChannelError:
            if reply.ok:
                raise
            answer = None
        if isinstance(answer, dict) and text(answer.get("Error")):
            raise self._api.said(answer["Error"])
        if not reply.ok:
            raise reply.failure(writes=writes)
        if not isinstance(answer, dict):
            raise reply.unreadable("JSON")
        return answer


def _listed(product: Mapping[str, Any]) -> Listed:
    sku = text(product.get("SKU"))
    return Listed(
        listing_id=text(product.get("Reference")) or sku,
        sku=sku,
        title=text(product.get("Title")),
        quantity=whole(product.get("Quantity")),
        price=_exact(product.get("Price")),
    )


def _exact(price: Any) -> str:
    """Write a price without an exponent."""
    try:
        return f"{price:f}" if not isinstance(price, int | str | None) else text(price)
    except (TypeError, ValueError):
        return ""


def _moment(written: str) -> datetime | None:
    """Read a time; one without an offset is UTC."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
