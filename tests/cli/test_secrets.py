"""Secrets on the command line: read from standard input or the environment, kept where the person says, seen nowhere."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.program import NAME, Done, Program
from tests.servers.faults import FaultServer
from tests.services.shop import profile

SECRET = "Bearer canary-4711"
PASSPHRASE = "four quiet red mugs"
NO_BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
"""No keyring on Linux; elsewhere the tests below would ask the person's own."""
pytestmark = pytest.mark.skipif(
    os.name == "nt" or os.uname().sysname != "Linux", reason="the keyring is a person's own"
)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(profile(tmp_path / "profile"), NO_BUS)


def typed(program: Program, *arguments: str, text: str) -> Done:
    """Run a command with text on its standard input."""
    done = subprocess.run(
        program.command(*arguments), env=program.environment(), input=text, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert "canary" not in done.stdout + done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def add(program: Program, url: str, *more: str, text: str) -> Done:
    arguments = ("channel", "add", "--kind", "report-file", "--name", NAME, "--set", f"path={url}", "--enable")
    return typed(program, *arguments, "--secret", "authorization", *more, text=text)


def nowhere(program: Program) -> None:
    """The secret stands in no file of the profile."""
    for path in program.profile.rglob("*"):
        assert path.is_dir() or b"canary-4711" not in path.read_bytes()


def test_without_a_keyring_nothing_is_added_and_the_ways_out_are_named(program: Program) -> None:
    done = add(program, "https://example.com/report.csv", text=f"{SECRET}\n")
    assert done.code == 1
    assert "--secrets-in file" in done.err
    assert program.json("channel", "list") == []


@pytest.mark.parametrize("text", ["", "\n", "one\n"])
def test_too_few_lines_are_said(program: Program, text: str) -> None:
    done = add(program, "https://example.com/report.csv", "--secrets-in", "file", text=text)
    assert done.code == 1
    assert "passphrase, authorization" in done.err
    assert program.json("channel", "list") == []


def test_a_locked_file_keeps_it_and_its_passphrase_opens_it(program: Program) -> None:
    with FaultServer() as server:
        added = add(program, server.url("/ok"), "--secrets-in", "file", text=f"{PASSPHRASE}\n{SECRET}\n")
        assert added.code == 0, added.err
        assert "passphrase" in program("channel", "test", NAME, code=4).err
        wrong = program.with_env(RAKUMAP_SECRET_PASSPHRASE="something else")
        assert "not the passphrase" in wrong("channel", "test", NAME, "--secrets-from-env", code=4).err
        right = program.with_env(RAKUMAP_SECRET_PASSPHRASE=PASSPHRASE)
        right("channel", "test", NAME, "--secrets-from-env")
        right("refresh", NAME, "--force", "--secrets-from-env")
        seen = {request.headers.get("authorization") for request in server.requests}
    assert seen == {SECRET}
    nowhere(program)


def test_a_removed_channel_forgets_its_secrets(program: Program) -> None:
    url = "https://example.com/report.csv"
    assert add(program, url, "--secrets-in", "file", text=f"{PASSPHRASE}\n{SECRET}\n").code == 0
    locked = program.profile / "secrets.json"
    before = locked.read_bytes()
    assert "passphrase" in program("channel", "remove", NAME, code=1).err
    assert locked.read_bytes() == before
    program.with_env(RAKUMAP_SECRET_PASSPHRASE=PASSPHRASE)("channel", "remove", NAME, "--secrets-from-env")
    assert locked.read_bytes() != before
    program("undo")
    assert len(program.json("channel", "list")) == 1


def test_the_window_hands_them_to_its_child_by_standard_input(program: Program) -> None:
    with FaultServer() as server:
        program("channel", "add", "--kind", "report-file", "--name", NAME, "--set", f"path={server.url('/ok')}")
        line = json.dumps({"authorization": SECRET}) + "\n"
        done = typed(program, "channel", "test", NAME, "--secrets-on-stdin", text=line)
        assert done.code == 0, done.err
        seen = [request.headers.get("authorization") for request in server.requests]
    assert seen == [SECRET]
    nowhere(program)


def test_an_unknown_secret_is_refused(program: Program) -> None:
    arguments = ["channel", "add", "--kind", "report-file", "--name", NAME, "--set", "path=x"]
    done = typed(program, *arguments, "--secret", "licence", "--secrets-in", "file", text=f"{PASSPHRASE}\nx\n")
    assert (done.code, "authorization" in done.err) == (1, True)
