"""Runs rakumap as a script would: another process, real files, what it printed and how it ended."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rakumap.cli import main
from rakumap.store.engine import open_database

ROOT = Path(__file__).parents[2]
NAME = "Rakuten UK"
SAMPLE = "Rakuten UK – Hobby & Home"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Program:
    """rakumap on one profile."""

    profile: Path
    env: Mapping[str, str] | None = None

    def command(self, *arguments: str | Path) -> list[str]:
        """The command line."""
        return [sys.executable, "-m", "rakumap", "--profile", str(self.profile), *map(str, arguments)]

    def environment(self) -> dict[str, str]:
        """What the process finds in its environment."""
        found = {
            name: value for name, value in os.environ.items() if not name.startswith(("RAKUMAP_", "PYTHON", "COLUMNS"))
        }
        return {**found, "PYTHONPATH": str(ROOT / "src"), "TZ": "UTC", **(self.env or {})}

    def __call__(self, *arguments: str | Path, code: int | None = 0, timeout: float = 50) -> Done:
        """Run a command; it has to end with ``code``, without a traceback."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        ended = Done(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ended.err, ended.err
        assert code is None or ended.code == code, (arguments, ended)
        return ended

    def inside(self, *arguments: str | Path, code: int = 0) -> Done:
        """Run a command within this process, which is many times quicker; for what does not depend on the process."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            ended = main(["--profile", str(self.profile), *map(str, arguments)])
        done = Done(ended, out.getvalue(), err.getvalue())
        assert ended == code, (arguments, done)
        if code:
            assert one_line(done.err), done
        return done

    def json(self, *arguments: str | Path, code: int = 0) -> Any:
        """Run a command with ``--json``: one document on standard output, one line on standard error when it failed.

        Within this process, unless the program has an environment of its own.
        """
        words = [*map(str, arguments)]
        at = words.index("--") if "--" in words else len(words)
        run = self.inside if self.env is None else self
        done = run(*words[:at], "--json", *words[at:], code=code)
        if code:
            assert one_line(done.err)
        return done.json

    def with_env(self, **env: str) -> Program:
        """The same with more in its environment."""
        return Program(self.profile, {**(self.env or {}), **env})

    @contextlib.contextmanager
    def start(self, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
        """Start a command and leave it running; it is gone at the end of the block."""
        with subprocess.Popen(
            self.command(*arguments),
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.kill()


def one_line(text: str) -> bool:
    """Whether it is one line that says who speaks and ends as a sentence."""
    return text.count("\n") == 1 and text.startswith("rakumap: ") and text.rstrip("\n")[-1] in ".?…"


def ended(process: subprocess.Popen[bytes], number: int = signal.SIGTERM, within: float = 20) -> Done:
    """Send a signal and wait for the end."""
    process.send_signal(number)
    out, err = process.communicate(timeout=within)
    assert b"Traceback" not in err, err.decode()
    return Done(process.returncode, out.decode(), err.decode())


def until(found: Any, seconds: float = 30) -> Any:
    """Wait until a question has a true answer; returns it."""
    deadline = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)
    return answer


def forget_force(program: Program) -> None:
    """Let the four hours after a forced refresh pass."""
    database = open_database(program.profile / "rakumap.db", program.profile)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE channel SET forced_at = NULL")
    database.close()


def table(path: Path, header: str, lines: Sequence[str]) -> Path:
    """Write a CSV file."""
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8", newline="\n")
    return path
