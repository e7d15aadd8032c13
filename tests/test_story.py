"""The story: one person, from the first start to the second day, with mouse and keyboard before a real window.

Every chapter is a process with a window on an X server; the files, the store, the child processes are real. At the end
the command line has to tell the same numbers that stood on the screen.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.story import shop
from tests.story.screen import screen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the story needs an X server")


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of its own, so that nobody's mouse is moved; else the one there is."""
    if shutil.which("Xvfb") is None and not os.environ.get("DISPLAY"):
        pytest.skip("there is no X server")
    with screen() as name:
        yield name


class Story:
    """One profile and the folder of the shop's files."""

    def __init__(self, folder: Path, display: str) -> None:
        self.folder = folder
        self.profile = folder / "profile"
        self.clock = shop.StoryClock(folder)
        dropped = ("PYTHON", "RAKUMAP_", "QT_", "WAYLAND_DISPLAY")
        env = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        self.env = {**env, **self.clock.environment(), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}

    def play(self, chapter: str) -> dict[str, Any]:
        """Play a chapter to its end; what the person noted."""
        command = [sys.executable, "-m", "tests.story.play", chapter, str(self.profile), str(self.folder)]
        done = subprocess.run(
            command, cwd=shop.ROOT, env=self.env, capture_output=True, text=True, timeout=200, check=False
        )
        assert done.returncode == 0, f"{chapter}:\n{done.stdout}\n{done.stderr}"
        assert not done.stderr, done.stderr
        found: dict[str, Any] = json.loads((self.folder / f"{chapter}.json").read_text(encoding="utf-8"))
        return found

    def tell(self, *words: str) -> Any:
        """What the command line says."""
        command = [sys.executable, "-m", "rakumap", "--profile", str(self.profile), *words, "--json"]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def story(tmp_path: Path, display: str) -> Story:
    """The shop's files, a clock that begins on a Monday morning, and an empty profile."""
    told = Story(tmp_path, display)
    told.clock.start()
    for name, lines in (("report", shop.REPORT), ("inventory", shop.INVENTORY), ("limits", shop.LIMITS)):
        shop.write(tmp_path / f"{name}.csv", lines, shop.BEGINS)
    return told


@pytest.mark.timeout(420)
def test_story(story: Story) -> None:
    noted = story.play("first_day")
    _agree(story, noted)
    refused = (story.folder / "refused.csv").read_text(encoding="utf-8-sig").splitlines()
    assert refused[0] == "SKU,Most on offer,EndWhenStock,Reason"
    assert [line.split(",")[0] for line in refused[1:]] == ["E-105", "NO-SUCH"]
    log = story.tell("log", "--event", "RAKUTEN_MAPPING_SYNC")
    assert [run["outcome"] for run in log] == ["done", "refused", "done"]
    assert "newly" in log[-1]["reason"]

    story.clock.forward(minutes=20.5)  # 09:56: the next report is near
    again = story.play("second_day")
    _agree(story, again)
    assert {name: again[name] for name in ("rows", "steps", "total_active", "linked_count")} == {
        name: noted[name] for name in ("rows", "steps", "total_active", "linked_count")
    }


def _agree(story: Story, noted: dict[str, Any]) -> None:
    """The command line tells the same as the screen."""
    told = story.tell("listings", shop.CHANNEL)
    linked = [row for row in told if row["state"] == "linked"]
    assert noted["total_active"] == str(len(told))
    assert noted["linked_count"] == str(len(linked))
    assert noted["unlinked_count"] == str(len(told) - len(linked))
    assert noted["shown_count"] == f"shown {len(told)} of {len(told)}"
    for word, shown in noted["chips"].items():
        query = [] if word == "all" else ["--filter", f"is:{word}"]
        assert shown.split("  ")[-1] == str(len(story.tell("listings", shop.CHANNEL, *query)))
    keys = ("sku", "title", "linked_to", "max_listed", "will_send")
    rows = sorted([_text(row[key]) for key in keys] for row in told)
    noted["rows"] = [[text.replace("not linked", "") for text in row] for row in noted["rows"]]
    assert sorted(noted["rows"]) == rows
    assert noted["steps"] == [entry["text"] for entry in story.tell("history", "--limit", "500")]
    for sku, title, available, links in noted["found"]:
        item = next(one for one in story.tell("search", sku) if one["sku"] == sku)
        assert [title, available, links] == [item["title"], str(item["available"]), str(item["links"])]


def _text(value: object) -> str:
    return "" if value is None else str(value)
