"""The client against a server that misbehaves, over real sockets."""

from __future__ import annotations

import gzip
import hashlib
import logging
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.channels import http
from rakumap.channels.decoding import Caps
from rakumap.channels.http import Client, Retries, Timeouts, http_date, retry_after
from rakumap.core.errors import Cancelled, ChannelError, StoreError, UserError
from rakumap.core.job import Job, Progress
from tests.servers.faults import CSV, FaultServer, Reply

SECRET = "canary-5ecret"
QUICK = Retries(first=0.01, longest=0.05)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def client() -> Client:
    return Client(Timeouts(connect=5, idle=5, total=20), QUICK)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "downloads" / "report.csv"


def refused(
    server: FaultServer, target: Path, path: str, client: Client | None = None, caps: Caps | None = None
) -> ChannelError:
    """Fetch what must fail, and see that it leaves nothing behind and tells no secret."""
    before = threading.active_count()
    with pytest.raises(ChannelError) as caught:
        (client or Client(retries=QUICK)).fetch(
            server.url(f"{path}?key={SECRET}"), target, Job(), authorization=SECRET, caps=caps or Caps()
        )
    error = caught.value
    assert SECRET not in f"{error} {error!r} {error.__cause__!r} {error.__context__!r}"
    assert not target.parent.exists() or not list(target.parent.iterdir())
    deadline = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    return error


@pytest.mark.parametrize("path", ["/ok", "/chunked", "/gzip", "/gzip-members", "/deflate", "/deflate-raw", "/no-type"])
def test_a_whole_answer_is_kept(server: FaultServer, target: Path, path: str, client: Client) -> None:
    fetched = client.fetch(server.url(path), target, Job())
    assert fetched.path == target
    assert target.read_bytes() == CSV
    assert fetched.size == len(CSV)
    assert fetched.fingerprint == hashlib.sha256(CSV).hexdigest()
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["report.csv"]


def test_what_the_server_says_about_it(server: FaultServer, target: Path, client: Client) -> None:
    def answer(reply: Reply) -> None:
        reply.body(CSV, "Last-Modified: Tue, 24 Nov 2026 10:00:00 GMT", kind="Text/CSV; charset=Shift_JIS")

    server.answers["/a b.csv"] = server.answers["/a%20b.csv"] = answer
    fetched = client.fetch(server.url("/a%20b.csv?x=1#top"), target, Job())
    assert (fetched.name, fetched.content_type, fetched.charset) == ("a b.csv", "text/csv", "Shift_JIS")
    assert fetched.last_modified == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert fetched.date is None
    assert server.requests[0].target == "/a%20b.csv?x=1"
    assert fetched.host == f"127.0.0.1:{server.port}"


def test_the_header_is_sent_and_nothing_of_the_environment(
    server: FaultServer, target: Path, isolated_home: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    (isolated_home / ".netrc").write_text("default login me password hunter2\n")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    client.fetch(server.url("/ok"), target, Job(), authorization=f" {SECRET} ", headers={"X-Shop": "7"})
    client.fetch(server.url("/chunked"), target, Job())
    first, second = server.requests
    assert first.headers["authorization"] == SECRET
    assert first.headers["x-shop"] == "7"
    assert first.headers["accept-encoding"] == "gzip, deflate"
    assert "authorization" not in second.headers


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/reset", "channel_cut"),
        ("/reset-at-once", "channel_cut"),
        ("/close-at-once", "channel_cut"),
        ("/short", "channel_cut"),
        ("/early", "report_unproven"),
        ("/chunk-cut", "channel_cut"),
        ("/chunk-no-end", "channel_cut"),
        ("/chunk-bad", "channel_cut"),
        ("/chunk-negative", "channel_cut"),
        ("/chunk-endless-size", "channel_protocol"),
        ("/gzip-cut", "report_damaged"),
        ("/gzip-no-trailer", "report_damaged"),
        ("/gzip-bad", "report_damaged"),
        ("/gzip-not", "report_damaged"),
        ("/gzip-tail", "report_damaged"),
        ("/gzip-bomb", "report_bomb"),
        ("/brotli", "report_encoding"),
        ("/html", "report_html"),
        ("/html-as-csv", "report_html"),
        ("/json", "report_type"),
        ("/empty", "report_empty"),
        ("/204", "report_empty"),
        ("/206", "channel_answer"),
        ("/401", "channel_denied"),
        ("/403", "channel_denied"),
        ("/404", "channel_not_found"),
        ("/418", "channel_answer"),
        ("/two-lengths", "channel_protocol"),
        ("/bad-length", "channel_protocol"),
        ("/huge-length", "report_too_large"),
        ("/huge-header", "channel_protocol"),
        ("/many-headers", "channel_protocol"),
        ("/no-http", "channel_protocol"),
        ("/to-other", "channel_redirect"),
        ("/to-other-name", "channel_redirect"),
        ("/to-plain", "channel_redirect"),
        ("/to-file", "channel_redirect"),
        ("/to-user", "channel_redirect"),
        ("/to-nowhere", "channel_protocol"),
        ("/loop", "channel_redirect_loop"),
    ],
)
def test_a_bad_answer_is_refused_whole(server: FaultServer, target: Path, path: str, code: str) -> None:
    error = refused(server, target, path)
    assert error.code == code
    assert server.asked(path) == (6 if code == "channel_redirect_loop" else 1)


def test_a_status_is_named(server: FaultServer, target: Path) -> None:
    error = refused(server, target, "/403")
    assert error.values == {"host": f"127.0.0.1:{server.port}", "status": 403}


@pytest.mark.parametrize("path", ["/to-same", "/to-same-full", "/steps"])
def test_redirects_on_the_same_server_are_followed(
    server: FaultServer, target: Path, path: str, client: Client
) -> None:
    fetched = client.fetch(server.url(f"{path}?left=4"), target, Job(), authorization=SECRET)
    assert fetched.size == len(CSV)
    assert all(request.headers["authorization"] == SECRET for request in server.requests)


def test_the_sixth_redirect_is_not_followed(server: FaultServer, target: Path, client: Client) -> None:
    assert client.fetch(server.url("/steps?left=4"), target, Job()).path == target
    target.unlink()
    with pytest.raises(ChannelError, match="channel_redirect_loop"):
        client.fetch(server.url("/steps?left=5"), target, Job())


def test_a_refused_redirect_names_its_server_only(server: FaultServer, target: Path) -> None:
    error = refused(server, target, "/to-other")
    assert error.values["target"] == "https://elsewhere.example"
    with FaultServer() as other:
        server.answers["/away"] = lambda reply: reply.body(b"", f"Location: {other.url('/ok')}", status="307 x")
        assert refused(server, target, "/away").code == "channel_redirect"
        assert other.requests == []


def test_a_failing_server_is_asked_three_times(server: FaultServer, target: Path) -> None:
    error = refused(server, target, "/500")
    assert (error.code, error.values["status"]) == ("channel_failing", 500)
    assert server.asked("/500") == 3


def test_a_server_that_recovers_is_used(server: FaultServer, target: Path, client: Client) -> None:
    assert client.fetch(server.url("/flaky"), target, Job()).size == len(CSV)
    assert client.fetch(server.url("/429-0"), target, Job()).size == len(CSV)


def test_repeats_have_a_budget_over_all_calls(server: FaultServer, target: Path) -> None:
    client = Client(Timeouts(), Retries(first=0.001, longest=0.002, budget=3))
    for _ in range(5):
        refused(server, target, "/500", client)
    assert server.asked("/500") == 5 + 3


@pytest.mark.parametrize(
    ("path", "seconds", "minutes"),
    [
        ("/429", 60, 1),
        ("/429-90", 90, 2),
        ("/429-negative", 60, 1),
        ("/429-garbage", 60, 1),
        ("/429-day", 1800, 30),
        ("/429-date", 1800, 30),
        ("/503", 120, 2),
    ],
)
def test_a_server_that_asks_to_wait(server: FaultServer, target: Path, path: str, seconds: int, minutes: int) -> None:
    error = refused(server, target, path)
    assert error.code == "channel_throttled"
    assert (error.values["retry_after"], error.values["minutes"]) == (seconds, minutes)
    assert server.asked(path) == 1


@pytest.mark.parametrize("path", ["/hang", "/hang-body"])
def test_a_silent_server_is_given_up(server: FaultServer, target: Path, path: str) -> None:
    start = time.monotonic()
    error = refused(server, target, path, Client(Timeouts(idle=0.3)))
    assert error.code == "channel_slow"
    assert time.monotonic() - start < 5
    assert server.gone.wait(5)


@pytest.mark.parametrize("path", ["/drip", "/drip-head", "/endless"])
def test_a_drip_does_not_outlast_the_deadline(server: FaultServer, target: Path, path: str) -> None:
    start = time.monotonic()
    error = refused(server, target, path, Client(Timeouts(idle=5, total=0.5)), Caps(plain=1 << 40))
    assert error.code in ("channel_deadline", "channel_protocol")
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("path", ["/hang", "/hang-body", "/drip", "/drip-head", "/endless"])
def test_cancelling_ends_any_wait_within_a_second(server: FaultServer, target: Path, path: str) -> None:
    job = Job()
    cancelled: list[float] = []

    def cancel() -> None:
        cancelled.append(time.monotonic())
        job.cancel()

    timer = threading.Timer(0.2, cancel)
    timer.start()
    with pytest.raises(Cancelled):
        Client().fetch(server.url(path), target, job, caps=Caps(plain=1 << 40))
    assert time.monotonic() - cancelled[0] < 5
    timer.join()
    assert not target.parent.exists() or not list(target.parent.iterdir())


def test_cancelling_ends_the_wait_for_another_try(server: FaultServer, target: Path) -> None:
    job = Job()
    server.answers["/503-2"] = lambda reply: reply.body(b"", "Retry-After: 4", status="503 Busy")
    timer = threading.Timer(0.2, job.cancel)
    timer.start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        Client().fetch(server.url("/503-2"), target, job)
    assert time.monotonic() - start < 5
    timer.join()


def test_a_cancelled_job_asks_nobody(server: FaultServer, target: Path, client: Client) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        client.fetch(server.url("/ok"), target, job)
    assert server.requests == []


def test_a_name_look_up_that_hangs_does_not_hold_us(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()

    def hang(*args: object, **kwargs: object) -> list[object]:
        stop.wait(20)
        raise OSError("stopped")

    monkeypatch.setattr("urllib3.util.connection.socket.getaddrinfo", hang)
    start = time.monotonic()
    with pytest.raises(ChannelError, match="channel_unreachable"):
        Client(Timeouts(connect=0.3)).fetch("https://shop.example/r.csv", target, Job())
    assert time.monotonic() - start < 5
    stop.set()
    for thread in threading.enumerate():
        if thread.name == "rakumap-http":
            thread.join(5)


def test_nobody_there(target: Path, client: Client) -> None:
    with FaultServer() as server:
        url = server.url(f"/ok?key={SECRET}")
    with pytest.raises(ChannelError) as caught:
        client.fetch(url, target, Job())
    assert caught.value.code == "channel_unreachable"
    with pytest.raises(ChannelError) as caught:
        client.fetch(f"https://no-such-shop.invalid/r.csv?key={SECRET}", target, Job())
    assert caught.value.code == "channel_unknown_host"
    assert SECRET not in repr(caught.value) + repr(caught.value.__context__)


def test_a_name_that_cannot_be_one(target: Path, client: Client) -> None:
    with pytest.raises(ChannelError) as caught:
        client.fetch(f"https://\u200d-x.example/r.csv?key={SECRET}", target, Job())
    assert caught.value.code == "url_invalid"
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("path", ["/ok", "/gzip"])
def test_the_cap_on_bytes(server: FaultServer, target: Path, path: str, client: Client) -> None:
    error = refused(server, target, path, caps=Caps(plain=len(CSV) - 1))
    assert error.code == "report_too_large"
    assert client.fetch(server.url(path), target, Job(), caps=Caps(plain=len(CSV))).size == len(CSV)


def test_the_cap_on_compressed_bytes(server: FaultServer, target: Path, client: Client) -> None:
    packed = gzip.compress(CSV)
    server.answers["/packed"] = (
        lambda reply: (
            reply.head("Content-Encoding: gzip", "Transfer-Encoding: chunked"),  # type: ignore[func-returns-value]
            reply.chunks((packed[:20], packed[20:])),  # type: ignore[func-returns-value]
            reply.send(b"0\r\n\r\n"),  # type: ignore[func-returns-value]
        )[0]
    )
    assert refused(server, target, "/packed", caps=Caps(compressed=len(packed) - 1)).code == "report_too_large"
    assert client.fetch(server.url("/packed"), target, Job(), caps=Caps(compressed=len(packed))).size == len(CSV)


def test_a_hundred_megabytes_stay_off_the_memory(server: FaultServer, target: Path, client: Client) -> None:
    resource = pytest.importorskip("resource")

    def large(reply: Reply) -> None:
        block = b"SKU-1,Red mug,12\r\n" * 4096
        reply.head("Content-Type: text/csv", f"Content-Length: {len(block) * 1500}")
        for _ in range(1500):
            reply.send(block)

    server.answers["/large"] = large
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen: list[Progress] = []
    fetched = client.fetch(server.url("/large"), target, Job(seen.append))
    assert fetched.size == 18 * 4096 * 1500
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10
    assert seen
    assert {progress.phase for progress in seen} == {"download"}
    assert any(progress.total == fetched.size and progress.done > 0 for progress in seen)


def test_an_old_file_of_that_name_is_replaced_only_by_a_whole_one(
    server: FaultServer, target: Path, client: Client
) -> None:
    target.parent.mkdir()
    (target.parent / f".{target.name}.part").write_bytes(b"left by a crash")
    client.fetch(server.url("/ok"), target, Job())
    assert target.read_bytes() == CSV


def test_a_folder_that_cannot_be_written(server: FaultServer, tmp_path: Path, client: Client) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="folder_readonly"):
        client.fetch(server.url("/ok"), tmp_path / "file" / "report.csv", Job())


def test_a_probe_reads_the_beginning_only(server: FaultServer, client: Client) -> None:
    assert client.probe(server.url("/ok"), Job()).path is None
    fetched = client.probe(server.url("/endless"), Job())
    assert fetched.size < 1 << 20
    with pytest.raises(ChannelError, match="report_html"):
        client.probe(server.url("/html-as-csv"), Job())


@pytest.mark.parametrize("header", ["a\r\nX-Evil: 1", "\x00", "日本"])
def test_a_header_that_would_break_out_is_refused_without_being_repeated(
    target: Path, header: str, client: Client
) -> None:
    with pytest.raises(UserError) as caught:
        client.fetch("https://shop.example/r.csv", target, Job(), authorization=header)
    assert caught.value.code == "header_invalid"
    assert caught.value.values == {"header": "Authorization"}


@pytest.mark.allow_log
def test_nothing_secret_reaches_the_log(
    server: FaultServer, target: Path, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    with caplog.at_level(logging.INFO):
        for path in ("/ok", "/500", "/reset", "/to-other"):
            with pytest.raises(ChannelError) if path != "/ok" else pytest.MonkeyPatch.context():
                client.fetch(server.url(f"{path}?key={SECRET}"), target, Job(), authorization=SECRET)
    assert SECRET not in caplog.text


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_retry_after() -> None:
    assert retry_after(None, NOW) is None
    assert retry_after(" 7 ", NOW) == 7
    assert retry_after("9" * 400, NOW) == 1800
    assert retry_after(format_datetime(NOW + timedelta(seconds=90), usegmt=True), NOW) == 90
    assert retry_after(format_datetime(NOW - timedelta(days=9), usegmt=True), NOW) == 0
    for garbage in ("", "-1", "1.5", "٣", "tomorrow", "Tue, 99 Nov 2026 10:00:00 GMT"):
        assert retry_after(garbage, NOW) is None


def test_dates() -> None:
    assert http_date("Tue, 24 Nov 2026 12:00:00 GMT") == NOW
    assert http_date("Tue, 24 Nov 2026 12:00:00 -0000") == NOW
    assert http_date("Tue, 24 Nov 2026 21:00:00 +0900") == NOW


@given(st.text())
def test_any_date_is_a_date_or_nothing(text: str) -> None:
    date = http_date(text)
    assert date is None or date.tzinfo is UTC
    wait = retry_after(text, NOW)
    assert wait is None or 0 <= wait <= 1800


def test_the_accepted_types() -> None:
    for kind in ("text/csv", "text/plain", "text/tab-separated-values", "application/octet-stream", "application/csv"):
        assert http.REPORT_TYPES.fullmatch(kind)
    for kind in ("application/json", "image/png", "text/xml", "application/pdf", "application/zip"):
        assert not http.REPORT_TYPES.fullmatch(kind)
