"""One record of a report -> a row with its problems, and the guard against broken reports."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.core.model import Problem, ReportRow
from rakumap.core.report import FIELDS, guard, listing_id_of, row_from_fields
from rakumap.core.text import storable
from rakumap.core.words import SENTENCES

FULL = {
    "listing_id": "100",
    "sku": "A-1",
    "title": "Red mug",
    "quantity": "12",
    "unlimited": "no",
    "price": "19.99",
    "currency": "GBP",
    "barcode": "4006381333931",
    "parent_id": "P1",
    "variation": "red",
    "updated": "2026-04-23T21:08:00Z",
}


def test_reads_a_whole_record() -> None:
    row, problems = row_from_fields(7, FULL)
    assert problems == []
    assert row == ReportRow(
        line=7,
        listing_id="100",
        sku="A-1",
        title="Red mug",
        quantity=12,
        unlimited=False,
        price=Decimal("19.99"),
        currency="GBP",
        barcode="4006381333931",
        parent_id="P1",
        variation="red",
        updated=datetime(2026, 4, 23, 21, 8, tzinfo=UTC),
    )


def test_what_is_not_there_is_unset() -> None:
    row, problems = row_from_fields(2, {"sku": "A-1", "title": None})
    assert problems == []
    assert row == ReportRow(line=2, listing_id=None, sku="A-1", title="")
    assert row_from_fields(2, dict.fromkeys(FIELDS, " ") | {"listing_id": "9"}) == (
        ReportRow(line=2, listing_id="9", sku="", title=""),
        [],
    )


def test_only_ascii_blanks_around_a_cell_are_not_part_of_it() -> None:
    row, _ = row_from_fields(2, {"sku": " \tA  1\u3000 ", "listing_id": "\u00a01"})
    assert row is not None
    assert (row.sku, row.listing_id) == ("A  1\u3000", "\u00a01")


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"title": "x"}, "sku", "no_identity"),
        ({"sku": "A\x00", "listing_id": "1"}, "sku", "text_nul"),
        ({"sku": "A", "listing_id": "\ud800"}, "listing_id", "text_surrogate"),
        ({"sku": "A" * 40_000}, "sku", "text_too_long"),
    ],
)
def test_without_an_identity_there_is_no_row(cells: dict[str, str], field: str, code: str) -> None:
    row, problems = row_from_fields(5, cells)
    assert row is None
    [problem] = problems
    assert (problem.line, problem.field, problem.code, problem.identity) == (5, field, code, True)
    for known in (problem.sku, problem.listing_id, *problem.values.values()):
        assert known is None or storable(known) is None


def test_an_empty_record_hides_no_listing() -> None:
    row, problems = row_from_fields(9, {"sku": "", "title": " "})
    assert row is None
    assert problems == [Problem(9, "sku", "blank_row")]


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("quantity", "-3", "negative_quantity"),
        ("quantity", "3.5", "bad_quantity"),
        ("quantity", "１２", "bad_quantity"),
        ("price", "19,99", "bad_price"),
        ("updated", "yesterday", "bad_time"),
        ("updated", "2026-02-30", "bad_time"),
        ("updated", "0001-01-01 00:00+14:00", "bad_time"),
        ("title", "a\x00", "text_nul"),
        ("currency", "\ud800", "text_surrogate"),
        ("variation", "x" * 40_000, "text_too_long"),
    ],
)
def test_a_bad_value_is_a_problem_and_the_row_is_kept(field: str, text: str, code: str) -> None:
    row, problems = row_from_fields(3, FULL | {field: text})
    assert row is not None
    assert getattr(row, field) in (None, "")
    [problem] = problems
    assert (problem.line, problem.field, problem.code, problem.identity) == (3, field, code, False)
    assert (problem.sku, problem.listing_id) == ("A-1", "100")
    assert all(storable(value) is None for value in problem.values.values())


@pytest.mark.parametrize("text", ["TRUE", "1", "Yes", "y", "x"])
def test_unlimited(text: str) -> None:
    row, problems = row_from_fields(3, FULL | {"unlimited": text})
    assert row is not None
    assert row.unlimited
    assert problems == []


@pytest.mark.parametrize("text", ["False", "0", "no", "N", ""])
def test_not_unlimited(text: str) -> None:
    row, problems = row_from_fields(3, FULL | {"unlimited": text})
    assert row is not None
    assert not row.unlimited
    assert problems == []


def test_an_unclear_unlimited_is_a_problem() -> None:
    row, problems = row_from_fields(3, FULL | {"unlimited": "perhaps\x00" + "!" * 200})
    assert row is not None
    assert not row.unlimited
    assert [(problem.field, problem.code) for problem in problems] == [("unlimited", "bad_flag")]
    assert problems[0].values == {"value": ("perhaps?" + "!" * 200)[:100]}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-04-23", datetime(2026, 4, 23, tzinfo=UTC)),
        ("2026-04-23 21:08", datetime(2026, 4, 23, 21, 8, tzinfo=UTC)),
        ("2026-04-23T21:08:09.25+02:00", datetime(2026, 4, 23, 19, 8, 9, 250_000, tzinfo=UTC)),
        ("2026-04-23 21:08:09 +0900", datetime(2026, 4, 23, 12, 8, 9, tzinfo=UTC)),
        ("2026-04-23 21:08:09 Z", datetime(2026, 4, 23, 21, 8, 9, tzinfo=UTC)),
    ],
)
def test_updated(text: str, moment: datetime) -> None:
    row, problems = row_from_fields(3, FULL | {"updated": text})
    assert problems == []
    assert row is not None
    assert row.updated == moment
    assert row.updated.tzinfo is UTC


def test_decimal_commas_when_told_so() -> None:
    row, problems = row_from_fields(3, FULL | {"price": "19,99"}, decimal_mark=",")
    assert row is not None
    assert row.price == Decimal("19.99")
    assert problems == []


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("sku", "4.00638E+12", "damage_exponent"),
        ("sku", "1-Mar", "damage_date"),
        ("barcode", "4.00638E+12", "damage_exponent"),
        ("barcode", "4006381333931.0", "damage_decimal"),
    ],
)
def test_damage_is_said_and_nothing_is_changed(field: str, text: str, code: str) -> None:
    row, problems = row_from_fields(3, FULL | {field: text})
    assert row is not None
    assert getattr(row, field) == text
    assert [(problem.field, problem.code, problem.identity) for problem in problems] == [(field, code, False)]


def test_lost_zeros_are_no_problem_of_the_report() -> None:
    assert row_from_fields(3, FULL | {"barcode": "12345678905"})[1] == []


@given(st.dictionaries(st.sampled_from(FIELDS), st.none() | st.text() | st.sampled_from(list(FULL.values()))))
def test_any_record_is_a_row_or_a_problem(cells: dict[str, str | None]) -> None:
    row, problems = row_from_fields(4, cells)
    assert row is not None or problems
    if row is not None:
        assert listing_id_of(row)
        assert not any(problem.identity for problem in problems)
        assert all(
            storable(text) is None
            for text in (row.sku, row.title, row.listing_id or "", row.barcode or "", row.currency or "")
        )
    for problem in problems:
        assert problem.code in SENTENCES
        assert problem.line == 4


def test_the_identity_to_the_outside() -> None:
    assert listing_id_of(ReportRow(2, "100", "A", "")) == "100"
    assert listing_id_of(ReportRow(2, None, "A", "")) == "sku:A"
    assert listing_id_of(ReportRow(2, "sku:B", "A", "")) == "sku:B"


@pytest.mark.parametrize(
    ("previous", "lost", "rows", "code"),
    [
        (0, 0, 0, None),
        (1, 1, 0, "held_empty"),
        (300, 300, 0, "held_empty"),
        (100, 100, 1, "held_lost"),
        (51, 51, 1, "held_lost"),
        (50, 50, 1, None),
        (254, 51, 203, "held_lost"),
        (255, 51, 204, None),
        (500_000, 100_000, 400_000, None),
        (500_000, 100_001, 399_999, "held_lost"),
        (40, 39, 1, None),
    ],
)
def test_guard(previous: int, lost: int, rows: int, code: str | None) -> None:
    assert guard(previous, lost, rows) == code
