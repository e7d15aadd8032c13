"""What a reason is about, in the words of the two texts."""

from __future__ import annotations

import pytest

from rakumap.matching.values import Said, Value, values


@pytest.mark.parametrize(
    ("code", "listing", "item", "expected"),
    [
        ("other_amount", "Sirop 0.5 l", "Sirop 250 ml", Value("0.5 l", "250 ml")),
        ("other_amount", "Laptop 4 GB 500 GB", "Laptop 4 GB 128 GB", Value("500 gb", "128 gb")),
        ("other_amount", "Lampe 40 W 2 m", "Lampe 60 W", Value("40 w", "60 w")),
        ("other_colour", "Tasse bleue", "Mug red", Value("blue", "red")),
        ("other_size", "Shirt M", "Shirt XL", Value("M", "XL")),
        ("other_pack", "Tea pack of 2", "Tea pack of 6", Value("2", "6")),
        ("other_model", "Lamp AB1234", "Lamp AB1299", Value("ab1234", "ab1299")),
        ("same_model", "lamp ab-1234 new", "Lamp AB1234", Value("ab1234", "ab1234")),
        ("listing_says_more", "Tea Cosy red XL 2 x", "Tea Cosy", Value("red, XL, × 2", "")),
        ("item_says_more", "Sirop", "Sirop 250 ml", Value("", "250 ml")),
    ],
)
def test_titles(code: str, listing: str, item: str, expected: Value) -> None:
    assert values(Said("", listing), Said("", item), [code]) == {code: expected}


def test_keys() -> None:
    mine, theirs = Said("RAK-JP00493-B", "Mug", "4006381333931"), Said("JP00493", "Mug", "04006381333931")
    assert values(mine, theirs, ["sku_inside", "equal_barcode", "all_words"]) == {
        "sku_inside": Value("RAK-…-B", "JP00493"),
        "equal_barcode": Value("4006381333931", "04006381333931"),
    }


def test_a_sku_written_in_another_way_is_told_whole() -> None:
    assert (
        values(Said("RAK_JP_00493", ""), Said("JP-00493", ""), ["sku_inside"])["sku_inside"].listing == "RAK_JP_00493"
    )


@pytest.mark.parametrize("title", ["", "\ud800", "★" * 500, "9 " * 20_000, "\u200b"])
def test_hostile_titles_have_values_or_none(title: str) -> None:
    codes = ["other_amount", "other_model", "listing_says_more", "other_pack", "sku_inside"]
    assert values(Said("", title), Said("", ""), codes).keys() <= set(codes)
