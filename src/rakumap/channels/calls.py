"""Calls of a channel's methods: what is sent, what is tried again, and the answer with what it means."""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Self
from urllib.parse import quote, quote_plus, urlencode

import requests

from rakumap.channels.addresses import Address
from rakumap.channels.answers import receive, retry_after, throttled
from rakumap.channels.decoding import Caps
from rakumap.channels.limits import Limit
from rakumap.channels.transport import Again
from rakumap.channels.wire import Line
from rakumap.core.errors import ChannelError

CALL_CAPS = Caps(compressed=64 << 20, plain=192 << 20)
"""Answers of calls stay in memory; the largest is a page of listings."""

_MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Call:
    """One call. ``writes`` says that it changes something at the channel.

    A server that is failing (5xx), asks for a short wait (429) or breaks the connection is asked again within the
    client's budget when the call is ``repeatable``; a 429 also when it is not, as nothing was done.
    ``rate`` is a key with the limit of the calls under it.
    """

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    writes: bool = False
    repeatable: bool = True
    rate: tuple[Hashable, Limit] | None = None

    @classmethod
    def get(cls, url: str, parameters: Mapping[str, str], **rest: Any) -> Self:
        """Make a GET; parameters without a value are left out."""
        return cls("GET", with_query(url, parameters), **rest)

    @classmethod
    def json(cls, url: str, document: object, *, headers: Mapping[str, str] | None = None, **rest: Any) -> Self:
        """Make a POST of a JSON document."""
        body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        kind = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
        return cls("POST", url, {**kind, **(headers or {})}, body, **rest)

    @classmethod
    def form(
        cls, url: str, fields: Mapping[str, str], *, headers: Mapping[str, str] | None = None, **rest: Any
    ) -> Self:
        """Make a POST of form fields."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return cls("POST", url, {**kind, **(headers or {})}, urlencode(fields).encode("ascii"), **rest)

    @classmethod
    def file(cls, url: str, content: bytes, kind: str, filename: str, **rest: Any) -> Self:
        """Make a POST of one file as the multipart field ``file``."""
        mark = secrets.token_hex(16)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
        body = b"".join(
            (head.encode(), f"Content-Type: {kind}\r\n\r\n".encode(), content, f"\r\n--{mark}--\r\n".encode())
        )
        return cls("POST", url, {"Content-Type": f"multipart/form-data; boundary={mark}"}, body, **rest)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. ``headers`` are asked for in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    host: str

    @property
    def ok(self) -> bool:
        """Whether the status says success."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """Read the body as JSON, numbers with a point as exact decimals. Raises ``ChannelError``."""
        try:
            return json.loads(self.body, parse_float=Decimal, parse_constant=_refused)
        except (ValueError, RecursionError):
            raise self.unreadable("JSON") from None

    def unreadable(self, what: str) -> ChannelError:
        """The error for an answer that is not what was agreed; ``what`` names the part."""
        return ChannelError("answer_unreadable", host=self.host, what=what)

    def failure(self, *, writes: bool = False) -> ChannelError:
        """Give the error that a bad status means, for a call that ``writes`` or not."""
        if self.status in (401, 403, 407):
            return ChannelError("channel_denied", host=self.host, status=self.status)
        if self.status in (404, 410):
            return ChannelError("channel_not_found", host=self.host, status=self.status)
        wait = retry_after(self.headers.get("retry-after"), datetime.now(UTC))
        if self.status == 429 or (self.status == 503 and wait is not None):
            return throttled(self.host, wait)
        if self.status >= 500:
            if writes:
                return ChannelError("submit_unknown", host=self.host, cause=str(self.status))
            return ChannelError("channel_failing", host=self.host, status=self.status)
        return ChannelError("channel_answer", host=self.host, status=self.status)


def carried(call: Call, caps: Caps, response: requests.Response, address: Address, line: Line) -> Reply | Again[Reply]:
    """Take an answer in whole, whatever it is; say when it is worth another try."""
    body = bytearray()

    def write(piece: bytes) -> bool:
        body.extend(piece)
        return True

    receive(response, address.shown, caps, line, write)
    headers = {name.lower(): text for name, text in response.headers.items()}
    reply = Reply(response.status_code, headers, bytes(body), address.shown)
    wait = retry_after(headers.get("retry-after"), datetime.now(UTC))
    if reply.status == 429 or (reply.status == 503 and wait is not None):
        return Again(60.0 if wait is None else wait, answer=reply)
    if reply.status >= 500 and call.repeatable:
        return Again(None, answer=reply)
    return reply


class Mask:
    """Takes a channel's secrets out of texts that a person or a log may get to see."""

    def __init__(self, hidden: Sequence[str | None]) -> None:
        forms: set[str] = set()
        for text in hidden:
            if text:
                forms |= {
                    text,
                    " ".join(text.split()),
                    quote(text),
                    quote(text, safe=""),
                    quote_plus(text),
                    b64encode(text.encode()).decode(),
                }
        self._forms = sorted(forms, key=len, reverse=True)

    def __call__(self, text: object) -> str:
        """Give a channel's words on one line, cut, without a secret."""
        shown = str(text)
        for form in self._forms:
            shown = shown.replace(form, "***")
        shown = " ".join(shown.split())
        return shown if len(shown) <= _MOST_WORDS else shown[: _MOST_WORDS - 1] + "…"


def with_query(url: str, parameters: Mapping[str, str]) -> str:
    """Add the parameters that have a value to an address."""
    query = urlencode({name: text for name, text in parameters.items() if text})
    return f"{url}?{query}" if query else url


def _refused(text: str) -> None:
    raise ValueError(text)
