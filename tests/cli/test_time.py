"""The schedule and the four hours under a clock that tests set, each command a process of its own."""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.program import NAME, Program, ended, table, until
from tests.servers.faults import FaultServer
from tests.services.shop import HEADER, profile, rows

LIBRARY = next(Path("/").glob("usr/lib/*/faketime/libfaketime.so.1"), None)
pytestmark = pytest.mark.skipif(
    LIBRARY is None or sys.platform != "linux", reason="libfaketime is not installed (dev.py test does)"
)
START = datetime(2026, 3, 29, 0, 31, tzinfo=UTC)
"""A night in which clocks change in Europe."""


def at(program: Program, moment: datetime | str, *, only_wall: bool = False) -> Program:
    """The program at that time; the machine's own count of seconds goes with it unless ``only_wall``."""
    text = moment if isinstance(moment, str) else f"@{moment:%Y-%m-%d %H:%M:%S}"
    env = {"LD_PRELOAD": str(LIBRARY), "FAKETIME": text}
    if only_wall:
        env["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
    return program.with_env(**env)


def minutes(count: float) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=count)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A profile with a channel that was enabled at the start, and its report."""
    made = Program(profile(tmp_path / "profile"))
    report = table(tmp_path / "report.csv", HEADER, rows("A", "B"))
    os.utime(report, (START.timestamp() - 100, START.timestamp() - 100))
    arguments = ["channel", "add", "--kind", "report-file", "--name", NAME, "--set", f"path={report}", "--enable"]
    at(made, START)(*arguments)
    return made


def outcome(program: Program, *arguments: str, code: int = 0) -> str:
    """How a refresh ended."""
    answer = program("refresh", NAME, "--json", *arguments, code=code).json
    return str(answer["outcome"])


def test_a_newly_enabled_channel_is_fetched_at_the_next_half_hour(program: Program) -> None:
    listed = at(program, minutes(1))("channel", "list", "--json").json
    assert listed[0]["next_due"] == "2026-03-29T01:00:00Z"
    assert outcome(at(program, minutes(28))) == "not_due"
    assert outcome(at(program, minutes(29))) == "done"
    assert outcome(at(program, minutes(30))) == "not_due"
    assert outcome(at(program, minutes(59))) == "unchanged"
    assert outcome(at(program, minutes(60 * 24 * 3))) == "unchanged"
    assert outcome(at(program, minutes(60 * 24 * 3 + 1))) == "not_due"


def test_daylight_saving_changes_nothing(program: Program) -> None:
    london = program.with_env(TZ="Europe/London")
    assert outcome(at(london, minutes(28))) == "not_due"
    assert outcome(at(london, minutes(29))) == "done"
    assert outcome(at(london, minutes(58))) == "not_due"
    assert outcome(at(london, minutes(59))) == "unchanged"


def test_force_is_refused_at_3_59_and_allowed_at_4_00(program: Program) -> None:
    assert outcome(at(program, minutes(1)), "--force") == "done"
    done = at(program, minutes(1 + 239))("refresh", NAME, "--force", "--json", code=3)
    assert done.json["error"]["code"] == "force_too_soon"
    assert "2026-03-29 04:3" in done.json["error"]["message"]
    assert outcome(at(program, minutes(1 + 240) + timedelta(seconds=20)), "--force") == "unchanged"
    assert outcome(at(program, minutes(1 + 241)), "--force", code=3) == "refused"
    log = at(program, minutes(300))("log", "--json").json
    assert [line["outcome"] for line in log] == ["refused", "unchanged", "refused", "done"]


@pytest.mark.parametrize("hours", [-48, 48])
def test_setting_the_clock_does_not_get_round_the_four_hours(program: Program, hours: int) -> None:
    assert outcome(at(program, minutes(1), only_wall=True), "--force") == "done"
    moved = at(program, minutes(1) + timedelta(hours=hours), only_wall=True)
    assert outcome(moved, "--force", code=3) == "refused"


def test_a_clock_set_back_makes_the_next_report_half_an_hour_away_at_most(program: Program) -> None:
    assert outcome(at(program, minutes(60 * 10))) == "done"
    back = minutes(60 * 2)
    assert outcome(at(program, back)) == "not_due"
    listed = at(program, back)("channel", "list", "--json").json
    due = datetime.fromisoformat(listed[0]["next_due"])
    assert timedelta(0) < due - back <= timedelta(minutes=30)
    assert outcome(at(program, due)) == "unchanged"
    assert outcome(at(program, due + timedelta(minutes=1))) == "not_due"


def test_watch_brings_the_report_at_the_half_hour_and_ends_on_sigterm(program: Program) -> None:
    # Only the wall clock: Python waits by the other one, which libfaketime would stop.
    with at(program, minutes(28) + timedelta(seconds=55), only_wall=True).start("watch", "--json") as watching:
        until(lambda: len(program.json("listings", NAME)) == 2)
        done = ended(watching)
    assert done.code == 0
    assert [one["outcome"] for one in json.loads(done.out)] == ["done"]


def test_watch_ends_on_ctrl_c(program: Program) -> None:
    with at(program, minutes(5)).start("watch", "--json") as watching:
        assert watching.stderr is not None
        assert b"Watching" in watching.stderr.readline()
        done = ended(watching, signal.SIGINT)
    assert (done.code, json.loads(done.out)) == (130, [])


def test_a_run_that_was_killed_is_interrupted_and_comes_again(program: Program, tmp_path: Path) -> None:
    with FaultServer() as server:
        at(program, minutes(1))("channel", "set", NAME, "--set", f"path={server.url('/hang')}")
        with at(program, minutes(2)).start("refresh", NAME, "--force") as hanging:
            until(lambda: server.asked("/hang"))
            assert outcome(at(program, minutes(2) + timedelta(seconds=10)), code=3) == "running"
            ended(hanging, signal.SIGKILL)
    at(program, minutes(3))("channel", "set", NAME, "--set", f"path={tmp_path / 'report.csv'}")
    assert outcome(at(program, minutes(4)), "--force", code=3) == "refused", "a crash uses the four hours"
    assert outcome(at(program, minutes(29))) == "done"
    log = at(program, minutes(30))("log", "--json").json
    assert [line["outcome"] for line in log] == ["done", "refused", "interrupted"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_refresh_that_is_stopped_changes_nothing(program: Program, number: int) -> None:
    # Under a count of seconds that libfaketime moves, a wait with a time limit may never end.
    with FaultServer() as server:
        at(program, minutes(1))("channel", "set", NAME, "--set", f"path={server.url('/hang')}")
        with at(program, minutes(2), only_wall=True).start("refresh", NAME, "--force", "--json") as hanging:
            until(lambda: server.asked("/hang"))
            done = ended(hanging, number)
    assert done.code == 130
    assert done.json["outcome"] == "cancelled"
    assert program.json("log")[0]["outcome"] == "cancelled"
