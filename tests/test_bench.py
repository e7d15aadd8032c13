"""The benchmark runs and says what it found; nothing is timed here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import bench.__main__ as command
from bench import plots, report
from bench.children import ROOT
from bench.data import shop
from bench.figures import FASTER, RATIO, VALUE, Figure, from_values, p95, shown, to_line
from bench.kept import Kept, PeerRow, Taken

ROWS = 500


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


def run(work: Path, name: str) -> list[Figure]:
    """Run the benchmark as a person would; the figures it kept."""
    words = ["-m", "bench", name, "--rows", str(ROWS), "--work", str(work), "--docs", str(work / "docs")]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    figures = [
        one for taken in Kept(work / "results.json").taken([ROWS]) if taken.name == name for one in taken.figures
    ]
    assert all(figure.what in done.stdout for figure in figures)
    assert not (work / "docs").exists()  # only the sizes of the goals go into the documents
    return figures


@pytest.mark.timeout(240)
def test_search_is_measured_beside_like(work: Path) -> None:
    figures = run(work, "search")
    assert {figure.goal for figure in figures} == {"P5", ""}
    assert all(figure.samples and not figure.failed for figure in figures)
    assert any(figure.ratio for figure in figures)


@pytest.mark.timeout(240)
def test_the_window_is_measured(work: Path) -> None:
    figures = run(work, "table")
    whats = {figure.what: figure for figure in figures}
    assert len(whats["wheel, one notch"].samples) == 200
    assert len(whats["link one row and repaint"].samples) > 5
    assert whats["select all and repaint"].ratio


def test_data_are_the_same_every_time(tmp_path: Path) -> None:
    one, other = shop(ROWS, tmp_path / "one"), shop(ROWS, tmp_path / "other")
    for name in ("items", "levels", "first", "second"):
        assert getattr(one, name).read_bytes() == getattr(other, name).read_bytes()
    first, second = (path.read_text(encoding="utf-8").splitlines() for path in (one.first, one.second))
    old, new = ({line.split(",")[0]: line for line in lines[1:]} for lines in (first, second))
    assert len(new.keys() - old.keys()) == one.new
    assert len(old.keys() - new.keys()) == one.gone
    assert sum(old[key] != new[key] for key in old.keys() & new.keys()) == one.changed
    stamp = one.items.stat().st_mtime_ns
    assert shop(ROWS, tmp_path / "one").items.stat().st_mtime_ns == stamp


# ---- figures ---------------------------------------------------------------------------------------------------------


def test_verdicts() -> None:
    million = 1_000_000
    ratio = Figure("P1", "merge", million, "s", [3.0], yardstick="raw", against=[1.0], sense=RATIO, limit=1.5)
    assert (ratio.ratio, ratio.verdict) == (3, "MISSED, 2.00 of the limit")
    faster = Figure("P1", "merge", million, "s", [2.0], yardstick="ORM", against=[10.0], sense=FASTER, limit=2.5)
    assert (faster.ratio, faster.verdict) == (5, "met, 0.500 of the limit")
    value = Figure("P4", "key", million, "ms", [10.0, 150.0], "p95", sense=VALUE, limit=75)
    assert value.verdict == "MISSED, 2.00 of the limit"
    assert Figure("P4", "key", 10_000, "ms", [150.0], sense=VALUE, limit=75).verdict == "2.00 of the limit"
    assert Figure("P8", "memory", 10_000, "MB", [90.0], sense=VALUE, limit=180).verdict.startswith("met")
    assert Figure("", "only shown", million, "s", [1.0]).verdict == ""
    assert from_values(json.loads(to_line(value))) == value


def test_statistics() -> None:
    assert p95([float(number) for number in range(1, 101)]) == 95
    assert p95([1.0, 2.0]) == 2
    assert shown([2.0, 1.0, 9.0], "median", "ms") == "2.00 (1.00–9.00) ms"
    assert shown([1.0, 9.0], "max", "ms") == "max 9.00 (1.00–9.00) ms"


def test_what_died_is_said_in_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "python", lambda *_: [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
    dead = command.take("search", ROWS, tmp_path)
    monkeypatch.setattr(command, "python", lambda *_: [sys.executable, "-c", "import sys; sys.exit('no such thing')"])
    wrong = command.take("search", ROWS, tmp_path)
    monkeypatch.setattr(command, "python", lambda *_: [sys.executable, "-c", "import time; time.sleep(100)"])
    monkeypatch.setattr(command, "BASE_LIMIT", 0.2)
    late = command.take("search", ROWS, tmp_path)
    table = report.text_table([*dead.figures, *wrong.figures, *late.figures])
    for why in ("killed by SIGKILL", "no such thing", "ended after 1 s"):
        assert f"FAILED: {why}" in table
    assert table.count("P5") == 3


def test_documents(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "results.json")
    for rows, seconds in ((10_000, 1.0), (1_000_000, 900.0)):
        first = Figure("P6", "first rows painted, from a cold process", rows, "s", [seconds, seconds + 1])
        gap = Figure("P3", "longest gap while <something> is done", rows, "ms", [seconds], "max", sense=VALUE, limit=50)
        kept.put(Taken("start", rows, 7, "2026-01-31", "abc1234", [first, gap]))
    kept.put_peers(
        10_000, [PeerRow("rakumap", "load", 1.5, 90.0, 10_000), PeerRow("other", "all", said="not installed")]
    )
    report.write(Kept(tmp_path / "results.json"), command.SIZES, tmp_path / "docs")
    text = (tmp_path / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert "## 1,000,000 rows" in text
    assert "| P3 | longest gap while <something> is done | 1,000,000 | 900 ms |" in text
    assert "| 600x | 150x | MISSED |" in text
    assert "not installed" in text
    assert str(tmp_path) not in text
    for name in ("bench-cost.svg", "bench-gaps.svg"):
        assert f"images/{name}" in text
        ElementTree.parse(tmp_path / "docs" / "images" / name)  # noqa: S314 - our own file


def test_plots_without_figures_say_so() -> None:
    assert "nothing was measured" in plots.costs([])
    assert "nothing was measured" in plots.gaps([])


@pytest.mark.timeout(240)
def test_suggestions_are_measured_beside_plain_yardsticks(tmp_path: Path) -> None:
    place = tmp_path / "sets" / "tiny"
    place.mkdir(parents=True)
    header = "id,channel,sku,title,brand,model,barcode,price,description"
    items = ["1,,KET-1,Enamel Kettle EK1042,Larkmoor,,,,", "2,,,Oak Bread Bin,,,,,", "3,,,Felt Hat,,,,,"]
    listings = ["a,x,KET-1,kettle enamel larkmoor EK1042,,,,9.99,", "b,y,,bin for bread in oak,,,,,", "c,y,,Clock,,,,,"]
    for name, rows in (("left", listings), ("right", items)):
        (place / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    (place / "gold.csv").write_text("left_id,right_id\na,1\nb,2\n", encoding="utf-8")
    words = ["-m", "bench", "matching", "--data", str(place.parent), "--work", str(tmp_path / "work")]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    ours = next(line.split() for line in done.stdout.splitlines() if " rakumap " in line)
    assert ours[:6] == ["tiny", "rakumap", "1.0000", "1.0000", "1.0000", "1.0000"]
    for method in ("equal SKU", "BM25 on words", "token_set_ratio"):
        assert f"tiny  {method}" in done.stdout
    assert Kept(tmp_path / "work" / "results.json").matching()[0]
