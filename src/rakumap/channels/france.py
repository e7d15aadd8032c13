"""The kind ``rakuten-france``: web services of Rakuten France. The token stands in every address, so none is shown.

A listing is an advert, its ``listing_id`` is the ``advertid``. ``purgeandreplace`` is never sent: it would replace the
whole inventory.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from rakumap.channels.answers import http_date
from rakumap.channels.api import Api, tested
from rakumap.channels.calls import Call, Reply, with_query
from rakumap.channels.canonical import Listed, write_report
from rakumap.channels.connector import FRANCE, FetchedReport, TestResult, check, settings_of
from rakumap.channels.http import Client
from rakumap.channels.limits import Limit
from rakumap.channels.paris import from_paris
from rakumap.channels.xml import Document, Node, texts
from rakumap.core.errors import ChannelError
from rakumap.core.job import Job
from rakumap.core.trade import Offer, OfferResult, OrderLine, OrderState, Sent, Submission

VERSIONS: Mapping[str, str] = {
    "export": "2018-06-29",
    "import": "2010-09-20",
    "importreport": "2017-02-10",
    "getnewsales": "2017-08-07",
    "getcurrentsales": "2017-08-07",
}
"""The version each action is asked in."""

_ALIAS = "PRICEQUANTITY"
_IMPORTS = Limit(10, 3600.0)
_HOUR = 3600
_MOST_PAGES = 100_000
_SALES_TIME = re.compile(r"(\d{2})/(\d{2})/(\d{4})-(\d{2}):(\d{2})", re.ASCII)
_UNSENDABLE = re.compile(r'[;"\r\n\x00]')
_DONE, _CANCELLED = "traite", "annule"


class France:
    """Listings, quantities and sales of a seller. See ``Seller`` for what it raises."""

    batch = 10_000
    """One file; few are allowed an hour."""
    orders_are_whole = True
    """Assumed of getnewsales and getcurrentsales together; no answer is published that says how a sale ended."""

    def __init__(
        self, settings: Mapping[str, str], secrets: Mapping[str, str], *, client: Client | None = None
    ) -> None:
        self._api = Api(check(FRANCE, settings), secrets, settings_of(FRANCE), client)

    # listings -----------------------------------------------------------------------------------------------------

    def fetch_report(self, job: Job, into: Path) -> FetchedReport:
        """Page through the adverts into one report."""
        return write_report(self._listings(job), into, self._api.host, job)

    def _listings(self, job: Job) -> Iterator[tuple[Listed, ...]]:
        token, used, found, least = "", {""}, 0, None
        for _ in range(_MOST_PAGES):
            reply = self._get("stock_ws", "export", {"nexttoken": token}, job)
            document = Document(reply.body, self._api.host)
            page = tuple(_listed(node) for node in document.items("response", "advertlist") if node.name == "advert")
            response = self._response(document.root, reply)
            found += len(page)
            yield page
            # What nbresults counts, this answer or all, is not published; either way there are as many.
            if (total := response.get("nbresults")).isdecimal():
                least = int(total) if least is None else min(least, int(total))
            token = response.get("nexttoken")
            if not token:
                break
            if token in used:
                raise ChannelError("listings_loop", host=self._api.host)
            used.add(token)
        if least is not None and found < least:
            raise ChannelError("listings_short", host=self._api.host, found=found, expected=least)

    # quantities ---------------------------------------------------------------------------------------------------

    def submit(self, job: Job, offers: Sequence[Offer], key: str) -> Submission:
        """Send a file of prices and quantities; ``follow`` tells later what became of its lines."""
        repeated = _repeated(offer.sku for offer in offers)
        codes = {offer.listing_id: _refusal(offer, repeated) for offer in offers}
        sent = [offer for offer in offers if codes[offer.listing_id] is None]
        ticket = self._import(sent, job) if sent else None
        results = tuple(
            OfferResult(offer.listing_id, Sent.SUBMITTED)
            if codes[offer.listing_id] is None
            else OfferResult(offer.listing_id, Sent.FAILED, codes[offer.listing_id], unsent=True)
            for offer in offers
        )
        return Submission(results, ticket)

    def _import(self, offers: Sequence[Offer], job: Job) -> str:
        lines = "".join(f"{offer.sku};{_price(offer.price)};{offer.quantity}\n" for offer in offers)
        parameters = {"profileid": self._api.settings.get("profile_id", ""), "mappingalias": _ALIAS}
        url = self._url("stock_ws", "import", parameters)
        rate = self._api.rate("import", _IMPORTS)
        call = Call.file(url, lines.encode("utf-8"), "text/csv", "quantities.csv", writes=True, rate=rate)
        reply = self._checked(self._api.call(call, job), writes=True)
        response = self._response(Document(reply.body, self._api.host).read(), reply)
        ticket = response.get("importid")
        if not ticket:
            raise reply.unreadable("importid")
        return ticket

    def follow(self, job: Job, ticket: str, offers: Sequence[Offer]) -> tuple[OfferResult, ...]:
        """Read the report of an import; the lines it says nothing of went well once it is done."""
        status, wrong, errors, token, used = "", dict[str, str](), 0, "", {""}
        while True:
            try:
                reply = self._get("stock_ws", "importreport", {"fileid": ticket, "nexttoken": token}, job)
                root = Document(reply.body, self._api.host).read()
                response = self._response(root, reply)
            except ChannelError as error:
                if error.values.get("kind") != "ParameterError":
                    raise
                return tuple(_failed(offer, "import_forgotten", str(error.values["message"])) for offer in offers)
            status = status or _plain(response.get("file/status") or response.get("status"))
            count = response.get("file/errorlines") or response.get("errorlines")
            errors = max(errors, int(count) if count.isdecimal() else 0)
            for node in root.walk():
                if node.name == "product":
                    wrong |= self._wrong(node)
            token = response.get("nexttoken")
            if not token or token in used:
                break
            used.add(token)
        return tuple(_followed(offer, status, wrong, errors) for offer in offers)

    def _wrong(self, product: Node) -> dict[str, str]:
        """The SKU of a line that failed, with the channel's words. How errors are laid out is not published."""
        errors = [node for node in product.walk() if node.name == "error"]
        sku = product.get("sku") or product.get("sellerreference") or product.get("sellerReference")
        return {sku: self._api.mask(texts(errors))} if errors and sku else {}

    # orders, test, warnings ---------------------------------------------------------------------------------------

    def orders(self, job: Job, since: datetime) -> Iterator[tuple[OrderLine, ...]]:
        """The items of all sales that are new or under way, whatever ``since`` says: the channel has no such question."""
        reply = self._get("sales_ws", "getnewsales", {}, job)
        yield self._sales(reply)[0]
        token, used = "", {""}
        while True:
            lines, token = self._sales(self._get("sales_ws", "getcurrentsales", {"nexttoken": token}, job))
            yield lines
            if not token:
                return
            if token in used:
                raise ChannelError("listings_loop", host=self._api.host)
            used.add(token)

    def _sales(self, reply: Reply) -> tuple[tuple[OrderLine, ...], str]:
        document = Document(reply.body, self._api.host)
        lines = tuple(line for sale in document.items("response", "sales") for line in self._lines(sale, reply))
        return lines, self._response(document.root, reply).get("nexttoken")

    def _lines(self, sale: Node, reply: Reply) -> Iterator[OrderLine]:
        """One item is one unit; nothing of the buyer is looked at."""
        items = sale.find("items")
        if sale.name != "sale" or items is None:
            return
        order_id, placed = sale.get("purchaseid"), _moment(sale.get("purchasedate"))
        if not order_id or placed is None:
            raise reply.unreadable("purchaseid, purchasedate")
        for item in items.all("item"):
            if not item.get("itemid"):
                raise reply.unreadable("itemid")
            advert = item.get("advertid")
            yield OrderLine(
                order_id=order_id,
                line_id=item.get("itemid"),
                time=placed,
                sku=item.get("sku"),
                title=item.get("headline"),
                quantity=1,
                state=_state(item.get("itemstatus")),
                listing_ids=(advert,) if advert else (),
            )

    def test(self, job: Job) -> TestResult:
        """Ask for the new sales: a short answer that needs login and token."""

        def work() -> TestResult:
            self._sales(self._get("sales_ws", "getnewsales", {}, job))
            return TestResult(True, "test_login", {"host": self._api.host})

        return tested(work)

    def warnings(self, job: Job) -> tuple[TestResult, ...]:
        """Nothing here ends by itself."""
        job.checkpoint()
        return ()

    # calls --------------------------------------------------------------------------------------------------------

    def _url(self, service: str, action: str, parameters: Mapping[str, str]) -> str:
        mine = {
            "action": action,
            "login": self._api.settings["login"],
            "pwd": self._api.secrets["token"],
            "version": VERSIONS[action],
        }
        return with_query(f"{self._api.base}/{service}", {**mine, **parameters})

    def _get(self, service: str, action: str, parameters: Mapping[str, str], job: Job) -> Reply:
        return self._checked(self._api.call(Call("GET", self._url(service, action, parameters)), job))

    def _checked(self, reply: Reply, *, writes: bool = False) -> Reply:
        """Raise what a bad status means: what the body says of it, if it says something."""
        if reply.ok:
            return reply
        try:
            root = Document(reply.body, self._api.host).read()
        except ChannelError:
            root = Node("")
        raise self._error(root, reply) if root.name == "errorresponse" else reply.failure(writes=writes)

    def _response(self, root: Node, reply: Reply) -> Node:
        """Give the ``response`` of an answer; errors come with a good status too."""
        if root.name == "errorresponse":
            raise self._error(root, reply)
        response = root.find("response")
        if response is None:
            raise reply.unreadable("response")
        return response

    def _error(self, root: Node, reply: Reply) -> ChannelError:
        error = root.find("error") or root
        code, message = error.get("code"), error.get("message")
        details = [node.text for node in error.walk() if node.name == "detail"]
        words = self._api.mask(" ".join([message, *details]))
        host = self._api.host
        if code == "InvalidUserRights" and "quota" in words.casefold():
            seconds = _until_next_hour(http_date(reply.headers.get("date")) or datetime.now(UTC))
            return ChannelError("channel_quota", host=host, retry_after=seconds, minutes=math.ceil(seconds / 60))
        if code == "InvalidUserRights":
            return ChannelError("rights_missing", host=host, message=words)
        if code == "InvalidUserConnection":
            return ChannelError("login_refused", host=host, message=words)
        return ChannelError("channel_said", host=host, message=words, kind=code)


def _until_next_hour(now: datetime) -> int:
    return _HOUR - int(now.timestamp()) % _HOUR


def _listed(advert: Node) -> Listed:
    return Listed(
        listing_id=advert.get("advertid"),
        sku=advert.get("sku"),
        title=advert.get("productsummary/headline"),
        quantity=int(stock) if (stock := advert.get("stock")).isdecimal() and stock.isascii() else None,
        unlimited=advert.get("unlimitedquantity").casefold() in ("true", "1", "y"),
        price=advert.get("price/amount"),
        currency=advert.get("price/currency"),
        barcode=advert.get("productsummary/barcode"),
    )


def _repeated(skus: Iterator[str]) -> set[str]:
    once, twice = set[str](), set[str]()
    for sku in skus:
        (twice if sku in once else once).add(sku)
    return twice


def _refusal(offer: Offer, repeated: set[str]) -> str | None:
    """Say why a line must not be sent; it sets a price too, so a wrong one is worse than none."""
    if not offer.sku.strip():
        return "offer_no_sku"
    if offer.sku_repeats or offer.sku in repeated:
        return "offer_sku_repeats"
    if _UNSENDABLE.search(offer.sku) or offer.sku != offer.sku.strip():
        return "offer_sku_unsendable"
    if offer.price is None or not offer.price.is_finite() or offer.price <= 0:
        return "offer_no_price"
    if offer.currency not in (None, "", "EUR"):
        return "offer_currency"
    return None


def _price(price: Decimal | None) -> str:
    """Write a price exactly, with two decimals at least."""
    text = f"{price:f}"
    whole, _, cents = text.partition(".")
    return f"{whole}.{cents.rstrip('0').ljust(2, '0')}"


def _failed(offer: Offer, code: str, message: str = "") -> OfferResult:
    return OfferResult(offer.listing_id, Sent.FAILED, code, message)


def _followed(offer: Offer, status: str, wrong: Mapping[str, str], errors: int) -> OfferResult:
    if status == _CANCELLED:
        return _failed(offer, "import_cancelled")
    if status != _DONE:
        return OfferResult(offer.listing_id, Sent.SUBMITTED)
    if offer.sku in wrong:
        return _failed(offer, "offer_refused", wrong[offer.sku])
    if errors > len(wrong):  # some lines failed and nobody says which
        return _failed(offer, "import_unclear")
    return OfferResult(offer.listing_id, Sent.CONFIRMED)


def _plain(status: str) -> str:
    """A status without accents and case."""
    apart = unicodedata.normalize("NFD", status.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char)).strip()


def _state(status: str) -> OrderState:
    """Read an item's status; those that are not known count as open. Only TO_CONFIRM and ACCEPTED are published."""
    plain = status.upper()
    if "CANCEL" in plain or "REFUS" in plain:
        return OrderState.CANCELLED
    return OrderState.SHIPPED if plain in ("CLOSED", "COMMITTED", "SHIPPED") else OrderState.OPEN


def _moment(written: str) -> datetime | None:
    """Read ``dd/MM/yyyy-HH:mm``; that it is the time in Paris is assumed."""
    match = _SALES_TIME.fullmatch(written)
    if match is None:
        return None
    numbers: Any = [int(part) for part in match.groups()]
    try:
        return from_paris(datetime(numbers[2], numbers[1], numbers[0], numbers[3], numbers[4]))  # noqa: DTZ001
    except (ValueError, OverflowError):
        return None
