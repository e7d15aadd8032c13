"""The kind report-file: quantities go out as files, orders come in as files."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.channels import outbox_file
from rakumap.channels.kinds import connector
from rakumap.channels.outbox_file import write_offers
from rakumap.channels.report_file import ReportFile
from rakumap.core.errors import ChannelError, StoreError, UserError
from rakumap.core.job import Job
from rakumap.core.trade import Offer, OrderState, Sent
from rakumap.services.order_files import order_records
from tests.channels.conftest import all_lines

NOW = datetime.now(UTC)
OFFERS = [Offer("L1", "A;1", 5), Offer("sku:=B", "=B", 0), Offer("L3", "", 7)]
HEADER = "Order ID,Line ID,Date,SKU,Title,Quantity,Status,listing_id\n"


def made(folder: Path, **settings: str) -> ReportFile:
    return ReportFile({"path": str(folder / "r.csv"), **settings}, read_orders=order_records)


# ---- quantities ------------------------------------------------------------------------------------------------------


def test_quantities_become_a_file(tmp_path: Path) -> None:
    done = made(tmp_path, outbox=str(tmp_path)).submit(Job(), OFFERS, "key-1")
    assert [(one.listing_id, one.sent) for one in done.results] == [(one.listing_id, Sent.CONFIRMED) for one in OFFERS]
    (path,) = tmp_path.iterdir()
    assert path.name.startswith("quantities-2")
    assert path.name.endswith("Z-key-1.csv")
    assert path.read_bytes() == b"SKU,Quantity,listing_id\r\nA;1,5,L1\r\n=B,0,\r\n,7,L3\r\n"


def test_the_same_key_writes_the_same_file(tmp_path: Path) -> None:
    first = write_offers(tmp_path, OFFERS, "k")
    other = write_offers(tmp_path, OFFERS, "k2")
    again = write_offers(tmp_path, OFFERS[:1], "k")
    assert again == first != other
    assert first.read_text().count("\n") == 2
    assert len(list(tmp_path.iterdir())) == 2


@given(st.text(min_size=1, max_size=80))
def test_any_key_is_a_name(tmp_path_factory: pytest.TempPathFactory, key: str) -> None:
    folder = tmp_path_factory.mktemp("outbox")
    first = write_offers(folder, OFFERS, key)
    assert write_offers(folder, OFFERS, key) == first
    assert first.parent == folder


def test_names_sort_by_time_even_when_the_clock_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Earlier(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return NOW - timedelta(days=2)

    names = [write_offers(tmp_path, OFFERS, "z").name]
    monkeypatch.setattr(outbox_file, "datetime", Earlier)
    names += [write_offers(tmp_path, OFFERS, key).name for key in "yxa"]
    assert names == sorted(names)


def test_the_outbox_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="outbox_unset"):
        made(tmp_path).submit(Job(), OFFERS, "k")
    with pytest.raises(UserError, match="outbox_missing"):
        made(tmp_path, outbox=str(tmp_path / "not")).submit(Job(), OFFERS, "k")


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="disk_full"):
        made(tmp_path, outbox=str(tmp_path)).submit(Job(), OFFERS, "k")
    assert list(tmp_path.iterdir()) == []


# ---- orders ----------------------------------------------------------------------------------------------------------


def test_orders_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    rows = (
        "O-1,1,2026-03-01T10:00:00Z,A-1,Mug,2,Paid,L1\n"
        'O-1,2,2026-03-01 10:00,B-2,"Cup, blue",1,Shipped,\n'
        "O-2,,2026-03-02T10:00:00+01:00,'=C,,1,Cancelled,\n"
        "O-2,,2026-03-02T10:00:00+01:00,'=C,,3,,\n"
        ",,,,,,,\n"
    )
    file.write_text(HEADER + rows, encoding="utf-8")
    lines = all_lines(made(tmp_path, orders=str(file)), NOW)
    assert [(one.order_id, one.line_id, one.sku, one.quantity, one.state) for one in lines] == [
        ("O-1", "1", "A-1", 2, OrderState.OPEN),
        ("O-1", "2", "B-2", 1, OrderState.SHIPPED),
        ("O-2", "=C", "=C", 1, OrderState.CANCELLED),
        ("O-2", "=C#2", "=C", 3, OrderState.OPEN),
    ]
    assert lines[0].listing_ids == ("L1",)
    assert lines[1].time == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert lines[2].time == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert lines[1].title == "Cup, blue"


def test_headers_in_other_words(tmp_path: Path) -> None:
    file = tmp_path / "orders.tsv"
    file.write_text("注文番号\t注文日時\t商品番号\t個数\n77\t2026-03-01 10:00:00\tA-1\t2\n", encoding="utf-8")
    (line,) = all_lines(made(tmp_path, orders=str(file)), NOW)
    assert (line.order_id, line.sku, line.quantity) == ("77", "A-1", 2)


def test_orders_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    folder.mkdir()
    for place, name in enumerate(("b.csv", "a.csv", ".hidden.csv", "notes.md")):
        (folder / name).write_text(HEADER + f"O-{place},1,2026-03-01,A,,1,,\n")
        os.utime(folder / name, (1_700_000_000 + place,) * 2)
    lines = all_lines(made(tmp_path, orders=str(folder)), NOW - timedelta(days=1))
    assert [one.order_id for one in lines] == ["O-0", "O-1"], "put there just now, though they look old"
    assert all_lines(made(tmp_path, orders=str(folder)), NOW + timedelta(days=1)) == []


def test_a_bad_row_does_not_keep_the_others(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(HEADER + "O-1,1,yesterday,A,,1,,\nO-2,1,2026-03-01,A,,1,,\n")
    pages = made(tmp_path, orders=str(file)).orders(Job(), NOW)
    assert [line.order_id for line in next(pages)] == ["O-2"]
    with pytest.raises(ChannelError, match="orders_bad_row") as caught:
        next(pages)
    assert caught.value.values == {"name": "orders.csv", "line": 2}


@pytest.mark.parametrize(
    ("text", "code"), [("SKU,Title\nA,B\n", "columns_missing"), ("", "file_empty"), ("<html>", "file_html")]
)
def test_what_is_no_file_of_orders(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(text)
    with pytest.raises(ChannelError, match=code):
        all_lines(made(tmp_path, orders=str(file)), NOW)


def test_no_orders(tmp_path: Path) -> None:
    assert all_lines(made(tmp_path), NOW) == []
    with pytest.raises(ChannelError, match="orders_missing"):
        all_lines(made(tmp_path, orders=str(tmp_path / "not.csv")), NOW)
    assert connector("report-file", {"path": "x"}, {}, order_records).warnings(Job()) == ()
