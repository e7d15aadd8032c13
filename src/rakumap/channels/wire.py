"""The sockets below requests: counted, timed, and cut from another thread when someone asks to stop.

requests has a limit for one wait but none for a whole answer, and nothing that ends a wait: a server that sends a
byte now and then holds a call for ever. So each request runs on a thread of its own, and whoever watches it cuts the
socket below. A duplicate of the socket is kept for that, as it stays valid while TLS takes the original over.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import requests.adapters
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Line:
    """The way to one server for one request: what was received, how long it has been silent, and how to end it.

    The requesting thread and the watching thread share it.
    """

    def __init__(self, cap: int) -> None:
        self.cap = cap
        """Bytes, headers included, after which nothing more is received."""
        self.received = 0
        self.expected: int | None = None
        self.full = False
        """Whether the cap was reached."""
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._connections: list[HTTPConnection] = []
        self._cut = False
        self._connecting: float | None = None
        self._waiting: float | None = None

    @property
    def is_cut(self) -> bool:
        """Whether someone asked to stop."""
        return self._cut

    def connecting(self) -> float:
        """Seconds spent so far on the connection being made; 0 when none is."""
        return _since(self._connecting)

    def silent(self) -> float:
        """Seconds since the server last sent something we wait for; 0 when we do not wait."""
        return _since(self._waiting)

    def start(self, connection: HTTPConnection) -> None:
        """Note that a connection is being made."""
        self._connections.append(connection)
        self._connecting = time.monotonic()

    def ready(self) -> None:
        """Note that the connection stands."""
        self._connecting = None

    def keep(self, new: socket.socket) -> None:
        """Be able to cut this socket; raises ``OSError`` and closes it if that was asked for meanwhile."""
        with self._lock:
            if not self._cut:
                self._sockets.append(new.dup())
                return
        new.close()
        raise OSError("cut")

    def cut(self) -> None:
        """End every wait on the connection, now and later; may be called from any thread."""
        with self._lock:
            self._cut = True
            for kept in self._sockets:
                with suppress(OSError):  # it may be closed already
                    kept.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """Close what is open, on the requesting thread: urllib3 closes its pools only when they are collected."""
        while self._connections:
            self._connections.pop().close()
        with self._lock:
            while self._sockets:
                self._sockets.pop().close()

    def receive(self, raw: io.RawIOBase, buffer: WriteableBuffer) -> int | None:
        """Read from the socket into ``buffer``, counting."""
        if self._cut or self.full:
            raise OSError("cut")
        self._waiting = time.monotonic()
        count = raw.readinto(buffer)
        self._waiting = None
        self.received += count or 0
        if self.received > self.cap:
            self.full = True
            raise OSError("full")
        return count


def _since(moment: float | None) -> float:
    return 0.0 if moment is None else time.monotonic() - moment


class _Counted(io.RawIOBase):
    """The bytes of a socket, through its line."""

    def __init__(self, raw: io.RawIOBase, line: Line) -> None:
        super().__init__()
        self._raw = raw
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        return self._line.receive(self._raw, buffer)

    def close(self) -> None:
        try:
            self._raw.close()
        finally:
            super().close()


def _pools(line: Line) -> dict[str, type[HTTPConnectionPool]]:
    """Make the pools whose connections belong to ``line``."""

    class Response(http.client.HTTPResponse):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fp = io.BufferedReader(_Counted(self.fp.detach(), line), 1 << 16)

    class Plain(HTTPConnection):
        response_class = Response

        def _new_conn(self) -> socket.socket:
            new = super()._new_conn()
            line.keep(new)
            return new

        def connect(self) -> None:
            line.start(self)
            super().connect()
            line.ready()

    class Secure(HTTPSConnection):
        response_class = Response

        def _new_conn(self) -> socket.socket:
            new = super()._new_conn()
            line.keep(new)
            return new

        def connect(self) -> None:
            line.start(self)
            super().connect()
            line.ready()

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class Adapter(requests.adapters.HTTPAdapter):
    """Carries a session's requests over one line, with our own rules for TLS."""

    def __init__(self, line: Line, context: ssl.SSLContext) -> None:
        self._line = line
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        """Make the manager with our context and our pools."""
        manager = PoolManager(connections, maxsize=maxsize, block=block, ssl_context=self._context, **kwargs)
        manager.pool_classes_by_scheme = _pools(self._line)
        self.poolmanager = manager


def tls_context() -> ssl.SSLContext:
    """TLS 1.2 or newer with certificates always verified, trusting what this computer trusts."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
