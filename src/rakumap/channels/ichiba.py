"""The kind ``rakuten-ichiba``: RMS WEB SERVICE of Rakuten in Japan.

A listing is one variant, its ``listing_id`` is ``manageNumber/variantId``. Orders are in ``ichiba_orders``.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from rakumap.channels.api import Api, dicts, tested, text, whole
from rakumap.channels.calls import Call, Reply
from rakumap.channels.canonical import Listed, write_report
from rakumap.channels.connector import ICHIBA, FetchedReport, TestResult, check, settings_of
from rakumap.channels.http import Client
from rakumap.channels.ichiba_orders import IchibaOrders
from rakumap.channels.limits import Limit
from rakumap.core.errors import ChannelError
from rakumap.core.job import Job
from rakumap.core.trade import Offer, OfferResult, OrderLine, Sent, Submission

JAPAN = timezone(timedelta(hours=9))
MOST_QUANTITY = 99_999

_HITS = 100
_READ = 1000
_WRITE = 400
_READS = Limit(5, 1.0)
_WRITES = Limit(1, 1.0)
_SEARCHES = Limit(5, 1.0)
"""Assumed: nothing is published for the search of items."""
_WARN_DAYS = 14
_READ_BACK = "read-back"
_ROW = re.compile(r"inventories\[(\d{1,4})\]", re.ASCII)

Pair = tuple[str, str]


class Ichiba:
    """Listings, quantities and orders of a shop. See ``Seller`` for what it raises."""

    batch = _WRITE
    orders_are_whole = False

    def __init__(
        self, settings: Mapping[str, str], secrets: Mapping[str, str], *, client: Client | None = None
    ) -> None:
        self._api = Api(check(ICHIBA, settings), secrets, settings_of(ICHIBA), client)
        both = f"{self._api.secrets['service_secret']}:{self._api.secrets['license_key']}"
        self._headers = {"Authorization": "ESA " + b64encode(both.encode("utf-8")).decode("ascii")}
        self._orders = IchibaOrders(self._api, self._headers)

    # listings -----------------------------------------------------------------------------------------------------

    def fetch_report(self, job: Job, into: Path) -> FetchedReport:
        """Page through the items and their quantities into one report."""
        return write_report(self._listings(job), into, self._api.host, job)

    def _listings(self, job: Job) -> Iterator[tuple[Listed, ...]]:
        """The rows of every page, with quantities; raises ``ChannelError`` when pages are missing."""
        mark, seen, found, least = "*", {"*"}, set[str](), None
        while True:
            page = self._search({"cursorMark": mark, "hits": str(_HITS)}, job)
            rows: list[Listed] = []
            for result in dicts(page.get("results")):
                item = result.get("item")
                if isinstance(item, dict) and (number := text(item.get("manageNumber"))) and number not in found:
                    found.add(number)
                    rows += _variants(item)
            total = whole(page.get("numFound"))
            if total is None:
                raise ChannelError("answer_unreadable", host=self._api.host, what="numFound")
            least = total if least is None else min(least, total)
            yield self._with_quantities(rows, job)
            following = text(page.get("nextCursorMark"))
            if following in ("", mark):
                break
            if following in seen:
                raise ChannelError("listings_loop", host=self._api.host)
            seen.add(following)
            mark = following
        if len(found) < least:
            raise ChannelError("listings_short", host=self._api.host, found=len(found), expected=least)

    def _search(self, parameters: Mapping[str, str], job: Job) -> dict[str, Any]:
        reply = self._get("2.0/items/search", parameters, job, "items/search", _SEARCHES)
        return self._document(reply)

    def _with_quantities(self, rows: Sequence[Listed], job: Job) -> tuple[Listed, ...]:
        known: dict[Pair, int] = {}
        pairs = [pair for row in rows if (pair := _pair(row.listing_id)) is not None]
        for start in range(0, len(pairs), _READ):
            known |= self._quantities(pairs[start : start + _READ], job)
        return tuple(_with(row, known.get(_pair(row.listing_id) or ("", ""))) for row in rows)

    def _quantities(self, pairs: Sequence[Pair], job: Job) -> dict[Pair, int]:
        """Ask for quantities; pairs that the channel does not know are left out (assumed, see the contract)."""
        asked = {"inventories": [{"manageNumber": number, "variantId": variant} for number, variant in pairs]}
        reply = self._post("2.0/inventories/bulk-get", asked, job, "bulk-get", _READS, writes=False)
        if reply.status == 404:  # none of them is known
            return {}
        found: dict[Pair, int] = {}
        for row in dicts(self._document(reply).get("inventories")):
            quantity = whole(row.get("quantity"))
            if quantity is not None:
                found[text(row.get("manageNumber")), text(row.get("variantId"))] = quantity
        return found

    # quantities ---------------------------------------------------------------------------------------------------

    def submit(self, job: Job, offers: Sequence[Offer], key: str) -> Submission:
        """Set absolute quantities, then read them back, as unknown listings are accepted without a word."""
        results: dict[str, OfferResult] = {}
        left: list[tuple[Pair, Offer]] = []
        for offer in offers:
            pair = _pair(offer.listing_id)
            if pair is None:
                results[offer.listing_id] = _failed(offer, "offer_no_pair", unsent=True)
            elif offer.quantity > MOST_QUANTITY:
                results[offer.listing_id] = _failed(offer, "offer_too_many", unsent=True)
            else:
                left.append((pair, offer))
        taken = self._upsert(left, results, job)
        if not taken:
            return Submission(tuple(results[offer.listing_id] for offer in offers))
        ticket = None
        try:
            back = self.follow(job, _READ_BACK, [offer for _, offer in taken])
        except ChannelError:  # it took them; what became of them is asked again
            ticket = _READ_BACK
            back = tuple(OfferResult(offer.listing_id, Sent.SUBMITTED) for _, offer in taken)
        results |= {result.listing_id: result for result in back}
        return Submission(tuple(results[offer.listing_id] for offer in offers), ticket)

    def _upsert(
        self, left: list[tuple[Pair, Offer]], results: dict[str, OfferResult], job: Job
    ) -> list[tuple[Pair, Offer]]:
        """Send, and send again without the rows the channel refuses, until it takes the rest; returns that."""
        while left:
            rows = [
                {"manageNumber": pair[0], "variantId": pair[1], "mode": "ABSOLUTE", "quantity": offer.quantity}
                for pair, offer in left
            ]
            asked = {"inventories": rows}
            reply = self._post("2.0/inventories/bulk-upsert", asked, job, "bulk-upsert", _WRITES, writes=True)
            if reply.ok:
                return left
            named = self._refused(reply, len(left)) if reply.status in (400, 404) else {}
            if not named:
                raise self._failure(reply, writes=True)
            for place, words in named.items():
                offer = left[place][1]
                results[offer.listing_id] = OfferResult(offer.listing_id, Sent.FAILED, "offer_refused", words)
            left = [entry for place, entry in enumerate(left) if place not in named]
        return []

    def _refused(self, reply: Reply, count: int) -> dict[int, str]:
        """The rows that a refusal names, with its words; all of them when it names none."""
        named: dict[int, str] = {}
        general = ""
        errors = dicts(_errors(reply))
        for error in errors:
            words = self._api.mask(f"{text(error.get('code'))} {text(error.get('message'))}")
            metadata = error.get("metadata")
            path = text(metadata.get("propertyPath")) if isinstance(metadata, dict) else ""
            match = _ROW.search(path)
            if match is not None and int(match[1]) < count:
                named.setdefault(int(match[1]), words)
            else:
                general = general or words
        if not named and errors:
            return dict.fromkeys(range(count), general)
        return named

    def follow(self, job: Job, ticket: str, offers: Sequence[Offer]) -> tuple[OfferResult, ...]:
        """Read back: a listing the channel does not have now never got its quantity."""
        pairs = [pair for offer in offers if (pair := _pair(offer.listing_id)) is not None]
        known: dict[Pair, int] = {}
        for start in range(0, len(pairs), _READ):
            known |= self._quantities(pairs[start : start + _READ], job)
        return tuple(
            OfferResult(offer.listing_id, Sent.CONFIRMED)
            if _pair(offer.listing_id) in known
            else _failed(offer, "offer_unknown_listing")
            for offer in offers
        )

    # orders, test, warnings ---------------------------------------------------------------------------------------

    def orders(self, job: Job, since: datetime) -> Iterator[tuple[OrderLine, ...]]:
        """The lines of orders placed since then, and of older ones that may have changed."""
        return self._orders.lines(job, since)

    def test(self, job: Job) -> TestResult:
        """Ask for one item."""

        def work() -> TestResult:
            page = self._search({"hits": "1"}, job)
            return TestResult(
                True, "test_listings", {"host": self._api.host, "count": whole(page.get("numFound")) or 0}
            )

        return tested(work)

    def warnings(self, job: Job) -> tuple[TestResult, ...]:
        """Say when the licence key ends within 14 days; it lives for 90."""
        parameters = {"licenseKey": self._api.secrets["license_key"]}
        path = "1.0/license-management/license-key/expiry-date"
        reply = self._get(path, parameters, job, "expiry-date", _SEARCHES)
        ends = _day_end(text(self._document(reply).get("expiryDate")))
        if ends is None:
            raise reply.unreadable("expiryDate")
        left = ends - datetime.now(UTC)
        if left <= timedelta(0):
            return (TestResult(False, "licence_ended", {"host": self._api.host, "time": ends}),)
        if left <= timedelta(days=_WARN_DAYS):
            return (TestResult(False, "licence_ends", {"host": self._api.host, "time": ends, "days": left.days}),)
        return ()

    # calls --------------------------------------------------------------------------------------------------------

    def _get(self, path: str, parameters: Mapping[str, str], job: Job, method: str, limit: Limit) -> Reply:
        url = f"{self._api.base}/{path}"
        return self._api.call(Call.get(url, parameters, headers=self._headers, rate=self._api.rate(method, limit)), job)

    def _post(self, path: str, document: object, job: Job, method: str, limit: Limit, *, writes: bool) -> Reply:
        rate = self._api.rate(method, limit)
        # Quantities are absolute: they may arrive twice.
        call = Call.json(f"{self._api.base}/{path}", document, headers=self._headers, writes=writes, rate=rate)
        return self._api.call(call, job)

    def _document(self, reply: Reply) -> dict[str, Any]:
        if not reply.ok:
            raise self._failure(reply)
        document = reply.json()
        if not isinstance(document, dict):
            raise reply.unreadable("JSON")
        return document

    def _failure(self, reply: Reply, *, writes: bool = False) -> ChannelError:
        return failure(self._api, reply, writes=writes)


def failure(api: Api, reply: Reply, *, writes: bool = False) -> ChannelError:
    """What a refusal of RMS means: its own words where it has some, else its status."""
    found = reply.failure(writes=writes)
    if found.code != "channel_answer" and found.code != "channel_denied":
        return found
    words = ""
    for error in dicts(_errors(reply)):
        words = words or f"{text(error.get('code'))} {text(error.get('message'))}".strip()
    if words.startswith("GE0011") or (found.code == "channel_denied" and not words):
        return ChannelError("channel_denied", host=api.host, status=reply.status)
    if words.startswith("ES04-01"):
        return ChannelError("rights_missing", host=api.host, message=api.mask(words))
    return api.said(words) if words else found


def _errors(reply: Reply) -> Any:
    """The errors of an answer, in either envelope."""
    try:
        document = reply.json()
    except ChannelError:
        return []
    if not isinstance(document, dict):
        return []
    gate = document.get("Results")
    if isinstance(gate, dict):
        return [{"code": gate.get("errorCode"), "message": gate.get("message")}]
    return document.get("errors")


def _pair(listing_id: str) -> Pair | None:
    """Take a listing's id apart; a manageNumber holds no slash."""
    number, slash, variant = listing_id.partition("/")
    return (number, variant) if number and slash and variant else None


def _failed(offer: Offer, code: str, *, unsent: bool = False) -> OfferResult:
    return OfferResult(offer.listing_id, Sent.FAILED, code, unsent=unsent)


def _with(row: Listed, quantity: int | None) -> Listed:
    values = {name: getattr(row, name) for name in Listed.__slots__}
    return Listed(**(values | {"quantity": quantity}))


def _variants(item: Mapping[str, Any]) -> Iterator[Listed]:
    """One row per variant; an item that was deleted and still is in the index has none."""
    variants = item.get("variants")
    if not isinstance(variants, dict):
        return
    number = text(item.get("manageNumber"))
    names = {text(one.get("key")): text(one.get("displayName")) for one in dicts(item.get("variantSelectors"))}
    single = len(variants) == 1
    for variant_id, variant in variants.items():
        if not isinstance(variant, dict):
            continue
        chosen = variant.get("selectorValues")
        chosen = {} if not isinstance(chosen, dict) else {key: text(value) for key, value in chosen.items()}
        listing_id = f"{number}/{variant_id}"
        article = variant.get("articleNumber")
        yield Listed(
            listing_id=listing_id,
            sku=text(variant.get("merchantDefinedSkuId"))
            or (text(item.get("itemNumber")) if single else "")
            or listing_id,
            title=" ".join(_filled((text(item.get("title")), *chosen.values()))),
            unlimited=item.get("unlimitedInventoryFlag") is True,
            price=text(variant.get("standardPrice")),
            currency="JPY" if variant.get("standardPrice") else "",
            barcode=text(article.get("value")) if isinstance(article, dict) else "",
            parent_id="" if single and not chosen else number,
            variation=", ".join(f"{names.get(key) or key}: {value}" for key, value in chosen.items() if value),
            updated=_moment(text(item.get("updated"))),
        )


def _filled(texts: Iterable[str]) -> Iterator[str]:
    return (one for one in texts if one)


def _moment(written: str) -> datetime | None:
    """Read a time with its offset; anything else is no time."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _day_end(written: str) -> datetime | None:
    """Read the day (or moment) a key ends; the form is not published, so a day counts to its end in Japan."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    if len(written) <= 10:
        moment += timedelta(days=1)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=JAPAN)
