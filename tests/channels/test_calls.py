"""Calls: what is sent, what is tried again, what comes back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from decimal import Decimal
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakumap.channels.calls import Call, Mask, Reply, with_query
from rakumap.channels.decoding import Caps
from rakumap.channels.http import Client, Retries, Timeouts
from rakumap.core.errors import Cancelled, ChannelError
from rakumap.core.job import Job
from tests.servers.base import Answer, Ask, Stand, document
from tests.servers.faults import FaultServer
from tests.servers.faults import Reply as RawReply

SECRET = "canary-5ecret"


class Echo(Stand):
    """Answers with what it got."""

    def handle(self, ask: Ask) -> Answer:
        self.last = ask
        if ask.name.isdecimal():
            return Answer(b"whatever", int(ask.name), "text/plain", {"X-Request": "7"})
        return document({"n": ask.body.decode("latin-1")})


@pytest.fixture
def stand() -> Iterator[Echo]:
    with Echo() as running:
        yield running


@pytest.mark.parametrize("status", [200, 204, 400, 401, 404, 418, 429, 500, 503])
def test_any_status_is_given_back_whole(stand: Echo, client: Client, status: int) -> None:
    reply = client.call(Call("GET", f"{stand.url}/{status}"), Job())
    assert (reply.status, reply.ok) == (status, status < 300)
    assert reply.headers["x-request"] == "7"
    assert reply.body == (b"" if status == 204 else b"whatever")
    assert len(stand.calls) == (3 if status >= 500 else 1)
    if not reply.ok:
        assert reply.failure().values["host"] == reply.host


def test_json_goes_out_and_exact_numbers_come_in(stand: Echo, client: Client) -> None:
    client.call(Call.json(f"{stand.url}/x", {"a": "é\ud800", "b": [1]}), Job())
    assert stand.last.headers["content-type"] == "application/json; charset=utf-8"
    assert stand.last.json() == {"a": "é?", "b": [1]}
    assert Reply(200, {}, b'{"a": 0.1, "b": 12345678901234567890.10}', "h").json() == {
        "a": Decimal("0.1"),
        "b": Decimal("12345678901234567890.10"),
    }


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a":', b"[NaN]", b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_no_json(body: bytes) -> None:
    with pytest.raises(ChannelError, match="answer_unreadable"):
        Reply(200, {}, body, "h").json()


def test_forms_and_files(stand: Echo, client: Client) -> None:
    client.call(Call.form(f"{stand.url}/x", {"request": '{"a": "é&="}'}), Job())
    assert stand.last.body == b"request=%7B%22a%22%3A+%22%C3%A9%26%3D%22%7D"
    content = b"A;1.00;2\r\n--x\r\n"
    client.call(Call.file(f"{stand.url}/x", content, "text/csv", "q.csv"), Job())
    kind = stand.last.headers["content-type"].encode()
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind + b"\r\n\r\n" + stand.last.body)
    (part,) = message.iter_parts()
    assert part.get_payload(decode=True) == content
    assert part.get_filename() == "q.csv"
    client.call(Call("POST", f"{stand.url}/x", {"Content-Type": "text/xml"}, "<r>é</r>".encode()), Job())
    assert stand.last.body == "<r>é</r>".encode()


def test_parameters_without_a_value_are_left_out() -> None:
    assert with_query("https://h/x", {"a": "1 2", "b": "", "c": "/"}) == "https://h/x?a=1+2&c=%2F"


def test_what_must_not_arrive_twice_is_not_sent_twice(stand: Echo, client: Client) -> None:
    for fault in ("500", "drop", "cut"):
        before = len(stand.calls)
        stand.fail(fault)
        call = Call.json(f"{stand.url}/x", {}, writes=True, repeatable=False)
        if fault == "500":
            assert client.call(call, Job()).failure(writes=True).code == "submit_unknown"
        else:
            with pytest.raises(ChannelError, match="submit_unknown"):
                client.call(call, Job())
        assert len(stand.calls) == before + 1
    stand.fail("429", retry_after="0")
    before = len(stand.calls)
    assert client.call(Call.json(f"{stand.url}/x", {}, writes=True, repeatable=False), Job()).ok
    assert len(stand.calls) == before + 2, "nothing was done by the first"


def test_what_may_arrive_twice_is_sent_again(stand: Echo, client: Client) -> None:
    for fault in ("500", "drop", "cut", "503"):
        stand.fail(fault)
        assert client.call(Call.json(f"{stand.url}/x", {}, writes=True), Job()).ok


def test_a_long_wait_is_left_to_the_caller(stand: Echo, client: Client) -> None:
    stand.fail("429", retry_after="90")
    failure = client.call(Call("GET", f"{stand.url}/x"), Job()).failure()
    assert (failure.code, failure.values["retry_after"]) == ("channel_throttled", 90)


def test_repeats_have_a_budget_over_all_calls(stand: Echo) -> None:
    client = Client(retries=Retries(first=0.001, longest=0.002, budget=3))
    for _ in range(5):
        client.call(Call("GET", f"{stand.url}/500"), Job())
    assert len(stand.calls) == 5 + 3


def test_a_hanging_call_is_given_up_or_cancelled(stand: Echo) -> None:
    stand.fail("hang", times=2)
    with pytest.raises(ChannelError, match="channel_slow"):
        Client(Timeouts(idle=0.3)).call(Call("GET", f"{stand.url}/x"), Job())
    job = Job()
    timer = threading.Timer(0.2, job.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        Client().call(Call("GET", f"{stand.url}/x"), job)
    timer.join()


def test_no_redirect_leaves_the_server_or_changes_the_call(stand: Echo, client: Client) -> None:
    stand.fail("redirect", times=2)
    for call in (Call("GET", f"{stand.url}/x?pwd={SECRET}"), Call.json(f"{stand.url}/x?pwd={SECRET}", {})):
        with pytest.raises(ChannelError, match="channel_redirect") as caught:
            client.call(call, Job())
        assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/short", "channel_cut"),
        ("/early", "report_unproven"),
        ("/gzip-cut", "report_damaged"),
        ("/gzip-bomb", "report_too_large"),
        ("/endless", "report_too_large"),
        ("/huge-length", "report_too_large"),
    ],
)
def test_a_body_is_whole_or_refused(path: str, code: str) -> None:
    client = Client(Timeouts(connect=5, idle=5, total=30), Retries(tries=1))
    with FaultServer() as server:
        with pytest.raises(ChannelError) as caught:
            client.call(Call("GET", server.url(f"{path}?pwd={SECRET}")), Job(), caps=Caps(plain=1 << 20))
        assert caught.value.code == code
        assert SECRET not in f"{caught.value} {caught.value.__cause__!r} {caught.value.__context__!r}"


def test_a_post_is_sent_on_as_it_is_or_not_at_all(client: Client) -> None:
    with FaultServer() as server:
        server.answers["/old"] = lambda reply: reply.body(b"", "Location: /new", status="308 Moved")
        server.answers["/see"] = lambda reply: reply.body(b"", "Location: /new", status="303 See")

        def new(reply: RawReply) -> None:
            reply.body(reply.request.method.encode())

        server.answers["/new"] = new
        assert client.call(Call.json(server.url("/old"), {}), Job()).body == b"POST"
        with pytest.raises(ChannelError, match="channel_answer"):
            client.call(Call.json(server.url("/see"), {}), Job())


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="*"), max_size=20)


@given(st.text(st.characters(codec="utf-8", exclude_characters="*"), min_size=8, max_size=40), _WORDS, _WORDS)
def test_secrets_are_masked(secret: str, before: str, after: str) -> None:
    mask = Mask([secret, None, ""])
    plain = " ".join(secret.split())
    for form in (secret, quote(secret, safe=""), quote(secret), plain):
        shown = mask(f"{before} {form} {after}")
        assert len(plain) < 4 or plain not in shown
        assert len(plain) < 4 or "***" in shown
