"""Everything the store says has words: refusals, findings, steps of History."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import rakumap.store
from rakumap.core import words
from rakumap.core.errors import StoreError, UserError
from rakumap.core.model import ItemRow, Limits
from rakumap.store.imports import STORE_CODES
from tests.store.shop import Shop, row

SOURCES = sorted(Path(rakumap.store.__file__).parent.glob("*.py"))
RAISED = ("StoreError", "UserError", "RuleRefused", "StaleChange", "Finding")


def raised() -> Iterator[tuple[str, set[str]]]:
    """Each code in the source with the names of the values that go with it."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED and node.args:
                first = node.args[0]
                codes = [one.value for one in ast.walk(first) if isinstance(one, ast.Constant)]
                names = {str(one.arg) for one in node.keywords}
                for one in node.args[1:]:
                    if isinstance(one, ast.Dict):
                        names |= {str(key.value) for key in one.keys if isinstance(key, ast.Constant)}
                for code in codes:
                    if isinstance(code, str) and re.fullmatch(r"[a-z_]{6,}", code):
                        yield code, names


def test_every_code_has_a_sentence_that_needs_no_more_than_it_is_given() -> None:
    found = dict(raised())
    assert len(found) > 20
    for code, names in found.items():
        assert code in words.SENTENCES, code
        needed = set(re.findall(r"{(\w+)}", words.SENTENCES[code]))
        if code not in ("link_changed",):  # its values come as a whole
            assert needed <= names, (code, needed, names)


def test_every_error_of_the_driver_and_every_verdict_has_a_sentence() -> None:
    text = "".join(source.read_text() for source in SOURCES if source.name == "sqlite_engine.py")
    codes = set(re.findall(r'"((?:store|disk)_[a-z_]+)"', text))
    assert {"store_busy", "store_readonly", "store_io", "store_damaged", "disk_full", "store_cannot_open"} <= codes
    for code in (*codes, *STORE_CODES, "row_repeats", "repeated_id", "repeated_sku", "run_interrupted"):
        assert set(re.findall(r"{(\w+)}", words.SENTENCES[code])) <= {"path", "sku", "listing_id", "item"}, code


def test_every_step_of_history_has_words_for_one_row_and_for_many(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"), row("R", "3"))
    shop.item("I")
    catalog, everything = shop.catalog, [shop.key(sku) for sku in ("A", "B", "R")]
    shop.link("A", "I")
    shop.link("A", "J", replace=True)
    catalog.unlink([shop.key("A")])
    catalog.reject((shop.key("A"), shop.item("I")))
    catalog.revive((shop.key("A"), shop.item("I")))
    catalog.set_listings(everything, {"max_listed": 1})
    catalog.set_listings([shop.key("A")], {"max_listed": 2})
    catalog.set_listings(everything, {"no_item": True}, action="no_item")
    shop.report(row("A2", "1"), row("B2", "2"), row("R2", "3"))
    catalog.acknowledge([shop.key("A2")], remap=False)
    catalog.acknowledge([shop.key("B2"), shop.key("R2")], remap=True)
    shop.import_items(ItemRow(2, "X"))
    for name in ("enabled", "inventory_sync"):
        for on in (True, False):
            catalog.change_channel(shop.channel, **{name: on})  # type: ignore[arg-type]
    catalog.change_channel(shop.channel, defaults=Limits(1))
    catalog.change_channel(shop.channel, removed=True)
    steps = shop.queries.history()
    assert len(steps) > 15
    for step in steps:
        assert f"did_{step.action}" in words.SENTENCES, step
        assert "…" not in words.step(step.action, step.values, step.count), step
        assert f"action.{step.action}" in words.NAMES
    for action in ("link_replace", "link_equal", "limits_import", "links_import", "held_accepted", "held_discarded"):
        assert f"did_{action}" in words.SENTENCES
        assert f"action.{action}" in words.NAMES


def test_an_error_carries_a_code_not_a_sentence() -> None:
    error = StoreError("store_busy", path="x")
    assert isinstance(error, UserError)
    assert str(error) == "store_busy {'path': 'x'}"


@pytest.mark.parametrize("name", [one.name for one in SOURCES])
def test_the_store_asks_people_nothing(name: str) -> None:
    """Lower packages return codes; a sentence in them would never be translated."""
    source = next(one for one in SOURCES if one.name == name)
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED:
            for one in node.args[:1]:
                assert not (isinstance(one, ast.Constant) and " " in str(one.value))
