"""Killed at any moment, or one of many: each operation is there whole or not at all."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rakumap.core.model import Outcome
from rakumap.store import maintenance
from rakumap.store.engine import open_database
from tests.store.shop import Shop, row
from tests.store.worker import ROWS

ROOT = Path(__file__).parents[2]


def start(*words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.worker", *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(folder: Path, seconds: float) -> dict[str, int]:
    """Let a worker work for a while and kill it; what it had been told is done: the newest step of each kind."""
    worker = start("work", str(folder))
    assert worker.stdout is not None
    with worker:
        assert worker.stdout.readline() == "ready\n"
        time.sleep(seconds)
        worker.send_signal(signal.SIGKILL)
        lines = [line.split() for line in worker.stdout.read().splitlines() if " " in line]
    return {words[0]: int(words[1]) for words in lines if words[1:]}


def one_value(shop: Shop, statement: str) -> int | None:
    """The number that a column holds in every row."""
    (found,) = shop.sql(statement)
    assert len(found) == 1, found
    value = found[0]
    return None if value is None else int(str(value).rpartition(" ")[2])


def check(shop: Shop, done: dict[str, int]) -> None:
    """Everything that was told is there, and nothing by halves."""
    merged = one_value(shop, "SELECT DISTINCT title FROM listing") if shop.counts.total else 0
    assert (merged or 0) >= done.get("merged", 0)
    assert shop.counts.total in (0, ROWS)
    if shop.counts.total:
        assert one_value(shop, "SELECT DISTINCT quantity FROM listing") == merged
    runs = [one for one in shop.queries.runs() if one.outcome is Outcome.DONE]
    done_runs = [one for one in runs if one.new + one.changed + one.gone]
    assert len(done_runs) == len([one for one in shop.queries.history(10_000) if one.action == "report"])
    if shop.sql("SELECT 1 FROM item"):
        level = one_value(shop, "SELECT DISTINCT level FROM item") or 0
        assert one_value(shop, "SELECT DISTINCT title FROM item") == level
        assert done.get("imported", 0) <= level <= (merged or 0)
    assert shop.counts.linked in (0, ROWS - 2)
    assert shop.sql("SELECT DISTINCT max_listed IS end_when FROM listing") in ([], [(1,)])
    assert len(shop.sql("SELECT DISTINCT max_listed FROM listing")) <= 1
    assert shop.journal_gaps() == []
    found = {one.code for one in maintenance.diagnose(shop.database)}
    assert found <= {"doctor_driver", "doctor_run_open"}, found


@pytest.mark.timeout(240)
@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_kill_9_at_any_time_leaves_whole_operations(empty_store: Path, tmp_path: Path) -> None:
    shutil.copy2(empty_store, tmp_path / "store.db")
    chance = random.Random(7)
    for _ in range(6):
        done = killed(tmp_path, chance.uniform(0.0, 1.5))
        shop = Shop(tmp_path, open_database(tmp_path / "store.db", tmp_path))
        check(shop, done)
        shop.tamper("DELETE FROM run_lock")  # nobody waits a minute here
        shop.database.close()


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_kill_9_while_the_store_is_made_leaves_a_store_or_none(tmp_path: Path) -> None:
    chance = random.Random(3)
    for n in range(4):
        folder = tmp_path / str(n)
        folder.mkdir()
        worker = start("work", str(folder))
        with worker:
            deadline = time.monotonic() + 20
            while not any(folder.iterdir()) and time.monotonic() < deadline:
                time.sleep(0.002)
            time.sleep(chance.uniform(0.0, 0.08))
            worker.kill()
        shop = Shop(folder, open_database(folder / "store.db", folder))
        assert maintenance.repair(shop.database) is not None
        shop.report(row("A", "1"))
        shop.database.close()


@pytest.mark.timeout(120)
def test_two_processes_writing_at_once_lose_nothing(shop: Shop) -> None:
    shop.report(*(row(f"S{n}", str(n)) for n in range(50)))
    workers = [start("set", str(shop.folder), name) for name in ("end_when", "max_listed")]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdin is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    acknowledged = 0
    for worker in workers:
        assert worker.stdout is not None
        with worker:
            acknowledged += int(worker.stdout.readline().split()[1])
        assert worker.returncode == 0
    assert acknowledged > 40
    steps = [one for one in shop.queries.history(1000) if one.action == "set"]
    assert len(steps) >= acknowledged - 8
    assert len(shop.sql("SELECT DISTINCT max_listed, end_when FROM listing")) == 1
    assert shop.journal_gaps() == []
    assert maintenance.diagnose(shop.database) == [] or {one.code for one in maintenance.diagnose(shop.database)} == {
        "doctor_driver"
    }
