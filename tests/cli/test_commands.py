"""Every command on real files: what it does, the shape of its JSON, its exit code."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import REPORT_ROWS
from tests.cli.program import NAME, SAMPLE, Program, forget_force, one_line, table
from tests.services.shop import HEADER, rows

LISTING_KEYS = [
    "listing_id", "sku", "title", "linked_to", "state", "ignore_sync", "excluded", "last_update", "update_status",
    "submitted_quantity", "channel_quantity", "max_listed", "end_when", "percentage", "will_send", "barcode", "price",
    "currency", "parent_id", "variation", "suggested", "score",
]  # fmt: skip
REFRESH_KEYS = [
    "channel", "outcome", "total", "new", "changed", "gone", "sku_changed", "linked", "unlinked", "links_kept", "problems",
]  # fmt: skip
LOG_KEYS = ["time", "event", "channel", "outcome", "reason", "seconds", "total", "new", "changed", "gone", "message"]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def listing(program: Program, sku: str) -> dict[str, object]:
    """One listing by its SKU."""
    found: list[dict[str, object]] = program.json("listings", NAME, "--filter", f"sku:={sku}")
    assert len(found) == 1
    return found[0]


# ---- channels --------------------------------------------------------------------------------------------------------


def test_the_life_of_a_channel(program: Program, tmp_path: Path) -> None:
    assert program.json("channel", "list") == []
    made = program.json(
        "channel", "add", "--kind", "report-file", "--name", NAME, "--set", "path=here.csv", "delimiter=;"
    )
    assert (made["name"], made["kind"], made["enabled"], made["next_due"]) == (NAME, "report-file", False, None)
    assert made["settings"] == {"path": str(Path.cwd() / "here.csv"), "delimiter": ";"}
    assert TIME.fullmatch(program.json("channel", "enable", NAME)["next_due"])
    assert program.json("channel", "sync-on", NAME)["inventory_sync"] is True
    assert program.json("channel", "sync-off", NAME)["inventory_sync"] is False
    report = table(tmp_path / "r.csv", HEADER, rows("A"))
    changed = program.json(
        "channel", "set", NAME, "--set", f"path={report}", "delimiter=", "map.title=Name", "max_listed=7"
    )
    assert changed["settings"] == {"path": str(report), "map.title": "Name"}
    assert changed["max_listed"] == 7
    assert program.json("channel", "test", NAME)["ok"] is True
    assert program.json("channel", "disable", NAME)["enabled"] is False
    assert program.json("channel", "remove", NAME)["removed"] is True
    assert program.json("channel", "list") == []
    program("undo")
    assert [one["name"] for one in program.json("channel", "list")] == [NAME]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["channel", "add", "--kind", "report-file", "--name", NAME, "--set", "path=x"], "channel_name_taken"),
        (["channel", "add", "--kind", "report-file", "--name", "  ", "--set", "path=x"], "channel_name_empty"),
        (["channel", "add", "--kind", "report-file", "--name", "New"], "setting_missing"),
        (["channel", "add", "--kind", "report-file", "--name", "New", "--set", "colour=red"], "setting_unknown"),
        (["channel", "add", "--kind", "report-file", "--name", "New", "--set", "authorization=x"], "setting_secret"),
        (["channel", "add", "--kind", "report-file", "--name", "New", "--set", "path=ftp://a/b"], "url_scheme"),
        (["channel", "add", "--kind", "report-file", "--name", "New", "--set", "path=http://shop.example/"], "url_plain_http"),
        (["channel", "set", NAME, "--set", "max_listed=lots"], "bad_whole_number"),
        (["channel", "enable", "Other"], "channel_unknown"),
        (["listings", "Other"], "channel_unknown"),
        (["listings", NAME, "--filter", "is:nonsense"], "filter_unknown_word"),
        (["listings", NAME, "--filter", "title:~(a+)+$"], "filter_slow_regex"),
        (["link", NAME, "NOBODY", "MUG-RED"], "listing_missing"),
        (["link", NAME, "MUG-RED", "NOBODY"], "item_missing"),
        (["link", NAME, "mug-red", "MUG-RED"], "listing_missing"),
        (["link", NAME, "TWICE", "TWICE"], "listing_ambiguous"),
        (["unlink", NAME, "MUG-RED"], "not_linked"),
        (["set", NAME, "MUG-RED", "max_listed=-5"], "bad_whole_number"),
        (["set", NAME, "MUG-RED", "percentage=12.345"], "bad_percentage"),
        (["set", NAME, "MUG-RED", "sku_change=keep"], "sku_not_changed"),
        (["redo"], "nothing_to_redo"),
        (["undo", "999"], "cannot_undo"),
        (["refresh", NAME, "--accept-held"], "nothing_held"),
        (["inventory", "import", "missing.csv"], "file_missing"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why_and_changes_nothing(shop: Program, arguments: list[str], code: str) -> None:
    before = shop.inside("history", "--json").json
    answer = shop.inside(*arguments, "--json", code=1).json
    assert list(answer) == ["error"]
    assert list(answer["error"]) == ["code", "message"]
    assert answer["error"]["code"] == code
    assert shop.inside("history", "--json").json == before


def test_a_channel_that_does_not_answer(shop: Program, tmp_path: Path) -> None:
    shop("channel", "set", NAME, "--set", f"path={tmp_path / 'missing.csv'}")
    assert shop.json("channel", "test", NAME, code=4)["error"]["code"] == "report_missing"


# ---- looking ---------------------------------------------------------------------------------------------------------


def test_listings_in_every_form(shop: Program) -> None:
    found = shop.json("listings", NAME)
    assert [list(row) for row in found] == [LISTING_KEYS] * len(REPORT_ROWS)
    assert found == shop("listings", NAME, "--format", "json").json == shop("listings", NAME, "--json").json
    red = listing(shop, "MUG-RED")
    assert red == {
        **dict.fromkeys(LISTING_KEYS),
        "listing_id": "id-1",
        "sku": "MUG-RED",
        "title": "Red mug",
        "state": "plain",
        "ignore_sync": False,
        "excluded": False,
        "channel_quantity": 12,
        "price": 9.99,
        "currency": "GBP",
        "barcode": "4006381333931",
    }
    assert '"price": 9.99,' in shop("listings", NAME, "--json").out
    text = shop("listings", NAME, "--format", "csv").out
    assert not text.startswith("\ufeff")
    saved = list(csv.DictReader(io.StringIO(text)))
    assert [row["sku"] for row in saved] == [row["sku"] for row in found]
    assert list(saved[0]) == LISTING_KEYS
    assert [row["ignore_sync"] for row in saved] == ["yes" if row["ignore_sync"] else "no" for row in found]
    shown = shop("listings", NAME).out.splitlines()
    assert len(shown) == len(REPORT_ROWS) + 1
    assert shown[0].startswith("Listing ID")


def test_columns_and_filters(shop: Program) -> None:
    assert shop.json("listings", NAME, "--columns", "sku,ignore_sync", "--filter", "is:ignored") == [
        {"sku": "TEA", "ignore_sync": True}
    ]
    assert shop("listings", NAME, "--columns", "sku", "--format", "csv", "--filter", "-is:duplicate title:mug").out == (
        "sku\r\nMUG-BLUE\r\nMUG-RED\r\n"
    )
    assert shop.json("listings", NAME, "--filter", "is:linked") == []
    assert [row["sku"] for row in shop.json("listings", NAME, "--filter", "-title:mug -is:duplicate")] == [
        "0017",
        "TEA",
    ]


def test_a_table_fits_the_terminal(shop: Program) -> None:
    narrow = shop.with_env(COLUMNS="50")("listings", NAME).out
    assert max(map(len, narrow.splitlines())) <= 50
    assert "…" in narrow


def test_search(shop: Program) -> None:
    found = shop.json("search", "17")
    assert [row["sku"] for row in found] == ["17", "0017"]
    assert found[0] == {
        "sku": "17", "title": "Another", "barcode": None, "level": 1, "in_open_orders": 0, "available": 1, "links": 0,
    }  # fmt: skip
    assert len(shop.json("search", "mug", "--limit", "1")) == 1
    assert shop.json("search", "4006381333931")[0]["sku"] == "MUG-RED"
    assert shop.json("search", "nothing like it") == []
    assert shop.json("search", "%") == []


# ---- deciding --------------------------------------------------------------------------------------------------------


def test_link_replace_unlink_undo_redo(shop: Program) -> None:
    done = shop.json("link", NAME, "MUG-RED", "MUG-RED")
    assert (done["count"], done["listing"]["linked_to"], done["listing"]["will_send"]) == (1, "MUG-RED", 11)
    assert shop.json("link", NAME, "MUG-RED", "MUG-BLUE", code=1)["error"]["code"] == "already_linked"
    assert shop.json("link", NAME, "MUG-RED", "MUG-RED")["entry"] is None
    assert shop.json("link", NAME, "MUG-RED", "MUG-BLUE", "--replace")["listing"]["linked_to"] == "MUG-BLUE"
    assert shop.json("undo")["count"] == 1
    assert listing(shop, "MUG-RED")["linked_to"] == "MUG-RED"
    shop("redo")
    assert listing(shop, "MUG-RED")["linked_to"] == "MUG-BLUE"
    shop("unlink", NAME, "MUG-RED")
    row = listing(shop, "MUG-RED")
    assert (row["linked_to"], row["state"], row["will_send"]) == (None, "plain", None)
    entries = shop.json("history", "--limit", "3")
    assert [list(entry) for entry in entries] == [["entry", "time", "by", "action", "count", "undone", "text"]] * 3
    assert [entry["action"] for entry in entries] == ["unlink", "link_replace", "link"]
    assert all(TIME.fullmatch(entry["time"]) and entry["by"] == "person" for entry in entries)
    shop.json("undo", str(entries[0]["entry"]))
    assert listing(shop, "MUG-RED")["linked_to"] == "MUG-BLUE"


def test_a_link_that_stops_selling_is_said(shop: Program) -> None:
    shop("set", NAME, "MUG-RED", "end_when=20")
    done = shop("link", NAME, "MUG-RED", "MUG-RED")
    assert "will send 0" in done.err


def test_repeated_skus_need_the_id(shop: Program) -> None:
    done = shop("link", NAME, "TWICE", "TWICE", code=1)
    assert "id-5, id-6" in done.err
    assert shop.json("link", NAME, "TWICE", "TWICE", "--listing-id", "id-6")["listing"]["listing_id"] == "id-6"
    shop("unlink", NAME, "--listing-id", "id-6")


def test_unlink_many_and_autolink(shop: Program) -> None:
    dry = shop.json("autolink", NAME, "--dry-run")
    assert (dry["linked"], dry["dry_run"]) == (3, True)
    assert dry["skipped"] == {"repeats": 2, "rejected": 0, "excluded": 0, "no_match": 1}
    assert shop.json("listings", NAME, "--filter", "is:linked") == []
    assert shop.json("autolink", NAME, "--min-score", "0.9")["linked"] == 3
    assert [row["sku"] for row in shop.json("listings", NAME, "--filter", "is:linked")] == [
        "0017",
        "MUG-BLUE",
        "MUG-RED",
    ]
    assert shop.json("unlink", NAME, "--filter", "title:mug")["count"] == 2
    assert shop.json("autolink", NAME)["linked"] == 0, "an unlinked pair is never linked again by the program"
    shop("undo")
    shop("undo")
    assert shop.json("listings", NAME, "--filter", "is:linked") == []


def test_reject_is_remembered(shop: Program) -> None:
    shop("reject", NAME, "MUG-RED", "MUG-RED")
    found = shop.json("autolink", NAME, "--dry-run")
    assert (found["linked"], found["skipped"]["rejected"]) == (2, 1)
    shop("link", NAME, "MUG-RED", "MUG-RED")
    assert shop.json("reject", NAME, "MUG-RED", "MUG-RED", code=1)["error"]["code"] == "reject_linked"


def test_set_values(shop: Program) -> None:
    shop("link", NAME, "MUG-RED", "MUG-RED")
    done = shop.json("set", NAME, "MUG-RED", "max_listed=4", "percentage=12,5", code=1)
    assert done["error"]["code"] == "bad_percentage"
    row = shop.json("set", NAME, "MUG-RED", "max_listed=4", "percentage=50.25", "end_when=1", "ignore_sync=yes")[
        "listing"
    ]
    assert (row["max_listed"], row["percentage"], row["end_when"], row["ignore_sync"]) == (4, 50.25, 1, True)
    assert row["will_send"] == 4
    row = shop.json("set", NAME, "MUG-RED", "max_listed=-", "percentage=-", "ignore_sync=no", "excluded=yes")["listing"]
    assert (row["max_listed"], row["percentage"], row["ignore_sync"], row["excluded"]) == (None, None, False, True)
    shop("undo")
    assert listing(shop, "MUG-RED")["max_listed"] == 4


def test_nothing_to_undo_ends_with_one(program: Program) -> None:
    assert program.json("undo", code=1)["error"]["code"] == "nothing_to_undo"


# ---- files -----------------------------------------------------------------------------------------------------------


def test_inventory_import(program: Program, tmp_path: Path) -> None:
    path = table(tmp_path / "items.csv", "SKU,Title,Level", ["A,One,5", "B,Two,x", "C,Three,7"])
    answer = program.json("inventory", "import", path, "--dry-run")
    assert list(answer) == ["applied", "unchanged", "refused", "problems"]
    assert (answer["applied"], answer["unchanged"], answer["refused"]) == (2, 0, 1)
    assert [list(one) for one in answer["problems"]] == [["line", "field", "reason"]]
    assert (answer["problems"][0]["line"], answer["problems"][0]["field"]) == (3, "level")
    assert program.json("search", "A") == []
    assert program.json("inventory", "import", path) == answer
    again = program.json("inventory", "import", path)
    assert (again["applied"], again["unchanged"], again["refused"]) == (0, 2, 1)
    all_bad = table(tmp_path / "bad.csv", "SKU,Level", ["A,x", "B,y"])
    done = program("inventory", "import", all_bad, "--json", code=1)
    assert (done.json["applied"], done.json["refused"]) == (0, 2)
    assert one_line(done.err)


def test_headers_encoding_and_delimiter_can_be_said(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes("Thing\tHow many\nカップ\t5\n".encode("cp932"))
    program("inventory", "import", path, code=1)
    program(
        "inventory", "import", path, "--map", "SKU=Thing", "level=How many", "--encoding", "cp932", "--delimiter", "tab"
    )
    assert program.json("search", "カップ")[0]["level"] == 5


def test_limits_import(shop: Program, tmp_path: Path) -> None:
    lines = ["MUG-RED,5,,50", "MUG-BLUE,,2,", "NOBODY,1,1,1", "TWICE,1,1,1", "0017,1_0,,"]
    path = table(tmp_path / "limits.csv", "SKU,MaxListedQuantity,EndWhenStock,StockPercentage", lines)
    arguments = ["limits", "import", NAME, str(path), "--default", "MaxListedQuantity=9"]
    rejects = tmp_path / "rejects.csv"
    dry = shop.json(*arguments, "--dry-run")
    assert (dry["applied"], dry["unchanged"], dry["refused"]) == (2, 0, 3)
    assert listing(shop, "MUG-RED")["max_listed"] is None
    assert shop.json(*arguments, "--rejects", str(rejects)) == dry
    assert (listing(shop, "MUG-RED")["max_listed"], listing(shop, "MUG-RED")["percentage"]) == (5, 50)
    assert (listing(shop, "MUG-BLUE")["max_listed"], listing(shop, "MUG-BLUE")["end_when"]) == (9, 2)
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        saved = list(csv.reader(file))
    assert saved[0] == ["SKU", "MaxListedQuantity", "EndWhenStock", "StockPercentage", "Reason"]
    assert [row[0] for row in saved[1:]] == ["NOBODY", "TWICE", "0017"]
    assert [row[-1] for row in saved[1:]] == [one["reason"] for one in dry["problems"]]


def test_links_go_out_and_in(shop: Program, tmp_path: Path) -> None:
    path = table(tmp_path / "links.csv", "Channel SKU,SKU", ["MUG-RED,MUG-RED", "0017,17", "TEA,NOBODY", "TWICE,TWICE"])
    answer = shop.json("links", "import", NAME, path)
    assert (answer["applied"], answer["unchanged"], answer["refused"]) == (2, 0, 2)
    out = tmp_path / "out.csv"
    assert shop.json("links", "export", NAME, out) == {"channel": NAME, "exported": 2, "file": str(out)}
    printed = shop("links", "export", NAME).out
    assert printed.encode() == out.read_bytes().removeprefix(b"\xef\xbb\xbf")
    back = shop.json("links", "import", NAME, out)
    assert (back["applied"], back["unchanged"], back["refused"]) == (0, 2, 0)
    before = out.read_bytes()
    shop("undo")
    shop("links", "import", NAME, out)
    shop("links", "export", NAME, out)
    assert out.read_bytes() == before
    shop("links", "export", NAME, tmp_path / "out.pdf", code=1)
    shop("links", "export", NAME, tmp_path / "no folder" / "out.csv", code=1)


# ---- reports ---------------------------------------------------------------------------------------------------------


def test_refresh_and_force(shop: Program, tmp_path: Path) -> None:
    shop("channel", "disable", NAME)
    shop("channel", "enable", NAME)  # waits for the next half hour, should one have begun since the shop was made
    not_due = shop.json("refresh", NAME)
    assert list(not_due) == REFRESH_KEYS
    assert (not_due["channel"], not_due["outcome"], not_due["total"], not_due["new"]) == (NAME, "not_due", 6, 0)
    refused = shop.json("refresh", NAME, "--force", "--reason", "missing", code=3)
    assert refused["outcome"] == "refused"
    assert refused["error"]["code"] == "force_too_soon"
    assert "wait until" in refused["error"]["message"]
    log = shop.json("log", "--event", "RAKUTEN_MAPPING_SYNC", "--channel", NAME)
    assert [list(line) for line in log] == [LOG_KEYS] * 2
    assert [(line["outcome"], line["reason"]) for line in log] == [("refused", "missing"), ("done", "newly_enabled")]
    assert log[1]["total"] == log[1]["new"] == 6
    assert all(TIME.fullmatch(line["time"]) for line in log)
    assert refused["error"]["message"] == log[0]["message"]
    assert shop.json("log", "--since", "2999-01-01") == []
    assert shop.json("log", "--event", "OTHER") == []
    assert len(shop.json("log", "--since", log[1]["time"])) == 2


def test_force_on_a_disabled_channel(waiting: Callable[[int], Program]) -> None:
    program = waiting(2)
    program("channel", "disable", NAME)
    for arguments in (["refresh", NAME], ["refresh", NAME, "--force"]):
        assert program.json(*arguments, code=3)["error"]["code"] == "channel_disabled"
    program("channel", "enable", NAME)
    done = program.json("refresh", NAME, "--force", "--reason", "other: because I can")
    assert list(done) == REFRESH_KEYS
    assert (done["outcome"], done["total"], done["new"], done["unlinked"]) == ("done", 2, 2, 2)
    assert program.json("log")[0]["reason"] == "other: because I can"


def test_a_channel_that_fails_gives_the_force_back(waiting: Callable[[int], Program], tmp_path: Path) -> None:
    program = waiting(2)
    report = tmp_path / "report.csv"
    good = report.read_bytes()
    for content, code in (
        (b"", "report_empty"),
        (b"<html><body>log in</body></html>", "report_html"),
        (b"a,b\n1,2\n", "columns_missing"),
        (b'sku,title\nA,"never closed\n', "file_bad_quotes"),
    ):
        report.write_bytes(content)
        answer = program.json("refresh", NAME, "--force", code=4)
        assert (answer["outcome"], answer["error"]["code"], answer["total"]) == ("failed", code, 0)
    report.unlink()
    assert program.json("refresh", NAME, "--force", code=4)["error"]["code"] == "report_missing"
    report.write_bytes(good)
    assert program.json("refresh", NAME, "--force")["outcome"] == "done"


def test_a_held_report_waits_for_a_word(waiting: Callable[[int], Program], tmp_path: Path) -> None:
    program = waiting(200)
    program("refresh", NAME, "--force")
    smaller = table(tmp_path / "smaller.csv", HEADER, rows(*(f"S{number:05d}" for number in range(100))))
    # Another path is read at the next half hour; the force is used up, so ask for it as the schedule would.
    program("channel", "set", NAME, "--set", f"path={smaller}")
    forget_force(program)
    answer = program.json("refresh", NAME, "--force", code=3)
    assert (answer["outcome"], answer["error"]["code"], answer["total"], answer["gone"]) == (
        "held",
        "held_lost",
        200,
        100,
    )
    assert program.json("channel", "list")[0]["held"] is True
    assert program.json("refresh", NAME, "--discard-held")["outcome"] == "unchanged"
    forget_force(program)
    assert program.json("refresh", NAME, "--force")["outcome"] == "unchanged"
    table(smaller, HEADER, rows(*(f"S{number:05d}" for number in range(99))))
    forget_force(program)
    program("refresh", NAME, "--force", code=3)
    done = program.json("refresh", NAME, "--accept-held")
    assert (done["outcome"], done["total"], done["gone"]) == ("done", 99, 101)
    assert len(program.json("listings", NAME, "--filter", "is:gone")) == 101


def test_secrets_come_from_the_environment_only_when_asked(shop: Program) -> None:
    from tests.servers.faults import FaultServer

    with FaultServer() as server:
        shop("channel", "set", NAME, "--set", f"path={server.url('/ok')}")
        armed = shop.with_env(RAKUMAP_SECRET_AUTHORIZATION="Bearer canary-4711")
        armed("channel", "test", NAME)
        armed("channel", "test", NAME, "--secrets-from-env")
        seen = [request.headers.get("authorization") for request in server.requests]
    assert seen == [None, "Bearer canary-4711"]
    for path in shop.profile.rglob("*"):
        assert path.is_dir() or b"canary-4711" not in path.read_bytes()


# ---- the sample shop -------------------------------------------------------------------------------------------------


def test_the_sample_shop(tmp_path: Path) -> None:
    program = Program(tmp_path / "profile")
    answer = program.json("demo", "--no-window")
    sample = Program(Path(answer["profile"]))
    assert program("demo", "--no-window").out == f"{sample.profile}\n"
    channels = sample.json("channel", "list")
    assert [(one["name"], one["enabled"], one["total"], one["linked"]) for one in channels] == [(SAMPLE, True, 303, 60)]
    listings = sample.json("listings", SAMPLE)
    assert len(listings) == 303
    assert sum(row["linked_to"] is not None for row in listings) == 60
    assert len(sample.json("listings", SAMPLE, "--filter", "is:ignored")) == 6
    done = sample.json("refresh", SAMPLE, "--force", "--reason", "deleted")
    assert {key: done[key] for key in ("outcome", "total", "new", "changed", "gone", "sku_changed")} == {
        "outcome": "done", "total": 310, "new": 12, "changed": 46, "gone": 5, "sku_changed": 4,
    }  # fmt: skip
    assert done["linked"] + done["unlinked"] == done["total"]
    changed = sample.json("listings", SAMPLE, "--filter", "is:sku_changed", "--columns", "sku,linked_to")
    assert {"sku": "KW_2307-EU", "linked_to": "KW_2303"} in changed
    sample("set", SAMPLE, "KW_2307-EU", "sku_change=keep")
    assert len(sample.json("listings", SAMPLE, "--filter", "is:sku_changed")) == 3
    assert program.json("demo", "--no-window") == answer
    assert sample.json("channel", "list")[0]["total"] == 310, "an existing sample shop is opened as it is"
