"""What the head of an answer says: its length, its type, its times; and the body read to its proven end."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

import requests

from rakumap.channels.decoding import Caps, Decoder
from rakumap.channels.wire import Line
from rakumap.core.errors import ChannelError

SLACK = 1 << 20
"""Bytes for headers and framing, beside a body."""

_HALF_HOUR = 30 * 60
_BLOCK = 1 << 16
_BODILESS = (204, 205, 304)


def receive(response: requests.Response, host: str, caps: Caps, line: Line, write: Callable[[bytes], bool]) -> int:
    """Give every decoded piece of a body to ``write``; returns the bytes on the wire.

    Raises ``ChannelError`` unless the end is proven. ``write`` returning False ends it early, unproven.
    """
    decoder = Decoder(response.headers.get("Content-Encoding", ""), caps, host)
    line.expected = length(response, host)
    most = caps.plain if decoder.is_plain else caps.compressed
    if line.expected is not None and line.expected > most:
        raise ChannelError("report_too_large", name=host, megabytes=most >> 20)
    line.cap = line.received + most + SLACK
    taken = 0
    while block := response.raw.read(_BLOCK, decode_content=False):
        taken += len(block)
        for piece in decoder.feed(block):
            goes_on = write(piece)
            if line.is_cut:
                raise OSError("cut")
            if not goes_on:
                line.cut()
                return taken
    decoder.finish()
    if line.expected is not None and taken != line.expected:
        raise ChannelError("channel_cut", host=host)
    if line.is_cut:
        raise OSError("cut")
    return taken


def length(response: requests.Response, host: str) -> int | None:
    """Give the announced length, ``None`` for a chunked body; a body whose end nothing proves is refused."""
    if response.status_code in _BODILESS:
        return 0
    coding = response.headers.get("Transfer-Encoding")
    if coding is not None:
        if coding.strip().lower() == "chunked":
            return None
        raise ChannelError("channel_protocol", host=host)
    lengths = {part.strip() for part in response.headers.get("Content-Length", "").split(",")}
    if lengths == {""}:
        raise ChannelError("report_unproven", host=host)
    if len(lengths) != 1 or not re.fullmatch(r"[0-9]{1,18}", text := lengths.pop(), re.ASCII):
        raise ChannelError("channel_protocol", host=host)
    return int(text)


def content_type(text: str) -> tuple[str, str | None]:
    """Give type/subtype in lower case and the charset."""
    message = Message()
    message["Content-Type"] = text.replace("\r", " ").replace("\n", " ")
    charset = message.get_param("charset")
    return text.partition(";")[0].strip().lower(), charset if isinstance(charset, str) and charset else None


def throttled(host: str, wait: float | None) -> ChannelError:
    """The error of a server that gets too much; ``wait`` is the seconds it asks for, a minute when it does not say."""
    seconds = 60 if wait is None else math.ceil(wait)
    minutes = max(1, math.ceil(seconds / 60))
    return ChannelError("channel_throttled", host=host, retry_after=seconds, minutes=minutes)


def retry_after(text: str | None, now: datetime) -> float | None:
    """Read a Retry-After header (seconds or a date): seconds from ``now``, at most 30 min; ``None`` if it says nothing."""
    if text is None:
        return None
    if re.fullmatch(r"[0-9]+", text.strip(), re.ASCII):
        return float(min(int(text.strip()[:12]), _HALF_HOUR))
    date = http_date(text)
    return None if date is None else min(max(0.0, (date - now).total_seconds()), float(_HALF_HOUR))


def http_date(text: str | None) -> datetime | None:
    """Read a date of HTTP as an aware time in UTC; ``None`` for what is no date."""
    if text is None:
        return None
    try:
        date = parsedate_to_datetime(text.strip())
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
