"""Imports and exports on a real store: verdicts, one undo step, rejects, and a links file that comes back the same."""

from __future__ import annotations

import csv
import json
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rakumap.core.errors import Cancelled, StaleChange, UserError
from rakumap.core.job import Job, Progress
from rakumap.core.model import ListingQuery
from rakumap.services.importing import Import, reason_text
from rakumap.services.reading import ReadOptions
from rakumap.store.imports import REFUSED
from tests.services.shop import Shop, opened, rows


def fetched(shop: Shop, *lines: str) -> None:
    """Bring a report with these rows."""
    shop.write(list(lines))
    shop.clock.to_next_half_hour()
    assert shop.sync.refresh(shop.channel.id, Job()).error is None


def judged(shop: Shop, kind: str, text: str | bytes, **options: Any) -> Import:
    """Open a file of this content."""
    path = shop.report.with_name(f"{kind}.csv")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    defaults = options.pop("defaults", None)
    channel_id = None if kind == "inventory" else shop.channel.id
    return shop.services.importing.open(
        kind,
        path,
        ReadOptions(**options),
        Job(),
        channel_id=channel_id,
        defaults=defaults,
    )


def refused(found: Import) -> list[tuple[int, str, str | None]]:
    """Line, field and code of the refused rows."""
    return [(one.line, one.field, one.code) for one in found.verdicts(only=REFUSED)]


# ---- inventory -------------------------------------------------------------------------------------------------------


def test_inventory_makes_and_updates_items(shop: Shop) -> None:
    with judged(
        shop, "inventory", "SKU,Title,Barcode,Level,In open orders\n0017,Mug,4006381333931,12,2\nB,Pot,,3,\n"
    ) as found:
        assert found.counts.new == 2
        found.apply()
    item = shop.services.queries.item_named("0017")
    assert item is not None
    assert (item.title, item.barcode, item.level, item.available) == ("Mug", "4006381333931", 12, 10)
    with judged(shop, "inventory", "SKU;Level\n0017;15\nB;3\n") as found:
        assert (found.counts.changed, found.counts.unchanged) == (1, 1)
        found.apply()
    item = shop.services.queries.item_named("0017")
    assert item is not None
    assert (item.title, item.level) == ("Mug", 15)
    shop.services.mapping.undo()
    item = shop.services.queries.item_named("0017")
    assert item is not None
    assert item.level == 12


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        ("1.23E+12,x,5", "sku", "sku_damaged"),
        (",x,5", "sku", "no_sku"),
        ("A,x,many", "level", "bad_level"),
        ("A,x,1_000", "level", "bad_level"),
        ("A,x,١٢", "level", "bad_level"),
        ("A,x,12345678901", "level", "bad_level"),
        ("A\x00,x,5", "sku", "text_nul"),
        ("A,x,5,7", "sku", "ragged_row"),
    ],
)
def test_an_inventory_row_is_refused_with_its_line(shop: Shop, line: str, field: str, code: str) -> None:
    with judged(shop, "inventory", f"SKU,Title,Level\nGOOD,x,1\n{line}\n") as found:
        assert found.counts.new == 1
        assert found.counts.refused == 1
        got = refused(found)[0]
        assert got[0] == 3
        assert code in (str(got[2]), "ragged_row")
        if code != "ragged_row":
            assert got[1:] == (field, code)
        assert "…" not in reason_text(found.verdicts(only=REFUSED)[0])
        found.apply()
    assert shop.services.queries.item_count() == 1


def test_a_damaged_barcode_is_left_out_and_said(shop: Shop) -> None:
    with judged(shop, "inventory", "SKU,Title,Barcode\nA,x,4.00638E+12\n") as found:
        assert found.counts.new == 1
        assert [(one.line, one.field, one.code) for one in found.partial] == [(2, "barcode", "barcode_damaged")]
        found.apply()
    item = shop.services.queries.item_named("A")
    assert item is not None
    assert item.barcode is None


def test_a_sku_that_is_known_is_right_though_it_looks_damaged(shop: Shop) -> None:
    with judged(shop, "inventory", "SKU\n01-Mar\n") as found:
        assert refused(found) == [(2, "sku", "sku_damaged")]
    fetched(shop, "id-1,01-Mar,x,1,no,,,,,,")
    with judged(shop, "limits", "SKU,Max\n01-Mar,5\n02-Mar,5\n") as found:
        assert refused(found) == [(3, "sku", "sku_damaged")]
        assert found.counts.applied == 1


# ---- limits ----------------------------------------------------------------------------------------------------------


def test_limits_are_set_left_and_cleared(shop: Shop) -> None:
    fetched(shop, *rows("A", "B", "C"))
    text = "SKU;MaxListedQuantity;EndWhenStock;StockPercentage\nA;5;2;12,5\nB;;3;\nC;0;;100\n"
    with judged(shop, "limits", text) as found:
        assert (found.counts.changed, found.counts.refused) == (3, 0)
        assert found.warnings() == {"always_zero_max_listed": 1}
        found.apply()
    limits = {row.sku: row.limits for row in shop.listings()}
    assert (limits["A"].max_listed, limits["A"].end_when, limits["A"].percentage) == (5, 2, Decimal("12.5"))
    assert (limits["B"].max_listed, limits["B"].end_when) == (None, 3)
    with judged(shop, "limits", "SKU,Max\nA,-\nB,\n") as found:
        assert (found.counts.changed, found.counts.unchanged) == (1, 1)
        found.apply()
    limits = {row.sku: row.limits for row in shop.listings()}
    assert (limits["A"].max_listed, limits["A"].end_when) == (None, 2)
    shop.services.mapping.undo()
    shop.services.mapping.undo()
    assert all(row.limits.end_when is None for row in shop.listings())


def test_defaults_fill_blanks_and_absent_columns(shop: Shop) -> None:
    fetched(shop, *rows("A", "B"))
    with judged(shop, "limits", "SKU,Max\nA,5\nB,\n", defaults={"max_listed": "9", "end_when": "1"}) as found:
        found.apply()
    assert [(row.limits.max_listed, row.limits.end_when) for row in shop.listings()] == [(5, 1), (9, 1)]
    with pytest.raises(UserError, match="bad_whole_number"):
        judged(shop, "limits", "SKU,Max\nA,5\n", defaults={"max_listed": "lots"})


def test_refused_limits_are_saved_with_the_reason(shop: Shop, tmp_path: Path) -> None:
    fetched(shop, *rows("A", "B", "C"), "id-1,TWICE,x,1,no,,,,,,", "id-2,TWICE,x,1,no,,,,,,")
    text = "SKU,Note,Max,Percentage\nA,ok,5,\nB,bad,1_000,\nC,bad,,150\nTWICE,two,1,\nNOBODY,none,1,\n"
    with judged(shop, "limits", text) as found:
        assert refused(found) == [
            (3, "max_listed", "bad_whole_number"),
            (4, "percentage", "bad_percentage"),
            (5, "sku", "sku_repeats"),
            (6, "sku", "sku_unknown"),
        ]
        assert found.save_rejects(tmp_path / "rejects.csv") == 4
        found.apply()
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        saved = list(csv.reader(file))
    assert saved[0] == ["SKU", "Note", "Max", "Percentage", "Reason"]
    assert [row[0] for row in saved[1:]] == ["B", "C", "TWICE", "NOBODY"]
    assert all(row[-1].endswith(".") for row in saved[1:])
    assert [row.limits.max_listed for row in shop.listings("max:any")] == [5]


def test_a_listing_id_settles_a_sku_that_repeats(shop: Shop) -> None:
    fetched(shop, "id-1,TWICE,x,1,no,,,,,,", "id-2,TWICE,x,1,no,,,,,,")
    with judged(shop, "limits", "SKU,listing_id,Max\nTWICE,id-2,3\n") as found:
        found.apply()
    assert {row.listing_id: row.limits.max_listed for row in shop.listings()} == {"id-1": None, "id-2": 3}


def test_rows_that_contradict_are_all_refused(shop: Shop) -> None:
    fetched(shop, *rows("A", "B"))
    with judged(shop, "limits", "SKU,Max\nA,1\nB,2\nA,3\n") as found:
        assert [line for line, _, _ in refused(found)] == [2, 4]
        assert found.counts.applied == 1


def test_what_changed_meanwhile_is_judged_again(shop: Shop) -> None:
    fetched(shop, *rows("A"))
    with judged(shop, "limits", "SKU,Max\nA,5\n") as found:
        shop.services.mapping.set_limits([shop.listings()[0].key], {"max_listed": 5})
        with pytest.raises(StaleChange):
            found.apply()


# ---- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "SKU,Title\nÄ1,Krug\n".encode(),
        "\ufeffSKU,Title\nÄ1,Krug\n".encode(),
        "SKU;Title\r\nÄ1;Krug\r\n".encode(),
        "SKU\tTitle\nÄ1\tKrug\n".encode("utf-16"),
        "SKU|Title\nÄ1|Krug\n".encode("utf-16-le"),
    ],
)
def test_encodings_and_delimiters_are_recognised(shop: Shop, content: bytes) -> None:
    with judged(shop, "inventory", content) as found:
        found.apply()
    assert shop.services.queries.item_named("Ä1") is not None


def test_shift_jis_can_be_said(shop: Shop) -> None:
    content = "SKU,Title\nA,ツバメ マグカップ 赤\n".encode("cp932")
    with judged(shop, "inventory", content, encoding="cp932") as found:
        found.apply()
    item = shop.services.queries.item_named("A")
    assert item is not None
    assert item.title == "ツバメ マグカップ 赤"


def test_a_header_that_is_not_known_can_be_named(shop: Shop) -> None:
    with pytest.raises(UserError, match="columns_missing"):
        judged(shop, "inventory", "Thing,Count\nA,5\n")
    with judged(shop, "inventory", "Thing,Count\nA,5\n", mapping={"sku": "Thing", "level": "Count"}) as found:
        found.apply()
    item = shop.services.queries.item_named("A")
    assert item is not None
    assert item.level == 5


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"<html></html>", "file_html"),
        (b"PK\x03\x04 not a workbook", None),
        (b'SKU,Title\nA,"open\n', "file_bad_quotes"),
        (b"SKU,SKU\nA,B\n", "header_repeats"),
        (b"nothing,known\n1,2\n", "columns_missing"),
    ],
)
def test_a_file_that_cannot_be_read(shop: Shop, content: bytes, code: str | None) -> None:
    with pytest.raises(UserError, match=code):
        judged(shop, "inventory", content)


# ---- links: out and in again -----------------------------------------------------------------------------------------

TRICKY = ("A", "=1+1", "+44", "-17", "@x", "'quoted", '"', "a,b", "a;b", "0017", "ツバメ", " x", "a\tb", "é", "e\u0301")


def test_links_exported_and_imported_are_the_same(tmp_path: Path) -> None:
    quoted = [sku.strip().replace('"', '""') for sku in TRICKY]
    report = [f'id-{number},"{sku}",Title,5,no,,,,,,' for number, sku in enumerate(quoted)] + [
        ',"NO-ID",Title,5,no,,,,,,'
    ]
    stock = "SKU,Title\n" + "".join(f'"{sku}",x\n' for sku in [*quoted, "NO-ID"])
    with opened(tmp_path / "one") as shop:
        fetched(shop, *report)
        with judged(shop, "inventory", stock) as found:
            assert found.counts.refused == 0
            found.apply()
        for row in shop.listings():
            shop.link(row.sku)
        first = tmp_path / "links.csv"
        assert shop.services.exporting.links(shop.channel, first) == len(report)
        with judged(shop, "links", first.read_bytes()) as found:
            assert (found.counts.unchanged, found.counts.applied, found.counts.refused) == (len(report), 0, 0)
    with opened(tmp_path / "two") as shop:
        fetched(shop, *report)
        with judged(shop, "inventory", stock) as found:
            found.apply()
        with judged(shop, "links", first.read_bytes()) as found:
            assert found.counts.new == len(report)
            found.apply()
        second = tmp_path / "again.csv"
        shop.services.exporting.links(shop.channel, second)
        others = [tmp_path / f"links.{suffix}" for suffix in ("xlsx", "json", "ndjson")]
        for other in others:
            assert shop.services.exporting.links(shop.channel, other) == len(report)
    assert first.read_bytes() == second.read_bytes()
    for other in others:
        with opened(tmp_path / other.suffix) as shop:
            fetched(shop, *report)
            with judged(shop, "inventory", stock) as found:
                found.apply()
            with shop.services.importing.open(
                "links", other, ReadOptions(), Job(), channel_id=shop.channel.id
            ) as found:
                found.apply()
            third = tmp_path / "third.csv"
            shop.services.exporting.links(shop.channel, third)
        assert first.read_bytes() == third.read_bytes(), other.name


def test_listings_are_exported_as_they_are_filtered(shop: Shop, tmp_path: Path) -> None:
    fetched(shop, *rows("A", "B"), 'id-X,X,"=HYPERLINK(""x"")",1,yes,1.50,GBP,,,,')
    target = tmp_path / "out.csv"
    query = ListingQuery(shop.channel.id, "-sku:B", sort="sku")
    count = shop.services.exporting.listings(query, target, UTC, columns=("sku", "title", "ignore_sync", "price"))
    assert count == 2
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["sku", "title", "ignore_sync", "price"],
            ["A", "Title A", "no", "9.99"],
            ["X", '\'=HYPERLINK("x")', "yes", "1.5"],
        ]
    with pytest.raises(UserError, match="filter_unknown_word"):
        shop.services.exporting.listings(ListingQuery(shop.channel.id, "is:nonsense"), target, UTC)


def test_listings_as_json_keep_numbers_and_what_is_not_there(shop: Shop, tmp_path: Path) -> None:
    fetched(shop, *rows("A"), 'id-X,X,"=1 ""x""",1,yes,1.50,GBP,,,,')
    query, columns = ListingQuery(shop.channel.id, "", sort="sku"), ("sku", "title", "price", "barcode")
    wanted = [
        {"sku": "A", "title": "Title A", "price": Decimal("9.99"), "barcode": None},
        {"sku": "X", "title": '=1 "x"', "price": Decimal("1.5"), "barcode": None},
    ]
    array, lines = tmp_path / "out.json", tmp_path / "out.ndjson"
    for target in (array, lines):
        assert shop.services.exporting.listings(query, target, UTC, columns=columns) == 2
    assert json.loads(array.read_text(encoding="utf-8"), parse_float=Decimal) == wanted
    text = lines.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line, parse_float=Decimal) for line in text] == wanted
    none = ListingQuery(shop.channel.id, "sku:none", sort="sku")
    assert shop.services.exporting.listings(none, array, UTC, columns=columns) == 0
    assert json.loads(array.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_an_export_that_is_stopped_leaves_the_old_file(shop: Shop, tmp_path: Path, suffix: str) -> None:
    fetched(shop, *rows(*(f"S{n}" for n in range(2500))))
    target = tmp_path / f"out.{suffix}"
    target.write_bytes(b"old")
    steps: list[Progress] = []

    def stop(progress: Progress) -> None:
        steps.append(progress)
        if progress.done:
            job.cancel()

    job = Job(stop)
    with pytest.raises(Cancelled):
        shop.services.exporting.listings(ListingQuery(shop.channel.id, "", sort="sku"), target, UTC, job=job)
    assert [(one.phase, one.done, one.total) for one in steps] == [("writing", 0, 2500), ("writing", 1000, 2500)]
    assert target.read_bytes() == b"old"
    assert [one.name for one in tmp_path.glob("*out*")] == [target.name]
