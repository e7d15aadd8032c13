"""What the shop's own links teach: offered with counts, used when switched on, never on a contradiction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rakumap.core.errors import UserError
from rakumap.core.job import Job
from rakumap.core.model import Outcome
from rakumap.services.reading import ReadOptions
from rakumap.store.rule_reads import Rule
from tests.services.shop import Shop, opened

NAMES = ("Larkmoor Kettle", "Grindleaf Bread Bin", "Fogbound Desk Lamp", "Tarnbeck Felt Hat", "Penhallow Red Mug")
RULE = "prefix:PM-"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Items I-0 to I-4; listings PM-I-0 to PM-I-4 that say little, of which a person linked three."""
    with opened(tmp_path) as shop:
        path = tmp_path / "items.csv"
        path.write_text("\n".join(["SKU,Title,Level", *(f"I-{n},{name},5" for n, name in enumerate(NAMES)), ""]))
        with shop.services.importing.open("inventory", path, ReadOptions(), Job()) as judged:
            judged.apply()
        shop.write([f"id-{n},PM-I-{n},{name.split()[-1]} new,5,no,,,,,," for n, name in enumerate(NAMES)])
        shop.clock.to_next_half_hour()
        assert shop.sync.refresh(shop.channel.id, Job()).outcome is Outcome.DONE
        for n in range(3):
            shop.link(f"PM-I-{n}", f"I-{n}")
        yield shop


def planned(shop: Shop) -> dict[str, str]:
    plan = shop.services.suggesting.plan(shop.channel.id, Job())
    return {one.listing.sku: one.reason for one in plan.links}


def the_rule(shop: Shop) -> Rule | None:
    return next((one for one in shop.services.rules.all(shop.channel.id) if one.name == RULE), None)


def test_a_shape_is_offered_with_counts_and_off(shop: Shop) -> None:
    assert the_rule(shop) == Rule(RULE, on=False, learned=3, would_link=2, contradict=0)
    assert "transform" not in planned(shop).values()


def test_switched_on_it_links_with_its_reason_in_one_step(shop: Shop) -> None:
    shop.services.rules.switch(shop.channel.id, RULE, on=True)
    plan = shop.services.suggesting.plan(shop.channel.id, Job())
    reasons = {one.listing.sku: one.reason for one in plan.links}
    assert set(reasons) == {"PM-I-3", "PM-I-4"}
    assert "transform" in reasons.values()
    shop.services.suggesting.link(plan)
    assert {row.linked_to for row in shop.listings("sku:PM-I-3")} == {"I-3"}
    shop.services.rules.switch(shop.channel.id, RULE, on=False)
    rule = the_rule(shop)
    assert rule is not None
    assert not rule.on


def test_a_link_that_says_otherwise_stops_it(shop: Shop) -> None:
    shop.services.rules.switch(shop.channel.id, RULE, on=True)
    shop.link("PM-I-3", "I-1")
    rule = the_rule(shop)
    assert rule is not None
    assert (rule.on, rule.contradict) == (True, 1)
    assert "transform" not in planned(shop).values()


def test_a_refused_pair_is_not_linked(shop: Shop) -> None:
    shop.services.rules.switch(shop.channel.id, RULE, on=True)
    (row,) = shop.listings("sku:=PM-I-3")
    item = shop.services.queries.item_named("I-3")
    assert item is not None
    shop.services.mapping.reject(row.key, item.key)
    assert "PM-I-3" not in planned(shop)
    rule = the_rule(shop)
    assert rule is not None
    assert (rule.would_link, rule.contradict) == (1, 1)


def test_the_board_looks_again_at_what_a_switch_concerns(shop: Shop) -> None:
    board = shop.services.suggesting.board()
    board.refresh(shop.channel.id, Job())
    board.work(Job())
    shop.services.rules.switch(shop.channel.id, RULE, on=True)
    board.refresh(shop.channel.id, Job())
    assert board.left == 2
    board.close()


def test_export_and_import_are_the_identity(shop: Shop, tmp_path: Path) -> None:
    import json

    rules = shop.services.rules
    rules.switch(shop.channel.id, RULE, on=True)
    path = tmp_path / "rules.json"
    documents = [*rules.export(shop.channel.id), {"rule": "alias:PM-I-4", "on": True, "item_sku": "I-0"}]
    path.write_text(json.dumps(documents), encoding="utf-8")
    rules.switch(shop.channel.id, RULE, on=False)
    assert rules.read(shop.channel.id, path) == len(documents)
    assert sorted(map(str, rules.export(shop.channel.id))) == sorted(map(str, documents))
    rules.switch(shop.channel.id, "alias:PM-I-4", on=False)
    assert [one.on for one in rules.all(shop.channel.id) if one.name == "alias:PM-I-4"] == [False]


@pytest.mark.parametrize("text", ["", "{}x", '[{"on": true}]', '[{"rule": "prefix:", "on": true}]', "[1]"])
def test_a_file_that_is_none_changes_nothing(shop: Shop, tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.json"
    path.write_text(text, encoding="utf-8")
    before = shop.services.rules.all(shop.channel.id)
    with pytest.raises(UserError):
        shop.services.rules.read(shop.channel.id, path)
    with pytest.raises(UserError):
        shop.services.rules.switch(shop.channel.id, "prefix:NO-", on=True)
    assert shop.services.rules.all(shop.channel.id) == before
