"""The log: no secret in it, no record forged in it, and no trouble from it."""

from __future__ import annotations

import base64
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.system.logs import FILE_BYTES, FILES, Logs, Masker, crash_text

SECRET = "s3cr3t/with +odd=chars&ü"
LOGGER = logging.getLogger("shop.test")


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Logs]:
    made = Logs(tmp_path)
    made.start()
    yield made
    made.stop()


def lines(logs: Logs) -> list[str]:
    return logs.path.read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        f"before {SECRET} after",
        quote(SECRET),
        quote(SECRET, safe=""),
        quote_plus(SECRET),
        base64.b64encode(SECRET.encode()).decode(),
        base64.urlsafe_b64encode(SECRET.encode()).decode(),
        *(base64.b64encode(f"{'u' * n}:{SECRET}:x".encode()).decode() for n in range(1, 7)),
        repr(SECRET),
    ],
)
def test_a_secret_is_masked_in_every_form(text: str) -> None:
    masker = Masker([SECRET])
    masked = masker.masked(text)
    assert "***" in masked
    for form in (SECRET, quote(SECRET), quote_plus(SECRET)):
        assert form not in masked
    assert base64.b64encode(SECRET.encode()).decode()[3:-4] not in masked
    assert SECRET not in repr(masker)


def test_short_and_empty_secrets_do_not_blot_out_everything() -> None:
    assert Masker(["", "a", "abc"]).masked("a cab, abc") == "a cab, abc"


def test_the_longest_secret_goes_first() -> None:
    assert Masker(["token", "token-1234"]).masked("token-1234 token") == "*** ***"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("GET https://shop.example/r.csv?key=1&b=2 done", "GET https://shop.example/r.csv?*** done"),
        ("https://me:pw@shop.example/r.csv", "https://***@shop.example/r.csv"),
        ("(https://shop.example/r?x)", "(https://shop.example/r?***)"),
        ("with url: /r.csv?key=1 (Caused by", "with url: /r.csv?*** (Caused by"),
        ("{'Authorization': 'Bearer abc', 'X': 1}", "{'Authorization': '***', 'X': 1}"),
        ("authorization: ESA YWJj", "authorization: ***"),
        ("postgresql://me:pw@db/shop", "postgresql://***@db/shop"),
        ("https://shop.example/r.csv", "https://shop.example/r.csv"),
        ("Is it here? a = b", "Is it here? a = b"),
    ],
)
def test_what_addresses_carry(text: str, masked: str) -> None:
    assert Masker().masked(text) == masked


@given(st.text(min_size=4), st.text(), st.text())
def test_no_secret_survives(secret: str, before: str, after: str) -> None:
    masked = Masker([secret]).masked(f"{before}\0{secret}\0{after}")
    assert f"\0{secret}\0" not in masked


def test_records_are_written_and_masked_whole(logs: Logs) -> None:
    logs.masker.add("canary")
    try:
        raise ValueError("canary in an error")
    except ValueError:
        LOGGER.exception("failed at %s", "https://shop.example/?k=canary")
    LOGGER.info("plain %s", {"Authorization": "canary"})
    text = logs.path.read_text("utf-8")
    assert "canary" not in text
    assert "Traceback" in text
    assert "ValueError: *** in an error" in text
    assert logs.path.stat().st_mode & 0o777 == 0o600


def test_a_text_cannot_look_like_a_record(logs: Logs) -> None:
    LOGGER.info("title %s", "mug\n2026-01-01 00:00:00,000 1 ERROR rakumap: forged\r\x1b[2J\u2028x\ud800")
    found = lines(logs)
    assert len(found) == 2
    assert found[1].startswith("\t2026-01-01")
    assert "\x1b" not in found[1]
    assert found[1].endswith("x\\ud800")


def test_urllib3_says_no_addresses(logs: Logs) -> None:
    logging.getLogger("urllib3.connectionpool").debug("GET /r.csv?key=canary")
    LOGGER.debug("detail")
    LOGGER.info("there")
    assert [line.rpartition(" ")[2] for line in lines(logs)] == ["there"]


def test_it_rotates(logs: Logs) -> None:
    for n in range(FILES * 12):
        LOGGER.info("%d %s", n, "x" * (FILE_BYTES // 10))
    files = sorted(logs.path.parent.iterdir())
    assert len(files) == FILES
    assert all(file.stat().st_size <= FILE_BYTES for file in files)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_loose_file_of_before_is_closed(tmp_path: Path) -> None:
    (tmp_path / "rakumap.log").write_text("old\n")
    (tmp_path / "rakumap.log").chmod(0o644)
    logs = Logs(tmp_path)
    logs.start()
    LOGGER.info("new")
    logs.stop()
    assert len(lines(logs)) == 2
    assert logs.path.stat().st_mode & 0o777 == 0o600


def test_stopping_leaves_no_handler_behind(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    logs = Logs(tmp_path)
    logs.start()
    logs.stop()
    assert (root.level, list(root.handlers)) == before
    LOGGER.warning("nobody listens")
    assert not logs.path.exists()


def test_a_disk_that_is_full_and_then_is_not(
    logs: Logs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*args: object, **kwargs: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", full)
        LOGGER.info("lost")
    LOGGER.info("kept")
    assert [line.rpartition(" ")[2] for line in lines(logs)] == ["kept"]
    assert capsys.readouterr() == ("", "")


def test_a_really_full_disk(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    logs = Logs(tmp_path)
    logs.path.symlink_to("/dev/full")  # not followed: the log cannot be opened at all
    logs.start()
    LOGGER.info("lost")
    logs._handler.stream = open("/dev/full", "w")  # noqa: SIM115
    for _ in range(3):
        LOGGER.info("x" * 100_000)
    logs.stop()


def test_a_wrong_record_is_told_and_does_not_raise(logs: Logs, capsys: pytest.CaptureFixture[str]) -> None:
    # Given to our handler alone: pytest's own raises.
    logs._handler.handle(logging.LogRecord("shop", logging.INFO, "here.py", 1, "%d", ("three",), None))
    LOGGER.info("after")
    assert "--- Logging error ---" in capsys.readouterr().err
    assert [line.rpartition(" ")[2] for line in lines(logs)] == ["after"]


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    logs = Logs(tmp_path / "gone")
    logs.start()
    LOGGER.info("lost")
    logs.stop()


def test_a_crash_report_holds_no_values_and_no_home(isolated_home: Path) -> None:
    def fail(password: str) -> None:
        raise RuntimeError(f"cannot use {isolated_home}/shop with {password} at https://a.example/?k=v")

    try:
        fail("canary-1")
    except RuntimeError as error:
        text = crash_text(type(error), error, error.__traceback__, Masker(["canary-1"]), "0.1.0")
    assert text.startswith("rakumap 0.1.0, Python 3.")
    assert "RuntimeError: cannot use ~/shop with *** at https://a.example/?***" in text
    assert "in fail" in text
    assert "canary" not in text


def test_two_processes_log_at_once(tmp_path: Path) -> None:
    code = (
        "import logging, sys; from pathlib import Path; from rakumap.system.logs import Logs\n"
        "logs = Logs(Path(sys.argv[1])); logs.start()\n"
        "for n in range(300): logging.info('%s %d', sys.argv[2], n)\n"
        "logs.stop()"
    )
    children = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "ab"]
    assert [child.wait(30) for child in children] == [0, 0]
    assert len((tmp_path / "rakumap.log").read_text("utf-8").splitlines()) == 600
