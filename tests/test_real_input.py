"""Real product lists of thousands of rows, converted to reports and inventories: every number agrees with every other.

The lists are no part of the repository; without them the tests are skipped.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from rakumap.core.text import folded, sku_damage
from tests.cli.program import NAME, Program, forget_force
from tests.realdata import Rows, items_of, listings_of, write_items, write_report
from tests.services.shop import profile

SETS = ("pricerunner_a", "walmart_amazon", "off_fr")


@dataclass
class Real:
    """A shop made of one of the lists."""

    program: Program
    report: Path
    listings: Rows
    items: Rows


@pytest.fixture(params=SETS, scope="module")
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Real:
    """The list as a shop: items imported, the first report merged."""
    name = str(request.param)
    listings, items = listings_of(name), items_of(name)
    folder = tmp_path_factory.mktemp(name)
    program, report = Program(profile(folder / "profile")), folder / "report.csv"
    write_report(report, listings)
    write_items(folder / "items.csv", items)
    answer = program.json("inventory", "import", folder / "items.csv")
    repeats = sum(count - 1 for count in Counter(row["sku"] for row in items).values())
    damaged = sum(sku_damage(row["sku"]) is not None for row in items)
    assert answer["applied"] + answer["unchanged"] + answer["refused"] == len(items)
    if not repeats:
        assert (answer["applied"], answer["refused"]) == (len(items) - damaged, damaged)
    program.json("channel", "add", "--kind", "report-file", "--name", NAME, "--set", f"path={report}", "--enable")
    done = program.json("refresh", NAME, "--force")
    assert (done["total"], done["new"], done["gone"], done["linked"]) == (len(listings), len(listings), 0, 0)
    return Real(program, report, listings, items)


def count(program: Program, text: str) -> int:
    """How many listings a filter shows."""
    return len(program.json("listings", NAME, "--filter", text, "--columns", "sku"))


def test_the_listings_are_the_report(real: Real) -> None:
    shown = real.program.json("listings", NAME)
    assert {row["listing_id"]: (row["sku"], row["title"], row["barcode"] or "") for row in shown} == {
        row["id"]: (row["sku"].strip(" \t"), row["title"].strip(" \t"), row["barcode"].strip(" \t"))
        for row in real.listings
    }
    saved = list(csv.DictReader(io.StringIO(real.program.inside("listings", NAME, "--format", "csv").out)))
    assert [row["listing_id"] for row in saved] == [row["listing_id"] for row in shown]
    channel = real.program.json("channel", "list")[0]
    assert channel["total"] == len(shown) == count(real.program, "") == count(real.program, "is:all")
    assert channel["linked"] + channel["unlinked"] == channel["total"]


def test_filter_and_search_find_what_is_there(real: Real) -> None:
    words = [folded(word) for row in real.listings[:400:100] for word in row["title"].split()[:1]]
    for word in {word for word in words if word.isalnum()}:
        wanted = sum(word in folded(row["title"]) for row in real.listings)
        assert count(real.program, f"title:{word}") == wanted
        assert count(real.program, f"-title:{word}") == len(real.listings) - wanted
        there = [row for row in real.items if word in folded(row["title"]) or word in folded(row["sku"])]
        found = real.program.json("search", word, "--limit", "999999")
        known = {row["sku"] for row in there if sku_damage(row["sku"]) is None}
        assert {row["sku"] for row in found} == known
        assert len(real.program.json("search", word, "--limit", "3")) == min(3, len(known))


def test_links_and_undo_agree_everywhere(real: Real, tmp_path: Path) -> None:
    program = real.program
    stocked = {row["sku"] for row in real.items if sku_damage(row["sku"]) is None}
    dry = program.json("autolink", NAME, "--dry-run")
    assert dry["linked"] == sum(dry["reasons"].values())
    assert dry["linked"] + sum(dry["skipped"].values()) == len(real.listings)
    first, item = real.listings[0], next(row for row in real.items if row["sku"] in stocked)
    program.json("link", NAME, first["sku"], item["sku"], "--listing-id", first["id"])
    assert count(program, "is:linked") == program.json("channel", "list")[0]["linked"] == 1
    assert next(row for row in program.json("search", item["sku"]) if row["sku"] == item["sku"])["links"] == 1
    dry = program.json("autolink", NAME, "--dry-run")
    done = program.json("autolink", NAME)
    assert (done["linked"], done["reasons"]) == (dry["linked"], dry["reasons"])
    linked = count(program, "is:linked")
    assert linked == done["linked"] + 1 == program.json("channel", "list")[0]["linked"]
    assert program.json("links", "export", NAME, str(tmp_path / "links.csv"))["exported"] == linked
    back = program.json("links", "import", NAME, str(tmp_path / "links.csv"))
    assert (back["applied"], back["unchanged"], back["refused"]) == (0, linked, 0)
    if done["linked"]:
        assert program.json("undo")["count"] == done["linked"]
    program.json("undo")
    assert count(program, "is:linked") == 0


def test_a_changed_copy_brings_exactly_its_changes(real: Real) -> None:
    program = real.program
    taken, renamed, moved = real.listings[:30], real.listings[30:40], real.listings[40:43]
    fresh = [{**row, "id": f"new-{row['id']}", "sku": f"new-{row['id']}"} for row in real.listings[:5]]
    changed = [{**row, "title": f"{row['title']} (new)"} for row in renamed]
    changed += [{**row, "sku": f"{row['sku']}-B"} for row in moved]
    linked = real.listings[41]
    program.json("link", NAME, linked["sku"], real.items[0]["sku"], "--listing-id", linked["id"])
    write_report(real.report, [*changed, *real.listings[43:], *fresh])
    forget_force(program)
    done = program.json("refresh", NAME, "--force", "--reason", "sku_changed")
    total = len(real.listings) - len(taken) + len(fresh)
    expected = {"outcome": "done", "total": total, "new": 5, "changed": 13, "gone": 30, "sku_changed": 3, "linked": 1}
    assert {key: done[key] for key in expected} == expected
    assert (done["unlinked"], done["links_kept"]) == (total - 1, 1)
    assert count(program, "") == total == program.json("channel", "list")[0]["total"]
    assert count(program, "is:gone") == 30
    assert count(program, "is:sku_changed") == 3
    row = program.json("listings", NAME, "--filter", "is:linked")[0]
    assert (row["listing_id"], row["sku"]) == (linked["id"], f"{linked['sku']}-B")
    line = program.json("log")[0]
    assert {key: line[key] for key in ("total", "new", "changed", "gone")} == {
        key: done[key] for key in ("total", "new", "changed", "gone")
    }
    write_report(real.report, real.listings)
    forget_force(program)
    back = program.json("refresh", NAME, "--force")
    assert (back["total"], back["new"], back["gone"], back["linked"]) == (len(real.listings), 30, 5, 1)
    program.json("unlink", NAME, linked["sku"], "--listing-id", linked["id"])
