"""Backup, restore, diagnosis and repair."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rakumap.core.errors import StoreError
from rakumap.core.model import Outcome
from rakumap.store import maintenance, revisions, sqlite_engine
from rakumap.store.engine import open_database
from rakumap.store.maintenance import RESTORED_AT, Finding, diagnose, repair, restore
from tests.store.shop import Shop, row


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Two listings, one linked."""
    shop.report(row("A", "1"), row("B", "2"))
    shop.link("A", "ITEM")
    return shop


@pytest.fixture
def backup(shop: Shop) -> Path:
    """A backup of that shop."""
    path = shop.folder / "elsewhere" / "backup.db"
    shop.database.verified_backup(path)
    return path


def store(shop: Shop) -> Path:
    return shop.folder / "store.db"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# backup ---------------------------------------------------------------------------------------------------------------


def test_a_backup_of_a_store_in_use_is_one_whole_file(shop: Shop, backup: Path) -> None:
    assert sqlite_engine.verify(backup) == revisions.LATEST
    assert [one.name for one in backup.parent.iterdir()] == ["backup.db"]
    copy = Shop(backup.parent, open_database(backup, backup.parent))
    assert copy.dump() == shop.dump()
    copy.database.close()


def test_a_backup_takes_the_place_of_an_older_one(shop: Shop, backup: Path) -> None:
    before = digest(backup)
    shop.link("B", "ITEM")
    shop.database.verified_backup(backup)
    assert digest(backup) != before
    assert [one.name for one in backup.parent.iterdir()] == ["backup.db"]


def test_backups_while_others_write_are_each_one_moment(shop: Shop) -> None:
    """The writer always changes two rows at once: a copy that had caught one of them alone would show."""
    keys = [one.key for one in shop.shown()]
    stop = threading.Event()

    def write() -> None:
        value = 0
        while not stop.is_set():
            value += 1
            shop.catalog.set_listings(keys, {"max_listed": value})

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    try:
        for n in range(8):
            path = shop.folder / f"{n}.db"
            shop.database.verified_backup(path)
            with sqlite3.connect(path) as copy:
                values = copy.execute("SELECT DISTINCT max_listed FROM listing").fetchall()
            copy.close()
            assert len(values) == 1
            seen.add(values[0])
    finally:
        stop.set()
        writer.join()
    assert len(seen) > 1


def test_a_backup_that_cannot_be_written_says_where(shop: Shop) -> None:
    place = shop.folder / "file"
    place.write_text("no folder")
    with pytest.raises(StoreError) as caught:
        shop.database.verified_backup(place / "backup.db")
    assert (caught.value.code, caught.value.values) == ("backup_cannot_write", {"path": str(place / "backup.db")})


def test_a_backup_of_a_damaged_store_is_refused_and_leaves_nothing(shop: Shop) -> None:
    shop.database.close()
    damage(store(shop))
    with pytest.raises(StoreError) as caught:
        sqlite_engine.backup(store(shop), shop.folder / "new" / "backup.db")
    assert caught.value.code in ("backup_damaged", "store_damaged")
    assert list((shop.folder / "new").iterdir()) == []


def damage(path: Path) -> None:
    """Destroy a page in the middle."""
    content = bytearray(path.read_bytes())
    page = int.from_bytes(content[16:18], "big")
    content[page * 4 : page * 5] = b"\xa5" * page
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("content", [b"", b"SKU;Title\n", os.urandom(5000)])
def test_what_is_no_backup_is_not_verified(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "backup.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"backup_(damaged|foreign)"):
        sqlite_engine.verify(path)
    with pytest.raises(StoreError, match="backup_missing"):
        sqlite_engine.verify(tmp_path / "missing.db")


def test_names_of_backups_sort_by_time() -> None:
    names = [sqlite_engine.backup_name("x") for _ in range(3)]
    assert names == sorted(names)


# restore --------------------------------------------------------------------------------------------------------------


def test_a_restored_store_is_the_one_of_then_and_knows_it(shop: Shop, backup: Path) -> None:
    then = shop.dump()
    shop.catalog.unlink([shop.key("A")])
    shop.report(row("C", "3"))
    now = shop.dump()
    shop.database.close()
    before = digest(backup)

    kept = restore(backup, store(shop), shop.folder / "backups")

    shop.reopen()
    assert shop.dump() == then
    said = shop.queries.meta(RESTORED_AT)
    assert said is not None
    assert (datetime.now(UTC) - datetime.fromisoformat(said)).total_seconds() < 60
    assert digest(backup) == before
    assert kept is not None
    assert kept.name.endswith("before-restore.db")
    assert sorted(one.name for one in shop.folder.glob("store.db*")) == ["store.db", "store.db-shm", "store.db-wal"]
    shop.database.close()

    assert restore(kept, store(shop), shop.folder / "backups") is not None
    shop.reopen()
    assert shop.dump() == now
    shop.catalog.put_meta(RESTORED_AT, "confirmed")


def test_work_that_only_the_side_files_hold_is_in_the_copy_that_is_kept(shop: Shop, backup: Path) -> None:
    """A program that was killed leaves its newest commits in the -wal file."""
    shop.link("B", "ITEM")
    now = shop.dump()
    crashed = shop.folder / "crashed"
    crashed.mkdir()
    for side in ("", "-wal"):
        (crashed / f"store.db{side}").write_bytes((shop.folder / f"store.db{side}").read_bytes())
    kept = restore(backup, crashed / "store.db", crashed / "backups")
    assert kept is not None
    copy = Shop(kept.parent, open_database(kept, kept.parent))
    assert copy.dump() == now
    copy.database.close()
    restored = Shop(crashed, open_database(crashed / "store.db", crashed))
    assert restored.linked("B") is None
    restored.database.close()


def test_restoring_where_there_is_no_store(shop: Shop, backup: Path) -> None:
    path = shop.folder / "fresh" / "store.db"
    path.parent.mkdir()
    assert restore(backup, path, shop.folder / "backups") is None
    restored = Shop(path.parent, open_database(path, path.parent))
    assert restored.linked("A") == "ITEM"
    restored.database.close()


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000])
def test_a_damaged_store_is_kept_as_it_lies_and_replaced(shop: Shop, backup: Path, content: bytes) -> None:
    then = shop.dump()
    shop.database.close()
    store(shop).write_bytes(content)
    store(shop).with_name("store.db-wal").write_bytes(b"stale")
    kept = restore(backup, store(shop), shop.folder / "backups")
    assert kept is not None
    assert kept.name.endswith("damaged.db")
    assert kept.read_bytes() == content
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"stale"
    shop.reopen()
    assert shop.dump() == then


def test_a_store_with_a_destroyed_page_is_replaced(shop: Shop, backup: Path) -> None:
    then = shop.dump()
    shop.database.close()
    damage(store(shop))
    kept = restore(backup, store(shop), shop.folder / "backups")
    assert kept is not None
    assert kept.name.endswith("damaged.db")
    shop.reopen()
    assert shop.dump() == then


def test_a_bad_backup_leaves_the_store_alone(shop: Shop, backup: Path) -> None:
    damage(backup)
    shop.database.close()
    before = digest(store(shop))
    with pytest.raises(StoreError, match="backup_damaged"):
        restore(backup, store(shop), shop.folder / "backups")
    with pytest.raises(StoreError, match="backup_missing"):
        restore(shop.folder / "missing.db", store(shop), shop.folder / "backups")
    assert digest(store(shop)) == before
    assert not (shop.folder / "backups").exists()


def test_a_newer_backup_is_refused(shop: Shop, backup: Path) -> None:
    with sqlite3.connect(backup) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    copy.close()
    shop.database.close()
    with pytest.raises(StoreError) as caught:
        restore(backup, store(shop), shop.folder / "backups")
    assert (caught.value.code, caught.value.values["found"]) == ("store_newer", "9999")


def test_the_store_is_no_backup_of_itself(shop: Shop) -> None:
    shop.database.close()
    with pytest.raises(StoreError, match="backup_is_store"):
        restore(store(shop), store(shop), shop.folder / "backups")


def test_without_room_for_the_copy_of_now_nothing_is_restored(shop: Shop, backup: Path) -> None:
    now = shop.dump()
    shop.database.close()
    (shop.folder / "backups").write_text("no folder")
    with pytest.raises(StoreError, match="backup_cannot_write"):
        restore(backup, store(shop), shop.folder / "backups")
    shop.reopen()
    assert shop.dump() == now
    assert shop.queries.meta(RESTORED_AT) is None


def test_a_damaged_store_that_cannot_be_kept_is_not_replaced(shop: Shop, backup: Path) -> None:
    shop.database.close()
    store(shop).write_bytes(b"garbage" * 1000)
    (shop.folder / "backups").write_text("no folder")
    with pytest.raises(StoreError, match="backup_cannot_write"):
        restore(backup, store(shop), shop.folder / "backups")
    assert store(shop).read_bytes() == b"garbage" * 1000


def test_when_the_disk_fills_while_restoring_the_store_is_as_it_was(
    shop: Shop, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = shop.dump()
    shop.link("B", "ITEM")
    shop.catalog.undo()
    shop.database.close()
    original = sqlite_engine.put_in_place

    def fail(fresh: Path, path: Path) -> None:
        if path == store(shop):
            raise OSError(errno.ENOSPC, "no room")
        original(fresh, path)

    monkeypatch.setattr(sqlite_engine, "put_in_place", fail)
    with pytest.raises(StoreError, match="disk_full"):
        restore(backup, store(shop), shop.folder / "backups")
    shop.reopen()
    assert shop.dump() == now
    assert sorted(one.name for one in shop.folder.iterdir() if "new" in one.name) == []


def test_a_store_in_use_by_a_program_that_locks_it_is_not_replaced(
    shop: Shop, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_engine, "WAIT", 0.1)
    with shop.database.write(), pytest.raises(StoreError, match="store_busy"):
        restore(backup, store(shop), shop.folder / "backups")
    assert shop.queries.meta(RESTORED_AT) is None


def test_a_busy_store_is_not_called_damaged(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> list[str]:
        raise StoreError("store_busy", path="x")

    monkeypatch.setattr(sqlite_engine, "integrity", busy)
    with pytest.raises(StoreError, match="store_busy"):
        diagnose(shop.database)


# diagnosis and repair -------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def current_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever SQLite the tests run on, only the test about it speaks of it."""
    monkeypatch.setattr(sqlite_engine, "driver_warning", lambda: None)


def test_a_healthy_store(shop: Shop) -> None:
    assert diagnose(shop.database) == []
    assert repair(shop.database) == []


def test_columns_that_follow_from_others_are_made_anew(shop: Shop) -> None:
    shop.report(row("A", "1"), row("B", "2"), row("B", "3"))
    right = shop.dump()
    shop.tamper("UPDATE listing SET sku_key = 'x', duplicate = 1 - duplicate")
    shop.tamper("UPDATE item SET title_key = 'x'")
    expected = [
        Finding("doctor_derived", {"what": "listing_keys", "count": "3"}, repairable=True),
        Finding("doctor_derived", {"what": "item_keys", "count": "1"}, repairable=True),
        Finding("doctor_derived", {"what": "duplicates", "count": "3"}, repairable=True),
    ]
    assert diagnose(shop.database) == expected
    assert repair(shop.database) == expected
    assert shop.dump() == right
    assert diagnose(shop.database) == []


def test_marks_of_gone_listings_do_not_matter(shop: Shop) -> None:
    shop.report(row("A", "1"), row("A", "2"))
    shop.report(row("B", "3"))
    assert diagnose(shop.database) == []


def test_runs_that_nobody_keeps_alive_are_closed(shop: Shop) -> None:
    now = datetime.now(UTC)
    dead = shop.runs.begin(shop.channel, "scheduled", "gone", shop.clock)
    other, _ = shop.catalog.add_channel("report-file", "Other", {})
    alive = shop.runs.begin(other, "scheduled", "here", now)
    assert diagnose(shop.database) == [Finding("doctor_run_open", {"count": "1"}, repairable=True)]
    repair(shop.database)
    assert diagnose(shop.database) == []
    assert shop.queries.run(dead).outcome is Outcome.INTERRUPTED
    assert shop.queries.run(dead).code == "run_interrupted"
    assert shop.queries.run(alive).outcome is Outcome.RUNNING
    assert shop.runs.begin(shop.channel, "scheduled", "next", now)
    shop.runs.heartbeat(alive, now)


def test_the_guards_of_the_journal_are_put_back(shop: Shop) -> None:
    shop.tamper("DROP TRIGGER entry_no_delete")
    assert diagnose(shop.database) == [Finding("doctor_guard", {"name": "entry_no_delete"}, repairable=True)]
    repair(shop.database)
    assert diagnose(shop.database) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_files_that_others_can_read_are_closed(shop: Shop) -> None:
    path = store(shop).with_name("store.db-wal")
    path.chmod(0o644)
    expected = [Finding("doctor_mode", {"path": str(path), "mode": "0644"}, repairable=True)]
    assert diagnose(shop.database) == expected
    assert repair(shop.database) == expected
    assert diagnose(shop.database) == []


def test_what_points_at_nothing_is_named_and_left(shop: Shop) -> None:
    shop.database.close()
    other = sqlite3.connect(store(shop))
    other.execute("DELETE FROM item")
    other.commit()
    other.close()
    shop.reopen()
    expected = [Finding("doctor_reference", {"detail": "link row 1 points at a missing item"})]
    assert diagnose(shop.database) == expected
    assert repair(shop.database) == []
    assert diagnose(shop.database) == expected


def test_a_schema_that_is_not_the_newest(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintenance, "LATEST", "9999")
    assert diagnose(shop.database) == [Finding("doctor_schema", {"found": revisions.LATEST, "expected": "9999"})]


def test_an_old_sqlite(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_engine, "driver_warning", lambda: "3.40.1")
    assert diagnose(shop.database) == [Finding("doctor_driver", {"version": "3.40.1"})]


def test_a_damaged_store_is_named_and_not_written_to(shop: Shop) -> None:
    shop.tamper("UPDATE listing SET sku_key = 'x'")
    shop.database.close()
    damage(store(shop))
    before = digest(store(shop))
    shop.database = open_database(store(shop), shop.folder)
    found = diagnose(shop.database)
    assert {one.code for one in found} == {"doctor_damaged"}
    assert not any(one.repairable for one in found)
    assert all(one.values["detail"] for one in found)
    assert repair(shop.database) == []
    shop.database.close()
    assert digest(store(shop)) == before
