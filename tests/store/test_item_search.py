"""The trigram indexes of the inventory: made for older stores, kept in step, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from rakumap.core.model import ItemRow
from rakumap.core.text import folded
from rakumap.store import sqlite_engine, sqlite_search
from rakumap.store.engine import open_database
from rakumap.store.queries import Queries
from tests.store.shop import Shop, statements

FIRST = (
    "DROP TABLE item_sku_key_terms; DROP TABLE item_title_key_terms; DROP TABLE item_sku_key_grams;"
    "DROP TABLE item_title_key_grams; DROP TRIGGER item_sku_key_grams_insert; DROP TRIGGER item_sku_key_grams_delete;"
    "DROP TRIGGER item_sku_key_grams_update; DROP TRIGGER item_title_key_grams_insert;"
    "DROP TRIGGER item_title_key_grams_delete; DROP TRIGGER item_title_key_grams_update;"
    "DROP INDEX listing_change_stamp; ALTER TABLE listing DROP COLUMN change_stamp;"
    "DROP TABLE seen; DROP INDEX listing_parent; DROP TABLE outbox; DROP TABLE order_line;"
    "ALTER TABLE channel DROP COLUMN orders_at; ALTER TABLE listing DROP COLUMN released;"
    "ALTER TABLE listing DROP COLUMN confirmed_quantity; ALTER TABLE listing DROP COLUMN confirmed_at;"
    "ALTER TABLE listing DROP COLUMN drift_quantity; ALTER TABLE listing DROP COLUMN drift_tries;"
    "UPDATE alembic_version SET version_num = '0001'"
)
"""Makes a store of the first schema out of a new one."""


def found(shop: Shop, wanted: str) -> list[str]:
    return [one.sku for one in shop.queries.search(wanted)]


def test_a_store_of_the_first_schema_gets_its_indexes(shop: Shop) -> None:
    shop.import_items(ItemRow(2, "ABC-1", "Red mug"), ItemRow(3, "X", "Ünïcode ＭＵＧ"), ItemRow(4, "Z"))
    for statement in FIRST.split(";"):
        shop.tamper(statement)
    shop.database.close()
    assert sqlite_engine.peek(shop.folder / "store.db") == "0001"
    shop.reopen()
    assert (found(shop, "mug"), found(shop, "bc-"), found(shop, "z")) == (["ABC-1", "X"], ["ABC-1"], ["Z"])
    shop.import_items(ItemRow(2, "ABC-1", "Blue cup"))
    assert (found(shop, "mug"), found(shop, "ue c")) == (["X"], ["ABC-1"])


def test_the_indexes_follow_every_change_of_a_title(shop: Shop) -> None:
    shop.import_items(ItemRow(2, "A", "first title"))
    shop.import_items(ItemRow(2, "A", "second words"), ItemRow(3, "B", "first day"))
    assert (found(shop, "irst t"), found(shop, "nd wo")) == ([], ["A"])
    shop.catalog.undo()
    assert (found(shop, "irst t"), found(shop, "nd wo"), found(shop, "irst d")) == (["A"], [], [])
    shop.catalog.redo()
    assert (found(shop, "nd wo"), found(shop, "irst d")) == (["A"], ["B"])
    shop.tamper("DELETE FROM item WHERE sku = 'B'")
    assert found(shop, "irst d") == []
    with shop.database.read() as connection:
        for match in sqlite_search.asked(connection, "title_key", "irst d"):
            assert sqlite_search.numbers(connection, "title_key", match) == []


@pytest.mark.parametrize("most", [0, 3, 5_000])
def test_common_and_rare_texts_are_answered_alike(shop: Shop, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    rows = [ItemRow(n, f"{'ab' * (n % 3)}{n}", f"t{n % 5} kettle{n % 7}") for n in range(2, 60)]
    shop.import_items(*rows)
    monkeypatch.setattr(sqlite_search, "MOST", most)
    monkeypatch.setattr("rakumap.store.item_search._FEW", 4)
    for wanted in ("a", "ab", "t", "tt", "ket", "ett", "kettle3", "1", "55", "bab", "none", "zz", "t3 kettle3"):
        expected = {one.sku for one in rows if wanted in folded(one.sku) or wanted in folded(one.title or "")}
        assert set(found(shop, wanted)) == expected, wanted
        assert len(found(shop, wanted)) == len(expected)
        assert [one.sku for one in shop.queries.search(wanted, 3)] == found(shop, wanted)[:3]


def test_searching_costs_the_same_number_of_statements_whatever_there_is(make_shop: Callable[[], Shop]) -> None:
    def asked(size: int) -> list[int]:
        shop = make_shop()
        shop.import_items(*(ItemRow(n, f"S{n}", f"red mug {n}") for n in range(size)))
        return [len(statements(partial(shop.queries.search, wanted))) for wanted in ("S", "mug", "ed", "none", "S1")]

    few, many = asked(5), asked(500)
    assert max(few) <= 20
    assert max(many) <= 20


def test_a_backup_carries_the_indexes(shop: Shop, tmp_path: Path) -> None:
    shop.import_items(ItemRow(2, "A", "red mug"))
    shop.database.verified_backup(tmp_path / "copy.db")
    database = open_database(tmp_path / "copy.db", tmp_path)
    assert [one.sku for one in Queries(database).search("ed m")] == ["A"]
    with database.read() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    database.close()
