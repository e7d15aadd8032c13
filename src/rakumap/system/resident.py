"""Resident: one of our own commands as a process that stays and answers questions, one JSON document a line.

Its memory and its work are not the window's. It ends when its standard input does, so that none is left behind.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Any

from rakumap.core.errors import Cancelled, StoreError
from rakumap.core.job import Job, Progress
from rakumap.system.child import TICK, end_child, program, read_progress, start_child


class Resident:
    """See the module. Any thread, one question at a time; it is started by the first, and anew when it ended."""

    def __init__(self, args: Sequence[str], command: Sequence[str] | None = None) -> None:
        self._command = [*(program() if command is None else command), *args]
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._progress: queue.SimpleQueue[Progress] = queue.SimpleQueue()
        self._asking = threading.Lock()

    @property
    def is_there(self) -> bool:
        """Whether the process runs."""
        child = self._child
        return child is not None and child.poll() is None

    def ask(self, question: object, job: Job) -> Any:
        """The answer to a question; the job is told of the progress, and cancelling it ends the process.

        Raises:
            Cancelled: the job was.
            StoreError: "child_cannot_start", or "helper_ended" without an answer.
        """
        with self._asking:
            child = self._child
            if child is None or not self.is_there:
                child = self._start()
            if child.stdin is None:
                raise AssertionError("it is a pipe")
            try:
                child.stdin.write(json.dumps(question).encode() + b"\n")
                child.stdin.flush()
            except OSError as error:
                self._end()
                raise StoreError("helper_ended") from error
            try:
                return self._answer(job)
            except (Cancelled, StoreError):
                self._end()
                raise

    def end(self) -> None:
        """End the process, in the middle of an answer too."""
        child = self._child
        if child is not None:
            if child.stdin is not None:
                with suppress(OSError, ValueError):
                    child.stdin.close()
            end_child(child)

    def _start(self) -> subprocess.Popen[bytes]:
        child = start_child(self._command, heard=True)
        self._child, self._answers = child, queue.SimpleQueue()
        answers, progress = self._answers, self._progress
        for pipe, take in (
            (child.stdout, answers.put),
            (child.stderr, lambda line: _told(line, progress)),
        ):
            if pipe is not None:
                thread = threading.Thread(target=_read, args=(pipe, take), name="rakumap-resident", daemon=True)
                thread.start()
        return child

    def _answer(self, job: Job) -> Any:
        while True:
            with suppress(queue.Empty):
                while True:
                    one = self._progress.get_nowait()
                    job.checkpoint(one.phase, one.done, one.total)
            job.checkpoint()
            with suppress(queue.Empty):
                line = self._answers.get(timeout=TICK)
                if line is None:
                    raise StoreError("helper_ended")
                try:
                    return json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise StoreError("helper_ended") from error

    def _end(self) -> None:
        self.end()
        self._child = None


def _read(pipe: IO[bytes], take: Callable[[bytes | None], object]) -> None:
    with pipe, suppress(OSError, ValueError):
        for line in pipe:
            take(line)
    take(None)


def _told(line: bytes | None, progress: queue.SimpleQueue[Progress]) -> None:
    found = None if line is None else read_progress(line.decode("utf-8", "replace"))
    if found is not None:
        progress.put(found)


__all__ = ["Resident"]
