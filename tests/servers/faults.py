"""A server on a bare socket that misbehaves as told: one path, one fault.

Everything is written by hand, byte for byte, so that nothing between repairs what is meant to be broken.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

CSV = b"sku,title,quantity\r\nA-1,Red mug,12\r\nB-2,Blue mug,0\r\n"
LATE = "Tue, 24 Nov 2026 10:00:00 GMT"


@dataclass
class Request:
    """What one client sent."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path without the query."""
        return self.target.partition("?")[0]


class Reply:
    """What an answer is written with; ``stopping`` is set when the server ends."""

    def __init__(self, connection: socket.socket, request: Request, server: FaultServer) -> None:
        self.connection = connection
        self.request = request
        self.server = server

    def send(self, *parts: bytes) -> None:
        """Write as it is."""
        self.connection.sendall(b"".join(parts))

    def head(self, *lines: str, status: str = "200 OK") -> None:
        """Write a status line and headers."""
        self.send("\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode("latin-1"))

    def body(self, body: bytes, *lines: str, status: str = "200 OK", kind: str = "text/csv") -> None:
        """Write a whole answer with its right length."""
        self.head(f"Content-Type: {kind}", f"Content-Length: {len(body)}", *lines, status=status)
        self.send(body)

    def chunks(self, parts: Iterable[bytes]) -> None:
        """Write chunks, without the last one."""
        for part in parts:
            self.send(b"%x\r\n" % len(part), part, b"\r\n")

    def reset(self) -> None:
        """End with RST rather than FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def hang(self) -> None:
        """Say nothing more until the server stops or the client goes."""
        self.connection.settimeout(0.05)
        while not self.server.stopping.is_set():
            try:
                if not self.connection.recv(1024):
                    self.server.gone.set()
                    return
            except TimeoutError:
                continue
            except OSError:
                self.server.gone.set()
                return


Handler = Callable[[Reply], None]


class FaultServer:
    """Listens on a port of this computer; one thread a connection. Use as a context.

    ``requests`` lists what came; ``gone`` is set when a client hung up on a hanging answer. ``answers`` adds or
    replaces paths. With ``tls`` every connection begins with a handshake.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, **answers: Handler) -> None:
        self.requests: list[Request] = []
        self.stopping = threading.Event()
        self.gone = threading.Event()
        self.answers: dict[str, Handler] = {**_ANSWERS, **{f"/{name}": answer for name, answer in answers.items()}}
        self._tls = tls
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._spawn(self._listen)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stopping.set()
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Give the address of a path here."""
        return f"{'http' if self._tls is None else 'https'}://{host}:{self.port}{path}"

    def asked(self, path: str) -> int:
        """Count the requests for a path."""
        return sum(request.path == path for request in self.requests)

    def _spawn(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while not self.stopping.is_set():
            with suppress(TimeoutError):
                connection, _ = self._listener.accept()
                self._spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(10)
            with suppress(OSError):  # whatever the client does to us is its business
                if self._tls is None:
                    self._talk(connection)
                else:
                    with self._tls.wrap_socket(connection, server_side=True) as secure:
                        self._talk(secure)

    def _talk(self, connection: socket.socket) -> None:
        request = _read(connection)
        if request is None:
            return
        self.requests.append(request)
        reply = Reply(connection, request, self)
        answer = self.answers.get(request.path)
        if answer is None:
            reply.body(b"not here", status="404 Not Found", kind="text/plain")
        else:
            answer(reply)
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1 << 16):
                pass


def _read(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(1 << 16)
        if not more:
            return None
        data += more
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.strip().lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
    return Request(method, target, headers)


def _chunked(*lines: str) -> Handler:
    """Make a handler's head for a chunked answer."""
    return lambda reply: reply.head("Content-Type: text/csv", "Transfer-Encoding: chunked", *lines)


def _status(status: str, *lines: str, body: bytes = b"sorry") -> Handler:
    return lambda reply: reply.body(body, *lines, status=status, kind="text/plain")


def _ok(reply: Reply) -> None:
    reply.body(CSV, f"Last-Modified: {LATE}", "Date: Tue, 24 Nov 2026 10:05:00 GMT")


def _ok_chunked(reply: Reply) -> None:
    _chunked()(reply)
    reply.chunks((CSV[:10], CSV[10:]))
    reply.send(b"0\r\n\r\n")


def _drip(reply: Reply) -> None:
    reply.head("Content-Type: text/csv", "Content-Length: 1000000")
    while not reply.server.stopping.wait(0.02):
        reply.send(b"a")


def _drip_head(reply: Reply) -> None:
    reply.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not reply.server.stopping.wait(0.02):
        reply.send(b"a")


def _no_type(reply: Reply) -> None:
    reply.head(f"Content-Length: {len(CSV)}")
    reply.send(CSV)


def _hang_body(reply: Reply) -> None:
    reply.head("Content-Type: text/csv", "Content-Length: 1000")
    reply.send(CSV)
    reply.hang()


def _reset(reply: Reply) -> None:
    reply.head("Content-Type: text/csv", "Content-Length: 1000")
    reply.send(CSV)
    reply.reset()


def _reset_at_once(reply: Reply) -> None:
    reply.reset()


def _short(reply: Reply) -> None:
    reply.head("Content-Type: text/csv", f"Content-Length: {len(CSV) + 1}")
    reply.send(CSV)


def _early(reply: Reply) -> None:
    reply.head("Content-Type: text/csv", "Connection: close")
    reply.send(CSV[:-5])


def _chunk_cut(reply: Reply) -> None:
    _chunked()(reply)
    reply.send(b"ff\r\n", CSV)


def _chunk_no_end(reply: Reply) -> None:
    _chunked()(reply)
    reply.chunks((CSV,))


def _chunk_bad(reply: Reply) -> None:
    _chunked()(reply)
    reply.send(b"zz\r\n", CSV, b"\r\n0\r\n\r\n")


def _chunk_negative(reply: Reply) -> None:
    _chunked()(reply)
    reply.send(b"-1\r\n", CSV, b"\r\n0\r\n\r\n")


def _chunk_endless_size(reply: Reply) -> None:
    _chunked()(reply)
    while not reply.server.stopping.is_set():
        reply.send(b"0" * 65536)


def _gzip_cut(reply: Reply) -> None:
    reply.body(gzip.compress(CSV * 50)[:-9], "Content-Encoding: gzip")


def _gzip_no_trailer(reply: Reply) -> None:
    reply.body(gzip.compress(CSV * 50)[:-1], "Content-Encoding: gzip")


def _gzip_bad(reply: Reply) -> None:
    packed = bytearray(gzip.compress(CSV * 50))
    packed[len(packed) // 2] ^= 0xFF
    reply.body(bytes(packed), "Content-Encoding: gzip")


def _gzip_not(reply: Reply) -> None:
    reply.body(CSV, "Content-Encoding: gzip")


def _gzip_tail(reply: Reply) -> None:
    reply.body(gzip.compress(CSV) + b"and something else", "Content-Encoding: gzip")


def _gzip_bomb(reply: Reply) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packer.compress(bytes(1 << 20))
    reply.head("Content-Type: text/csv", "Content-Encoding: gzip", "Transfer-Encoding: chunked")
    for _ in range(600):
        packed += packer.compress(bytes(1 << 20))
        if packed:
            reply.chunks((packed,))
        packed = b""
    reply.chunks((packer.flush(),))
    reply.send(b"0\r\n\r\n")


def _endless(reply: Reply) -> None:
    _chunked()(reply)
    while not reply.server.stopping.is_set():
        reply.chunks((b"x" * 65536,))


def _gzip_ok(reply: Reply) -> None:
    reply.body(gzip.compress(CSV), "Content-Encoding: gzip")


def _gzip_members(reply: Reply) -> None:
    reply.body(gzip.compress(CSV[:9]) + gzip.compress(CSV[9:]), "Content-Encoding: gzip")


def _deflate(reply: Reply) -> None:
    reply.body(zlib.compress(CSV), "Content-Encoding: deflate")


def _deflate_raw(reply: Reply) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    reply.body(packer.compress(CSV) + packer.flush(), "Content-Encoding: deflate")


def _brotli(reply: Reply) -> None:
    reply.body(CSV, "Content-Encoding: br")


def _html(reply: Reply) -> None:
    reply.body(b"<html><body>Please log in</body></html>", kind="text/html; charset=utf-8")


def _html_as_csv(reply: Reply) -> None:
    reply.body(b"\xef\xbb\xbf\r\n <!-- x --> <!DOCTYPE html>\n<html>Please log in</html>")


def _json(reply: Reply) -> None:
    reply.body(b'{"error": "maintenance"}', kind="application/json")


def _empty(reply: Reply) -> None:
    reply.body(b"")


def _two_lengths(reply: Reply) -> None:
    reply.head("Content-Type: text/csv", f"Content-Length: {len(CSV)}", "Content-Length: 7")
    reply.send(CSV)


def _bad_length(reply: Reply) -> None:
    reply.head("Content-Type: text/csv", "Content-Length: -5")
    reply.send(CSV)


def _huge_length(reply: Reply) -> None:
    reply.head("Content-Type: text/csv", f"Content-Length: {10**15}")
    reply.hang()


def _huge_header(reply: Reply) -> None:
    reply.head("Content-Type: text/csv", "X-Huge: " + "a" * 200_000, f"Content-Length: {len(CSV)}")
    reply.send(CSV)


def _many_headers(reply: Reply) -> None:
    reply.head(*(f"X-{n}: {n}" for n in range(2000)), f"Content-Length: {len(CSV)}")
    reply.send(CSV)


def _no_http(reply: Reply) -> None:
    reply.send(b"SSH-2.0-OpenSSH_9.2\r\n")


def _to(location: str) -> Handler:
    return lambda reply: reply.body(
        b"", f"Location: {location.replace('PORT', str(reply.server.port))}", status="302 Found"
    )


def _count_down(reply: Reply) -> None:
    """Redirect /step/5 to /step/4 and so on to /ok."""
    left = int(reply.request.target.partition("=")[2])
    _to(f"/steps?left={left - 1}" if left else "/ok")(reply)


def _flaky(reply: Reply) -> None:
    """Fail twice, then work."""
    if reply.server.asked("/flaky") < 3:
        _status("500 Internal Server Error")(reply)
    else:
        _ok(reply)


def _soon(reply: Reply) -> None:
    """Ask once to wait for nothing, then work."""
    if reply.server.asked("/429-0") < 2:
        _status("429 Too Many Requests", "Retry-After: 0")(reply)
    else:
        _ok(reply)


_ANSWERS: dict[str, Handler] = {
    "/ok": _ok,
    "/ok.csv": _ok,
    "/chunked": _ok_chunked,
    "/gzip": _gzip_ok,
    "/gzip-members": _gzip_members,
    "/deflate": _deflate,
    "/deflate-raw": _deflate_raw,
    "/no-type": _no_type,
    "/hang": Reply.hang,
    "/hang-body": _hang_body,
    "/drip": _drip,
    "/drip-head": _drip_head,
    "/reset": _reset,
    "/reset-at-once": _reset_at_once,
    "/close-at-once": lambda reply: None,
    "/short": _short,
    "/early": _early,
    "/chunk-cut": _chunk_cut,
    "/chunk-no-end": _chunk_no_end,
    "/chunk-bad": _chunk_bad,
    "/chunk-negative": _chunk_negative,
    "/chunk-endless-size": _chunk_endless_size,
    "/endless": _endless,
    "/gzip-cut": _gzip_cut,
    "/gzip-no-trailer": _gzip_no_trailer,
    "/gzip-bad": _gzip_bad,
    "/gzip-not": _gzip_not,
    "/gzip-tail": _gzip_tail,
    "/gzip-bomb": _gzip_bomb,
    "/brotli": _brotli,
    "/html": _html,
    "/html-as-csv": _html_as_csv,
    "/json": _json,
    "/empty": _empty,
    "/204": lambda reply: reply.head(status="204 No Content"),
    "/206": _status("206 Partial Content"),
    "/401": _status("401 Unauthorized"),
    "/403": _status("403 Forbidden"),
    "/404": _status("404 Not Found"),
    "/418": _status("418 I'm a teapot"),
    "/500": _status("500 Internal Server Error"),
    "/503": _status("503 Service Unavailable", "Retry-After: 120"),
    "/flaky": _flaky,
    "/429": _status("429 Too Many Requests"),
    "/429-0": _soon,
    "/429-90": _status("429 Too Many Requests", "Retry-After: 90"),
    "/429-negative": _status("429 Too Many Requests", "Retry-After: -5"),
    "/429-day": _status("429 Too Many Requests", "Retry-After: 86400"),
    "/429-date": _status("429 Too Many Requests", "Retry-After: Wed, 01 Jan 2200 00:00:00 GMT"),
    "/429-garbage": _status("429 Too Many Requests", "Retry-After: soon\x01"),
    "/two-lengths": _two_lengths,
    "/bad-length": _bad_length,
    "/huge-length": _huge_length,
    "/huge-header": _huge_header,
    "/many-headers": _many_headers,
    "/no-http": _no_http,
    "/to-same": _to("/ok"),
    "/to-same-full": _to("http://127.0.0.1:PORT/ok?key=s3cr3t"),
    "/to-other-name": _to("http://localhost:PORT/ok"),
    "/to-other": _to("https://elsewhere.example/ok?key=s3cr3t"),
    "/to-plain": _to("http://shop.example/ok"),
    "/to-file": _to("file:///etc/passwd"),
    "/to-user": _to("http://me:s3cr3t@127.0.0.1:PORT/ok"),
    "/to-nowhere": lambda reply: reply.body(b"", status="302 Found"),
    "/loop": _to("/loop"),
    "/steps": _count_down,
}
