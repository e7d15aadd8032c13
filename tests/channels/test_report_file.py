"""The kind report-file: files, folders and addresses."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rakumap.channels.connector import FetchedReport, TestResult
from rakumap.channels.decoding import Caps
from rakumap.channels.kinds import connector
from rakumap.channels.report_file import ReportFile
from rakumap.core.errors import Cancelled, ChannelError, StoreError, UserError
from rakumap.core.job import Job, Progress
from tests.servers.faults import CSV, FaultServer, Reply


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "downloads"


def fetch(path: Path | str, into: Path, job: Job | None = None) -> FetchedReport:
    return ReportFile({"path": str(path)}).fetch_report(job or Job(), into)


def refused(path: Path | str, into: Path) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        fetch(path, into)
    assert not into.exists() or not list(into.iterdir())
    tested = ReportFile({"path": str(path)}).test(Job())
    assert not tested.ok
    assert tested.code == caught.value.code
    return caught.value


def written(path: Path, data: bytes = CSV, age: float = 60) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    moment = time.time() - age
    os.utime(path, (moment, moment))
    return path


def test_a_file_is_copied(tmp_path: Path, into: Path) -> None:
    source = written(tmp_path / "Rakuten Report.CSV")
    report = fetch(source, into)
    assert report.path.parent == into
    assert report.path.suffix == ".csv"
    assert report.path.read_bytes() == CSV
    assert report.path.stat().st_mode & 0o777 == 0o600
    assert (report.name, report.size, report.temporary) == ("Rakuten Report.CSV", len(CSV), True)
    assert report.fingerprint == hashlib.sha256(CSV).hexdigest()
    assert report.time == datetime.fromtimestamp(source.stat().st_mtime, UTC)
    assert list(into.iterdir()) == [report.path]


def test_a_home_is_expanded_and_nothing_else(isolated_home: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(isolated_home / "report.csv")
    monkeypatch.setenv("SHOP", str(isolated_home))
    assert fetch("~/report.csv", into).size == len(CSV)
    for path in ("$SHOP/report.csv", "%SHOP%/report.csv", "${SHOP}/report.csv", "~no-such-user/report.csv"):
        with pytest.raises(ChannelError, match="report_missing"):
            fetch(path, into)


def test_the_newest_report_of_a_folder(tmp_path: Path, into: Path) -> None:
    folder = tmp_path / "reports"
    written(folder / "old.csv", age=300)
    written(folder / "b.TSV", b"new", age=30)
    moment = (folder / "b.TSV").stat().st_mtime_ns
    written(folder / "a.xlsx", b"as new")
    os.utime(folder / "a.xlsx", ns=(moment, moment))
    for name in (".hidden.csv", "~$open.xlsx", "x.csv.part", "x.crdownload", "x.tmp", "x.csv.tmp", "notes.pdf", "csv"):
        written(folder / name, b"no", age=0)
    (folder / "folder.csv").mkdir()
    (folder / "nowhere.csv").symlink_to(folder / "gone")
    assert fetch(folder, into).name == "b.TSV"


def test_a_folder_without_a_report(tmp_path: Path, into: Path) -> None:
    written(tmp_path / "reports" / "readme.md")
    error = refused(tmp_path / "reports", into)
    assert (error.code, error.values) == ("report_missing_in_folder", {"path": str(tmp_path / "reports")})


def test_what_is_no_report(tmp_path: Path, into: Path) -> None:
    assert refused(tmp_path / "none.csv", into).code == "report_missing"
    assert refused(written(tmp_path / "file") / "below.csv", into).code == "report_missing"
    assert refused(tmp_path / ("n" * 300), into).code == "report_missing"
    assert refused("nul\x00.csv", into).code == "report_missing"
    assert refused(written(tmp_path / "empty.csv", b""), into).code == "report_empty"
    assert refused(written(tmp_path / "page.csv", b"<!DOCTYPE html><html>"), into).code == "report_html"
    os.mkfifo(tmp_path / "pipe.csv")
    assert refused(tmp_path / "pipe.csv", into).code == "report_not_file"


def test_a_page_in_utf_16(tmp_path: Path, into: Path) -> None:
    assert refused(written(tmp_path / "page.csv", " <HTML>".encode("utf-16")), into).code == "report_html"
    data = "sku\ttitle\r\nA-1\t<html>\r\n".encode("utf-16")
    assert fetch(written(tmp_path / "report.txt", data), into).size == len(data)


def test_a_file_we_may_not_read(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = written(tmp_path / "report.csv")

    def denied(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert refused(source, into).code == "report_unreadable"


def test_a_time_in_the_future_counts_as_now(tmp_path: Path, into: Path) -> None:
    made = fetch(written(tmp_path / "report.csv", age=-86400 * 365), into).time
    assert made is not None
    assert abs(made - datetime.now(UTC)) < timedelta(seconds=30)


def test_a_file_that_keeps_changing(tmp_path: Path, into: Path) -> None:
    source = written(tmp_path / "report.csv", CSV * 100_000)

    def append(progress: Progress) -> None:
        with source.open("ab") as file:
            file.write(b"C-3,More,1\r\n")

    with pytest.raises(ChannelError) as caught:
        fetch(source, into, Job(append))
    assert (caught.value.code, caught.value.values) == ("report_changing", {"path": str(source)})
    assert list(into.iterdir()) == []


def test_a_file_that_changed_once_is_read_again(tmp_path: Path, into: Path) -> None:
    source = written(tmp_path / "report.csv", CSV * 100_000)
    replaced: list[bool] = []

    def replace(progress: Progress) -> None:
        if not replaced:
            replaced.append(True)
            written(tmp_path / "next.csv", CSV).replace(source)

    report = fetch(source, into, Job(replace))
    assert report.path.read_bytes() == CSV
    assert list(into.iterdir()) == [report.path]


def test_a_file_that_goes_away(tmp_path: Path, into: Path) -> None:
    source = written(tmp_path / "report.csv", CSV * 100_000)
    with pytest.raises(ChannelError, match="report_missing"):
        fetch(source, into, Job(lambda progress: source.unlink(missing_ok=True)))


def test_a_cancelled_copy_leaves_nothing(tmp_path: Path, into: Path) -> None:
    source = written(tmp_path / "report.csv", CSV * 100_000)
    job = Job(lambda progress: job.cancel())
    with pytest.raises(Cancelled):
        fetch(source, into, job)
    assert list(into.iterdir()) == []


def test_a_file_too_large(tmp_path: Path, into: Path) -> None:
    source = written(tmp_path / "report.csv", CSV * 10)
    with pytest.raises(ChannelError, match="report_too_large"):
        ReportFile({"path": str(source)}, caps=Caps(plain=len(CSV) * 9)).fetch_report(Job(), into)


def test_a_full_disk(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = written(tmp_path / "report.csv")

    def full(*args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StoreError) as caught:
        fetch(source, into)
    assert (caught.value.code, caught.value.values) == ("disk_full", {"path": str(into)})
    assert list(into.iterdir()) == []


def test_a_test_of_a_file(tmp_path: Path) -> None:
    source = written(tmp_path / "reports" / "report.csv")
    result = ReportFile({"path": str(source.parent)}).test(Job())
    assert result == TestResult(
        True,
        "test_file",
        {"path": str(source), "kilobytes": 1, "time": datetime.fromtimestamp(source.stat().st_mtime, UTC)},
    )


# addresses ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def test_a_download(server: FaultServer, into: Path) -> None:
    made = connector("report-file", {"path": server.url("/ok.csv")}, {"authorization": "Bearer x"})
    report = made.fetch_report(Job(), into)
    assert (report.name, report.size, report.path.suffix) == ("ok.csv", len(CSV), ".csv")
    assert report.time == datetime(2026, 11, 24, 10, tzinfo=UTC) or report.time is not None
    assert report.path.read_bytes() == CSV
    assert list(into.iterdir()) == [report.path]
    assert server.requests[0].headers["authorization"] == "Bearer x"
    result = made.test(Job())
    assert (result.ok, result.code) == (True, "test_address")
    assert result.values == {"host": f"127.0.0.1:{server.port}", "name": "ok.csv"}


@pytest.mark.parametrize(
    ("last_modified", "date", "made"),
    [
        ("Wed, 01 Jan 2020 00:00:00 GMT", "Thu, 02 Jan 2020 00:00:00 GMT", datetime(2020, 1, 1, tzinfo=UTC)),
        ("Fri, 03 Jan 2020 00:00:00 GMT", "Thu, 02 Jan 2020 00:00:00 GMT", datetime(2020, 1, 2, tzinfo=UTC)),
        (None, "Thu, 02 Jan 2020 00:00:00 GMT", None),
        ("yesterday", None, None),
    ],
)
def test_when_a_download_was_made(
    server: FaultServer, into: Path, last_modified: str | None, date: str | None, made: datetime | None
) -> None:
    lines = [f"{name}: {text}" for name, text in (("Last-Modified", last_modified), ("Date", date)) if text]
    server.answers["/r"] = lambda reply: reply.body(CSV, *lines)
    assert fetch(server.url("/r"), into).time == made


def test_a_last_modified_in_the_future_counts_as_now(server: FaultServer, into: Path) -> None:
    server.answers["/r"] = lambda reply: reply.body(CSV, "Last-Modified: Wed, 01 Jan 2200 00:00:00 GMT")
    made = fetch(server.url("/r"), into).time
    assert made is not None
    assert abs(made - datetime.now(UTC)) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/export", "text/csv; charset=cp932", "export.csv"),
        ("/export", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "export.xlsx"),
        ("/export.php", "text/tab-separated-values", "export.php.tsv"),
        ("/Report.XLSX", "application/octet-stream", "Report.XLSX"),
        ("/", "text/plain", "report.csv"),
    ],
)
def test_a_download_gets_a_suffix(server: FaultServer, into: Path, path: str, kind: str, name: str) -> None:
    server.answers[path] = lambda reply: reply.body(CSV, kind=kind)
    report = fetch(server.url(path), into)
    assert report.name == name
    assert report.path.suffix == Path(name).suffix.lower()
    assert report.charset == ("cp932" if "cp932" in kind else None)


@pytest.mark.parametrize(
    ("path", "code"),
    [("/401", "channel_denied"), ("/html", "report_html"), ("/short", "channel_cut"), ("/empty", "report_empty")],
)
def test_a_download_that_fails(server: FaultServer, into: Path, path: str, code: str) -> None:
    assert refused(server.url(path), into).code == code


def test_cancelling_a_test(server: FaultServer) -> None:
    job = Job()
    timer = threading.Timer(0.2, job.cancel)
    timer.start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        ReportFile({"path": server.url("/hang")}).test(job)
    assert time.monotonic() - start < 5
    timer.join()


def test_a_disk_that_fills_up_while_downloading(
    server: FaultServer, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(reply: Reply) -> None:
        reply.head("Content-Type: text/csv", "Content-Length: 100000000")
        for _ in range(1000):
            reply.send(b"x" * 100_000)

    def full(*args: object) -> int:
        raise OSError(28, "No space left on device")

    server.answers["/r"] = endless
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StoreError, match="disk_full"):
        fetch(server.url("/r"), into)
    assert list(into.iterdir()) == []


def test_a_file_address_is_refused_with_a_hint() -> None:
    with pytest.raises(UserError, match="url_is_file"):
        ReportFile({"path": "file:///home/me/report.csv"})
