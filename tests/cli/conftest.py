"""Profiles for the command line's tests, copied from ones that are made once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import NAME, Program, table
from tests.services.shop import HEADER, profile, rows

REPORT_ROWS = (
    "id-1,MUG-RED,Red mug,12,no,9.99,GBP,4006381333931,,,2026-01-31T14:30:00Z",
    "id-2,MUG-BLUE,Blue mug,3,no,8.50,GBP,,,,",
    "id-3,0017,Doorstop,0,no,7,GBP,,,,",
    "id-4,TEA,Tea for ever,,yes,,,,,,",
    "id-5,TWICE,Twice one,1,no,,,,,,",
    "id-6,TWICE,Twice two,1,no,,,,,,",
)
ITEMS = (
    "MUG-RED,Red mug,4006381333931,12,1",
    "MUG-BLUE,Blue mug,,3,0",
    "0017,Doorstop,,5,0",
    "17,Another,,1,0",
    "TWICE,T,,4,0",
)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """rakumap on a new profile with an empty store."""
    return Program(profile(tmp_path / "profile"))


@pytest.fixture(scope="session")
def _made_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with a channel, items, and a first report merged; the channel's report is ``in/report.csv``."""
    folder = tmp_path_factory.mktemp("made once")
    program = Program(profile(folder / "profile"), {"HOME": str(folder)})
    report = folder / "in" / "report.csv"
    report.parent.mkdir()
    table(report, HEADER, REPORT_ROWS)
    os.utime(report, (1_700_000_000, 1_700_000_000))
    program("channel", "add", "--kind", "report-file", "--name", NAME, "--set", f"path={report}", "--enable")
    program("inventory", "import", table(folder / "items.csv", "SKU,Title,Barcode,Level,In open orders", ITEMS))
    program("refresh", NAME, "--force", "--reason", "newly_enabled")
    return folder


@pytest.fixture
def shop(_made_shop: Path, tmp_path: Path) -> Program:
    """rakumap on a copy of that profile; its channel still reads the report beside the original."""
    shutil.copytree(_made_shop / "profile", tmp_path / "profile")
    return Program(tmp_path / "profile")


@pytest.fixture
def waiting(tmp_path: Path) -> Callable[[int], Program]:
    """Makes a shop of many listings whose forced refresh was not used yet."""

    def make(count: int) -> Program:
        program = Program(profile(tmp_path / "profile"))
        report = table(tmp_path / "report.csv", HEADER, rows(*(f"S{number:05d}" for number in range(count))))
        program("channel", "add", "--kind", "report-file", "--name", NAME, "--set", f"path={report}", "--enable")
        return program

    return make
