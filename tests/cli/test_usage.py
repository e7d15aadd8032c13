"""Wrong usage, what comes later, help and start-up: one line that says what to do, and the right exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rakumap import __version__
from rakumap.cli.parser import joined
from tests.cli.program import NAME, Program, one_line


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["channel"],
        ["channel", "nonsense"],
        ["channel", "add", "--name", "x"],
        ["channel", "add", "--kind", "report-file", "--name", "x", "--set", "nothing"],
        ["channel", "list", "--nonsense"],
        ["refresh"],
        ["refresh", NAME, "--reason", "missing"],
        ["refresh", NAME, "--force", "--reason", "boredom"],
        ["refresh", NAME, "--accept-held", "--discard-held"],
        ["refresh", NAME, "--force", "--accept-held"],
        ["listings", NAME, "--format", "yaml"],
        ["listings", NAME, "--columns", "sku,colour"],
        ["search", "x", "--limit", "none"],
        ["search", "x", "--limit", "0"],
        ["unlink", NAME],
        ["unlink", NAME, "SKU", "--filter", "is:linked"],
        ["set", NAME, "SKU", "colour=red"],
        ["set", NAME, "SKU", "sku_change=perhaps"],
        ["set", NAME, "SKU", "ignore_sync=perhaps"],
        ["set", NAME, "SKU"],
        ["limits", "import", NAME, "f.csv", "--default", "colour=red"],
        ["inventory", "import", "f.csv", "--map", "colour=x"],
        ["autolink", NAME, "--min-score", "2"],
        ["undo", "minus-one"],
        ["log", "--since", "yesterday"],
        ["backup", "FILE", "--list"],
        ["--store", "sqlite:///x.db", "demo", "--no-window"],
    ],
)
def test_wrong_usage_is_two(program: Program, arguments: list[str]) -> None:
    assert program.inside(*arguments, code=2).out == ""


def test_wrong_usage_with_json_says_so_in_json(program: Program) -> None:
    assert program.json("refresh", code=2)["error"]["code"] == "usage"
    assert set(program.json("listings", NAME, "--columns", "x", code=2)["error"]) == {"code", "message"}


def test_other_kinds_of_channels_are_refused(program: Program) -> None:
    refused = program.inside("channel", "add", "--kind", "nonsense", "--name", "x", code=1).err
    assert all(kind in refused for kind in ("report-file", "rakuten-ichiba", "rakuten-france", "channel-integration"))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["channel", "--help"], ["channel", "add", "--help"]])
def test_help_needs_nothing(arguments: list[str], tmp_path: Path) -> None:
    done = Program(tmp_path / "profile")(*arguments)
    assert done.err == ""
    assert (__version__ if arguments == ["--version"] else "usage: rakumap") in done.out
    assert not (tmp_path / "profile").exists()


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom rakumap.cli import main\ncode = main(['--help'])\n"
        "heavy = {'sqlalchemy', 'requests', 'PySide6', 'alembic', 'platformdirs'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else code)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_command_explains_itself(program: Program) -> None:
    done = program("--help")
    for name in ("demo", "channel", "inventory", "refresh", "watch", "listings", "search", "link", "unlink", "reject"):
        assert f"    {name} " in done.out
    for name in ("set", "links", "limits", "autolink", "log", "history", "undo", "redo", "doctor", "backup", "restore"):
        assert f"    {name} " in done.out


def test_values_that_begin_with_a_minus_sign() -> None:
    assert joined(["listings", "N", "--filter", "-sku:X", "--json"]) == ["listings", "N", "--filter=-sku:X", "--json"]
    assert joined(["listings", "N", "--filter", "--json"]) == ["listings", "N", "--filter", "--json"]
    assert joined(["unlink", "N", "--", "--filter", "-x"]) == ["unlink", "N", "--", "--filter", "-x"]
    assert joined(["listings", "--filter"]) == ["listings", "--filter"]


def test_bytes_that_are_no_text(program: Program) -> None:
    done = subprocess.run(
        [*program.command("search"), b"caf\xe9"], env=program.environment(), capture_output=True, check=False
    )
    assert done.returncode == 2
    assert one_line(done.stderr.decode())


def test_a_reader_that_goes_away_is_no_error(shop: Program) -> None:
    with shop.start("listings", NAME, "--json") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(20) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_answer_that_cannot_be_written(shop: Program) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            shop.command("listings", NAME),
            env=shop.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert one_line(done.stderr.decode())
