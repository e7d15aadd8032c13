"""Records as values: one row or one problem a record, and nothing a spreadsheet changed is applied by itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.model import ItemRow, Problem, ReportRow
from rakumap.core.report import FIELDS, row_from_fields
from rakumap.core.text import sku_damage, trimmed
from rakumap.core.words import SENTENCES, sentence
from rakumap.tables.mapping import resolve
from rakumap.tables.quick import _PERHAPS_DAMAGED
from rakumap.tables.reading import Table, open_table
from rakumap.tables.sniff import Format
from rakumap.tables.typed import LimitRow, LinkRow, item_rows, limit_rows, link_rows, report_rows
from rakumap.tables.writing import guarded, unguarded
from tests.tables.conftest import Save

SAMPLE = Path(__file__).parents[2] / "src" / "rakumap" / "sample"


def table_of(save: Save, text: str, kind: str) -> tuple[Table, dict[str, int]]:
    table = open_table(save(text), Format("csv", "utf-8", ","))
    return table, resolve(kind, table.header)


def spoken(problem: Problem | object) -> str:
    assert isinstance(problem, Problem)
    assert problem.code in SENTENCES
    text = sentence(problem.code, problem.values)
    assert "…" not in text
    return text


# ---- inventory


def items(save: Save, text: str) -> list[ItemRow | Problem]:
    return list(item_rows(*table_of(save, text, "inventory")))


def test_items(save: Save) -> None:
    text = (
        "SKU,Title,Barcode,Level,In open orders\n0017,Mug,4006381333931,5,2\n'=1,Cup, ,-3,\n \tA b\t ,'+x,,,0\n"
        "'-B,\u3000é,04210000526,-0,\n"
    )
    assert items(save, text) == [
        ItemRow(2, "0017", "Mug", "4006381333931", 5, 2),
        ItemRow(3, "=1", "Cup", None, -3, None),
        ItemRow(4, "A b", "+x", None, None, 0),
        ItemRow(5, "-B", "\u3000é", "04210000526", 0, None),
    ]
    assert items(save, "SKU\nA\n") == [ItemRow(2, "A")]


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        (",Mug,,1,", "sku", "no_sku"),
        ("A,Mug,,x,", "level", "bad_level"),
        ("A,Mug,,1.0,", "level", "bad_level"),
        ("A,Mug,,1_0,", "level", "bad_level"),
        ("A,Mug,,１,", "level", "bad_level"),
        ("A,Mug,,1000000000,", "level", "bad_level"),
        ("A,Mug,,1,-1", "in_open_orders", "bad_whole_number"),
        ("1.23E+12,Mug,,1,", "sku", "sku_damaged"),
        ("1-Mar,Mug,,1,", "sku", "sku_damaged"),
        ("2024-03-01,Mug,,1,", "sku", "sku_damaged"),
        ("1234567890123450,Mug,,1,", "sku", "sku_damaged"),
        ("A\0B,Mug,,1,", "sku", "text_nul"),
        ("A,Mu\0g,,1,", "title", "text_nul"),
        ("A," + "é" * 20_000 + ",,1,", "title", "text_too_long"),
        ("A," + "x" * 40_000 + ",,1,", "title", "text_too_long"),
        ("A," + "x" * 400_000 + ",,1,", "", "text_too_long"),
        ("A,Mug,1", "", "ragged"),
        ('"A" b,Mug,,1,', "", "bad_quotes"),
    ],
)
def test_rows_of_an_inventory_that_cannot_be_used(save: Save, cells: str, field: str, code: str) -> None:
    found = items(save, f"SKU,Title,Barcode,Level,In open orders\nB,x,,1,1\n{cells}\nC,y,,2,2\n")
    assert [type(row) for row in found] == [ItemRow, Problem, ItemRow]
    problem = found[1]
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field, problem.code) == (3, field, code)
    spoken(problem)


@pytest.mark.parametrize("barcode", ["4.00638E+12", "4006381333931.0", "4006381333931,0"])
def test_a_damaged_barcode_is_left_out(save: Save, barcode: str) -> None:
    row, problem = items(save, f'SKU,Barcode,Level\nA,"{barcode}",1\n')
    assert row == ItemRow(2, "A", None, None, 1)
    assert barcode in spoken(problem)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field, problem.code, problem.sku) == (2, "barcode", "barcode_damaged", "A")


def test_a_field_that_no_one_needs_may_be_too_long(save: Save) -> None:
    text = "SKU,Essay\nA," + "x" * 40_000 + "\nB,y\n"
    assert items(save, text) == [ItemRow(2, "A"), ItemRow(3, "B")]


def test_a_sku_that_exists_is_one_whatever_it_looks_like(save: Save) -> None:
    table, columns = table_of(save, "SKU\n1-Mar\n2-Mar\n", "inventory")
    found = list(item_rows(table, columns, known={"1-Mar"}.__contains__))
    assert found[0] == ItemRow(2, "1-Mar")
    assert isinstance(found[1], Problem)


def workbook(path: Path, header: list[str], write: str) -> Table:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, header)
        form = {
            kind: made.add_format({"num_format": code}) for kind, code in (("date", "d-mmm"), ("prefix", '"SKU-"0'))
        }
        match write:
            case "date":
                sheet.write_number(1, 0, 45352, form["date"])
            case "prefix":
                sheet.write_number(1, 0, 17, form["prefix"])
            case "long":
                sheet.write_number(1, 0, 1.2345678901234568e17)
            case "error":
                sheet.write_formula(1, 0, "=NA()", None, "#N/A")
            case _:
                sheet.write_number(1, 0, 17)
        sheet.write_string(1, 1, "1")
    return open_table(path)


@pytest.mark.parametrize(
    ("write", "code"),
    [
        ("date", "sku_damaged"),
        ("prefix", "sku_damaged"),
        ("long", "sku_damaged"),
        ("error", "cell_error"),
        ("17", None),
    ],
)
def test_what_a_workbook_holds_in_place_of_a_sku(tmp_path: Path, write: str, code: str | None) -> None:
    for kind, header in (("inventory", ["SKU", "Level"]), ("limits", ["SKU", "Max"]), ("report", ["SKU", "Title"])):
        table = workbook(tmp_path / "file.xlsx", header, write)
        rows: Iterator[object] = {"inventory": item_rows, "limits": limit_rows, "report": report_rows}[kind](  # type: ignore[operator]
            table, resolve(kind, table.header)
        )
        (found,) = rows
        if code is None:
            assert getattr(found, "sku", None) == "17"
        else:
            assert isinstance(found, Problem)
            assert (found.line, found.field, found.code, found.identity) == (2, "sku", code, True)
            spoken(found)


@pytest.mark.parametrize(("write", "code"), [("date", "barcode_damaged"), ("error", "cell_error")])
def test_what_a_workbook_holds_in_place_of_a_barcode(tmp_path: Path, write: str, code: str) -> None:
    table = workbook(tmp_path / "file.xlsx", ["Barcode", "SKU"], write)
    row, problem = item_rows(table, resolve("inventory", table.header))
    assert row == ItemRow(2, "1")
    assert isinstance(problem, Problem)
    assert (problem.field, problem.code, problem.sku, problem.identity) == ("barcode", code, "1", False)
    found = list(report_rows(table, resolve("report", table.header)))
    assert {type(value) for value in found} == {ReportRow, Problem}


# ---- limits


def limits(save: Save, text: str, decimal: str = ".") -> list[LimitRow | Problem]:
    return list(limit_rows(*table_of(save, text, "limits"), decimal))


def test_limits_are_texts(save: Save) -> None:
    text = "SKU,MaxListedQuantity,EndWhenStock,StockPercentage\nA,10,,50\nB,-,x,50 %\nC,'-, 2 ,12.5%\n"
    assert limits(save, text) == [
        LimitRow(2, "A", None, "10", "", "50"),
        LimitRow(3, "B", None, "-", "x", "50"),
        LimitRow(4, "C", None, "-", "2", "12.5"),
    ]
    assert limits(save, "Listing ID,Max\nL1,5\n") == [LimitRow(2, "", "L1", "5")]
    assert limits(save, 'SKU,Percentage\nA,"12,5"\n', ",") == [LimitRow(2, "A", percentage="12.5")]
    assert limits(save, 'SKU,Percentage\nA,"12,5"\n') == [LimitRow(2, "A", percentage="12,5")]


@pytest.mark.parametrize(
    ("cells", "code"), [(",,5", "no_sku"), ("4E+05,,5", "sku_damaged"), ("A,L\0,5", "text_nul"), ("A,5", "ragged")]
)
def test_rows_of_limits_that_cannot_be_used(save: Save, cells: str, code: str) -> None:
    (found,) = limits(save, f"SKU,listing_id,Max\n{cells}\n")
    assert isinstance(found, Problem)
    assert found.code == code
    spoken(found)


# ---- links


def links(save: Save, text: str) -> list[LinkRow | Problem]:
    return list(link_rows(*table_of(save, text, "links")))


def test_links(save: Save) -> None:
    text = (
        "listing_id,Channel SKU,Channel Title,SKU,Linked By,Linked At,Reason\n"
        "L1,'=C,Mug,0017,person,2026-04-23T21:08:00.123Z,equal_sku\nL2,,Mug,A,,23/04/2026,\n,C,,A,x,2026-04-23,y\n"
    )
    assert links(save, text) == [
        LinkRow(2, "=C", "0017", "L1", "person", datetime(2026, 4, 23, 21, 8, 0, 123_000, tzinfo=UTC), "equal_sku"),
        LinkRow(3, "", "A", "L2"),
        LinkRow(4, "C", "A", None, "x", datetime(2026, 4, 23, tzinfo=UTC), "y"),
    ]


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [(",,A", "channel_sku", "no_sku"), ("C,L,", "sku", "no_sku"), ("C,L,1-Mar", "sku", "sku_damaged"),
     ("1-Mar,,A", "channel_sku", "sku_damaged"), ("C,L", "", "ragged")],
)  # fmt: skip
def test_rows_of_links_that_cannot_be_used(save: Save, cells: str, field: str, code: str) -> None:
    (found,) = links(save, f"Channel SKU,listing_id,SKU\n{cells}\n")
    assert isinstance(found, Problem)
    assert (found.field, found.code) == (field, code)
    spoken(found)


def test_links_of_skus_that_exist(save: Save) -> None:
    table, columns = table_of(save, "Channel SKU,SKU\n1-Mar,2-Mar\n", "links")
    assert list(link_rows(table, columns, known={"2-Mar"}.__contains__, known_listing={"1-Mar"}.__contains__)) == [
        LinkRow(2, "1-Mar", "2-Mar")
    ]


# ---- reports


def test_report(save: Save) -> None:
    text = (
        "listing_id,sku,title,quantity,unlimited,price,currency,barcode,parent_id,variation,updated\n"
        "L1,0017,Mug,5,no,19.99,GBP,4006381333931,P1,Red,2026-04-23T21:08:00Z\n"
        "L2,'=A,'+Cup,,YES,x,,4.00638E+12,,,2026-04-23 21:08\n,,x,,,,,,,,\nL3,B,t,1\n"
    )
    found = list(report_rows(*table_of(save, text, "report")))
    assert found[0] == ReportRow(
        *(2, "L1", "0017", "Mug", 5, False, Decimal("19.99"), "GBP", "4006381333931", "P1", "Red"),
        datetime(2026, 4, 23, 21, 8, tzinfo=UTC),
    )
    assert found[1] == ReportRow(
        3, "L2", "=A", "+Cup", unlimited=True, barcode="4.00638E+12", updated=datetime(2026, 4, 23, 21, 8, tzinfo=UTC)
    )
    assert [value.code for value in found[2:] if isinstance(value, Problem)] == [
        *("damage_exponent", "bad_price", "no_identity", "ragged")
    ]


def test_decimal_comma(save: Save) -> None:
    table = open_table(save("sku;title;price\nA;Mug;19,99\nB;Cup;19.99\n"))
    found = list(report_rows(table, resolve("report", table.header), table.format.decimal))
    assert found[0] == ReportRow(2, None, "A", "Mug", price=Decimal("19.99"))
    assert [getattr(value, "code", None) for value in found[1:]] == [None, "bad_price"]


def test_a_title_that_is_too_long_costs_the_title_only(save: Save) -> None:
    for length in (20_000, 40_000):
        found = list(report_rows(*table_of(save, "sku,title\nA," + "é" * length + "\n", "report")))
        assert found[0] == ReportRow(2, None, "A", "")
        assert "title" in spoken(found[1])


ODD = [
    "", " ", "A", "0017", " A", "A\t", "'=A", "'-3", "=A", "1-Mar", "Mar-24", "1.23E+12", "12345678901234567", "1234567890123450",
    "123456789012345", "2024-03-01", "2024/3/1", "3月1日", "12/03/24", "a\0b", "\ud800", "x" * 9_000, "é" * 20_000, "yes", "NO",
    "maybe", "x", "1", "0", "-1", "5", "１", "1_0", "1000000000", "12.5", "12,5", "0.123456", "0.1234567", "1e3", "nan", "4006381333931",
    "4006381333931.0", "042100005264", "2026-04-23T21:08:00Z", "2026-02-30T00:00:00Z", "2026-04-23", "2026-04-23 21:08:00+09:00",
    "0000-01-01T00:00:00Z", "2026-04-23T24:00:00Z", "\n", "a\nb", "表", "\u3000", "Jan", "Sept 24", "1 janv", "1.Feb",
]  # fmt: skip
CELL = (
    st.sampled_from(ODD)
    | st.text(max_size=8)
    | st.from_regex(r"[0-9]{1,17}|[0-9]{1,3}[-/.,eE ][+0-9]{1,4}", fullmatch=True)
)


def save_rows(save: Save, header: list[str], rows: list[list[str]]) -> Table:
    made = io.StringIO()
    csv.writer(made).writerows([header, *rows])
    return open_table(save(made.getvalue().encode("utf-8", "surrogatepass"), "rows.csv"), Format("csv", "utf-8", ","))


class Rows:
    """Stands for a table whose cells need not come from a file: half characters can come from workbooks only."""

    def __init__(self, rows: list[list[str]]) -> None:
        self._rows = rows

    def records(self) -> Iterator[object]:
        from rakumap.tables.reading import Record

        return (Record(line, tuple(cells)) for line, cells in enumerate(self._rows, 2))


@given(
    rows=st.lists(st.lists(CELL, min_size=len(FIELDS), max_size=len(FIELDS)), max_size=6),
    fields=st.sets(st.sampled_from(FIELDS), min_size=1),
    decimal=st.sampled_from(".,"),
)
def test_many_rows_at_once_give_what_single_ones_give(rows: list[list[str]], fields: set[str], decimal: str) -> None:
    columns = {field: place for place, field in enumerate(FIELDS) if field in fields}
    found = list(report_rows(Rows(rows), columns, decimal))  # type: ignore[arg-type]
    expected: list[ReportRow | Problem] = []
    for line, cells in enumerate(rows, 2):
        named = {field: unguarded(trimmed(cells[place])) for field, place in columns.items()}
        row, problems = row_from_fields(line, named, decimal)
        expected.extend([row] if row is not None else [])
        expected.extend(problems)
    assert found == expected
    assert [repr(value) for value in found] == [repr(value) for value in expected]


@given(rows=st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=6))
def test_many_items_at_once_give_what_single_ones_give(rows: list[list[str]]) -> None:
    columns = {"sku": 0, "title": 1, "barcode": 2, "level": 3, "in_open_orders": 4}
    together = list(item_rows(Rows(rows), columns))  # type: ignore[arg-type]
    # One odd record in each batch of one leaves nothing to the quick way: a mark makes it odd.
    singly = [value for row in rows for value in item_rows(_Single(row), columns)]  # type: ignore[arg-type]
    assert [repr(value).replace("line=2", "") for value in singly] == [
        repr(value).replace(f"line={value.line}", "") for value in together
    ]


class _Single:
    def __init__(self, cells: list[str]) -> None:
        self._cells = cells

    def records(self) -> Iterator[object]:
        from rakumap.tables.reading import Record

        return iter([Record(2, tuple(self._cells), None, {99: "damage_date"})])


@given(
    sku=CELL | st.text(max_size=20) | st.from_regex(r"[0-9]{0,2}[-. ]?[A-Za-zéûä]{3,4}[-. ]?[0-9]{0,4}", fullmatch=True)
)
def test_no_damage_passes_the_quick_look(sku: str) -> None:
    if sku_damage(sku):
        assert _PERHAPS_DAMAGED.search(f"\0{sku}\0")


# ---- all records


@given(text=st.text(st.sampled_from("abE+1-3.\",\n'=\x00é"), max_size=200))
def test_every_record_gives_a_row_or_a_problem(save: Save, text: str) -> None:
    path = save("SKU,Title,Level\n" + text)
    fmt = Format("csv", "utf-8", ",")
    table = open_table(path, fmt)
    try:
        records = list(table.records())
    except Exception:  # noqa: BLE001 - judged elsewhere
        return
    lines = [record.line for record in records]
    for kind, read in (("inventory", item_rows), ("report", report_rows)):
        found = list(read(table, resolve(kind, table.header)))
        assert sorted({value.line for value in found}) == lines
        assert [value.line for value in found] == sorted(value.line for value in found)
        for value in found:
            if isinstance(value, Problem):
                spoken(value)


@given(sku=st.text(min_size=1, max_size=10))
def test_a_guarded_sku_comes_back(save: Save, sku: str) -> None:
    table = save_rows(save, ["SKU", "Title"], [[guarded(sku), "x"]])
    (found, *_) = item_rows(table, {"sku": 0, "title": 1}, known=lambda _: True)
    expected = unguarded(trimmed(guarded(sku)))
    assert getattr(found, "sku", None) == (expected or None) or isinstance(found, Problem)


@pytest.mark.parametrize("name", ["inventory", "limits", "links", "report-1", "report-2"])
def test_the_sample_shop(name: str) -> None:
    kind = name.partition("-")[0]
    table = open_table(SAMPLE / f"{name}.csv")
    read = {"inventory": item_rows, "limits": limit_rows, "links": link_rows, "report": report_rows}[kind]
    found = list(read(table, resolve(kind, table.header)))  # type: ignore[operator]
    rows = [value for value in found if not isinstance(value, Problem)]
    for problem in found:
        if isinstance(problem, Problem):
            spoken(problem)
    records = sum(1 for _ in table.records())
    assert table.complete
    assert len(rows) > 0.9 * records
