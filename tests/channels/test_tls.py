"""Certificates and versions: what cannot be trusted is refused by name, and nothing is sent to it."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from rakumap.channels.http import Client, Timeouts
from rakumap.core.errors import Cancelled, ChannelError
from rakumap.core.job import Job
from tests.servers.faults import CSV, FaultServer


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path


def context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(made)
    return made


def refused(server: FaultServer, client: Client, folder: Path, host: str = "localhost") -> str:
    with pytest.raises(ChannelError) as caught:
        client.fetch(server.url("/ok?key=canary", host), folder / "report", Job(), authorization="canary")
    assert server.requests == []
    assert "canary" not in str(caught.value)
    assert caught.value.values == {"host": f"{host}:{server.port}"}
    return caught.value.code


def test_a_trusted_certificate(authority: trustme.CA, trusted: Path, tmp_path: Path) -> None:
    with FaultServer(context(authority.issue_cert("localhost"))) as server:
        fetched = Client(ca_file=trusted).fetch(server.url("/ok", "localhost"), tmp_path / "report", Job())
        assert fetched.size == len(CSV)


def test_an_unknown_authority(authority: trustme.CA, tmp_path: Path) -> None:
    with FaultServer(context(authority.issue_cert("localhost"))) as server:
        assert refused(server, Client(), tmp_path) == "tls_untrusted"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_certificate_of_another_host(authority: trustme.CA, trusted: Path, tmp_path: Path, host: str) -> None:
    with FaultServer(context(authority.issue_cert("shop.example"))) as server:
        assert refused(server, Client(ca_file=trusted), tmp_path, host) == "tls_wrong_host"


def test_an_expired_certificate(authority: trustme.CA, trusted: Path, tmp_path: Path) -> None:
    certificate = authority.issue_cert("localhost", not_after=datetime.now(UTC) - timedelta(days=1))
    with FaultServer(context(certificate)) as server:
        assert refused(server, Client(ca_file=trusted), tmp_path) == "tls_expired"


def test_a_certificate_of_tomorrow(authority: trustme.CA, trusted: Path, tmp_path: Path) -> None:
    certificate = authority.issue_cert("localhost", not_before=datetime.now(UTC) + timedelta(days=1))
    with FaultServer(context(certificate)) as server:
        assert refused(server, Client(ca_file=trusted), tmp_path) == "tls_not_yet"


def test_an_old_version(authority: trustme.CA, trusted: Path, tmp_path: Path) -> None:
    old = context(authority.issue_cert("localhost"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with FaultServer(old) as server:
        assert refused(server, Client(ca_file=trusted), tmp_path) == "tls_old"


class PlainServer(FaultServer):
    """Answers a handshake in plain http, or not at all."""

    answer = b"HTTP/1.1 400 Bad Request\r\n\r\n"

    def _talk(self, connection: socket.socket) -> None:
        if self.answer:
            connection.recv(1 << 16)
            connection.sendall(self.answer)
        else:
            self.stopping.wait(20)


def test_plain_http_behind_https(tmp_path: Path) -> None:
    with PlainServer() as server, pytest.raises(ChannelError) as caught:
        Client().fetch(server.url("/ok").replace("http:", "https:"), tmp_path / "report", Job())
    assert caught.value.code == "tls_failed"


def test_a_handshake_that_hangs_is_given_up_and_can_be_cancelled(tmp_path: Path) -> None:
    with PlainServer() as server:
        server.answer = b""
        url = server.url("/ok").replace("http:", "https:")
        with pytest.raises(ChannelError) as caught:
            Client(Timeouts(connect=0.3)).fetch(url, tmp_path / "report", Job())
        assert caught.value.code == "channel_unreachable"
        job = Job()
        timer = threading.Timer(0.2, job.cancel)
        timer.start()
        start = time.monotonic()
        with pytest.raises(Cancelled):
            Client().fetch(url, tmp_path / "report", job)
        assert time.monotonic() - start < 5
        timer.join()


@pytest.mark.parametrize("path", ["/reset", "/short", "/gzip-cut", "/chunk-cut"])
def test_half_an_answer_under_tls(authority: trustme.CA, trusted: Path, tmp_path: Path, path: str) -> None:
    with FaultServer(context(authority.issue_cert("localhost"))) as server:
        with pytest.raises(ChannelError) as caught:
            Client(ca_file=trusted).fetch(server.url(path, "localhost"), tmp_path / "new" / "report", Job())
        assert caught.value.code in ("channel_cut", "report_damaged")
        assert not list((tmp_path / "new").iterdir())
