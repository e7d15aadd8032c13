"""Taking the compression off an answer, with proof that it arrived whole and limits on what it becomes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from rakumap.core.errors import ChannelError

_BLOCK = 1 << 18
_GZIP = b"\x1f\x8b"
_SMALL = 16 << 20
"""Bytes below which the ratio is not looked at: short reports of like rows compress very well."""


@dataclass(frozen=True, slots=True)
class Caps:
    """The most we take in: bytes on the wire when compressed, bytes decoded, and one divided by the other.

    A report of a million listings is about 111 MB.
    """

    compressed: int = 256 << 20
    plain: int = 512 << 20
    ratio: int = 100


class Decoder:
    """Decodes one body; feed it every block, then ``finish()``. Raises ``ChannelError`` naming ``host``."""

    def __init__(self, encoding: str, caps: Caps, host: str) -> None:
        self._encoding = encoding.strip().lower()
        if self._encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise ChannelError("report_encoding", host=host, encoding=encoding[:40])
        self._caps = caps
        self._host = host
        self._zlib: zlib._Decompress | None = None
        self._held = b""
        self._taken = 0
        self._given = 0

    @property
    def is_plain(self) -> bool:
        """Whether the body comes as it is."""
        return self._encoding in ("", "identity")

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give the decoded bytes of the next block, a piece at a time."""
        self._taken += len(data)
        if not self.is_plain and self._taken > self._caps.compressed:
            raise ChannelError("report_too_large", name=self._host, megabytes=self._caps.compressed >> 20)
        for piece in (data,) if self.is_plain else self._inflate(data):
            self._given += len(piece)
            if self._given > self._caps.plain:
                raise ChannelError("report_too_large", name=self._host, megabytes=self._caps.plain >> 20)
            if not self.is_plain and self._given > max(_SMALL, self._taken * self._caps.ratio):
                raise ChannelError("report_bomb", host=self._host)
            yield piece

    def finish(self) -> None:
        """Prove the end: the compressed stream must have had its own."""
        if not self.is_plain and self._taken and (self._held or self._zlib is None or not self._zlib.eof):
            raise ChannelError("report_damaged", host=self._host)

    def _inflate(self, data: bytes) -> Iterator[bytes]:
        data = self._held + data
        self._held = b""
        while True:
            if self._zlib is None or self._zlib.eof:
                if len(data) < 2:  # too short to tell what begins here
                    self._held = data
                    return
                self._zlib = self._begun(data)
            try:
                piece = self._zlib.decompress(data, _BLOCK)
            except zlib.error:
                piece = None
            if piece is None:
                raise ChannelError("report_damaged", host=self._host)
            if piece:
                yield piece
            if self._zlib.eof:
                data = self._zlib.unused_data
            else:
                data = self._zlib.unconsumed_tail
                if not data and len(piece) < _BLOCK:
                    return

    def _begun(self, data: bytes) -> zlib._Decompress:
        """Start a stream: a further one may follow a gzip stream, nothing may follow deflate."""
        if self._encoding == "deflate":
            if self._zlib is not None:
                raise ChannelError("report_damaged", host=self._host)
            # Servers send both the zlib form (RFC 9110) and the bare one.
            wrapped = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
            return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        if not data.startswith(_GZIP):
            raise ChannelError("report_damaged", host=self._host)
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
