"""suggest and autolink as scripts see them."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from tests.cli.program import NAME, Program, table
from tests.services.shop import HEADER, profile

HEAD = ["listing_id", "listing_sku", "rank", "item_sku", "score", "auto", "reason"]
ITEMS = (
    "KET-1,Larkmoor Enamel Kettle EK1042 1.2 l,4006381333931,5,0",
    "KET-2,Larkmoor Enamel Kettle EK1055 2 l,,5,0",
    "BIN-7,Grindleaf Oak Bread Bin,,5,0",
    "LMP-3,Fogbound Brass Desk Lamp BL3300,,5,0",
    "HAT-9,Tarnbeck Felt Hat brown,,5,0",
    "MUG-4,Larkmoor Enamel Mug,,5,0",
)
REPORT = (
    "id-1,,kettle enamel LARKMOOR EK1042 1200ml free post,1,no,,,4006381333931,,,",
    "id-2,BIN-7,Oak bread bin by Grindleaf,1,no,,,,,,",
    "id-3,FBA_LMP-3,Fogbound desk lamp brass BL3300,1,no,,,,,,",
    "id-4,,felt hat,1,no,,,,,,",
    "id-5,,Something else altogether,1,no,,,,,,",
    "id-6,MUG-4,Larkmoor Enamel Mug set of 6,1,no,,,,,,",
    "fam-1,,Family of mugs,,no,,,,,,",
    "id-7,,Larkmoor mug enamelled,1,no,,,,fam-1,Size: S,",
)


@pytest.fixture
def shop(tmp_path: Path) -> Program:
    """Six items and listings that could be them, none linked."""
    program = Program(profile(tmp_path / "profile"))
    report = table(tmp_path / "report.csv", HEADER, REPORT)
    os.utime(report, (1_700_000_000, 1_700_000_000))
    program.inside("channel", "add", "--kind", "report-file", "--name", NAME, "--set", f"path={report}", "--enable")
    program.inside(
        "inventory", "import", str(table(tmp_path / "items.csv", "SKU,Title,Barcode,Level,In open orders", ITEMS))
    )
    program.inside("refresh", NAME, "--force")
    return program


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def best(found: list[dict[str, str]]) -> dict[str, tuple[str, str]]:
    """The first candidate of each listing and whether it would be linked."""
    return {row["listing_id"]: (row["item_sku"], row["auto"]) for row in found if row["rank"] == "1"}


def test_suggestions_as_csv(shop: Program, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    shop("suggest", NAME, "--out", str(out))
    content = out.read_bytes()
    assert content.startswith(b"listing_id,"), "scripts need no mark before the first header"
    found = rows(content.decode())
    assert list(found[0]) == HEAD
    first = best(found)
    assert first["id-1"] == ("KET-1", "1")
    assert first["id-2"] == ("BIN-7", "1")
    assert first["id-3"] == ("LMP-3", "1")
    assert first["id-4"] == ("HAT-9", "0"), "a hat without its colour could be another"
    assert first["id-6"] == ("MUG-4", "0"), "a set of six is not the single mug"
    assert "fam-1" not in first, "a variation parent is no listing"
    assert "Equal barcode" in next(row["reason"] for row in found if row["listing_id"] == "id-1")
    assert all(0 <= float(row["score"]) <= 1 for row in found)
    ranks = [int(row["rank"]) for row in found if row["listing_id"] == "id-1"]
    assert ranks == list(range(1, len(ranks) + 1))
    shop("suggest", NAME, "--out", str(out))
    assert out.read_bytes() == content, "the same store gives the same file"


def test_suggestions_on_standard_output(shop: Program) -> None:
    as_csv = rows(shop.inside("suggest", NAME).out)
    as_json = shop.json("suggest", NAME)
    assert [{key: str(value) for key, value in row.items()} for row in as_json] == as_csv


def test_only_what_waits_for_a_link_is_asked_about(shop: Program) -> None:
    shop.inside("link", NAME, "BIN-7", "BIN-7")
    shop.inside("set", NAME, "MUG-4", "excluded=yes")
    first = best(rows(shop.inside("suggest", NAME).out))
    assert "id-2" not in first
    assert "id-6" not in first


def test_a_rejected_and_an_unlinked_pair_are_not_suggested_again(shop: Program) -> None:
    shop.inside("reject", NAME, "--listing-id", "id-1", "", "KET-1")
    shop.inside("link", NAME, "BIN-7", "BIN-7")
    shop.inside("unlink", NAME, "BIN-7")
    pairs = {(row["listing_id"], row["item_sku"]) for row in rows(shop.inside("suggest", NAME).out)}
    assert ("id-1", "KET-1") not in pairs
    assert ("id-2", "BIN-7") not in pairs
    linked = shop.json("autolink", NAME)
    assert linked["linked"] == 1


def test_autolink_says_why_and_is_one_step(shop: Program) -> None:
    dry = shop.json("autolink", NAME, "--dry-run")
    assert dry["linked"] == 3
    assert {pair["listing_id"] for pair in dry["pairs"]} == {"id-1", "id-2", "id-3"}
    assert dry["skipped"]["doubtful"] == 1, "the set of six has the SKU of the single mug"
    assert shop.json("listings", NAME, "--filter", "is:linked") == []
    done = shop.json("autolink", NAME)
    assert (done["linked"], sum(done["reasons"].values())) == (3, 3)
    exported = rows(shop.inside("links", "export", NAME).out.lstrip("\ufeff"))
    assert {row["SKU"] for row in exported} == {"KET-1", "BIN-7", "LMP-3"}
    assert {value for row in exported for value in row.values()} >= {"equal_barcode", "equal_sku"}
    newest = shop.json("history", "--limit", "1")[0]
    assert (newest["by"], newest["action"], newest["count"]) == ("autolink", "autolink", 3)
    assert newest["text"] == "Linked 3 listings that are certain"
    shop.inside("undo")
    assert shop.json("listings", NAME, "--filter", "is:linked") == []


def test_autolink_with_a_least_score(shop: Program) -> None:
    certain = [row for row in shop.json("suggest", NAME) if row["auto"]]
    least = max(row["score"] for row in certain)
    wanted = {row["listing_id"] for row in certain if row["score"] >= least or row["listing_sku"] == row["item_sku"]}
    dry = shop.json("autolink", NAME, "--dry-run", "--min-score", least)
    assert {pair["listing_id"] for pair in dry["pairs"]} == wanted
    assert len(wanted) < len(certain)


def test_filters_and_keys_about_suggestions(shop: Program) -> None:
    before = shop.inside("listings", NAME, "--filter", "is:suggested", "--json")
    assert (before.out.strip(), before.code) == ("[]", 0)
    assert f"rakumap suggest {NAME}" in before.err
    top = {row["listing_id"]: row for row in shop.json("suggest", NAME) if row["rank"] == 1}
    found = {row["listing_id"]: row for row in shop.json("listings", NAME, "--filter", "score:>=0.25")}
    assert "id-1" in found
    for key, row in found.items():
        assert row["suggested"] == top[key]["item_sku"]
        assert float(row["score"]) == float(top[key]["score"])
        assert row["state"] in ("suggested", "ambiguous")
    by_state = [shop.json("listings", NAME, "--filter", f"is:{word}") for word in ("suggested", "ambiguous", "plain")]
    assert {row["listing_id"] for row in by_state[0] + by_state[1]} == found.keys()
    assert all(row["suggested"] is None and row["score"] is None for row in by_state[2])
    named = shop.json("listings", NAME, "--filter", "suggested:=KET-1")
    assert "id-1" in {row["listing_id"] for row in named}
    shop.inside("reject", NAME, "--listing-id", "id-1", "", "KET-1")
    assert "id-1" not in {row["listing_id"] for row in shop.json("listings", NAME, "--filter", "suggested:=KET-1")}
    shop.inside("link", NAME, "BIN-7", "BIN-7")
    assert "id-2" not in {row["listing_id"] for row in shop.json("listings", NAME, "--filter", "score:any")}
    as_csv = rows(
        shop.inside("listings", NAME, "--format", "csv", "--columns", "listing_id,score").out.lstrip("\ufeff")
    )
    assert {row["listing_id"] for row in as_csv if row["score"]} == {
        row["listing_id"] for row in shop.json("listings", NAME, "--filter", "score:any")
    }


def test_the_windows_helper_answers_questions(shop: Program) -> None:
    from rakumap.core.job import Job
    from rakumap.system.resident import Resident

    channel = 1
    helper = Resident(["--profile", str(shop.profile), "answer-suggestions"])
    try:
        first = helper.ask({"refresh": channel}, Job())
        assert (first["whole"], first["looked"]) == (True, [])
        assert first["left"] == 7
        step = helper.ask({"step": True}, Job())
        assert (len(step["looked"]), step["left"]) == (7, 0)
        assert helper.ask({"look": step["looked"][:1]}, Job())["looked"] == step["looked"][:1]
        assert helper.ask({"refresh": channel}, Job())["left"] == 0
    finally:
        helper.end()
    assert not helper.is_there
    assert shop.json("listings", NAME, "--filter", "score:any")
