"""The number of SQL statements does not depend on the number of rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from decimal import Decimal

import pytest

from rakumap.core.model import ItemKey, ItemRow, ListingKey, ListingQuery
from rakumap.store.catalog import LinkChange
from rakumap.store.import_kinds import LimitChange, LinkRow
from rakumap.store.queries import CHUNK
from tests.store.shop import Shop, row, statements


def everything(shop: Shop) -> list[ListingKey]:
    return [one.key for one in shop.shown("is:all")]


def link(shop: Shop) -> object:
    item = shop.item("S0")
    wanted = [LinkChange(key, item) for key in everything(shop)]
    return shop.catalog.link(wanted, "person")


def unlink(shop: Shop) -> object:
    return shop.catalog.unlink(everything(shop))


def limits(shop: Shop) -> object:
    rows = [LimitChange(n, one.sku, None, {"max_listed": n}) for n, one in enumerate(shop.shown(), 2)]
    with shop.limits_file(*rows) as (staging, _):
        return staging.apply("limits.csv")


def links(shop: Shop) -> object:
    rows = [LinkRow(n, one.sku, None, one.sku) for n, one in enumerate(shop.shown(), 2)]
    with shop.links_file(*rows) as (staging, _):
        return staging.apply("links.csv")


def size(shop: Shop) -> int:
    return shop.counts.total


ACTIONS: dict[str, Callable[[Shop], object]] = {
    "a report with the same rows": lambda shop: shop.report(*(row(f"S{n}", str(n)) for n in range(size(shop)))),
    "a report that changes all": lambda shop: shop.report(
        *(row(f"T{n}", str(n), title="x", quantity=n, price=Decimal(1), unlimited=True) for n in range(size(shop)))
    ),
    "a report that loses all": lambda shop: shop.report(row("OTHER")),
    "a report that brings as many": lambda shop: shop.report(*(row(f"N{n}") for n in range(size(shop)))),
    "link": link,
    "unlink": unlink,
    "link by equal SKU": lambda shop: shop.catalog.link_equal_skus(shop.channel),
    "link by equal SKU, these": lambda shop: shop.catalog.link_equal_skus(shop.channel, everything(shop)),
    "what linking by equal SKU would do": lambda shop: shop.catalog.equal_skus(shop.channel),
    "set": lambda shop: shop.catalog.set_listings(everything(shop), {"ignore_sync": True, "max_listed": 3}),
    "keep": lambda shop: shop.catalog.acknowledge(everything(shop), remap=False),
    "remap": lambda shop: shop.catalog.acknowledge(everything(shop), remap=True),
    "import items": lambda shop: shop.import_items(*(ItemRow(n, f"X{n}", "x", "", n, 0) for n in range(size(shop)))),
    "import limits": limits,
    "import links": links,
    "scroll: the keys of a filter": lambda shop: shop.queries.ids(ListingQuery(shop.channel, "is:all"), UTC),
    "filter": lambda shop: shop.queries.ids(ListingQuery(shop.channel, "title:of is:unlinked", "title"), UTC),
    "the keys of the links": lambda shop: shop.queries.link_keys(shop.channel),
    "counts": lambda shop: shop.queries.counts(shop.channel),
    "search": lambda shop: shop.queries.search("none"),
}
READING = ("a report", "what", "scroll", "filter", "the keys", "counts", "search")
UNDOABLE = [name for name in ACTIONS if not name.startswith(READING)]


def prepared(make_shop: Callable[[], Shop], name: str, count: int) -> Shop:
    shop = make_shop()
    shop.report(*(row(f"S{n}", str(n)) for n in range(count)))
    shop.import_items(*(ItemRow(n, f"S{n}", "x", "", n, 0) for n in range(count)))
    if name == "unlink":
        shop.catalog.link_equal_skus(shop.channel)
    if name in ("keep", "remap"):
        shop.report(*(row(f"S{n + 1}", str(n)) for n in range(count)))
    return shop


def counted(make_shop: Callable[[], Shop], name: str, count: int, *undo: str) -> list[int]:
    """How many statements the action takes, once what is made at first use is there, and its undo and redo."""
    shop = prepared(make_shop, name, count)
    shop.catalog.undo_preview()
    action = ACTIONS[name]
    found = [len(statements(lambda: action(shop)))]
    return found + [len(statements(getattr(shop.catalog, step))) for step in undo]


@pytest.mark.parametrize("name", ACTIONS)
def test_as_many_statements_for_three_hundred_rows_as_for_ten(make_shop: Callable[[], Shop], name: str) -> None:
    steps = ("undo", "redo", "undo_preview") if name in UNDOABLE else ()
    assert counted(make_shop, name, 10, *steps) == counted(make_shop, name, 300, *steps)


def test_a_page_of_rows_is_one_statement(shop: Shop) -> None:
    shop.report(*(row(f"S{n}", str(n)) for n in range(300)))
    keys = everything(shop)
    assert len(statements(lambda: shop.queries.rows(keys))) == len(statements(lambda: shop.queries.rows(keys[:10])))


def test_exporting_reads_page_by_page(make_shop: Callable[[], Shop]) -> None:
    """As many statements as there are pages, whatever else: each of the same kind."""

    def sent(count: int) -> list[str]:
        shop = prepared(make_shop, "unlink", count)
        keys = shop.queries.link_keys(shop.channel)
        return [one for one in statements(lambda: list(shop.queries.links(keys))) if one.startswith("SELECT")]

    assert len(sent(10)) == len(sent(CHUNK)) == 1
    assert len(sent(CHUNK + 1)) == 2


ONE_ROW: dict[str, Callable[[Shop, ListingKey, ItemKey], object]] = {
    "link": lambda shop, key, item: shop.catalog.link([LinkChange(key, item)], "person"),
    "set": lambda shop, key, _: shop.catalog.set_listings([key], {"ignore_sync": True}),
    "say that there is no item": lambda shop, key, _: shop.catalog.set_listings([key], {"no_item": True}),
    "unlink": lambda shop, key, _: shop.catalog.unlink([key]),
    "reject": lambda shop, key, item: shop.catalog.reject((key, item)),
    "keep": lambda shop, key, _: shop.catalog.acknowledge([key], remap=False),
    "remap": lambda shop, key, _: shop.catalog.acknowledge([key], remap=True),
    "undo": lambda shop, *_: shop.catalog.undo(),
}
PLANNED = ("SELECT", "INSERT", "UPDATE", "DELETE")
WALKS = ("SCAN listing", "SCAN link", "SCAN item", "SCAN decision")


@pytest.mark.parametrize("name", ONE_ROW)
def test_a_decision_on_one_row_looks_at_no_other(make_shop: Callable[[], Shop], name: str) -> None:
    """No statement of it walks through a table of the store: a million rows would cost a tenth of a second."""
    shop = prepared(make_shop, name, 40)
    key, item = everything(shop)[-1], shop.item("S0")
    shop.catalog.undo_preview()
    sent = [one for one in statements(lambda: ONE_ROW[name](shop, key, item)) if one.startswith(PLANNED)]
    with shop.database.write() as connection:
        plans = {
            one: [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", (None,) * one.count("?"))]
            for one in sent
        }
    assert any(one.startswith("INSERT") for one in plans)
    assert {one: steps for one, steps in plans.items() if any(step.startswith(WALKS) for step in steps)} == {}
