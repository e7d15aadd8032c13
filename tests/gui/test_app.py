"""The way in and out of the window: no display, one per profile, a store that cannot be used, an orderly end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rakumap.app import has_display, run_window
from rakumap.system.paths import Paths

ENV = {
    name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
}


@contextmanager
def running(profile: Path) -> Iterator[subprocess.Popen[str]]:
    """A window in a process of its own, ended at the end."""
    command = [sys.executable, "-m", "rakumap", "--profile", str(profile)]
    env = {**ENV, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(path: Path) -> None:
    end = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < end, f"{path} did not come"
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be without a display")
def test_without_a_display_one_line_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rakumap", "--profile", str(tmp_path)]
    result = subprocess.run(command, env=ENV, capture_output=True, text=True, check=False, timeout=30)
    assert (result.returncode, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert "no display" in result.stderr
    assert not has_display({})


def test_a_second_start_ends_at_once_and_sigterm_ends_the_first_in_order(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        wait_for(tmp_path / "rakumap.db")
        with running(tmp_path) as second:
            out, err = second.communicate(timeout=20)
            assert (second.returncode, out) == (0, "")
        assert first.poll() is None
        first.send_signal(signal.SIGTERM)
        out, err = first.communicate(timeout=20)
        assert (first.returncode, out) == (0, "")
        assert "Traceback" not in err
        assert (tmp_path / "window.ini").exists()
    # The lock of the first went with it.
    with running(tmp_path) as third, pytest.raises(subprocess.TimeoutExpired):
        third.wait(1.5)


def test_a_profile_that_cannot_be_used_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "file"
    place.write_text("no folder")
    assert run_window(Paths.of(place)) == 5
    assert len(capsys.readouterr().err.splitlines()) == 1
