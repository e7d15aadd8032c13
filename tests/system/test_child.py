"""Child processes: progress out, cancel in, nothing left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from rakumap.core.errors import Cancelled, StoreError
from rakumap.core.job import Job, Progress
from rakumap.system import child
from rakumap.system.child import ChildResult, progress_line, run_child

ALIVE = """
import os, pathlib, sys, time
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
"""


def run(code: str, *args: str, job: Job | None = None, seen: list[Progress] | None = None, **more: str) -> ChildResult:
    return run_child(
        args, job or Job(), None if seen is None else seen.append, secrets=more, command=[sys.executable, "-c", code]
    )


def cancel_when(path: Path, job: Job) -> threading.Thread:
    """Cancel once the child wrote its number; the time of that is left in the job's ``cancelled_at``."""

    def wait() -> None:
        while not path.exists() or not path.read_text():
            time.sleep(0.01)
        job.cancelled_at = time.monotonic()  # type: ignore[attr-defined]
        job.cancel()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def gone(path: Path) -> bool:
    """Whether the process whose number stands in the file ended and was reaped."""
    try:
        os.kill(int(path.read_text()), 0)
    except ProcessLookupError:
        return True
    return False


def test_what_a_child_says() -> None:
    seen: list[Progress] = []
    code = f"""
import sys
print("starting", file=sys.stderr)
print({progress_line(Progress("download", 3, 10))!r}, file=sys.stderr)
print('{{"progress": nonsense', file=sys.stderr)
print('{{"progress": {{"phase": 3}}}}', file=sys.stderr)
print({progress_line(Progress("merging"))!r}, file=sys.stderr)
print('{{"outcome": "done",')
print('"total": 3}}')
sys.exit(4)
"""
    result = run(code, seen=seen)
    assert result.exit == 4
    assert result.document == {"outcome": "done", "total": 3}
    assert result.log == ("starting", '{"progress": nonsense', '{"progress": {"phase": 3}}')
    assert seen[-1] == Progress("merging")


def test_progress_arrives_while_it_runs_on_the_calling_thread(tmp_path: Path) -> None:
    threads: set[int] = set()
    job = Job()

    def hear(progress: Progress) -> None:
        threads.add(threading.get_ident())
        (tmp_path / "heard").write_text("")

    code = f"""
import pathlib, sys, time
print({progress_line(Progress("download", 1))!r}, file=sys.stderr, flush=True)
while not pathlib.Path({str(tmp_path / "heard")!r}).exists():
    time.sleep(0.01)
"""
    assert run_child((), job, hear, command=[sys.executable, "-c", code]).exit == 0
    assert threads == {threading.get_ident()}


@pytest.mark.parametrize("output", ["", "no json", "[1, 2", "\\udcff", "[" * 100_000])
def test_no_document(output: str) -> None:
    assert run(f"import sys; sys.stdout.buffer.write({output!r}.encode('utf-8', 'surrogateescape'))").document is None


def test_much_output_blocks_nobody() -> None:
    code = """
import sys
for n in range(20_000):
    print("x" * 100)
    print("y" * 100, file=sys.stderr)
print("z" * 1_000_000, file=sys.stderr)
"""
    result = run(code)
    assert result.exit == 0
    assert len(result.log) == 500


def test_cancelling_terminates_it(tmp_path: Path) -> None:
    job = Job()
    thread = cancel_when(tmp_path / "pid", job)
    with pytest.raises(Cancelled):
        run(f"{ALIVE}\ntime.sleep(60)", str(tmp_path / "pid"), job=job)
    assert time.monotonic() - job.cancelled_at < 5  # type: ignore[attr-defined]
    thread.join()
    assert gone(tmp_path / "pid")


@pytest.mark.skipif(os.name == "nt", reason="there is no asking politely on Windows")
def test_cancelling_kills_one_that_does_not_listen(tmp_path: Path) -> None:
    job = Job()
    code = f"import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n{ALIVE}\ntime.sleep(60)"
    thread = cancel_when(tmp_path / "pid", job)
    with pytest.raises(Cancelled):
        run(code, str(tmp_path / "pid"), job=job)
    assert time.monotonic() - job.cancelled_at < 5  # type: ignore[attr-defined]
    thread.join()
    assert gone(tmp_path / "pid")


@pytest.mark.skipif(os.name == "nt", reason="there is no asking politely on Windows")
def test_one_that_finishes_all_the_same_is_done(tmp_path: Path) -> None:
    job = Job()
    code = f"""
import signal, sys
def finish(*_):
    print('{{"outcome": "done"}}')
    sys.exit(0)
signal.signal(signal.SIGTERM, finish)
{ALIVE}
time.sleep(60)
"""
    thread = cancel_when(tmp_path / "pid", job)
    assert run(code, str(tmp_path / "pid"), job=job).document == {"outcome": "done"}
    thread.join()


def test_a_cancelled_job_ends_it_at_once() -> None:
    job = Job()
    job.cancel()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        run("import time; time.sleep(60)", job=job)
    assert time.monotonic() - start < 5


def test_a_listener_that_fails_leaves_no_child(tmp_path: Path) -> None:
    def fail(progress: Progress) -> None:
        raise ZeroDivisionError

    code = f"{ALIVE}\nprint({progress_line(Progress('download'))!r}, file=sys.stderr, flush=True)\ntime.sleep(60)"
    with pytest.raises(ZeroDivisionError):
        run_child([str(tmp_path / "pid")], Job(), fail, command=[sys.executable, "-c", code])
    assert gone(tmp_path / "pid")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_one_that_is_killed_says_so() -> None:
    assert run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)").exit == -signal.SIGKILL


@pytest.mark.skipif(os.name == "nt", reason="fork")
def test_a_grandchild_that_keeps_the_pipes_does_not_hold_us(tmp_path: Path) -> None:
    code = f"""
import os, sys, time
if os.fork() == 0:
    open({str(tmp_path / "pid")!r}, "w").write(str(os.getpid()))
    time.sleep(20)
    os._exit(0)
"""
    start = time.monotonic()
    assert run(code).exit == 0
    assert time.monotonic() - start < 5
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    for thread in threading.enumerate():
        if thread.name == "rakumap-child":
            thread.join(5)


def test_one_that_cannot_start(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        run_child((), Job(), command=[str(tmp_path / "none")])
    assert caught.value.code == "child_cannot_start"


def test_what_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the module of the current folder was used')")
    monkeypatch.chdir(tmp_path)
    code = """
import json, os, sys
import rakumap
print(json.dumps([sys.argv[1:], os.environ["RAKUMAP_PROGRESS"], "can" + "ary" in str(os.environ), rakumap.__file__,
                  sys.stdin.read(), "can" + "ary" in " ".join(sys.orig_argv), "\\u65e5"], ensure_ascii=False))
"""
    result = run(code, "refresh", "Shop; rm -rf *", token="canary")
    package = str(Path(child.__file__).parents[1] / "__init__.py")
    assert result.document == [
        ["refresh", "Shop; rm -rf *"],
        "json",
        False,
        package,
        '{"token": "canary"}\n',
        False,
        "日",
    ]
    assert "RAKUMAP_SECRET_TOKEN" not in os.environ


def test_the_program_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert child.program() == [sys.executable, "-m", "rakumap"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child.program() == [sys.executable]
