"""What users, files, disks and other processes do to us: one clear sentence, the right exit code, nothing lost."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import NAME, Program, forget_force, one_line, table, until
from tests.servers.faults import FaultServer

IS_ROOT = sys.platform != "win32" and os.geteuid() == 0


# ---- files -----------------------------------------------------------------------------------------------------------


def workbook_bomb(path: Path) -> None:
    """A workbook whose sheet is 100 MB of nothing."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (100 << 20))


FILES: dict[str, bytes] = {
    "empty": b"",
    "blank lines": b"\n\n\n",
    "nul": b"\x00" * 4096,
    "html": b"<!DOCTYPE html><html><body>Log in</body></html>",
    "json": b'[{"sku": "A"}, 5]',
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "gzip": b"\x1f\x8b\x08\x00" + b"x" * 100,
    "sqlite": b"SQLite format 3\x00" + b"\x00" * 200,
    "never closed quote": b'SKU,Title\nA,"x\nB,y\n',
    "not a workbook": b"PK\x03\x04" + b"x" * 200,
    "header only of others": b"colour,size\n",
    "bad utf-16": b"\xff\xfeS\x00K\x00U\x00\n",
    "long header": b"SKU," + b"x" * 200_000 + b"\nA,b\n",
    "xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("command", [["inventory", "import"], ["limits", "import", NAME], ["links", "import", NAME]])
def test_a_file_that_is_no_table_is_refused_whole(shop: Program, tmp_path: Path, name: str, command: list[str]) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(FILES[name])
    before = shop.json("history")
    shop.inside(*command, path, code=1)
    assert list(shop.json(*command, str(path), code=1)) == ["error"]
    assert shop.json("history") == before


@pytest.mark.parametrize("name", FILES)
def test_a_report_that_is_no_table_is_refused_whole(shop: Program, tmp_path: Path, name: str) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(FILES[name])
    shop.inside("channel", "set", NAME, "--set", f"path={path}")
    forget_force(shop)
    before = shop.json("listings", NAME)
    answer = shop.json("refresh", NAME, "--force", code=4)
    assert answer["outcome"] == "failed"
    assert shop.json("listings", NAME) == before
    assert shop.json("log")[0]["outcome"] == "failed"


def test_a_workbook_that_is_a_bomb(shop: Program, tmp_path: Path) -> None:
    workbook_bomb(tmp_path / "bomb.xlsx")
    shop("inventory", "import", tmp_path / "bomb.xlsx", code=1)


def test_places_that_are_no_files(shop: Program, tmp_path: Path) -> None:
    shop.inside("inventory", "import", tmp_path, code=1)
    shop.inside("inventory", "import", "/dev/null" if os.name == "posix" else "NUL", code=1)
    shop.inside("backup", tmp_path, code=1)
    shop.inside("links", "export", NAME, tmp_path, code=1)
    shop.inside("restore", tmp_path, code=1)
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe")
        shop.inside("inventory", "import", tmp_path / "pipe", code=1)


ROWS = (
    ("1_000", "max_listed"),
    ("１２", "max_listed"),
    ("①", "max_listed"),
    ("nan", "max_listed"),
    ("1e3", "max_listed"),
    ("-1", "max_listed"),
    ("1.5", "max_listed"),
    ("1000000000", "max_listed"),
    ("99999999999999999999", "max_listed"),
    ("٣", "max_listed"),
    ("\u00a05", "max_listed"),
    ("=5", "max_listed"),
)


def test_numbers_that_are_none(shop: Program, tmp_path: Path) -> None:
    for number, (value, field) in enumerate(ROWS):
        path = table(tmp_path / f"{number}.csv", "SKU,Max,Percentage", [f"MUG-RED,{value},", "MUG-BLUE,,50"])
        answer = shop.json("limits", "import", NAME, path, "--dry-run")
        assert (answer["applied"], answer["refused"]) == (1, 1), value
        assert (answer["problems"][0]["line"], answer["problems"][0]["field"]) == (2, field), value


def test_every_record_is_counted_once(shop: Program, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    lines = [
        b"SKU,Title,Level",
        b"A,plain,1",
        b'B,"two\nlines",2',
        b"C,ragged",
        b"D,ragged,1,2,3",
        b"E\x00,nul,1",
        b'F,st"ray,1',
        b"G," + b"x" * 40_000 + b",1",
        b"",
        b"A,plain,1",
        b"A,another,1",
        b"H,rtl \xd7\xa9\xd7\x9c\xe2\x80\xae,1",
    ]
    path.write_bytes(b"\r\n".join(lines) + b"\r\n")
    answer = shop.json("inventory", "import", path)
    assert answer["applied"] + answer["unchanged"] + answer["refused"] == 10
    assert {row["sku"] for row in shop.json("search", "rtl")} == {"H"}
    assert [one["line"] for one in answer["problems"]] == sorted(one["line"] for one in answer["problems"])
    assert shop("search", "rtl").out.count("⟨U+202E⟩") == 1


def test_skus_are_opaque(shop: Program, tmp_path: Path) -> None:
    skus = ["a", "A", "ａ", "é", "e\u0301", "00", "0", "ß", "ss", "%", "_", "\\", "'", "x'; DROP TABLE item; --"]
    report = table(tmp_path / "r.csv", "sku,title", [f'"{sku}",Title' for sku in skus])
    items = table(tmp_path / "i.csv", "SKU,Title", [f'"{sku}",Item' for sku in skus])
    shop.inside("channel", "set", NAME, "--set", f"path={report}")
    forget_force(shop)
    shop.inside("refresh", NAME, "--force")
    shop.inside("inventory", "import", items)
    for sku in skus:
        assert shop.json("link", NAME, "--", sku, sku)["listing"]["linked_to"] == sku
        quoted = sku.replace('"', '""')
        assert [row["sku"] for row in shop.json("listings", NAME, "--filter", f'sku:="{quoted}"')] == [sku]
        assert shop.json("search", sku)[0]["sku"] == sku


def test_texts_are_shown_and_not_obeyed(shop: Program, tmp_path: Path) -> None:
    report = table(tmp_path / "r.csv", "sku,title", ['A,"\x1b[31mred\x1b[0m\u202e\u200b"'])
    shop.inside("channel", "set", NAME, "--set", f"path={report}")
    forget_force(shop)
    shop.inside("refresh", NAME, "--force")
    shown = shop("listings", NAME).out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "⟨U+001B⟩" in shown
    assert shop.json("listings", NAME)[0]["title"] == "\x1b[31mred\x1b[0m\u202e\u200b"


# ---- the store -------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Another program holds the store's write lock."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_a_store_that_is_being_written(shop: Program) -> None:
    with writing(shop.profile / "rakumap.db"):
        # A process of its own: locks of files do not hold between two copies of SQLite in one.
        done = shop("link", NAME, "MUG-RED", "MUG-RED", "--json", code=5)
        assert done.json["error"]["code"] == "store_busy"
        assert shop.json("listings", NAME, "--filter", "is:linked") == [], "reading goes on"
    assert shop.json("link", NAME, "MUG-RED", "MUG-RED")["count"] == 1


def test_restore_and_repair_need_the_store_alone(shop: Program, tmp_path: Path) -> None:
    shop.inside("backup", tmp_path / "b.db")
    with shop.start("watch") as watching:
        assert watching.stderr is not None
        watching.stderr.readline()
        for arguments in (["restore", str(tmp_path / "b.db")], ["doctor", "--repair"]):
            assert shop.json(*arguments, code=5)["error"]["code"] == "store_in_use"
        assert shop.inside("doctor").code == 0
        watching.terminate()
        assert watching.wait(20) == 0
    assert shop.json("restore", str(tmp_path / "b.db"))["restored"] == str(tmp_path / "b.db")


def damage(path: Path, kind: str) -> None:
    """Damage a store."""
    data = path.read_bytes()
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "text":
        path.write_text("this is no store" * 100)
    elif kind == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif kind == "zeros":
        path.write_bytes(data[:4096] + bytes(len(data) - 4096))
    elif kind == "foreign":
        path.unlink()
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE x (y)")
        other.commit()
        other.close()


@pytest.mark.parametrize("kind", ["empty", "text", "cut", "zeros", "foreign"])
def test_a_damaged_store_is_refused_and_left_as_it_is(shop: Program, tmp_path: Path, kind: str) -> None:
    backup, store = tmp_path / "b.db", shop.profile / "rakumap.db"
    listings = shop.json("listings", NAME)
    shop.inside("backup", backup)
    damage(store, kind)
    before = store.read_bytes()
    for arguments in (["channel", "list"], ["listings", NAME], ["link", NAME, "MUG-RED", "MUG-RED"], ["doctor"]):
        shop.inside(*arguments, code=5)
    assert store.read_bytes() == before
    answer = shop.json("restore", str(backup))
    assert Path(answer["kept"]).read_bytes() == before
    assert shop.json("listings", NAME) == listings
    assert shop.json("doctor")["findings"] == []


def test_a_store_of_a_newer_rakumap(shop: Program) -> None:
    store = shop.profile / "rakumap.db"
    connection = sqlite3.connect(store)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = store.read_bytes()
    assert shop.json("channel", "list", code=5)["error"]["code"] == "store_newer"
    assert store.read_bytes() == before


def test_backup_and_restore(shop: Program, tmp_path: Path) -> None:
    shop.inside("link", NAME, "MUG-RED", "MUG-RED")
    answer = shop.json("backup", tmp_path / "b.db")
    assert answer == {"backup": str(tmp_path / "b.db"), "bytes": (tmp_path / "b.db").stat().st_size, "verified": True}
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "b.db").stat().st_mode) == 0o600
    shop.inside("undo")
    restored = shop.json("restore", str(tmp_path / "b.db"))
    assert shop.json("listings", NAME, "--filter", "is:linked", "--columns", "sku") == [{"sku": "MUG-RED"}]
    shop.inside("restore", restored["kept"])
    assert shop.json("listings", NAME, "--filter", "is:linked") == []
    shop.inside("backup", tmp_path / "b.db")
    for name, content in (("text.db", b"no backup"), ("cut.db", (tmp_path / "b.db").read_bytes()[:9000])):
        (tmp_path / name).write_bytes(content)
        assert shop.json("restore", str(tmp_path / name), code=1)["error"]["code"].startswith("backup_")
        assert shop.json("backup", str(tmp_path / name), code=1)["error"]["code"] == "backup_overwrites"
        assert (tmp_path / name).read_bytes() == content
    assert shop.json("backup", str(shop.profile / "rakumap.db"), code=1)["error"]["code"] == "backup_is_store"
    assert shop.json("restore", str(tmp_path / "none.db"), code=1)["error"]["code"] == "backup_missing"


def test_doctor_repairs(shop: Program) -> None:
    store = shop.profile / "rakumap.db"
    connection = sqlite3.connect(store)
    connection.execute("DROP TRIGGER entry_no_update")
    connection.execute("UPDATE listing SET sku_key = 'wrong' WHERE sku = 'MUG-RED'")
    connection.execute(
        "INSERT INTO run (channel_id, event, trigger, started_at, outcome) VALUES (1, 'RAKUTEN_MAPPING_SYNC', 'forced', 5, 'running')"
    )
    connection.commit()
    connection.close()
    found = shop.json("doctor", code=1)["findings"]
    assert sorted(one["code"] for one in found) == ["doctor_derived", "doctor_guard", "doctor_run_open"]
    assert all(one["repairable"] and not one["repaired"] and one["message"].endswith(".") for one in found)
    assert all(one["repaired"] for one in shop.json("doctor", "--repair")["findings"])
    assert shop.json("doctor")["findings"] == []
    assert shop.json("log")[-1]["outcome"] == "interrupted"


def test_another_store(program: Program, tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'team' / 'store.db').as_posix()}"
    assert program.json("--store", url, "channel", "list", code=5)["error"]["code"] == "store_cannot_open"
    (tmp_path / "team").mkdir()
    program.inside("--store", url, "channel", "add", "--kind", "report-file", "--name", "Team", "--set", "path=x")
    assert [one["name"] for one in program.json("--store", url, "channel", "list")] == ["Team"]
    assert program.json("channel", "list") == []
    for wrong in ("postgresql://host/x", "nonsense", "sqlite://", "sqlite:///:memory:"):
        assert program.json("--store", wrong, "channel", "list", code=5)["error"]["code"] == "store_url"


# ---- the profile -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_only_this_user_can_read_what_we_write(tmp_path: Path) -> None:
    program = Program(tmp_path / "new")
    command = "umask 000; exec " + " ".join(f"'{word}'" for word in program.command("demo", "--no-window"))
    subprocess.run(["sh", "-c", command], env=program.environment(), check=True, capture_output=True)
    made = list((tmp_path / "new").rglob("*"))
    assert any(path.name == "rakumap.db" for path in made)
    assert [path for path in made if path.stat().st_mode & 0o077] == []


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_profiles_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name in ("file", "file/below", "link"):
        Program(tmp_path / name).inside("channel", "list", code=5)
    if not IS_ROOT:
        (tmp_path / "real").chmod(0o500)
        Program(tmp_path / "real").inside("channel", "list", code=5)


@pytest.mark.skipif(not IS_ROOT or shutil.which("mount") is None, reason="needs to mount a small disk")
def test_a_full_disk_loses_nothing(shop: Program, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        shutil.copytree(shop.profile, small / "profile")
        full = Program(small / "profile")
        fill = os.open(small / "fill", os.O_CREAT | os.O_WRONLY)
        with contextlib.suppress(OSError):
            while True:
                os.write(fill, bytes(4096))
        os.close(fill)
        many = table(tmp_path / "many.csv", "SKU,Title", [f"S{number},Title {number}" for number in range(20_000)])
        done = full("inventory", "import", many, code=5)
        assert one_line(done.err)
        full("backup", small / "b.db", code=None)
        (small / "fill").unlink()
        assert full.json("listings", NAME) == shop.json("listings", NAME)
        assert full.json("doctor", code=1)["findings"][0]["code"] == "doctor_disk"
    finally:
        subprocess.run(["umount", small], check=True)


def test_no_display_no_window(program: Program) -> None:
    env = {**program.environment()}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        env.pop(name, None)
    for arguments in ([], ["demo"]):
        done = subprocess.run(program.command(*arguments), env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert one_line(done.stderr)
        assert done.stdout == ""


# ---- progress --------------------------------------------------------------------------------------------------------


def test_progress_as_lines_of_json(program: Program, tmp_path: Path) -> None:
    many = table(tmp_path / "many.csv", "SKU,Title", [f"S{number},Title {number}" for number in range(20_000)])
    done = program.with_env(RAKUMAP_PROGRESS="json")("inventory", "import", many, "--json")
    assert done.json["applied"] == 20_000
    steps = [json.loads(line)["progress"] for line in done.err.splitlines()]
    assert {"reading", "judging"} <= {step["phase"] for step in steps}
    assert all(list(step) == ["phase", "done", "total"] for step in steps)
    quiet = program("inventory", "import", many, "--json")
    assert quiet.err == ""
    assert (quiet.json["applied"], quiet.json["unchanged"]) == (0, 20_000)


def test_commands_at_once(shop: Program) -> None:
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(shop.start("set", NAME, "TEA", f"max_listed={n}")) for n in range(6)]
        assert [one.wait(50) for one in running] == [0] * 6
    assert len([entry for entry in shop.json("history") if entry["action"] == "set"]) == 6


def test_a_slow_server_can_be_left_by_the_person(shop: Program) -> None:
    forget_force(shop)
    with FaultServer() as server:
        shop.inside("channel", "set", NAME, "--set", f"path={server.url('/drip')}")
        with shop.start("refresh", NAME, "--force") as slow:
            until(lambda: server.asked("/drip"))
            slow.terminate()
            assert slow.wait(5) == 130
