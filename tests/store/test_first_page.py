"""The first page, read without the store's code: the same rows as by Queries, or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from pathlib import Path

from rakumap.core.model import ChannelId, ListingKey, ListingQuery
from rakumap.store.first_page import MOST, read
from tests.store.shop import Shop, row


def a_mixed_shop(shop: Shop) -> list[ListingKey]:
    """Listings of every kind; their keys, by title."""
    shop.report(row("GONE", "9"), row("OLD", "8"), row("A", "1"))
    shop.report(
        row("A", "1", quantity=5, price=Decimal("12.3400"), currency="GBP", barcode="123", variation="red"),
        row("B", "2", unlimited=True),
        row("C", "3", quantity=7),
        row("D", "4"),
        row("D", "5"),
        row("NEW", "8"),
        row("E", "6", parent_id="P"),
    )
    shop.link("A", "I1")
    shop.link("C", "I2")
    shop.catalog.set_listings([shop.key("C")], {"max_listed": 3, "end_when": 1, "percentage": Decimal("12.5")})
    shop.catalog.set_listings([shop.key("E")], {"no_item": True})
    shop.catalog.set_listings([shop.key("B")], {"ignore_sync": True, "excluded": True})
    return [ListingKey(key) for key in shop.queries.ids(ListingQuery(shop.channel, "", "title"), UTC)]


def test_it_shows_the_same_as_queries(shop: Shop) -> None:
    keys = a_mixed_shop(shop)
    page = read(shop.database.path, shop.channel, keys)
    assert page is not None
    assert page.channel == shop.queries.channel(shop.channel)
    rows = shop.queries.rows(keys)
    assert page.rows == {key: replace(row, drift=None, offered=None) for key, row in rows.items()}
    assert list(page.rows) == keys
    assert len({one.state for one in page.rows.values()}) == 3


def test_what_is_gone_or_of_another_channel_is_left_out(shop: Shop) -> None:
    keys = a_mixed_shop(shop)
    other, _ = shop.catalog.add_channel("report-file", "Other", {"path": "other.csv"})
    shop.report(row("X", "1"), channel=other)
    strange = shop.find("X", channel=other).key
    page = read(shop.database.path, shop.channel, [shop.key("GONE"), strange, *keys, ListingKey(10_000)])
    assert page is not None
    assert list(page.rows) == keys


def test_a_store_of_another_revision_is_left_to_who_opens_it(shop: Shop) -> None:
    keys = a_mixed_shop(shop)
    with closing(sqlite3.connect(shop.database.path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = 'later'")
        raw.commit()
    assert read(shop.database.path, shop.channel, keys) is None


def test_without_a_channel_or_a_store_there_is_no_page(shop: Shop, tmp_path: Path) -> None:
    keys = a_mixed_shop(shop)
    assert read(shop.database.path, ChannelId(99), keys) is None
    with closing(sqlite3.connect(shop.database.path)) as raw:
        raw.execute("UPDATE channel SET removed = 1")
        raw.commit()
    assert read(shop.database.path, shop.channel, keys) is None
    missing, text = tmp_path / "missing.db", tmp_path / "text.db"
    text.write_text("no store " * 100)
    assert read(missing, shop.channel, keys) is None
    assert read(text, shop.channel, keys) is None
    assert not missing.exists()


def test_a_page_has_an_end(shop: Shop) -> None:
    shop.report(*(row(f"S{number}", str(number)) for number in range(MOST + 5)))
    keys = [ListingKey(key) for key in shop.queries.ids(ListingQuery(shop.channel, "", "title"), UTC)]
    page = read(shop.database.path, shop.channel, keys)
    assert page is not None
    assert list(page.rows) == keys[:MOST]
