"""Opening a store: made, refused, migrated, private, waited for; and what its connections promise."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from rakumap.core.errors import StoreError, UserError
from rakumap.store import engine, revisions, sqlite_engine
from rakumap.store.engine import Database, open_database, parse_url
from rakumap.store.migrations import run as migrations
from rakumap.store.schema import metadata
from tests.store.shop import Shop, row

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def refused(path: Path) -> str:
    """Try to open the file; return the code of the refusal, and see that not a byte of it changed."""
    before = digest(path) if path.is_file() else None
    with pytest.raises(StoreError) as caught:
        open_database(path, path.parent / "backups")
    assert caught.value.values["path"] == str(path)
    if before is not None:
        assert digest(path) == before
    return caught.value.code


# made -----------------------------------------------------------------------------------------------------------------


def test_a_missing_store_is_made(tmp_path: Path) -> None:
    path = tmp_path / "né w?#%.db"
    open_database(path, tmp_path / "backups").close()
    assert names(tmp_path) == [path.name]
    open_database(path, tmp_path / "backups").close()
    assert names(tmp_path) == [path.name]


def test_a_store_cannot_be_made_where_there_is_no_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "no" / "store.db") == "store_cannot_open"


def test_what_a_crash_left_of_a_store_is_swept_up(tmp_path: Path) -> None:
    old, young, other = (tmp_path / f"{name}.new-1" for name in ("store.db", "store.db2", "other.db"))
    for one in (old, young, other):
        one.write_bytes(b"half")
    young = tmp_path / "store.db.new-2"
    young.write_bytes(b"half")
    for one in (old, other):
        os.utime(one, (0, 0))
    open_database(tmp_path / "store.db", tmp_path).close()
    assert names(tmp_path) == ["other.db.new-1", "store.db", "store.db.new-2", "store.db2.new-1"]


def test_two_processes_that_make_the_store_at_once_share_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second finds the store that the first made while it was making its own, and does not replace it."""
    path = tmp_path / "store.db"
    original = engine._migrate

    def slower(made: object) -> None:
        original(made)  # type: ignore[arg-type]
        monkeypatch.setattr(engine, "_migrate", original)
        first = open_database(path, tmp_path)
        Shop(tmp_path, first)
        first.close()

    monkeypatch.setattr(engine, "_migrate", slower)
    second = open_database(path, tmp_path)
    assert [one.name for one in Shop(tmp_path, second).queries.channels()] == ["Rakuten UK"]
    assert len(Shop(tmp_path, second).queries.history()) == 1
    second.close()
    assert names(tmp_path) == ["store.db"]


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    fresh, path = tmp_path / "fresh", tmp_path / "store"
    fresh.write_text("1")
    assert sqlite_engine.put_if_absent(fresh, path)
    fresh.write_text("2")
    assert not sqlite_engine.put_if_absent(fresh, path)
    assert (path.read_text(), names(tmp_path)) == ("1", ["store"])


@POSIX
def test_every_file_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        database = open_database(tmp_path / "store.db", tmp_path / "backups")
        Shop(tmp_path, database).report(row("A", "1"))
        database.verified_backup(tmp_path / "backups" / "one.db")
        database.version()
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.rglob("*")}
        database.close()
    finally:
        os.umask(before)
    assert modes == {"store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600, "backups": 0o700, "one.db": 0o600}


@POSIX
def test_a_store_that_others_could_read_is_closed_to_them(store_path: Path) -> None:
    store_path.chmod(0o644)
    open_database(store_path, store_path.parent).close()
    assert stat.S_IMODE(store_path.stat().st_mode) == 0o600


# the schema -----------------------------------------------------------------------------------------------------------


def _of_no_index(_item: object, name: str | None, *_: object) -> bool:
    """The trigram indexes are SQLite's alone and known to ``sqlite_search`` only."""
    return not any(mark in (name or "") for mark in ("_key_grams", "_key_terms"))


def test_the_migrated_schema_is_the_one_in_the_code(database: Database) -> None:
    with database.write() as connection:
        opts = {"compare_type": True, "compare_server_default": True, "include_object": _of_no_index}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def test_the_pragmas_that_matter(database: Database) -> None:
    expected = {"foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "busy_timeout": 5000}
    with database.write() as connection:
        writer = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected}
        more = {"synchronous": 2, "journal_mode": "wal", "secure_delete": 1, "query_only": 0}
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in more} == more
    with database.read() as connection:
        reader = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected}
        assert connection.exec_driver_sql("PRAGMA query_only").scalar_one() == 1
    assert writer == reader == expected


@pytest.mark.parametrize("table", ["entry", "change"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_nobody_rewrites_history(shop: Shop, table: str, verb: str) -> None:
    shop.catalog.set_listings([], {})
    with pytest.raises(IntegrityError, match="append-only"):
        shop.tamper(verb.format(table))


def test_references_are_kept(shop: Shop) -> None:
    with pytest.raises(IntegrityError):
        shop.tamper("INSERT INTO link VALUES (77, 77, 0, 'person')")


# refused --------------------------------------------------------------------------------------------------------------


def test_a_newer_store_is_refused_untouched(shop: Shop) -> None:
    shop.tamper("UPDATE alembic_version SET version_num = '9999'")
    path = shop.folder / "store.db"
    shop.database.close()
    with pytest.raises(StoreError) as caught:
        open_database(path, shop.folder)
    assert (caught.value.code, caught.value.values) == ("store_newer", {"path": str(path), "found": "9999"})
    assert refused(path) == "store_newer"
    assert names(shop.folder) == ["store.db"]


def test_a_newer_store_in_use_is_refused_untouched(shop: Shop) -> None:
    shop.tamper("UPDATE alembic_version SET version_num = '9999'")
    path = shop.folder / "store.db"
    before = digest(path), digest(path.with_name("store.db-wal"))
    assert refused(path) == "store_newer"
    assert (digest(path), digest(path.with_name("store.db-wal"))) == before


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_database_of_something_else_is_refused_untouched(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "places.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode={mode}")
    connection.execute("CREATE TABLE listing (id)")
    connection.commit()
    connection.close()
    assert refused(path) == "store_foreign"
    assert names(tmp_path) == ["places.sqlite"]


@pytest.mark.parametrize("content", [b"", b"\0", b"SKU,Title\n", b"\0" * 5000, os.urandom(9000), b"SQLite format 3\0"])
def test_what_is_no_database_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(content)
    assert refused(path) == "store_damaged"
    assert names(tmp_path) == ["store.db"]


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert refused(tmp_path) == "store_cannot_open"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_store_that_was_cut_is_refused(store_path: Path, part: float) -> None:
    content = store_path.read_bytes()
    store_path.write_bytes(content[: int(len(content) * part)])
    assert refused(store_path) == "store_damaged"


def test_a_store_without_a_revision_is_damaged(database: Database, store_path: Path) -> None:
    with database.write() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    database.close()
    assert refused(store_path) == "store_damaged"
    raw = sqlite3.connect(store_path)
    raw.execute("DROP TABLE alembic_version")
    raw.close()
    assert refused(store_path) == "store_damaged"


def exercise(folder: Path) -> None:
    """Open the store and use most of what it has."""
    database = open_database(folder / "store.db", folder / "backups")
    try:
        shop = Shop(folder, database)
        shop.report(row("A", "1"), row("B", "2"))
        shop.item("A")
        shop.catalog.link_equal_skus(shop.channel)
        shop.catalog.set_listings([one.key for one in shop.shown()], {"max_listed": 1})
        shop.catalog.undo()
        shop.queries.search("a")
        shop.queries.history()
        shop.queries.runs()
        database.verified_backup(folder / "copy.db")
    finally:
        database.close()


@pytest.mark.parametrize("filler", [b"\0", b"\xff", b"\x5a"])
def test_whatever_page_is_destroyed_no_foreign_error_comes_out(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, filler: bytes
) -> None:
    whole = tmp_path / "store.db"
    shutil.copy2(_used_store(tmp_path_factory), whole)
    content = whole.read_bytes()
    page = int.from_bytes(content[16:18], "big")
    for start in range(0, len(content), page):
        folder = tmp_path / str(start)
        folder.mkdir()
        (folder / "store.db").write_bytes(content[:start] + filler * page + content[start + page :])
        try:
            exercise(folder)
        except UserError as error:  # a store that is damaged may say so, or that it lacks what was there
            assert isinstance(error, StoreError) or error.code in ("pair_missing", "nothing_to_undo"), error  # noqa: PT017
        shutil.rmtree(folder)


def _used_store(factory: pytest.TempPathFactory) -> Path:
    folder = factory.mktemp("used")
    exercise(folder)
    return folder / "store.db"


# migrated -------------------------------------------------------------------------------------------------------------

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade():
    with op.batch_alter_table("listing") as batch:
        batch.alter_column("currency", new_column_name="money")
        batch.add_column(sa.Column("colour", sa.Text(), server_default="red", nullable=False))
    {more}
"""


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make this program know a revision more, which rebuilds a table that others refer to."""

    def make(more: str = "") -> None:
        scripts = tmp_path / "scripts"
        if not scripts.exists():
            shutil.copytree(migrations.SCRIPTS, scripts)
        (scripts / "versions" / "r9999_next.py").write_text(NEXT.format(before=revisions.LATEST, more=more))
        monkeypatch.setattr(migrations, "SCRIPTS", scripts)
        monkeypatch.setattr(engine, "REVISIONS", (*revisions.REVISIONS, "9999"))
        monkeypatch.setattr(engine, "LATEST", "9999")

    return make


def test_an_older_store_is_backed_up_then_migrated(shop: Shop, next_revision: Callable[[str], None]) -> None:
    shop.report(row("A", "1", currency="GBP"), row("B", "2"))
    shop.link("A", "ITEM")
    before = shop.sql("SELECT * FROM link")
    next_revision("")
    shop.reopen()
    assert shop.sql("SELECT sku, money, colour FROM listing ORDER BY sku") == [("A", "GBP", "red"), ("B", None, "red")]
    assert shop.sql("SELECT * FROM link") == before
    assert shop.sql("PRAGMA foreign_key_check") == []
    with pytest.raises(IntegrityError, match="append-only"):
        shop.tamper("DELETE FROM entry")
    with pytest.raises(IntegrityError):
        shop.tamper("INSERT INTO link VALUES (77, 77, 0, 'person')")
    (backup,) = (shop.folder / "backups").iterdir()
    assert backup.name.endswith("before-migration.db")
    assert sqlite_engine.verify(backup) == revisions.LATEST
    shop.reopen()
    assert len(list((shop.folder / "backups").iterdir())) == 1


def test_a_migration_that_fails_leaves_the_old_schema_whole(shop: Shop, next_revision: Callable[[str], None]) -> None:
    shop.report(row("A", "1"))
    before = shop.dump()
    next_revision("raise ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        shop.reopen()
    revision = sqlite_engine.peek(shop.folder / "store.db")
    assert revision == revisions.LATEST
    next_revision("")
    shop.reopen()
    assert shop.sql("SELECT colour FROM listing") == [("red",)]
    assert shop.dump("link", "item", "channel") == {name: before[name] for name in ("link", "item", "channel")}


def test_a_migration_that_breaks_a_reference_is_not_kept(shop: Shop, next_revision: Callable[[str], None]) -> None:
    shop.report(row("A", "1"))
    shop.link("A", "ITEM")
    next_revision('op.execute("DELETE FROM item")')
    with pytest.raises(StoreError, match="store_damaged"):
        shop.reopen()
    assert sqlite_engine.peek(shop.folder / "store.db") == revisions.LATEST


def test_without_room_for_the_backup_nothing_is_migrated(shop: Shop, next_revision: Callable[[str], None]) -> None:
    next_revision("")
    (shop.folder / "backups").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="backup_cannot_write"):
        shop.reopen()
    assert sqlite_engine.peek(shop.folder / "store.db") == revisions.LATEST


def test_runs_of_before_the_source_stay_the_channels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From revision 0004: a run and a lock belonged to a channel then."""
    scripts = tmp_path / "scripts"
    shutil.copytree(migrations.SCRIPTS, scripts)
    (scripts / "versions" / "r0005_source_runs.py").unlink()
    path = tmp_path / "store.db"
    with monkeypatch.context() as old:
        old.setattr(migrations, "SCRIPTS", scripts)
        old.setattr(engine, "REVISIONS", ("0001", "0002", "0003", "0004"))
        old.setattr(engine, "LATEST", "0004")
        database = open_database(path, tmp_path)
        with database.write() as connection:
            for command in (
                "INSERT INTO channel (id, kind, name, settings) VALUES (7, 'report-file', 'Shop', '{}')",
                "INSERT INTO run (id, channel_id, event, trigger, started_at, outcome, new, details)"
                " VALUES (3, 7, 'RAKUTEN_MAPPING_SYNC', 'scheduled', 1000, 'running', 5, '{}')",
                "INSERT INTO run_lock VALUES (7, 3, 'somebody', 2000)",
            ):
                connection.execute(text(command))
        database.close()
    database = open_database(path, tmp_path)
    with database.read() as connection:
        run = connection.execute(text("SELECT id, channel_id, source, outcome, new FROM run")).one()
        lock = connection.execute(text("SELECT run_id, channel_id, source, owner, heartbeat_at FROM run_lock")).one()
    assert (tuple(run), tuple(lock)) == ((3, 7, None, "running", 5), (3, 7, None, "somebody", 2000))
    with pytest.raises(IntegrityError, match="run_of"), database.write() as connection:
        connection.execute(text("UPDATE run SET channel_id = NULL"))
    database.close()


def test_a_new_store_has_every_revision(tmp_path: Path, next_revision: Callable[[str], None]) -> None:
    next_revision("")
    database = open_database(tmp_path / "new.db", tmp_path)
    with database.read() as connection:
        assert sqlite_engine.revision(connection) == "9999"
    database.close()


# connections ----------------------------------------------------------------------------------------------------------


def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError, match="store_readonly"), database.read() as connection:
        connection.execute(text("INSERT INTO meta VALUES ('a', 'b')"))


def test_a_reader_sees_one_moment(shop: Shop) -> None:
    with shop.database.read() as connection:
        count = text("SELECT count(*) FROM channel")
        assert connection.execute(count).scalar_one() == 1
        shop.catalog.add_channel("report-file", "Other", {})
        assert connection.execute(count).scalar_one() == 1
    assert len(shop.queries.channels()) == 2


def test_what_raises_inside_a_write_is_not_kept(database: Database) -> None:
    insert = text("INSERT INTO meta VALUES ('a', 'b')")

    def write_half() -> None:
        with database.write() as connection:
            connection.execute(insert)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    with database.write() as connection:
        connection.execute(insert)


def test_our_own_mistakes_stay_visible(database: Database) -> None:
    with pytest.raises(OperationalError, match="no such column"), database.read() as connection:
        connection.execute(text("SELECT nowhere FROM channel"))


def test_the_version_changes_with_every_commit_and_only_then(shop: Shop) -> None:
    database = shop.database
    seen = [database.version()]
    assert database.version() == seen[0]
    for _ in range(3):
        shop.catalog.put_meta("a", "b")
        seen.append(database.version())
    shop.queries.channels()
    shop.queries.history()
    with database.staging() as staging, staging.compute():
        pass
    assert database.version() == seen[-1]
    assert len(set(seen)) == 4
    other = open_database(shop.folder / "store.db", shop.folder)
    Shop(shop.folder, other).catalog.put_meta("a", "c")
    other.close()
    assert database.version() not in seen


def test_the_version_is_right_from_many_threads(shop: Shop) -> None:
    """Pooled connections each count for themselves: the version must not come from whichever is free."""
    ready, go = threading.Barrier(4), threading.Event()

    def hold_a_reader() -> None:
        with shop.database.read():
            ready.wait()
            go.wait()

    threads = [threading.Thread(target=hold_a_reader) for _ in range(3)]
    for thread in threads:
        thread.start()
    ready.wait()
    before = shop.database.version()
    go.set()
    for thread in threads:
        thread.join()
    assert [shop.database.version() for _ in range(5)] == [before] * 5


def test_a_thread_that_must_not_wait_is_refused(database: Database) -> None:
    database.forbid_thread = threading.get_ident()
    for use in (database.read, database.write, database.staging):
        with pytest.raises(RuntimeError), use():
            pass
    with pytest.raises(RuntimeError):
        database.version()
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(database.version()))
    thread.start()
    thread.join()
    assert len(found) == 1


def test_a_closed_store_can_be_opened_again_and_leaves_one_file(shop: Shop) -> None:
    shop.report(row("A", "1"))
    shop.database.version()
    shop.database.close()
    assert names(shop.folder) == ["store.db"]
    assert shop.database.version() is not None
    assert shop.counts.total == 1


def test_a_staging_leaves_nothing_behind(shop: Shop) -> None:
    tables = "SELECT name FROM sqlite_temp_master UNION SELECT name FROM sqlite_master ORDER BY name"
    before = shop.sql(tables)
    with shop.items_file() as (staging, _):
        staging.counts()
    with shop.database.staging() as fresh, fresh.compute() as connection:
        assert [tuple(found) for found in connection.execute(text(tables))] == before


# waiting --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> float:
    """Wait a fraction of a second where the program waits five."""
    monkeypatch.setattr(sqlite_engine, "WAIT", 0.3)
    return 0.3


HOLDER = """
import sys
import {driver} as driver
connection = driver.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


def test_a_store_that_another_program_writes_is_busy_after_the_wait(store_path: Path, impatient: float) -> None:
    shop = Shop(store_path.parent, open_database(store_path, store_path.parent))
    shop.report(row("A", "1"))
    before = shop.dump()
    code = HOLDER.format(driver=sqlite_engine.DriverError.__module__)
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(store_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == "held\n"
        for use in (
            lambda: shop.catalog.set_listings([shop.key("A")], {"excluded": True}),
            lambda: shop.report(row("B", "2")),
            lambda: shop.item("I"),
            lambda: shop.catalog.undo(),
        ):
            with pytest.raises(StoreError) as caught:
                use()
            assert (caught.value.code, caught.value.exit) == ("store_busy", 5)
        assert shop.dump() == before
        assert shop.catalog.undo_preview().count == 1
        assert shop.catalog.equal_skus(shop.channel).pairs == 0
        holder.stdin.write("\n")
    shop.catalog.set_listings([shop.key("A")], {"excluded": True})
    shop.database.close()


def test_a_writer_of_the_same_process_is_waited_for_too(store_path: Path, impatient: float) -> None:
    shop = Shop(store_path.parent, open_database(store_path, store_path.parent))
    codes: list[str] = []

    def write() -> None:
        try:
            shop.catalog.put_meta("a", "b")
        except StoreError as error:
            codes.append(error.code)

    with shop.database.write():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert codes == ["store_busy"]
    shop.catalog.put_meta("a", "b")
    shop.database.close()


def test_too_many_readers_at_once_are_told_to_wait(store_path: Path, impatient: float) -> None:
    database = open_database(store_path, store_path.parent)
    held = [database.read() for _ in range(12)]
    for one in held:
        one.__enter__()
    with pytest.raises(StoreError, match="store_busy"), database.read():
        pass
    for one in held:
        one.__exit__(None, None, None)
    database.close()


# --store --------------------------------------------------------------------------------------------------------------


def test_the_store_of_an_address(tmp_path: Path) -> None:
    assert parse_url(None, tmp_path) == tmp_path
    assert parse_url("sqlite:////a/b.db", tmp_path) == Path("/a/b.db")
    assert parse_url("sqlite:///b.db", tmp_path) == Path("b.db")


@pytest.mark.parametrize("url", ["", "b.db", "sqlite://", "sqlite:///:memory:", "postgresql://u:secret@h/d"])
def test_an_address_that_is_no_file_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(StoreError, match="store_url") as caught:
        parse_url(url, Path("default"))
    assert "secret" not in str(caught.value)


# errors of the driver -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "code"),
    [(5, "store_busy"), (5 | 2 << 8, "store_busy"), (6, "store_busy"), (8, "store_readonly"), (10, "store_io"),
     (10 | 13 << 8, "store_io"), (11, "store_damaged"), (13, "disk_full"), (14, "store_cannot_open"),
     (15, "store_busy"), (26, "store_damaged"), (1, None), (19, None)],
)  # fmt: skip
def test_codes_of_sqlite(number: int, code: str | None) -> None:
    error = sqlite3.OperationalError("whatever")
    error.sqlite_errorcode = number
    assert sqlite_engine.environment_code(error) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [("database is locked", "store_busy"), ("attempt to write a readonly database", "store_readonly"),
     ("disk I/O error", "store_io"), ("database disk image is malformed", "store_damaged"),
     ("database or disk is full", "disk_full"), ("unable to open database file", "store_cannot_open"),
     ("file is not a database", "store_damaged"), ("Could not decode to UTF-8 column 'a'", "store_damaged"),
     ("no such table: a", None)],
)  # fmt: skip
def test_words_of_a_driver_without_codes(words: str, code: str | None) -> None:
    assert sqlite_engine.environment_code(ValueError(words)) == code


def test_errors_do_not_show_what_was_stored(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught, database.write() as connection:
        connection.execute(text("INSERT INTO meta VALUES (:a, NULL)"), {"a": "a buyer's address"})
    assert "buyer" not in str(caught.value)


@pytest.mark.parametrize(
    ("version", "warns"),
    [("3.40.1", True), ("3.44.5", True), ("3.44.6", False), ("3.45.0", True), ("3.50.7", False), ("3.51.2", True),
     ("3.51.3", False), ("3.53.4", False)],
)  # fmt: skip
def test_old_versions_of_sqlite_are_named(monkeypatch: pytest.MonkeyPatch, version: str, warns: bool) -> None:
    monkeypatch.setattr(sqlite_engine, "driver_version", lambda: version)
    assert sqlite_engine.driver_warning() == (version if warns else None)


# no room --------------------------------------------------------------------------------------------------------------


def pages(database: Database, most: int | None) -> None:
    """Let the store grow to so many pages and no more, as a full disk does; ``None``: as it likes."""
    for made in (database._writer, database._stager):
        for hook in list(made.pool.dispatch.connect):
            if getattr(hook, "__name__", "") == "limit":
                event.remove(made, "connect", hook)
        made.dispose()
        if most is not None:

            def limit(connection: Any, _record: object) -> None:
                connection.execute(f"PRAGMA max_page_count={most}")

            event.listen(made, "connect", limit)


def test_a_full_disk_changes_nothing_and_afterwards_it_goes_on(shop: Shop) -> None:
    shop.report(row("A", "1"))
    before = shop.dump()
    (size,) = shop.sql("PRAGMA page_count")
    pages(shop.database, size[0])
    rows = [row(f"S{n}", str(n), title="x" * 2000) for n in range(300)]
    with pytest.raises(StoreError) as caught:
        shop.report(*rows)
    assert (caught.value.code, caught.value.values) == ("disk_full", {"path": str(shop.database.path)})
    with pytest.raises(StoreError, match="disk_full"):
        shop.catalog.put_meta("a", "x" * 100_000)
    assert shop.dump() == before
    pages(shop.database, None)
    shop.tamper("DELETE FROM run_lock")
    assert shop.report(*rows).total == 300


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EACCES, "store_cannot_open")]
)
def test_a_store_that_cannot_be_put_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(sqlite_engine, "_sync", fail)
    assert refused(tmp_path / "store.db") == code
    assert names(tmp_path) == []
