"""The sample shop holds what its README promises: counts, planted problems and the change from report 1 to report 2."""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

Row = dict[str, str]

SAMPLE = Path(__file__).parents[1] / "src" / "rakumap" / "sample"
REPORT_HEADER = [
    "listing_id",
    "sku",
    "title",
    "quantity",
    "unlimited",
    "price",
    "currency",
    "barcode",
    "parent_id",
    "variation",
    "updated",
]
HEADERS = {
    "inventory.csv": ["SKU", "Title", "Barcode", "Level", "In open orders"],
    "report-1.csv": REPORT_HEADER,
    "report-2.csv": REPORT_HEADER,
    "limits.csv": ["SKU", "MaxListedQuantity", "EndWhenStock", "StockPercentage"],
    "links.csv": ["Channel SKU", "SKU", "listing_id"],
}

# Barcodes that are wrong on purpose, by SKU.
DAMAGED_LISTING_BARCODES = {
    "KIT-07560": "scientific",
    "KW_2223": "scientific",
    "CRF-0274": "check digit",
    "T.4477": "lost zero",
    "RW-OO-124": "14 digits",
    "MN-069": "full width",
}
DAMAGED_ITEM_BARCODES = {"T.4513": "scientific"}

# Listing SKU -> item SKU where the two differ only in what people and spreadsheets do to a SKU.
SIMILAR = {
    "17": "0017",
    "173": "00173",
    "00184": "184",
    "KIT-7455": "KIT-07455",
    "CRF-416": "CRF-0416",
    "bg-1060": "BG-1060",
    "t.4522": "T.4522",
    "hm-018": "HM-018",
    "ＨＭ－０１５": "HM-015",
    "ＭＮ－０６６": "MN-066",
    "ＫＩＴ－０７７２１": "KIT-07721",
    "PNT_030": "PNT-030",
    "PNT_040": "PNT-040",
    "PNT_E101": "PNT-E101",
    "PNT_204": "PNT-204",
    "KW2251": "KW_2251",
    "CRF0260": "CRF-0260",
    "RW OO 160": "RW-OO-160",
    "KW 2271": "KW_2271",
    "T-4501": "T.4501",
    "FR-CUI-023": "FR/CUI/023",
    "RAK-KIT-07651-UK": "KIT-07651",
    "RAK-CRF-0141-UK": "CRF-0141",
}

GONE = {"UKH2100832", "UKH2101694", "UKH2106325", "sku:BG-1114", "UKH2108930"}
ADDED = {
    "UKH2110875",
    "UKH2110910",
    "UKH2110926",
    "UKH2110967",
    "UKH2110995",
    "UKH2111037",
    "UKH2111042",
    "UKH2111046",
    "UKH2111106",
    "UKH2111160",
    "UKH2111216",
    "UKH2111219",
}
SKU_CHANGED = {
    "UKH2100661": ("KIT-07497", "KIT-07497-B"),
    "UKH2105137": ("CRF-0155", "CRF-0204"),
    "UKH2104054": ("SH88158", "KW_2307-EU"),
    "UKH2103678": ("KW_2259", "KW_2259/A"),
}
UNLIMITED_ON = {"UKH2102356", "UKH2102919"}
UNLIMITED_OFF = {"UKH2102485", "UKH2105753"}
TITLE_CHANGED = {
    "UKH2104693",
    "UKH2105274",
    "UKH2106094",
    "UKH2106791",
    "UKH2104025",
    "UKH2107645",
    "UKH2107935",
    "UKH2102712",
}
ID_ADOPTED = {"sku:CRF-0267": "UKH2110787", "sku:T.4534": "UKH2110817"}
REPEATED_SKUS = {"KIT-07602", "BG-1990"}
MUG_FAMILY = "UKH2110530"


@functools.cache
def read(name: str) -> tuple[Row, ...]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        header, *records = csv.reader(file, strict=True)
    assert header == HEADERS[name]
    assert all(len(record) == len(header) for record in records)
    return tuple(dict(zip(header, record, strict=True)) for record in records)


def identity(row: Row) -> str:
    return row["listing_id"] or (f"sku:{row['sku']}" if row["sku"] else "")


def parent_ids(report: tuple[Row, ...]) -> set[str]:
    named = {row["parent_id"] for row in report if row["parent_id"]}
    return {row["listing_id"] for row in report if row["listing_id"] in named}


def listings(name: str) -> dict[str, Row]:
    """Return the listings of a report by identity: no parents, no second row of an id, no row without an identity."""
    report = read(name)
    parents = parent_ids(report)
    found: dict[str, Row] = {}
    for row in report:
        if identity(row) and row["listing_id"] not in parents:
            found.setdefault(identity(row), row)
    return found


def listing(sku: str) -> Row:
    [row] = [row for row in listings("report-1.csv").values() if row["sku"] == sku]
    return row


def items() -> dict[str, Row]:
    return {row["SKU"]: row for row in read("inventory.csv")}


def valid_gtin(code: str) -> bool:
    if not re.fullmatch(r"[0-9]{12,14}", code):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code))) % 10 == 0


def core(sku: str) -> str:
    """Return what stays of a SKU when case, width, separators, leading zeros and this shop's affixes are taken off."""
    folded = re.sub(r"^rak-|-uk$", "", unicodedata.normalize("NFKC", sku).casefold())
    return re.sub(r"[^0-9a-z]", "", re.sub(r"(?<![0-9])0+(?=[0-9])", "", folded))


def japanese(text: str) -> bool:
    return re.search("[\u3040-\u30ff\u4e00-\u9fff]", text) is not None


@pytest.mark.parametrize(
    ("name", "rows"),
    [("inventory.csv", 287), ("report-1.csv", 315), ("report-2.csv", 321), ("limits.csv", 40), ("links.csv", 66)],
)
def test_a_file_has_its_rows(name: str, rows: int) -> None:
    assert len(read(name)) == rows


def test_listings_and_parents_are_counted() -> None:
    assert len(listings("report-1.csv")) == 303
    assert len(listings("report-2.csv")) == 310
    assert len(parent_ids(read("report-1.csv"))) == len(parent_ids(read("report-2.csv"))) == 8


def test_no_file_starts_with_a_byte_order_mark() -> None:
    for name in HEADERS:
        assert not (SAMPLE / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_item_skus_are_unique_and_levels_are_whole_numbers() -> None:
    assert len(items()) == len(read("inventory.csv"))
    assert all(
        re.fullmatch(r"[0-9]{1,3}", item[key]) for item in items().values() for key in ("Level", "In open orders")
    )


@pytest.mark.parametrize("name", ["report-1.csv", "report-2.csv"])
def test_report_cells_are_plain(name: str) -> None:
    parents = parent_ids(read(name))
    for row in read(name):
        assert row["title"]
        assert row["unlimited"] in {"yes", "no"}
        assert row["currency"] == "GBP"
        assert re.fullmatch(r"2025-\d\d-\d\dT[\d:]{8}Z|2026-(0\d|10)-\d\dT[\d:]{8}Z", row["updated"])
        if row["listing_id"] in parents:
            assert row["quantity"] == row["price"] == ""
        else:
            assert re.fullmatch(r"[0-9]{1,2}\.[0-9]{2}", row["price"])
            assert re.fullmatch(r"[0-9]{1,3}", row["quantity"]) or row["sku"] in {"KIT-07679", "T.4486"}


def test_second_report_is_the_newer_one() -> None:
    newest = [max(row["updated"] for row in read(name)) for name in ("report-1.csv", "report-2.csv")]
    assert newest == sorted(newest)


@pytest.mark.parametrize("name", ["report-1.csv", "report-2.csv"])
def test_listing_barcodes_are_valid_but_for_the_planted(name: str) -> None:
    for row in read(name):
        if row["barcode"] and row["sku"] not in DAMAGED_LISTING_BARCODES:
            assert re.fullmatch(r"2[0-9]{12}", row["barcode"]), row
            assert valid_gtin(row["barcode"]), row


def test_item_barcodes_are_valid_but_for_the_planted() -> None:
    for sku, item in items().items():
        if item["Barcode"] and sku not in DAMAGED_ITEM_BARCODES:
            assert valid_gtin(item["Barcode"]), item
            assert re.fullmatch(r"2[0-9]{12}" if sku != "T.4477" else r"02[0-9]{11}", item["Barcode"]), item


def test_planted_barcode_damage() -> None:
    for sku, damage in DAMAGED_LISTING_BARCODES.items():
        broken, true = listing(sku)["barcode"], items()[sku]["Barcode"]
        assert valid_gtin(true)
        assert broken != true
        if damage == "scientific":
            assert re.fullmatch(r"2\.4[0-9]{2,4}E\+12", broken)
            assert abs(float(broken) - int(true)) <= 5_000_000
        elif damage == "check digit":
            assert len(broken) == 13
            assert not valid_gtin(broken)
        elif damage == "lost zero":
            assert "0" + broken == true
        elif damage == "14 digits":
            assert broken == "0" + true
        else:
            assert unicodedata.normalize("NFKC", broken) == true
    [sku] = DAMAGED_ITEM_BARCODES
    assert re.fullmatch(r"2\.4[0-9]{2,4}E\+12", items()[sku]["Barcode"])
    assert valid_gtin(listing(sku)["barcode"])
    assert abs(float(items()[sku]["Barcode"]) - int(listing(sku)["barcode"])) <= 5_000_000


def test_two_pairs_of_items_share_a_barcode() -> None:
    codes = Counter(item["Barcode"] for item in items().values() if item["Barcode"])
    shared = {code for code, count in codes.items() if count > 1}
    assert [sku for sku, item in items().items() if item["Barcode"] in shared] == [
        "KW_2231",
        "KW_2232",
        "T.4492",
        "T.4495",
    ]
    assert shared <= {row["barcode"] for row in read("report-1.csv")}


def test_most_listings_have_an_equal_sku_some_a_similar_one() -> None:
    known = set(items())
    cores = {core(sku) for sku in known}
    live = listings("report-1.csv").values()
    equal = [row for row in live if row["sku"] in known]
    similar = [row for row in live if row["sku"] and row["sku"] not in known and core(row["sku"]) in cores]
    assert len(equal) == 207
    assert len(similar) == 39
    assert 0.65 <= len(equal) / len(live) <= 0.75


def test_similar_skus_of_every_kind() -> None:
    for channel_sku, item_sku in SIMILAR.items():
        assert listing(channel_sku)
        assert channel_sku not in items()
        assert item_sku in items()
        assert core(channel_sku) == core(item_sku)
    assert len([sku for sku in (row["sku"] for row in read("report-1.csv")) if sku.startswith("RAK-")]) == 10
    assert len([sku for sku in (row["sku"] for row in read("report-1.csv")) if sku.endswith("-UK")]) == 9
    assert core("crf-0120") == core("CRF-0120") == core("CRF0120")
    assert {"CRF-0120", "CRF0120"} <= set(items())
    assert listing("crf-0120")


def test_skus_that_a_spreadsheet_damaged() -> None:
    assert "Ironing Board" in listing("2.09E+11")["title"]
    assert "Ironing Board" in items()["209000000142"]["Title"]
    assert "Coir Door Mat" in listing("01-Mar")["title"]
    assert "Coir Door Mat" in items()["1-3"]["Title"]


def test_old_skus_are_found_by_barcode_or_title_only() -> None:
    old = [row for row in listings("report-1.csv").values() if row["sku"].startswith("SH")]
    barcodes = {item["Barcode"] for item in items().values() if item["Barcode"]}
    assert len(old) == 12
    assert len([row for row in old if row["barcode"] in barcodes]) == 7
    assert len([row for row in old if not row["barcode"]]) == 5


def test_repeated_skus_and_ids() -> None:
    live = listings("report-1.csv")
    skus = Counter(row["sku"] for row in live.values() if row["sku"])
    assert {sku for sku, count in skus.items() if count > 1} == REPEATED_SKUS
    ids = Counter(row["listing_id"] for row in read("report-1.csv") if row["listing_id"])
    assert {listing_id: count for listing_id, count in ids.items() if count > 1} == {"UKH2101177": 2, "UKH2103318": 2}
    assert len({row["sku"] for row in read("report-1.csv") if row["listing_id"] == "UKH2103318"}) == 2


def test_rows_without_id_or_sku() -> None:
    report = read("report-1.csv")
    without_id = [row["sku"] for row in report if row["sku"] and not row["listing_id"]]
    assert Counter(without_id) == Counter(
        ["CRF-0239", "CRF-0267", "T.4534", "00179", "BG-1114", "CRF-0253", "CRF-0253"]
    )
    parents = parent_ids(report)
    without_sku = [row for row in report if row["listing_id"] not in parents and row["listing_id"] and not row["sku"]]
    assert [row["listing_id"] for row in without_sku] == ["UKH2110082", "UKH2103757"]
    assert without_sku[1]["barcode"] == items()["KW_2267"]["Barcode"]
    assert [row["title"] for row in report if not identity(row)] == ["Hearthwick Sugar Shaker, 250 ml"]
    assert all(identity(row) for row in read("report-2.csv"))


def test_variation_families() -> None:
    report = read("report-1.csv")
    children = Counter(row["parent_id"] for row in report if row["parent_id"])
    parents = parent_ids(report)
    assert sorted(children[parent] for parent in parents) == [3, 3, 4, 4, 5, 6, 7, 7]
    assert all(row["variation"] for row in report if row["parent_id"])
    assert set(children) - parents == {"UKH2099999"}
    parent_skus = {row["sku"] for row in report if row["listing_id"] in parents}
    assert parent_skus & set(items()) == {"KW_2600"}
    assert "" in parent_skus


def test_french_and_japanese_titles() -> None:
    titles = [row["title"] for row in listings("report-1.csv").values()]
    accented = [title for title in titles if re.search("[éèêàâçœûîôÉÎ]", unicodedata.normalize("NFC", title))]
    assert len([title for title in titles if japanese(title)]) == 25
    assert len([title for title in accented if not japanese(title)]) == 25
    assert len([title for title in titles if re.search("[Ａ-Ｚ０-９ａ-ｚｦ-ﾟ]", title)]) >= 4


def test_awkward_titles() -> None:
    assert listing("KW_2331")["title"].startswith("<b>Sale!</b>")
    assert "&amp;" in listing("KW_2263")["title"]
    assert " & " in listing("bg-1060")["title"]
    assert any(unicodedata.bidirectional(char) == "AL" for char in listing("BG-2051")["title"])
    assert any(unicodedata.bidirectional(char) == "R" for char in listing("BG-2058")["title"])
    assert "\u200b" in listing("CRF-0134")["title"]
    assert not unicodedata.is_normalized("NFC", listing("FR/CUI/020")["title"])
    assert "\u00a0" in listing("FR/JEU/034")["title"]
    assert len(listing("T.4602")["title"]) == 300
    for sku, sign in (("TEA-404", "="), ("BG-2044", "+"), ("00231", "-"), ("00232", "@")):
        assert listing(sku)["title"].startswith(sign)
    assert items()["TEA-404"]["Title"].startswith("=")


def test_awkward_quantities() -> None:
    assert listing("KIT-07679")["quantity"] == "-2"
    assert listing("T.4486")["quantity"] == ""
    short = {sku for sku, item in items().items() if int(item["Level"]) < int(item["In open orders"])}
    assert short == {"KIT-07637", "PNT-501", "BG-1096", "KW_2239"}
    assert len([row for row in listings("report-1.csv").values() if row["unlimited"] == "yes"]) == 6


def test_packs_and_near_doubles() -> None:
    assert "Set of 3" in listing("KW_2243")["title"]
    assert "set" not in items()["KW_2243"]["Title"].lower()
    assert listing("FR/MAI/210")["title"].startswith("Lot de 2")
    assert "3個セット" in listing("MN-069-3P")["title"]
    assert {"CRF-0281", "MN-069", "T.4498", "KW_2244-3", "00172-12", "00172"} <= set(items())
    assert listing("CRF-0281-X10")
    assert listing("T.4498-2PK")
    near = [
        ("KW_2275", "KW_2276"),
        ("KIT-07539", "KIT-07760"),
        ("T.4486", "T.4489"),
        ("CRF-0302", "CRF-0311"),
        ("HM-027", "HM-091"),
    ]
    assert all(items()[one]["Title"] != items()[other]["Title"] for one, other in near)


def test_equal_key_of_another_product() -> None:
    assert "Bath Rack" in listing("BG-1222")["title"]
    assert "Cribbage" in items()["BG-1222"]["Title"]
    assert listing("KW_2399")["barcode"] == items()["KW_2339"]["Barcode"]


def test_what_report_2_adds_and_drops() -> None:
    before, after = listings("report-1.csv"), listings("report-2.csv")
    assert set(before) - set(after) - set(ID_ADOPTED) == GONE
    assert set(after) - set(before) - set(ID_ADOPTED.values()) == ADDED
    assert len(ADDED) == 12


def kept() -> dict[str, tuple[Row, Row]]:
    """Return the listings of both reports, by the identity in the second."""
    before, after = listings("report-1.csv"), listings("report-2.csv")
    pairs = {ID_ADOPTED.get(key, key): row for key, row in before.items() if key not in GONE}
    return {key: (row, after[key]) for key, row in pairs.items()}


def differing(*fields: str) -> set[str]:
    return {key for key, (old, new) in kept().items() if any(old[field] != new[field] for field in fields)}


def test_what_report_2_changes() -> None:
    assert {key: (kept()[key][0]["sku"], kept()[key][1]["sku"]) for key in differing("sku")} == SKU_CHANGED
    assert {key for key in differing("unlimited") if kept()[key][1]["unlimited"] == "yes"} == UNLIMITED_ON
    assert {key for key in differing("unlimited") if kept()[key][1]["unlimited"] == "no"} == UNLIMITED_OFF
    assert differing("title") == TITLE_CHANGED
    assert set(ID_ADOPTED.values()) <= differing("price", "quantity")
    assert len(differing("price", "quantity")) == 30
    changed = differing("sku", "title", "quantity", "unlimited", "price")
    assert len(changed) == 46
    assert changed == differing("updated") == differing(*(field for field in REPORT_HEADER if field != "listing_id"))


def test_one_family_is_edited() -> None:
    def children(name: str) -> dict[str, set[str]]:
        report = read(name)
        return {parent: {row["sku"] for row in report if row["parent_id"] == parent} for parent in parent_ids(report)}

    before, after = children("report-1.csv"), children("report-2.csv")
    assert {parent for parent in before if before[parent] != after[parent]} == {MUG_FAMILY}
    assert before[MUG_FAMILY] - after[MUG_FAMILY] == {"KW_3105"}
    assert after[MUG_FAMILY] - before[MUG_FAMILY] == {"KW_3107", "KW_3109"}


def link_fault(row: Row, times: Counter[str]) -> str:
    live = listings("report-1.csv").values()
    named = [one for one in live if row["listing_id"] in ("", one["listing_id"]) and one["sku"] == row["Channel SKU"]]
    if row["SKU"] not in items():
        return "no such item"
    if not named:
        return "no such listing"
    if len(named) > 1:
        return "repeated"
    return "conflict" if times[row["Channel SKU"]] > 1 and not row["listing_id"] else ""


def test_links() -> None:
    times = Counter(row["Channel SKU"] for row in read("links.csv"))
    faults = Counter(link_fault(row, times) for row in read("links.csv"))
    assert faults == {"": 60, "conflict": 2, "no such item": 1, "no such listing": 2, "repeated": 1}
    good = [row for row in read("links.csv") if not link_fault(row, times)]
    assert len([row for row in good if row["SKU"] != row["Channel SKU"]]) == 21
    equal_before = {row["Channel SKU"] for row in good if row["SKU"] == row["Channel SKU"]}
    assert len([old for old, _new in SKU_CHANGED.values() if old in equal_before]) == 2
    by_id = [row["listing_id"] for row in good if row["Channel SKU"] in REPEATED_SKUS]
    assert len(by_id) == len(set(by_id)) == 2
    assert all(by_id)
    assert [row["SKU"] for row in good if not row["Channel SKU"]] == ["KW_2267"]


def limits_fault(row: Row, skus: Counter[str], times: Counter[str]) -> str:
    if not row["SKU"]:
        return "empty SKU"
    if skus[row["SKU"]] == 0:
        return "unknown"
    if skus[row["SKU"]] > 1:
        return "repeated"
    if times[row["SKU"]] > 1:
        return "conflict"
    whole = re.compile(r"(?:-|[0-9]{1,9})?")
    if not (whole.fullmatch(row["MaxListedQuantity"]) and whole.fullmatch(row["EndWhenStock"])):
        return "number"
    percentage = re.fullmatch(r"(?:-|[0-9]{1,3}(?:\.[0-9]{1,2})?)?", row["StockPercentage"])
    return "" if percentage and float(row["StockPercentage"].strip("-") or 0) <= 100 else "percentage"


def test_limits() -> None:
    rows = read("limits.csv")
    skus = Counter(row["sku"] for row in listings("report-1.csv").values())
    times = Counter(row["SKU"] for row in rows)
    faults = {index: limits_fault(row, skus, times) for index, row in enumerate(rows)}
    assert Counter(faults.values()) == {
        "": 25,
        "empty SKU": 1,
        "unknown": 4,
        "repeated": 1,
        "conflict": 2,
        "number": 5,
        "percentage": 2,
    }
    cells = [row[column] for row in rows for column in HEADERS["limits.csv"][1:]]
    assert {"1,5x", "-3", "1_000", "１２", "1000000000", "150", "33.333", "0", "-", ""} <= set(cells)
    unknown = {row["SKU"] for index, row in enumerate(rows) if faults[index] == "unknown"}
    assert unknown == {"KIT-70455", "1.23E+12", "PNT-RANGE", "172"}
    assert listing("1230000000017")
    assert listing("00172")
    good = [row for index, row in enumerate(rows) if not faults[index]]
    assert any("" in row.values() for row in good)
    assert any("-" in row.values() for row in good)
    gone_or_changed = {"PNT-025", "KIT-07497"}
    assert gone_or_changed <= {row["SKU"] for row in good}


def test_every_row_that_the_readme_names_is_where_it_says() -> None:
    text = (SAMPLE / "README.md").read_text(encoding="utf-8")
    planted = text.split("## Planted problems")[1]
    table = re.findall(r"^\| (.+?) \| (report-1|inventory|limits|links) \| (.+) \|$", planted, re.MULTILINE)
    assert len(table) > 50
    for problem, name, cell in table:
        keys = ("SKU",) if name in ("inventory", "limits") else ("listing_id", "sku", "Channel SKU")
        for key, line in re.findall(r"`([^`]+)`(?: → `[^`]+`)? \((\d+)", cell):
            row = read(f"{name}.csv")[int(line) - 2]
            assert key in {row.get(field) for field in keys}, (problem, key, line)
