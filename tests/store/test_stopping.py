"""Long work can be stopped in the middle of a statement, wherever it is; then nothing of it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from rakumap.core.errors import Cancelled
from rakumap.core.job import Job
from rakumap.core.model import ItemRow
from rakumap.store import sqlite_engine
from rakumap.store.engine import Staging
from rakumap.store.import_kinds import ItemStaging, LimitChange, LimitStaging, LinkRow, LinkStaging
from rakumap.store.imports import ImportStaging
from rakumap.store.merge import ReportStaging
from rakumap.store.runs import ReportFileFacts
from tests.store.shop import TABLES, Shop, row

WATCHED = (*TABLES, "entry", "change", "seen")
SIZE = 60


class StopsAt(Job):
    """A job that is cancelled when it was looked at so often."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._left = looks

    @property
    def cancelled(self) -> bool:
        """Whether it is."""
        self._left -= 1
        if self._left <= 0:
            self.cancel()
        return self._stop


def stops(shop: Shop, work: Callable[[Job], object]) -> int:
    """Do the work, stopped later each time, until it comes to its end; how often it was stopped."""
    before, count, looks = shop.dump(*WATCHED), 0, 1
    while True:
        try:
            work(StopsAt(looks))
        except Cancelled:
            assert shop.dump(*WATCHED) == before
            count, looks = count + 1, looks * 3 // 2 + 1
        else:
            assert shop.dump(*WATCHED) != before
            return count


@pytest.fixture
def full(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop with listings and items, half of them linked, whose statements are looked into all the time."""
    shop.report(*(row(f"S{n}", str(n)) for n in range(SIZE)))
    shop.import_items(*(ItemRow(n, f"S{n}", "x", "", n, 0) for n in range(2, SIZE, 2)))
    shop.catalog.link_equal_skus(shop.channel)
    monkeypatch.setattr(sqlite_engine, "_STEPS_BETWEEN_LOOKS", 20)
    return shop


def imported(
    shop: Shop, begin: Callable[[Staging], ImportStaging[Any]], rows: Sequence[Any]
) -> Callable[[Job], object]:
    def work(job: Job) -> object:
        with shop.database.staging() as connection, connection.stoppable(job):
            one = begin(connection)
            list(one.add(rows))
            one.judge()
            return one.apply("file.csv")

    return work


def test_an_inventory_import(full: Shop) -> None:
    rows = [ItemRow(n, f"S{n}", "other", "", n + 1, 0) for n in range(2, 2 * SIZE)]
    assert stops(full, imported(full, ItemStaging, rows)) > 15


def test_a_limits_import(full: Shop) -> None:
    rows = [LimitChange(n, f"S{n}", None, {"max_listed": 3}) for n in range(2, SIZE)]
    work = imported(full, lambda connection: LimitStaging(connection, full.channel), rows)
    assert stops(full, work) > 10


def test_a_links_import(full: Shop) -> None:
    rows = [LinkRow(n, f"S{n}", None, "S2") for n in range(3, SIZE, 2)]
    work = imported(full, lambda connection: LinkStaging(connection, full.channel), rows)
    assert stops(full, work) > 10


def test_a_report(full: Shop) -> None:
    def work(job: Job) -> None:
        run = full.runs.begin(full.channel, "scheduled", "test", full.clock)
        try:
            with full.database.staging() as staging, staging.stoppable(job):
                report = ReportStaging(staging, full.channel)
                list(report.add(full.staged(row(f"S{n}", str(n), title="new") for n in range(5, SIZE + 5))))
                difference = report.compare()
                facts = ReportFileFacts(full.folder / "r.csv", "r.csv", full.clock, "other")
                full.runs.merge(run, full.channel, report, difference, facts)
        except Cancelled:
            full.tamper("DELETE FROM run_lock")
            raise

    assert stops(full, work) > 15


def test_the_file_of_the_work_is_gone_with_it(full: Shop) -> None:
    with full.database.staging() as connection:
        ItemStaging(connection)
        assert len(list(full.folder.glob("store.db.new-*"))) > 0
    assert not list(full.folder.glob("store.db.new-*"))
