"""Shapes of SKUs: what is seen in links, what they lead to, what contradicts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.errors import UserError
from rakumap.core.transforms import Transform, contradicts_links, named, offered, shapes, would_link

SKUS = st.text("AB1-_. ", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("sku", "item", "names"),
    [
        ("PM-A1", "A1", ["prefix:PM-"]),
        ("A1-UK", "A1", ["suffix:-UK"]),
        ("A_1_2", "A-1-2", ["separator:_>-"]),
        ("A-12", "A12", ["separator:->"]),
        ("A1", "A1", []),
        ("A1", "B1", []),
        ("X" * 20 + "A1", "A1", []),
        ("A1", "", []),
    ],
)
def test_the_shape_of_a_link(sku: str, item: str, names: list[str]) -> None:
    assert [one.name for one in shapes(sku, item)] == names


@given(sku=SKUS, item=SKUS)
def test_a_shape_leads_back_to_the_item_and_its_name_to_itself(sku: str, item: str) -> None:
    for one in shapes(sku, item):
        assert one.item_sku(sku) == item
        assert named(one.name) == one


@pytest.mark.parametrize(
    "name", ["", "prefix:", "prefix:" + "x" * 13, "alias:X", "separator:ab", "separator:x>-", "no"]
)
def test_a_name_that_is_none(name: str) -> None:
    with pytest.raises(UserError) as caught:
        named(name)
    assert caught.value.code == "rule_unknown"


def test_three_decisions_offer_one_and_two_do_not() -> None:
    links = [(f"PM-{n}", str(n)) for n in range(3)]
    assert offered(links[:2]) == {}
    assert offered(links) == {Transform("prefix", "PM-"): 3}


def test_it_links_only_what_is_alone() -> None:
    items = dict.fromkeys(["A", "B", "C", "D", "PM-D"])
    one = Transform("prefix", "PM-")
    waiting = ["PM-A", "PM-B", "PM-B", "PM-C", "PM-D", "PM-Z", "other"]
    assert would_link(one, waiting, ["PM-C"], items) == {"PM-A"}


def test_a_link_to_another_item_contradicts() -> None:
    items = dict.fromkeys(["A", "B", "C"])
    links = [("PM-A", "A"), ("PM-B", "C"), ("PM-Z", "A"), ("X", "B")]
    assert contradicts_links(Transform("prefix", "PM-"), links, items) == 1
