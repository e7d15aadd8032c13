"""Known headers: every way sellers write them leads to the field, and none to two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.headers import (
    FIELD_SYNONYMS,
    REQUIRED,
    FileKind,
    field_of,
    header_key,
    match_headers,
    missing_fields,
)
from rakumap.core.report import FIELDS

kinds = st.sampled_from(list(FileKind))


@pytest.mark.parametrize(
    ("kind", "headers", "found"),
    [
        (FileKind.REPORT, FIELDS, {field: field for field in FIELDS}),
        (FileKind.REPORT, ("Listing-ID", "S K U", "Item_Title", "QTY"),
         {"listing_id": "Listing-ID", "sku": "S K U", "title": "Item_Title", "quantity": "QTY"}),
        (FileKind.REPORT, ("\ufeffSKU", "ＴＩＴＬＥ"), {"sku": "\ufeffSKU", "title": "ＴＩＴＬＥ"}),
        (FileKind.REPORT, ("商品管理番号（商品URL）", "SKU管理番号", "商品名", "在庫数", "JANコード"),
         {"sku": "SKU管理番号", "title": "商品名", "quantity": "在庫数", "barcode": "JANコード",
          "parent_id": "商品管理番号（商品URL）"}),
        (FileKind.REPORT, ("商品管理番号", "商品名"), {"sku": "商品管理番号", "title": "商品名"}),
        (FileKind.REPORT, ("Référence", "Désignation", "Quantité", "Prix"),
         {"sku": "Référence", "title": "Désignation", "quantity": "Quantité", "price": "Prix"}),
        (FileKind.INVENTORY, ("SKU", "Title", "Barcode", "Level", "In open orders"),
         {"sku": "SKU", "title": "Title", "barcode": "Barcode", "level": "Level", "in_open_orders": "In open orders"}),
        (FileKind.INVENTORY, ("ItemNumber", "StockItemTitle", "BarcodeNumber", "StockLevel", "InOrderBook"),
         {"sku": "ItemNumber", "title": "StockItemTitle", "barcode": "BarcodeNumber", "level": "StockLevel",
          "in_open_orders": "InOrderBook"}),
        (FileKind.INVENTORY, ("Artikelnummer", "Bezeichnung", "EAN", "Bestand"),
         {"sku": "Artikelnummer", "title": "Bezeichnung", "barcode": "EAN", "level": "Bestand"}),
        (FileKind.INVENTORY, ("Description", "Title", "SKU"), {"sku": "SKU", "title": "Title"}),
        (FileKind.INVENTORY, ("Item Number", "SKU"), {"sku": "SKU"}),
        (FileKind.LIMITS, ("SKU", "MaxListedQuantity", "EndWhenStock", "StockPercentage"),
         {"sku": "SKU", "max_listed": "MaxListedQuantity", "end_when": "EndWhenStock", "percentage": "StockPercentage"}),
        (FileKind.LIMITS, ("listing_id", "SKU", "Max Listed", "End when", "Percentage"),
         {"sku": "SKU", "listing_id": "listing_id", "max_listed": "Max Listed", "end_when": "End when",
          "percentage": "Percentage"}),
        (FileKind.LIMITS, ("Sku", "max_listed", "end_when", "%"),
         {"sku": "Sku", "max_listed": "max_listed", "end_when": "end_when", "percentage": "%"}),
        (FileKind.LINKS, ("Channel SKU", "SKU", "listing_id"),
         {"channel_sku": "Channel SKU", "sku": "SKU", "listing_id": "listing_id"}),
        (FileKind.LINKS, ("Channel SKU", "Channel Title", "ChannelReferenceID", "LW SKU"),
         {"channel_sku": "Channel SKU", "sku": "LW SKU", "listing_id": "ChannelReferenceID", "title": "Channel Title"}),
        (FileKind.LINKS, ("Linked SKU Custom Label", "SKU"), {"channel_sku": "Linked SKU Custom Label", "sku": "SKU"}),
        (FileKind.LINKS, ("", " ", "foo", "!"), {}),
    ],
)  # fmt: skip
def test_headers_are_known(kind: FileKind, headers: tuple[str, ...], found: dict[str, str]) -> None:
    assert match_headers(kind, headers) == found


def test_of_equal_headers_the_first_counts() -> None:
    assert match_headers(FileKind.INVENTORY, ["sku", "SKU"]) == {"sku": "sku"}


@pytest.mark.parametrize("kind", list(FileKind))
def test_every_synonym_leads_to_its_field_alone(kind: FileKind) -> None:
    for field, synonyms in FIELD_SYNONYMS[kind].items():
        for synonym in (field, *synonyms):
            others = [
                other
                for other, names in FIELD_SYNONYMS[kind].items()
                if header_key(synonym) in {header_key(name) for name in (other, *names)}
            ]
            # A Japanese shop's item number is the SKU where no other is, else the family.
            assert others == [field] or "商品管理番号" in synonym
    assert set(REQUIRED[kind]) <= set(FIELD_SYNONYMS[kind])


@given(kinds, st.lists(st.text(max_size=12) | st.sampled_from(["SKU", "sku", "Title", "EAN", "Qty", "Max", "ID", "%"])))
def test_a_header_serves_one_field(kind: FileKind, headers: list[str]) -> None:
    found = match_headers(kind, headers)
    assert set(found) <= set(FIELD_SYNONYMS[kind])
    assert set(found.values()) <= set(headers)
    assert len(set(found.values())) == len(found)
    assert sorted(missing_fields(kind, found) + [field for field in REQUIRED[kind] if field in found]) == sorted(
        REQUIRED[kind]
    )


@given(st.text(max_size=20))
def test_the_key_of_a_key_is_the_key(header: str) -> None:
    assert header_key(header_key(header)) == header_key(header)


def test_field_of_a_name() -> None:
    assert field_of(FileKind.LIMITS, "MaxListedQuantity") == "max_listed"
    assert field_of(FileKind.LIMITS, "max_listed") == "max_listed"
    assert field_of(FileKind.LIMITS, "colour") is None
    assert missing_fields(FileKind.REPORT, {"title": "Title"}) == ["sku"]
