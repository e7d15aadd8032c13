"""What every test gets: a home of its own, an invisible Qt, and a log in which warnings are failures."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(autouse=True)
def isolated_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep tests out of the home of whoever runs them; returns the one they get instead."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name, folder in (
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_RUNTIME_DIR", ".runtime"),
    ):
        monkeypatch.setenv(name, str(home / folder))
    (home / ".runtime").mkdir(mode=0o700)
    for name in [name for name in os.environ if name.startswith("RAKUMAP_")]:
        monkeypatch.delenv(name)
    return home


class _Warnings(logging.Handler):
    """Keeps the records it gets."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_log_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a warning in rakumap's log, unless it is marked with allow_log."""
    handler = _Warnings(logging.WARNING)
    logger = logging.getLogger("rakumap")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if handler.records and request.node.get_closest_marker("allow_log") is None:
        lines = "\n".join(f"{record.levelname} {record.name}: {record.getMessage()}" for record in handler.records)
        pytest.fail(f"unexpected in the log (mark the test with allow_log if it is meant):\n{lines}", pytrace=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_report_to_serializable() -> Generator[None, object, object]:
    """Keep a report that shows a lone surrogate from ending the whole parallel run: execnet sends UTF-8."""
    return _sendable((yield))


def _sendable(data: object) -> object:
    if isinstance(data, str):
        return data.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(data, dict):
        return {_sendable(key): _sendable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return type(data)(_sendable(value) for value in data)
    return data


def pytest_report_header() -> str:
    """Say which Qt and Python ran, so that a log of CI can be read alone."""
    try:
        import PySide6
    except ImportError:
        return "no PySide6"
    return f"Python {sys.version.split()[0]}, PySide6 {PySide6.__version__}, platform {os.environ['QT_QPA_PLATFORM']}"
