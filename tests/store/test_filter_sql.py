"""The filter language in SQL means what ``core.filters.matches`` says, and Will Send what ``core.quantity`` says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from rakumap.core import quantity
from rakumap.core.filters import FIELDS, WORDS, Filter, Kind, Op, Term, matches
from rakumap.core.model import Limits, ListingKey, State
from rakumap.store import filter_sql
from rakumap.store.engine import Database, open_database
from rakumap.store.queries import Queries
from rakumap.store.schema import channel, item, link, listing

ZONES = (UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-5)))
T0 = datetime(2026, 2, 1, tzinfo=UTC)
LETTERS = st.sampled_from("aAb%_\\'\"0１éÉßſ漢 -.*")
TEXTS = st.text(LETTERS, max_size=4)
NUMBERS = st.sampled_from([0, 1, 2, 3, 5, 9, 10, 999_999_999])
DECIMALS = st.sampled_from([Decimal(text) for text in ("0", "0.5", "1", "12.34", "12.35", "50", "99.99", "100")])
TIMES = st.integers(-36, 36).map(lambda hours: T0 + timedelta(hours=hours))

LISTINGS = st.lists(
    st.fixed_dictionaries(
        {
            "sku": TEXTS,
            "title": TEXTS,
            "presence": st.sampled_from([1, 1, 1, 0, 2, 3]),
            "quantity": st.none() | NUMBERS,
            "unlimited": st.booleans(),
            "price": st.none() | DECIMALS,
            "currency": st.none() | st.sampled_from(["GBP", "eur", ""]),
            "barcode": st.none() | TEXTS,
            "parent_id": st.none() | TEXTS,
            "variation": st.none() | TEXTS,
            "updated_at": st.none() | TIMES,
            "gone_at": st.none() | TIMES,
            "duplicate": st.booleans(),
            "ignore_sync": st.booleans(),
            "ignored_by_report": st.booleans(),
            "excluded": st.booleans(),
            "no_item": st.booleans(),
            "max_listed": st.none() | NUMBERS,
            "end_when": st.none() | NUMBERS,
            "percentage": st.none() | DECIMALS,
            "old_sku": st.none() | TEXTS,
            "submitted_quantity": st.none() | NUMBERS,
            "last_update": st.none() | TIMES,
            "update_status": st.none() | TEXTS,
            "released": st.booleans(),
            "confirmed_quantity": st.none() | NUMBERS,
            "confirmed_at": st.none() | TIMES,
            "link": st.none()
            | st.tuples(
                st.integers(1, 3), TIMES, st.sampled_from(["person", "person/import", "autolink/equal_sku", "autolink"])
            ),
        }
    ),
    min_size=1,
    max_size=8,
)
ITEMS = st.tuples(
    *(
        st.tuples(TEXTS, st.integers(-5, 20) | st.sampled_from([999_999_999]), st.integers(0, 6), st.just(n))
        for n in range(1, 4)
    )
)
DEFAULTS = st.builds(Limits, st.none() | NUMBERS, st.none() | NUMBERS, st.none() | DECIMALS)


def values(field: str) -> st.SearchStrategy[tuple[Op, Any]]:
    """An operator that fits the field, and a value for it."""
    kind = FIELDS[field].kind
    unset = st.sampled_from([(Op.UNSET, None), (Op.SET, None)])
    if kind is Kind.TEXT:
        words = TEXTS.filter(bool)
        patterns = st.sampled_from(["^a", "[ab]$", "A.", r"\d", "é|ß", r"\\", "%", ".*b", "(?i)É"])
        return (
            unset | st.tuples(st.sampled_from([Op.CONTAINS, Op.EXACT]), words) | st.tuples(st.just(Op.REGEX), patterns)
        )
    if kind is Kind.FLAG:
        return unset | st.tuples(st.just(Op.EQ), st.booleans())
    if kind is Kind.STATE:
        return unset | st.tuples(st.just(Op.EQ), st.sampled_from([state.value for state in State]))
    days = st.integers(-3, 3).map(lambda n: date(2026, 2, 1) + timedelta(days=n))
    precise = DECIMALS | st.sampled_from(
        [Decimal("-1"), Decimal("12.345"), Decimal("0.000001"), Decimal("999999999999.999999")]
    )
    single: st.SearchStrategy[Any] = {
        Kind.WHOLE: NUMBERS | st.integers(-3, 12),
        Kind.DECIMAL: precise,
        Kind.DATE: days,
    }[kind]
    compare = st.sampled_from([Op.EQ, Op.LT, Op.LE, Op.GT, Op.GE])
    return unset | st.tuples(compare, single) | st.tuples(st.just(Op.BETWEEN), st.tuples(single, single))


FIELD_TERMS = st.sampled_from(sorted(FIELDS)).flatmap(
    lambda field: st.builds(lambda pair, negated: Term(field, pair[0], pair[1], negated), values(field), st.booleans())
)
TERMS = st.one_of(
    FIELD_TERMS,
    st.builds(lambda word, negated: Term("", Op.IS, word, negated), st.sampled_from(sorted(WORDS)), st.booleans()),
    st.builds(lambda text, negated: Term("", Op.CONTAINS, text, negated), TEXTS.filter(bool), st.booleans()),
)
FILTERS = st.lists(st.lists(TERMS, max_size=3).map(lambda terms: Filter(tuple(terms))), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def filled(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store whose rows each example replaces."""
    path = tmp_path_factory.mktemp("filters") / "store.db"
    shutil.copy2(empty_store, path)
    database = open_database(path, path.parent)
    yield database
    database.close()


def fill(database: Database, rows: list[dict[str, Any]], items: Any, defaults: Limits) -> None:
    from rakumap.core.text import folded

    with database.write() as connection:
        for table in (link, listing, item, channel):
            connection.execute(table.delete())
        limits = {
            "default_max": defaults.max_listed,
            "default_end": defaults.end_when,
            "default_percentage": defaults.percentage,
        }
        connection.execute(channel.insert().values(id=1, name="c", kind="k", settings="{}", report_time=T0, **limits))
        for text, level, orders, n in items:
            sku = f"I{n}{text}"
            keys = {"sku_key": folded(sku), "title": text, "title_key": folded(text)}
            connection.execute(item.insert().values(id=n, sku=sku, level=level, in_open_orders=orders, **keys))
        for n, one in enumerate(rows, 1):
            plain = {name: value for name, value in one.items() if name != "link"}
            keys = {"sku_key": folded(one["sku"]), "title_key": folded(one["title"])}
            connection.execute(listing.insert().values(id=n, channel_id=1, listing_id=f"%{n}_", **plain, **keys))
            if one["link"] is not None:
                key, at, origin = one["link"]
                connection.execute(link.insert().values(listing_key=n, item_key=key, linked_at=at, origin=origin))


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(rows=LISTINGS, items=ITEMS, defaults=DEFAULTS, filters=FILTERS, zone=st.sampled_from(ZONES))
def test_sql_and_python_agree_on_every_filter(
    filled: Database, rows: list[dict[str, Any]], items: Any, defaults: Limits, filters: list[Filter], zone: Any
) -> None:
    fill(filled, rows, items, defaults)
    queries = Queries(filled)
    presences = {n: one["presence"] for n, one in enumerate(rows, 1)}
    known = [one for key, one in queries.rows(list(presences)).items() if presences[key] in (0, 1)]  # type: ignore[arg-type]
    joined = listing.outerjoin(link, link.c.listing_key == listing.c.id).outerjoin(item, item.c.id == link.c.item_key)
    for wanted in filters:
        query = select(listing.c.id).select_from(joined).where(filter_sql.condition(wanted, defaults, zone))
        with filled.read() as connection:
            answer = set(connection.execute(query).scalars())
        assert answer == {one.key for one in known if matches(wanted, one, zone)}, wanted


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(rows=LISTINGS, items=ITEMS, defaults=DEFAULTS)
def test_sql_and_python_agree_on_will_send(
    filled: Database, rows: list[dict[str, Any]], items: Any, defaults: Limits
) -> None:
    fill(filled, rows, items, defaults)
    joined = listing.outerjoin(link, link.c.listing_key == listing.c.id).outerjoin(item, item.c.id == link.c.item_key)
    query = select(listing.c.id, filter_sql.will_send(defaults)).select_from(joined)
    with filled.read() as connection:
        answer = {found[0]: found[1] for found in connection.execute(query)}
    stock = {n: (level, orders) for _, level, orders, n in items}
    for n, one in enumerate(rows, 1):
        expected = None
        if one["link"] is not None:
            limits = Limits(one["max_listed"], one["end_when"], one["percentage"])
            expected = quantity.will_send(*stock[one["link"][0]], limits, defaults).send
        assert answer[n] == expected
    shown = Queries(filled).rows(list(answer))
    assert {key: one.will_send for key, one in shown.items()} == answer


@pytest.mark.parametrize("bound", ["12.33", "12.334", "12.335", "12.34", "12.341", "12.345", "12.35"])
@pytest.mark.parametrize("op", [Op.EQ, Op.LT, Op.LE, Op.GT, Op.GE, Op.BETWEEN])
def test_a_bound_between_two_stored_numbers_is_exact(filled: Database, bound: str, op: Op) -> None:
    percentage = Decimal("12.34")
    with filled.write() as connection:
        for table in (link, listing, item, channel):
            connection.execute(table.delete())
        connection.execute(channel.insert().values(id=1, name="c", kind="k", settings="{}"))
        texts = {"listing_id": "1", "sku": "", "sku_key": "", "title": "", "title_key": ""}
        connection.execute(listing.insert().values(id=1, channel_id=1, percentage=percentage, **texts))
    (one,) = Queries(filled).rows([ListingKey(1)]).values()
    pairs = [(Decimal(bound), Decimal(50)), (Decimal(0), Decimal(bound))] if op is Op.BETWEEN else [Decimal(bound)]
    for value in pairs:
        wanted = Filter((Term("percentage", op, value),))
        query = select(listing.c.id).where(filter_sql.condition(wanted, Limits(), UTC))
        with filled.read() as connection:
            assert bool(connection.execute(query).first()) is matches(wanted, one), value


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(rows=LISTINGS, items=ITEMS, defaults=DEFAULTS)
def test_drift_and_what_is_offered(filled: Database, rows: list[dict[str, Any]], items: Any, defaults: Limits) -> None:
    fill(filled, rows, items, defaults)
    stock = {n: (level, orders) for _, level, orders, n in items}
    offered: dict[int, int] = {}
    drift: dict[int, int | None] = {}
    for n, one in enumerate(rows, 1):
        drift[n] = None
        if one["link"] is None or one["presence"] != 1:
            continue
        key = one["link"][0]
        limits = Limits(one["max_listed"], one["end_when"], one["percentage"])
        sent = one["submitted_quantity"]
        send = quantity.will_send(*stock[key], limits, defaults).send
        offered[key] = offered.get(key, 0) + (send if sent is None else sent)
        there, confirmed, at = one["quantity"], one["confirmed_quantity"], one["confirmed_at"]
        if None not in (there, confirmed, at) and at < T0:
            drift[n] = there - confirmed or None
    for n, shown in Queries(filled).rows([ListingKey(n) for n in drift]).items():
        one = rows[n - 1]
        linked = one["link"] is not None and one["presence"] != 0
        assert shown.offered == (offered.get(one["link"][0]) if linked else None)
        assert shown.drift == drift[n]
        assert shown.oversold is (
            shown.offered is not None and shown.offered > max(0, available(stock[one["link"][0]]))
        )


def available(stock: tuple[int, int]) -> int:
    """What is available."""
    return stock[0] - stock[1]
