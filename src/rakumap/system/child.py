"""Running one of our own commands as a child process: progress out, cancel in, nothing left behind.

Parsing a large report in a thread would freeze the window, so the window runs a refresh like this.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rakumap.core.errors import Cancelled, StoreError
from rakumap.core.job import Job, Progress

PROGRESS_VARIABLE = "RAKUMAP_PROGRESS"
"""With the value ``json`` our commands print their progress as one JSON object a line on standard error."""

_PROGRESS = '{"progress"'
TICK = 0.05
"""Seconds between two looks at what a child said."""
_GRACE = 1.0
"""Seconds a terminated child gets before it is killed."""
_LINE = 1 << 16
_LINES = 500
_MOST_OUTPUT = 64 << 20
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class ChildResult:
    """How a child ended: its exit code, the JSON document it printed (``None`` if none), its last words."""

    exit: int
    document: object
    log: tuple[str, ...]
    """The last lines of standard error that were no progress."""


def program() -> list[str]:
    """Give the command line that starts this very program again."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "rakumap"]


def run_child(
    args: Sequence[str],
    job: Job,
    on_progress: Callable[[Progress], None] | None = None,
    *,
    secrets: Mapping[str, str] | None = None,
    command: Sequence[str] | None = None,
) -> ChildResult:
    """Run ``rakumap ARGS`` to its end, on the calling thread.

    ``secrets`` go to the child's standard input as one line of JSON (``--secrets-on-stdin``), never onto its command
    line or into its environment. Raises ``Cancelled`` about a second after
    the job was cancelled at the latest, with the child gone; a child that was done by then counts as done. Raises ``StoreError``
    "child_cannot_start" when there is no starting it.
    """
    child = start_child([*(program() if command is None else command), *args], heard=bool(secrets))
    if secrets and child.stdin is not None:
        with suppress(OSError), child.stdin:  # a child that died already says so itself
            child.stdin.write(json.dumps(dict(secrets)).encode() + b"\n")
    with _Listener(child) as listener:
        try:
            while child.poll() is None:
                listener.deliver(on_progress, TICK)
                job.checkpoint()
        except Cancelled:
            done = child.poll() is not None
            end_child(child)
            if not done and child.returncode != 0:
                raise
        finally:
            end_child(child)
        listener.finish(3)
        listener.deliver(on_progress, 0)
        return ChildResult(child.returncode, listener.document(), tuple(listener.lines))


def start_child(command: Sequence[str], *, heard: bool) -> subprocess.Popen[bytes]:
    """Start a command of ours whose output is read; ``heard``: it listens to its standard input too.

    Raises ``StoreError`` "child_cannot_start".
    """
    try:
        return subprocess.Popen(  # noqa: S603  our own program, no shell
            command,
            stdin=subprocess.PIPE if heard else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            creationflags=_NO_WINDOW,
            # Ctrl+C in the terminal the window was started from must not end it half-way.
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        raise StoreError("child_cannot_start", reason=error.strerror or "") from error


def _environment() -> dict[str, str]:
    """The environment in which our own commands tell their progress and find our code."""
    environment = {**os.environ, PROGRESS_VARIABLE: "json", "PYTHONIOENCODING": "utf-8"}
    if not getattr(sys, "frozen", False):
        # The same code as ours, wherever we were started, and never a module that lies in the current folder.
        ours = str(Path(__file__).resolve().parents[2])
        others = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = f"{ours}{os.pathsep}{others}" if others else ours
        environment["PYTHONSAFEPATH"] = "1"
    return environment


def end_child(child: subprocess.Popen[bytes]) -> None:
    """Ask the child to end, make it end, and take its exit code so that no zombie stays."""
    if child.poll() is not None:
        return
    with suppress(OSError):
        child.terminate()
    try:
        child.wait(_GRACE)
    except subprocess.TimeoutExpired:
        with suppress(OSError):
            child.kill()
        child.wait()


class _Listener:
    """Reads both outputs of a child on threads of its own, so that neither fills up and blocks it.

    A thread closes its pipe at the end; one whose pipe a grandchild still holds is left behind.
    """

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        if child.stdout is None or child.stderr is None:
            raise AssertionError("both are pipes")
        self.lines: deque[str] = deque(maxlen=_LINES)
        self._output = bytearray()
        self._progress: queue.SimpleQueue[Progress] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=work, args=(pipe,), name="rakumap-child", daemon=True)
            for work, pipe in ((self._read_output, child.stdout), (self._read_errors, child.stderr))
        ]

    def __enter__(self) -> _Listener:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.finish(0.1)

    def finish(self, seconds: float) -> None:
        """Wait until everything the child said was read, which is at once unless a grandchild holds on."""
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def deliver(self, on_progress: Callable[[Progress], None] | None, wait: float) -> None:
        """Hand on the newest progress, on the calling thread, waiting up to ``wait`` seconds for some."""
        newest: Progress | None = None
        with suppress(queue.Empty):
            newest = self._progress.get(timeout=wait) if wait else self._progress.get_nowait()
            while True:
                newest = self._progress.get_nowait()
        if newest is not None and on_progress is not None:
            on_progress(newest)

    def document(self) -> object:
        """Give the JSON document on standard output; ``None`` when there is none."""
        try:
            found: object = json.loads(self._output.decode("utf-8"))
        except (ValueError, RecursionError):
            return None
        return found

    def _read_output(self, pipe: IO[bytes]) -> None:
        with pipe, suppress(OSError):
            while block := pipe.read1(_LINE):  # type: ignore[attr-defined]
                if len(self._output) < _MOST_OUTPUT:
                    self._output += block

    def _read_errors(self, pipe: IO[bytes]) -> None:
        with pipe, suppress(OSError):
            while raw := pipe.readline(_LINE):
                line = raw.decode("utf-8", "replace").rstrip("\r\n")
                progress = read_progress(line)
                if progress is not None:
                    self._progress.put(progress)
                elif line:
                    self.lines.append(line)


def read_progress(line: str) -> Progress | None:
    """Read a line of progress; ``None`` when it is something else."""
    if not line.startswith(_PROGRESS):
        return None
    try:
        found = json.loads(line)["progress"]
        phase, done, total = found["phase"], found.get("done", 0), found.get("total")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(phase, str) or not isinstance(done, int) or not (total is None or isinstance(total, int)):
        return None
    return Progress(phase, done, total)


def progress_line(progress: Progress) -> str:
    """Give the line in which a child tells its progress: ``{"progress": {"phase": …, "done": …, "total": …}}``."""
    return json.dumps({"progress": {"phase": progress.phase, "done": progress.done, "total": progress.total}})
