"""Child processes, with how long they took and how much memory they needed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Broke(Exception):  # noqa: N818 - what a measure says when there is nothing to measure
    """A measure could not be taken; the text says why."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended."""

    seconds: float
    peak: float | None
    """The most resident memory in MB, never less than that of the process that started it; ``None``: nobody tells."""
    output: str
    processor: float | None = None
    """Seconds of processor time, which a busy machine does not lengthen."""
    cut: bool = False
    """It was ended before it was done: the seconds are fewer than it needs."""


def run(command: Sequence[str | Path], *, ok: Sequence[int] = (0,), limit: float | None = None) -> Ended:
    """Run a command to its end, or for ``limit`` seconds. Raises ``Broke`` with its last words when it fails."""
    words = [str(word) for word in command]
    began = time.perf_counter()
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        alarm = threading.Timer(threading.TIMEOUT_MAX if limit is None else limit, child.kill)
        alarm.daemon = True
        alarm.start()
        output, errors, peak, processor = _listen(child)
        alarm.cancel()
    seconds = time.perf_counter() - began
    if limit is not None and seconds >= limit and child.returncode != 0:
        return Ended(seconds, peak, output, processor, cut=True)
    if child.returncode not in ok:
        last = (errors.strip() or output.strip()).splitlines()[-1:]
        raise Broke(f"exit code {child.returncode}: {' '.join(last)[-160:]}")
    return Ended(seconds, peak, output, processor)


def _listen(child: subprocess.Popen[str]) -> tuple[str, str, float | None, float | None]:
    """Both outputs, the most memory, and the processor time."""
    if sys.platform == "win32":
        return *child.communicate(), None, None
    output, errors = _read(child)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)
    return output, errors, peak, usage.ru_utime + usage.ru_stime


def _read(child: subprocess.Popen[str]) -> tuple[str, str]:
    """Read both outputs to their end without waiting for the child: ``wait4`` shall tell its memory."""
    found: dict[str, str] = {}
    pipes = {"output": child.stdout, "errors": child.stderr}
    threads = [
        threading.Thread(target=lambda name=name, pipe=pipe: found.update({name: pipe.read() if pipe else ""}))
        for name, pipe in pipes.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found["output"], found["errors"]


def python(module: str, *arguments: str | Path) -> list[str]:
    """The command that runs a module of this checkout."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def rakumap(profile: Path, *arguments: str) -> list[str]:
    """The command line a person would type."""
    return [sys.executable, "-m", "rakumap", "--profile", str(profile), *arguments]
