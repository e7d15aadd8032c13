"""What the tests of connectors share."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from rakumap.channels.connector import FetchedReport, Seller
from rakumap.channels.http import Client, Retries, Timeouts
from rakumap.core.errors import ChannelError
from rakumap.core.job import Job
from rakumap.core.model import Problem, ReportRow
from rakumap.core.trade import Offer, OrderLine
from rakumap.services.reading import ReadOptions, open_rows
from tests.servers.base import Stand


@pytest.fixture
def client() -> Client:
    return Client(Timeouts(connect=5, idle=5, total=30), Retries(first=0.01, longest=0.05))


@pytest.fixture
def impatient() -> Client:
    return Client(Timeouts(connect=5, idle=0.5, total=30), Retries(tries=1))


def raw_rows(report: FetchedReport) -> list[dict[str, str]]:
    """The report as a spreadsheet would see it."""
    with report.path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def report_rows(report: FetchedReport) -> tuple[list[ReportRow], list[Problem]]:
    """The report as the program reads it."""
    with open_rows("report", report.path, ReadOptions(encoding=report.charset), Job()) as rows:
        found = list(rows.report())
    return [row for row in found if isinstance(row, ReportRow)], [row for row in found if isinstance(row, Problem)]


def offers_of(report: FetchedReport, quantity: int) -> list[Offer]:
    """An offer for every listing of a report."""
    rows, _ = report_rows(report)
    return [Offer(row.listing_id or "", row.sku, quantity, row.price, row.currency) for row in rows]


def all_lines(seller: Seller, since: object) -> list[OrderLine]:
    return [line for page in seller.orders(Job(), since) for line in page]  # type: ignore[arg-type]


def nothing_left(seller: Seller, into: Path) -> ChannelError:
    """Fetch a report that must fail and leave nothing behind."""
    into.mkdir(exist_ok=True)
    with pytest.raises(ChannelError) as caught:
        seller.fetch_report(Job(), into)
    assert list(into.iterdir()) == []
    return caught.value


def clean(stand: Stand) -> None:
    """Nothing was done that no client must ever do."""
    assert stand.violations == []
