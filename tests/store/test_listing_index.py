"""The listings in memory say what plain SQL says, whatever happens to the store behind them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rakumap.core.filters import FIELDS, WORDS, Filter, to_text
from rakumap.core.job import Job
from rakumap.core.model import SUBMIT_EVENT, ItemRow, Limits, ListingQuery
from rakumap.core.trade import OfferResult, OrderLine, Sent
from rakumap.store import maintenance
from rakumap.store.catalog import LinkChange
from rakumap.store.engine import Database, open_database
from rakumap.store.import_kinds import LimitChange, LinkRow
from rakumap.store.order_book import OrderBook
from rakumap.store.outbox import Outbox
from rakumap.store.queries import SORT_KEYS, Queries
from tests.store.shop import Shop, row, statements, unread
from tests.store.test_filter_sql import DEFAULTS, FILTERS, ITEMS, LISTINGS, ZONES, fill

TEXTS = ("a", "A", "mug", "é", "1", "item", "-a", '"red mug"', "sku:=A", "title:~^R", "id:2", "barcode:4", "-title:red")
DATES = ("linked_at:any", "linked_at:>2026-01-01", "updated:2026-03-01", "-updated:<2026-03-02", "gone_at:none")
NUMBERS = (
    "send:0",
    "send:>3",
    "max:none",
    "pct:50..",
    "price:<2.005",
    "qty:1..9",
    "available:<=5",
    "level:any",
    "open:0",
)
FLAGS = (
    "ignore_sync:yes",
    "excluded:no",
    "unlimited:yes",
    "duplicate:yes",
    "state:linked",
    "state:gone",
    "-state:plain",
)
SETS = [f"{name}:{word}" for name in FIELDS for word in ("none", "any")]
SOME = ("", *TEXTS, *DATES, *NUMBERS, *FLAGS, "mug is:linked -send:>7")
BATTERY = (*SOME, *SETS, *(f"is:{word}" for word in WORDS))


class Pair:
    """The same questions to the listings in memory and to plain SQL."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.again()

    def again(self) -> None:
        self.warm, self.plain = Queries(self.shop.database, in_memory_from=0), Queries(self.shop.database)
        assert self.warm.prepare(self.shop.channel)

    def agree(self, battery: Sequence[str] = SOME) -> None:
        asked = [(text, "sku", False) for text in battery]
        asked += [("", key, n % 2 == 0) for n, key in enumerate(SORT_KEYS)]
        for text, key, down in asked:
            query = ListingQuery(self.shop.channel, text, key, down)
            assert list(self.warm.ids(query, UTC)) == list(self.plain.ids(query, UTC)), (text, key, down)
        assert self.warm.counts(self.shop.channel) == self.plain.counts(self.shop.channel)
        channel = self.shop.channel
        for text in ("", "is:attention", "-mug"):
            assert self.warm.count(channel, text, UTC) == self.plain.count(channel, text, UTC), text
        ids = self.plain.ids(ListingQuery(channel, "is:all", "title"), UTC)
        for after in (-1, 3, len(ids) - 1):
            found = [one.next_unlinked(channel, ids, after, Job()) for one in (self.warm, self.plain)]
            assert found[0] == found[1], after

    @property
    def in_memory(self) -> bool:
        query = ListingQuery(self.shop.channel, "a", "sku")
        return not any("ORDER BY listing" in one for one in statements(lambda: self.warm.ids(query, UTC)))


def filled(shop: Shop) -> Shop:
    shop.report(
        row("A", "1", title="Red mug", quantity=5, price=Decimal("1.5"), currency="GBP", barcode="4006"),
        row("a", "2", title="red MUG", quantity=0, updated=datetime(2026, 3, 1, 12, tzinfo=UTC)),
        row("B", "3", title="Émile", unlimited=True, parent_id="P", variation="ｒｅｄ"),
        row("B", "4", title="Ångström １"),
        row("C", "5", title="lost", price=Decimal(2)),
        *(row(f"N{n}", f"1{n}", title=f"Number {n % 3}", quantity=n) for n in range(20)),
    )
    shop.import_items(
        *(ItemRow(n, f"N{n}", f"item {n}", f"40{n}", n, 1) for n in range(9)), ItemRow(20, "A", "Mug", "", 9, 2)
    )
    shop.catalog.link_equal_skus(shop.channel)
    return shop


def limits_file(shop: Shop) -> None:
    with shop.limits_file(LimitChange(2, "A", None, {"max_listed": 3, "percentage": Decimal("12.5")})) as (staging, _):
        staging.apply("limits.csv")


def links_file(shop: Shop) -> None:
    with shop.links_file(LinkRow(2, "N12", None, "N3")) as (staging, _):
        staging.apply("links.csv")


def link_many(shop: Shop) -> None:
    item = shop.item("ZZ last")
    shop.catalog.link([LinkChange(shop.key(f"N{n}"), item) for n in range(9, 15)], "person/search")


def outside(shop: Shop) -> None:
    code = (
        "import sys; from pathlib import Path; from rakumap.store.engine import open_database;"
        "from rakumap.store.catalog import Catalog; path = Path(sys.argv[1]);"
        "Catalog(open_database(path, path.parent)).set_listings([int(sys.argv[2])], {'max_listed': 77})"
    )
    path = str(shop.folder / "store.db")
    subprocess.run([sys.executable, "-c", code, path, str(shop.key("N4"))], check=True)


def refused_item(shop: Shop) -> None:
    shop.catalog.reject((shop.key("N15"), shop.item("A")))
    shop.catalog.revive((shop.key("N15"), shop.item("A")))


def two_undone(shop: Shop) -> None:
    shop.catalog.set_listings([shop.key("N1")], {"end_when": 4})
    shop.catalog.undo()
    shop.catalog.undo()
    shop.catalog.redo()


def report(shop: Shop, *changed: Any) -> None:
    ids = {one.listing_id for one in changed if hasattr(one, "sku") and hasattr(one, "quantity")}
    rows = [
        row(one.sku, one.listing_id, title=one.title, quantity=one.channel_quantity) for one in shop.shown("is:all")
    ]
    shop.report(*(one for one in rows if one.listing_id not in ids), *changed)


def sold(shop: Shop) -> None:
    """Quantities go out, one is refused, and an order comes in: nothing of a listing stands in the journal."""
    now, channel = datetime(2026, 3, 2, tzinfo=UTC), shop.channel
    shop.catalog.change_channel(channel, enabled=True, inventory_sync=True)
    box, book = Outbox(shop.database), OrderBook(shop.database)
    run = shop.runs.begin(channel, "manual", "test", now, event=SUBMIT_EVENT)
    box.prepare(channel, run, now)
    first = box.take(channel, run, "a", 3, now)
    states = (Sent.CONFIRMED, Sent.FAILED, Sent.SUBMITTED)
    found = [OfferResult(one.offer.listing_id, state) for one, state in zip(first, states, strict=True)]
    box.record(run, first, found, "ticket", now)
    box.take(channel, run, "b", 2, now)
    line = OrderLine("O1", "1", now, "N2", "item 2", 1, listing_ids=("12",))
    book.add(channel, run, [line], now)


def started_over(shop: Shop) -> None:
    """A restored store forgets what channels are said to have."""
    sold(shop)
    Outbox(shop.database).start_over("x", datetime(2026, 3, 3, tzinfo=UTC))


STEPS: dict[str, Callable[[Shop], object]] = {
    "quantities and orders": sold,
    "start over": started_over,
    "released": lambda shop: shop.catalog.set_listings([shop.key("N3")], {"released": False}),
    "link": lambda shop: shop.link("N11", "N2"),
    "link to a new item": lambda shop: shop.link("N10", "ｎ2 new"),
    "link to another": lambda shop: shop.link("N1", "N5", replace=True),
    "link many": link_many,
    "link all equal": lambda shop: shop.catalog.link_equal_skus(shop.channel),
    "unlink": lambda shop: shop.catalog.unlink([shop.key("N2")]),
    "reject and revive": refused_item,
    "no item": lambda shop: shop.catalog.set_listings([shop.key("N16")], {"no_item": True}),
    "exclude": lambda shop: shop.catalog.set_listings([shop.key("N3")], {"excluded": True}),
    "ignore": lambda shop: shop.catalog.set_listings([shop.key("N3"), shop.key("B", "3")], {"ignore_sync": False}),
    "limits": lambda shop: shop.catalog.set_listings([shop.key("A")], {"max_listed": 0, "percentage": Decimal("33.3")}),
    "limits of a file": limits_file,
    "links of a file": links_file,
    "levels": lambda shop: shop.import_items(
        ItemRow(2, "N4", None, None, 500, 3), ItemRow(3, "A", None, None, 0, None)
    ),
    "titles of items": lambda shop: shop.import_items(ItemRow(2, "N4", "Zürich ２"), ItemRow(3, "A", "")),
    "defaults": lambda shop: shop.catalog.change_channel(shop.channel, defaults=Limits(4, 1, Decimal("66.67"))),
    "rename": lambda shop: shop.catalog.change_channel(shop.channel, name="Other name"),
    "another channel": lambda shop: shop.report(row("A", "1"), channel=shop.catalog.add_channel("k", "Two", {})[0]),
    "undo": lambda shop: shop.catalog.undo(),
    "undo, redo": lambda shop: (shop.catalog.undo(), shop.catalog.redo()),
    "two undone": two_undone,
    "a fact": lambda shop: shop.catalog.put_meta("x", "y"),
    "another process": outside,
}
REPORTS: dict[str, Callable[[Shop], object]] = {
    "numbers only": lambda shop: report(shop, row("A", "1", title="Red mug", quantity=4)),
    "nothing": report,
    "new": lambda shop: report(shop, row("AA", "99", title="new one")),
    "gone": lambda shop: shop.report(row("A", "1"), row("B", "3")),
    "another SKU": lambda shop: report(shop, row("A2", "1", title="Red mug")),
    "repeated SKU": lambda shop: report(shop, row("N0", "98")),
    "unread": lambda shop: shop.report(row("N0", "98"), unread()),
    "unlimited": lambda shop: report(shop, row("A", "1", unlimited=True)),
    "parent": lambda shop: report(shop, row("new child", "97", parent_id="1")),
    "accepted": lambda shop: shop.report(row("A", "1", title="Other")),
}


@pytest.mark.parametrize("name", STEPS)
def test_whatever_a_person_does_shows_at_once(shop: Shop, name: str) -> None:
    pair = Pair(filled(shop))
    STEPS[name](shop)
    pair.agree()
    assert pair.in_memory


def test_every_filter_and_every_order(shop: Shop) -> None:
    pair = Pair(filled(shop))
    pair.agree(BATTERY)
    for name in ("link many", "titles of items", "unlink"):
        STEPS[name](shop)
    pair.agree(BATTERY)
    for key in SORT_KEYS:
        for down in (False, True):
            query = ListingQuery(shop.channel, "is:linked", key, down)
            assert list(pair.warm.ids(query, UTC)) == list(pair.plain.ids(query, UTC)), (key, down)
    pair.again()  # out of the files, brought up to date
    pair.agree(BATTERY)


@pytest.mark.parametrize("name", REPORTS)
def test_what_a_report_changes_shows_at_once(shop: Shop, name: str) -> None:
    pair = Pair(filled(shop))
    REPORTS[name](shop)
    pair.agree()
    assert pair.in_memory
    pair.again()  # out of the files, brought up to date
    pair.agree()


@pytest.mark.parametrize("name", REPORTS)
def test_changed_rows_are_worked_into_the_columns(shop: Shop, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Pair(filled(shop))
    monkeypatch.setattr("rakumap.store.listing_index.FOLDED_FROM", 0)
    REPORTS[name](shop)
    shop.catalog.set_listings([shop.key("B", "3")], {"max_listed": 2})
    (before,) = folders(shop)
    assert pair.warm.prepare(shop.channel)
    pair.agree()
    assert pair.in_memory
    assert folders(shop) != [before]
    monkeypatch.undo()
    pair.again()
    pair.agree()


def test_reports_and_people_in_turn(shop: Shop) -> None:
    pair = Pair(filled(shop))
    for n, (name, one) in enumerate(REPORTS.items()):
        one(shop)
        shop.catalog.set_listings([shop.key("B", "3")], {"max_listed": n})
        pair.agree(("", "mug", name))
    assert pair.in_memory


def test_a_changed_sku_kept_or_remapped(shop: Shop) -> None:
    pair = Pair(filled(shop))
    report(shop, row("N7", "1", title="Red mug"), row("Q", "12", title="x"))
    pair.again()
    shop.catalog.acknowledge([shop.key("N7", "1")], remap=True)
    pair.agree()
    shop.catalog.acknowledge([shop.key("Q")], remap=False)
    pair.agree()
    shop.catalog.undo()
    pair.agree()
    assert pair.in_memory


def test_a_restored_backup(shop: Shop) -> None:
    pair = Pair(filled(shop))
    backup = shop.folder / "backup.db"
    shop.database.verified_backup(backup)
    shop.catalog.set_listings([shop.key("A")], {"max_listed": 1})
    pair.agree()
    pair.again()  # the files are those of the store that is given up now
    shop.database.close()
    maintenance.restore(backup, shop.folder / "store.db", shop.folder / "backups")
    shop.reopen()
    shop.catalog.set_listings([shop.key("B", "3")], {"max_listed": 2})
    pair.again()
    pair.agree()


def test_a_repair(shop: Shop) -> None:
    shop = filled(shop)
    shop.tamper("UPDATE listing SET sku_key = 'zz' WHERE sku = 'A'")
    pair = Pair(shop)
    maintenance.repair(shop.database)
    pair.agree()


def folders(shop: Shop) -> list[Path]:
    return [one for one in shop.folder.iterdir() if ".columns-" in one.name]


@pytest.mark.parametrize("how", ["cut", "flipped", "no seal", "other format"])
def test_damaged_files_are_made_again(shop: Shop, how: str) -> None:
    pair = Pair(filled(shop))
    (folder,) = folders(shop)
    part, seal = folder / "anywhere.0000", folder / "seal.json"
    whole = part.read_bytes()
    if how == "cut":
        part.write_bytes(whole[:-100])
    elif how == "flipped":
        part.write_bytes(whole[:-100] + bytes([whole[-100] ^ 255]) + whole[-99:])
    elif how == "no seal":
        seal.unlink()
    else:
        seal.write_text(seal.read_text().replace('"format": "2', '"format": "0'))
    pair.again()
    pair.agree()
    assert folders(shop) != [folder]


def test_files_that_vanish_under_way(shop: Shop) -> None:
    pair = Pair(filled(shop))
    for folder in folders(shop):
        shutil.rmtree(folder)
    pair.agree()
    assert pair.warm.prepare(shop.channel)
    assert pair.in_memory


def test_files_are_only_for_this_user(shop: Shop) -> None:
    Pair(filled(shop))
    for folder in folders(shop):
        assert folder.stat().st_mode & 0o077 == 0
        assert all(one.stat().st_mode & 0o077 == 0 for one in folder.iterdir())


def test_a_reader_that_began_before_a_write_sees_what_was(shop: Shop) -> None:
    pair = Pair(filled(shop))
    query = ListingQuery(shop.channel, "max:7", "sku")
    index = pair.warm._index
    assert index is not None
    with shop.database.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one()  # the snapshot is taken
        shop.catalog.set_listings([shop.key("A")], {"max_listed": 7})
        assert len(pair.warm.ids(query, UTC)) == 1
        from rakumap.core.filters import parse

        assert index.ids(connection, parse(query.text), query, Limits(), UTC) is None
    assert len(pair.warm.ids(query, UTC)) == 1


def test_what_is_new_in_a_list_and_gone_from_it(shop: Shop) -> None:
    pair = Pair(filled(shop))
    now, was = (pair.plain.ids(ListingQuery(shop.channel, text), UTC) for text in ("mug", "number"))
    for new, old in ((now, was), (was, now), (now, now), (now, now[:0]), (now[:0], now), (now[:0], now[:0])):
        found = [(count, set(gone)) for count, gone in (one.difference(new, old) for one in (pair.warm, pair.plain))]
        assert found[0] == found[1] == (len(set(new) - set(old)), set(old) - set(new))


def test_small_channels_are_left_to_sql(shop: Shop) -> None:
    queries = Queries(filled(shop).database)
    assert not queries.prepare(shop.channel)
    assert folders(shop) == []


def test_more_changes_than_worth_laying_over(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rakumap.store.listing_index.MOST_ROWS", 5)
    pair = Pair(filled(shop))
    shop.catalog.set_listings([one.key for one in shop.shown()], {"max_listed": 3})
    pair.agree()
    assert not pair.in_memory
    pair.again()
    for n in range(4):
        shop.catalog.set_listings([shop.key(f"N{n}"), shop.key(f"N{n + 4}")], {"max_listed": n})
        pair.agree()


def test_the_number_of_statements_does_not_depend_on_the_number_of_rows(make_shop: Callable[[], Shop]) -> None:
    def asked(size: int) -> list[int]:
        shop = make_shop()
        shop.report(*(row(f"S{n}", str(n), title=f"Mug {n}") for n in range(size)))
        item = shop.item("S1")
        warm = Pair(shop).warm
        query = ListingQuery(shop.channel, "mug", "title")

        def link() -> None:
            shop.catalog.link([LinkChange(shop.key("S1"), item)], "person")

        def page() -> None:
            warm.rows([one.key for one in shop.shown()[:5]])

        actions = (
            lambda: warm.ids(query, UTC),
            page,
            link,
            lambda: warm.ids(query, UTC),
            lambda: warm.counts(query.channel_id),
        )
        return [len(statements(action)) for action in actions]

    assert asked(10) == asked(300)


@pytest.fixture(scope="module")
def store(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("index") / "store.db"
    shutil.copy2(empty_store, path)
    database = open_database(path, path.parent)
    yield database
    database.close()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=LISTINGS,
    items=ITEMS,
    defaults=DEFAULTS,
    filters=FILTERS,
    zone=st.sampled_from(ZONES),
    key=st.sampled_from(SORT_KEYS),
    down=st.booleans(),
)
def test_memory_and_sql_agree_on_every_filter_and_order(
    store: Database,
    rows: list[dict[str, Any]],
    items: Any,
    defaults: Limits,
    filters: list[Filter],
    zone: Any,
    key: str,
    down: bool,
) -> None:
    fill(store, rows, items, defaults)
    for folder in store.path.parent.glob("*.columns-*"):
        shutil.rmtree(folder)
    warm, plain = Queries(store, in_memory_from=0), Queries(store)
    from rakumap.core.model import ChannelId

    channel = ChannelId(1)
    assert warm.prepare(channel)
    for wanted in filters:
        query = ListingQuery(channel, to_text(wanted), key, down)
        assert list(warm.ids(query, zone)) == list(plain.ids(query, zone)), query
    assert warm.counts(channel) == plain.counts(channel)
