"""What the stand-ins of channels share: real HTTP on a port of this computer, and faults that can be switched on."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

FAULTS = ("429", "500", "503", "hang", "cut", "drop", "html", "redirect", "quota")


@dataclass(frozen=True)
class Ask:
    """What a client sent. ``name`` is the path below the server's own; ``query`` its parameters."""

    method: str
    name: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    kind: str = "application/json;charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    """``times`` answers whose name contains ``part`` go wrong in one of the ways of ``FAULTS``."""

    kind: str
    part: str
    times: int
    retry_after: str | None = None


def document(value: object, status: int = 200, **headers: str) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), status, headers=headers)


class Refused(Exception):  # noqa: N818 - an answer
    """Ends the work on a request with an answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Window:
    """Counts calls: more than ``calls`` in ``seconds`` are too many."""

    def __init__(self, calls: int, seconds: float) -> None:
        self.calls = calls
        self.seconds = seconds
        self._times: deque[float] = deque()

    def full(self) -> bool:
        now = time.monotonic()
        while self._times and self._times[0] <= now - self.seconds:
            self._times.popleft()
        if len(self._times) >= self.calls:
            return True
        self._times.append(now)
        return False


class Stand:
    """A server in threads of its own; use it as a context. Its state may be looked at and changed under ``lock``.

    ``calls`` lists the names asked for. ``violations`` lists what no client must ever do; a test ends with none.
    """

    path = ""
    """Where the channel's own path begins, as in its base address."""

    def __init__(self, port: int = 0) -> None:
        self.lock = threading.RLock()
        self.calls: list[str] = []
        self.violations: list[str] = []
        self.faults: list[Fault] = []
        self.stopping = threading.Event()
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    @property
    def url(self) -> str:
        """The base address to give to a client."""
        return f"http://127.0.0.1:{self._server.server_port}{self.path}"

    def fail(self, kind: str, part: str = "", times: int = 1, retry_after: str | None = None) -> None:
        """Switch a fault on."""
        assert kind in FAULTS
        with self.lock:
            self.faults.append(Fault(kind, part, times, retry_after))

    def taken(self, name: str, kinds: tuple[str, ...]) -> Fault | None:
        """Use one fault of these kinds up, if one is on for the name."""
        with self.lock:
            for fault in self.faults:
                if fault.times > 0 and fault.kind in kinds and fault.part in name:
                    fault.times -= 1
                    return fault
        return None

    def asked(self, part: str) -> int:
        """Count the calls whose name contains this."""
        return sum(part in name for name in self.calls)

    def handle(self, ask: Ask) -> Answer:
        """Work on a request; one at a time."""
        raise NotImplementedError

    def answered(self, ask: Ask) -> Answer:
        with self.lock:
            self.calls.append(self.called(ask))
            try:
                return self.handle(ask)
            except Refused as refused:
                return refused.answer

    def called(self, ask: Ask) -> str:
        """The name of what is asked for."""
        return ask.name


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about clients that hang up; a fault of ours shows as a missing answer."""


def _handler(stand: Stand) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # noqa: N802
            self._serve()

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def _serve(self) -> None:
            self.close_connection = True
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            if not parts.path.startswith(stand.path):
                self._send(Answer(b"not here", 404, "text/plain"))
                return
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            headers = {name.lower(): text for name, text in self.headers.items()}
            ask = Ask(self.command, parts.path[len(stand.path) :].strip("/"), query, headers, body)
            name = stand.called(ask)
            before = stand.taken(name, ("429", "500", "503", "hang", "html", "redirect"))
            if before is not None:
                stand.calls.append(name)
                self._fail(before)
                return
            answer = stand.answered(ask)
            after = stand.taken(name, ("cut", "drop"))
            if after is None:
                self._send(answer)
            elif after.kind == "cut":
                self._send(answer, cut=True)

        def _fail(self, fault: Fault) -> None:
            if fault.kind == "hang":
                self.connection.settimeout(0.05)
                while not stand.stopping.is_set():
                    with suppress(TimeoutError):
                        if not self.connection.recv(1):
                            return
                return
            headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
            if fault.kind == "html":
                self._send(Answer(b"<html><body>Maintenance</body></html>", 200, "text/html"))
            elif fault.kind == "redirect":
                self._send(Answer(b"", 302, headers={"Location": "https://elsewhere.example/login"}))
            else:
                self._send(Answer(b"sorry", int(fault.kind), "text/plain", headers))

        def _send(self, answer: Answer, *, cut: bool = False) -> None:
            with suppress(OSError):  # whatever the client does to us is its business
                self.send_response(answer.status)
                if answer.status != 204:
                    self.send_header("Content-Type", answer.kind)
                    self.send_header("Content-Length", str(len(answer.body) + (10 if cut else 0)))
                self.send_header("Connection", "close")
                for name, text in answer.headers.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(answer.body)

    return Handler
