"""Listings asked for page by page become a report that reads back exactly."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rakumap.channels.canonical import HEADER, Listed, write_report
from rakumap.core.errors import Cancelled
from rakumap.core.job import Job
from rakumap.core.report import FIELDS
from tests.channels.conftest import report_rows

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12).map(lambda one: one.strip(" \t"))
ROWS = st.builds(
    Listed,
    listing_id=CELL.filter(bool),
    sku=st.one_of(CELL, st.sampled_from(["=1+1", "'=x", "''", "+4", "-5", "@a", "0017", 'a"b;c,d\n', "1E5"])),
    title=CELL,
    quantity=st.none() | st.integers(0, 999_999_999),
    unlimited=st.booleans(),
    price=st.decimals(0, 99_999_999, places=2).map(str) | st.just(""),
    barcode=CELL,
    variation=CELL,
    updated=st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)


@given(st.lists(ROWS, max_size=6))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_and_number_survives(tmp_path: Path, rows: list[Listed]) -> None:
    report = write_report(iter([tuple(rows[:2]), tuple(rows[2:])]), tmp_path, "shop", Job())
    found, problems = report_rows(report)
    assert {problem.code for problem in problems} <= {
        *("damage_exponent", "damage_date", "damage_rounded", "damage_decimal"),
    }, "what looks like damage is marked, and kept"
    assert [
        (
            one.listing_id,
            one.sku,
            one.title,
            one.quantity,
            one.unlimited,
            one.price,
            one.barcode or "",
            one.variation or "",
        )
        for one in found
    ] == [
        (
            *(one.listing_id, one.sku, one.title, one.quantity, one.unlimited),
            *(Decimal(one.price) if one.price else None, one.barcode, one.variation),
        )
        for one in rows
    ]
    assert [one.updated for one in found] == [one.updated and one.updated.replace(microsecond=0) for one in rows]
    report.path.unlink()


def test_the_headers_are_those_of_reports() -> None:
    assert HEADER == FIELDS


def test_a_cancel_leaves_nothing(tmp_path: Path) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        write_report(iter([(Listed("1"),)]), tmp_path, "shop", job)
    assert list(tmp_path.iterdir()) == []
