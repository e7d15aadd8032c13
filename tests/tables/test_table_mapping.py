"""Which column is which field: what a person said, then what is known, and no guess between two."""

from __future__ import annotations

import pytest

from rakumap.core.errors import UserError
from rakumap.core.headers import REQUIRED, FileKind
from rakumap.core.words import sentence
from rakumap.tables.mapping import missing, require, resolve


def refused(kind: str, header: list[str], mapping: dict[str, str] | None = None) -> tuple[str, str]:
    with pytest.raises(UserError) as caught:
        resolve(kind, header, mapping)
    return caught.value.code, sentence(caught.value.code, caught.value.values)


def test_known_headers_in_any_order_and_dress() -> None:
    header = ["Notes", "stock_level", "Item Title", "ＳＫＵ", "In open orders", "EAN"]
    assert resolve("inventory", header) == {"sku": 3, "title": 2, "barcode": 5, "level": 1, "in_open_orders": 4}
    assert list(resolve("inventory", header)) == ["sku", "title", "barcode", "level", "in_open_orders"]


def test_headers_of_the_linnworks_import() -> None:
    header = ["SKU", "MaxListedQuantity", "EndWhenStock", "StockPercentage"]
    assert resolve("limits", header) == {"sku": 0, "max_listed": 1, "end_when": 2, "percentage": 3}


def test_what_a_person_says_goes_first() -> None:
    header = ["SKU", "Code", "Title"]
    assert resolve("inventory", header, {"sku": "Code"}) == {"sku": 1, "title": 2}
    assert resolve("inventory", header, {"sku": " code "}) == {"sku": 1, "title": 2}
    assert resolve("inventory", header, {"sku": "Title"}) == {"sku": 2}
    assert resolve("inventory", header, {"sku": "Code", "barcode": "Code"}) == {"sku": 1, "title": 2, "barcode": 1}
    assert resolve("inventory", ["SKU", "sku"], {"sku": "sku"}) == {"sku": 1}


def test_what_a_person_says_has_to_be_there() -> None:
    code, text = refused("inventory", ["SKU", "", "Name"], {"sku": "Nummer"})
    assert code == "map_unknown_header"
    assert "SKU, Name" in text
    assert refused("inventory", ["SKU", "---"], {"sku": "///"})[0] == "map_unknown_header"
    code, text = refused("limits", ["SKU"], {"level": "SKU"})
    assert code == "map_unknown_field"
    assert "max_listed" in text


def test_a_column_that_a_person_leaves_out_stays_out() -> None:
    assert resolve("inventory", ["SKU", "Title", ""], {"title": ""}) == {"sku": 0}
    assert "reason" not in resolve("links", ["Channel SKU", "SKU", "Reason"], {"reason": " "})
    assert resolve("inventory", ["SKU", "Title", "title"], {"title": ""}) == {"sku": 0}


def test_two_headers_alike_are_no_matter_unless_one_is_used() -> None:
    assert resolve("inventory", ["SKU", "Note", "note", "", ""]) == {"sku": 0}
    assert refused("inventory", ["SKU", "Title", "sku"])[0] == "header_repeats"
    assert refused("inventory", ["SKU", "Note", "NOTE"], {"sku": "note"})[0] == "header_repeats"
    # Settled by the person: the repeated header is not used.
    assert resolve("inventory", ["SKU", "Code", "SKU"], {"sku": "Code"}) == {"sku": 1}


def test_our_own_export_of_links_says_who_linked() -> None:
    header = ["listing_id", "Channel SKU", "Channel Title", "SKU", "Linked By", "Linked At", "Reason"]
    found = resolve("links", header)
    assert [found[name] for name in ("listing_id", "channel_sku", "sku", "linked_by", "linked_at", "reason")] == [
        *(0, 1, 3, 4, 5, 6)
    ]
    # Its refused rows have a second reason, which is not the first.
    assert "reason" not in resolve("links", [*header, "Reason"])


@pytest.mark.parametrize("kind", FileKind)
def test_what_is_missing(kind: FileKind) -> None:
    assert missing(kind, {}) == list(REQUIRED[kind])
    assert missing(kind, dict.fromkeys(REQUIRED[kind], 0)) == []
    assert missing(kind, {"sku": 0}, ["sku", "listing_id"]) == ["listing_id"]
    require(kind, dict.fromkeys(REQUIRED[kind], 0), ["A"])
    with pytest.raises(UserError) as caught:
        require(kind, {}, ["A", "", "B"])
    assert caught.value.code == "columns_missing"
    assert caught.value.values["header"] == "A, B"
    assert REQUIRED[kind][0] in sentence(caught.value.code, caught.value.values)


def test_no_such_kind() -> None:
    with pytest.raises(ValueError, match="payments"):
        resolve("payments", ["SKU"])
